package breaker

import "time"

// window holds the latest outcomes, oldest first, and their sums.
type window struct {
	marks    []entry // a ring
	head     int     // of the oldest
	calls    int
	failures int
	slow     int
}

type entry struct {
	at time.Time
	Mark
}

// add puts an outcome in; where the window is full the oldest leaves.
func (w *window) add(at time.Time, m Mark, size int) {
	if w.calls >= size {
		w.drop()
	}
	if w.calls == len(w.marks) {
		w.grow()
	}
	w.marks[(w.head+w.calls)%len(w.marks)] = entry{at, m}
	w.calls++
	if m.Outcome == Failure {
		w.failures++
	}
	if m.Slow {
		w.slow++
	}
}

func (w *window) grow() {
	marks := make([]entry, max(32, 2*len(w.marks)))
	for i := range w.calls {
		marks[i] = w.marks[(w.head+i)%len(w.marks)]
	}
	w.marks, w.head = marks, 0
}

// drop takes the oldest outcome out.
func (w *window) drop() {
	m := w.marks[w.head]
	w.head = (w.head + 1) % len(w.marks)
	w.calls--
	if m.Outcome == Failure {
		w.failures--
	}
	if m.Slow {
		w.slow--
	}
}

// expire takes out what is older than age; 0 keeps all.
func (w *window) expire(now time.Time, age time.Duration) {
	for age > 0 && w.calls > 0 && now.Sub(w.marks[w.head].at) >= age {
		w.drop()
	}
}

// fit makes the window no larger than size.
func (w *window) fit(size int) {
	for w.calls > size {
		w.drop()
	}
}

func (w *window) clear() { w.head, w.calls, w.failures, w.slow = 0, 0, 0, 0 }

func (w *window) copy() []Mark {
	marks := make([]Mark, w.calls)
	for i := range marks {
		marks[i] = w.marks[(w.head+i)%len(w.marks)].Mark
	}
	return marks
}
