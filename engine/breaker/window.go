package breaker

import "time"

// entry is one outcome in the window.
type entry struct {
	at   time.Duration // since the breaker was made
	mark Mark
}

// window is the last outcomes, oldest first, in a ring that grows up to its
// limit.
type window struct {
	ring     []entry
	head     int // of the oldest
	size     int
	limit    int           // outcomes at most, from 1
	span     time.Duration // how long an outcome stays; 0 is for good
	failures int
	slow     int
}

// push adds an outcome and drops the oldest of a full window.
func (w *window) push(e entry) {
	if w.size == w.limit {
		w.drop()
	}
	if w.size == len(w.ring) {
		w.grow(min(w.limit, max(16, 2*len(w.ring))))
	}
	w.ring[(w.head+w.size)%len(w.ring)] = e
	w.size++
	w.count(e.mark, 1)
}

// drop takes the oldest outcome out.
func (w *window) drop() {
	w.count(w.ring[w.head].mark, -1)
	w.head = (w.head + 1) % len(w.ring)
	w.size--
}

func (w *window) count(m Mark, by int) {
	if m.Outcome == Failure {
		w.failures += by
	}
	if m.Slow {
		w.slow += by
	}
}

// prune drops what is older than the span at the time now.
func (w *window) prune(now time.Duration) {
	if w.span == 0 {
		return
	}
	for w.size > 0 && now-w.ring[w.head].at >= w.span {
		w.drop()
	}
}

func (w *window) clear() {
	w.head, w.size, w.failures, w.slow = 0, 0, 0, 0
}

// resize sets limit and span and keeps the newest outcomes that fit.
func (w *window) resize(limit int, span time.Duration) {
	for w.size > limit {
		w.drop()
	}
	w.limit, w.span = limit, span
	w.grow(min(limit, max(16, w.size)))
}

// grow moves the outcomes to a ring of another length, not below their number.
func (w *window) grow(length int) {
	ring := make([]entry, length)
	for i := range w.size {
		ring[i] = w.at(i)
	}
	w.ring, w.head = ring, 0
}

func (w *window) at(i int) entry { return w.ring[(w.head+i)%len(w.ring)] }

// marks copies the outcomes, oldest first; nil for an empty window.
func (w *window) marks() []Mark {
	if w.size == 0 {
		return nil
	}
	marks := make([]Mark, w.size)
	for i := range marks {
		marks[i] = w.at(i).mark
	}
	return marks
}
