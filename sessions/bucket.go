package sessions

import (
	"time"

	"weir/engine"
)

// Bucket is an origin's token bucket.
type Bucket struct {
	Rate        float64 // tokens a second; 0 is without limit
	Burst       int
	Tokens      float64 // at the moment At; below 0 where some are promised
	At          time.Time
	Waiting     int       // exchanges, at the moment At
	Next        time.Time // when the next waiter is released
	PausedUntil time.Time // zero where it is not held
	PauseWhy    string
	Why         string // of the last change

	queue line
}

// Unlimited says whether there is no limit.
func (b *Bucket) Unlimited() bool { return b.Rate <= 0 }

// TokensAt returns the fill at the moment now: it rises by the rate up to the
// burst. It is the burst where there is no limit.
func (b *Bucket) TokensAt(now time.Time) float64 {
	if b.Unlimited() {
		return float64(b.Burst)
	}
	since := max(0, now.Sub(b.At).Seconds())
	return min(float64(b.Burst), b.Tokens+since*b.Rate)
}

// Paused says whether the bucket is held at the moment now.
func (b *Bucket) Paused(now time.Time) bool { return now.Before(b.PausedUntil) }

// Queue returns the exchanges that wait for a token, first in first. Their
// times stand in their Wait.
func (b *Bucket) Queue() []uint64 { return b.queue.ids }

func (b *Bucket) fill(at time.Time, l engine.Level) {
	b.At, b.Tokens, b.Waiting, b.Next = at, l.Tokens, l.Waiting, l.Next
}

func (b *Bucket) change(e engine.BucketChanged) {
	b.Rate, b.Burst, b.PausedUntil, b.Why = e.Rate, e.Burst, e.PausedUntil, e.Why
	b.PauseWhy = ""
	if !e.PausedUntil.IsZero() {
		b.PauseWhy = e.Why
	}
	b.fill(e.At, e.Bucket)
}
