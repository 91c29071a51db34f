package breaker

import (
	"math"
	"time"
)

// Breaker is a circuit breaker. Make one with New. It is not safe for
// concurrent use.
type Breaker struct {
	settings   Settings
	state      State
	since      time.Time
	until      time.Time // zero unless open
	generation uint64    // of the state; a permit of another one is stale
	reopened   int       // how often it opened again since it was last closed
	trip       Change    // that opened it last; its To is Closed if none did

	window      window
	consecutive int
	rejected    int
	probes      probes
	permits     ledger

	epoch time.Time // when it was made
	seen  time.Time // the latest time it was told
}

// probes is what happened since the breaker became half-open.
type probes struct{ inFlight, succeeded, slow int }

// New returns a closed breaker, or a disabled one if the settings are off.
// Settings that Validate would refuse are brought into range.
func New(s Settings, now time.Time) *Breaker {
	b := &Breaker{settings: s.usable(), since: now, epoch: now, seen: now, generation: 1}
	b.state = b.rest()
	b.fitWindow()
	return b
}

// State returns the present state. An open breaker stays so until Advance.
func (b *Breaker) State() State { return b.state }

// Peek returns nil if Admit would give a permit now, else an *OpenError. It
// takes no permit and counts no rejection.
func (b *Breaker) Peek(now time.Time) error {
	open := b.refusal(b.tell(now))
	if open == nil {
		return nil // and not an error that holds a nil pointer
	}
	return open
}

// Admit gives a permit, or counts a rejection and returns an *OpenError. An
// open breaker gives none, even when its time is up: Advance comes first.
func (b *Breaker) Admit(now time.Time) (Permit, error) {
	if err := b.refusal(b.tell(now)); err != nil {
		b.rejected++
		return Permit{}, err
	}
	if b.state == HalfOpen {
		b.probes.inFlight++
	}
	slot, serial := b.permits.enter()
	return Permit{owner: b, generation: b.generation, serial: serial, slot: slot}, nil
}

// Reject counts as rejected a call that its owner turns away without asking
// for a permit, such as one that has waited long enough for an open breaker.
// It returns why, or nil and counts nothing if the breaker is closed or
// disabled.
func (b *Breaker) Reject(now time.Time) *OpenError {
	now = b.tell(now)
	if b.state.passes() {
		return nil
	}
	b.rejected++
	return b.openError(now)
}

// refusal returns why no permit is to be had, or nil.
func (b *Breaker) refusal(now time.Time) *OpenError {
	if b.state.passes() || b.state == HalfOpen && b.probesLeft() > 0 {
		return nil
	}
	return b.openError(now)
}

func (b *Breaker) openError(now time.Time) *OpenError {
	e := &OpenError{State: b.state, Until: b.until, Cause: b.trip}
	if b.state == Open {
		e.Left = max(0, b.until.Sub(now))
	}
	return e
}

// Due returns when Advance has something to do. It may lie in the past. It is
// false unless the breaker is open.
func (b *Breaker) Due() (time.Time, bool) { return b.until, b.state == Open }

// Advance turns an open breaker half-open if its time is up, and reports
// whether it did.
func (b *Breaker) Advance(now time.Time) (Change, bool) {
	now = b.tell(now)
	if b.state != Open || now.Before(b.until) {
		return Change{}, false
	}
	return b.move(now, HalfOpen, RuleElapsed, 0), true
}

// Settle takes the result of a call for its permit, and returns the change of
// state that it caused, if any. An ignored outcome only frees the permit. The
// error is ErrStale if the state that gave the permit has ended, and then
// nothing is counted; ErrSettled or ErrForeign if the permit is no good, and
// then nothing happens.
func (b *Breaker) Settle(now time.Time, p Permit, r Result) (Change, bool, error) {
	now = b.tell(now)
	switch {
	case p.owner != b:
		return Change{}, false, ErrForeign
	case !b.permits.strike(p.slot, p.serial):
		return Change{}, false, ErrSettled
	case p.generation != b.generation:
		return Change{}, false, ErrStale
	}
	if b.state == HalfOpen {
		b.probes.inFlight--
	}
	if !r.Outcome.counts() {
		return Change{}, false, nil
	}
	to, rule := b.judge(b.record(now, r))
	if to == b.state {
		return Change{}, false, nil
	}
	return b.move(now, to, rule, r.Exchange), true, nil
}

// record counts an outcome.
func (b *Breaker) record(now time.Time, r Result) Mark {
	m := Mark{Outcome: r.Outcome, Slow: b.settings.slow(r.Elapsed)}
	b.window.push(entry{at: now.Sub(b.epoch), mark: m})
	if m.Outcome == Failure {
		b.consecutive++
		return m
	}
	b.consecutive = 0
	return m
}

// judge returns the state that follows from the outcome just recorded.
func (b *Breaker) judge(m Mark) (State, Rule) {
	switch b.state {
	case Closed:
		if rule := b.settings.broken(m, b.tally()); rule != "" {
			return Open, rule
		}
	case HalfOpen:
		return b.judgeProbe(m)
	default:
	}
	return b.state, ""
}

// judgeProbe closes the breaker when all probes have succeeded, unless they
// were as slow as what would open it at once again.
func (b *Breaker) judgeProbe(m Mark) (State, Rule) {
	if m.Outcome == Failure {
		return Open, RuleProbe
	}
	b.probes.succeeded++
	if m.Slow {
		b.probes.slow++
	}
	switch {
	case b.probes.succeeded < b.settings.Probes:
		return HalfOpen, ""
	case b.settings.tooSlow(b.probes.slow, b.probes.succeeded):
		return Open, RuleSlow
	default:
		return Closed, RuleRecovered
	}
}

// move changes the state and starts a generation.
func (b *Breaker) move(now time.Time, to State, rule Rule, exchange uint64) Change {
	from := b.state
	if from.passes() && to.rejects() {
		b.rejected = 0
	}
	c := Change{From: from, To: to, At: now, Rule: rule, Exchange: exchange, Tally: b.tally()}
	b.generation++
	b.state, b.since, b.until, b.probes = to, now, time.Time{}, probes{}
	switch to {
	case Open:
		b.countOpening(from)
		b.until = now.Add(b.openTime())
		c.Until = b.until
		b.trip = c
	case ForcedOpen:
		b.trip = c
	case HalfOpen, Closed:
		b.forget()
	case Disabled:
	}
	return c
}

// countOpening counts how often the breaker opened without having been closed
// in between.
func (b *Breaker) countOpening(from State) {
	if from == HalfOpen {
		b.reopened++
		return
	}
	b.reopened = 0
}

// forget empties the window.
func (b *Breaker) forget() {
	b.window.clear()
	b.consecutive = 0
}

// openTime returns how long the breaker stays open this time.
func (b *Breaker) openTime() time.Duration {
	s := b.settings
	if s.Growth <= 1 {
		return s.OpenFor
	}
	grown := float64(s.OpenFor) * math.Pow(s.Growth, float64(b.reopened))
	if grown >= float64(s.OpenMax) {
		return s.OpenMax
	}
	return time.Duration(grown)
}

// probesLeft returns how many probes may start now.
func (b *Breaker) probesLeft() int {
	if b.state != HalfOpen {
		return 0
	}
	return max(0, b.settings.Probes-b.probes.succeeded-b.probes.inFlight)
}

// rest returns the state in which the breaker is as its settings have it.
func (b *Breaker) rest() State {
	if b.settings.Off {
		return Disabled
	}
	return Closed
}

// tell moves the breaker's time forward, never back, lets outcomes leave the
// window, and returns the time that counts.
func (b *Breaker) tell(now time.Time) time.Time {
	if now.After(b.seen) {
		b.seen = now
	}
	b.window.prune(b.seen.Sub(b.epoch))
	return b.seen
}
