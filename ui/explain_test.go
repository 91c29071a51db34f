package ui

import (
	"strings"
	"testing"
	"time"

	"weir/engine"
	"weir/sessions"
)

// E explains what the place with the focus is about.
func TestExplain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		set  func(*desk)
		keys string
		want []string
	}{
		{"nothing yet", fresh, "E", []string{"There is nothing to explain yet"}},
		{"the wait", retrying, "E", []string{"What happened", "It holds no slot", "--backoff"}},
		{"the retry", retrying, "6 E", []string{"below a ceiling", "--jitter"}},
		{"the breaker", breakerOpen, "4 E", []string{"the breaker opened", "--breaker"}},
		{"the pages", walking, "3 E", []string{"What would change it", "--paginate"}},
		{"the selected event", walking, "9 home E", []string{"Each origin has its own breaker"}},
	} {
		d := newDesk(t, 120, 40)
		c.set(d)
		d.press(c.keys)
		d.shows(c.want...)
		d.press("esc")
		if d.m.dialogs.Open() {
			t.Errorf("%s: esc does not close it", c.name)
		}
	}
}

// In a replay E explains the mark on which one stands, whatever the run waits
// for around it.
func TestExplainTheMark(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, func(o *Options) { o.Replay = byHand(t) })
	for _, want := range []string{"You opened the breaker by hand", "You reset it by hand", "You had it probe by hand"} {
		d.press("m t")
		if want != "You opened the breaker by hand" {
			d.press("m c")
		}
		if want == "You had it probe by hand" {
			d.press("n")
		}
		d.press("2 E")
		d.shows(want)
		d.press("esc")
	}
}

// byHand is a session in which a person trips the breaker while a page is on
// its way, resets it, and lets it probe.
func byHand(t *testing.T) *sessions.Session {
	t.Helper()
	s := newScript().walk().pages(1, 2).sent(3).after(time.Second)
	for _, to := range []string{"closed forced-open", "forced-open closed", "open half-open"} {
		from, to, _ := strings.Cut(to, " ")
		s.add(engine.BreakerChanged{Header: s.head(0, 0), From: from, To: to, Rule: "by hand"})
		s.after(time.Second)
	}
	session, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	session.Add(s.finished(engine.RunCompleted).events...)
	return session
}
