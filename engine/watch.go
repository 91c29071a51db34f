package engine

import (
	"context"
	"io"
	"slices"
)

// Watch gives a reader the newest events and may leave out others, for who
// wants to see now rather than everything: a reader that falls behind is
// caught up at once. Only one goroutine may read it at a time.
type Watch struct {
	e       *Engine
	size    int
	queue   []Event // guarded by e.mu, like all below
	skipped int
	ended   bool
	notify  chan struct{}
}

// Watch starts a watch that holds at most size events, from 64 on. When it is
// full, events that a later one supersedes are left out first, such as the
// progress of a body, then the oldest.
func (e *Engine) Watch(size int) *Watch {
	e.mu.Lock()
	defer e.mu.Unlock()
	w := &Watch{e: e, size: max(64, size), notify: make(chan struct{}, 1), ended: e.closed}
	e.journal.watches = append(e.journal.watches, w)
	return w
}

func (w *Watch) add(ev Event) {
	if len(w.queue) >= w.size {
		w.makeRoom()
	}
	w.queue = append(w.queue, ev)
	signal(w.notify)
}

// makeRoom leaves out superseded events, and where that frees less than a
// quarter of the queue the oldest too, so that it runs once in many events.
func (w *Watch) makeRoom() {
	before := len(w.queue)
	seen := make(map[topic]bool)
	kept := make([]Event, 0, w.size)
	for _, ev := range slices.Backward(w.queue) {
		if t, ok := topicOf(ev); ok {
			if seen[t] {
				continue
			}
			seen[t] = true
		}
		kept = append(kept, ev)
	}
	slices.Reverse(kept)
	if spare := w.size * 3 / 4; len(kept) > spare {
		kept = slices.Delete(kept, 0, len(kept)-spare)
	}
	w.skipped += before - len(kept)
	w.queue = kept
}

// topic is what an event replaces the last word on.
type topic struct {
	kind     Kind
	exchange uint64
	attempt  int
	origin   string
}

// topicOf returns what a newer event of the same topic supersedes; false for
// an event that stands by itself.
func topicOf(ev Event) (topic, bool) {
	h := ev.Head()
	switch ev.(type) {
	case BodyProgress, PhaseReached, WaitChanged:
		return topic{ev.Kind(), h.Exchange, h.Attempt, ""}, true
	case BucketChanged, ConcurrencyChanged:
		return topic{ev.Kind(), 0, 0, h.Origin}, true
	default:
		return topic{}, false
	}
}

// Next waits for events and appends all there are to dst[:0]. It also returns
// how many were left out since the last call. It returns io.EOF when the
// engine or the watch is closed and everything was read, and the context's
// error when that ends first.
func (w *Watch) Next(ctx context.Context, dst []Event) ([]Event, int, error) {
	for {
		events, skipped, ended := w.take(dst[:0])
		if len(events) > 0 {
			return events, skipped, nil
		}
		if ended {
			return events, skipped, io.EOF
		}
		select {
		case <-w.notify:
		case <-ctx.Done():
			return events, 0, context.Cause(ctx)
		}
	}
}

func (w *Watch) take(dst []Event) ([]Event, int, bool) {
	w.e.mu.Lock()
	defer w.e.mu.Unlock()
	dst = append(dst, w.queue...)
	clear(w.queue)
	w.queue = w.queue[:0]
	skipped := w.skipped
	if len(dst) > 0 {
		w.skipped = 0
	}
	return dst, skipped, w.ended
}

// Close ends the watch; what was not read is dropped.
func (w *Watch) Close() {
	w.e.mu.Lock()
	defer w.e.mu.Unlock()
	w.ended, w.queue = true, nil
	w.e.journal.watches = slices.DeleteFunc(w.e.journal.watches, func(other *Watch) bool { return other == w })
	signal(w.notify)
}
