package cli

import (
	"strings"
	"testing"
	"time"

	"weir/engine"
	"weir/sessions"
)

// A run that waits for long says so where nobody watches it: once a wait, not
// for short ones, not for the rate that was asked for, and not every moment.
func TestLongWaitsAreTold(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)
	var said strings.Builder
	told := waits{to: &said}
	st := sessions.NewState()
	head := func(exchange uint64) engine.Header {
		return engine.Header{At: at, Run: 1, Exchange: exchange, Origin: "http://api.example.com"}
	}
	wait := func(exchange uint64, reason engine.WaitReason, lasts time.Duration) {
		st.Apply(engine.ExchangeStarted{Header: head(exchange), Method: "GET", URL: "http://api.example.com/"})
		st.Apply(engine.WaitStarted{Header: head(exchange), Reason: reason, Until: at.Add(lasts)})
		for end := at.Add(lasts); at.Before(end); at = at.Add(progressEvery) {
			told.tell(st, at)
		}
		st.Apply(engine.WaitEnded{Header: head(exchange), Reason: reason})
		st.Apply(engine.ExchangeFinished{Header: head(exchange)})
	}
	st.Apply(engine.RunStarted{Header: head(0), Mode: engine.ModeWalk, Method: "GET", URL: "http://api.example.com/"})
	wait(1, engine.WaitBackoff, 2*time.Second)
	wait(2, engine.WaitLimiter, 40*time.Second)
	wait(3, engine.WaitBreakerOpen, 30*time.Second)
	wait(4, engine.WaitRetryAfter, 9*time.Second)
	wait(5, engine.WaitRetryAfter, 5500*time.Millisecond) // the last line is but 9 s old, later too little is left
	wait(6, engine.WaitBackoff, 7*time.Second)
	const want = `weir: waiting 30 s: breaker open for api.example.com
weir: waiting 9.0 s: api.example.com asked for it before #4 is tried again
weir: waiting 7.0 s: backing off before #6 is tried again
`
	if got := said.String(); got != want {
		t.Errorf("it said\n%s", got)
	}
}

// Where standard error is no terminal, only long waits are told of.
func TestProgressBesideATerminal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		form        string
		quiet, tell bool
	}{{"auto", false, true}, {"auto", true, false}, {"off", false, false}} {
		p, err := newProgress(c.form, c.quiet, Streams{Err: &strings.Builder{}})
		if err != nil || (p != nil && p.long != nil) != c.tell {
			t.Errorf("%s, quiet %v: %+v, %v", c.form, c.quiet, p, err)
		}
	}
}
