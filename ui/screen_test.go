package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// scene brings a desk to what a golden frame shows.
type scene struct {
	name string
	set  func(d *desk)
	opts []func(*Options)
}

func scenes(t *testing.T) []scene {
	return []scene{
		{name: "fresh", set: func(*desk) {}},
		{name: "walking", set: walking},
		{name: "breaker", set: breakerOpen},
		{name: "retrying", set: retrying},
		{name: "throttled", set: throttled},
		{name: "replay", set: func(*desk) {}, opts: []func(*Options){func(o *Options) { o.Replay = recorded(t) }}},
		{
			name: "timeline", set: func(d *desk) { d.press("m t") },
			opts: []func(*Options){func(o *Options) { o.Replay = storied(t) }},
		},
		{
			name: "marks", set: func(d *desk) { d.press("m") },
			opts: []func(*Options){func(o *Options) { o.Replay = storied(t) }},
		},
		{name: "sessions", set: sessionList},
		{name: "report", set: compared(t)},
		{name: "reading", set: func(d *desk) {
			d.m.replayOpened(replayMsg{session: storied(t)})
			d.m.replay.read.Store(312_000)
			d.send(totalMsg{d.m.replay, 1_000_000})
		}},
		{name: "help", set: func(d *desk) { walking(d); d.press("?") }},
		{name: "jump", set: func(d *desk) { walking(d); d.press(";") }},
		{name: "panels", set: func(d *desk) { walking(d); d.press("Z b p") }},
		{name: "log-find", set: func(d *desk) { walking(d); d.press("9 /"); d.typed("got 200"); d.press("enter") }},
		{name: "rate", set: func(d *desk) { walking(d); d.press("r") }},
		{name: "palette", set: func(d *desk) { walking(d); d.press("ctrl+p"); d.typed("brea") }},
		{name: "file", set: func(*desk) {}, opts: ofFile(t)},
		{name: "form", set: func(d *desk) { d.press("c") }, opts: ofFile(t)},
		{name: "form-body", set: func(d *desk) { d.press("down c tab tab tab tab down") }, opts: ofFile(t)},
		{name: "form-leaving", set: func(d *desk) { d.press("c tab tab"); d.typed("{{none}}"); d.press("esc") }, opts: ofFile(t)},
		{name: "preview", set: func(d *desk) { d.press("i") }, opts: ofFile(t)},
		{name: "environments", set: func(d *desk) { d.press("v") }, opts: ofFile(t)},
		{name: "folders", set: func(d *desk) { d.press("right down right") }, opts: []func(*Options){func(o *Options) { o.Requests = many(1200) }}},
		{name: "url", set: func(d *desk) { d.press("u"); d.typed("&page=7") }},
	}
}

func walking(d *desk) {
	d.press("enter")
	d.tell(newScript().walk().pages(1, 3).sent(4).after(30 * time.Millisecond))
	d.press("n j j")
}

// alone is a single request on the wire.
func alone(d *desk) {
	d.press("enter")
	s := newScript()
	s.add(engine.RunStarted{Header: s.head(0, 0), Mode: engine.ModeSingle, Name: "one gauge", Method: "GET", URL: pageURL(1), Requests: 1})
	s.add(engine.ExchangeStarted{Header: s.head(1, 0), Method: "GET", URL: pageURL(1)})
	d.tell(s.attempt(1, 1).after(30 * time.Millisecond))
}

// boundless is a walk whose bucket has no limit.
func boundless(d *desk) {
	walking(d)
	s := newScript()
	s.seq, s.now = d.m.state.Seq(), d.now
	d.tell(s.add(engine.BucketChanged{Header: s.head(0, 0), Rate: 0, Burst: 1, Why: "changed by hand"}))
}

func tally(state string, calls, failures, consecutive int) engine.Tally {
	return engine.Tally{State: state, Calls: calls, Failures: failures, Consecutive: consecutive}
}

func breakerOpen(d *desk) {
	s := newScript().walk().pages(1, 2)
	s.sent(3)
	for n := 1; n <= 4; n++ {
		s.after(40*time.Millisecond).answered(3, n, 503, tally("closed", 2+n, n, n))
		if n == 4 {
			break
		}
		s.add(engine.RetryScheduled{
			Header: s.head(3, n), Next: n + 1, Max: 4, Why: "503", Delay: 200 * time.Millisecond, Until: s.now.Add(200 * time.Millisecond), Budget: 9,
		})
		s.after(200*time.Millisecond).attempt(3, n+1)
	}
	open := tally("open", 6, 4, 5)
	s.add(engine.BreakerChanged{
		Header: s.head(0, 0), From: "closed", To: "open", Rule: "consecutive", Cause: 3, Until: s.now.Add(30 * time.Second), Tally: open,
		Settings: "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3",
	})
	s.add(engine.WaitStarted{
		Header: s.head(3, 4), Reason: engine.WaitBreakerOpen, Until: s.now.Add(30 * time.Second), Detail: "the breaker is open",
	})
	d.press("enter")
	d.tell(s.after(26800 * time.Millisecond))
}

func retrying(d *desk) {
	s := newScript().walk().pages(1, 2).sent(3).after(40*time.Millisecond).answered(3, 1, 503, tally("closed", 3, 1, 1))
	s.add(engine.RetryScheduled{
		Header: s.head(3, 1), Next: 2, Max: 4, Why: "503", Delay: 1400 * time.Millisecond, Backoff: 1400 * time.Millisecond,
		Ceiling: 2 * time.Second, Until: s.now.Add(1400 * time.Millisecond), Budget: 8,
	})
	s.add(engine.WaitStarted{Header: s.head(3, 1), Reason: engine.WaitBackoff, Until: s.now.Add(1400 * time.Millisecond)})
	d.press("enter")
	d.tell(s.after(200 * time.Millisecond))
}

func throttled(d *desk) {
	s := newScript().walk().pages(1, 2)
	for i := range 3 {
		id := uint64(3 + i)
		until := s.now.Add(time.Duration(i+1) * 400 * time.Millisecond)
		level := engine.Level{Tokens: -float64(i + 1), Waiting: i + 1, Next: s.now.Add(400 * time.Millisecond)}
		s.add(engine.ExchangeStarted{Header: s.head(id, 0), Method: "GET", URL: pageURL(int(id)), Page: int(id)})
		s.add(engine.WaitStarted{Header: s.head(id, 0), Reason: engine.WaitLimiter, Until: until, Position: i + 1, Bucket: level})
	}
	d.press("enter")
	d.tell(s.after(100 * time.Millisecond))
}

// recorded is a session that holds a walk.
func recorded(t *testing.T) *sessions.Session {
	t.Helper()
	s, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	script := newScript().walk().pages(1, 5)
	script.add(engine.RetryScheduled{Header: script.head(5, 1), Next: 2, Max: 4, Why: "503", Until: script.now})
	s.Add(script.pages(6, 9).events...)
	return s
}

// The whole screen, for what people mostly do, at three sizes.
func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		for _, sc := range scenes(t) {
			t.Run(fmt.Sprintf("%s-%dx%d", sc.name, size[0], size[1]), func(t *testing.T) {
				d := newDesk(t, size[0], size[1], sc.opts...)
				sc.set(d)
				checkFrame(t, d, size[0], size[1])
				golden.RequireEqual(t, []byte(d.screen()))
			})
		}
	}
}

func TestTooSmall(t *testing.T) {
	for _, size := range [][2]int{{30, 8}, {39, 24}, {80, 9}, {1, 1}} {
		d := newDesk(t, size[0], size[1])
		walking(d)
		checkFrame(t, d, size[0], size[1])
	}
	d := newDesk(t, 34, 6)
	golden.RequireEqual(t, []byte(d.screen()))
}

// checkFrame fails unless every line of the frame is as wide as the screen.
func checkFrame(t *testing.T, d *desk, w, h int) {
	t.Helper()
	lines := strings.Split(d.m.View().Content, "\n")
	if len(lines) != h {
		t.Fatalf("the frame has %d lines, want %d", len(lines), h)
	}
	for y, line := range lines {
		if got := d.m.theme.st.Width(styles.Plain(line)); got != w {
			t.Errorf("line %d is %d cells wide, want %d: %q", y, got, w, styles.Plain(line))
		}
	}
}

// Every size is drawn, in every state, with each panel zoomed or focused.
func TestEverySize(t *testing.T) {
	for _, set := range []func(*desk){walking, breakerOpen, retrying, throttled} {
		d := newDesk(t, 80, 24)
		set(d)
		for _, size := range [][2]int{{40, 10}, {41, 13}, {59, 20}, {60, 12}, {99, 40}, {100, 22}, {130, 25}, {300, 100}} {
			d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			for _, keys := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "z", "z", "]", "4"} {
				d.press(keys)
				checkFrame(t, d, size[0], size[1])
			}
		}
	}
}

// Text of a server is drawn, never obeyed: neither in the frame nor in the
// window's title does a control character stand.
func TestHostileText(t *testing.T) {
	const evil = "\x1b]0;owned\x07\x1b[2J\u202egnp.exe\x00\r\n"
	d := newDesk(t, 120, 40, func(o *Options) {
		o.Requests = []Named{{Name: "x" + evil, URL: testOrigin + "/" + evil, Hint: "see " + evil}}
	})
	s := newScript().walk()
	s.events[len(s.events)-1] = engine.RunStarted{
		Header: s.events[len(s.events)-1].Head(), Mode: engine.ModeWalk, Name: evil, Method: "GET" + evil, URL: testOrigin + "/" + evil,
	}
	s.sent(1).answered(1, 1, 200, engine.Tally{State: "closed", Calls: 1})
	s.add(engine.PageFailed{Header: s.head(1, 1), Number: 1, Token: evil, Error: &engine.ErrorFacts{Class: evil, Text: evil}})
	s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunFailed, Reason: evil})
	d.tell(s)
	d.m.notices.fail(fmt.Errorf("trouble with %s", evil))
	for _, keys := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "]", "u", "esc", "?", "esc", ":"} {
		d.press(keys)
		checkFrame(t, d, 120, 40)
		v := d.m.View()
		for _, text := range []string{styles.Plain(v.Content), v.WindowTitle} {
			if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == '\u202e' || r == 0x7f }); i >= 0 {
				t.Fatalf("after %s: %q stands on the screen: %q", keys, text[i], text[max(0, i-20):min(len(text), i+20)])
			}
		}
	}
}

func BenchmarkView(b *testing.B) {
	d := newDesk(&testing.T{}, 120, 40)
	walking(d)
	for b.Loop() {
		_ = d.m.View()
	}
}
