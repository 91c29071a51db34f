package playground

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// resetOf reads the reset that a family tells, as the moment it names.
func resetOf(t *testing.T, name string, h http.Header, now time.Time) time.Time {
	t.Helper()
	seconds := func(field string) time.Time {
		n, err := strconv.Atoi(h.Get(field))
		if err != nil {
			t.Fatalf("%s: %s is %q", name, field, h.Get(field))
		}
		return now.Add(time.Duration(n) * time.Second)
	}
	epoch := func(field string) time.Time { return time.Unix(seconds(field).Unix()-now.Unix(), 0) }
	var remaining, n int
	switch name {
	case "github":
		return epoch("X-RateLimit-Reset")
	case "x":
		return epoch("X-Rate-Limit-Reset")
	case "gitlab":
		return epoch("RateLimit-Reset")
	case "reddit":
		return seconds("X-Ratelimit-Reset")
	case "draft6":
		return seconds("RateLimit-Reset")
	case "draft7":
		if _, err := fmt.Sscanf(h.Get("RateLimit"), "limit=20, remaining=%d, reset=%d", &remaining, &n); err != nil {
			t.Fatalf("draft7: %q", h.Get("RateLimit"))
		}
	case "draft8":
		if _, err := fmt.Sscanf(h.Get("RateLimit"), `"default";r=%d;t=%d`, &remaining, &n); err != nil {
			t.Fatalf("draft8: %q", h.Get("RateLimit"))
		}
	case "discord":
		s, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
		if err != nil {
			t.Fatalf("discord: %v", h)
		}
		return now.Add(time.Duration(s * float64(time.Second)))
	case "openai":
		d, err := time.ParseDuration(h.Get("x-ratelimit-reset-requests"))
		if err != nil {
			t.Fatalf("openai: %v", h)
		}
		return now.Add(d)
	case "anthropic":
		at, err := time.Parse(time.RFC3339, h.Get("anthropic-ratelimit-requests-reset"))
		if err != nil {
			t.Fatalf("anthropic: %v", h)
		}
		return at
	case "shopify":
		s, err := strconv.ParseFloat(h.Get("Retry-After"), 64)
		if err != nil || h.Get("X-Shopify-Shop-Api-Call-Limit") != "20/20" {
			t.Fatalf("shopify: %v", h)
		}
		return now.Add(time.Duration(s * float64(time.Second)))
	default:
		t.Fatalf("family %s has no reader here", name)
	}
	return now.Add(time.Duration(n) * time.Second)
}

// Every family refuses the request over its quota, names a reset, and admits
// again at that moment and not a second and a half before.
func TestEveryFamilyKeepsItsWord(t *testing.T) {
	t.Parallel()
	for _, f := range families() {
		now := newClock()
		now.add(300 * time.Millisecond)
		p := New(Options{Now: now.now})
		target := "/v1/quota/" + f.name
		for i := range presetQuota {
			if w := get(t, p, target); w.Code != 200 {
				t.Fatalf("%s: request %d: %d", f.name, i+1, w.Code)
			}
		}
		w := get(t, p, target)
		want := 429
		if f.name == "github" {
			want = 403
		}
		if w.Code != want {
			t.Fatalf("%s: over the quota: %d, want %d", f.name, w.Code, want)
		}
		if len(w.Header()) < 3 || f.name != "shopify" && !strings.Contains(fmt.Sprint(w.Header()), "imit") {
			t.Errorf("%s: headers %v", f.name, w.Header())
		}
		reset := resetOf(t, f.name, w.Header(), now.at)
		if wait := reset.Sub(now.at); wait <= 0 || wait > 11*time.Second {
			t.Fatalf("%s: the reset is %v away", f.name, wait)
		}
		if early := reset.Add(-1500 * time.Millisecond); early.After(now.at) && !f.leaky {
			now.at = early
			if w := get(t, p, target); w.Code != want {
				t.Errorf("%s: admitted before its reset", f.name)
			}
		}
		now.at = reset
		if w := get(t, p, target); w.Code != 200 {
			t.Errorf("%s: at its reset: %d", f.name, w.Code)
		}
	}
}

func TestFixedWindowAdmitsItsLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := fixedWindow{
			limit:  rapid.IntRange(1, 5).Draw(t, "limit"),
			length: time.Duration(rapid.IntRange(1000, 5000).Draw(t, "length")) * time.Millisecond,
		}
		now := time.Unix(1_800_000_000, 0)
		admitted := make(map[time.Time]int)
		for range rapid.IntRange(1, 100).Draw(t, "requests") {
			now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "gap")) * time.Millisecond)
			q := w.take(now)
			if q.full <= 0 || q.full > w.length+time.Second || now.Add(q.full) != w.end || w.end.Nanosecond() != 0 {
				t.Fatalf("a window of %v ends in %v, at %v", w.length, q.full, w.end)
			}
			if !q.admitted && (q.next != q.full || q.remaining != 0) {
				t.Fatalf("refused: %+v", q)
			}
			if q.admitted {
				if admitted[w.end]++; admitted[w.end] > w.limit {
					t.Fatalf("%d of %d admitted", admitted[w.end], w.limit)
				}
			}
		}
	})
}

func TestQuotasAreApartAndBounded(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Now: now.now})
	if a, b := get(t, p, "/v1/quota/draft8?quota=1").Code, get(t, p, "/v1/quota/draft8?quota=1").Code; a != 200 || b != 429 {
		t.Errorf("quota=1: %d, %d", a, b)
	}
	if code := get(t, p, "/v1/quota/draft8?quota=2").Code; code != 200 {
		t.Errorf("another quota: %d", code)
	}
	for i := range mostQuotas + 5 {
		get(t, p, "/v1/quota/draft7?quota="+strconv.Itoa(i+1))
	}
	if n := len(p.quotas.values); n != mostQuotas {
		t.Errorf("%d quotas are kept, want %d", n, mostQuotas)
	}
	for _, bad := range []string{"quota=0", "window=10ms", "window=x"} {
		if code := get(t, p, "/v1/quota/draft7?"+bad).Code; code != 400 {
			t.Errorf("%s: %d", bad, code)
		}
	}
}

func TestRetryAfterIsHonest(t *testing.T) {
	t.Parallel()
	for form, parse := range map[string]func(string, http.Header) time.Duration{
		"seconds": func(v string, _ http.Header) time.Duration {
			n, _ := strconv.Atoi(v)
			return time.Duration(n) * time.Second
		},
		"long": func(v string, _ http.Header) time.Duration {
			n, _ := strconv.Atoi(v)
			return time.Duration(n) * time.Second
		},
		"fraction": func(v string, _ http.Header) time.Duration {
			s, _ := strconv.ParseFloat(v, 64)
			return time.Duration(s * 1e9)
		},
		"date": func(v string, _ http.Header) time.Duration { at, _ := http.ParseTime(v); return at.Sub(newClock().at) },
		"skewed": func(v string, h http.Header) time.Duration {
			at, _ := http.ParseTime(v)
			date, _ := http.ParseTime(h.Get("Date"))
			return at.Sub(date)
		},
	} {
		now := newClock()
		p := New(Options{Now: now.now})
		target := "/v1/retry-after?form=" + form
		w := get(t, p, target)
		wait := parse(w.Header().Get("Retry-After"), w.Header())
		if w.Code != 503 || wait <= 0 {
			t.Fatalf("%s: %d, Retry-After %q", form, w.Code, w.Header().Get("Retry-After"))
		}
		if form == "long" != (wait == longGate) {
			t.Errorf("%s: wait %v", form, wait)
		}
		now.add(wait - time.Millisecond)
		if w := get(t, p, target); w.Code != 503 {
			t.Errorf("%s: open early", form)
		}
		now.add(time.Millisecond)
		for _, want := range []int{200, 503} {
			if w := get(t, p, target); w.Code != want {
				t.Errorf("%s: after the wait %d, want %d", form, w.Code, want)
			}
		}
	}
	if code := get(t, New(Options{}), "/v1/retry-after?form=soon").Code; code != 400 {
		t.Errorf("an unknown form: %d", code)
	}
}
