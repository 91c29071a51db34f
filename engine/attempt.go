package engine

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"time"

	"weir/engine/breaker"
	"weir/engine/retry"
	"weir/engine/transport"
)

// progressEvery bounds how often the progress of a body is stated.
const progressEvery = 50 * time.Millisecond

// attempt is one HTTP round trip. A goroutine of the crew makes it.
type attempt struct {
	e        *Engine
	x        *exchange
	stop     transport.Stop // ends the round trip
	number   int
	timeouts transport.Timeouts
	started  time.Time
	progress time.Time // when it was last stated
	silent   int
	conn     transport.ConnInfo
	expected int64
	crowded  bool // more attempts may be in flight than connections are allowed
	inPool   bool
	phases   phases
	grace    alarm         // states them
	thirst   *thirst       // while it waits for another token
	waited   time.Duration // for further tokens
}

// landing is what an attempt brought back.
type landing struct {
	reply  *transport.Reply
	status int
	header http.Header
	body   reader
	cut    bool
	err    error
}

// launch starts an attempt: everything it needs is taken.
func (e *Engine) launch(x *exchange, now time.Time) {
	o := x.origin
	x.stage = onWire
	x.attempts++
	x.hasToken = false // it is spent
	o.inFlight++
	x.run.counts.Attempts++
	e.publish(AttemptStarted{
		Header: e.head(now, x), Method: x.req.Method, URL: x.req.URL, Fields: FieldLines(x.req.Header),
		Max: x.retry.Attempts, Probe: o.breaker.State() == breaker.HalfOpen,
		BodySize: int64(len(x.req.Body)), Bucket: o.level(now), InFlight: o.inFlight,
	})
	limit := e.cfg.Policy.Transport.MaxConns
	a := &x.flight
	*a = attempt{
		e: e, x: x, timeouts: o.policy.Transport.Timeouts, number: x.attempts, started: now, expected: -1,
		crowded: limit > 0 && o.slots.Limit() > limit,
	}
	a.phases.live = a.crowded // a phase ends a wait for a connection
	a.grace.x, a.grace.fire = x, (*exchange).linger
	e.set(&a.grace, now.Add(phaseGrace))
	e.crew.ready = append(e.crew.ready, a)
}

// run makes the round trip, reads the body, and settles what came of it. scratch
// is for the body while it is read. It returns an attempt that this goroutine can
// go on with, or nil.
func (a *attempt) run(scratch []byte) *attempt {
	var l landing
	a.keepRequest()
	a.enterPool()
	l.reply, l.err = a.e.client.Do(a.x.run.values, a.request(), a)
	if l.err == nil {
		a.read(&l, scratch)
	}
	return a.e.settle(a, &l)
}

func (a *attempt) request() *transport.Request {
	req := &a.x.req
	t := &transport.Request{Method: req.Method, URL: req.URL, Header: req.Header, Stop: &a.stop, Timeouts: &a.timeouts}
	if body := req.Body; len(body) > 0 {
		t.Length = int64(len(body))
		t.Body = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	}
	return t
}

// keepRequest hands the request's body to whoever keeps bodies.
func (a *attempt) keepRequest() {
	if a.e.cfg.Bodies == nil || len(a.x.req.Body) == 0 {
		return
	}
	w := a.e.cfg.Bodies.OpenBody(a.ref(RequestBody, a.x.req.Header.Get("Content-Type")))
	_, _ = w.Write(a.x.req.Body)
	_ = w.Close(true)
}

func (a *attempt) ref(part BodyPart, contentType string) BodyRef {
	x := a.x
	return BodyRef{
		Run: x.run.id, Exchange: x.id, Attempt: a.number, Part: part,
		Method: x.req.Method, URL: x.req.URL, ContentType: contentType,
	}
}

// read reads the reply's body.
func (a *attempt) read(l *landing, scratch []byte) {
	l.status, l.header = l.reply.Status, l.reply.Header
	a.expected = l.reply.Length
	l.body.stream = a.x.run.streamFor(l.status)
	if a.e.cfg.Bodies != nil {
		l.body.sink = a.e.cfg.Bodies.OpenBody(a.ref(ResponseBody, l.header.Get("Content-Type")))
	}
	l.body.keep = l.body.stream != nil || !a.x.run.unheard()
	l.cut, l.err = l.body.read(l.reply.Body, a.expected, scratch)
	if err := l.reply.Body.Close(); err != nil && l.err == nil && !l.cut {
		l.err = err
	}
	if l.body.sink != nil {
		_ = l.body.sink.Close(l.err == nil && !l.cut)
	}
}

// enterPool lets a wait for a connection be stated if it lasts. With fewer
// attempts in flight than connections allowed there is none.
func (a *attempt) enterPool() {
	if !a.crowded {
		return
	}
	a.e.mu.Lock()
	defer a.e.unlock()
	if !a.current() || a.x.origin.inFlight <= a.e.cfg.Policy.Transport.MaxConns {
		return
	}
	a.inPool = true
	a.x.alarm.fire = (*exchange).waitForPool
	a.e.set(&a.x.alarm, a.e.now().Add(poolGrace))
}

// leavePool ends the wait for a connection, where there was one.
func (a *attempt) leavePool(now time.Time) {
	if a.inPool {
		a.inPool = false
		a.e.endWait(a.x, now, WaitElapsed)
	}
}

// poolGrace is how long an attempt may be in the pool before that is a wait.
const poolGrace = 5 * time.Millisecond

// waitForPool states that an attempt under way waits for a connection.
func (x *exchange) waitForPool(now time.Time) {
	e := x.run.e
	w := wait{reason: WaitPool, detail: "all connections are in use"}
	if pool := x.origin.policy.Transport.Pool; pool > 0 {
		w.until = now.Add(pool - poolGrace)
	}
	e.startWait(x, now, w)
}

// current reports whether the exchange is still on this attempt.
func (a *attempt) current() bool { return a.x.stage == onWire && a.x.attempts == a.number }

// Connection implements transport.AttemptObserver.
func (a *attempt) Connection(c transport.ConnInfo) { a.conn = c }

// SilentRetry implements transport.AttemptObserver.
func (a *attempt) SilentRetry(n int) { a.silent = n }

// Redirected implements transport.AttemptObserver; the count in the reply says
// as much.
func (a *attempt) Redirected(transport.Redirect) {}

// Progress implements transport.AttemptObserver.
func (a *attempt) Progress(sent, received int64) {
	now := a.e.now()
	if now.Sub(a.progress) < progressEvery {
		return
	}
	first := a.progress.IsZero()
	a.progress = now
	if first && now.Sub(a.started) < progressEvery {
		return // most attempts end before anyone could see it
	}
	a.e.mu.Lock()
	defer a.e.unlock()
	if a.current() {
		a.e.publish(BodyProgress{Header: a.head(a.e.now()), Sent: sent, Received: received, Expected: a.expected})
	}
}

func (a *attempt) head(now time.Time) Header {
	h := a.e.head(now, a.x)
	h.Attempt = a.number
	return h
}

// failure returns why an attempt did not bring a whole reply; what the
// exchange was ended for comes before what the transport made of it.
func (l *landing) failure(x *exchange) error {
	if x.ended != nil {
		return x.ended
	}
	return l.err
}

// outcome is what the breaker is told.
func (l *landing) outcome(err error) breaker.Outcome {
	if err == nil {
		return statusOutcome(l.status)
	}
	if errors.Is(err, errResult) {
		return breaker.Ignored
	}
	var late *transport.TimeoutError
	if errors.As(err, &late) {
		if late.Kind == "pool" || late.Kind == "total" {
			return breaker.Ignored // for lack of our own connections or patience
		}
		return breaker.Failure
	}
	switch classify(err) {
	case retry.ClassCanceled, retry.ClassUnsupportedScheme, retry.ClassTooManyRedirects:
		return breaker.Ignored
	default:
		return breaker.Failure
	}
}

func statusOutcome(status int) breaker.Outcome {
	switch {
	case status == http.StatusTooManyRequests:
		return breaker.Ignored
	case status >= 500 && status != http.StatusNotImplemented:
		return breaker.Failure
	default:
		return breaker.Success
	}
}
