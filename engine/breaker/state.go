package breaker

import (
	"fmt"
	"strconv"
)

// State is what a breaker does with calls.
type State uint8

// The states.
const (
	Closed     State = iota // calls pass
	Open                    // calls are rejected until the open time is up
	HalfOpen                // a few calls pass, to probe
	ForcedOpen              // calls are rejected until a person resets it
	Disabled                // calls pass and no rule opens it
)

// String returns closed, open, half-open, forced-open or disabled.
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
		return "state " + strconv.Itoa(int(s))
	}
}

// ParseState reads what String returns, or returns an error that lists the
// choices.
func ParseState(text string) (State, error) {
	for s := Closed; s <= Disabled; s++ {
		if s.String() == text {
			return s, nil
		}
	}
	return Closed, fmt.Errorf("unknown state %q: use closed, open, half-open, forced-open or disabled", text)
}

// passes reports whether calls go freely in a state.
func (s State) passes() bool { return s == Closed || s == Disabled }

// rejects reports whether no call at all may go in a state.
func (s State) rejects() bool { return s == Open || s == ForcedOpen }
