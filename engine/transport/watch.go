package transport

import (
	"sync"
	"sync/atomic"
	"time"
)

// watch ends attempts that make no progress. One timer serves all attempts of a
// client: most end long before any timeout, and a timer for each would cost more
// than everything else that is watched.
//
// The timer is due no later than the earliest deadline, so nothing fires late.
// When it is due, all alarms are looked at and it is set to the earliest that is
// left; with deadlines that progress moves on all the time, that is seldom.
type watch struct {
	base time.Time
	due  atomic.Int64 // when the timer fires, since base; 0 where it does not run

	mu    sync.Mutex // guards the rest; taken after the lock of an attempt
	timer *time.Timer
	first *alarm
}

// alarm is an attempt's place in the watch. Its fields but the links are guarded
// by the attempt.
type alarm struct {
	a        *attempt
	deadline time.Duration // since the watch's base; 0 where nothing is watched
	kind     string
	limit    time.Duration

	prev, next *alarm
}

func newWatch() *watch { return &watch{base: time.Now()} }

// now is the client's clock. It reads the monotonic clock alone, which is half of
// what time.Now costs, and an attempt looks at it a dozen times.
func (w *watch) now() time.Duration { return time.Since(w.base) }

// join lets the watch look at an alarm until it leaves.
func (w *watch) join(m *alarm) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m.next = w.first
	if w.first != nil {
		w.first.prev = m
	}
	w.first = m
}

// leave is called once for each join.
func (w *watch) leave(m *alarm) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if m.next != nil {
		m.next.prev = m.prev
	}
	if m.prev != nil {
		m.prev.next = m.next
	} else {
		w.first = m.next
	}
	m.prev, m.next = nil, nil
}

// arm sets an alarm for no progress within limit; zero sets none. The attempt is
// locked: a sweep sees either the new deadline, or has set due before.
func (w *watch) arm(m *alarm, now time.Duration, kind string, limit time.Duration) {
	if limit <= 0 {
		m.deadline = 0
		return
	}
	m.kind, m.limit, m.deadline = kind, limit, now+limit
	if due := w.due.Load(); due == 0 || int64(m.deadline) < due {
		w.set(m.deadline)
	}
}

// set makes the timer fire at due, unless it fires before.
func (w *watch) set(due time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if old := w.due.Load(); old != 0 && old <= int64(due) {
		return
	}
	w.due.Store(int64(due))
	wait := due - w.now()
	if w.timer == nil {
		w.timer = time.AfterFunc(wait, w.sweep)
		return
	}
	w.timer.Reset(wait)
}

// sweep is called by the timer.
func (w *watch) sweep() {
	w.due.Store(0) // before looking: what is armed from here on sets the timer
	var earliest time.Duration
	for _, a := range w.attempts() {
		left := a.check()
		if left != 0 && (earliest == 0 || left < earliest) {
			earliest = left
		}
	}
	if earliest != 0 {
		w.set(earliest)
	}
}

// attempts lists those that are watched.
func (w *watch) attempts() []*attempt {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []*attempt
	for m := w.first; m != nil; m = m.next {
		all = append(all, m.a)
	}
	return all
}

// stop ends the timer. It may be called more than once.
func (w *watch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.due.Store(0)
}
