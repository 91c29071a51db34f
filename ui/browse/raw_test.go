package browse

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/ui/styles"
)

const riverXML = "<?xml version=\"1.0\"?>\r\n<rivers>\n\t<river id=\"1\">Severn</river>\n\t<river id=\"2\">川の水位</river>\n" +
	"  <note>\x1b[2Jit rains and rains and the river rises and rises; who stands on the bridge looks down at the water and thinks of the sea, which is far away</note>\n" +
	"</rivers>\n"

func raw(t testing.TB, body string) *Raw {
	t.Helper()
	x, err := BuildLines(t.Context(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return NewRaw(x, XML)
}

func TestRawGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		w := raw(t, riverXML)
		w.Mark(NewPattern("RIVER id"))
		w.Mark(NewPattern("river"))
		w.View(f)
		w.Move(3)
		return w.View(f)
	})
}

func TestRawShiftedGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		w := raw(t, riverXML)
		w.View(f)
		w.Jump(strings.Index(riverXML, "far away"))
		return w.View(f)
	})
}

func TestLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxRowBytes)
	tests := []struct {
		name, body string
		want       []string
	}{
		{"nothing", "", nil},
		{"one", "a", []string{"a"}},
		{"ended", "a\nb\n", []string{"a", "b"}},
		{"of Windows", "a\r\n\r\nb", []string{"a", "", "b"}},
		{"just long enough", long + "\nb", []string{long, "b"}},
		{"too long", long + "yz\nb", []string{long, "yz", "b"}},
		{"no character is cut", long[1:] + "川b", []string{long[1:], "川b"}},
		{"no text at all", strings.Repeat("\x80", maxRowBytes+2), []string{strings.Repeat("\x80", maxRowBytes-4), strings.Repeat("\x80", 6)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x, err := BuildLines(t.Context(), []byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range x.Len() {
				got = append(got, string(x.row(i)))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineNumbers(t *testing.T) {
	t.Parallel()
	w := raw(t, "a\n"+strings.Repeat("x", 2*maxRowBytes+1)+"\nb\n")
	w.End()
	if got, want := w.Position(), "3 / 3"; got != want {
		t.Errorf("position is %q, want %q", got, want)
	}
	w.Move(-1)
	if got, want := w.Position(), "2 / 3"; got != want {
		t.Errorf("position is %q, want %q", got, want)
	}
	if got := styles.Plain(w.View(frame(20, 3))...); !strings.Contains(got, "↳") {
		t.Errorf("nothing shows that the line goes on: %q", got)
	}
}

func TestBuildLinesEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := BuildLines(ctx, []byte("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func TestShiftKeepsColumns(t *testing.T) {
	t.Parallel()
	w := raw(t, "0123456789abcdef\n川川川川川川川川\n\té\u0301123456789abcdef\n")
	w.Shift(1)
	lines := w.View(Frame{Styles: drawn(styles.NoColor), Width: 12, Height: 3})
	want := "›1 89abcdef \n 2 川川川川 \n 3 456789ab…"
	if got := styles.Plain(lines...); got != want {
		t.Errorf("drawn is\n%s\nwant\n%s", got, want)
	}
}

func TestRawMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		body := strings.Join(rapid.SliceOfN(hostile(), 1, 30).Draw(rt, "lines"), "\n")
		if body == "" {
			body = "x"
		}
		w := raw(t, body)
		rt.Repeat(map[string]func(*rapid.T){
			"move":   func(t *rapid.T) { w.Move(rapid.IntRange(-20, 20).Draw(t, "by")) },
			"page":   func(t *rapid.T) { w.Page(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"scroll": func(t *rapid.T) { w.Scroll(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"shift":  func(t *rapid.T) { w.Shift(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"jump":   func(t *rapid.T) { w.Jump(rapid.IntRange(-1, len(body)+1).Draw(t, "to")) },
			"click":  func(t *rapid.T) { w.Click(0, rapid.IntRange(-1, 9).Draw(t, "y")) },
			"mark":   func(t *rapid.T) { w.Mark(NewPattern(hostile().Draw(t, "pattern"))) },
			"end":    func(*rapid.T) { w.End() },
			"wrap":   func(*rapid.T) { w.Wrap(!w.Wraps()) },
			"": func(t *rapid.T) {
				f := frame(rapid.IntRange(2, 60).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"))
				lines := w.View(f)
				requireSound(t, f, lines)
				requireCursor(t, lines)
			},
		})
	})
}

// TestJumpIsSeen checks that what is jumped to stands on the screen.
func TestJumpIsSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		before := rapid.IntRange(0, 5000).Draw(rt, "before")
		body := strings.Repeat("\n", before%50) + strings.Repeat("x", before) + "FIND" + strings.Repeat("y", 300)
		w := raw(t, body)
		f := frame(rapid.IntRange(30, 90).Draw(rt, "width"), 6)
		w.Wrap(rapid.Bool().Draw(rt, "wrapped"))
		w.View(f)
		m, err := SearchBody(t.Context(), []byte(body), NewPattern("FIN"))
		if err != nil {
			rt.Fatal(err)
		}
		place, _ := m.Next(0)
		w.Jump(place)
		if got := styles.Plain(w.View(f)...); !strings.Contains(got, "F") {
			rt.Fatalf("not seen:\n%s", got)
		}
	})
}

func FuzzRaw(f *testing.F) {
	f.Add([]byte(riverXML), 3)
	f.Add([]byte("\xff\x00\r\r\n\t"), 1)
	f.Fuzz(func(t *testing.T, body []byte, shift int) {
		w := raw(t, string(body))
		f := frame(40, 5)
		requireSound(t, f, w.View(f))
		w.Shift(shift)
		w.Jump(len(body) / 2)
		requireSound(t, f, w.View(f))
		w.Wrap(true)
		w.End()
		requireSound(t, f, w.View(f))
		w.Home()
		w.Page(1)
		requireSound(t, f, w.View(f))
		h := NewHex(body)
		h.Jump(len(body)/2, 3)
		requireSound(t, f, h.View(f))
	})
}

func BenchmarkBuildLines(b *testing.B) {
	body := bytes.Repeat([]byte("the river rises and rises, and who knows why\n"), 1_000_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := BuildLines(b.Context(), body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRawView(b *testing.B) {
	body := bytes.Repeat([]byte("the river rises and rises, and who knows why\n"), 1_000_000)
	x, _ := BuildLines(b.Context(), body)
	w := NewRaw(x, XML)
	f := Frame{Styles: drawn(styles.TrueColor), Width: 120, Height: 40, Focused: true}
	for i := 0; b.Loop(); i++ {
		w.Jump(i * 7919 % len(body))
		w.View(f)
	}
}

// BenchmarkRawViewWide draws one line of 32 MB in characters that are wide.
func BenchmarkRawViewWide(b *testing.B) {
	body := bytes.Repeat([]byte("川の水位"), 32<<20/12)
	x, _ := BuildLines(b.Context(), body)
	w := NewRaw(x, XML)
	f := Frame{Styles: drawn(styles.TrueColor), Width: 120, Height: 40, Focused: true}
	w.View(f)
	w.Shift(40)
	for b.Loop() {
		w.Move(1)
		w.View(f)
	}
}

func BenchmarkRawMove(b *testing.B) {
	x, _ := BuildLines(b.Context(), bytes.Repeat([]byte("a\n"), 1_000_000))
	w := NewRaw(x, XML)
	for b.Loop() {
		w.Move(1)
	}
}

func TestUntab(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"\ta": "    a", "ab\tc": "ab  c", "é\t\t": "é       ", "abcd\te": "abcd    e"} {
		if got := untab(text); got != want || !utf8.ValidString(got) {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
