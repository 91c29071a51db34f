package ui

import (
	"slices"
	"testing"
	"time"

	"weir/engine"
	"weir/ui/layout"
	"weir/ui/styles"
)

// stormy is a run in which everything happens that a panel can show: pages,
// retries, a queue, a quota, an open breaker and its probes.
func stormy() []engine.Event {
	s := newScript().walk().pages(1, 4)
	for i := range 12 {
		id := uint64(5 + i)
		s.add(engine.ExchangeStarted{Header: s.head(id, 0), Method: "GET", URL: pageURL(int(id)), Page: int(id)})
		s.add(engine.WaitStarted{
			Header: s.head(id, 0), Reason: engine.WaitLimiter, Until: s.now.Add(time.Duration(i) * 100 * time.Millisecond), Position: i + 1,
			Bucket: engine.Level{Waiting: i + 1, Next: s.now.Add(100 * time.Millisecond)},
		})
	}
	s.add(engine.QuotaSeen{Header: s.head(0, 0), Dialect: "ietf", Policy: "minute", Limit: 60, Remaining: 0, Reset: s.now.Add(41 * time.Second)})
	s.add(engine.ConcurrencyChanged{Header: s.head(0, 0), Limit: 8, Max: 64, Why: "overload: 429, 503 or a timeout"})
	for n := 1; n <= 3; n++ {
		s.after(time.Second).attempt(5, n).answered(5, n, 503, tally("closed", 4+n, n, n))
		s.add(engine.RetryScheduled{Header: s.head(5, n), Next: n + 1, Max: 4, Why: "503", Delay: time.Second, Ceiling: 2 * time.Second, Until: s.now.Add(time.Second), Budget: 9})
	}
	s.add(engine.BreakerChanged{
		Header: s.head(0, 0), From: "closed", To: "open", Rule: "consecutive failures", Cause: 5, Until: s.now.Add(30 * time.Second), Tally: tally("open", 9, 5, 5),
	})
	s.after(30 * time.Second).add(engine.BreakerChanged{
		Header: s.head(0, 0), From: "open", To: "half-open", Rule: "open time elapsed", Tally: tally("half-open", 9, 5, 5),
	})
	return s.finished(engine.RunCompleted).events
}

// While a run goes on every border stands where it stood, and what a panel
// tells begins in the same column: numbers change in their places.
func TestNothingMovesDuringARun(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		for _, focus := range []string{"2", "3", "4", "5", "6", "7"} {
			d := newDesk(t, size[0], size[1])
			d.press("enter " + focus)
			first := d.m.frame
			for _, e := range stormy() {
				d.now = e.Head().At
				d.send(eventsMsg{[]engine.Event{e}})
				if d.m.frame != first {
					t.Fatalf("%v, panel %s: %T moves the panels:\n%s", size, focus, e, d.screen())
				}
				for _, p := range layout.Sides() {
					requireColumn(t, d, p)
				}
			}
		}
	}
}

// requireColumn fails unless all rows of a panel begin in the same column,
// behind the one of the cursor.
func requireColumn(t *testing.T, d *desk, p layout.Panel) {
	t.Helper()
	r := d.m.frame.Rect(p).Inner()
	if r.Empty() {
		return
	}
	for _, line := range d.m.content(p, r.W, r.H) {
		cells := []rune(styles.Plain(line))
		if !slices.Contains([]rune(" ▸"), cells[0]) {
			t.Fatalf("a row of %v begins in the column of the cursor: %q", p, string(cells))
		}
	}
}
