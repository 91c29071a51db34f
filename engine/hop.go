package engine

import "time"

// thirst is an attempt's wait for another token: a redirect and the answer to a
// challenge are requests to the server too.
type thirst struct {
	at    *origin       // whose token it is; a redirect may lead away
	over  chan struct{} // closed when the wait is
	since time.Time
}

// Again implements transport.Gate: the attempt goes on when it has a token of
// the origin that it goes on to.
func (a *attempt) Again(url string) error {
	name, err := OriginOf(url)
	if err != nil {
		return err
	}
	if t := a.enterLine(name, url); t != nil {
		<-t.over
	}
	a.e.mu.Lock()
	defer a.e.mu.Unlock()
	return a.x.ended
}

// enterLine takes a token, or joins those that wait for one.
func (a *attempt) enterLine(name, url string) *thirst {
	e, x := a.e, a.x
	e.mu.Lock()
	defer e.unlock()
	if x.ended != nil {
		return nil
	}
	now := e.now()
	o := e.originFor(e.scopes.of(name, url), now)
	a.leavePool(now)
	if o.bucket.Enter(now, x.id) {
		return nil
	}
	a.thirst = &thirst{at: o, over: make(chan struct{}), since: now}
	o.thirsty[x.id] = x
	w := wait{reason: WaitLimiter, detail: o.bucket.Status(now).PauseWhy}
	w.position, w.until, _ = o.bucket.Place(now, x.id)
	e.startWait(x, now, w)
	e.dueOf(o)
	return a.thirst
}

// goOn ends the wait of an attempt for another token.
func (a *attempt) goOn(now time.Time, end WaitEnd) {
	t := a.thirst
	if t == nil {
		return
	}
	a.thirst = nil
	a.waited += now.Sub(t.since)
	a.e.endWait(a.x, now, end)
	close(t.over)
}

// giveUpToken takes an attempt that is to end out of the line for a token.
func (a *attempt) giveUpToken(now time.Time) {
	t := a.thirst
	if t == nil {
		return
	}
	delete(t.at.thirsty, a.x.id)
	t.at.bucket.Leave(now, a.x.id)
	a.goOn(now, WaitCancelled)
	a.e.retime(t.at, now)
	a.e.dueOf(t.at)
}

// well is the origin for whose token an exchange waits.
func (x *exchange) well() *origin {
	if x.stage == onWire && x.flight.thirst != nil {
		return x.flight.thirst.at
	}
	return x.origin
}
