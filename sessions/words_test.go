package sessions

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"weir/engine"
)

// everyEvent returns events of every kind in their typical shapes.
func everyEvent() []engine.Event {
	h := engine.Header{Seq: 1, At: began, Run: 1, Exchange: 83, Attempt: 2, Origin: gauges}
	in := began.Add(3200 * time.Millisecond)
	timeout := &engine.ErrorFacts{Class: "timeout", Text: "read timeout: no progress for 5s"}
	tally := engine.Tally{State: "open", Calls: 10, Failures: 6, Slow: 7, Consecutive: 5}
	events := []engine.Event{
		engine.RunStarted{Header: h, Mode: engine.ModeWalk, Method: "GET", URL: gauges + "/gauges?token=secret"},
		engine.RunStarted{Header: h, Mode: engine.ModeFanOut, Method: "GET", URL: gauges + "/a", Requests: 12},
		engine.RunStarted{Header: h, Mode: engine.ModeRepeat, Method: "POST", URL: gauges},
		engine.RunStarted{Header: h, Mode: engine.ModeSingle, URL: "https://u:p@h/x"},
		engine.RunFinished{Header: h, Outcome: engine.RunCompleted, Reason: "end of list", Exchanges: 23, Retries: 1, Pages: 23, Items: 1150, Elapsed: 41 * time.Second},
		engine.RunFinished{Header: h, Outcome: engine.RunFailed, Error: timeout, Exchanges: 1, Retries: 3, Elapsed: 125 * time.Second},
		engine.RunPaused{Header: h},
		engine.RunResumed{Header: h},
		engine.ExchangeStarted{Header: h, Method: "GET", URL: gauges + "/gauges?x=1", Page: 7},
		engine.ExchangeStarted{Header: h, Method: "DELETE", URL: gauges + "/gauges/1"},
	}
	for _, o := range []engine.ExchangeOutcome{
		engine.ExchangeAnswered, engine.ExchangeRefused, engine.ExchangeCancelled,
	} {
		events = append(events, engine.ExchangeFinished{Header: h, Outcome: o, Status: 200, Attempts: 1, Elapsed: 40 * time.Millisecond})
	}
	events = append(
		events,
		engine.ExchangeFinished{Header: h, Outcome: engine.ExchangeFailed, Error: timeout, Attempts: 4, Elapsed: 9 * time.Second},
		engine.ExchangeFinished{Header: h, Outcome: engine.ExchangeRejected, Error: &engine.ErrorFacts{Class: "breaker-open", Text: "breaker open for 12 s more"}},
	)
	for _, r := range []engine.WaitReason{
		engine.WaitLimiter, engine.WaitBackoff, engine.WaitRetryAfter, engine.WaitBreakerOpen, engine.WaitSlot, engine.WaitPool, engine.WaitPaused,
	} {
		events = append(events, engine.WaitStarted{Header: h, Reason: r, Until: in})
	}
	events = append(
		events,
		engine.WaitStarted{Header: h, Reason: engine.WaitLimiter, Until: in, Position: 12, Detail: "rate 10/s"},
		engine.WaitStarted{Header: h, Reason: engine.WaitPool},
		engine.WaitChanged{Header: h, Reason: engine.WaitLimiter, Until: in, Position: 3},
	)
	for _, end := range []engine.WaitEnd{engine.WaitElapsed, engine.WaitSkipped, engine.WaitWoken, engine.WaitCancelled} {
		events = append(events, engine.WaitEnded{Header: h, Reason: engine.WaitBackoff, End: end, Waited: 1400 * time.Millisecond})
	}
	events = append(
		events,
		engine.AttemptStarted{Header: h, Method: "GET", URL: gauges + "/gauges", Max: 4},
		engine.AttemptStarted{Header: h, Method: "GET", URL: gauges + "/gauges", Probe: true},
	)
	for _, p := range []string{"pool", "dns", "connect", "tls", "write", "wait", "body", "quic"} {
		events = append(events, engine.PhaseReached{Header: h, Phase: p, Elapsed: 12 * time.Millisecond})
	}
	return append(
		events,
		engine.BodyProgress{Header: h, Sent: 4100},
		engine.BodyProgress{Header: h, Received: 23_000_000, Expected: 104_000_000},
		engine.BodyProgress{Header: h, Received: 2300, Expected: -1},
		engine.AttemptFinished{Header: h, Status: 200, Timing: engine.Timing{Total: 231 * time.Millisecond}, Decoded: 41_000, Slow: true, Silent: 1},
		engine.AttemptFinished{Header: h, Error: timeout, Timing: engine.Timing{Total: 5 * time.Second}},
		engine.AttemptFinished{Header: h, Status: 200, Cut: true, Decoded: 64 << 20},
		engine.RetryScheduled{Header: h, Next: 3, Max: 4, Why: "503", Delay: 1400 * time.Millisecond},
		engine.RetryScheduled{Header: h, Next: 3, Max: 4, Why: "429", Delay: 7 * time.Second, Floor: 7 * time.Second},
		engine.RetryRefused{Header: h, Why: "503", Reason: "all 4 attempts were made"},
		engine.BreakerChanged{Header: h, From: "closed", To: "closed", Rule: "start"},
		engine.BreakerChanged{Header: h, From: "open", To: "open", Rule: "settings changed"},
		engine.BreakerChanged{Header: h, From: "closed", To: "open", Rule: "consecutive failures", Cause: 83, Until: in, Tally: tally},
		engine.BreakerChanged{Header: h, From: "closed", To: "open", Rule: "failure ratio", Cause: 83, Tally: tally},
		engine.BreakerChanged{Header: h, From: "closed", To: "open", Rule: "slow-call ratio", Tally: tally},
		engine.BreakerChanged{Header: h, From: "half-open", To: "open", Rule: "probe failed", Cause: 83, Until: in},
		engine.BreakerChanged{Header: h, From: "open", To: "half-open", Rule: "open time elapsed"},
		engine.BreakerChanged{Header: h, From: "half-open", To: "closed", Rule: "probes succeeded"},
		engine.BreakerChanged{Header: h, From: "closed", To: "forced-open", Rule: "by hand"},
		engine.BreakerRejected{Header: h, State: "open", Left: 3200 * time.Millisecond},
		engine.BreakerRejected{Header: h, State: "forced-open"},
		engine.BucketChanged{Header: h, Rate: 10, Burst: 6, Why: "start"},
		engine.BucketChanged{Header: h, Burst: 1, Why: "by hand"},
		engine.BucketChanged{Header: h, Rate: 10, Burst: 6, PausedUntil: in, Why: "the server's quota is used up"},
		engine.ConcurrencyChanged{Header: h, Limit: 64, Max: 64, Why: "start"},
		engine.ConcurrencyChanged{Header: h, Limit: 32, Max: 64, Why: "429"},
		engine.QuotaSeen{Header: h, Dialect: "github", Limit: 60, Remaining: 0, Reset: began.Add(41 * time.Second)},
		engine.QuotaSeen{Header: h, Dialect: "ietf", Limit: -1, Remaining: 12.5},
		engine.QuotaSeen{Header: h, Dialect: "shopify", Limit: 40, Remaining: -1},
		engine.QuotaSeen{Header: h, Dialect: "discord", Limit: -1, Remaining: -1},
		engine.PageFetched{Header: h, Number: 7, Items: 50, Total: 10_000, Elapsed: 231 * time.Millisecond},
		engine.PageFetched{Header: h, Number: 8, Items: 1, Doubles: []int{1, 2}, Total: -1, Drift: "the total went from 10 to 11", Trouble: "rate limited"},
		engine.PageFailed{Header: h, Number: 9, Status: 500, GoesOn: true},
		engine.PageFailed{Header: h, Number: 9, Error: timeout},
		engine.PaginationDetected{Header: h, Dialect: "link", Evidence: []string{`Link: <…>; rel="next"`}, Verified: true},
		engine.PaginationDetected{Header: h, Dialect: "page", Guess: true},
		engine.WalkStopped{Header: h, Reason: "end", Text: "end of list: no next link", Pages: 23, Items: 1150},
		engine.PolicyChanged{Header: h, Policy: "rate", From: "10/s", To: "20/s"},
		engine.ConnectionOpened{Header: h, Conn: 3, Proto: "h2", Remote: "192.0.2.1:443", TLS: &engine.TLSFacts{Version: "TLS 1.3", Verified: true}},
		engine.ConnectionOpened{Header: h, Conn: 4, Proto: "http/1.1", TLS: &engine.TLSFacts{Version: "TLS 1.2"}},
		engine.ConnectionClosed{Header: h, Conn: 3, Reason: "idle for 5s", Requests: 98},
		engine.ConnectionClosed{Header: h, Conn: 4, Requests: 1, Reason: "\x1b]0;pwned\a"},
	)
}

func TestWordsForEveryEvent(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	kinds := map[engine.Kind]bool{}
	for _, e := range everyEvent() {
		kinds[e.Kind()] = true
		w := Words(e)
		out.WriteString(w + "\n")
		if strings.HasSuffix(w, ".") || strings.Contains(w, "secret") || strings.Contains(w, "u:p") || cleanless(w) {
			t.Errorf("%s: %q", e.Kind(), w)
		}
	}
	if len(kinds) != 27 {
		t.Errorf("%d of 27 kinds have words", len(kinds))
	}
	golden.RequireEqual(t, out.String())
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-1: "0 ms", 0: "0 ms", time.Microsecond: "< 1 ms", 12 * time.Millisecond: "12 ms", 231 * time.Millisecond: "231 ms", 999_400 * time.Microsecond: "999 ms", 999_600 * time.Microsecond: "1.0 s",
		3249 * time.Millisecond: "3.2 s", 9949 * time.Millisecond: "9.9 s", 9950 * time.Millisecond: "10 s", 59 * time.Second: "59 s",
		59600 * time.Millisecond: "1m 00s", 125 * time.Second: "2m 05s", 2*time.Hour + 10*time.Minute: "2h 10m", 75 * time.Hour: "3d 03h",
	} {
		if got := Span(d); got != want {
			t.Errorf("%v is %q, not %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-1: "0.0 s", 40 * time.Millisecond: "0.0 s", 99 * time.Millisecond: "0.1 s", 3200 * time.Millisecond: "3.2 s"} {
		if got := Left(d); got != want {
			t.Errorf("%v left is %q, not %q", d, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1204: "1,204", -1234567: "-1,234,567", 1e9: "1,000,000,000"} {
		if got := Count(n); got != want {
			t.Errorf("%d is %q, not %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{-1: "0 B", 999: "999 B", 4100: "4.1 kB", 9999: "10 kB", 999_600: "1.0 MB", 23_000_000: "23 MB", 5e15: "5000 TB"} {
		if got := Size(n); got != want {
			t.Errorf("%d bytes are %q, not %q", n, got, want)
		}
	}
}
