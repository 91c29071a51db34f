package bucket

import "time"

// Status is what a bucket shows of itself at one moment.
type Status struct {
	Limit Limit
	// Tokens are those that could be taken now, in fractions, from 0 to
	// Limit.Burst. An unlimited bucket is always full.
	Tokens float64
	// Waiting is how many stand in line.
	Waiting int
	// Next is when the first in line gets its token, zero if nobody waits.
	Next time.Time
	// PausedUntil is when the pause ends and PauseWhy its reason; both are zero
	// if the bucket is not paused.
	PausedUntil time.Time
	PauseWhy    string
}

// Status returns the state at the time now. It changes nothing and allocates
// nothing.
func (b *Bucket) Status(now time.Time) Status {
	now = b.notBefore(now)
	status := Status{
		Limit:   b.limit,
		Tokens:  min(b.level(now), float64(b.limit.Burst)),
		Waiting: b.line.len(),
	}
	if b.pausedUntil.After(now) {
		status.PausedUntil, status.PauseWhy = b.pausedUntil, b.pauseWhy
	}
	status.Next, _ = b.Due()
	return status
}

// Place is one waiter's stand in the line.
type Place struct {
	ID uint64
	// Position counts from 1, who goes next.
	Position int
	// At is when the token will be granted if nobody leaves or skips and the
	// limit and the pause stay as they are, to a nanosecond for each place.
	At time.Time
}

// Place returns the position of the id, from 1, and when it will be released;
// false if it does not wait. The first and the last in line are found in
// constant time, others in a step for each waiter ahead.
func (b *Bucket) Place(now time.Time, id uint64) (position int, at time.Time, ok bool) {
	position, ok = b.line.position(id)
	if !ok {
		return 0, time.Time{}, false
	}
	return position, b.forecast(now).at(position), true
}

// Places returns the first waiters, at most so many, in order, or nil. The slice belongs to
// the caller.
func (b *Bucket) Places(now time.Time, most int) []Place {
	count := min(most, b.line.len())
	if count <= 0 {
		return nil
	}
	forecast := b.forecast(now)
	places := make([]Place, 0, count)
	for at := b.line.head(); len(places) < count; at = b.line.slots[at].next {
		position := len(places) + 1
		places = append(places, Place{ID: b.line.slots[at].id, Position: position, At: forecast.at(position)})
	}
	return places
}

// forecast foretells the releases of a line that is not empty.
type forecast struct {
	bucket *Bucket
	// start is when the first is released, and tokens what is in the bucket
	// then: so many leave together, the rest one by one as tokens flow in.
	start  time.Time
	tokens float64
}

func (b *Bucket) forecast(now time.Time) forecast {
	due, _ := b.Due()
	if now = b.notBefore(now); now.After(due) {
		due = now
	}
	return forecast{bucket: b, start: due, tokens: b.level(due)}
}

func (f forecast) at(position int) time.Time {
	missing := float64(position) - f.tokens
	if missing <= 0 {
		return f.start
	}
	return f.start.Add(f.bucket.refill(missing))
}

func (b *Bucket) notBefore(now time.Time) time.Time {
	if now.Before(b.seen) {
		return b.seen
	}
	return now
}
