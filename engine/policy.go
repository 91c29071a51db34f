package engine

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"weir/engine/breaker"
	"weir/engine/bucket"
	"weir/engine/retry"
	"weir/engine/transport"
)

// Policy is everything that governs an origin's exchanges.
type Policy struct {
	// Limit is the token bucket's rate and burst.
	Limit bucket.Limit
	// Retry says what is tried again, how often and after how long.
	Retry retry.Policy
	// RetryReserve is how many retries an origin may make before RetryShare
	// counts, and RetryShare the part of its requests that may be retries on
	// top of it, 0 to 1.
	RetryReserve, RetryShare float64
	// Breaker is the circuit breaker's rules.
	Breaker breaker.Settings
	// BreakerWait is how long a walk waits for an open breaker before it
	// stops with what it has. A single request never waits for one.
	BreakerWait time.Duration
	// Concurrency is how many attempts an origin may have in flight, from 1.
	Concurrency int
	// Adapt lets the server's own quota hold the bucket, and overload shrink
	// the concurrency.
	Adapt bool
	// Transport holds the timeouts, the pool's limits, TLS and the like. The
	// engine has one transport, so those of Config.Policy count for all origins
	// but for the timeouts, which are each origin's own.
	Transport transport.Settings
	// Seed makes the jitter repeatable; 0 draws a seed.
	Seed uint64
}

// DefaultPolicy returns the policy that holds where nothing else is said: no
// rate limit, 4 attempts, a breaker that opens for 30 s, 64 attempts in flight.
func DefaultPolicy() Policy {
	return Policy{
		Limit:        bucket.Limit{Rate: bucket.Unlimited, Burst: 1},
		Retry:        retry.Defaults(),
		RetryReserve: 10,
		RetryShare:   0.2,
		Breaker:      breaker.Defaults(),
		BreakerWait:  5 * time.Minute,
		Concurrency:  64,
		Adapt:        true,
		Transport:    transport.Defaults(),
	}
}

// Validate returns an error that names the first value out of range.
func (p Policy) Validate() error {
	checks := []struct {
		what string
		err  error
	}{
		{"rate", p.Limit.Validate()},
		{"retry", p.Retry.Validate()},
		{"breaker", p.Breaker.Validate()},
	}
	for _, c := range checks {
		if c.err != nil {
			return fmt.Errorf("%s: %w", c.what, c.err)
		}
	}
	switch {
	case p.Concurrency < 1:
		return fmt.Errorf("concurrency: %d is too few, use 1 or more", p.Concurrency)
	case p.RetryShare < 0 || p.RetryShare > 1:
		return errors.New("retry budget: the share must be from 0 to 1")
	case p.RetryReserve < 0:
		return errors.New("retry budget: the reserve must be 0 or more")
	}
	return nil
}

// Facts returns the policy in the words of its flags.
func (p Policy) Facts() PolicyFacts {
	return PolicyFacts{
		Rate:        bucket.FormatRate(p.Limit.Rate),
		Burst:       p.Limit.Burst,
		Retries:     p.Retry.Attempts - 1,
		Backoff:     p.Retry.Base.String() + ".." + p.Retry.Cap.String(),
		Jitter:      p.Retry.Jitter.String(),
		Breaker:     p.Breaker.String(),
		Timeouts:    timeoutFacts(p.Transport.Timeouts),
		Concurrency: p.Concurrency,
		HTTP:        string(p.Transport.Mode),
		Insecure:    p.Transport.Insecure,
	}
}

func timeoutFacts(t transport.Timeouts) string {
	text := ""
	for _, part := range []struct {
		name string
		d    time.Duration
	}{
		{"connect", t.Connect},
		{"read", t.Read},
		{"write", t.Write},
		{"pool", t.Pool},
		{"total", t.Total},
	} {
		if text != "" {
			text += ","
		}
		if part.d == 0 {
			text += part.name + "=" + strconv.Itoa(0)
			continue
		}
		text += part.name + "=" + part.d.String()
	}
	return text
}
