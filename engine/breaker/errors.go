package breaker

import (
	"errors"
	"time"
)

// Errors of Settle.
var (
	// ErrSettled says that a permit was settled before.
	ErrSettled = errors.New("the breaker's permit is already settled")
	// ErrStale says that the state which gave the permit has ended, so the
	// result was not counted. The permit is settled all the same.
	ErrStale = errors.New("the breaker has moved on since it gave the permit")
	// ErrForeign says that a permit is the zero one or another breaker's.
	ErrForeign = errors.New("not a permit of this breaker")
)

// OpenError says why a breaker lets a call not pass.
type OpenError struct {
	State State         // Open, HalfOpen (all probes are taken) or ForcedOpen
	Left  time.Duration // until it probes, from 0; 0 where nobody can know
	Until time.Time     // when it probes; zero unless State is Open
	Cause Change        // what opened it last
}

func (e *OpenError) Error() string {
	switch e.State {
	case ForcedOpen:
		return "breaker forced open by hand: reset it to let requests pass"
	case HalfOpen:
		return "breaker half-open: its probes are under way, wait for how they end"
	default:
		return "breaker open" + e.cause() + ", probes " + e.countdown()
	}
}

func (e *OpenError) cause() string {
	if e.Cause.Rule == "" {
		return ""
	}
	return ": " + e.Cause.Reason()
}

func (e *OpenError) countdown() string {
	switch left := e.Left; {
	case left <= 0:
		return "now"
	case left < time.Second:
		return "in " + max(left.Round(time.Millisecond), time.Millisecond).String()
	case left < 10*time.Second:
		return "in " + left.Round(100*time.Millisecond).String()
	default:
		return "in " + inWords(left.Round(time.Second))
	}
}
