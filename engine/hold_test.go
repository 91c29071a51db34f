package engine_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
)

// mute counts requests in fixed windows and answers 429 beyond the limit, with
// no header that says so, as many reverse proxies and home-made limiters do.
func mute(limit int, window time.Duration, next http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	var since time.Time
	var n int
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if now := time.Now(); now.Sub(since) >= window {
			since, n = now, 0
		}
		n++
		over := n > limit
		mu.Unlock()
		if over {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next(w, r)
	}
}

// TestWalkOutlastsALimiterThatSaysNothing: no page may be lost to a limiter that
// does not say when its window ends, though the attempts of one exchange, by
// their backoff alone, are over long before it does.
func TestWalkOutlastsALimiterThatSaysNothing(t *testing.T) {
	for _, path := range []string{"v1/page/gauges?limit=2", "v1/link/gauges?limit=2", "v1/page/gauges?limit=2&parallel"} {
		t.Run(path, func(t *testing.T) {
			server := mute(60, 10*time.Second, rivers())
			bubble(t, server, nil, func(t *testing.T, e *engine.Engine, l *ledger) {
				ids, out := collect(t, e, strings.TrimSuffix(path, "&parallel"), func(p *engine.Plan) {
					if strings.HasSuffix(path, "&parallel") {
						p.Walk.Parallel = 4
					}
				})
				if out.Err != nil || !slices.Equal(ids, gauges(250)) {
					t.Errorf("%d items, %v", len(ids), out.Err)
				}
				if out.Retries > 40 {
					t.Errorf("%d retries to pass a few windows", out.Retries)
				}
			})
		})
	}
}

// TestHoldsGrowAndStartAnew: the holds double while the server goes on saying
// "too many", and start at one second after it has answered.
func TestHoldsGrowAndStartAnew(t *testing.T) {
	attempts := func(p *engine.Policy) { p.Retry.Attempts = 8 }
	bubble(t, answers(429, 429, 429, 200, 429, 200), attempts, func(t *testing.T, e *engine.Engine, l *ledger) {
		for range 2 {
			if _, err := e.Do(t.Context(), engine.Request{URL: target}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		want := []time.Duration{0, 1, 3, 7, 7, 8}
		for i, at := range times[engine.AttemptStarted](l) {
			if at != want[i]*time.Second {
				t.Errorf("attempt %d at %v, want %v s", i+1, at, int(want[i]))
			}
		}
	})
}

// TestHoldsObeyThePolicy: the longest backoff bounds them, Retry-After replaces
// them, and they can be switched off with all other adapting.
func TestHoldsObeyThePolicy(t *testing.T) {
	told := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "0")
		answers(429)(w, r)
	}
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		change  func(*engine.Policy)
		most    time.Duration
	}{
		{"cap", answers(429), func(p *engine.Policy) { p.Retry.Cap = 300 * time.Millisecond }, 900 * time.Millisecond},
		{"told", told, nil, 1400 * time.Millisecond},
		{"off", answers(429), func(p *engine.Policy) { p.Adapt = false }, 1400 * time.Millisecond},
		{"held", answers(429), nil, 7 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, c.handler, c.change, func(t *testing.T, e *engine.Engine, l *ledger) {
				out := start(t, e, engine.Plan{Requests: many(1)}).Wait()
				if out.Attempts != 4 || out.Elapsed != c.most {
					t.Errorf("%d attempts in %v, want 4 in %v", out.Attempts, out.Elapsed, c.most)
				}
			})
		})
	}
}
