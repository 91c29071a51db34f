package engine

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"weir/engine/breaker"
	"weir/engine/bucket"
	"weir/engine/retry"
	"weir/engine/transport"
)

// Trip forces the breaker of an origin open until Reset. It returns false for
// an origin that the engine has not met.
func (e *Engine) Trip(origin string) bool {
	return e.moveBreaker(origin, (*breaker.Breaker).Trip)
}

// ResetBreaker closes the breaker of an origin and forgets its outcomes.
func (e *Engine) ResetBreaker(origin string) bool {
	return e.moveBreaker(origin, (*breaker.Breaker).Reset)
}

// Disable lets everything pass the breaker of an origin until Reset.
func (e *Engine) Disable(origin string) bool {
	return e.moveBreaker(origin, (*breaker.Breaker).Disable)
}

func (e *Engine) moveBreaker(origin string, move func(*breaker.Breaker, time.Time) (breaker.Change, bool)) bool {
	e.mu.Lock()
	defer e.unlock()
	o := e.origins[origin]
	if o == nil {
		return false
	}
	now := e.now()
	from := o.breaker.State().String()
	if change, ok := move(o.breaker, now); ok {
		e.policyChanged(o, now, "breaker", from, o.breaker.State().String())
		e.breakerMoved(e.headOfOrigin(now, o.name), o, change, now)
		e.advanceLine(o, now)
	}
	return true
}

// probe makes an open breaker probe now.
func (e *Engine) probe(o *origin, now time.Time) bool {
	change, ok := o.breaker.Probe(now)
	if !ok {
		return false
	}
	e.policyChanged(o, now, "breaker", change.From.String(), change.To.String())
	e.breakerMoved(e.headOfOrigin(now, o.name), o, change, now)
	return true
}

func (e *Engine) policyChanged(o *origin, now time.Time, policy, from, to string) {
	e.publish(PolicyChanged{Header: e.headOfOrigin(now, o.name), Policy: policy, From: from, To: to})
}

// SetLimit changes the rate, in tokens a second, and the burst of an origin's
// bucket while it runs; who waits for a token is timed anew. A rate of
// bucket.Unlimited lifts the limit. It returns an error for values out of
// range and for an origin that the engine has not met.
func (e *Engine) SetLimit(origin string, rate float64, burst int) error {
	limit := bucket.Limit{Rate: rate, Burst: burst}
	if err := limit.Validate(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.unlock()
	o, err := e.known(origin)
	if err != nil {
		return err
	}
	e.setLimit(o, limit, "changed by hand", e.now())
	return nil
}

func (e *Engine) setLimit(o *origin, limit bucket.Limit, why string, now time.Time) {
	old := o.policy.Limit
	o.policy.Limit = limit
	o.bucket.SetLimit(now, limit)
	if old.Rate != limit.Rate {
		e.policyChanged(o, now, "rate", bucket.FormatRate(old.Rate), bucket.FormatRate(limit.Rate))
	}
	if old.Burst != limit.Burst {
		e.policyChanged(o, now, "burst", strconv.Itoa(old.Burst), strconv.Itoa(limit.Burst))
	}
	e.bucketChanged(o, now, why)
	e.advanceOrigin(o, now)
	e.retime(o, now)
	e.dueOf(o)
}

// SetConcurrency changes how many attempts an origin may have in flight, from
// 1. It returns an error as SetLimit does.
func (e *Engine) SetConcurrency(origin string, n int) error {
	if n < 1 {
		return fmt.Errorf("concurrency %d is too few, use 1 or more", n)
	}
	e.mu.Lock()
	defer e.unlock()
	o, err := e.known(origin)
	if err != nil {
		return err
	}
	e.setConcurrency(o, n, "changed by hand", e.now())
	return nil
}

func (e *Engine) setConcurrency(o *origin, n int, why string, now time.Time) {
	e.policyChanged(o, now, "concurrency", strconv.Itoa(o.policy.Concurrency), strconv.Itoa(n))
	o.policy.Concurrency = n
	o.slots.SetMax(n)
	e.publish(ConcurrencyChanged{
		Header: e.headOfOrigin(now, o.name), Limit: o.slots.Limit(), Max: n, InFlight: o.inFlight, Why: why,
	})
	e.advanceLine(o, now)
}

// SetBreaker changes the rules of an origin's breaker while it runs. It
// returns an error as SetLimit does.
func (e *Engine) SetBreaker(origin string, s breaker.Settings) error {
	if err := s.Validate(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.unlock()
	o, err := e.known(origin)
	if err != nil {
		return err
	}
	e.setBreaker(o, s, e.now())
	return nil
}

func (e *Engine) setBreaker(o *origin, s breaker.Settings, now time.Time) {
	e.policyChanged(o, now, "breaker", o.policy.Breaker.String(), s.String())
	o.policy.Breaker = s
	change, _ := o.breaker.Configure(now, s)
	e.breakerMoved(e.headOfOrigin(now, o.name), o, change, now)
}

// govern puts a plan's own policy in force for the origins of its requests.
func (e *Engine) govern(origins []string, p *Policy, now time.Time) {
	if p == nil {
		return
	}
	const why = "asked for by the request"
	for _, name := range origins {
		o := e.originFor(name, now)
		if o.policy.Limit != p.Limit {
			e.setLimit(o, p.Limit, why, now)
		}
		if o.policy.Breaker != p.Breaker {
			e.setBreaker(o, p.Breaker, now)
		}
		if o.policy.Concurrency != p.Concurrency {
			e.setConcurrency(o, p.Concurrency, why, now)
		}
		budget := o.policy.RetryReserve != p.RetryReserve || o.policy.RetryShare != p.RetryShare
		o.policy = *p
		if budget {
			o.budget = retry.NewBudget(p.RetryReserve, p.RetryShare)
		}
	}
}

func (e *Engine) known(origin string) (*origin, error) {
	if o := e.origins[origin]; o != nil {
		return o, nil
	}
	return nil, fmt.Errorf("nothing was sent to %s yet", origin)
}

// wireRate is a rate as events carry it: JSON has no infinity.
func wireRate(rate float64) float64 {
	if math.IsInf(rate, 1) {
		return 0
	}
	return rate
}

// connectionWatcher states what the transport tells of connections.
type connectionWatcher struct{ e *Engine }

// ConnectionOpened implements transport.Observer.
func (w connectionWatcher) ConnectionOpened(c transport.ConnInfo) {
	w.e.mu.Lock()
	defer w.e.unlock()
	w.e.publish(ConnectionOpened{
		Header: w.e.headOfOrigin(w.e.now(), c.Origin), Conn: c.ID, Proto: c.Proto, Remote: c.Remote, TLS: tlsFacts(c.TLS),
	})
}

// ConnectionClosed implements transport.Observer.
func (w connectionWatcher) ConnectionClosed(id uint64, origin, reason string, requests int) {
	w.e.mu.Lock()
	defer w.e.unlock()
	w.e.publish(ConnectionClosed{
		Header: w.e.headOfOrigin(w.e.now(), origin), Conn: id, Reason: reason, Requests: requests,
	})
}
