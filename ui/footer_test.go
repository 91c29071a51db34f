package ui

import (
	"strings"
	"testing"
	"time"

	"weir/engine"
	"weir/ui/keys"
	"weir/ui/layout"
)

// ended is a walk that came to its end.
func ended(d *desk) {
	d.press("enter")
	s := newScript().walk().pages(1, 3)
	s.add(engine.WalkStopped{Header: s.head(0, 0), Reason: "end", Text: "no next link", Pages: 3, Items: 150})
	d.tell(s.finished(engine.RunCompleted))
}

// What the footer and the why-line offer does something when its key is
// pressed: nothing is said of there being nothing.
func TestFooterOffersWhatWorks(t *testing.T) {
	t.Parallel()
	vain := []string{"Nothing", "There is no", "There are no", "The bucket has no limit", "The run has ended", "This is the last"}
	for name, set := range map[string]func(*desk){
		"fresh": func(*desk) {}, "walking": walking, "breaker": breakerOpen, "retrying": retrying, "throttled": throttled, "ended": ended,
	} {
		for _, focus := range strings.Fields("1 2 3 4 5 6 7 8 9") {
			stand := func() *desk {
				d := newDesk(t, 160, 40)
				set(d)
				d.press(focus)
				return d
			}
			d := stand()
			here, _ := d.m.hintsHere()
			for _, h := range append(here, d.m.offers(d.m.state.Why(d.m.moment))...) {
				d := stand()
				d.m.notices.list = nil
				d.press(strings.NewReplacer("⏎", "enter", "→", "right", "←", "left").Replace(h.key))
				one, _, _ := d.m.notices.newest()
				for _, words := range vain {
					if strings.HasPrefix(one.text, words) {
						t.Errorf("%s, panel %s: %q is offered as %q and says %q", name, focus, h.key, h.text, one.text)
					}
				}
			}
		}
	}
}

func TestFooterSaysWhatAKeyDoesNow(t *testing.T) {
	t.Parallel()
	offered := func(d *desk) string {
		here, _ := d.m.hintsHere()
		var b strings.Builder
		for _, h := range here {
			b.WriteString(h.key + " " + h.text + "; ")
		}
		return b.String()
	}
	d := newDesk(t, 160, 40)
	if got := offered(d); strings.Contains(got, "pause") || strings.Contains(got, "next") || strings.Contains(got, "rate") {
		t.Errorf("before anything is sent it offers %s", got)
	}
	walking(d)
	if got := offered(d); !strings.Contains(got, "space pause") || !strings.Contains(got, "t trip;") {
		t.Errorf("during a run it offers %s", got)
	}
	s := newScript()
	s.seq, s.now = d.m.state.Seq(), d.now
	d.tell(s.add(engine.RunPaused{Header: s.head(0, 0)}))
	if got := offered(d); !strings.Contains(got, "space resume") {
		t.Errorf("while it is paused it offers %s", got)
	}
	d.press("r")
	if got := offered(d); strings.Contains(got, "resume") || !strings.Contains(got, "⏎ accept") || !strings.Contains(got, "esc close") {
		t.Errorf("while a prompt is open it offers %s", got)
	}
	d.press("esc ?")
	if got := offered(d); strings.Contains(got, "choose") {
		t.Errorf("while the help is read it offers %s", got)
	}
}

// esc goes back from a side panel, and stays where letters keep their meaning.
func TestEscStaysInTheMainPanel(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	ended(d)
	d.press("4 esc")
	if d.m.place.focus != layout.Main {
		t.Fatalf("esc leads from the breaker to %v", d.m.place.focus)
	}
	d.press("esc esc")
	if d.m.place.focus != layout.Main {
		t.Errorf("a second esc leads to %v", d.m.place.focus)
	}
	d.shows("1 goes to the requests")
	d = newDesk(t, 40, 10)
	ended(d)
	d.press("esc")
	if d.m.place.focus != layout.Requests {
		t.Errorf("where one panel stands esc leads to %v, want the list behind it", d.m.place.focus)
	}
}

// A reply that is no list is shown at once; who goes to the items is told why
// there are none.
func TestReplyWithoutItems(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	d.press("enter")
	s := newScript().walk().sent(1).answered(1, 1, 200, engine.Tally{State: "closed", Calls: 1})
	s.add(engine.ExchangeFinished{Header: s.head(1, 0), Outcome: engine.ExchangeAnswered, Status: 200, Attempts: 1})
	s.add(engine.PageFetched{Header: s.head(1, 1), Number: 1, URL: pageURL(1), Status: 200, Total: -1})
	d.tell(s.finished(engine.RunCompleted))
	if d.m.place.tab != tabBody || d.m.place.focus != layout.Main {
		t.Fatalf("the tab %v of %v is shown", d.m.place.tab, d.m.place.focus)
	}
	d.press("2")
	d.shows("no list", "Body (8)")
	d.tell(s.after(1))
	if d.m.place.tab != tabItems {
		t.Error("the tab that was chosen is turned again")
	}
}

// A key that an inner scope took is not offered for what it means outside.
func TestHurryAmongTheRequests(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	retrying(d)
	d.press("1")
	for _, h := range d.m.offers(d.m.state.Why(d.m.moment)) {
		if d.m.keys.Lookup(strings.ToLower(h.key), d.m.chain()) == keys.Write {
			t.Errorf("%q is offered for %q and writes the file", h.key, h.text)
		}
	}
}

// enter in the connections leads to the attempt that they time.
func TestConnectionsOpenTheTiming(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 160, 40)
	walking(d)
	d.press("7 enter")
	if d.m.place.tab != tabTiming || d.m.place.focus != layout.Main || d.m.widgets.exchange == 0 {
		t.Errorf("enter leads to %v of %v with exchange %d", d.m.place.tab, d.m.place.focus, d.m.widgets.exchange)
	}
}

// A breaker that was opened by hand cannot be hurried: a reset is offered, and
// the key says why it does nothing.
func TestOpenedByHandIsNotHurried(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 160, 40)
	d.press("enter")
	s := newScript().walk().pages(1, 2)
	s.add(engine.BreakerChanged{Header: s.head(0, 0), From: "closed", To: "forced-open", Rule: "by hand"})
	s.add(engine.ExchangeStarted{Header: s.head(3, 0), Method: "GET", URL: pageURL(3), Page: 3})
	s.add(engine.WaitStarted{Header: s.head(3, 0), Reason: engine.WaitBreakerOpen})
	d.tell(s.after(time.Second))
	d.shows("was opened by hand, until you reset it", "t reset")
	if strings.Contains(d.screen(), "hurry") {
		t.Error("hurrying is offered")
	}
	d.press("2 w")
	d.shows("That wait cannot be hurried", "and t resets it")
	if got := d.driver.last(); strings.HasPrefix(got, "skip") {
		t.Errorf("the engine is told to %s", got)
	}
}
