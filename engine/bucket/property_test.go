package bucket_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine/bucket"
)

// grant is one token that was given out and not returned.
type grant struct {
	at    time.Time
	limit int // index into owner.limits of the limit in force
}

// change is a limit and when it came into force.
type change struct {
	at    time.Time
	limit bucket.Limit
}

// owner drives a bucket at random and keeps its own books: the line as a plain
// slice, and every grant.
type owner struct {
	bucket  *bucket.Bucket
	now     time.Time
	nextID  uint64
	express int // how many at the front have skipped
	line    []uint64
	limits  []change
	grants  []grant
}

func newOwner(t *rapid.T) *owner {
	limit := drawLimit(t)
	return &owner{bucket: bucket.New(limit, epoch), now: epoch, limits: []change{{epoch, limit}}}
}

func drawLimit(t *rapid.T) bucket.Limit {
	if rapid.IntRange(0, 9).Draw(t, "unlimited at 0") == 0 {
		return bucket.Limit{}
	}
	return bucket.Limit{
		Rate:  math.Pow(10, rapid.Float64Range(-4.9, 8.9).Draw(t, "log rate")),
		Burst: rapid.IntRange(1, 12).Draw(t, "burst"),
	}
}

func (o *owner) drawID(t *rapid.T) uint64 {
	return rapid.Uint64Range(0, o.nextID).Draw(t, "id")
}

// drawPause returns a time that fits the rate in force: from a fraction of a
// token's worth to a few.
func (o *owner) drawPause(t *rapid.T) time.Duration {
	rate := 1000.0
	if limit := o.limits[len(o.limits)-1].limit; limit.Limited() {
		rate = limit.Rate
	}
	return time.Duration(rapid.Float64Range(0, 8).Draw(t, "tokens' time") / rate * 1e9)
}

func (o *owner) granted() {
	o.grants = append(o.grants, grant{o.now, len(o.limits) - 1})
}

func (o *owner) enter(t *rapid.T) {
	o.nextID++
	if !o.bucket.Enter(o.now, o.nextID) {
		o.line = append(o.line, o.nextID)
		return
	}
	if len(o.line) > 0 {
		t.Fatalf("%d was granted a token past %v", o.nextID, o.line)
	}
	o.granted()
}

func (o *owner) advance(t *rapid.T, to time.Time) int {
	if to.After(o.now) {
		o.now = to
	}
	released := o.bucket.Advance(to)
	if len(released) > len(o.line) || !slices.Equal(released, o.line[:len(released)]) {
		t.Fatalf("released %v, the line was %v", released, o.line)
	}
	o.line = o.line[len(released):]
	o.express = max(0, o.express-len(released))
	for range released {
		o.granted()
	}
	return len(released)
}

func (o *owner) leave(t *rapid.T) {
	id := o.drawID(t)
	place := slices.Index(o.line, id)
	if got := o.bucket.Leave(o.now, id); got != (place >= 0) {
		t.Fatalf("Leave(%d) = %v, the line is %v", id, got, o.line)
	}
	if place >= 0 {
		o.line = slices.Delete(slices.Clone(o.line), place, place+1)
		if place < o.express {
			o.express--
		}
	}
}

func (o *owner) skip(t *rapid.T) {
	id := o.drawID(t)
	place := slices.Index(o.line, id)
	if got := o.bucket.Skip(o.now, id); got != (place >= 0) {
		t.Fatalf("Skip(%d) = %v, the line is %v", id, got, o.line)
	}
	if place >= o.express {
		o.line = slices.Insert(slices.Delete(slices.Clone(o.line), place, place+1), o.express, id)
		o.express++
	}
}

// giveBack returns the last token if it was granted this very moment.
func (o *owner) giveBack(*rapid.T) {
	if last := len(o.grants) - 1; last >= 0 && o.grants[last].at.Equal(o.now) && o.grants[last].limit == len(o.limits)-1 {
		o.bucket.Return(o.now)
		o.grants = o.grants[:last]
	}
}

func (o *owner) setLimit(t *rapid.T) {
	limit := drawLimit(t)
	o.bucket.SetLimit(o.now, limit)
	o.limits = append(o.limits, change{o.now, limit})
}

// untilDue goes to the very time the bucket stated, after a look a hair before
// it.
func (o *owner) untilDue(t *rapid.T) {
	due, ok := o.bucket.Due()
	if ok != (len(o.line) > 0) {
		t.Fatalf("Due is %v, the line is %v", ok, o.line)
	}
	if !ok {
		return
	}
	if early := due.Add(-slack(due.Sub(epoch))); early.After(o.now) && o.advance(t, early) > 0 {
		t.Fatalf("released before it was due, at %v", due)
	}
	if o.advance(t, due) == 0 {
		t.Fatalf("due at %v, but nobody was released", due)
	}
}

// foretell compares the places with what then happens while nothing else does.
func (o *owner) foretell(t *rapid.T) {
	for _, place := range o.bucket.Places(o.now, 15) {
		for slices.Contains(o.line, place.ID) {
			due, _ := o.bucket.Due()
			if next := o.bucket.Status(o.now).Next; !next.Equal(due) {
				t.Fatalf("Status says next at %v, Due says %v", next, due)
			}
			o.untilDue(t)
		}
		allowed := slack(place.At.Sub(epoch)) + time.Duration(place.Position)
		if off := o.now.Sub(place.At).Abs(); off > allowed {
			t.Fatalf("%+v was released %v off its time", place, off)
		}
	}
}

// slack is what float64 leaves uncertain about a time so far away.
func slack(span time.Duration) time.Duration {
	return 3 + time.Duration(math.Abs(float64(span))*1e-12)
}

func (o *owner) pause(t *rapid.T) {
	until := o.now.Add(o.drawPause(t))
	o.bucket.PauseUntil(o.now, until, "quota")
	if status := o.bucket.Status(o.now); until.After(o.now) && status.PausedUntil.Before(until) {
		t.Fatalf("paused until %v, asked for %v", status.PausedUntil, until)
	}
}

// check compares what can be read with the books.
func (o *owner) check(t *rapid.T) {
	status := o.bucket.Status(o.now)
	if status.Waiting != len(o.line) {
		t.Fatalf("%d waiting, the line is %v", status.Waiting, o.line)
	}
	if burst := float64(status.Limit.Burst); status.Tokens < 0 || status.Tokens > burst {
		t.Fatalf("%v tokens in a bucket of %v", status.Tokens, burst)
	}
	places := o.bucket.Places(o.now, len(o.line))
	for i, id := range o.line {
		position, at, ok := o.bucket.Place(o.now, id)
		if !ok || position != i+1 || places[i] != (bucket.Place{ID: id, Position: position, At: at}) {
			t.Fatalf("Place(%d) = %d %v %v, Places says %+v, the line is %v", id, position, at, ok, places[i], o.line)
		}
	}
}

// allowance is the most that may be granted from one grant to a later one.
func (o *owner) allowance(from, to grant) float64 {
	allowed := float64(o.limits[from.limit].limit.Burst)
	for i := from.limit; i <= to.limit; i++ {
		if !o.limits[i].limit.Limited() {
			return math.Inf(1)
		}
		begin, end := from.at, to.at
		if o.limits[i].at.After(begin) {
			begin = o.limits[i].at
		}
		if i < to.limit {
			end = o.limits[i+1].at
		}
		allowed += o.limits[i].limit.Rate * end.Sub(begin).Seconds()
	}
	return allowed * (1 + 1e-9)
}

func (o *owner) checkRate(t *rapid.T) {
	for i, from := range o.grants {
		for j := i; j < len(o.grants); j++ {
			if allowed := o.allowance(from, o.grants[j]); float64(j-i+1) > allowed {
				t.Fatalf("%d granted from %v to %v, allowed are %v; limits %v", j-i+1, from.at, o.grants[j].at, allowed, o.limits)
			}
		}
	}
}

func TestAnySequenceKeepsTheGuarantees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := newOwner(t)
		t.Repeat(map[string]func(*rapid.T){
			"":          o.check,
			"enter":     o.enter,
			"enter too": o.enter,
			"pass time": func(t *rapid.T) { o.advance(t, o.now.Add(o.drawPause(t))) },
			"step back": func(t *rapid.T) { o.advance(t, o.now.Add(-o.drawPause(t))) },
			"until due": o.untilDue,
			"foretell":  o.foretell,
			"leave":     o.leave,
			"skip":      o.skip,
			"return":    o.giveBack,
			"set limit": o.setLimit,
			"pause":     o.pause,
			"resume":    func(*rapid.T) { o.bucket.Resume(o.now) },
		})
		for len(o.line) > 0 {
			o.untilDue(t)
		}
		o.checkRate(t)
	})
}

// A caller with one timer must never be told to come again at once.
func TestDueNeverSpins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := math.Pow(10, rapid.Float64Range(-4.9, 9).Draw(t, "log rate"))
		b := bucket.New(bucket.Limit{Rate: rate, Burst: 1}, epoch)
		for id := range uint64(50) {
			b.Enter(epoch.Add(time.Duration(rapid.Int64Range(0, 1e12).Draw(t, "enter at"))), id)
		}
		for {
			due, ok := b.Due()
			if !ok {
				return
			}
			if b.Advance(due) == nil {
				t.Fatalf("due at %v at %v/s, but nobody was released", due, rate)
			}
		}
	})
}
