package playground

import (
	"sync"
	"time"
)

// limiter is a token bucket of burst tokens that gains one each interval; a
// request costs one. It is kept as the moment at which the bucket is full again
// (the generic cell rate algorithm), in whole nanoseconds, so the times it
// names are exact. Safe for concurrent use.
type limiter struct {
	mu       sync.Mutex
	rate     float64       // tokens a second, as it was set
	interval time.Duration // of one token, above 0
	burst    int           // at least 1
	full     time.Time     // when nothing is used any more
}

// interval is the time in which a rate a second gives one token, rounded up,
// so that the limiter never admits more than the rate.
func interval(rate float64) time.Duration {
	exact := float64(time.Second) / rate
	whole := time.Duration(exact)
	if float64(whole) < exact {
		whole++
	}
	return max(1, whole)
}

func newLimiter(rate float64, burst int) *limiter {
	return &limiter{rate: rate, interval: interval(rate), burst: burst}
}

// quota is what a limiter says of itself after a request.
type quota struct {
	admitted  bool
	limit     int           // most at once
	remaining int           // that would be admitted right now
	full      time.Duration // until nothing is used any more
	next      time.Duration // until a request is admitted; 0 if one is now
	window    time.Duration // in which limit are admitted
}

// take admits or refuses a request that comes now.
func (l *limiter) take(now time.Time) quota {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full.Before(now) {
		l.full = now
	}
	depth := time.Duration(l.burst) * l.interval
	q := quota{limit: l.burst, window: depth}
	if used := l.full.Sub(now); used+l.interval <= depth {
		q.admitted = true
		l.full = l.full.Add(l.interval)
	}
	q.full = l.full.Sub(now)
	q.remaining = int((depth - q.full) / l.interval)
	q.next = max(0, q.full+l.interval-depth)
	return q
}

// set changes rate and burst. Tokens used so far stay used, up to the burst.
func (l *limiter) set(rate float64, burst int, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	used := max(0, l.full.Sub(now)).Seconds() / l.interval.Seconds()
	l.rate, l.interval, l.burst = rate, interval(rate), burst
	l.full = now.Add(time.Duration(min(used, float64(burst)) * float64(l.interval)))
}

// refill makes the bucket full.
func (l *limiter) refill() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.full = time.Time{}
}

// order tells rate and burst in the form that sets them.
func (l *limiter) order() limiterOrder {
	l.mu.Lock()
	defer l.mu.Unlock()
	return limiterOrder{Rate: l.rate, Burst: l.burst}
}
