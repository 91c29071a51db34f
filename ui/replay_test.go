package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/layout"
)

// storied is a session of three runs in which everything happens that a time
// line marks.
func storied(t *testing.T) *sessions.Session {
	t.Helper()
	s, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	s.Add(story().events...)
	return s
}

// story is what happens in it.
func story() *script {
	s := newScript().walk().pages(1, 5).after(time.Second)
	s.add(engine.QuotaSeen{Header: s.head(5, 1), Dialect: "ietf", Limit: 60, Remaining: 12, Reset: s.now.Add(time.Minute), Evidence: "RateLimit"})
	s.finished(engine.RunCompleted)
	s.run = 2
	s.after(2*time.Second).started("outage").sent(6).after(40*time.Millisecond).answered(6, 1, 503, tally("closed", 6, 1, 1))
	s.add(engine.RetryScheduled{Header: s.head(6, 1), Next: 2, Max: 4, Why: "503", Delay: time.Second, Until: s.now.Add(time.Second), Budget: 9})
	s.after(time.Second).attempt(6, 2).after(40*time.Millisecond).answered(6, 2, 503, tally("open", 7, 2, 2))
	s.add(engine.BreakerChanged{
		Header: s.head(6, 2), From: "closed", To: "open", Rule: "consecutive", Cause: 6, Until: s.now.Add(3 * time.Second),
		Settings: "consecutive=2,ratio=0.5,window=20,minimum=10,open=3s,probes=1", Tally: tally("open", 7, 2, 2),
	})
	s.add(engine.RetryRefused{Header: s.head(6, 2), Reason: "breaker-open", Why: "503"})
	s.add(engine.ExchangeFinished{Header: s.head(6, 0), Outcome: engine.ExchangeRefused, Status: 503, Attempts: 2, Elapsed: 1080 * time.Millisecond})
	s.add(engine.PageFailed{Header: s.head(6, 2), Number: 6, Error: &engine.ErrorFacts{Class: "status", Text: "503"}})
	s.finished(engine.RunFailed)
	s.after(3 * time.Second).add(engine.PolicyChanged{Header: s.head(0, 0), Policy: "rate", From: "10/s", To: "5/s"})
	s.add(engine.BreakerChanged{
		Header: s.head(0, 0), From: "open", To: "half-open", Rule: "time",
		Settings: "consecutive=2,ratio=0.5,window=20,minimum=10,open=3s,probes=1", Tally: tally("half-open", 0, 0, 0),
	})
	s.run = 3
	return s.after(time.Second).started("gauges again").pages(7, 9).finished(engine.RunCompleted)
}

func (s *script) started(name string) *script {
	return s.add(engine.RunStarted{
		Header: s.head(0, 0), Mode: engine.ModeWalk, Name: name, Method: "GET", URL: testOrigin + "/v1/gauges?limit=50",
		Requests: 1, Paginate: "auto", Policy: engine.DefaultPolicy().Facts(),
	})
}

func (s *script) finished(how engine.RunOutcome) *script {
	return s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: how, Elapsed: time.Second})
}

// Every kind of mark is reached by its letter, and n stays with it.
func TestJumpToAKindOfMark(t *testing.T) {
	t.Parallel()
	events := story().events
	for key, want := range map[string]engine.Kind{
		"s": engine.KindRunStarted, "e": engine.KindRunFinished, "t": engine.KindBreakerChanged, "c": engine.KindBreakerChanged,
		"r": engine.KindRetryScheduled, "u": engine.KindRetryRefused, "f": engine.KindPageFailed, "l": engine.KindQuotaSeen,
		"p": engine.KindPolicyChanged,
	} {
		d := newDesk(t, 120, 40, func(o *Options) { o.Replay = storied(t) })
		d.press("m " + key)
		if got := events[d.m.replay.at-1].Kind(); got != want {
			t.Errorf("m %s goes to %s, want %s", key, got, want)
		}
		at := d.m.replay.at
		if d.press("n p"); events[d.m.replay.at-1].Kind() != want {
			t.Errorf("after m %s, n and p leave %d for %s", key, at, events[d.m.replay.at-1].Kind())
		}
	}
	d := newDesk(t, 120, 40, func(o *Options) { o.Replay = storied(t) })
	d.press("g m r")
	d.shows("n: retries")
	d.press("m a n")
	if d.m.replay.only != nil {
		t.Error("a does not go back to any mark")
	}
}

// The bar is dragged with the mouse, past its ends too.
func TestScrubWithTheMouse(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 20}, {80, 24}, {120, 40}} {
		d := newDesk(t, size[0], size[1], func(o *Options) { o.Replay = storied(t) })
		bar, r := d.m.bar(), d.m.replay
		d.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: bar.X + bar.W/2, Y: bar.Y})
		if at := r.moment.Sub(r.first); at < r.last.Sub(r.first)*4/10 || at > r.last.Sub(r.first)*6/10 {
			t.Errorf("%v: a click in the middle goes to %v of %v", size, at, r.last.Sub(r.first))
		}
		d.send(tea.MouseMotionMsg{Button: tea.MouseLeft, X: -5, Y: bar.Y + 9})
		if r.moment != r.first {
			t.Errorf("%v: dragged off the left end it shows %v", size, r.moment.Sub(r.first))
		}
		d.send(tea.MouseMotionMsg{Button: tea.MouseLeft, X: 999, Y: bar.Y})
		d.send(tea.MouseReleaseMsg{})
		if r.moment != r.last || d.m.place.drag != noDrag {
			t.Errorf("%v: dragged off the right end it shows %v", size, r.moment.Sub(r.first))
		}
	}
}

// The runs of a recording stand with their times, and lead to where they begin.
func TestRunsOfAReplay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, func(o *Options) { o.Replay = storied(t) })
	d.shows("gauges a…", "outage    00:03.2")
	d.press("1 down enter")
	if r := d.m.state.Focus(); r == nil || r.Name != "outage" || r.Exchanges != 0 {
		t.Errorf("the second run's row goes to %+v", r)
	}
}

// What is still being recorded is followed until a person moves.
func TestFollowARecording(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, withSession(t))
	s := newScript().walk().pages(1, 2)
	d.m.opts.Session.Add(s.events...)
	d.tell(s)
	d.press("R F")
	d.shows("following")
	s.pages(3, 5)
	d.m.opts.Session.Add(s.events...)
	if err := d.m.opts.Session.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.send(tickMsg{})
	if got := d.m.state.Counters.Pages; got != 5 || d.m.replay.at != d.m.replay.length {
		t.Errorf("after more was recorded %d pages are there", got)
	}
	if d.press("left"); d.m.replay.following || d.m.pace() != 0 {
		t.Error("a step by hand does not end the following")
	}
}

// The screen is there while a session is read, and the reading can be stopped.
func TestReadingIsShownAndStopped(t *testing.T) {
	t.Parallel()
	for _, live := range []bool{true, false} {
		d := newDesk(t, 120, 40)
		if !live {
			d.m.driver = nil
		}
		opened := d.m.replayOpened(replayMsg{session: storied(t)})
		r := d.m.replay
		r.read.Store(312_000)
		d.send(totalMsg{r, 1_000_000})
		d.shows("reading 312,000 of 1,000,000 events", "esc stops", "31 %")
		d.press("esc")
		if r.ctx.Err() == nil || live != (d.m.replay == nil) {
			t.Errorf("live %v: esc leaves the reading with %v, replay %v", live, r.ctx.Err(), d.m.replay != nil)
		}
		d.run(opened)
		if !live {
			d.shows("reading was stopped")
		}
	}
}

// A session that is left while it is read is closed only afterwards.
func TestLeftWhileItIsRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	r := &replay{session: storied(t), owned: true, busy: true, live: d.m.state}
	r.ctx, r.cancel = context.WithCancel(t.Context())
	d.m.replay = r
	if cmd := d.m.leaveReplay(); cmd != nil {
		t.Error("it is closed under the reader")
	}
	if cmd := d.m.replayLoaded(loadedMsg{of: r}); cmd == nil {
		t.Error("it is never closed")
	}
}

// The legend names only what there is, and gives way where there is no room.
func TestLegend(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 160, 40, func(o *Options) { o.Replay = storied(t) })
	lines := strings.Join(plainLines(d, layout.Timeline), "\n")
	for _, want := range []string{"▲ 1 trip", "○ 1 retry", "■ 1 lost page", "◆ 1 quota", "● 1 given up"} {
		if !strings.Contains(lines, want) {
			t.Errorf("the legend does not hold %q:\n%s", want, lines)
		}
	}
	if d := newDesk(t, 120, 40, func(o *Options) { o.Replay = recorded(t) }); strings.Contains(d.screen(), "▲") {
		t.Error("the legend names what there is not")
	}
}

// plainLines is what stands in a panel's rectangle.
func plainLines(d *desk, p layout.Panel) []string {
	r := d.m.frame.Rect(p)
	return strings.Split(d.screen(), "\n")[r.Y : r.Y+r.H]
}

// At the beginning of a replay nothing can be sent, so no empty tab says how.
func TestAReplaysEmptyBodyOffersNothing(t *testing.T) {
	t.Parallel()
	s := recorded(t)
	b := s.OpenBody(engine.BodyRef{Run: 1, Exchange: 1, Attempt: 1, Part: engine.ResponseBody, Method: "GET", URL: pageURL(1), ContentType: "application/json"})
	_, _ = b.Write([]byte(`{"id":1}`))
	if err := errors.Join(b.Close(true), s.Sync(t.Context())); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 120, 40, func(o *Options) { o.Replay = s })
	if d.press("8 G"); d.m.tree() == nil {
		t.Fatal("there is no body at the end")
	}
	d.press("g")
	if screen := d.screen(); strings.Contains(screen, "sends the selected request") || !strings.Contains(screen, "nothing has happened yet") {
		t.Errorf("the body says\n%s", screen)
	}
	here, _ := d.m.hintsHere()
	for _, h := range here {
		if slices.Contains([]string{"fold", "level", "filter", "find"}, h.text) {
			t.Errorf("%s is offered as %s", h.key, h.text)
		}
	}
}
