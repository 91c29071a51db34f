package aimd

import "time"

// Window is how long after a decrease further signs of overload are taken for
// the same burst.
const Window = time.Second

// Limit is how many requests may be in flight at once. Make one with New. It is
// not safe for concurrent use.
type Limit struct {
	limit, max int
	// successes counts those since the limit last changed or was overloaded.
	successes int
	// spared is until when overload changes nothing more.
	spared time.Time
}

// New returns a limit that stands at its maximum. A maximum below 1 is 1.
func New(maximum int, now time.Time) *Limit {
	maximum = max(maximum, 1)
	return &Limit{limit: maximum, max: maximum, spared: now}
}

// Limit returns how many may be in flight now, from 1 to Max. Those already in
// flight when it falls are the owner's to let finish.
func (l *Limit) Limit() int { return l.limit }

// Max returns the limit's upper end.
func (l *Limit) Max() int { return l.max }

// OnSuccess counts a request that the server bore and reports whether that
// raised the limit.
func (l *Limit) OnSuccess(time.Time) bool {
	if l.limit == l.max {
		return false
	}
	l.successes++
	if l.successes < l.limit {
		return false
	}
	l.limit++
	l.successes = 0
	return true
}

// OnOverload counts a sign of overload and reports whether that lowered the
// limit: to half, at least 1, and at most once in each Window. Even where it
// lowers nothing, the successes counted so far towards an increase are void.
func (l *Limit) OnOverload(now time.Time) bool {
	l.successes = 0
	if now.Before(l.spared) || l.limit == 1 {
		return false
	}
	l.limit /= 2
	l.spared = now.Add(Window)
	return true
}

// SetMax changes the upper end, at least 1, and reports whether the limit moved
// with it. A limit that stands at its maximum stays there; one that overload has
// lowered only grows by successes.
func (l *Limit) SetMax(maximum int) bool {
	was, atMax := l.limit, l.limit == l.max
	l.max = max(maximum, 1)
	if atMax || l.limit > l.max {
		l.limit = l.max
	}
	if l.limit != was {
		l.successes = 0
	}
	return l.limit != was
}
