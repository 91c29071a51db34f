package sessions

import (
	"time"

	"weir/engine"
	"weir/engine/breaker"
)

// Outcomes as the events name them.
const (
	outcomeFailure = "failure"
	outcomeIgnored = "ignored"
)

// States of breakers as the events name them.
const (
	stateClosed     = "closed"
	stateOpen       = "open"
	stateHalfOpen   = "half-open"
	stateForcedOpen = "forced-open"
	stateDisabled   = "disabled"
)

// Mark is one outcome in a breaker's window.
type Mark struct {
	Failed   bool
	Slow     bool
	Exchange uint64
	At       time.Time
}

// Trip is what opened a breaker.
type Trip struct {
	Rule     string
	Exchange uint64 // whose outcome it was; 0 where a person did it
	At       time.Time
	Text     string // "5 failures in a row (#83 503)"
}

// Change is one change of a breaker's state.
type Change struct {
	From, To string
	Rule     string
	Cause    uint64
	At       time.Time
}

// Breaker is an origin's circuit breaker.
type Breaker struct {
	State    string // closed, open, half-open, forced-open, disabled
	Since    time.Time
	Until    time.Time // when an open one probes; zero where nobody can know
	Settings string    // in the words of --breaker
	// Rules are the settings read; those of a newer program that cannot be
	// read are the defaults.
	Rules    breaker.Settings
	Tally    engine.Tally
	Trip     *Trip // what opened it last; nil if nothing did
	Trips    int
	Rejected int64    // in all; Tally.Rejected counts since it opened
	Changes  []Change // the last 64

	window strip[Mark]
}

// Len returns how many outcomes are in the window.
func (b *Breaker) Len() int { return b.window.len() }

// Mark returns outcome i of the window, the oldest being 0.
func (b *Breaker) Mark(i int) Mark { return b.window.at(i) }

// FailureRatio returns the part of the window's outcomes that are failures,
// 0 to 1; 0 for an empty window.
func (b *Breaker) FailureRatio() float64 { return ratio(b.Tally.Failures, b.Tally.Calls) }

// SlowRatio returns the part of the window's outcomes that were slow, 0 to 1.
func (b *Breaker) SlowRatio() float64 { return ratio(b.Tally.Slow, b.Tally.Calls) }

// Left returns how long an open breaker stays so at the moment now; ok is
// false where it is not open or nobody can know.
func (b *Breaker) Left(now time.Time) (left time.Duration, ok bool) {
	if b.State != stateOpen || b.Until.IsZero() {
		return 0, false
	}
	return max(0, b.Until.Sub(now)), true
}

func ratio(part, whole int) float64 {
	if whole <= 0 || part <= 0 {
		return 0
	}
	return min(1, float64(part)/float64(whole))
}

// count takes in the outcome of an attempt. The window is what the tally
// counts: as many of the last outcomes as it says there are calls.
func (b *Breaker) count(ed *edition, e engine.AttemptFinished) {
	if e.Outcome != outcomeIgnored && e.Outcome != "" && !e.Stale {
		b.window.push(ed, Mark{Failed: e.Outcome == outcomeFailure, Slow: e.Slow, Exchange: e.Exchange, At: e.At})
	}
	b.take(e.Tally)
}

func (b *Breaker) take(t engine.Tally) {
	b.Tally = t
	b.window.keep(min(max(0, t.Calls), keptMarks))
}

func (b *Breaker) reject(e engine.BreakerRejected) {
	b.Rejected++
	b.take(e.Tally)
}

func (s *State) changeBreaker(o *Origin, e engine.BreakerChanged) {
	b := &o.Breaker
	if e.Settings != b.Settings || b.Since.IsZero() {
		b.Settings = e.Settings
		b.Rules, _ = breaker.ParseSettings(e.Settings, breaker.Defaults())
	}
	b.take(e.Tally)
	b.Until = e.Until
	if e.From == e.To {
		if b.Since.IsZero() {
			b.Since = e.At
		}
		b.State = e.To
		return
	}
	b.State, b.Since = e.To, e.At
	b.Changes = lastOf(append(b.Changes, Change{From: e.From, To: e.To, Rule: e.Rule, Cause: e.Cause, At: e.At}), keptChanges)
	if e.To == stateOpen || e.To == stateForcedOpen {
		s.Counters.Trips++
		b.Trips++
		b.Trip = &Trip{Rule: e.Rule, Exchange: e.Cause, At: e.At, Text: s.tripText(e)}
	}
}

// tripText says what opened a breaker, with the answer that did it.
func (s *State) tripText(e engine.BreakerChanged) string {
	text := ruleWords(e.Rule, e.Tally)
	if e.Cause == 0 {
		return text
	}
	text += " (" + number(e.Cause)
	if x := s.Exchange(e.Cause); x != nil && x.Last() != nil {
		text += " " + answerOf(x.Last().Status, x.Last().Err)
	}
	return text + ")"
}
