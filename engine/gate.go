package engine

import (
	"cmp"
	"container/list"
	"errors"
	"slices"
	"time"

	"weir/engine/breaker"
)

// stage is where an exchange stands on its way to its next attempt.
type stage uint8

const (
	atHold      stage = iota // a reader that must lose nothing is behind
	atPause                  // a person may hold the run
	atBreaker                // the breaker is asked, without taking a permit
	atSlot                   // one of the origin's concurrency slots is taken
	atToken                  // a token of the bucket is taken
	atAdmission              // the breaker gives a permit
	onWire                   // an attempt is under way
	atBackoff                // a retry is due later
	atEnd                    // it has stated its end
)

// waitList holds exchanges, first in first out.
type waitList = list.List

func (x *exchange) join(l *waitList) { x.queue, x.place = l, l.PushBack(x) }

func (x *exchange) leave() {
	if x.queue != nil {
		x.queue.Remove(x.place)
		x.queue, x.place = nil, nil
	}
}

// advance takes an exchange through the gate as far as it gets: to the wire,
// to a wait, or to its end.
func (e *Engine) advance(x *exchange, now time.Time) {
	for {
		passed := false
		switch x.stage {
		case atHold:
			passed = e.passHold(x, now)
		case atPause:
			passed = e.passPause(x, now)
		case atBreaker:
			passed = e.passBreaker(x, now)
		case atSlot:
			passed = e.passSlot(x, now)
		case atToken:
			passed = e.passToken(x, now)
		case atAdmission:
			if e.admitted(x, now) {
				e.launch(x, now)
				return
			}
			x.stage = atBreaker
			continue
		default:
			return
		}
		if !passed {
			return
		}
		x.stage++
	}
}

// passHold holds an exchange while a reader that must lose nothing is behind.
func (e *Engine) passHold(x *exchange, now time.Time) bool {
	if !e.pressed() {
		return true
	}
	x.join(&e.held)
	e.startWait(x, now, wait{reason: WaitSlot, detail: "the recorder is behind"})
	return false
}

// releaseHeld lets exchanges go on when the readers have caught up.
func (e *Engine) releaseHeld(now time.Time) {
	for e.held.Len() > 0 && !e.pressed() {
		x := e.held.Front().Value.(*exchange)
		x.leave()
		e.endWait(x, now, WaitElapsed)
		x.stage = atPause
		e.advance(x, now)
	}
}

func (e *Engine) passPause(x *exchange, now time.Time) bool {
	if !x.run.paused || x.hurried {
		x.hurried = false
		return true
	}
	x.join(&x.run.held)
	e.startWait(x, now, wait{reason: WaitPaused, detail: "the run is paused"})
	return false
}

// passBreaker asks the breaker without taking a permit. An exchange that may
// wait for an open breaker joins those that do, any other one ends here.
func (e *Engine) passBreaker(x *exchange, now time.Time) bool {
	o := x.origin
	err := o.peek(now)
	if err == nil {
		x.leave()
		if x.wait.reason == WaitBreakerOpen {
			e.endWait(x, now, WaitElapsed)
		}
		return true
	}
	if !x.patient {
		o.reject(x, now)
		return false
	}
	e.block(x, now, err)
	return false
}

// peek says whether the breaker would let an exchange pass now, counting in
// those that have passed and wait for a slot or a token.
func (o *origin) peek(now time.Time) *breaker.OpenError {
	if err := o.breaker.Peek(now); err != nil {
		var open *breaker.OpenError
		if errors.As(err, &open) {
			return open
		}
	}
	if o.breaker.State() == breaker.HalfOpen && o.passing() >= o.breaker.Tally(now).ProbesLeft {
		return &breaker.OpenError{State: breaker.HalfOpen}
	}
	return nil
}

// block makes an exchange wait for its origin's breaker.
func (e *Engine) block(x *exchange, now time.Time, open *breaker.OpenError) {
	if x.queue == nil {
		x.join(x.origin.blocked)
	}
	if x.giveUpAt.IsZero() {
		x.giveUpAt = now.Add(x.origin.policy.BreakerWait)
	}
	e.startWait(x, now, wait{reason: WaitBreakerOpen, until: open.Until, detail: open.Error()})
	x.alarm.fire = (*exchange).tooLong
	e.set(&x.alarm, x.giveUpAt)
}

// tooLong ends an exchange that has waited for its breaker as long as it may.
func (x *exchange) tooLong(now time.Time) {
	x.origin.reject(x, now)
}

// reject ends an exchange that the breaker turns away.
func (o *origin) reject(x *exchange, now time.Time) {
	e := x.run.e
	open := o.breaker.Reject(now)
	e.publish(BreakerRejected{
		Header: e.head(now, x), State: open.State.String(), Left: open.Left, Tally: o.tally(now),
	})
	x.result.Err = open
	e.finish(x, now)
}

// passSlot takes one of the origin's slots, in turn.
func (e *Engine) passSlot(x *exchange, now time.Time) bool {
	o := x.origin
	if o.taken < o.slots.Limit() && o.line.Len() == 0 {
		o.taken++
		x.hasSlot = true
		return true
	}
	x.join(o.line)
	e.startWait(x, now, wait{reason: WaitSlot, position: o.line.Len(), detail: "all of the origin's slots are in use"})
	return false
}

// advanceLine hands free slots to those that wait for one.
func (e *Engine) advanceLine(o *origin, now time.Time) {
	for o.line.Len() > 0 && o.taken < o.slots.Limit() {
		x := o.line.Front().Value.(*exchange)
		x.leave()
		e.endWait(x, now, WaitElapsed)
		o.taken++
		x.hasSlot = true
		x.stage = atToken
		e.advance(x, now)
	}
}

// passToken takes a token of the bucket, in turn.
func (e *Engine) passToken(x *exchange, now time.Time) bool {
	o := x.origin
	if o.bucket.Enter(now, x.id) {
		x.hasToken = true
		return true
	}
	o.thirsty[x.id] = x
	w := wait{reason: WaitLimiter, detail: o.bucket.Status(now).PauseWhy}
	w.position, w.until, _ = o.bucket.Place(now, x.id)
	e.startWait(x, now, w)
	e.dueOf(o)
	return false
}

// admitted takes the breaker's permit. If there is none any more, the slot and
// the token go back, and nothing is counted.
func (e *Engine) admitted(x *exchange, now time.Time) bool {
	o := x.origin
	if o.breaker.Peek(now) == nil {
		if permit, err := o.breaker.Admit(now); err == nil {
			x.permit = permit
			return true
		}
	}
	e.handBack(x, now)
	return false
}

// handBack returns the slot and the unspent token of an exchange.
func (e *Engine) handBack(x *exchange, now time.Time) {
	if x.hasToken {
		x.origin.bucket.Return(now)
		x.hasToken = false
	}
	if x.hasSlot {
		x.origin.taken--
		x.hasSlot = false
	}
}

// advanceOrigin does what is due for an origin by the passing of time.
func (e *Engine) advanceOrigin(o *origin, now time.Time) {
	if change, ok := o.breaker.Advance(now); ok {
		e.breakerMoved(e.headOfOrigin(now, o.name), o, change, now)
	}
	for _, id := range o.bucket.Advance(now) {
		x := o.thirsty[id]
		if x == nil {
			continue
		}
		delete(o.thirsty, id)
		if x.stage == onWire {
			x.flight.goOn(now, WaitElapsed)
			continue
		}
		e.endWait(x, now, WaitElapsed)
		x.hasToken = true
		x.stage = atAdmission
		e.advance(x, now)
	}
	e.advanceLine(o, now)
}

// breakerMoved states a breaker's change and lets everyone concerned look at
// it anew: when it opens, those that queue give back their places.
func (e *Engine) breakerMoved(h Header, o *origin, c breaker.Change, now time.Time) {
	e.publish(BreakerChanged{
		Header: h, From: c.From.String(), To: c.To.String(), Rule: string(c.Rule), Cause: c.Exchange,
		Until: c.Until, Settings: o.policy.Breaker.String(), Tally: o.tally(now),
	})
	if o.breaker.State() == breaker.Open || o.breaker.State() == breaker.ForcedOpen {
		e.flush(o, now)
	}
	e.unblock(o, now)
	e.dueOf(o)
}

// flush sends everyone that waits for a slot or a token back to the breaker.
func (e *Engine) flush(o *origin, now time.Time) {
	back := make([]*exchange, 0, o.passing())
	for _, x := range o.thirsty {
		if x.stage != onWire { // an attempt under way goes on
			back = append(back, x)
		}
	}
	slices.SortFunc(back, func(a, b *exchange) int { return cmp.Compare(a.id, b.id) })
	for el := o.line.Front(); el != nil; el = el.Next() {
		back = append(back, el.Value.(*exchange))
	}
	for _, x := range back {
		e.standAside(x, now)
		e.endWait(x, now, WaitWoken)
	}
	for _, x := range back {
		x.stage = atBreaker
		e.advance(x, now)
	}
}

// standAside takes an exchange out of whatever it queues for, and returns what
// it holds.
func (e *Engine) standAside(x *exchange, now time.Time) {
	if _, ok := x.origin.thirsty[x.id]; ok {
		delete(x.origin.thirsty, x.id)
		x.origin.bucket.Leave(now, x.id)
		e.dueOf(x.origin)
	}
	x.leave()
	e.handBack(x, now)
}

// moveUp lets others take the places of exchanges that have left: a slot, or
// that of a probe.
func (e *Engine) moveUp(o *origin, now time.Time) {
	e.unblockSome(o, now)
	e.advanceLine(o, now)
	e.dueOf(o)
}

// closeRanks does so at every origin after several have left at once, and tells
// who waits for a token when it will have it now.
func (e *Engine) closeRanks(now time.Time) {
	for _, o := range e.order {
		e.moveUp(o, now)
		e.retime(o, now)
	}
}

// unblockSome lets as many of those that wait for the breaker ask it as may
// pass, after a probe's permit or place was freed.
func (e *Engine) unblockSome(o *origin, now time.Time) {
	for o.blocked.Len() > 0 && o.peek(now) == nil {
		e.advance(o.blocked.Front().Value.(*exchange), now)
	}
}

// unblock lets those that wait for the breaker ask it again, in turn.
func (e *Engine) unblock(o *origin, now time.Time) {
	for el := o.blocked.Front(); el != nil; {
		x := el.Value.(*exchange)
		el = el.Next()
		e.advance(x, now)
	}
}
