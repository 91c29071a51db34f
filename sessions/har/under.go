package har

import (
	"fmt"
	"strconv"
	"time"

	"weir/engine"
)

// under is an exchange under way.
type under struct {
	in      *importer
	run     *run
	places  group
	first   string // the URL of its first attempt
	head    engine.Header
	started time.Time
}

// start states that an attempt goes to the wire, and keeps its bodies.
func (x *under) start(i int, e *entry, at time.Time) {
	x.in.sum.Attempts++
	x.run.facts.Attempts++
	h := x.head
	h.Attempt = i + 1
	address, ok := e.target(&tally{})
	if !ok {
		address = x.first
	}
	most, probe := len(x.places), false
	if e.Weir != nil {
		most, probe = max(most, min(e.Weir.Max, mostAttempts)), e.Weir.Probe
	}
	body, kind, sends := e.sent(&x.in.lost)
	x.in.state(at, h, func(h engine.Header) engine.Event {
		return engine.AttemptStarted{
			Header: h, Method: e.method(), URL: address, Fields: linesOf(e.Request.Headers), Max: most, Probe: probe, BodySize: int64(len(body)),
		}
	})
	ref := engine.BodyRef{Run: h.Run, Exchange: h.Exchange, Attempt: h.Attempt, Method: e.method(), URL: address}
	if sends {
		ref.Part, ref.ContentType = engine.RequestBody, kind
		x.keep(ref, body, true)
	}
	reply, has := e.received(&x.in.lost)
	if has {
		ref.Part, ref.ContentType = engine.ResponseBody, e.mime()
		x.keep(ref, reply, e.Weir == nil || !e.Weir.Cut)
	}
	done := e.finished(len(body), len(reply), has)
	e.Request, e.Response = request{}, response{} // what waits for its end holds no bodies
	x.in.later(at.Add(done.Timing.Total), func(at time.Time) { x.end(i, e.Weir, at, h, done) })
}

func (x *under) keep(ref engine.BodyRef, body []byte, complete bool) {
	w := x.in.to.OpenBody(ref)
	_, _ = w.Write(body) // what cannot be kept is told by the session's Trouble
	_ = w.Close(complete)
}

// end states an attempt's end, and what follows.
func (x *under) end(i int, w *extra, at time.Time, h engine.Header, done engine.AttemptFinished) {
	in := x.in
	x.run.facts.Bytes += done.Decoded
	in.state(at, h, func(h engine.Header) engine.Event {
		done.Header = h
		return done
	})
	if w != nil && w.Refused != "" {
		in.state(at, h, func(h engine.Header) engine.Event {
			return engine.RetryRefused{Header: h, Why: why(done), Reason: w.Refused}
		})
	}
	if i+1 < len(x.places) {
		x.again(i, w, at, h, done)
		return
	}
	out := outcome(w, done)
	in.state(at, x.head, func(h engine.Header) engine.Event {
		return engine.ExchangeFinished{
			Header: h, Outcome: out, Status: done.Status, Error: done.Error, Attempts: len(x.places), Elapsed: in.now.Sub(x.started),
		}
	})
	x.run.facts.Exchanges++
	in.leave(x.run)
}

// again states that another attempt follows.
func (x *under) again(i int, w *extra, at time.Time, h engine.Header, done engine.AttemptFinished) {
	next := x.places[i+1].start
	if next.Before(at) {
		next = at
	}
	r := engine.RetryScheduled{Next: i + 2, Max: len(x.places), Why: why(done), Delay: next.Sub(at), Until: next}
	if w != nil && w.Retry != nil {
		r.Why, r.Delay, r.Max = w.Retry.Why, w.Retry.Delay, max(r.Max, min(w.Max, mostAttempts))
	}
	x.run.facts.Retries++
	x.in.state(at, h, func(h engine.Header) engine.Event {
		r.Header = h
		return r
	})
	x.in.later(next, func(at time.Time) {
		e, err := x.places[i+1].read(x.in.file)
		if err != nil {
			x.in.err = fmt.Errorf("read an entry of the HAR file: %w", err)
			return
		}
		x.start(i+1, e, at)
	})
}

func why(done engine.AttemptFinished) string {
	if done.Error != nil {
		return done.Error.Text
	}
	return strconv.Itoa(done.Status)
}

// outcome says how an exchange ended with its last attempt.
func outcome(w *extra, done engine.AttemptFinished) engine.ExchangeOutcome {
	if w != nil {
		switch w.Outcome {
		case engine.ExchangeAnswered, engine.ExchangeRefused, engine.ExchangeFailed, engine.ExchangeRejected, engine.ExchangeCancelled:
			return w.Outcome
		}
	}
	switch {
	case done.Status == 0:
		return engine.ExchangeFailed
	case done.Status >= 400:
		return engine.ExchangeRefused
	}
	return engine.ExchangeAnswered
}
