package retry

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// longest is the longest time that anything here is, about a century: it can be
// added to the present and to a delay without running over.
const longest = 100 * 365 * 24 * time.Hour

// Bounds of a policy.
const (
	mostAttempts = 1000
	mostFactor   = 100.0
	longestCap   = 24 * time.Hour
)

// Policy is how attempts are repeated.
type Policy struct {
	// Attempts is how many are made in all, the first included, 1 to 1,000.
	Attempts int
	// Base is the ceiling of the first delay, from 0 to Cap.
	Base time.Duration
	// Cap is the longest ceiling, up to 24 h. It holds before jitter is drawn.
	Cap time.Duration
	// Factor is how much longer each ceiling is than the one before, 1 to 100.
	Factor float64
	Jitter Jitter
	// MaxRetryAfter is the longest wait that a server may ask for, from 0. If it
	// asks for more, the exchange stops: nothing is ever sent early.
	MaxRetryAfter time.Duration
	// AnyMethod repeats methods that are not idempotent too. The server may then
	// do twice what was asked once.
	AnyMethod bool
}

// Defaults returns the policy that holds where nothing else is said: 4 attempts
// in all, 200 ms doubled up to 30 s, full jitter, servers may ask for 2 min.
func Defaults() Policy {
	return Policy{
		Attempts: 4, Base: 200 * time.Millisecond, Cap: 30 * time.Second, Factor: 2,
		Jitter: Full, MaxRetryAfter: 2 * time.Minute,
	}
}

// Validate returns an error that names the first value out of range and the
// range.
func (p Policy) Validate() error {
	switch {
	case p.Attempts < 1 || p.Attempts > mostAttempts:
		return fmt.Errorf("attempts are %d, but must be from 1 to %d", p.Attempts, mostAttempts)
	case p.Base < 0:
		return fmt.Errorf("the shortest backoff is %s, but must be 0 or longer", p.Base)
	case p.Base > p.Cap:
		return fmt.Errorf("the shortest backoff, %s, must not be longer than the longest, %s", p.Base, p.Cap)
	case p.Cap > longestCap:
		return fmt.Errorf("the longest backoff is %s, but must be at most %s", p.Cap, longestCap)
	case math.IsNaN(p.Factor) || p.Factor < 1 || p.Factor > mostFactor:
		return fmt.Errorf("the backoff's factor is %g, but must be from 1 to %g", p.Factor, mostFactor)
	case p.Jitter > None:
		return fmt.Errorf("unknown %v: use full, equal, decorrelated or none", p.Jitter)
	case p.MaxRetryAfter < 0:
		return fmt.Errorf("the longest wait a server may ask for is %s, but must be 0 or more", p.MaxRetryAfter)
	}
	return nil
}

// exponential returns the ceiling of the delay after an attempt, from 1.
func (p Policy) exponential(attempt int) time.Duration {
	if p.Base <= 0 || p.Cap <= 0 {
		return 0
	}
	grown := float64(p.Base) * math.Pow(max(1, p.Factor), float64(max(0, attempt-1)))
	if grown < float64(p.Cap) {
		return time.Duration(grown)
	}
	return p.Cap // an infinity ends here too
}

// ParseBackoff reads the shortest and the longest backoff, such as
// "200ms..30s", or the shortest alone; the longest is then that of Defaults, or
// the shortest if that is longer. An error says what would be right.
func ParseBackoff(text string) (base, limit time.Duration, err error) {
	first, last, both := strings.Cut(text, "..")
	if base, err = parseSpan(first); err != nil {
		return 0, 0, fmt.Errorf("backoff %q: %w", text, err)
	}
	if !both {
		return base, max(base, Defaults().Cap), nil
	}
	if limit, err = parseSpan(last); err != nil {
		return 0, 0, fmt.Errorf("backoff %q: %w", text, err)
	}
	if base > limit {
		return 0, 0, fmt.Errorf("the shortest backoff, %s, must not be longer than the longest, %s", base, limit)
	}
	return base, limit, nil
}

func parseSpan(text string) (time.Duration, error) {
	d, err := time.ParseDuration(strings.TrimSpace(text))
	switch {
	case err != nil:
		return 0, errors.New("write the shortest and the longest with their units, such as 200ms..30s")
	case d < 0 || d > longestCap:
		return 0, fmt.Errorf("both must be from 0s to %s", longestCap)
	}
	return d, nil
}
