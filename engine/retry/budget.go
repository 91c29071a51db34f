package retry

import (
	"math"
	"time"
)

// Budget bounds how many retries an origin is sent, so that retries cannot
// multiply the load of an outage. Each request earns a share of a retry. On
// top there is a reserve, which refills with time, so that a client that sends
// one request after the other is never refused, while many at once are.
//
// The form is that of Finagle's RetryBudget. A Budget is not safe for
// concurrent use.
type Budget struct {
	share   float64 // earned by a request
	reserve float64 // most that is there without requests
	earned  float64
	spare   float64 // of the reserve
	at      time.Time
}

// mostEarned bounds what a long quiet time of successes can save up.
const mostEarned = 1000

// NewBudget returns a budget whose reserve holds that many retries and refills
// by as many a second, and to which each request adds share, 0 to 1.
func NewBudget(reserve, share float64) *Budget {
	return &Budget{share: share, reserve: reserve, spare: reserve}
}

// Request counts a request that is no retry.
func (b *Budget) Request() { b.earned = math.Min(mostEarned, b.earned+b.share) }

// Retry takes one retry out of the budget, or returns false where there is none.
func (b *Budget) Retry(now time.Time) bool {
	b.refill(now)
	switch {
	case b.spare >= 1:
		b.spare--
	case b.earned >= 1:
		b.earned--
	default:
		return false
	}
	return true
}

func (b *Budget) refill(now time.Time) {
	if passed := now.Sub(b.at).Seconds(); !b.at.IsZero() && passed > 0 {
		b.spare = math.Min(b.reserve, b.spare+passed*b.reserve)
	}
	b.at = now
}

// Left is how many retries may be made now, without what time adds.
func (b *Budget) Left() float64 { return math.Floor(b.spare) + math.Floor(b.earned) }
