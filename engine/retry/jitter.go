package retry

import (
	"fmt"
	"strconv"
	"time"
)

// Jitter is how a delay is drawn below its ceiling, so that clients which
// failed together do not come back together.
type Jitter uint8

// The jitters.
const (
	Full         Jitter = iota // from nothing to the ceiling
	Equal                      // from half of the ceiling to it
	Decorrelated               // from Base to three times the delay before
	None                       // the ceiling itself
)

// String returns full, equal, decorrelated or none.
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
		return "jitter " + strconv.Itoa(int(j))
	}
}

// ParseJitter reads what String returns, or returns an error that lists the
// choices.
func ParseJitter(text string) (Jitter, error) {
	for j := Full; j <= None; j++ {
		if j.String() == text {
			return j, nil
		}
	}
	return Full, fmt.Errorf("unknown jitter %q: use full, equal, decorrelated or none", text)
}

// bounds returns the least and the most that the delay before a retry may be.
// What lies between is drawn.
func (p Policy) bounds(attempt int, previous time.Duration) (least, most time.Duration) {
	switch p.Jitter {
	case Equal:
		most = p.exponential(attempt)
		return most / 2, most
	case Decorrelated:
		least = min(p.Base, p.Cap)
		return least, min(p.Cap, max(least, triple(previous), triple(least)))
	case None:
		most = p.exponential(attempt)
		return most, most
	default:
		return 0, p.exponential(attempt)
	}
}

// triple returns three times d, or the longest duration.
func triple(d time.Duration) time.Duration {
	if d > longest/3 {
		return longest
	}
	return 3 * d
}

// draw returns a duration from least to most.
func draw(least, most time.Duration, random func() float64) time.Duration {
	width := most - least
	if width <= 0 {
		return least
	}
	part := random()
	if part >= 0 && part <= 1 {
		return least + time.Duration(part*float64(width))
	}
	return most // whatever it is, it is no reason to come early
}
