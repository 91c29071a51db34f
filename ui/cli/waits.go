package cli

import (
	"fmt"
	"io"
	"time"

	"weir/engine"
	"weir/sessions"
)

const (
	longWait   = 5 * time.Second  // what is told of at least
	waitsApart = 10 * time.Second // between two lines at least
)

// waits tells, where nobody sees the line of progress, of long waits as they
// begin: a run that says nothing for minutes looks as if it hung.
type waits struct {
	to    io.Writer
	told  time.Time // when a line was written last
	until time.Time // the end of the wait that it told of
}

// tell writes a line where a run waits for long at the moment now. One that
// began within a wait that was told of has the same cause.
func (w *waits) tell(st *sessions.State, now time.Time) {
	why := st.Why(now)
	if !unasked(st, why, now) || why.Until.Sub(now) < longWait || why.Since.Before(w.until) || now.Sub(w.told) < waitsApart {
		return
	}
	w.told, w.until = now, why.Until
	_, _ = fmt.Fprintf(w.to, "weir: %s\n", oneLine(why.Text))
}

// unasked says whether a wait is the server's doing: a rate that its user set
// is no news to them.
func unasked(st *sessions.State, why sessions.Why, now time.Time) bool {
	switch engine.WaitReason(why.Reason) {
	case engine.WaitBreakerOpen, engine.WaitRetryAfter, engine.WaitBackoff:
		return true
	case engine.WaitLimiter:
		o := st.Origin(why.Origin)
		return o != nil && o.Bucket.Paused(now)
	default:
		return false
	}
}
