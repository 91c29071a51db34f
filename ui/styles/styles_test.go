package styles

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"weir/themes"
)

// river is a theme whose colours do not change with anybody's taste.
func river() themes.Theme {
	roles := map[themes.Role]themes.Color{}
	for _, r := range themes.Roles() {
		roles[r] = "#d6e5ea"
	}
	roles[themes.RolePanel] = "#11212a"
	roles[themes.RoleOpen] = "#f08580"
	roles[themes.RoleDanger] = "#f08580"
	roles[themes.RoleSelection] = "#1c4a5e"
	return themes.Theme{Name: "river", Dark: true, Roles: roles}
}

func dark(p Profile) *Styles { return New(river(), p, true) }

// screenWidth measures what stands on the screen without our own code.
func screenWidth(s *Styles, drawn string) int {
	if s.graphemes {
		return ansi.StringWidth(drawn)
	}
	return ansi.StringWidthWc(drawn)
}

// check fails unless a drawn line is harmless and exactly as wide as said.
func check(t testing.TB, s *Styles, drawn string, width int) {
	t.Helper()
	plain := Plain(drawn)
	if !utf8.ValidString(plain) {
		t.Fatalf("broken UTF-8 is sent: %q", plain)
	}
	for _, r := range plain {
		if r < ' ' || (r >= 0x7f && r < 0xa0) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co) || (r >= 0xe0000 && r < 0xe0080) {
			t.Fatalf("%U is sent in %q", r, plain)
		}
	}
	if got := screenWidth(s, plain); got != width {
		t.Fatalf("%q is %d cells wide, want %d", plain, got, width)
	}
}

func TestSafe(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"plain text", "Upper lock, 1.92 m", "Upper lock, 1.92 m"},
		{"other scripts", "Łódź Ωμέγα река 川 강", "Łódź Ωμέγα река 川 강"},
		{"a title sequence", "\x1b]0;owned\x07", "␛]0;owned␇"},
		{"the clipboard", "\x1b]52;c;aGk=\x1b\\", `␛]52;c;aGk=␛\`},
		{"a C1 introducer", "a\u009b31mb", "a‹U+009B›31mb"},
		{"a raw C1 byte", "a\x9b31mb", "a‹x9b›31mb"},
		{"newline and tab", "a\n\tb\r", "a␊␉b␍"},
		{"delete", "\x7f", "␡"},
		{"a bidi override", "user\u202etxt.exe", "user‹U+202E›txt.exe"},
		{"bidi isolates", "\u2066x\u2069", "‹U+2066›x‹U+2069›"},
		{"invisible", "pay\u200bpal\ufeff", "pay‹U+200B›pal‹U+FEFF›"},
		{"separators", "a\u2028b\u2029c", "a‹U+2028›b‹U+2029›c"},
		{"tags", "x\U000e0041", "x‹U+E0041›"},
		{"a no-break space", "1\u00a0204", "1⍽204"},
		{"an ideographic space", "川\u3000山", "川  山"},
		{"broken UTF-8", "a\xffb\xc3", "a‹xff›b‹xc3›"},
		{"private use", "\ue0b0", "‹U+E0B0›"},
		{"a mark on nothing", "\u0301a", "◌\u0301a"},
		{"a composed letter", "e\u0301te\u0301", "e\u0301te\u0301"},
		{"a joiner between letters", "a\u200db", "a‹U+200D›b"},
		{"a family", "👨\u200d👩\u200d👧", "👨👩👧"},
		{"a skin tone", "👍🏽!", "👍!"},
		{"an emoji style", "❤\ufe0f", "❤"},
		{"a flag", "🇩🇪", "🇩🇪"},
		{"half a flag", "🇩x", "‹U+1F1E9›x"},
	}
	for _, tt := range tests {
		if got := Safe(tt.text); got != tt.want {
			t.Errorf("%s: Safe(%q) = %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestSafeOnTerminalWithGraphemes(t *testing.T) {
	t.Parallel()
	s := dark(NoColor).Graphemes(true)
	for _, text := range []string{"👨\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "नि"} {
		if got := s.Safe(text); got != text {
			t.Errorf("Safe(%q) = %q", text, got)
		}
	}
	if got := s.Width("👨\u200d👩\u200d👧"); got != 2 {
		t.Errorf("a family is %d cells wide, want 2", got)
	}
}

// A pile of marks stays within bounds.
func TestSafeBoundsMarks(t *testing.T) {
	t.Parallel()
	s := dark(NoColor)
	drawn := s.Line(12).Text(Text, "Z"+strings.Repeat("\u0301", 10_000)).End()
	check(t, s, drawn, 12)
	if len(drawn) > 600 {
		t.Errorf("12 cells take %d bytes", len(drawn))
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	s := dark(NoColor)
	tests := []struct {
		name string
		draw func() *Line
		want string
	}{
		{"filled", func() *Line { return s.Line(8).Text(Text, "abc") }, "abc     "},
		{"just fits", func() *Line { return s.Line(3).Text(Text, "abc") }, "abc"},
		{"cut", func() *Line { return s.Line(3).Text(Text, "abcd") }, "ab…"},
		{"cut in a second text", func() *Line { return s.Line(4).Text(Text, "abc").Text(Muted, "de") }, "abc…"},
		{"cut after it was full", func() *Line { return s.Line(3).Text(Text, "abc").Text(Muted, "d") }, "ab…"},
		{"a wide character cut in half", func() *Line { return s.Line(4).Text(Text, "川川川") }, "川 …"},
		{"a wide character that fits", func() *Line { return s.Line(4).Text(Text, "川川") }, "川川"},
		{"one cell", func() *Line { return s.Line(1).Text(Text, "川") }, "…"},
		{"no cell", func() *Line { return s.Line(0).Text(Text, "abc") }, ""},
		{"a field", func() *Line { return s.Line(9).Field(Text, "ab", 4).Text(Text, "c") }, "ab  c    "},
		{"a field that is cut", func() *Line { return s.Line(9).Field(Text, "abcdef", 4).Text(Text, "c") }, "abc…c    "},
		{"a field at the right", func() *Line { return s.Line(9).FieldRight(Text, "42", 4).Text(Text, " s") }, "  42 s   "},
		{"a field beyond the end", func() *Line { return s.Line(3).Field(Text, "abcdef", 9) }, "ab…"},
		{"the right end", func() *Line { return s.Line(9).Text(Text, "ab").Right(Text, "cd") }, "ab     cd"},
		{"the right end without room", func() *Line { return s.Line(5).Text(Text, "abcd").Right(Text, "cd") }, "abcd…"},
		{"repeated", func() *Line { return s.Line(5).Repeat(Text, '─', 99) }, "─────"},
		{"a rune that is not one cell", func() *Line { return s.Line(3).Repeat(Text, '川', 1) }, "   "},
		{"fit", func() *Line { l := s.Line(8); o := l.Fit(3); return l.Text(Text, "abcdef").Unfit(o).Text(Text, "x") }, "ab…x    "},
		{"a bar", func() *Line { return s.Line(8).Bar(Bar{Cells: 6, Part: 0.5}) }, "███░░░  "},
		{"a bar between", func() *Line { return s.Line(6).Bar(Bar{Cells: 4, Part: 0.3}) }, "█▎░░  "},
		{"a bar with its threshold", func() *Line { return s.Line(6).Bar(Bar{Cells: 6, Part: 1, Mark: 0.5}) }, "███┃██"},
		{"a thin bar", func() *Line { return s.Line(6).Bar(Bar{Cells: 6, Part: 0.4, Thin: true}) }, "━━╸───"},
		{"a bar of nonsense", func() *Line { return s.Line(4).Bar(Bar{Cells: 9, Part: -3}) }, "░░░░"},
	}
	for _, tt := range tests {
		drawn := tt.draw().End()
		if got := Plain(drawn); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLineIsUsedAgain(t *testing.T) {
	t.Parallel()
	l := dark(TrueColor).Line(5)
	first := l.On(Selection).Text(Danger, "abcdefg").End()
	if second := l.Text(Text, "x").End(); Plain(second) != "x    " || strings.Contains(second, "48;2;28;74;94") {
		t.Errorf("after %q the second line is %q", first, second)
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		profile Profile
		ground  Ground
		ink     Ink
		want    string
	}{
		{"true colour", TrueColor, Panel, Open, "\x1b[0;38;2;240;133;128;48;2;17;33;42mx\x1b[m"},
		{"256 colours", ANSI256, Panel, Open, "\x1b[0;38;5;210;48;5;234mx\x1b[m"},
		{"16 colours", ANSI16, Panel, Open, "\x1b[0;91mx\x1b[m"},
		{"16 colours, selected", ANSI16, Selection, Open, "\x1b[0;97;44mx\x1b[m"},
		{"no colours", NoColor, Panel, Open, "\x1b[0;1mx\x1b[m"},
		{"no colours, text", NoColor, Panel, Text, "x"},
		{"no colours, selected", NoColor, Selection, Text, "\x1b[0;7mx\x1b[m"},
		{"no colours, lit", NoColor, Panel, LitOpen, "\x1b[0;1;7mx\x1b[m"},
		{"no colours, a match", NoColor, Panel, Match, "\x1b[0;4mx\x1b[m"},
	}
	for _, tt := range tests {
		if got := dark(tt.profile).LineOn(1, tt.ground).Text(tt.ink, "x").End(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Colours alone are sent from one bare ink to another.
func TestShortSequences(t *testing.T) {
	t.Parallel()
	got := dark(TrueColor).Line(2).Text(Text, "a").Text(Danger, "b").End()
	want := "\x1b[0;38;2;214;229;234;48;2;17;33;42ma\x1b[38;2;240;133;128mb\x1b[m"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEveryThemeHasReadableSelection(t *testing.T) {
	t.Parallel()
	for _, name := range themes.Builtin() {
		theme, err := themes.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		m := maker{theme: theme, profile: TrueColor, dark: theme.Dark}
		for i := range inks {
			fore := m.fore(Selection, i.look().role)
			if i.look().role == themes.RoleMatchText {
				continue
			}
			if c := themes.Contrast(theme.Color(fore), theme.Color(themes.RoleSelection)); c < 3 {
				t.Errorf("%s: ink %d on the selection has contrast %.1f", name, i, c)
			}
		}
	}
}

func TestBox(t *testing.T) {
	t.Parallel()
	s := dark(NoColor)
	lines := []string{s.Line(18).Text(Text, "one").End()}
	title := []Segment{{Ink: Title, Text: "Items", On: true}, {Ink: Muted, Text: "12", Joined: true}, {Ink: Muted, Text: "Body"}}
	tests := []struct {
		name string
		box  Box
		want string
	}{
		{"plain", Box{Title: title, Width: 20, Height: 4}, "" +
			"┌ Items 12 ─ Body ─┐\n│one               │\n│                  │\n└──────────────────┘"},
		{"focused", Box{Title: title, Width: 20, Height: 3, Focused: true}, "" +
			"┏ Items 12 ━ Body ━┓\n┃one               ┃\n┗━━━━━━━━━━━━━━━━━━┛"},
		{"a tail", Box{Title: title[:1], Tail: []Segment{{Text: "h2"}}, Width: 20, Height: 3}, "" +
			"┌ Items ────── h2 ─┐\n│one               │\n└──────────────────┘"},
		{"a tail without room", Box{Title: title, Tail: []Segment{{Text: "h2"}}, Width: 20, Height: 3}, "" +
			"┌ Items 12 ─ Body ─┐\n│one               │\n└──────────────────┘"},
		{"a long title", Box{Title: []Segment{{Text: "a very long title indeed"}}, Width: 20, Height: 2}, "" +
			"┌ a very long titl…┐\n└──────────────────┘"},
		{"joined below the focus", Box{Title: title[:1], Width: 20, Height: 3, Joined: true, AboveFocused: true, Open: true}, "" +
			"┡ Items ━━━━━━━━━━━┩\n│one               │\n│                  │"},
		{"joined with the focus", Box{Title: title[:1], Width: 20, Height: 2, Joined: true, Focused: true}, "" +
			"┢ Items ━━━━━━━━━━━┪\n┗━━━━━━━━━━━━━━━━━━┛"},
		{"too small", Box{Width: 1, Height: 1}, ""},
	}
	for _, tt := range tests {
		drawn := s.Box(tt.box, lines)
		if got := Plain(drawn...); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestSegmentAt(t *testing.T) {
	t.Parallel()
	s := dark(NoColor)
	b := Box{Width: 30, Height: 3, Title: []Segment{{Text: "Items"}, {Text: "12", Joined: true}, {Text: "Body"}}}
	top := []rune(Plain(s.Box(b, nil)[0]))
	for i, want := range []string{"Items", "12", "Body"} {
		at := strings.Index(string(top), want)
		at = utf8.RuneCountInString(string(top)[:at])
		for _, x := range []int{at, at + len(want) - 1} {
			if got := s.SegmentAt(b, x); got != i {
				t.Errorf("column %d of %q belongs to segment %d, want %d", x, string(top), got, i)
			}
		}
	}
	if got := s.SegmentAt(b, 0); got != -1 {
		t.Errorf("the corner belongs to segment %d", got)
	}
}

// Every character that simple takes to be one cell is that to both measures.
func TestSimpleIsOneCell(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0x3000; r++ {
		if !simple(r) {
			continue
		}
		if hidden(r) || ansi.StringWidth(string(r)) != 1 || ansi.StringWidthWc(string(r)) != 1 {
			t.Errorf("%U %c is not simple", r, r)
		}
	}
}

// Whatever is drawn in whatever order, a line is exactly as wide as asked.
func TestLineWidth(t *testing.T) {
	t.Parallel()
	texts := rapid.OneOf(rapid.String(), rapid.StringN(0, 6, -1), rapid.SampledFrom([]string{"川", "👨\u200d👩", "e\u0301", "\x1b[31m", "─▶", "नि", "🇩", "🇪", "한", "ᄀ", "ᅡ"}))
	rapid.Check(t, func(t *rapid.T) {
		s := dark(Profile(rapid.IntRange(0, 3).Draw(t, "profile")))
		width := rapid.IntRange(0, 40).Draw(t, "width")
		l := s.Line(width)
		for range rapid.IntRange(0, 8).Draw(t, "texts") {
			ink := Ink(rapid.IntRange(0, int(inks)-1).Draw(t, "ink"))
			text := texts.Draw(t, "text")
			n := rapid.IntRange(-2, 20).Draw(t, "cells")
			switch rapid.IntRange(0, 5).Draw(t, "how") {
			case 0:
				l.Field(ink, text, n)
			case 1:
				l.FieldRight(ink, text, n)
			case 2:
				l.Right(ink, text)
			case 3:
				l.Repeat(ink, '▇', n)
			case 4:
				l.Bar(Bar{Ink: ink, Cells: n, Part: rapid.Float64().Draw(t, "part")})
			default:
				l.Text(ink, text)
			}
		}
		drawn := Plain(l.End())
		if got := ansi.StringWidthWc(drawn); got != width {
			t.Fatalf("%q is %d cells wide, want %d", drawn, got, width)
		}
	})
}

func FuzzSafe(f *testing.F) {
	for _, text := range []string{"", "abc", "\x1b]0;x\x07", "a\u202eb", "👨\u200d👩", "\xff\xfe", "e\u0301\u0301", "🇩🇪🇩", "川\u3000", "\U000e0041", "가", "क्\u200dष", "1\ufe0f\u20e3"} {
		f.Add(text)
	}
	points := dark(ANSI256)
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range []*Styles{points, points.Graphemes(true)} {
			for _, width := range []int{0, 1, 2, 7, 40} {
				check(t, s, s.Line(width).Text(Text, text).End(), width)
			}
			safe := s.Safe(text)
			check(t, s, safe, s.Width(text))
			if text == safe && s.Width(safe) != s.Width(text) {
				t.Fatalf("%q measures itself differently", text)
			}
		}
	})
}

func BenchmarkLine(b *testing.B) {
	l := dark(TrueColor).Line(120)
	b.ReportAllocs()
	for b.Loop() {
		l.Text(Muted, "12:01:03.123 ").Text(Strong, "#83 attempt 1 got 503 in 41 ms").Text(Text, " — ▇▇▁▁").Bar(Bar{Cells: 30, Part: 0.4}).End()
	}
}
