package dialogs

import (
	"github.com/charmbracelet/x/ansi"

	"weir/ui/layout"
)

// reset ends all attributes, so that a dialog and the frame below it do not
// colour each other.
const reset = "\x1b[m"

// Overlay draws the topmost dialog over the lines of a frame, in the middle of
// its screen, and returns where it stands. lines is changed in place; without
// a dialog nothing is.
func (s *Stack) Overlay(lines []string, screen layout.Rect, look Look) layout.Rect {
	top := s.Top()
	if top == nil {
		return layout.Rect{}
	}
	r := s.Place(screen)
	for i, line := range top.Lines(r.W, r.H, look) {
		if y := r.Y + i; y < len(lines) {
			lines[y] = over(lines[y], line, r.X, r.W)
		}
	}
	return r
}

// Place returns where the topmost dialog stands on a screen: in its middle, a
// little above.
func (s *Stack) Place(screen layout.Rect) layout.Rect {
	top := s.Top()
	if top == nil {
		return layout.Rect{}
	}
	w, h := top.Size(max(1, screen.W-2), max(1, screen.H-2))
	r := screen.Centre(w, h)
	r.Y -= (r.Y - screen.Y) / 3
	return r
}

// over lays piece, w cells wide, over the cells of line from x on. What is left
// of a wide character that it cuts in half is a space.
func over(line, piece string, x, w int) string {
	left := ansi.Truncate(line, x, "")
	if ansi.StringWidth(left) < x {
		left = pad(left, x)
	}
	rest := ansi.StringWidth(line) - x - w
	right := ansi.TruncateLeft(line, x+w, "")
	if ansi.StringWidth(right) > rest {
		right = ansi.TruncateLeft(line, x+w+1, "")
	}
	if rest > ansi.StringWidth(right) {
		right = " " + right
	}
	return left + reset + piece + reset + right
}
