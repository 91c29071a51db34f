package transport

import "time"

// watch is the one timer of an attempt. Most attempts end long before any
// timeout, so arming only writes down a deadline: the timer itself is set again
// when it fires too early, or when a deadline comes before it.
//
// Its owner holds a lock around every method but the timer's own function.
type watch struct {
	timer    *time.Timer
	due      time.Time // when the timer fires; zero where it does not run
	deadline time.Time // zero where nothing is watched
	kind     string
	limit    time.Duration
}

// arm watches for no progress within limit; zero watches nothing. fire is called
// on a goroutine of its own and asks expired.
func (w *watch) arm(now time.Time, kind string, limit time.Duration, fire func()) {
	if limit <= 0 {
		w.disarm()
		return
	}
	w.kind, w.limit, w.deadline = kind, limit, now.Add(limit)
	switch {
	case w.timer == nil:
		w.timer = time.AfterFunc(limit, fire)
	case w.due.IsZero() || w.deadline.Before(w.due):
		w.timer.Reset(limit)
	default:
		return
	}
	w.due = w.deadline
}

// disarm watches nothing.
func (w *watch) disarm() { w.deadline = time.Time{} }

// expired is asked when the timer has fired. It returns the error where the
// deadline has passed, and otherwise sets the timer for what is left.
func (w *watch) expired(now time.Time) *TimeoutError {
	w.due = time.Time{}
	if w.deadline.IsZero() {
		return nil
	}
	if left := w.deadline.Sub(now); left > 0 {
		w.timer.Reset(left)
		w.due = w.deadline
		return nil
	}
	w.disarm()
	return &TimeoutError{Kind: w.kind, After: w.limit}
}

// stop ends the watch for good.
func (w *watch) stop() {
	w.disarm()
	if w.timer != nil {
		w.timer.Stop()
	}
}
