package sessions

import (
	"context"
	"slices"
	"sync"
	"time"

	"weir/engine"
)

// Feed delivers an engine's events in their order; *engine.Feed is one. Next
// appends at least one event to dst and returns io.EOF after the last. It gives
// what is there before it heeds the context, so that a session that is closed
// behind a slow disk loses nothing. Lag is for how long the oldest event has
// waited that is not dealt with; what Next returned is when it is called again.
// It may be called by anybody.
type Feed interface {
	Next(ctx context.Context, dst []engine.Event) ([]engine.Event, error)
	Lag() time.Duration
	Close()
}

const (
	// lastWords is how long Close waits for a feed that has not ended.
	lastWords = time.Second
	// atOnce is how many events are cleaned before the writer is given them.
	atOnce = 64
)

// recorder runs the goroutines that take in feeds.
type recorder struct {
	mu    sync.Mutex
	group sync.WaitGroup
	stops []func()
	feeds []Feed // that have not ended
}

// lag is for how long the oldest event of a feed waits to be put.
func (r *recorder) lag() (most time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.feeds {
		most = max(most, f.Lag())
	}
	return most
}

// Record takes in the feed's events until it ends, in the background. They are
// cleaned of secrets and on disk within 100 ms; while the disk is behind, the
// feed is not read, and so the engine slows down. It closes the feed at the end.
func (s *Session) Record(feed Feed) error {
	if s.w == nil {
		return ErrReadOnly
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.rec.mu.Lock()
	s.rec.stops = append(s.rec.stops, cancel)
	s.rec.feeds = append(s.rec.feeds, feed)
	s.rec.mu.Unlock()
	s.rec.group.Go(func() {
		defer s.rec.leave(feed)
		defer cancel()
		s.drain(ctx, feed)
	})
	return nil
}

// leave ends a feed.
func (r *recorder) leave(feed Feed) {
	feed.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.feeds = slices.DeleteFunc(r.feeds, func(f Feed) bool { return f == feed })
}

func (s *Session) drain(ctx context.Context, feed Feed) {
	var events []engine.Event
	for {
		var err error
		events, err = feed.Next(ctx, events[:0])
		since := time.Now().Add(-feed.Lag())
		for some := range slices.Chunk(events, atOnce) {
			s.add(since, some)
		}
		if err != nil {
			return
		}
	}
}

// Add records events that come in their order, as Record does with a feed's.
func (s *Session) Add(events ...engine.Event) {
	if s.w != nil && len(events) > 0 {
		s.add(time.Now(), events)
	}
}

// add puts events in the line, the oldest of which waits since then.
func (s *Session) add(since time.Time, events []engine.Event) {
	s.check.mu.Lock()
	defer s.check.mu.Unlock()
	ops := make([]op, 0, len(events))
	for _, e := range events {
		if s.redact != nil {
			e = s.redact.Event(e)
		}
		o, err := newEventOp(e)
		if err != nil {
			s.w.tell(&TroubleError{Path: s.path, Err: err, Lost: true})
			continue
		}
		ops = append(append(ops, o), s.check.after(s, e)...)
	}
	s.mu.Lock()
	for _, e := range events {
		s.sum.add(e)
	}
	s.mu.Unlock()
	s.w.addSince(since, ops...)
}

// finish waits for the feeds to end, and ends them if they do not.
func (r *recorder) finish() {
	t := time.AfterFunc(lastWords, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, stop := range r.stops {
			stop()
		}
	})
	defer t.Stop()
	r.group.Wait()
}
