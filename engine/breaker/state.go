package breaker

import (
	"fmt"
	"time"
)

// State is what a breaker does with who wants to pass.
type State uint8

// The states.
const (
	Closed     State = iota // everything passes, outcomes are watched
	Open                    // nothing passes until its time is up
	HalfOpen                // a few probes pass
	ForcedOpen              // nothing passes until a person resets it
	Disabled                // everything passes, nothing is watched
)

// String returns "closed", "open", "half-open", "forced-open" or "disabled".
func (s State) String() string {
	switch s {
	case Closed:
		return "closed"
	case Open:
		return "open"
	case HalfOpen:
		return "half-open"
	case ForcedOpen:
		return "forced-open"
	case Disabled:
		return "disabled"
	default:
		return fmt.Sprintf("state %d", uint8(s))
	}
}

// ParseState reads what String wrote.
func ParseState(text string) (State, error) {
	for s := Closed; s <= Disabled; s++ {
		if s.String() == text {
			return s, nil
		}
	}
	return Closed, fmt.Errorf("%q is no state of a breaker: closed, open, half-open, forced-open, disabled", text)
}

// Outcome is what came of something that was let pass.
type Outcome uint8

// The outcomes.
const (
	Success Outcome = iota
	Failure
	Ignored // counts for nothing, such as a request that its caller cancelled
)

// String returns "success", "failure" or "ignored".
func (o Outcome) String() string {
	switch o {
	case Success:
		return "success"
	case Failure:
		return "failure"
	case Ignored:
		return "ignored"
	default:
		return fmt.Sprintf("outcome %d", uint8(o))
	}
}

// ParseOutcome reads what String wrote.
func ParseOutcome(text string) (Outcome, error) {
	for o := Success; o <= Ignored; o++ {
		if o.String() == text {
			return o, nil
		}
	}
	return Ignored, fmt.Errorf("%q is no outcome: success, failure, ignored", text)
}

// Rule is why a breaker changed its state, in words for people.
type Rule string

// The rules.
const (
	RuleConsecutive Rule = "consecutive failures"
	RuleRatio       Rule = "failure ratio"
	RuleSlow        Rule = "slow-call ratio"
	RuleElapsed     Rule = "open time elapsed"
	RuleProbe       Rule = "a probe failed"
	RuleRecovered   Rule = "all probes succeeded"
	RuleManual      Rule = "by hand"
)

// Change is one change of a breaker's state.
type Change struct {
	From, To State
	At       time.Time
	Rule     Rule
	Exchange uint64    // whose outcome caused it; 0 for none
	Until    time.Time // when an open breaker turns half-open; else zero
	Tally    Tally     // as it was when the rule tripped
}

// Tally is a breaker's counting.
type Tally struct {
	Calls       int // outcomes in the window now
	Failures    int // of them
	Slow        int // of them
	Consecutive int // failures since the last success
	Rejected    int // since the breaker was made
	Probing     int // probes under way
	ProbesLeft  int // probes that may start now
}

// FailureRatio is the part of the window's calls that failed, 0 to 1.
func (t Tally) FailureRatio() float64 { return ratio(t.Failures, t.Calls) }

// SlowRatio is the part of the window's calls that were slow, 0 to 1.
func (t Tally) SlowRatio() float64 { return ratio(t.Slow, t.Calls) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// Mark is one outcome in the window.
type Mark struct {
	Outcome Outcome // Success or Failure
	Slow    bool
}

// Status is everything there is to read of a breaker, as a copy.
type Status struct {
	State      State
	Since      time.Time // of the state
	Generation uint64    // rises with each change
	Settings   Settings
	Window     []Mark // oldest first
	Tally      Tally
	Until      time.Time // when an open breaker turns half-open; else zero
	Successes  int       // probes that have succeeded
	Opened     int       // times in a row without having closed
	LastTrip   *Change   // nil if it never tripped
}

// OpenError says that a breaker let nothing pass.
type OpenError struct {
	State State         // Open, ForcedOpen, or HalfOpen with all probes taken
	Left  time.Duration // until an open breaker turns half-open; else 0
	Until time.Time     // the same as a moment; else zero
	Cause Change        // what opened it
}

func (e *OpenError) Error() string {
	switch e.State {
	case ForcedOpen:
		return "the breaker was opened by hand: reset it to let requests pass"
	case HalfOpen:
		return "the breaker is half-open and its probes are under way: wait for what they find"
	default:
		return fmt.Sprintf("the breaker is open after %s, it probes in %s", e.Cause.why(), e.Left.Round(100*time.Millisecond))
	}
}

// why tells what tripped a breaker, with its figures.
func (c Change) why() string {
	switch c.Rule {
	case RuleConsecutive:
		return fmt.Sprintf("%d failures in a row", c.Tally.Consecutive)
	case RuleRatio:
		return fmt.Sprintf("%d failures in %d calls", c.Tally.Failures, c.Tally.Calls)
	case RuleSlow:
		return fmt.Sprintf("%d slow calls in %d", c.Tally.Slow, c.Tally.Calls)
	case RuleProbe:
		return "a probe that failed"
	default:
		return "a trip"
	}
}
