package dialogs

import (
	"errors"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/themes"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
)

// plain is how dialogs are drawn without colours.
var plain = sync.OnceValue(func() *styles.Styles {
	theme, err := themes.Load(themes.DefaultDark)
	if err != nil {
		panic(err)
	}
	return styles.New(theme, styles.NoColor, true)
})

// press makes the message of a key as a terminal sends it.
func press(key string) tea.KeyPressMsg {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "tab": tea.KeyTab,
		"delete": tea.KeyDelete, "backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown, "end": tea.KeyEnd,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome,
	}
	if code, ok := named[key]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if key == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " "}
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(key)[0], Text: key}
}

// feed presses keys, drawing between them as a program does, and returns the
// last action.
func feed(s *Stack, words string) Action {
	var last Action
	for _, key := range strings.Fields(words) {
		s.Arrange(plain(), layout.Rect{W: 80, H: 24})
		last = s.Update(press(key), keys.Preset())
	}
	return last
}

func rows() []Row {
	return []Row{
		{ID: "a", Text: "send the request", Note: "⏎", Key: "s"},
		{ID: "b", Text: "pause the run", Note: "space", Key: "p"},
		{ID: "c", Text: "trip the breaker", Note: "t", Key: "t", Off: "nothing was sent yet"},
		{ID: "d", Text: "quit", Note: "q", Key: "x"},
	}
}

func TestPicker(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func() Dialog
		keys string
		want Action
		open bool
	}{
		{"enter takes the first", palette, "enter", Chosen{"k", "a"}, false},
		{"down", palette, "down enter", Chosen{"k", "b"}, false},
		{"up from the first goes to the last", palette, "up enter", Chosen{"k", "d"}, false},
		{"letters find", palette, "q enter", Chosen{"k", "d"}, false},
		{"letters that are keys elsewhere are text", palette, "p a u enter", Chosen{"k", "b"}, false},
		{"backspace finds again", palette, "z z backspace backspace enter", Chosen{"k", "a"}, false},
		{"nothing matches", palette, "z z enter", nil, true},
		{"what is off is not taken", palette, "down down enter", nil, true},
		{"esc leaves", palette, "esc", Closed{"k"}, false},
		{"a menu takes letters", menu, "p", Chosen{"k", "b"}, false},
		{"a menu moves by j and k", menu, "j j j enter", Chosen{"k", "d"}, false},
		{"a menu's q leaves", menu, "q", Closed{"k"}, false},
		{"an unknown letter does nothing", menu, "w", nil, true},
		{"ctrl+c is the program's", menu, "ctrl+c", Wanted{keys.Quit}, false},
		{"end", menu, "G enter", Chosen{"k", "d"}, false},
		{"delete only where rows can be", palette, "delete", nil, true},
		{"delete", removing, "delete", Removed{"k", "a"}, true},
		{"preview", previewing, "down", Previewed{"k", "d"}, true},
		{"preview begins at the present one", previewing, "enter", nil, true},
	}
	for _, tt := range tests {
		var s Stack
		s.Push(tt.make())
		if diff := cmp.Diff(tt.want, feed(&s, tt.keys)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if s.Open() != tt.open {
			t.Errorf("%s: open is %v", tt.name, s.Open())
		}
	}
}

func palette() Dialog    { return NewPalette("k", "Actions", "type to find", rows()) }
func menu() Dialog       { return NewMenu("k", "Breaker", rows()) }
func removing() Dialog   { return NewPalette("k", "Sessions", "", rows()).Removing("del deletes") }
func previewing() Dialog { return NewMenu("k", "Themes", rows()).Previewing("c") }

func TestPrompt(t *testing.T) {
	t.Parallel()
	check := func(text string) error {
		if !strings.HasSuffix(text, "/s") {
			return errors.New("write a rate such as 10/s")
		}
		return nil
	}
	var s Stack
	s.Push(NewPrompt("rate", "Rate", "10", "tokens a second", check))
	if got := feed(&s, "enter"); got != nil || !s.Open() {
		t.Fatalf("a refused text gave %v", got)
	}
	s.Arrange(plain(), layout.Rect{W: 60, H: 20})
	shown := styles.Plain(s.Top().Lines(plain())...)
	if !strings.Contains(shown, "write a rate such as 10/s") {
		t.Errorf("the error is not shown:\n%s", shown)
	}
	if diff := cmp.Diff(Action(Entered{"rate", "10/s"}), feed(&s, "/ s enter")); diff != "" {
		t.Error(diff)
	}
	s.Push(NewPrompt("name", "Name", "", "", nil))
	s.Update(tea.PasteMsg{Content: "two\nlines\x1b[31m"}, keys.Preset())
	got, ok := feed(&s, "enter").(Entered)
	if !ok || strings.ContainsAny(got.Text, "\n\x1b") {
		t.Errorf("the paste became %+v", got)
	}
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		keys string
		want Action
	}{
		{"enter", Closed{"quit"}}, // the answer that loses nothing
		{"esc", Closed{"quit"}},
		{"n", Closed{"quit"}},
		{"y", Confirmed{"quit", "id"}},
		{"left enter", Confirmed{"quit", "id"}},
		{"tab tab enter", Closed{"quit"}},
	}
	for _, tt := range tests {
		var s Stack
		s.Push(NewConfirm("quit", "id", "A walk is under way.", "leave", "stay"))
		if got := feed(&s, tt.keys); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.keys, got, tt.want)
		}
	}
}

func TestClicks(t *testing.T) {
	t.Parallel()
	m := NewMenu("k", "Menu", rows())
	m.Fit(plain(), 40, 8)
	if got := m.Click(5, 2); got != (Chosen{"k", "b"}) {
		t.Errorf("a click on the second row gave %v", got)
	}
	if got := m.Click(5, 7); got != nil {
		t.Errorf("a click on the border gave %v", got)
	}
	c := NewConfirm("quit", "", "Sure?", "leave", "stay")
	c.Fit(plain(), 60, 6)
	if got := c.Click(5, 3); got != (Confirmed{"quit", ""}) {
		t.Errorf("a click on yes gave %v", got)
	}
}

func TestHelpScrolls(t *testing.T) {
	t.Parallel()
	var s Stack
	h := NewHelp("Keys", keys.Preset().Help(keys.Chain{keys.Items, keys.Live, keys.Global}))
	s.Push(h)
	h.Fit(plain(), 60, 12)
	first := h.Lines(plain())
	s.Update(press("pgdown"), keys.Preset())
	if next := h.Lines(plain()); cmp.Equal(first, next) {
		t.Error("the help did not scroll")
	}
	s.Update(press("G"), keys.Preset())
	last := styles.Plain(h.Lines(plain())...)
	if !strings.Contains(last, "leave weir") {
		t.Errorf("the end of the help is not its end:\n%s", last)
	}
	if s.Update(press("?"), keys.Preset()); s.Open() {
		t.Error("? does not close the help that it opened")
	}
}

// Whatever the size, a dialog is drawn in as many lines as it was given, each
// as wide as it was given, and the lines of the frame keep their width.
func TestDrawingFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(12, 200).Draw(t, "w"), rapid.IntRange(6, 60).Draw(t, "h")
		wide := NewMenu("k", "幅の広い標題", []Row{{ID: "1", Text: "水位 🌊 Severn \x1b[31mred\x1b[m", Note: "日本"}})
		for _, d := range []Dialog{
			palette(), menu(), removing(), wide, NewConfirm("q", "", strings.Repeat("much to say ", 9), "go", "stay"),
			NewPrompt("p", "Name", "text", "a hint", nil), NewHelp("Keys", keys.Preset().Help(keys.Chain{keys.Live, keys.Global})),
		} {
			var s Stack
			s.Push(d)
			screen := make([]string, h)
			for i := range screen {
				screen[i] = plain().Line(w).Text(styles.Success, strings.Repeat("水x", w/3)).End()
			}
			s.Arrange(plain(), layout.Rect{W: w, H: h})
			s.Overlay(plain(), screen)
			r := s.Place()
			if r.X < 0 || r.Y < 0 || r.X+r.W > w || r.Y+r.H > h {
				t.Fatalf("%T stands at %+v on %d×%d", d, r, w, h)
			}
			for y, line := range screen {
				if got := ansi.StringWidth(line); got != w {
					t.Fatalf("%T: line %d is %d wide, want %d: %q", d, y, got, w, line)
				}
			}
		}
	})
}

func TestOverlayWithoutDialog(t *testing.T) {
	t.Parallel()
	var s Stack
	lines := []string{"one", "two"}
	s.Arrange(plain(), layout.Rect{W: 3, H: 2})
	if s.Overlay(plain(), lines); !s.Place().Empty() || lines[0] != "one" {
		t.Errorf("an empty stack drew at %+v: %q", s.Place(), lines)
	}
	if got := s.Update(press("q"), keys.Preset()); got != nil {
		t.Errorf("an empty stack took a key: %v", got)
	}
}

func BenchmarkOverlay(b *testing.B) {
	var s Stack
	s.Push(palette())
	frame := strings.Split(strings.TrimSpace(strings.Repeat(strings.Repeat("\x1b[38;2;1;2;3mweir\x1b[m", 30)+"\n", 40)), "\n")
	for b.Loop() {
		s.Arrange(plain(), layout.Rect{W: 120, H: 40})
		s.Overlay(plain(), append([]string(nil), frame...))
	}
}

// The text that a prompt begins with is replaced by what is typed, and kept by
// a key that moves.
func TestAPromptsTextIsSelected(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   []tea.Msg
		live bool
		want string
	}{
		{"typed", []tea.Msg{tea.KeyPressMsg{Code: '5', Text: "5"}, tea.KeyPressMsg{Code: '/', Text: "/"}}, false, "5/"},
		{"pasted", []tea.Msg{tea.PasteMsg{Content: "7/s"}}, false, "7/s"},
		{"moved first", []tea.Msg{tea.KeyPressMsg{Code: tea.KeyEnd}, tea.KeyPressMsg{Code: '0', Text: "0"}}, false, "10/s0"},
		{"deleted", []tea.Msg{tea.KeyPressMsg{Code: tea.KeyBackspace}}, false, ""},
		{"a live one is changed", []tea.Msg{tea.KeyPressMsg{Code: '0', Text: "0"}}, true, "10/s0"},
	}
	for _, tt := range tests {
		p := NewPrompt("rate", "Rate", "10/s", "", nil)
		if tt.live {
			p.Live()
		}
		for _, msg := range tt.do {
			p.Type(msg)
		}
		if got := p.field.Value(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestVeiledPromptShowsNoText(t *testing.T) {
	t.Parallel()
	var s Stack
	s.Push(NewPrompt("secret", "Header Authorization", "", "as it is to be sent", nil).Veiled())
	got := feed(&s, "s 3 c r e t")
	lines := make([]string, 24)
	for i := range lines {
		lines[i] = strings.Repeat(" ", 80)
	}
	s.Arrange(plain(), layout.Rect{W: 80, H: 24})
	s.Overlay(plain(), lines)
	screen := styles.Plain(lines...)
	if strings.Contains(screen, "s3cret") || !strings.Contains(screen, "••••••") {
		t.Errorf("%v: the prompt shows\n%s", got, screen)
	}
	if got := feed(&s, "enter"); got != (Entered{"secret", "s3cret"}) {
		t.Errorf("it gives %+v", got)
	}
}
