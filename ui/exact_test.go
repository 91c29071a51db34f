package ui

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"weir/engine"
	"weir/engine/playground"
	"weir/sessions"
	"weir/ui/layout"
	"weir/ui/styles"
)

// liveRuns walks lists that fail now and then, records them, and returns what
// was told live.
func liveRuns(t *testing.T, s *sessions.Session) []engine.Event {
	t.Helper()
	server, err := playground.Start(t.Context(), playground.Options{Items: 200})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap = 1, 1
	e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
	if err != nil {
		t.Fatal(err)
	}
	recorded := recordedFeed{e.Follow(64), make(chan struct{})}
	if err := s.Record(recorded); err != nil {
		t.Fatal(err)
	}
	feed := e.Follow(1 << 20)
	walk := &engine.Walk{Pages: engine.AllPages, Parallel: 3}
	for _, plan := range []engine.Plan{
		{Name: "offset", Requests: []engine.Request{{URL: server.URL() + "/v1/offset/gauges?limit=10&fail=0.2"}}, Walk: walk},
		{Name: "cursor", Requests: []engine.Request{{URL: server.URL() + "/v1/cursor/gauges?limit=20&fail=0.1"}}, Walk: walk},
		{Name: "outage", Requests: []engine.Request{{URL: server.URL() + "/v1/cursor/gauges?fail=1"}}, Repeat: &engine.Repeat{Times: 3}},
	} {
		run, err := e.Start(t.Context(), plan)
		if err != nil {
			t.Fatal(err)
		}
		run.Wait()
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	<-recorded.ended
	var events []engine.Event
	for {
		more, err := feed.Next(context.Background(), nil)
		if events = append(events, more...); errors.Is(err, io.EOF) {
			return events
		}
	}
}

// recordedFeed tells when its session has taken the last event.
type recordedFeed struct {
	sessions.Feed
	ended chan struct{}
}

// Close implements sessions.Feed.
func (f recordedFeed) Close() {
	f.Feed.Close()
	close(f.ended)
}

// panels draws every panel and tab at the desk's moment, each in the same room.
func (d *desk) panels() string {
	m := d.m
	var b strings.Builder
	draw := func(name string, p layout.Panel, w, h int) {
		m.content(p, w, h)
		d.send(nil) // brings the pages and the body that are to be drawn
		replay := m.replay
		m.replay = nil // empty panels speak of sending where that is possible
		b.WriteString("== " + name + "\n" + styles.Plain(m.content(p, w, h)...) + "\n")
		m.replay = replay
	}
	m.place.focus = layout.None
	m.readFrom(m.walk.library, m.walk.run) // columns keep the widest that was seen, so that nothing jumps
	for p := layout.Pages; p <= layout.Connections; p++ {
		draw(p.String(), p, 60, 14)
	}
	for _, at := range []tab{tabItems, tabBody, tabHeaders, tabTiming, tabLog} {
		m.place.tab = at
		draw(at.String(), layout.Main, 80, 20)
	}
	b.WriteString("== why\n" + m.state.Why(m.moment).Text + "\n== header\n" + m.itemCount() + m.title() + "\n")
	return b.String()
}

// Every panel shows the same in a replay as it did live, at any moment of a
// busy run, however the replay came to that moment.
func TestReplayIsExact(t *testing.T) {
	t.Parallel()
	recording, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = recording.Close() })
	events := liveRuns(t, recording)
	past := newDesk(t, 120, 40, func(o *Options) { o.Replay = recording })
	if got := past.m.replay.length; got != len(events) {
		t.Fatalf("%d events were told and %d recorded", len(events), got)
	}
	live := newDesk(t, 120, 40)
	live.m.driver = nil
	live.m.readFrom(recording, 0)
	moments := map[int]string{}
	for i, e := range events {
		live.now = e.Head().At
		live.send(eventsMsg{[]engine.Event{e}})
		if i%7 == 0 || i == len(events)-1 {
			moments[i+1] = live.panels()
		}
	}
	for _, order := range []func(i, n int) int{
		func(i, _ int) int { return i },
		func(i, n int) int { return n - 1 - i },
		func(i, n int) int { return i * 37 % n },
	} {
		for i := range len(events) {
			at := order(i, len(events)) + 1
			want, ok := moments[at]
			if !ok {
				continue
			}
			past.run(past.m.wind(seek(at)))
			if got := past.panels(); got != want {
				t.Fatalf("at event %d of %d the replay shows\n%s\nwhere live it was\n%s", at, len(events), differing(got, want), differing(want, got))
			}
		}
	}
}

// differing are the lines of a that b does not have at their place.
func differing(a, b string) string {
	var out []string
	other := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if strings.HasPrefix(line, "==") || i >= len(other) || other[i] != line {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
