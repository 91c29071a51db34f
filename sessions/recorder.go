package sessions

import (
	"context"
	"sync"
	"time"

	"weir/engine"
)

// Feed delivers an engine's events in their order; *engine.Feed is one. Next
// appends at least one event to dst and returns io.EOF after the last. It gives
// what is there before it heeds the context, so that a session that is closed
// behind a slow disk loses nothing.
type Feed interface {
	Next(ctx context.Context, dst []engine.Event) ([]engine.Event, error)
	Close()
}

// lastWords is how long Close waits for a feed that has not ended.
const lastWords = time.Second

// recorder runs the goroutines that take in feeds.
type recorder struct {
	mu    sync.Mutex
	group sync.WaitGroup
	stops []func()
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
	s.rec.mu.Unlock()
	s.rec.group.Go(func() {
		defer feed.Close()
		defer cancel()
		s.drain(ctx, feed)
	})
	return nil
}

func (s *Session) drain(ctx context.Context, feed Feed) {
	var events []engine.Event
	for {
		var err error
		events, err = feed.Next(ctx, events[:0])
		s.Add(events...)
		if err != nil {
			return
		}
	}
}

// Add records events that come in their order, as Record does with a feed's.
func (s *Session) Add(events ...engine.Event) {
	if s.w == nil || len(events) == 0 {
		return
	}
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
	s.w.add(ops...)
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
