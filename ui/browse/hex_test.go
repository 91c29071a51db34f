package browse

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/ui/styles"
)

func sample() []byte {
	body := make([]byte, 0, 300)
	for i := range 300 {
		body = append(body, byte(i))
	}
	return append(body, "\x1b]0;owned\x07"...)
}

func TestHexGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		h := NewHex(sample())
		h.View(f)
		h.Jump(300, 4)
		return h.View(f)
	})
}

// TestHexShowsEveryByte compares with the standard library's dump.
func TestHexShowsEveryByte(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "body")
		h := NewHex(body)
		lines := h.View(frame(90, 8))
		want := strings.Split(hex.Dump(body), "\n")
		for i := range (len(body) + 15) / 16 {
			text, _ := strings.CutPrefix(styles.Plain(lines[i]), "›")
			wanted, _, _ := strings.Cut(want[i], "|")
			fields := strings.Fields(wanted)
			got := strings.Join(strings.Fields(text)[:len(fields)], " ")
			if got != strings.Join(fields, " ") {
				t.Fatalf("row %d is %q, want %q", i, got, wanted)
			}
		}
	})
}

func TestHexMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 1, 999).Draw(rt, "body")
		h := NewHex(body)
		rt.Repeat(map[string]func(*rapid.T){
			"move":   func(t *rapid.T) { h.Move(rapid.IntRange(-20, 20).Draw(t, "by")) },
			"page":   func(t *rapid.T) { h.Page(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"scroll": func(t *rapid.T) { h.Scroll(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"end":    func(*rapid.T) { h.End() },
			"": func(t *rapid.T) {
				before := h.Offset()
				f := frame(rapid.IntRange(2, 100).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"))
				lines := h.View(f)
				requireSound(t, f, lines)
				requireCursor(t, lines)
				if now := h.Offset(); before < now || before-now >= 16 {
					t.Fatalf("another width moves from %d to %d", before, now)
				}
			},
		})
	})
}

func BenchmarkHexView(b *testing.B) {
	h := NewHex(bytes.Repeat(sample(), 52_000)) // 16 MB, a million rows
	f := Frame{Styles: drawn(styles.TrueColor), Width: 120, Height: 40, Focused: true}
	for i := 0; b.Loop(); i++ {
		h.Jump(i*7919%len(h.body), 4)
		h.View(f)
	}
}
