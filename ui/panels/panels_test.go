package panels

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"weir/engine"
	"weir/sessions"
	"weir/themes"
	"weir/ui/styles"
)

// river is a theme whose colours do not change with anybody's taste.
func river() themes.Theme {
	roles := map[themes.Role]themes.Color{}
	for i, r := range themes.Roles() {
		roles[r] = themes.Color(fmt.Sprintf("#d0%02xe0", 8*i))
	}
	return themes.Theme{Name: "river", Dark: true, Roles: roles}
}

// bank is a light theme of the same kind.
func bank() themes.Theme {
	t := river()
	t.Name, t.Dark = "bank", false
	for i, r := range themes.Roles() {
		t.Roles[r] = themes.Color(fmt.Sprintf("#40%02x20", 8*i))
	}
	return t
}

func drawn(p styles.Profile) *styles.Styles { return styles.New(river(), p, true) }

func (s *story) frame(st *styles.Styles, width, height int) Frame {
	return Frame{Styles: st, State: s.state, Now: s.now, Width: width, Height: height, Focused: true, Exchange: s.at}
}

// framed draws a panel in its box, as it stands on the screen.
func framed(p Panel, f Frame) string {
	t := p.Title(f)
	b := styles.Box{Title: t.Segments, Tail: t.Tail, Width: f.Width + 2, Height: f.Height + 2, Focused: f.Focused}
	return strings.Join(f.Styles.Box(b, p.View(f)), "\n") + "\n"
}

// sizes are the rooms that a panel is drawn in: all it needs and more, what it
// has beside the others, and what is left on a small screen.
func sizes() []struct{ width, height int } {
	return []struct{ width, height int }{{96, 14}, {36, 7}, {20, 3}}
}

// looks are the kinds of terminal that a panel is drawn for.
func looks() []struct {
	name string
	st   *styles.Styles
} {
	return []struct {
		name string
		st   *styles.Styles
	}{
		{"dark", drawn(styles.TrueColor)},
		{"light", styles.New(bank(), styles.TrueColor, false)},
		{"16 colours", styles.New(bank(), styles.ANSI16, false)},
		{"no colour", drawn(styles.NoColor)},
	}
}

// requireGolden draws a panel for every kind of terminal in every size, and
// compares with the one file of the scene.
func requireGolden(t *testing.T, p Panel, s *story) {
	t.Helper()
	var b strings.Builder
	for _, look := range looks() {
		for _, size := range sizes() {
			fmt.Fprintf(&b, "%s, %d×%d\n%s\n", look.name, size.width, size.height, framed(p, s.frame(look.st, size.width, size.height)))
		}
	}
	golden.RequireEqual(t, b.String())
}

// scenes are the states that panels are drawn in.
func scenes() []struct {
	name  string
	panel Panel
	story *story
} {
	filtered := &Log{}
	filtered.Filter("503 !goes")
	nothing := &Log{}
	nothing.Filter("unheard of")
	return []struct {
		name  string
		panel Panel
		story *story
	}{
		{"breaker-before-the-first-request", &Breaker{}, quiet()},
		{"breaker-closed", &Breaker{}, calm()},
		{"breaker-open", &Breaker{}, tripped()},
		{"breaker-half-open", &Breaker{}, probing()},
		{"breaker-forced-open", &Breaker{}, forced()},
		{"breaker-disabled", &Breaker{}, disabled()},
		{"bucket-before-the-first-request", &Bucket{}, quiet()},
		{"bucket-full", &Bucket{}, calm()},
		{"bucket-with-a-line", &Bucket{}, throttled()},
		{"bucket-held", &Bucket{}, paused()},
		{"bucket-without-limit", &Bucket{}, unlimited()},
		{"retries-before-the-first-request", &Retries{}, quiet()},
		{"retries-none", &Retries{}, calm()},
		{"retries-ladder", &Retries{}, retrying()},
		{"pages-none", &Pages{}, quiet()},
		{"pages-of-a-single-request", &Pages{}, calm()},
		{"pages-walking", &Pages{}, walking()},
		{"pages-stopped", &Pages{}, ended()},
		{"connections-none", &Connections{}, quiet()},
		{"connections-pool", &Connections{}, connected()},
		{"connections-on-the-wire", &Connections{}, flying()},
		{"timing-none", &Timing{}, quiet()},
		{"timing-of-retries", &Timing{}, retrying().look(88)},
		{"timing-on-the-wire", &Timing{}, flying()},
		{"headers-none", &Headers{}, quiet()},
		{"headers", &Headers{}, calm()},
		{"log-empty", &Log{}, quiet()},
		{"log-following", &Log{}, retrying()},
		{"log-filtered", filtered, tripped()},
		{"log-filtered-to-nothing", nothing, tripped()},
	}
}

func TestScenes(t *testing.T) {
	t.Parallel()
	for _, scene := range scenes() {
		t.Run(scene.name, func(t *testing.T) { requireGolden(t, scene.panel, scene.story) })
	}
}

func TestGauges(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, s := range []*story{quiet(), calm(), tripped(), probing(), forced(), throttled(), paused(), unlimited(), retrying(), walking(), ended()} {
		for _, width := range []int{90, 60, 40} {
			fmt.Fprintf(&b, "%s|\n", (&Gauges{}).View(s.frame(drawn(styles.NoColor), width, 1)))
		}
	}
	golden.RequireEqual(t, b.String())
}

// all are the panels, in the order in which they are drawn.
func all() []Panel {
	return []Panel{&Breaker{}, &Bucket{}, &Retries{}, &Pages{}, &Connections{}, &Timing{}, &Headers{}, &Log{}}
}

// exact fails unless a panel fills its room to the cell.
func exact(t rapid.TB, p Panel, f Frame) {
	t.Helper()
	lines := p.View(f)
	if len(lines) != f.Height {
		t.Fatalf("%T draws %d lines in %d×%d", p, len(lines), f.Width, f.Height)
	}
	for _, line := range lines {
		plain := styles.Plain(line)
		if got := ansi.StringWidthWc(plain); got != f.Width {
			t.Fatalf("%T draws %d of %d cells: %q", p, got, f.Width, plain)
		}
		if strings.ContainsFunc(plain, func(r rune) bool { return r < ' ' || (r >= 0x7f && r < 0xa0) }) {
			t.Fatalf("%T sends a control character: %q", p, plain)
		}
	}
}

func TestEveryRoomIsFilled(t *testing.T) {
	t.Parallel()
	stories := []*story{quiet(), calm(), tripped(), probing(), forced(), throttled(), paused(), unlimited(), retrying(), walking(), ended(), flying(), connected(), hostile("a\x1b]0;x\x07\u202eb\xff川")}
	rapid.Check(t, func(t *rapid.T) {
		s := stories[rapid.IntRange(0, len(stories)-1).Draw(t, "story")]
		f := s.frame(drawn(styles.NoColor), rapid.IntRange(0, 130).Draw(t, "width"), rapid.IntRange(0, 40).Draw(t, "height"))
		f.Exchange = rapid.SampledFrom([]uint64{0, 1, 24, 88, 9999}).Draw(t, "exchange")
		f.Attempt = rapid.IntRange(0, 3).Draw(t, "attempt")
		f.Page = rapid.IntRange(-1, 30).Draw(t, "page")
		f.Now = f.Now.Add(time.Duration(rapid.Int64Range(-1e12, 1e12).Draw(t, "later")))
		p := all()[rapid.IntRange(0, len(all())-1).Draw(t, "panel")]
		for range rapid.IntRange(0, 4).Draw(t, "moves") {
			p.Move(f, rapid.IntRange(-40, 40).Draw(t, "by"))
		}
		exact(t, p, f)
		if got := ansi.StringWidthWc(styles.Plain((&Gauges{}).View(f))); got != f.Width {
			t.Fatalf("the gauges are %d cells wide, want %d", got, f.Width)
		}
		p.Title(f)
	})
}

func TestHostileTextIsNeverSent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := hostile(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\x1b[2J", "\u009b2J", "a\nb", "\u202e"})).Draw(t, "text"))
		for _, p := range all() {
			f := s.frame(drawn(styles.TrueColor), 70, 24)
			exact(t, p, f)
			title := p.Title(f)
			box := f.Styles.Box(styles.Box{Title: title.Segments, Tail: title.Tail, Width: 72, Height: 2}, nil)
			if plain := styles.Plain(box[0]); ansi.StringWidthWc(plain) != 72 || strings.ContainsAny(plain, "\x1b\n\a\u009b\u202e") {
				t.Fatalf("the title of %T is %q", p, plain)
			}
		}
	})
}

// While a countdown runs, nothing beside it moves.
func TestNothingJumps(t *testing.T) {
	t.Parallel()
	st := drawn(styles.NoColor)
	tests := []struct {
		name    string
		panel   Panel
		story   *story
		forward time.Duration
		word    string
	}{
		{"the breaker's countdown", &Breaker{}, tripped(), 3 * time.Second, "─"},
		{"the bucket's level", &Bucket{}, throttled(), 500 * time.Millisecond, "10/s"},
		{"the ladder", &Retries{}, retrying(), time.Second, "503"},
	}
	for _, tt := range tests {
		f := tt.story.frame(st, 40, 6)
		want := -1
		for at := time.Duration(0); at < tt.forward; at += 50 * time.Millisecond {
			f.Now = tt.story.now.Add(at)
			for _, line := range tt.panel.View(f) {
				plain := styles.Plain(line)
				if i := strings.LastIndex(plain, tt.word); i >= 0 {
					column := ansi.StringWidth(plain[:i+len(tt.word)])
					if want >= 0 && column != want {
						t.Errorf("%s: after %v %q stands at %d, before at %d", tt.name, at, tt.word, column, want)
					}
					want = column
					break
				}
			}
		}
		if want < 0 {
			t.Errorf("%s: %q is not drawn", tt.name, tt.word)
		}
	}
}

// Where there is little room, what matters most is still told.
func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	tests := []struct {
		panel  Panel
		story  *story
		height int
		want   []string
	}{
		{&Breaker{}, tripped(), 1, []string{"OPEN"}},
		{&Breaker{}, tripped(), 2, []string{"OPEN", "probes in"}},
		{&Breaker{}, tripped(), 3, []string{"OPEN", "▇", "probes in"}},
		{&Breaker{}, tripped(), 5, []string{"OPEN", "▇", "probes in", "rejected", "#24 503"}},
		{&Bucket{}, paused(), 2, []string{"10/s", "held"}},
		{&Bucket{}, paused(), 4, []string{"10/s", "held", "12 wait", "0/60"}},
		{&Retries{}, retrying(), 1, []string{"#88"}},
		{&Retries{}, retrying(), 4, []string{"#88", "#89", "#90", "budget"}},
		{&Pages{}, ended(), 1, []string{"fetched"}},
		{&Pages{}, ended(), 2, []string{"fetched", "stopped"}},
		{&Connections{}, connected(), 2, []string{"h2", "p50"}},
	}
	for _, tt := range tests {
		got := styles.Plain(tt.panel.View(tt.story.frame(drawn(styles.NoColor), 44, tt.height))...)
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%T in %d rows does not tell %q:\n%s", tt.panel, tt.height, want, got)
			}
		}
	}
}

func TestBreakerSelection(t *testing.T) {
	t.Parallel()
	p, f := &Breaker{}, probing().frame(drawn(styles.NoColor), 60, 14)
	if got, ok := p.Selected(f); !ok || got.Exchange != 24 {
		t.Errorf("selected %+v, want the exchange that tripped it", got)
	}
	if got, ok := (&Breaker{}).Selected(calm().frame(drawn(styles.NoColor), 60, 14)); ok {
		t.Errorf("selected %+v where nothing tripped", got)
	}
}

func TestRetriesSelectionFollowsItsExchange(t *testing.T) {
	t.Parallel()
	s := retrying()
	p, f := &Retries{}, s.frame(drawn(styles.NoColor), 60, 12)
	p.Move(f, 1)
	if got, _ := p.Selected(f); got.Exchange != 89 {
		t.Fatalf("selected %d, want 89", got.Exchange)
	}
	s.apply(engine.ExchangeFinished{Header: s.head(88, 0), Outcome: engine.ExchangeCancelled})
	if got, _ := p.Selected(f); got.Exchange != 89 {
		t.Errorf("after #88 ended %d is selected, want 89 still", got.Exchange)
	}
	s.apply(engine.ExchangeFinished{Header: s.head(89, 0), Outcome: engine.ExchangeCancelled})
	if got, _ := p.Selected(f); got.Exchange != 90 {
		t.Errorf("after #89 ended %d is selected, want its neighbour", got.Exchange)
	}
}

func TestPagesSelection(t *testing.T) {
	t.Parallel()
	p, f := &Pages{}, walking().frame(drawn(styles.NoColor), 80, 12)
	f.Page = 7
	if got, _ := p.Selected(f); got.Page != 7 || got.Exchange != 7 {
		t.Errorf("selected %+v, want the reader's page", got)
	}
	p.Move(f, -2)
	f.Page = 20
	if got, _ := p.Selected(f); got.Page != 5 {
		t.Errorf("selected page %d, want 5", got.Page)
	}
	p.Move(f, 1000)
	if got, _ := p.Selected(f); got.Page != 26 {
		t.Errorf("selected page %d, want the last", got.Page)
	}
	p.Follow()
	if got, _ := p.Selected(f); got.Page != 20 {
		t.Errorf("selected page %d, want the reader's again", got.Page)
	}
}

func TestLogFollowsUntilItIsMoved(t *testing.T) {
	t.Parallel()
	s := retrying()
	p, f := &Log{}, s.frame(drawn(styles.NoColor), 80, 5)
	newest, _ := p.Selected(f)
	if newest.Event != s.seq {
		t.Fatalf("event %d is selected, want the newest %d", newest.Event, s.seq)
	}
	p.Move(f, -2)
	before, _ := p.Selected(f)
	if before.Event != s.seq-2 {
		t.Fatalf("event %d is selected, want %d", before.Event, s.seq-2)
	}
	view := styles.Plain(p.View(f)...)
	s.one(99, 200, time.Millisecond)
	f.Now = s.now
	if got, _ := p.Selected(f); got != before {
		t.Errorf("new events moved the selection from %+v to %+v", before, got)
	}
	if got := styles.Plain(p.View(f)...); got != view {
		t.Errorf("new events moved the window:\n%s\nwas\n%s", got, view)
	}
	p.Move(f, 1000)
	s.one(100, 200, time.Millisecond)
	if got, _ := p.Selected(f); got.Event != s.seq {
		t.Errorf("at its end the log stays at event %d, want the newest %d", got.Event, s.seq)
	}
}

func TestLogFilter(t *testing.T) {
	t.Parallel()
	s := tripped()
	f := s.frame(drawn(styles.NoColor), 100, 200)
	tests := []struct {
		filter     string
		with, not  string
		most, less int
	}{
		{"breaker.changed", "breaker of", "attempt", 2, 2},
		{"#24", "#24", "#23 ", 6, 1},
		{"503 !breaker", "503", "breaker", 99, 5},
		{"GOT 503", "got 503", "200", 99, 5},
	}
	for _, tt := range tests {
		p := &Log{}
		p.Filter(tt.filter)
		n := 0
		for _, line := range strings.Split(styles.Plain(p.View(f)...), "\n") {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			n++
			if !strings.Contains(line, tt.with) || strings.Contains(line, tt.not) {
				t.Errorf("%q lets %q through", tt.filter, line)
			}
		}
		if n < tt.less || n > tt.most {
			t.Errorf("%q lets %d events through, want %d to %d", tt.filter, n, tt.less, tt.most)
		}
	}
}

// What the filter remembers is what it would find anew, also where a replay
// goes back.
func TestLogFilterRemembersRight(t *testing.T) {
	t.Parallel()
	s := calm()
	kept := &Log{}
	kept.Filter("503")
	early := s.state.Clone()
	check := func(f Frame, when string) {
		t.Helper()
		anew := &Log{}
		anew.Filter("503")
		if got, want := styles.Plain(kept.View(f)...), styles.Plain(anew.View(f)...); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", when, got, want)
		}
	}
	f := s.frame(drawn(styles.NoColor), 80, 30)
	check(f, "at first")
	for i := range 3000 {
		s.one(uint64(1000+i), 200+303*(i%2), time.Millisecond)
		if i%500 == 0 {
			f.State = s.state
			check(f, fmt.Sprintf("after %d", i))
		}
	}
	f.State = s.state
	check(f, "when the log has lost its beginning")
	f.State = early
	check(f, "when the replay went back")
	f.State = tripped().state
	check(f, "in another session")
}

func TestHeadersField(t *testing.T) {
	t.Parallel()
	p, f := &Headers{}, calm().frame(drawn(styles.NoColor), 60, 10)
	if _, _, ok := p.Field(f); ok {
		t.Error("the status line is offered as a field")
	}
	p.Move(f, 2)
	if name, value, ok := p.Field(f); !ok || name != "Link" || value != `</gauges?page=2>; rel="next"` {
		t.Errorf("field %q: %q", name, value)
	}
}

func BenchmarkAllPanels(b *testing.B) {
	s := walking()
	for i := range 400 {
		s.one(uint64(1000+i), 200+303*(i%7/6), time.Duration(i%90)*time.Millisecond)
	}
	panels := all()[:5]
	f := s.frame(drawn(styles.TrueColor), 36, 7)
	wide := f
	wide.Width, wide.Height = 80, 30
	log := &Log{}
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range panels {
			p.Title(f)
			p.View(f)
		}
		log.View(wide)
		(&Gauges{}).View(wide)
	}
}

// A frame costs no more for a long session than for a short one.
func TestCostIsBounded(t *testing.T) { //nolint:paralleltest // allocations are counted
	short, long := walking(), walking()
	for i := range 2_500 {
		long.one(uint64(1000+i), 200, time.Duration(i%90)*time.Millisecond)
	}
	for _, p := range all() {
		cost := func(s *story) float64 {
			f := s.frame(drawn(styles.TrueColor), 60, 12)
			return testing.AllocsPerRun(3, func() { p.View(f); p.Title(f) })
		}
		if a, b := cost(short), cost(long); b > a*2+200 {
			t.Errorf("%T makes %.0f allocations for a long session, %.0f for a short one", p, b, a)
		}
	}
}

// A log that forgot its oldest events says that it is a window.
func TestTheLogSaysWhatItKeeps(t *testing.T) {
	t.Parallel()
	s := calm()
	head := s.state.LogAt(s.state.LogLen() - 1).Head()
	for range sessions.KeptEvents {
		head.Seq++
		s.state.Apply(engine.BucketChanged{Header: head})
	}
	got := ""
	for _, one := range (&Log{}).Title(s.frame(drawn(styles.NoColor), 80, 10)).Tail {
		got += one.Text
	}
	want := "the last " + sessions.Count(sessions.KeptEvents) + " of " + sessions.Count(s.state.Logged()) + " events"
	if got != want {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

// The states of the breaker are told whole in every width.
func TestDiagramIsNeverCut(t *testing.T) {
	t.Parallel()
	for width := 14; width < 60; width++ {
		for _, s := range []*story{quiet(), calm(), tripped(), probing()} {
			first := styles.Plain((&Breaker{}).View(s.frame(drawn(styles.NoColor), width, 4))[0])
			if strings.Contains(first, "…") {
				t.Errorf("in %d cells: %q", width, first)
			}
		}
	}
}
