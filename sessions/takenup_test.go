package sessions

import (
	"testing"
	"time"

	"weir/engine"
)

// A walk that stopped and is taken up again is not shown as stopped; one that
// came to its end is, also when a page that had failed comes late.
func TestStopIsForgottenWhereTheWalkGoesOn(t *testing.T) {
	t.Parallel()
	for resume, gone := range map[string]bool{`{"page":1}`: true, "": false} {
		s := NewState()
		h := engine.Header{Seq: 1, At: time.Unix(1, 0), Run: 1}
		s.Apply(engine.RunStarted{Header: h, Mode: engine.ModeWalk, Method: "GET", URL: "http://a.test/"})
		s.Apply(engine.WalkStopped{Header: h, Reason: "server-error", Resume: resume})
		s.Apply(engine.PageFetched{Header: h, Number: 2, Items: 1, Total: -1})
		if got := s.Focus().Walk.Stop == nil; got != gone {
			t.Errorf("resume %q: the stop is forgotten: %v", resume, got)
		}
	}
}
