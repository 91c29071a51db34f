package playground

import (
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestLimiterKeepsItsPromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(leastRate, 5000).Draw(t, "rate")
		burst := rapid.IntRange(1, 40).Draw(t, "burst")
		l := newLimiter(rate, burst)
		now := time.Unix(1_800_000_000, 0)
		var admitted []time.Time
		for range rapid.IntRange(1, 150).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(2*float64(time.Second)/rate)).Draw(t, "gap")))
			q := l.take(now)
			if q.admitted {
				admitted = append(admitted, now)
			}
			if !q.admitted && q.next <= 0 {
				t.Fatalf("refused, but the next is admitted in %v", q.next)
			}
			if (q.remaining > 0) != (q.next == 0) || q.remaining >= burst {
				t.Fatalf("%d of %d remain, next in %v", q.remaining, burst, q.next)
			}
			if !q.admitted && rapid.Bool().Draw(t, "wait") {
				early := now
				if l.peek(early.Add(q.next - 1)) {
					t.Fatal("admits before the time it named")
				}
				if now = now.Add(q.next); !l.peek(now) {
					t.Fatal("refuses at the time it named")
				}
			}
		}
		for i, from := range admitted {
			for k, to := range admitted[i:] {
				if allowed := rate*to.Sub(from).Seconds() + float64(burst); float64(k+1) > allowed+1e-6 {
					t.Fatalf("%d admitted in %v at %v/s, burst %d", k+1, to.Sub(from), rate, burst)
				}
			}
		}
	})
}

// peek reports whether a request would be admitted at a time.
func (l *limiter) peek(at time.Time) bool {
	trial := limiter{rate: l.rate, interval: l.interval, burst: l.burst, full: l.full}
	return trial.take(at).admitted
}

func TestLimiterSetKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	l := newLimiter(10, 10)
	for range 6 {
		l.take(now)
	}
	l.set(1, 8, now)
	if q := l.take(now); !q.admitted || q.remaining != 1 {
		t.Errorf("7 of 8 used: %+v", q)
	}
	l.refill()
	if q := l.take(now); q.remaining != 7 {
		t.Errorf("refilled: %+v", q)
	}
}

func TestLimitedTellsTheTruth(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Now: now.now})
	for i := range presetBurst {
		w := get(t, p, "/v1/limited/gauges")
		if w.Code != 200 || w.Header().Get("RateLimit-Remaining") != strconv.Itoa(presetBurst-1-i) || w.Header().Get("RateLimit-Limit") != "10" {
			t.Fatalf("request %d: %d %v", i, w.Code, w.Header())
		}
	}
	w := get(t, p, "/v1/limited/gauges")
	if w.Code != 429 || w.Header().Get("RateLimit") != `"default";r=0;t=1` || w.Header().Get("RateLimit-Policy") != `"default";q=10;w=1` {
		t.Fatalf("over the limit: %d %v", w.Code, w.Header())
	}
	seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
	if err != nil || seconds < 1 {
		t.Fatalf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	now.add(time.Duration(seconds) * time.Second)
	if code := get(t, p, "/v1/limited/gauges").Code; code != 200 {
		t.Errorf("after Retry-After: %d", code)
	}
}

func TestOutageFollowsItsSchedule(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Now: now.now})
	for second := range 45 {
		want := 200
		if second%15 >= 9 {
			want = 503
		}
		if code := get(t, p, "/v1/outage/gauges").Code; code != want {
			t.Errorf("second %d: %d, want %d", second, code, want)
		}
		now.add(time.Second)
	}
	for target, want := range map[string]int{"down=0s": 200, "down=20s&every=20s": 503, "every=0s": 200, "every=3s": 503} {
		if code := get(t, p, "/v1/outage/gauges?"+target).Code; code != want {
			t.Errorf("%s: %d, want %d", target, code, want)
		}
	}
}
