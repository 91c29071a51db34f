package bucket

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

// Bucket grants tokens at a limited rate and keeps those who wait for one in
// line. Make one with New. It is not safe for concurrent use.
type Bucket struct {
	limit  Limit
	tokens *rate.Limiter
	line   line
	// seen is the latest time the bucket was told.
	seen        time.Time
	pausedUntil time.Time
	pauseWhy    string
}

// New returns a full bucket. A limit that Validate would refuse is brought into
// range, never to a faster one.
func New(l Limit, now time.Time) *Bucket {
	b := &Bucket{limit: l.usable(), seen: now}
	b.fill()
	return b
}

// Enter asks for a token for the id. It returns true if the token was granted at
// once, which needs a token, an empty line and no pause; otherwise the id joins
// the end of the line and Advance will name it. An id that already waits keeps
// its place.
func (b *Bucket) Enter(now time.Time, id uint64) bool {
	b.tell(now)
	if b.line.len() == 0 && b.take() {
		return true
	}
	if _, waits := b.line.index[id]; !waits {
		b.line.push(id)
	}
	return false
}

// Advance grants every token that is due and returns who got one, first in line
// first, or nil. The slice belongs to the caller.
func (b *Bucket) Advance(now time.Time) []uint64 {
	b.tell(now)
	var released []uint64
	for b.line.len() > 0 && b.take() {
		released = append(released, b.line.pop())
	}
	return released
}

// Leave takes the id out of the line and reports whether it stood there. Those
// behind move up. It takes constant time.
func (b *Bucket) Leave(now time.Time, id uint64) bool {
	b.tell(now)
	return b.line.remove(id)
}

// Skip moves the id to the front of the line, behind those who skipped before
// it, and reports whether it stood there. It gets the next token, not an extra
// one: the rate holds, and so does a pause. It takes constant time.
func (b *Bucket) Skip(now time.Time, id uint64) bool {
	b.tell(now)
	return b.line.skip(id)
}

// Return gives back one token that was granted but not spent; a full bucket
// stays as it is. Return it in the same turn as the grant, at the same time: a
// token that comes back after the bucket has refilled would have overflowed
// meanwhile, and its return lets one more through than an unused token would.
func (b *Bucket) Return(now time.Time) {
	b.tell(now)
	if b.limit.Limited() {
		// Reservation.CancelAt does nothing once the reservation's time has
		// passed. Taking minus one token is its counterpart for later, and the
		// limiter cuts at its burst whenever it counts.
		b.tokens.AllowN(b.seen, -1)
	}
}

// SetLimit changes rate and burst. The tokens in the bucket stay, cut to the new
// burst, and every waiter's time of release follows from the new rate. A bucket
// that was unlimited starts full. A limit that Validate would refuse is brought
// into range, never to a faster one.
func (b *Bucket) SetLimit(now time.Time, l Limit) {
	b.tell(now)
	was := b.limit
	b.limit = l.usable()
	if !was.Limited() || !b.limit.Limited() {
		b.fill()
		return
	}
	b.tokens.SetLimitAt(b.seen, rate.Limit(b.limit.Rate))
	b.tokens.SetBurstAt(b.seen, b.limit.Burst)
}

// PauseUntil grants nothing before the time until, for the reason why. Of two
// pauses the later end holds, with its reason; an end that has passed changes
// nothing. Tokens keep flowing in, up to the burst.
func (b *Bucket) PauseUntil(now, until time.Time, why string) {
	b.tell(now)
	if until.After(b.seen) && until.After(b.pausedUntil) {
		b.pausedUntil, b.pauseWhy = until, why
	}
}

// Resume ends the pause, if there is one.
func (b *Bucket) Resume(now time.Time) {
	b.tell(now)
	b.pausedUntil, b.pauseWhy = time.Time{}, ""
}

// Due returns when Advance has something to release: Advance told exactly this
// time, or any later one, releases at least the first in line. It may lie in the
// past. It is false if nobody waits. Any other call can change it.
func (b *Bucket) Due() (time.Time, bool) {
	if b.line.len() == 0 {
		return time.Time{}, false
	}
	due := b.tokenAt()
	if b.pausedUntil.After(due) {
		due = b.pausedUntil
	}
	return due, true
}

// tell moves the bucket's time forward, never back, and ends a pause that is
// over.
func (b *Bucket) tell(now time.Time) {
	if now.After(b.seen) {
		b.seen = now
	}
	if !b.pausedUntil.After(b.seen) {
		b.pausedUntil, b.pauseWhy = time.Time{}, ""
	}
}

// take takes one token if there is one to take now.
func (b *Bucket) take() bool {
	if b.pausedUntil.After(b.seen) || b.level(b.seen) < 1 {
		return false
	}
	return b.tokens.AllowN(b.seen, 1)
}

// level returns the tokens in the bucket at a time not before seen. It decides
// alone whether a token is there; the limiter itself would grant one up to a
// nanosecond early.
func (b *Bucket) level(at time.Time) float64 {
	if !b.limit.Limited() {
		return math.Inf(1)
	}
	return b.tokens.TokensAt(at)
}

// tokenAt returns the earliest time, not before seen, at which a token is in the
// bucket.
func (b *Bucket) tokenAt() time.Time {
	missing := 1 - b.level(b.seen)
	if missing <= 0 {
		return b.seen
	}
	at := b.seen.Add(b.refill(missing))
	// Rounding leaves the sum a hair below one; an owner that came then would
	// have to come again, and again.
	for step := time.Nanosecond; b.level(at) < 1; step *= 2 {
		at = at.Add(step)
	}
	return at
}

// refill returns how long a limited bucket takes to gain the tokens, rounded
// down.
func (b *Bucket) refill(tokens float64) time.Duration {
	nanos := tokens / b.limit.Rate * float64(time.Second)
	if nanos >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(nanos)
}

func (b *Bucket) fill() {
	limit := rate.Inf
	if b.limit.Limited() {
		limit = rate.Limit(b.limit.Rate)
	}
	b.tokens = rate.NewLimiter(limit, b.limit.Burst)
}
