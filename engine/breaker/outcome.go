package breaker

import (
	"fmt"
	"strconv"
	"time"
)

// Outcome is how a call ended, as far as the health of its server goes.
type Outcome uint8

// The outcomes.
const (
	Success Outcome = iota
	Failure
	// Ignored says nothing of the server: cancelled by a person, rejected
	// locally. It is not counted and frees its permit.
	Ignored
)

// String returns success, failure or ignored.
func (o Outcome) String() string {
	switch o {
	case Success:
		return "success"
	case Failure:
		return "failure"
	case Ignored:
		return "ignored"
	default:
		return "outcome " + strconv.Itoa(int(o))
	}
}

// ParseOutcome reads what String returns, or returns an error that lists the
// choices.
func ParseOutcome(text string) (Outcome, error) {
	for o := Success; o <= Ignored; o++ {
		if o.String() == text {
			return o, nil
		}
	}
	return Ignored, fmt.Errorf("unknown outcome %q: use success, failure or ignored", text)
}

// counts reports whether an outcome enters the window.
func (o Outcome) counts() bool { return o == Success || o == Failure }

// Result is what a call brought.
type Result struct {
	Outcome  Outcome
	Elapsed  time.Duration // from start to end, to judge whether it was slow
	Exchange uint64        // names the call in a Change that it causes
}

// Mark is one outcome in the window.
type Mark struct {
	Outcome Outcome // Success or Failure
	Slow    bool    // it took Settings.SlowCall or longer
}
