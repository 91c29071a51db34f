package engine

import (
	"context"
	"io"
	"slices"
	"sync/atomic"
	"time"
)

// Feed gives a reader every event, in order, from the moment Engine.Follow was
// called. Only one goroutine may read it at a time.
type Feed struct {
	e      *Engine
	bound  int
	queue  []Event // guarded by e.mu, like all below
	ended  bool
	notify chan struct{} // holds one token when there is something new
	oldest atomic.Int64  // moment since the engine's start of the oldest event that is not dealt with; 0 for none
}

// Follow starts a feed. While more than bound events wait in it, from 1 on,
// the engine starts no new attempt: what is under way still adds its events,
// so the queue's length is bound plus a small number for each attempt in
// flight.
func (e *Engine) Follow(bound int) *Feed {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := &Feed{e: e, bound: max(1, bound), notify: make(chan struct{}, 1), ended: e.closed}
	e.journal.feeds = append(e.journal.feeds, f)
	return f
}

func (f *Feed) add(ev Event) {
	if f.queue = append(f.queue, ev); f.oldest.Load() == 0 {
		f.waits(ev)
	}
	signal(f.notify)
}

// waits says that an event is the oldest that is not dealt with.
func (f *Feed) waits(ev Event) { f.oldest.Store(int64(ev.Head().At.Sub(f.e.born)) + 1) }

// Lag returns for how long the oldest event that the reader has not dealt with
// has waited; 0 where there is none. What Next returned counts as dealt with
// when it is called again. It takes no lock and may be called by anybody.
func (f *Feed) Lag() time.Duration {
	oldest := f.oldest.Load()
	if oldest == 0 {
		return 0
	}
	return max(0, time.Since(f.e.start)-time.Duration(oldest-1))
}

// Next waits for events and appends all there are to dst[:0]. It returns
// io.EOF when the engine or the feed is closed and everything was read, and
// the context's error when that ends first.
func (f *Feed) Next(ctx context.Context, dst []Event) ([]Event, error) {
	for {
		events, ended := f.take(dst[:0])
		if len(events) > 0 {
			return events, nil
		}
		if ended {
			return events, io.EOF
		}
		select {
		case <-f.notify:
		case <-ctx.Done():
			return events, context.Cause(ctx)
		}
	}
}

// take moves the queue to dst. An engine that was held back by this feed goes on.
func (f *Feed) take(dst []Event) ([]Event, bool) {
	e := f.e
	e.mu.Lock()
	defer e.unlock()
	dst = append(dst, f.queue...)
	clear(f.queue)
	f.queue = f.queue[:0]
	if len(dst) == 0 {
		f.oldest.Store(0)
		return dst, f.ended
	}
	f.waits(dst[0])
	e.releaseHeld(e.now())
	return dst, f.ended
}

// Close ends the feed; what was not read is dropped and the engine no longer
// waits for it.
func (f *Feed) Close() {
	e := f.e
	e.mu.Lock()
	defer e.unlock()
	f.ended, f.queue = true, nil
	f.oldest.Store(0)
	e.journal.feeds = slices.DeleteFunc(e.journal.feeds, func(other *Feed) bool { return other == f })
	signal(f.notify)
	e.releaseHeld(e.now())
}

// signal leaves one token in a channel of capacity one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
