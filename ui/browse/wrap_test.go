package browse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/ui/styles"
)

func TestRawWrappedGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		w := raw(t, riverXML)
		w.Wrap(true)
		w.Mark(NewPattern("the"))
		w.View(f)
		w.Move(5)
		return w.View(f)
	})
}

// Wrapped, every character of a text is seen, once and in order, whichever way
// one moves through it.
func TestWrapShowsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("ab 川\tй")), 0, 60, -1), 1, 6).Draw(t, "lines")
		width := rapid.IntRange(6, 30).Draw(t, "width")
		x, err := BuildLines(t.Context(), []byte("x"+strings.Join(lines, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		w := NewRaw(x, Text)
		w.Wrap(true)
		f := Frame{Styles: plain(), Width: width, Height: 3}
		w.View(f)
		var down []spot
		for before := (spot{-1, 0}); before != w.cursorSpot(); w.Move(1) {
			before = w.cursorSpot()
			down = append(down, before)
			checkWrapped(t, w, f)
		}
		if rapid.Bool().Draw(t, "by jumps") {
			w.Home()
			w.End()
		}
		for i := len(down) - 1; i >= 0; i-- {
			if w.cursorSpot() != down[i] {
				t.Fatalf("upwards it stands at %v, downwards at %v", w.cursorSpot(), down[i])
			}
			w.Move(-1)
		}
	})
}

// checkWrapped fails where the cursor is not seen or a row's parts do not make
// it up.
func checkWrapped(t *rapid.T, w *Raw, f Frame) {
	if seen := strings.Count(styles.Plain(w.View(f)...), "›"); seen != 1 {
		t.Fatalf("the cursor is seen %d times at %v", seen, w.cursorSpot())
	}
	text := w.text(w.win.cursor)
	starts := append(w.parts(w.win.cursor), len(text))
	for i := 1; i < len(starts); i++ {
		part := text[starts[i-1]:starts[i]]
		if f.Styles.Width(part) > w.width || part == "" && len(starts) > 2 {
			t.Fatalf("the part %q of %q does not fit %d cells", part, text, w.width)
		}
	}
}

func TestWrappedPageScrollAndClick(t *testing.T) {
	t.Parallel()
	w := raw(t, strings.Repeat("x", 100)+"\n"+strings.Repeat("y", 100)+"\nend")
	w.Wrap(true)
	f := Frame{Styles: plain(), Width: 23, Height: 3} // 20 cells of text
	w.View(f)
	w.Page(1)
	if got := w.cursorSpot(); got != (spot{0, 2}) {
		t.Errorf("a screen down it stands at %v", got)
	}
	w.Scroll(4)
	if got := w.cursorSpot(); got.before(spot{1, 0}) {
		t.Errorf("scrolled out of sight it stands at %v", got)
	}
	w.Home()
	if !w.Click(5, 2) || w.cursorSpot() != (spot{0, 2}) {
		t.Errorf("a click on the third line leads to %v", w.cursorSpot())
	}
	w.Jump(101 + 50)
	if got := w.cursorSpot(); got != (spot{1, 2}) {
		t.Errorf("a jump to byte 50 of the second line leads to %v", got)
	}
	w.End()
	if w.Line() != "end" {
		t.Errorf("the end is %q", w.Line())
	}
	if w.Click(0, 3) {
		t.Error("a click below the last line selects something")
	}
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		kind   Kind
		before string
		text   string
		want   string // a letter a byte
	}{
		{"a tag", XML, "", `<a b="c">d</a>`, "mkmaMsss" + "m" + "t" + "mmkm"},
		{"a comment that goes on", XML, "<!-- it\n", `goes --> on`, "ffffffffttt"},
		{"an entity", HTML, "", `a &lt; b`, "ttlllltt"},
		{"a program", HTML, "", `<script>a<b</script>`, "mkkkkkkm" + "mmm" + "mmkkkkkkm"},
		{"within a tag", XML, "<a\n", `b='c>'>`, "amssssm"},
		{"JSON", JSON, "", `{"a\"b": "c", "d":[-1.5,true]}`, "mkkkkkkm" + "m" + "sss" + "mmkkkmmnnnnmllllmm"},
		{"a string that goes on", JSON, `{"a":"` + strings.Repeat("x", lookBack), `y","b":1}`, "ssmkkkmnm"},
		{"plain text", Text, "", `<a>`, "ttt"},
	}
	letters := map[styles.Ink]byte{
		styles.Text: 't', styles.Muted: 'm', styles.Faint: 'f', styles.JSONKey: 'k', styles.Accent: 'a',
		styles.JSONString: 's', styles.JSONNumber: 'n', styles.JSONLiteral: 'l',
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := lexerAt(tt.kind, []byte(tt.before+tt.text), len(tt.before))
			var got []byte
			for _, s := range x.spans(tt.text, nil) {
				for len(got) < s.end {
					got = append(got, letters[s.ink])
				}
			}
			want := strings.ReplaceAll(tt.want, "M", "m")
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("%s\n%s", tt.text, diff)
			}
		})
	}
}

// A find is marked where it goes over the inks of the text, and over the edge
// of a wrapped line.
func TestFindsAcrossInks(t *testing.T) {
	t.Parallel()
	st := plain()
	x := lexer{kind: XML}
	text := `<river id="1">`
	spans := x.spans(text, nil)
	l := st.Line(40)
	NewPattern(`r id="`).paint(l, text, spans, 0, len(text))
	if got := styles.Plain(l.End()); strings.TrimRight(got, " ") != text {
		t.Errorf("it is drawn as %q", got)
	}
	start, end := NewPattern(`r id="`).findIn(text, 0)
	if text[start:end] != `r id="` {
		t.Errorf("it is found at %q", text[start:end])
	}
	if start, end = NewPattern("x").findIn(text, 3); start != end {
		t.Errorf("what is not there is found at %d to %d", start, end)
	}
}

func TestFoldLevels(t *testing.T) {
	t.Parallel()
	w := tree(t, `{"a":{"b":{"c":1}},"d":[[2]]}`)
	f := Frame{Styles: plain(), Width: 40, Height: 12}
	lines := func() int {
		w.View(f)
		n := 0
		for at := uint32(0); at != none; at = w.after(at) {
			n++
		}
		return n
	}
	for depth, want := range []int{1, 3, 5, 7} {
		if w.FoldLevel(depth); lines() != want {
			t.Errorf("folded to level %d it has %d lines, want %d", depth, lines(), want)
		}
	}
	w.FoldLevel(1)
	w.Home()
	w.Move(1)
	w.Toggle()
	if got := lines(); got != 4 {
		t.Errorf("with one list opened it has %d lines, want 4", got)
	}
	w.FoldLevel(1)
	if got := lines(); got != 3 {
		t.Errorf("folded again it has %d lines, want 3", got)
	}
}

func TestColumnsAreMoved(t *testing.T) {
	t.Parallel()
	w := NewItems(list{`{"id":1,"a":"x\u001b","b":[2],"c":null}`})
	f := Frame{Styles: plain(), Width: 60, Height: 8}
	w.View(f)
	names := func() string {
		var out []string
		for _, c := range w.Columns() {
			out = append(out, c.Name)
		}
		return strings.Join(out, " ")
	}
	w.MoveColumn(1)
	w.Shift(1)
	if got := names(); got != "id c a b" {
		t.Errorf("moved to the right the columns are %q", got)
	}
	w.Shift(-5)
	if got := names(); got != "a id c b" {
		t.Errorf("moved to the left the columns are %q", got)
	}
	if name, value := w.Value(); name != "a" || string(value) != `"x\u001b"` {
		t.Errorf("the value is %s of %q", value, name)
	}
	w.MoveColumn(3)
	if name, value := w.Value(); name != "b" || string(value) != "[2]" {
		t.Errorf("the value is %s of %q", value, name)
	}
}
