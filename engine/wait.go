package engine

import "time"

// wait is what an exchange is waiting for now; its reason is empty while it
// is not waiting.
type wait struct {
	reason   WaitReason
	since    time.Time
	until    time.Time
	position int
	detail   string
}

// startWait states a wait, or that the present one, of the same reason, is
// timed anew.
func (e *Engine) startWait(x *exchange, now time.Time, w wait) {
	if x.wait.reason == w.reason {
		e.changeWait(x, now, w)
		return
	}
	e.endWait(x, now, WaitWoken)
	w.since = now
	x.wait = w
	e.publish(WaitStarted{
		Header: e.head(now, x), Reason: w.reason, Until: w.until, Position: w.position,
		Detail: w.detail, Bucket: x.well().level(now),
	})
}

func (e *Engine) changeWait(x *exchange, now time.Time, w wait) {
	if x.wait.until.Equal(w.until) {
		return
	}
	x.wait.until, x.wait.position, x.wait.detail = w.until, w.position, w.detail
	e.publish(WaitChanged{
		Header: e.head(now, x), Reason: w.reason, Until: w.until, Position: w.position,
	})
}

// endWait states the end of the present wait; without one it does nothing.
func (e *Engine) endWait(x *exchange, now time.Time, end WaitEnd) {
	e.unset(&x.alarm)
	if x.wait.reason == "" {
		return
	}
	e.publish(WaitEnded{
		Header: e.head(now, x), Reason: x.wait.reason, End: end, Waited: now.Sub(x.wait.since),
	})
	x.wait = wait{}
}

// skip cuts the present wait of an exchange short. It never breaks a promise
// to the server: a skipped wait for a token takes the next one, and a skipped
// wait for the breaker makes it probe.
func (e *Engine) skip(x *exchange, now time.Time) bool {
	switch x.wait.reason {
	case WaitBackoff, WaitRetryAfter:
		e.endWait(x, now, WaitSkipped)
		x.stage = atHold
		e.advance(x, now)
	case WaitPaused:
		x.leave()
		e.endWait(x, now, WaitSkipped)
		x.hurried = true
		e.advance(x, now)
	case WaitLimiter:
		e.skipToken(x, now)
	case WaitSlot:
		x.queue.MoveToFront(x.place)
	case WaitBreakerOpen:
		x.queue.MoveToFront(x.place)
		return e.probe(x.origin, now)
	default:
		return false
	}
	return true
}

// skipToken gives an exchange the next token, and lifts a pause that the
// server's quota had put on the bucket.
func (e *Engine) skipToken(x *exchange, now time.Time) {
	o := x.well()
	if o.bucket.Status(now).PausedUntil.After(now) {
		o.bucket.Resume(now)
		e.bucketChanged(o, now, "resumed by hand")
	}
	o.bucket.Skip(now, x.id)
	e.advanceOrigin(o, now)
	e.retime(o, now)
	e.dueOf(o)
}

// retime tells those that wait for a token when they will have it now.
func (e *Engine) retime(o *origin, now time.Time) {
	for _, p := range o.bucket.Places(now, len(o.thirsty)) {
		x := o.thirsty[p.ID]
		if x == nil {
			continue
		}
		w := x.wait
		w.until, w.position = p.At, p.Position
		e.changeWait(x, now, w)
	}
}
