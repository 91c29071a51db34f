package ui

import (
	"strings"
	"testing"

	"weir/engine/playground"
	"weir/ui/layout"
)

// onPlayground gives the screen a practice API.
func onPlayground(t *testing.T) func(*Options) {
	t.Helper()
	server, err := playground.Start(t.Context(), playground.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return func(o *Options) { o.Playground, o.Requests = server, practice(testOrigin) }
}

func TestTour(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		d := newDesk(t, size[0], size[1], onPlayground(t))
		d.press("N")
		checkFrame(t, d, size[0], size[1])
		d.shows("Tour 1 of 9 · Send a request", "⏎ send it", "N next")
		d.press("enter")
		d.tell(newScript().started("link header").pages(1, 1))
		d.shows("✓ send it")
		d.press("E esc")
		d.shows("✓ have it explained", "✓ done: N next")
		d.press("N")
		if got := d.driver.last(); strings.Contains(got, "cancel") {
			t.Errorf("a lesson about the same request does: %s", got)
		}
		d.press("N")
		if got := d.driver.last(); got != "cancel" {
			t.Errorf("a lesson about another request does not end the walk: %s", got)
		}
		d.press("N")
		d.shows("Tour 4 of 9", "flaky")
		if got, _ := d.m.requests.selected(); got.Name != "flaky replies" {
			t.Errorf("the lesson selects %q", got.Name)
		}
		d.press("P")
		d.shows("Tour 3 of 9")
		if d.press("H"); d.m.frame.Shown(layout.Tour) {
			t.Error("H does not end the tour")
		}
	}
}

// All requests that lessons are about are there.
func TestTourRequests(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, onPlayground(t))
	for d.press("N"); d.m.steps.tour.On(); d.press("N") {
		l, _ := d.m.steps.tour.Lesson()
		if got, _ := d.m.requests.selected(); l.Request != "" && got.Name != l.Request {
			t.Errorf("%q selects %q, want %q", l.Title, got.Name, l.Request)
		}
		checkFrame(t, d, 120, 40)
	}
}

// Where there is no practice API there is no tour.
func TestNoTour(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	d.press("N")
	d.shows("start weir without a target")
	if d.press("P"); d.m.steps.tour.On() {
		t.Error("P begins the tour")
	}
}
