package retry

import (
	"math"
	"time"
)

// Budget bounds how many retries an origin's requests may cause, so that an
// outage is not answered with a multiple of the load. It holds tokens of two
// kinds, and each retry takes one. The reserve comes back with time, so a client
// that sends one request after the other is never refused. Beyond it, each
// request earns a part of a token; what the last 500 have earned is kept, so
// that many requests at once have their share, but a long calm does not save up
// for a storm.
//
// Make one with NewBudget. It is not safe for concurrent use.
type Budget struct {
	reserve float64 // most that is spare, and what comes back a second
	ratio   float64 // earned by a request
	spare   float64
	earned  float64
	seen    time.Time // the latest time it was told; zero before the first
}

// remembered is how many requests a budget keeps the earnings of.
const remembered = 500

// slack forgives what sums of fractions leave out: ten tenths are one.
const slack = 1e-9

// NewBudget returns a budget with a full reserve of that many retries, which
// refills by as many a second, and to which each request adds ratio, 0 to 1. A
// reserve below 1 is none. Values out of range count as the nearest in it.
func NewBudget(reserve, ratio float64) *Budget {
	reserve, ratio = within(reserve, 1e9), within(ratio, 1)
	return &Budget{reserve: reserve, ratio: ratio, spare: reserve}
}

// within returns f brought into the range of 0 to most; 0 for a NaN.
func within(f, most float64) float64 {
	if f >= 0 {
		return min(f, most)
	}
	return 0
}

// Request counts a request that is no retry.
func (b *Budget) Request() {
	b.earned = min(remembered*b.ratio, b.earned+b.ratio)
}

// Retry takes one retry out of the budget and reports whether there was one.
func (b *Budget) Retry(now time.Time) bool {
	b.refill(now)
	return take(&b.spare) || take(&b.earned)
}

func take(tokens *float64) bool {
	if *tokens < 1-slack {
		return false
	}
	*tokens = max(0, *tokens-1)
	return true
}

// Left returns how many retries may be made, a whole number, as of the last
// Retry and the requests since; what time has brought back meanwhile is not in
// it.
func (b *Budget) Left() float64 {
	return math.Floor(b.spare+slack) + math.Floor(b.earned+slack)
}

// refill lets the reserve come back, up to now. Time never runs back.
func (b *Budget) refill(now time.Time) {
	if b.seen.IsZero() {
		b.seen = now
	}
	if passed := now.Sub(b.seen); passed > 0 {
		b.spare = min(b.reserve, b.spare+b.reserve*passed.Seconds())
		b.seen = now
	}
}
