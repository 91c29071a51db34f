package explain_test

import (
	"strings"
	"testing"
	"time"

	"weir/engine"
	"weir/engine/breaker"
	"weir/engine/page"
	"weir/engine/retry"
	"weir/sessions/explain"
)

// Whatever the engine can state has an explanation, also where its fields
// hold nothing or nonsense.
func TestEveryKind(t *testing.T) {
	t.Parallel()
	for _, e := range engine.Every() {
		x := explain.Of(e)
		if x.What == "" || len(x.Why) == 0 {
			t.Errorf("%s is not explained: %+v", e.Kind(), x)
		}
		for _, text := range x.Why {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("%s: a paragraph is no sentence: %q", e.Kind(), text)
			}
		}
	}
}

func TestEveryDialect(t *testing.T) {
	t.Parallel()
	for _, d := range page.Dialects() {
		x := explain.Of(engine.PaginationDetected{Dialect: d.Name, Verified: true})
		if len(x.Why) < 2 {
			t.Errorf("%s is not explained: %+v", d.Name, x)
		}
	}
}

func TestExplanations(t *testing.T) {
	t.Parallel()
	handOpen := breaker.OpenError{State: breaker.ForcedOpen}
	for _, c := range []struct {
		name  string
		event engine.Event
		text  string // that a paragraph holds
		knob  string // that comes first; empty for any
	}{
		{"full jitter", engine.RetryScheduled{Delay: 120 * time.Millisecond, Ceiling: 400 * time.Millisecond}, "below a ceiling of 400 ms", "--retries"},
		{"retry-after", engine.RetryScheduled{Floor: 2 * time.Second, Backoff: 100 * time.Millisecond}, "asked for 2.0 s", "--retries"},
		{"too long", engine.RetryRefused{Reason: string(retry.RefusalTooLong), Asked: time.Hour, Allowed: time.Minute}, "never asked earlier", "--max-retry-after"},
		{"POST", engine.RetryRefused{Reason: string(retry.RefusalMethod)}, "Idempotency-Key", "--retry-any-method"},
		{"429", engine.AttemptFinished{Status: 429}, "does not count it", "--rate"},
		{"503", engine.AttemptFinished{Status: 503}, "the server failed", "--breaker"},
		{"404", engine.AttemptFinished{Status: 404}, "it is a success", ""},
		{"stale", engine.AttemptFinished{Status: 200, Stale: true}, "counts for nothing", ""},
		{"open", engine.BreakerChanged{From: "closed", To: "open", Rule: string(breaker.RuleRatio)}, "nothing is sent until", "--breaker"},
		{"by hand", engine.BreakerChanged{From: "closed", To: "forced-open", Rule: string(breaker.RuleManual)}, "by hand", ""},
		{"reset", engine.BreakerChanged{From: "forced-open", To: "closed", Rule: string(breaker.RuleManual)}, "You reset it by hand", ""},
		{"probed", engine.BreakerChanged{From: "open", To: "half-open", Rule: string(breaker.RuleManual)}, "before its time was up", ""},
		{"disabled", engine.BreakerChanged{From: "open", To: "disabled", Rule: string(breaker.RuleManual)}, "nothing trips it", ""},
		{"turned away by hand", engine.BreakerRejected{State: "forced-open"}, "until you reset it", ""},
		{"waits for a reset", engine.WaitStarted{Reason: engine.WaitBreakerOpen, Detail: handOpen.Error()}, "until you reset it", "--breaker-wait"},
		{"waits for probes", engine.WaitStarted{Reason: engine.WaitBreakerOpen, Detail: "breaker open: a probe failed, probes in 3s"}, "failed too often", "--breaker"},
		{"slot", engine.WaitStarted{Reason: engine.WaitSlot}, "before tokens", "--concurrency"},
		{"skipped", engine.WaitEnded{Reason: engine.WaitLimiter, End: engine.WaitSkipped}, "never breaks a promise", ""},
		{"safety", engine.WalkStopped{Safety: true}, "round in circles", "--paginate"},
		{"a cap", engine.WalkStopped{Resume: "{}"}, "go on from here", "--max-pages"},
		{"held", engine.BucketChanged{PausedUntil: time.Unix(1, 0)}, "is held", "--no-adapt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := explain.Of(c.event)
			if !strings.Contains(strings.Join(x.Why, "\n"), c.text) {
				t.Errorf("%q does not say %q", x.Why, c.text)
			}
			if c.knob != "" && (len(x.Knobs) == 0 || x.Knobs[0].Flag != c.knob) {
				t.Errorf("the first knob of %+v is not %s", x.Knobs, c.knob)
			}
		})
	}
}

// What a file or a server has put into an event is no command to a terminal.
func TestHostileText(t *testing.T) {
	t.Parallel()
	const bad = "\x1b]52;c;x\x07\u202e\u009b2J"
	x := explain.Of(engine.PaginationDetected{Dialect: bad, Evidence: []string{bad}})
	for _, text := range append(x.Why, x.What) {
		if strings.ContainsAny(text, "\x1b\x07\u202e\u009b") {
			t.Errorf("%q holds a control character", text)
		}
	}
}
