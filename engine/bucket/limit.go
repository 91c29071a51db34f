package bucket

import (
	"errors"
	"fmt"
	"math"
)

// The ranges of a Limit. A rate is in tokens per second: from one a day, so that
// times of release stay within what a time.Duration holds, to one a nanosecond,
// the resolution of time.
const (
	MinRate  float64 = 1.0 / 86400
	MaxRate  float64 = 1e9
	MaxBurst int     = 1e9
)

// Unlimited is the Rate of a bucket that grants every token at once. Positive
// infinity means the same.
const Unlimited float64 = 0

// ErrLimit marks every error about a limit that cannot be used.
var ErrLimit = errors.New("unusable limit")

// Limit is the shape of a bucket. The zero Limit is unlimited.
type Limit struct {
	// Rate is how many tokens flow in each second: MinRate to MaxRate, or
	// Unlimited.
	Rate float64
	// Burst is how many tokens the bucket holds, 1 to MaxBurst. It has no
	// meaning when the rate is unlimited.
	Burst int
}

// Limited reports whether the limit holds anything back.
func (l Limit) Limited() bool {
	return l.Rate != Unlimited && !math.IsInf(l.Rate, 1)
}

// Validate returns an error that wraps ErrLimit and says what would be right, or
// nil if the limit can be used as it stands.
func (l Limit) Validate() error {
	if !l.Limited() {
		return nil
	}
	// Written so that NaN fails.
	if !(l.Rate >= MinRate && l.Rate <= MaxRate) {
		return fmt.Errorf("%w: rate %g tokens per second; give one from 1/d to %.0f/s, or off", ErrLimit, l.Rate, MaxRate)
	}
	if l.Burst < 1 || l.Burst > MaxBurst {
		return fmt.Errorf("%w: burst %d; give one from 1 to %d", ErrLimit, l.Burst, MaxBurst)
	}
	return nil
}

// usable returns the limit with its values brought into range, never to a faster
// one than was asked for; what makes no sense becomes the slowest.
func (l Limit) usable() Limit {
	if !l.Limited() {
		return Limit{Rate: Unlimited, Burst: max(l.Burst, 0)}
	}
	if math.IsNaN(l.Rate) {
		l.Rate = MinRate
	}
	l.Rate = min(max(l.Rate, MinRate), MaxRate)
	l.Burst = min(max(l.Burst, 1), MaxBurst)
	return l
}
