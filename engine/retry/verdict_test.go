package retry_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"weir/engine/retry"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func half() float64 { return 0.5 }

// failing is a case that is tried again.
func failing(change func(*retry.Case)) retry.Case {
	c := retry.Case{Method: http.MethodGet, Replayable: true, Status: 503, Attempt: 1, Now: now}
	if change != nil {
		change(&c)
	}
	return c
}

// The design's table, written out: which methods, statuses and errors are tried
// again. Everything else is not.
func repeatableMethods() []string {
	return []string{"", "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"}
}

func otherMethods() []string {
	return []string{"POST", "PATCH", "CONNECT", "get", "Query", "PROPFIND", "PURGE"}
}

func passingStatuses() []int { return []int{408, 425, 429, 500, 502, 503, 504} }

func passingClasses() []retry.Class {
	return []retry.Class{
		retry.ClassConnect, retry.ClassDNS, retry.ClassTLS, retry.ClassReset, retry.ClassTimeout, retry.ClassEOF,
		retry.ClassRefusedStream, retry.ClassGoAway, retry.ClassTruncated, retry.ClassMalformed,
	}
}

// ways are the three that let any method be repeated, and none of them.
func ways() map[string]func(*retry.Policy, *retry.Case) {
	return map[string]func(*retry.Policy, *retry.Case){
		"plain":           func(*retry.Policy, *retry.Case) {},
		"idempotency key": func(_ *retry.Policy, c *retry.Case) { c.IdempotencyKey = true },
		"opted in":        func(p *retry.Policy, _ *retry.Case) { p.AnyMethod = true },
	}
}

func TestEveryMethodStatusAndError(t *testing.T) {
	t.Parallel()
	for name, way := range ways() {
		for _, method := range slices.Concat(repeatableMethods(), otherMethods()) {
			mayRepeat := name != "plain" || slices.Contains(repeatableMethods(), method)
			for status := 0; status < 600; status++ {
				c := failing(func(c *retry.Case) { c.Method, c.Status = method, status })
				want := retry.RefusalNone
				switch {
				case status < 400:
					want = retry.RefusalSuccess
				case !slices.Contains(passingStatuses(), status):
					want = retry.RefusalStatus
				case !mayRepeat:
					want = retry.RefusalMethod
				}
				checkRefusal(t, fmt.Sprintf("%s %q %d", name, method, status), way, c, want)
			}
			for class := retry.ClassConnect; class <= retry.ClassOther; class++ {
				c := failing(func(c *retry.Case) { c.Method, c.Status, c.Class = method, 0, class })
				want := retry.RefusalNone
				switch {
				case !slices.Contains(passingClasses(), class):
					want = retry.RefusalError
				case !mayRepeat:
					want = retry.RefusalMethod
				}
				checkRefusal(t, fmt.Sprintf("%s %q %v", name, method, class), way, c, want)
			}
		}
	}
}

func checkRefusal(t *testing.T, name string, way func(*retry.Policy, *retry.Case), c retry.Case, want retry.Refusal) {
	t.Helper()
	p := retry.Defaults()
	way(&p, &c)
	v := p.Decide(c, half)
	if v.Refusal != want || v.Retry != (want == retry.RefusalNone) {
		t.Errorf("%s: retry %v, refusal %q; want %q", name, v.Retry, v.Refusal, want)
	}
	if !v.Retry && (v.Delay != 0 || v.Backoff != 0) {
		t.Errorf("%s: refused, and yet %+v", name, v)
	}
}

func TestTheFirstReasonIsTold(t *testing.T) {
	t.Parallel()
	tooLong := http.Header{"Retry-After": {"121"}}
	tests := []struct {
		name string
		c    retry.Case
		want retry.Refusal
	}{
		{"nothing failed", failing(func(c *retry.Case) { c.Status, c.Method, c.Attempt = 200, "POST", 9 }), retry.RefusalSuccess},
		{"the status before the method", failing(func(c *retry.Case) { c.Status, c.Method = 404, "POST" }), retry.RefusalStatus},
		{"the error before the method", failing(func(c *retry.Case) { c.Class, c.Method = retry.ClassCertificate, "POST" }), retry.RefusalError},
		{"the method before the body", failing(func(c *retry.Case) { c.Method, c.Replayable = "POST", false }), retry.RefusalMethod},
		{"the body before the attempts", failing(func(c *retry.Case) { c.Replayable, c.Attempt = false, 4 }), retry.RefusalBody},
		{"the attempts before the server's wish", failing(func(c *retry.Case) { c.Header, c.Attempt = tooLong, 4 }), retry.RefusalAttempts},
		{"the server's wish", failing(func(c *retry.Case) { c.Header = tooLong }), retry.RefusalTooLong},
		{"the third of four attempts", failing(func(c *retry.Case) { c.Attempt = 3 }), retry.RefusalNone},
		{"a cut reply of a good status", failing(func(c *retry.Case) { c.Status, c.Class = 200, retry.ClassTruncated }), retry.RefusalNone},
		{"a cut reply of a final status", failing(func(c *retry.Case) { c.Status, c.Class = 404, retry.ClassTruncated }), retry.RefusalNone},
		{"a good status and no way on", failing(func(c *retry.Case) { c.Status, c.Class = 200, retry.ClassTooManyRedirects }), retry.RefusalError},
	}
	for _, tt := range tests {
		if v := retry.Defaults().Decide(tt.c, half); v.Refusal != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, v.Refusal, tt.want)
		}
	}
	if v := (retry.Policy{}).Decide(failing(nil), half); v.Refusal != retry.RefusalAttempts {
		t.Errorf("the zero policy: %q", v.Refusal)
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]retry.Case{
		"503":                             failing(nil),
		"404":                             failing(func(c *retry.Case) { c.Status = 404 }),
		"":                                failing(func(c *retry.Case) { c.Status = 200 }),
		"connection reset":                failing(func(c *retry.Case) { c.Class = retry.ClassReset }),
		"reply cut off: connection reset": failing(func(c *retry.Case) { c.Class, c.Started = retry.ClassReset, true }),
		"reply cut off":                   failing(func(c *retry.Case) { c.Class, c.Started = retry.ClassTruncated, true }),
		"malformed reply":                 failing(func(c *retry.Case) { c.Class, c.Started = retry.ClassMalformed, true }),
	} {
		if got := retry.Defaults().Decide(c, half).Why; got != want {
			t.Errorf("why %q, want %q", got, want)
		}
	}
}

func TestRetryAfterIsAFloor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		jitter        retry.Jitter
		after         string
		delay, floor  time.Duration
		backoff, ceil time.Duration
	}{
		{"none asked", retry.Full, "", 400 * time.Millisecond, 0, 400 * time.Millisecond, 800 * time.Millisecond},
		{"none asked, none drawn", retry.None, "", 800 * time.Millisecond, 0, 800 * time.Millisecond, 800 * time.Millisecond},
		{"asked for nothing", retry.Full, "0", 400 * time.Millisecond, 0, 400 * time.Millisecond, 800 * time.Millisecond},
		{"full adds", retry.Full, "5", 5400 * time.Millisecond, 5 * time.Second, 400 * time.Millisecond, 800 * time.Millisecond},
		{"equal adds its drawn half", retry.Equal, "5", 5200 * time.Millisecond, 5 * time.Second, 200 * time.Millisecond, 800 * time.Millisecond},
		{"equal keeps its certain half", retry.Equal, "0.1", 600 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond, 800 * time.Millisecond},
		{"decorrelated adds", retry.Decorrelated, "5", 6400 * time.Millisecond, 5 * time.Second, 1400 * time.Millisecond, 3 * time.Second},
		{"none waits as asked", retry.None, "5", 5 * time.Second, 5 * time.Second, 0, 800 * time.Millisecond},
		{"none waits as scheduled", retry.None, "0.5", 800 * time.Millisecond, 500 * time.Millisecond, 300 * time.Millisecond, 800 * time.Millisecond},
		{"as long as is allowed", retry.None, "120", 2 * time.Minute, 2 * time.Minute, 0, 800 * time.Millisecond},
	}
	for _, tt := range tests {
		p := retry.Defaults()
		p.Jitter = tt.jitter
		c := failing(func(c *retry.Case) { c.Attempt, c.Previous = 3, time.Second })
		if tt.after != "" {
			c.Header = http.Header{"Retry-After": {tt.after}}
		}
		want := retry.Verdict{Retry: true, Delay: tt.delay, Floor: tt.floor, Backoff: tt.backoff, Ceiling: tt.ceil, Why: "503"}
		if got := p.Decide(c, half); got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.name, got, want)
		}
	}
}

func TestRetryAfterThatIsTooLong(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"120.000000001", "99999999999999999999", "Sun, 01 Nov 2026 12:02:01 GMT"} {
		c := failing(func(c *retry.Case) { c.Status, c.Header = 429, http.Header{"Retry-After": {after}} })
		v := retry.Defaults().Decide(c, func() float64 { t.Error("drawn for a refusal"); return 0 })
		if v.Retry || v.Refusal != retry.RefusalTooLong || v.Floor <= 2*time.Minute {
			t.Errorf("%s: %+v", after, v)
		}
	}
	never := retry.Defaults()
	never.MaxRetryAfter = 0
	if v := never.Decide(failing(func(c *retry.Case) { c.Header = http.Header{"Retry-After": {"1"}} }), half); v.Refusal != retry.RefusalTooLong {
		t.Errorf("with no wait allowed: %+v", v)
	}
}

func TestRetryAfterOfAGoodReplySaysNothing(t *testing.T) {
	t.Parallel()
	c := failing(func(c *retry.Case) {
		c.Status, c.Class, c.Header = 200, retry.ClassTruncated, http.Header{"Retry-After": {"3600"}}
	})
	if v := retry.Defaults().Decide(c, half); !v.Retry || v.Floor != 0 {
		t.Errorf("verdict %+v", v)
	}
}

func TestForbiddenByARateLimitIsTriedAgain(t *testing.T) {
	t.Parallel()
	c := failing(func(c *retry.Case) { c.Status = 403 })
	if v := retry.Defaults().Decide(c, half); v.Refusal != retry.RefusalStatus {
		t.Errorf("without headers: %+v", v)
	}
	c.Header = http.Header{"X-Ratelimit-Remaining": {"0"}}
	if v := retry.Defaults().Decide(c, half); !v.Retry || v.Why != "403" {
		t.Errorf("with nothing remaining: %+v", v)
	}
}
