package retry

import (
	"fmt"
	"math"
	"time"
)

// Jitter is how chance is mixed into a backoff.
type Jitter uint8

// The jitters. d is the exponential backoff, capped.
const (
	Full         Jitter = iota // from 0 to d
	Equal                      // d/2, and from 0 to d/2 more
	Decorrelated               // from the base to three times the delay before, capped
	None                       // d
)

// String returns "full", "equal", "decorrelated" or "none".
func (j Jitter) String() string {
	switch j {
	case Full:
		return "full"
	case Equal:
		return "equal"
	case Decorrelated:
		return "decorrelated"
	case None:
		return "none"
	default:
		return fmt.Sprintf("jitter %d", uint8(j))
	}
}

// ParseJitter reads what String wrote.
func ParseJitter(text string) (Jitter, error) {
	for j := Full; j <= None; j++ {
		if j.String() == text {
			return j, nil
		}
	}
	return Full, fmt.Errorf("%q is no jitter, use full, equal, decorrelated or none", text)
}

// backoff returns the delay before the attempt after number attempt, and the
// ceiling that it was drawn under.
func (p Policy) backoff(attempt int, previous time.Duration, random func() float64) (drawn, ceiling time.Duration) {
	if p.Jitter == Decorrelated {
		base := min(p.Base, p.Cap)
		ceiling = max(base, min(p.Cap, scale(max(previous, base), 3)))
		return base + fraction(ceiling-base, random), ceiling
	}
	ceiling = min(p.Cap, scale(p.Base, math.Pow(p.Factor, float64(attempt-1))))
	switch p.Jitter {
	case Full:
		return fraction(ceiling, random), ceiling
	case Equal:
		return ceiling - ceiling/2 + fraction(ceiling/2, random), ceiling
	default:
		return ceiling, ceiling
	}
}

// scale multiplies without overflow.
func scale(d time.Duration, factor float64) time.Duration {
	f := float64(d) * factor
	if f >= math.MaxInt64 || math.IsNaN(f) {
		return math.MaxInt64
	}
	return time.Duration(f)
}

func fraction(d time.Duration, random func() float64) time.Duration {
	return time.Duration(float64(d) * random())
}
