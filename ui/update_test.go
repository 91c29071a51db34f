package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"weir/engine"
	"weir/engine/bucket"
	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/layout"
)

// What a key asks of the engine.
func TestKeysReachTheEngine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		set  func(*desk)
		keys string
		want string
	}{
		{"send", fresh, "enter", "start GET " + testOrigin + "/v1/gauges?limit=50"},
		{"send what is selected", fresh, "down enter", "start GET " + testOrigin + "/v1/gauges/g-000001"},
		{"a POST is sent once", fresh, "j j enter", "start POST " + testOrigin + "/v1/gauges/g-000001/move"},
		{"the next page asks ahead", walking, "n", "want 4"},
		{"and again", walking, "n n", "want 5"},
		{"the last page that is there asks for nothing", walking, "G", "want 3"},
		{"every page", walking, "A", "want 2147483647"},
		{"pause", walking, "space", "pause"},
		{"cancel", walking, "ctrl+x", "cancel"},
		{"esc gives up what flies", alone, "esc", "give up 1"},
		{"esc asks before it cancels a walk", walking, "esc", "want 3"},
		{"esc again cancels it", walking, "esc esc", "cancel"},
		{"another key between them means no", walking, "esc j esc", "want 3"},
		{"hurry a backoff", retrying, "w", "skip 3"},
		{"retry now from the ladder", retrying, "6 enter", "skip 3"},
		{"give up from the ladder", retrying, "6 X", "give up 3"},
		{"trip", walking, "t", "trip " + testOrigin},
		{"reset", breakerOpen, "t", "reset " + testOrigin},
		{"disable", walking, "D", "disable " + testOrigin},
		{"the menu of the breaker", walking, "b t", "trip " + testOrigin},
		{"the palette", walking, ": d i s a b l e enter", "disable " + testOrigin},
		{"rate", walking, "r ctrl+u 5 / s enter", "limit " + testOrigin + " 5 6"},
		{"rate where there was none", boundless, "r ctrl+u 3 / s enter", "limit " + testOrigin + " 3 3"},
		{"no limit", walking, "r ctrl+u o f f enter", fmt.Sprintf("limit %s %g 6", testOrigin, bucket.Unlimited)},
		{"burst", walking, "B ctrl+u 9 enter", "limit " + testOrigin + " 10 9"},
		{"faster", walking, "5 +", "limit " + testOrigin + " 12.5 6"},
		{"slower", walking, "5 -", "limit " + testOrigin + " 8 6"},
		{"slots", walking, "C ctrl+u 8 enter", "concurrency 8"},
		{"go to a page", walking, "3 # ctrl+u 9 enter", "want 10"},
		{"scroll beyond the end", walking, "end down", "want 5"},
		{"a URL of one's own", fresh, "u ctrl+u e x . o r g enter", "start GET https://ex.org"},
		{"a method of one's own", fresh, "u ctrl+u P U T space e x . o r g enter", "start PUT https://ex.org"},
		{"a rate that is none changes nothing", walking, "r ctrl+u x enter", "want 3"},
		{"nothing to trip yet", fresh, "t", ""},
		{"nothing to pause", fresh, "space", ""},
	}
	for _, tt := range tests {
		d := newDesk(t, 120, 40)
		tt.set(d)
		d.press(tt.keys)
		if got := d.driver.last(); got != tt.want {
			t.Errorf("%s: the engine was asked %q, want %q (%q)", tt.name, got, tt.want, d.driver.calls)
		}
	}
}

func fresh(*desk) {}

func TestPlans(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	d.press("enter 1 j j enter")
	if len(d.driver.plans) != 2 {
		t.Fatalf("%d plans, want 2", len(d.driver.plans))
	}
	if w := d.driver.plans[0].Walk; w == nil || w.Pages != 2 || w.Spec.Dialect != "auto" {
		t.Errorf("a GET is walked as %+v", w)
	}
	if d.driver.plans[1].Walk != nil {
		t.Error("a POST is walked")
	}
}

// A letter that is typed into a field is text and nothing else.
func TestLettersAreText(t *testing.T) {
	t.Parallel()
	const text = "qtrnpgGszoRyAXDbBCTHxwuFjkhl:?/|[]{}1234567890 +-"
	for _, open := range []string{"u", "r", ":", "s"} {
		d := newDesk(t, 120, 40, withSession(t))
		walking(d)
		calls := len(d.driver.calls)
		d.press(open)
		d.typed(text)
		if d.quit || len(d.driver.calls) != calls {
			t.Errorf("after %s letters did something: quit %v, %q", open, d.quit, d.driver.calls[calls:])
		}
		d.press("esc")
	}
	d := newDesk(t, 120, 40)
	d.press("u ctrl+u")
	d.typed(text)
	if got := d.m.line.field.Value(); got != text {
		t.Errorf("the field holds %q, want %q", got, text)
	}
}

func withSession(t *testing.T) func(*Options) {
	t.Helper()
	s, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return func(o *Options) { o.Session = s }
}

// n waits for a page that is not there yet, and goes to it when it comes.
func TestNextPageIsAwaited(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	s := newScript().walk().pages(1, 1)
	d.press("enter")
	d.tell(s)
	d.press("n")
	if got := d.m.reading(); got != 1 {
		t.Fatalf("before it is there, page %d is shown", got)
	}
	d.tell(s.pages(2, 2))
	if got := d.m.walk.table.Selected(); got != pageSize {
		t.Errorf("item %d is selected, want the first of page 2", got)
	}
	d.press("p")
	if got := d.m.walk.table.Selected(); got != 0 {
		t.Errorf("item %d is selected, want the first of page 1", got)
	}
	d.press("p")
	d.shows("This is the first page")
}

func TestEndOfTheWalk(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	s := newScript().walk().pages(1, 2)
	s.add(engine.WalkStopped{Header: s.head(0, 0), Reason: "end-of-list", Text: "the server names no next page", Pages: 2, Items: 100})
	s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunCompleted, Exchanges: 2, Pages: 2, Items: 100})
	d.press("enter")
	d.tell(s)
	d.press("n n")
	d.shows("This is the last page: the server names no next page")
}

func TestErrorsAreShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	d.driver.fail = &engine.PlanError{What: "read the URL", Err: errFake}
	d.press("enter")
	d.shows("Gauges was not sent: read the URL: it did not work", "x dismiss")
	d.send(troubleMsg{&sessions.TroubleError{Path: "a.weir", Err: errors.New("no space left on device")}})
	d.press("j k") // other keys do not take it away
	d.shows("Cannot write a.weir, trying again: no space left on device", "+1 more")
	d.press("x x")
	if strings.Contains(d.screen(), "dismiss") {
		t.Error("the notices are not gone")
	}
	d.press("u ctrl+u enter")
	d.shows("There is no URL yet")
}

func TestQuit(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	if d.press("q"); !d.quit {
		t.Error("q does not leave where nothing would be lost")
	}
	d = newDesk(t, 120, 40)
	walking(d)
	if d.press("n q"); !d.quit {
		t.Error("q does not leave while a page is fetched ahead")
	}
	d = newDesk(t, 120, 40)
	d.press("enter")
	d.tell(newScript().walk().pages(1, 3).sent(4))
	d.press("q")
	d.shows("A run is under way")
	if d.quit {
		t.Fatal("q left while a run was under way")
	}
	if d.press("n"); d.quit {
		t.Fatal("n left")
	}
	if d.press("ctrl+c y"); !d.quit {
		t.Error("y does not leave")
	}
}

func TestFocus(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	for _, want := range append(ring()[1:], layout.Requests) {
		if d.press("tab"); d.m.place.focus != want {
			t.Errorf("the focus is on %v, want %v", d.m.place.focus, want)
		}
	}
	d.press("4 z")
	if d.m.frame.Shown(layout.Main) || !d.m.frame.Shown(layout.Breaker) {
		t.Error("z does not zoom the breaker")
	}
	d.press("esc")
	if !d.m.frame.Shown(layout.Main) {
		t.Error("esc does not end the zoom")
	}
	d.press("2 ] ]")
	if d.m.place.tab != tabHeaders {
		t.Errorf("the tab is %v", d.m.place.tab)
	}
}

func TestMouse(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	r := d.m.frame.Rect(layout.Breaker)
	d.send(tea.MouseClickMsg{X: r.X + 3, Y: r.Y + 1, Button: tea.MouseLeft})
	if d.m.place.focus != layout.Breaker {
		t.Errorf("a click on the breaker gives the focus to %v", d.m.place.focus)
	}
	r = d.m.frame.Rect(layout.Requests)
	d.send(tea.MouseClickMsg{X: r.X + 3, Y: r.Y + 2, Button: tea.MouseLeft})
	if d.m.requests.at != 1 {
		t.Errorf("a click on the second request selects %d", d.m.requests.at)
	}
	before := d.m.walk.table.Selected()
	r = d.m.frame.Rect(layout.Main)
	for range 20 {
		d.send(tea.MouseWheelMsg{X: r.X + 3, Y: r.Y + 3, Button: tea.MouseWheelDown})
	}
	if d.m.walk.table.Selected() == before || d.m.place.focus != layout.Requests {
		t.Error("the wheel does not scroll what is below the mouse")
	}
	x := d.m.frame.RightDivider.X
	d.send(tea.MouseClickMsg{X: x, Y: 10, Button: tea.MouseLeft})
	d.send(tea.MouseMotionMsg{X: x - 10, Y: 10, Button: tea.MouseLeft})
	d.send(tea.MouseReleaseMsg{X: x - 10, Y: 10})
	d.send(tea.MouseMotionMsg{X: x - 20, Y: 10})
	if got := d.m.frame.Rect(layout.Breaker).X; got != x-10 {
		t.Errorf("the divider was dragged to %d, want %d", got, x-10)
	}
}

func TestCopy(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.press("y u")
	if want := pageURL(2); d.clipboard != want {
		t.Errorf("the URL was copied as %q, want %q", d.clipboard, want)
	}
	d.press("y c")
	if want := "curl '" + pageURL(2) + "' -H 'Accept: */*'"; d.clipboard != want {
		t.Errorf("curl was copied as %q, want %q", d.clipboard, want)
	}
	d.press("y b")
	if !strings.HasPrefix(d.clipboard, `[{"id":"g-000051"`) {
		t.Errorf("the body was copied as %q", d.clipboard)
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	done := func() string {
		marks := ""
		for _, one := range d.m.steps.list(d.m.state) {
			marks += map[bool]string{true: "✓", false: "·"}[one.done]
		}
		return marks
	}
	if got := done(); got != "········" {
		t.Errorf("at first %s", got)
	}
	walking(d)
	s := newScript()
	s.seq, s.now = d.m.state.Seq(), d.now
	h := s.head(0, 0)
	s.add(engine.PolicyChanged{Header: h, Policy: "rate", From: "off", To: "5/s"})
	s.add(engine.BreakerChanged{Header: s.head(0, 0), From: "closed", To: "forced-open", Rule: "manual"})
	d.tell(s)
	d.send(savedMsg{name: "monday"})
	if got := done(); got != "✓✓✓✓✓···" {
		t.Errorf("at the end %s", got)
	}
}

// While nothing moves no frame is scheduled.
func TestNothingMoves(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	if got := d.m.pace(); got != 0 {
		t.Errorf("a fresh screen draws every %v", got)
	}
	s := newScript().walk().pages(1, 2)
	d.tell(s)
	d.now = d.now.Add(time.Minute) // the bucket is full again
	d.send(nil)
	if got := d.m.pace(); got != 0 {
		t.Errorf("a walk that waits for its reader draws every %v", got)
	}
	d.now = s.now
	d.send(nil)
	if got := d.m.pace(); got != brisk {
		t.Errorf("a bucket that fills while events come draws every %v besides", got)
	}
	d.m.feed.came = s.now.Add(-brisk)
	if got := d.m.pace(); got != smooth {
		t.Errorf("a bucket that fills draws every %v", got)
	}
	breakerOpen(d)
	d = newDesk(t, 120, 40)
	breakerOpen(d)
	if got := d.m.pace(); got == 0 || got > brisk {
		t.Errorf("a countdown draws every %v", got)
	}
	d.m.ticking = false
	if d.m.tick() == nil || d.m.tick() != nil {
		t.Error("not exactly one frame is scheduled")
	}
}

// Events that the watch left out are read from the session, and the state
// becomes what it would have been.
func TestGapsAreHealed(t *testing.T) {
	t.Parallel()
	s := newScript().walk().pages(1, 6)
	whole := sessions.NewState()
	for _, e := range s.events {
		whole.Apply(e)
	}
	d := newDesk(t, 120, 40)
	d.m.feed.history = fakeHistory(s.events)
	n := len(s.events)
	for _, part := range [][]engine.Event{s.events[:5], s.events[12:20], s.events[20:21], s.events[n-1:]} {
		d.send(eventsMsg{part})
	}
	if diff := cmp.Diff(whole.Counters, d.m.state.Counters); diff != "" {
		t.Errorf("the state differs from the whole (-want +got):\n%s", diff)
	}
	// What the session does not have is passed over, and said.
	d = newDesk(t, 120, 40)
	d.m.feed.history = fakeHistory(nil)
	d.send(eventsMsg{s.events[:5]})
	d.send(eventsMsg{s.events[12:]})
	if got := d.m.state.Seq(); got != uint64(n) {
		t.Errorf("the state stops at %d of %d", got, n)
	}
}

type fakeHistory []engine.Event

func (fakeHistory) Sync(context.Context) error { return nil }

func (f fakeHistory) Events(_ context.Context, from, to uint64) ([]engine.Event, error) {
	var found []engine.Event
	for _, e := range f {
		if seq := e.Head().Seq; seq >= from && seq <= to {
			found = append(found, e)
		}
	}
	return found, nil
}

// The waiter brings what the watch has, and ends with it.
func TestWaiter(t *testing.T) {
	t.Parallel()
	s := newScript().walk()
	w := waiter{source: &fakeSource{batches: [][]engine.Event{s.events}}}
	if msg, ok := w.next(t.Context())().(eventsMsg); !ok || len(msg.events) != len(s.events) {
		t.Errorf("the first batch is %+v", msg)
	}
	if msg, ok := w.next(t.Context())().(endedMsg); !ok || msg.err != nil {
		t.Errorf("the end is %+v", msg)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if msg := w.next(ctx)(); msg != nil {
		t.Errorf("after the program's end comes %+v", msg)
	}
}

type fakeSource struct{ batches [][]engine.Event }

func (f *fakeSource) Next(context.Context, []engine.Event) ([]engine.Event, int, error) {
	if len(f.batches) == 0 {
		return nil, 0, io.EOF
	}
	next := f.batches[0]
	f.batches = f.batches[1:]
	return next, 0, nil
}

func (*fakeSource) Close() {}

func TestReplay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, func(o *Options) { o.Replay = recorded(t) })
	r := d.m.replay
	if r == nil || !r.loaded || r.at != r.length || d.m.state.Counters.Pages != 9 {
		t.Fatalf("the replay stands at %+v", r)
	}
	d.shows("The end of the recording")
	d.press("g right right")
	if r.at != 3 {
		t.Errorf("after two steps it stands at %d", r.at)
	}
	d.press("left")
	if r.at != 2 {
		t.Errorf("after a step back it stands at %d", r.at)
	}
	d.press("G")
	if r.at != r.length || d.m.state.Counters.Pages != 9 {
		t.Errorf("the end is at %d of %d with %d pages", r.at, r.length, d.m.state.Counters.Pages)
	}
	d.press("g n n")
	if r.at != r.marks[1].Index+1 || r.marks[1].Sign != sessions.SignRetry {
		t.Errorf("the second mark is not the retry: event %d", r.at)
	}
	d.press("g space")
	d.now = d.now.Add(100 * time.Millisecond)
	d.send(tickMsg{})
	if got := r.moment.Sub(r.first); got != 100*time.Millisecond || !r.playing {
		t.Errorf("after 100 ms it shows %v", got)
	}
	d.now = d.now.Add(time.Hour)
	d.send(tickMsg{})
	if r.playing || r.at != r.length {
		t.Errorf("at the end it plays %v at %d", r.playing, r.at)
	}
	d.press("R")
	d.shows("no live session to go back to")
	if d.press("q"); !d.quit {
		t.Error("q does not leave a replay")
	}
}

// A replay of the live session leaves the live one going, and comes back to it.
func TestReplayOfTheLiveSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, withSession(t))
	s := newScript().walk().pages(1, 2)
	d.m.opts.Session.Add(s.events...)
	d.tell(s)
	d.press("R")
	if d.m.replay == nil || d.m.state.Counters.Pages != 2 {
		t.Fatal("R does not show what is recorded")
	}
	d.tell(s.pages(3, 3))
	if d.m.state.Counters.Pages != 2 {
		t.Error("live events reached the replay")
	}
	d.press("R")
	if d.m.replay != nil || d.m.state.Counters.Pages != 3 {
		t.Errorf("back in the live session there are %d pages, want 3", d.m.state.Counters.Pages)
	}
}

func TestThemes(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	before := d.m.View().Content
	d.press("T down")
	if d.m.theme.name() != "weir-light" {
		t.Errorf("the picker previews %q", d.m.theme.name())
	}
	d.press("esc")
	if d.m.View().Content != before {
		t.Error("leaving the picker does not bring the theme back")
	}
	d.press("T down enter")
	if d.m.theme.asked != "weir-light" {
		t.Errorf("the theme is %q", d.m.theme.asked)
	}
	d = newDesk(t, 120, 40, func(o *Options) { o.Theme = "no-such-theme" })
	d.shows("nknown theme")
}

func TestParseLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, method, url string // empty url: an error
	}{
		{"https://a.example/x", "GET", "https://a.example/x"},
		{"post a.example/x", "POST", "https://a.example/x"},
		{"  GET   http://a.example  ", "GET", "http://a.example"},
		{"localhost:8080/x", "GET", "http://localhost:8080/x"},
		{"127.0.0.1:8080", "GET", "http://127.0.0.1:8080"},
		{"[::1]:8080/x", "GET", "http://[::1]:8080/x"},
		{"DELETE 10.0.0.1/x", "DELETE", "http://10.0.0.1/x"},
		{"", "", ""},
		{"GET", "GET", "https://GET"},
		{"ftp://a.example", "", ""},
		{"http://", "", ""},
		{"http://a b", "", ""},
	}
	for _, tt := range tests {
		n, err := parseLine(tt.text)
		if (err != nil) != (tt.url == "") || n.Method != tt.method || n.URL != tt.url {
			t.Errorf("%q is %s %s, %v", tt.text, n.Method, n.URL, err)
		}
	}
}

func TestBody(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.press("g enter")
	d.shows("Item 1 / 150", `"g-000001"`)
	d.press("v")
	if d.m.place.tab != tabBody {
		t.Fatalf("v shows %v", d.m.place.tab)
	}
	d.shows(`"g-000001"`, "JSON")
	if got := d.m.widgets.body.window.(*browse.Tree).Path(); !strings.Contains(got, "0") {
		t.Errorf("the tree stands at %q, want the first item", got)
	}
	d.press("down y p")
	if !strings.Contains(d.clipboard, "id") {
		t.Errorf("the path was copied as %q", d.clipboard)
	}
	d.press("y v")
	if d.clipboard != `"g-000001"` {
		t.Errorf("the value was copied as %q", d.clipboard)
	}
	d.press("y n")
	if d.clipboard != "id" {
		t.Errorf("the name was copied as %q", d.clipboard)
	}
	d.press("v")
	d.shows(`[{"id":"g-000001"`)
	d.press("|")
	d.typed(".[].river")
	d.press("enter")
	d.shows("jq .[].river", `"Severn"`)
	d.press("| ctrl+u")
	d.typed(".[")
	d.press("enter")
	d.shows("this is no jq yet: something is missing after")
	d.press("esc / L o i enter")
	d.shows("find 1/1")
}

func TestFindInTheItems(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.press("g /")
	d.typed("wisła")
	d.press("enter")
	if got := d.m.walk.table.Selected(); got != 2 {
		t.Errorf("item %d was found, want 2", got)
	}
	d.press("ctrl+n")
	if got := d.m.walk.table.Selected(); got != 7 {
		t.Errorf("the next is item %d, want 7", got)
	}
	d.press("ctrl+r ctrl+r")
	d.shows("find ")
	d.press("/ ctrl+u")
	d.typed("nowhere")
	d.press("enter")
	d.shows("“nowhere” does not stand in the 150 items that were fetched of 10,000; A fetches all.")
}

func TestColumns(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.shows("river")
	d.press("c")
	d.typed("river")
	d.press("enter")
	if strings.Contains(d.screen(), "Severn") {
		t.Error("the column is still shown")
	}
	d.press("right S")
	d.shows("name")
}

func TestJQ(t *testing.T) {
	t.Parallel()
	tests := []struct{ program, body, want, err string }{
		{".a", `{"a":1}`, "1\n", ""},
		{".[]", `[1,"x",null]`, "1\n\"x\"\nnull\n", ""},
		{"empty", `{}`, "", ""},
		{".a.b", `{"a":1}`, "", "jq: "},
		{".a", `<x/>`, "", "needs a JSON body"},
		{"halt", `{}`, "", ""},
	}
	for _, tt := range tests {
		got, err := jq(t.Context(), tt.program, []byte(tt.body))
		if string(got) != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s of %s gives %q, %v", tt.program, tt.body, got, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := jq(ctx, "[range(1e9)]", []byte("1")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled program ended with %v", err)
	}
}

// esc after a find takes its marks away; it does not end the walk.
func TestEscForgetsAFindFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	s := newScript().walk().pages(1, 2)
	d.tell(s)
	d.m.find("Upper")
	d.press("esc")
	if !d.m.widgets.found.IsZero() {
		t.Error("the find is still marked")
	}
	for _, call := range d.driver.calls {
		t.Errorf("esc called %s", call)
	}
}

// The log is searched event by event, and what is selected in it is shown by
// the panels around it.
func TestFindInTheLog(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 160, 40)
	retrying(d)
	d.press("9 /")
	d.typed("got 200")
	d.press("enter")
	d.shows("Find 1 of 2 in the ")
	d.press("ctrl+n")
	d.shows("Find 2 of 2 in the ")
	if x := d.m.exchange(); x == nil || x.ID != 2 || d.m.pageShown() != 2 {
		t.Errorf("the panels show %+v, page %d", x, d.m.pageShown())
	}
	d.press("ctrl+r")
	if x := d.m.exchange(); x == nil || x.ID != 1 || d.m.place.tab != tabLog {
		t.Errorf("the panels show %+v", x)
	}
	d.press("end")
	if d.m.widgets.exchange != 0 {
		t.Error("at its end the log does not follow")
	}
	d.press("/ ctrl+u")
	d.typed("unheard of")
	d.press("enter")
	d.shows("“unheard of” does not stand in the ")
}

func TestFindInTheHeaders(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 160, 40)
	walking(d)
	d.press("8 ] /")
	d.typed("CONTENT-type")
	d.press("enter")
	d.shows("Find 1 of 1 in these header fields.")
	if one := d.m.selection(); one.key != "Content-Type" {
		t.Errorf("selected is %+v", one)
	}
}
