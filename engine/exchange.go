package engine

import (
	"container/list"
	"context"
	"errors"
	"time"

	"weir/engine/breaker"
	"weir/engine/retry"
	"weir/engine/transport"
)

// exchange is one logical request. While it waits it is a value in queues and
// holds no goroutine. The engine's lock guards it; while it is on the wire, the
// attempt's goroutine reads what does not change then.
type exchange struct {
	run     *Run
	origin  *origin
	req     Request
	id      uint64
	index   int
	page    int
	started time.Time
	retry   retry.Policy
	patient bool // may wait for an open breaker

	prev, next *exchange // in its run's crowd

	stage    stage
	attempts int
	delay    time.Duration // of the last retry
	wait     wait
	queue    *waitList
	place    *list.Element
	alarm    alarm // of the present wait
	deadline alarm // of the exchange
	giveUpAt time.Time
	hurried  bool // passes a pause once
	hasSlot  bool
	hasToken bool
	permit   breaker.Permit
	flight   attempt       // the one under way, or the last
	ended    error         // why it must end, set while it is on the wire
	refusal  retry.Refusal // why the last failure is not tried again
	result   Result
}

// begin starts an exchange of a run. Its first attempt waits as w says, unless
// that names no reason.
func (e *Engine) begin(r *Run, req Request, index, page int, w wait, now time.Time) *exchange {
	e.exchCount++
	x := e.crew.exchange()
	*x = exchange{
		run: r, origin: e.originFor(r.originOf(req, index), now), req: req, id: e.exchCount,
		index: index, page: page, started: now, patient: r.patient(),
	}
	x.alarm.x, x.deadline.x = x, x
	x.retry = x.origin.policy.Retry
	if req.Retry != nil {
		x.retry = *req.Retry
	}
	x.result = Result{Index: index, Exchange: x.id, Method: req.Method, URL: req.URL}
	r.live.add(x)
	r.counts.Exchanges++
	e.publish(ExchangeStarted{
		Header: e.head(now, x), Name: req.Name, Method: req.Method, URL: req.URL, Page: page, Index: index,
	})
	x.origin.budget.Request()
	if total := x.total(); total > 0 {
		x.deadline.fire = (*exchange).tooLate
		e.set(&x.deadline, now.Add(total))
	}
	if w.reason != "" {
		e.backOff(x, now, w)
	} else {
		e.advance(x, now)
	}
	return x
}

// originOf returns the origin of a request. Those of the plan's own requests
// are known; the pages of a walk may lie elsewhere where that was allowed.
func (r *Run) originOf(req Request, index int) string {
	if r.shape.mode != ModeWalk && index < len(r.shape.origins) {
		return r.shape.origins[index]
	}
	if name, err := OriginOf(req.URL); err == nil {
		return r.e.scopes.of(name, req.URL)
	}
	return r.shape.origins[0]
}

// total is the exchange's total timeout; 0 is none.
func (x *exchange) total() time.Duration {
	if x.req.Total > 0 {
		return x.req.Total
	}
	return x.origin.policy.Transport.Total
}

// tooLate ends an exchange whose total timeout has passed.
func (x *exchange) tooLate(now time.Time) {
	e := x.run.e
	e.end(x, now, &transport.TimeoutError{Kind: "total", After: x.total()})
	e.moveUp(x.origin, now)
}

// end ends an exchange for a reason from outside: at once where it waits, else
// when its attempt has hung up. The caller lets others move up to its place.
func (e *Engine) end(x *exchange, now time.Time, why error) {
	switch x.stage {
	case atEnd:
	case onWire:
		if x.ended == nil {
			x.ended = why
			x.flight.stop.Now(why)
			x.flight.giveUpToken(now)
		}
	default:
		x.result.Err = why
		e.finish(x, now)
	}
}

// finish states the end of an exchange and hands its result to the run.
func (e *Engine) finish(x *exchange, now time.Time) {
	e.standAside(x, now)
	e.endWait(x, now, x.waitEnd())
	e.unset(&x.deadline)
	x.stage = atEnd
	res := &x.result
	res.Attempts, res.Elapsed = x.attempts, now.Sub(x.started)
	e.publish(ExchangeFinished{
		Header: e.head(now, x), Outcome: res.outcome(), Status: res.Status, Error: facts(res.Err),
		Attempts: x.attempts, Elapsed: res.Elapsed,
	})
	x.run.ended(x)
	x.run.refill(now)
	x.run.tell()
}

// waitEnd says how a wait ends that is still on when its exchange does.
func (x *exchange) waitEnd() WaitEnd {
	if x.wait.reason == WaitBreakerOpen && x.result.Err != nil && !errors.Is(x.result.Err, ErrCancelled) {
		return WaitElapsed
	}
	return WaitCancelled
}

func (res *Result) outcome() ExchangeOutcome {
	if res.Err == nil {
		if res.Status < 400 {
			return ExchangeAnswered
		}
		return ExchangeRefused
	}
	var open *breaker.OpenError
	switch {
	case errors.As(res.Err, &open):
		return ExchangeRejected
	case errors.Is(res.Err, ErrCancelled), errors.Is(res.Err, context.Canceled), errors.Is(res.Err, context.DeadlineExceeded):
		return ExchangeCancelled
	default:
		return ExchangeFailed
	}
}
