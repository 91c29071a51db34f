package breaker

import (
	"errors"
	"time"
)

// ErrSettled is returned by Settle for a permit that was never given or was
// settled before.
var ErrSettled = errors.New("the permit was settled before")

// ErrStale is returned by Settle for a result that came after the state in
// which its permit was given had ended. It was not counted, and that is right.
var ErrStale = errors.New("the breaker has moved on, the result was not counted")

// Breaker is a circuit breaker. Make one with New.
type Breaker struct {
	settings   Settings
	state      State
	since      time.Time
	generation uint64
	window     window
	streak     int // failures in a row
	rejected   int
	until      time.Time // of an open one
	probing    int
	successes  int // of probes
	opened     int // times in a row
	trip       *Change
	given      uint64              // permits so far
	settled    map[uint64]struct{} // permits under way
}

// Permit lets one call pass. The zero Permit is none.
type Permit struct {
	number     uint64
	generation uint64
	probe      bool
}

// Valid reports whether the permit was given by a breaker.
func (p Permit) Valid() bool { return p.number > 0 }

// Probe reports whether the call tries out a half-open breaker.
func (p Permit) Probe() bool { return p.probe }

// Result is what came of a call.
type Result struct {
	Outcome  Outcome
	Elapsed  time.Duration // of the call, for the slow-call rule
	Exchange uint64        // who made it, for Change.Exchange
}

// New returns a closed breaker, or one that lets everything pass where the
// settings say off. Settings that Validate refuses make it trip too early or
// too late, never panic.
func New(s Settings, now time.Time) *Breaker {
	b := &Breaker{settings: s, since: now, settled: make(map[uint64]struct{})}
	if s.Off {
		b.state = Disabled
	}
	return b
}

// State returns the state.
func (b *Breaker) State() State { return b.state }

// Peek says whether Admit would let a call pass now: nil, or an *OpenError. It
// takes no permit and counts no rejection.
func (b *Breaker) Peek(now time.Time) error {
	switch b.state {
	case Open:
		return &OpenError{State: Open, Left: max(0, b.until.Sub(now)), Until: b.until, Cause: b.cause()}
	case ForcedOpen:
		return &OpenError{State: ForcedOpen, Cause: b.cause()}
	case HalfOpen:
		if b.free() <= 0 {
			return &OpenError{State: HalfOpen, Cause: b.cause()}
		}
	case Closed, Disabled:
	}
	return nil
}

func (b *Breaker) cause() Change {
	if b.trip == nil {
		return Change{}
	}
	return *b.trip
}

// free is how many probes may start now.
func (b *Breaker) free() int { return b.settings.Probes - b.probing - b.successes }

// Admit lets a call pass, or rejects it with an *OpenError and counts that. An
// open breaker whose time is up rejects until Advance has turned it half-open.
func (b *Breaker) Admit(now time.Time) (Permit, error) {
	if err := b.Peek(now); err != nil {
		b.rejected++
		return Permit{}, err
	}
	b.given++
	b.settled[b.given] = struct{}{}
	p := Permit{number: b.given, generation: b.generation, probe: b.state == HalfOpen}
	if p.probe {
		b.probing++
	}
	return p, nil
}

// Outstanding is how many permits are given and not settled.
func (b *Breaker) Outstanding() int { return len(b.settled) }

// Settle takes a permit back with what came of its call. The change is valid
// where ok is true. A permit may be settled once: ErrSettled. A result from an
// earlier state is not counted: ErrStale.
func (b *Breaker) Settle(now time.Time, p Permit, r Result) (c Change, ok bool, err error) {
	if _, given := b.settled[p.number]; !given {
		return Change{}, false, ErrSettled
	}
	delete(b.settled, p.number)
	if p.generation != b.generation {
		return Change{}, false, ErrStale
	}
	switch b.state {
	case HalfOpen:
		c, ok = b.probed(now, r)
	case Closed:
		c, ok = b.watched(now, r)
	case Open, ForcedOpen, Disabled:
	}
	return c, ok, nil
}

// probed takes the result of a probe.
func (b *Breaker) probed(now time.Time, r Result) (Change, bool) {
	b.probing--
	switch r.Outcome {
	case Failure:
		return b.open(now, RuleProbe, r.Exchange), true
	case Success:
		b.successes++
	case Ignored:
	}
	if b.successes < b.settings.Probes {
		return Change{}, false
	}
	return b.move(now, Closed, RuleRecovered, r.Exchange), true
}

// watched takes the result of a call that passed a closed breaker.
func (b *Breaker) watched(now time.Time, r Result) (Change, bool) {
	if r.Outcome == Ignored {
		return Change{}, false
	}
	b.window.expire(now, b.settings.WindowTime)
	b.window.add(now, Mark{Outcome: r.Outcome, Slow: b.slow(r)}, b.settings.Window)
	b.streak++
	if r.Outcome == Success {
		b.streak = 0
	}
	if rule, trips := b.tripped(); trips {
		return b.open(now, rule, r.Exchange), true
	}
	return Change{}, false
}

func (b *Breaker) slow(r Result) bool {
	return b.settings.SlowCall > 0 && r.Elapsed >= b.settings.SlowCall
}

// tripped reports which rule holds, if any.
func (b *Breaker) tripped() (Rule, bool) {
	s, w := &b.settings, &b.window
	if s.Consecutive > 0 && b.streak >= s.Consecutive {
		return RuleConsecutive, true
	}
	if w.calls < s.Minimum {
		return "", false
	}
	if s.FailureRatio > 0 && ratio(w.failures, w.calls) >= s.FailureRatio {
		return RuleRatio, true
	}
	if s.SlowRatio > 0 && ratio(w.slow, w.calls) >= s.SlowRatio {
		return RuleSlow, true
	}
	return "", false
}

// open opens the breaker for its time, which grows while it does not close.
func (b *Breaker) open(now time.Time, rule Rule, exchange uint64) Change {
	b.opened++
	until := now.Add(b.openTime())
	c := b.move(now, Open, rule, exchange)
	c.Until, b.until = until, until
	trip := c
	b.trip = &trip
	return c
}

// openTime is how long the breaker stays open this time.
func (b *Breaker) openTime() time.Duration {
	d, most := b.settings.OpenFor, b.settings.OpenMax
	if b.settings.Growth <= 1 {
		return d
	}
	if most == 0 {
		most = 10 * d
	}
	for i := 1; i < b.opened && d < most; i++ {
		d = time.Duration(min(float64(d)*b.settings.Growth, float64(most)))
	}
	return d
}

// move goes to another state; results of the one before no longer count.
func (b *Breaker) move(now time.Time, to State, rule Rule, exchange uint64) Change {
	c := Change{From: b.state, To: to, At: now, Rule: rule, Exchange: exchange, Tally: b.Tally(now)}
	b.state, b.since = to, now
	b.generation++
	b.until = time.Time{}
	b.probing, b.successes = 0, 0
	if to == Closed || to == Disabled {
		b.window.clear()
		b.streak, b.opened = 0, 0
	}
	return c
}

// Due returns when Advance has something to do, if ever.
func (b *Breaker) Due() (time.Time, bool) { return b.until, b.state == Open }

// Advance turns an open breaker half-open when its time is up, also if nobody
// asks to pass.
func (b *Breaker) Advance(now time.Time) (Change, bool) {
	if b.state != Open || now.Before(b.until) {
		return Change{}, false
	}
	return b.move(now, HalfOpen, RuleElapsed, 0), true
}

// Probe turns an open breaker half-open before its time is up, by hand.
func (b *Breaker) Probe(now time.Time) (Change, bool) {
	if b.state != Open && b.state != ForcedOpen {
		return Change{}, false
	}
	return b.move(now, HalfOpen, RuleManual, 0), true
}

// Trip forces the breaker open until Reset. It is false where it is already.
func (b *Breaker) Trip(now time.Time) (Change, bool) {
	if b.state == ForcedOpen {
		return Change{}, false
	}
	c := b.move(now, ForcedOpen, RuleManual, 0)
	trip := c
	b.trip = &trip
	return c, true
}

// Reset closes the breaker and forgets the outcomes.
func (b *Breaker) Reset(now time.Time) (Change, bool) {
	return b.move(now, Closed, RuleManual, 0), true
}

// Disable lets everything pass until Reset. It is false where it does already.
func (b *Breaker) Disable(now time.Time) (Change, bool) {
	if b.state == Disabled {
		return Change{}, false
	}
	return b.move(now, Disabled, RuleManual, 0), true
}

// Configure changes the rules. Outcomes that no longer fit the window leave it;
// rules are applied from the next outcome on. Switching Off on or off moves the
// breaker to Disabled or Closed.
func (b *Breaker) Configure(now time.Time, s Settings) (Change, bool) {
	was := b.settings.Off
	b.settings = s
	b.window.fit(s.Window)
	b.window.expire(now, s.WindowTime)
	switch {
	case s.Off && !was:
		return b.Disable(now)
	case !s.Off && was && b.state == Disabled:
		return b.Reset(now)
	}
	return Change{}, false
}

// Tally returns the counting at the moment now, without allocating.
func (b *Breaker) Tally(now time.Time) Tally {
	b.window.expire(now, b.settings.WindowTime)
	t := Tally{
		Calls: b.window.calls, Failures: b.window.failures, Slow: b.window.slow,
		Consecutive: b.streak, Rejected: b.rejected, Probing: b.probing,
	}
	if b.state == HalfOpen {
		t.ProbesLeft = max(0, b.free())
	}
	return t
}

// Status returns everything there is to read, as a copy.
func (b *Breaker) Status(now time.Time) Status {
	s := Status{
		State: b.state, Since: b.since, Generation: b.generation, Settings: b.settings,
		Tally: b.Tally(now), Until: b.until, Successes: b.successes, Opened: b.opened,
	}
	s.Window = b.window.copy()
	if b.trip != nil {
		trip := *b.trip
		s.LastTrip = &trip
	}
	return s
}
