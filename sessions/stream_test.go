package sessions

import (
	"context"
	"fmt"
	"io"
	"time"

	"weir/engine"
)

var began = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const gauges = "https://api.example.com:443"

// script makes the events of an engine, stamped as it stamps them.
type script struct {
	events   []engine.Event
	seq      uint64
	now      time.Time
	exchange uint64
	window   []bool // failed
}

func newScript() *script { return &script{now: began} }

func (s *script) head(exchange uint64, attempt int) engine.Header {
	s.seq++
	s.now = s.now.Add(time.Millisecond)
	return engine.Header{
		Seq: s.seq, At: s.now, Offset: s.now.Sub(began), Run: 1, Exchange: exchange, Attempt: attempt, Origin: gauges,
	}
}

func (s *script) add(e engine.Event) { s.events = append(s.events, e) }

func (s *script) start(mode engine.Mode) *script {
	s.add(engine.RunStarted{Header: s.head(0, 0), Mode: mode, Method: "GET", URL: gauges + "/gauges?limit=50", Requests: 1})
	s.add(engine.BreakerChanged{Header: s.head(0, 0), From: "closed", To: "closed", Rule: "start", Settings: "consecutive=5"})
	s.add(engine.BucketChanged{Header: s.head(0, 0), Rate: 10, Burst: 6, Why: "start", Bucket: engine.Level{Tokens: 6}})
	s.add(engine.ConcurrencyChanged{Header: s.head(0, 0), Limit: 64, Max: 64, Why: "start"})
	return s
}

// tally counts an outcome in a window of 20.
func (s *script) tally(failed bool) engine.Tally {
	s.window = append(s.window, failed)
	if len(s.window) > 20 {
		s.window = s.window[1:]
	}
	t := engine.Tally{State: "closed", Calls: len(s.window)}
	for _, f := range s.window {
		t.Consecutive++
		if !f {
			t.Consecutive = 0
		} else {
			t.Failures++
		}
	}
	return t
}

func (s *script) begin(page int) uint64 {
	s.exchange++
	s.add(engine.ExchangeStarted{Header: s.head(s.exchange, 0), Method: "GET", URL: gauges + "/gauges", Page: page})
	return s.exchange
}

// attempt makes an attempt that ends with a status.
func (s *script) attempt(x uint64, n, status int) {
	s.add(engine.AttemptStarted{
		Header: s.head(x, n), Method: "GET", URL: gauges + "/gauges", Max: 4, BodySize: 0, InFlight: 1,
		Bucket: engine.Level{Tokens: 5}, Fields: engine.FieldLines{"Accept": {"*/*"}},
	})
	s.add(engine.PhaseReached{Header: s.head(x, n), Phase: "write", Elapsed: time.Millisecond})
	failed := status >= 500
	outcome := "success"
	if failed {
		outcome = "failure"
	}
	s.add(engine.AttemptFinished{
		Header: s.head(x, n), Status: status, Proto: "HTTP/2.0", Conn: 1, Reused: x > 1, Outcome: outcome,
		Timing: engine.Timing{Total: time.Duration(x%50+1) * time.Millisecond}, Decoded: 1000, Received: 400, HasBody: true,
		Tally: s.tally(failed), Bucket: engine.Level{Tokens: 5}, Fields: engine.FieldLines{"Content-Type": {"application/json"}}, Budget: 9,
	})
}

func (s *script) retry(x uint64, n int) {
	h := s.head(x, n)
	s.add(engine.RetryScheduled{
		Header: h, Next: n + 1, Max: 4, Why: "503", Delay: 1400 * time.Millisecond, Until: h.At.Add(1400 * time.Millisecond), Budget: 8,
	})
	h = s.head(x, n)
	s.add(engine.WaitStarted{Header: h, Reason: engine.WaitBackoff, Until: h.At.Add(1400 * time.Millisecond), Bucket: engine.Level{Tokens: 5}})
}

func (s *script) end(x uint64, status, attempts int) {
	outcome := engine.ExchangeAnswered
	if status >= 400 {
		outcome = engine.ExchangeRefused
	}
	s.add(engine.ExchangeFinished{Header: s.head(x, 0), Outcome: outcome, Status: status, Attempts: attempts, Elapsed: time.Second})
}

func (s *script) page(number, items int) {
	x := s.begin(number)
	s.attempt(x, 1, 200)
	s.end(x, 200, 1)
	s.add(engine.PageFetched{
		Header: s.head(x, 1), Number: number, Token: fmt.Sprint(number), Status: 200, Items: items, Total: -1, Elapsed: time.Millisecond,
		URL: gauges + "/gauges",
	})
}

// busy makes n exchanges, of which some fail and are tried again.
func busy(n int) []engine.Event {
	s := newScript().start(engine.ModeWalk)
	for i := 1; i <= n; i++ {
		if i%10 != 0 {
			s.page(i, 50)
			continue
		}
		x := s.begin(0)
		s.attempt(x, 1, 503)
		s.retry(x, 1)
		s.attempt(x, 2, 200)
		s.end(x, 200, 2)
	}
	s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunCompleted, Exchanges: n, Elapsed: time.Minute})
	return s.events
}

func reduce(events []engine.Event) *State {
	st := NewState()
	for _, e := range events {
		st.Apply(e)
	}
	return st
}

// scripted is a feed that delivers events a few at a time.
type scripted struct {
	events []engine.Event
	step   int
}

func (f *scripted) Next(_ context.Context, dst []engine.Event) ([]engine.Event, error) {
	if len(f.events) == 0 {
		return dst[:0], io.EOF
	}
	n := min(f.step, len(f.events))
	dst = append(dst[:0], f.events[:n]...)
	f.events = f.events[n:]
	return dst, nil // as the engine's feed, which gives what it has before it heeds the context
}

func (f *scripted) Lag() time.Duration { return 0 }

func (f *scripted) Close() {}
