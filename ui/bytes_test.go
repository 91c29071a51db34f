package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"weir/engine"
	"weir/sessions"
	"weir/ui/layout"
)

// What the update of a panel may send to a terminal: more where all rows of the
// largest panel move at once, as those of the log that is followed do.
const (
	mostBytes = 2 << 10
	mostMoved = 3 << 10
)

// latin gives items without wide characters: the renderer sends a row that has
// one anew with each frame, whatever changed.
type latin struct{ fakeLibrary }

func (l latin) Items(ctx context.Context, p sessions.Page) ([][]byte, error) {
	items, err := l.fakeLibrary.Items(ctx, p)
	for i, item := range items {
		items[i] = bytes.ReplaceAll(item, []byte("長江"), []byte("Tejo"))
	}
	return items, err
}

// picture draws what it is told on the whole terminal.
type picture struct{ slate }

func (p *picture) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := p.slate.Update(msg)
	return p, cmd
}

func (p *picture) View() tea.View {
	v := p.slate.View()
	v.AltScreen = true
	return v
}

// sentBetween is how many bytes a terminal with all colours is sent to get from
// one picture to the next.
func sentBetween(t *testing.T, before, after string) (n int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		on := &shutTerminal{}
		p := newProgram(&picture{slate{before}}, tea.WithInput(nil), tea.WithOutput(on), tea.WithoutSignalHandler(), tea.WithWindowSize(120, 40),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color", "SSH_TTY=x"}))
		go func() {
			time.Sleep(time.Second)
			n = -on.sent()
			p.Send(after)
			time.Sleep(time.Second)
			n += on.sent()
			p.Kill()
		}()
		_, _ = p.Run() // killed, so that it sends no more
	})
	return n
}

// drawnPanels is the frame of a desk, panel by panel.
type drawnPanels struct {
	frame layout.Frame
	lines map[layout.Panel][]string
}

func panelsOf(d *desk) drawnPanels {
	one := drawnPanels{frame: d.m.frame, lines: map[layout.Panel][]string{}}
	for p := layout.Requests; p <= layout.Steps; p++ {
		if d.m.frame.Shown(p) {
			one.lines[p] = d.m.panel(p)
		}
	}
	return one
}

// with is the frame with one panel of another.
func (p drawnPanels) with(d *desk, which layout.Panel, of drawnPanels) string {
	c := newCanvas(d.m.theme.st, p.frame.Screen)
	for q, lines := range p.lines {
		if q == which {
			lines = of.lines[q]
		}
		c.put(p.frame.Rect(q), lines...)
	}
	return strings.Join(c.lines(), "\n")
}

// panelUpdates are what moves in each panel while a walk goes on.
func panelUpdates() []struct {
	name  string
	panel layout.Panel
	begin func(d *desk) *script
	then  func(d *desk, s *script)
} {
	walking := func(d *desk) *script {
		s := newScript().walk().pages(1, 20)
		d.press("enter")
		d.tell(s)
		return s
	}
	tell := func(add func(s *script) *script) func(*desk, *script) {
		return func(d *desk, s *script) { d.tell(add(s)) }
	}
	press := func(keys string) func(*desk, *script) { return func(d *desk, _ *script) { d.press(keys) } }
	on := func(keys string) func(*desk) *script {
		return func(d *desk) *script { s := walking(d); d.press(keys); return s }
	}
	onLog := func(d *desk) *script {
		s := walking(d)
		d.m.place.show(tabLog)
		d.send(nil)
		return s
	}
	failed := func(s *script) *script {
		s.sent(21).after(40*time.Millisecond).answered(21, 1, 503, tally("closed", 21, 1, 1))
		until := s.now.Add(1400 * time.Millisecond)
		s.add(engine.RetryScheduled{
			Header: s.head(21, 1), Next: 2, Max: 4, Why: "503", Delay: 1400 * time.Millisecond, Backoff: 1400 * time.Millisecond,
			Ceiling: 2 * time.Second, Until: until, Budget: 8,
		})
		return s.add(engine.WaitStarted{Header: s.head(21, 1), Reason: engine.WaitBackoff, Until: until})
	}
	opened := func(s *script) *script {
		return s.add(engine.BreakerChanged{
			Header: s.head(0, 0), From: "closed", To: "open", Rule: "consecutive", Cause: 21, Until: s.now.Add(30 * time.Second),
			Tally: tally("open", 26, 5, 5), Settings: "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3",
		})
	}
	next := func(s *script) *script { return s.pages(21, 21) }
	return []struct {
		name  string
		panel layout.Panel
		begin func(d *desk) *script
		then  func(d *desk, s *script)
	}{
		{"the breaker opens", layout.Breaker, walking, tell(func(s *script) *script { return opened(failed(s)) })},
		{"the breaker counts a call", layout.Breaker, walking, tell(next)},
		{"the bucket fills", layout.Bucket, walking, tell(func(s *script) *script { return s.after(smooth) })},
		{"the bucket gives a token", layout.Bucket, walking, tell(func(s *script) *script { return s.sent(21) })},
		{"a retry is planned", layout.Retries, walking, tell(failed)},
		{"a page is asked for", layout.Pages, walking, tell(func(s *script) *script { return s.sent(21) })},
		{"a page comes", layout.Pages, walking, tell(next)},
		{"a connection works", layout.Connections, walking, tell(func(s *script) *script { return s.sent(21).after(brisk) })},
		{"the latency of a reply", layout.Connections, walking, tell(next)},
		{"the log grows by a page", layout.Main, onLog, tell(next)},
		{"the items, a row down", layout.Main, on("2"), press("j")},
		{"the items, a page comes", layout.Main, on("2"), tell(next)},
	}
}

// The update of a panel alone, with all colours, on 120×40 cells.
func TestTheUpdateOfAPanelIsSmall(t *testing.T) {
	for _, u := range panelUpdates() {
		t.Run(u.name, func(t *testing.T) {
			d := newDesk(t, 120, 40)
			d.m.walk.library = latin{}
			s := u.begin(d)
			before, whole := panelsOf(d), d.m.View().Content
			u.then(d, s)
			after := panelsOf(d)
			all := sentBetween(t, whole, d.m.View().Content)
			alone := all
			if before.frame.Rect(u.panel) == after.frame.Rect(u.panel) {
				alone = sentBetween(t, before.with(d, layout.None, before), before.with(d, u.panel, after))
			}
			t.Logf("%s: %d bytes, with all else that moves %d", u.name, alone, all)
			most := mostBytes
			if d.m.place.tab == tabLog {
				most = mostMoved
			}
			if alone > most {
				t.Errorf("%d bytes, more than %d", alone, most)
			}
		})
	}
}
