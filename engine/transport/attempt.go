package transport

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// attempt is one Do from its first hop to the end of the reply's body.
//
// order is taken before mu and serialises the calls of the observer; mu guards
// the fields and is never held while foreign code runs, so that an observer may
// ask for the timing.
type attempt struct {
	client *Client
	obs    AttemptObserver // may be nil
	start  time.Duration   // by the client's clock, like since

	timeouts Timeouts

	order sync.Mutex
	mu    sync.Mutex
	hop   *hop // the one under way
	phase Phase
	since time.Duration // when the phase began
	spent Timing        // in phases that are over
	alarm alarm
	fatal error // why this package ended it
	over  bool

	silent   int
	sent     atomic.Int64
	received atomic.Int64

	plan  plan // of the first hop
	first hop
	body  body
	reply Reply
}

func newAttempt(c *Client, obs AttemptObserver) *attempt {
	now := c.watch.now()
	a := &attempt{client: c, obs: obs, start: now, since: now, timeouts: c.settings.Timeouts}
	a.alarm.a = a
	c.watch.join(&a.alarm)
	return a
}

// moveLocked ends the current phase and begins another.
func (a *attempt) moveLocked(now time.Duration, to Phase) {
	a.spent.add(a.phase, now-a.since)
	a.phase, a.since = to, now
}

// armLocked watches for the next progress.
func (a *attempt) armLocked(now time.Duration, kind string, limit time.Duration) {
	a.client.watch.arm(&a.alarm, now, kind, limit)
}

// check is called by the watch. It returns the deadline that is left, 0 where
// there is none. Time that was only given to drain a reply ends its hop; every
// other timeout ends the attempt.
func (a *attempt) check() time.Duration {
	a.mu.Lock()
	m := &a.alarm
	if a.over || m.deadline == 0 || a.client.watch.now() < m.deadline {
		defer a.mu.Unlock()
		return m.deadline
	}
	late := &TimeoutError{Kind: m.kind, After: m.limit}
	m.deadline = 0
	h := a.hop
	a.mu.Unlock()
	if late.Kind == drainKind {
		h.note(whyUnread)
		h.cancel(late)
	} else {
		a.abort(late)
	}
	return 0
}

// abort ends the attempt for a reason of our own; the first one counts.
func (a *attempt) abort(err error) {
	a.mu.Lock()
	if a.over || a.fatal != nil {
		a.mu.Unlock()
		return
	}
	a.fatal = err
	h := a.hop
	var cancel context.CancelCauseFunc
	if h != nil {
		cancel = h.cancel
	}
	a.mu.Unlock()
	if cancel == nil {
		return // begin sees it, or the hop when it has its context
	}
	h.note(whyAborted(err))
	cancel(err)
}

// failure returns why this package ended the attempt; nil where it did not.
func (a *attempt) failure() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.fatal
}

// entered tells the observer of a phase. order is held.
func (a *attempt) entered(p Phase, now time.Duration) {
	if a.obs != nil {
		a.obs.Phase(p, a.client.watch.base.Add(now), now-a.start)
	}
}

// progress tells the observer how far the bodies are.
func (a *attempt) progress() {
	if a.obs == nil {
		return
	}
	a.order.Lock()
	defer a.order.Unlock()
	a.mu.Lock()
	over := a.over
	a.mu.Unlock()
	if !over {
		a.obs.Progress(a.sent.Load(), a.received.Load())
	}
}

// finish ends the attempt: nothing is watched or told any more, and the
// connection counts as free.
func (a *attempt) finish() {
	a.order.Lock()
	defer a.order.Unlock()
	now := a.client.watch.now()
	a.mu.Lock()
	if a.over {
		a.mu.Unlock()
		return
	}
	a.over = true
	a.moveLocked(now, a.phase)
	a.alarm.deadline = 0
	h := a.hop
	a.mu.Unlock()
	a.client.watch.leave(&a.alarm)
	if h != nil {
		h.leave(now)
	}
}

// timing returns how long the phases took so far.
func (a *attempt) timing() Timing {
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.spent
	if !a.over {
		t.add(a.phase, a.client.watch.now()-a.since)
	}
	return t
}

// watchFor begins to wait for the next piece of the reply.
func (a *attempt) watchFor(kind string, limit time.Duration) {
	now := a.client.watch.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.over {
		a.armLocked(now, kind, limit)
	}
}

// watchNothing ends a wait.
func (a *attempt) watchNothing() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.alarm.deadline = 0
}

// begin makes h the hop under way; a hop before it has brought its whole reply.
// It returns why the attempt was ended meanwhile, where it was.
func (a *attempt) begin(h *hop) error {
	a.order.Lock()
	defer a.order.Unlock()
	a.mu.Lock()
	again, now := a.hop != nil, a.start
	if again {
		now = a.client.watch.now()
		a.moveLocked(now, PhasePool)
	}
	a.hop = h
	err := a.fatal
	a.mu.Unlock()
	if again {
		a.entered(PhasePool, now)
	}
	return err
}

// waiting returns the origin for whose connection the attempt waits; false where
// it waits for none.
func (a *attempt) waiting() (origin string, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.over || a.hop == nil || !a.hop.waiting {
		return "", false
	}
	return originOf(a.hop.url), true
}

// roundTrip sends one request and returns the head of its reply.
func (a *attempt) roundTrip(req *http.Request, h *hop) (*http.Response, error) {
	resp, err := a.client.rt.RoundTrip(req)
	a.watchNothing()
	if err != nil {
		h.leave(a.client.watch.now())
		return nil, err
	}
	if resp.Close {
		h.note("the reply said so (Connection: close)")
	}
	return resp, nil
}
