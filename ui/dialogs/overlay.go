package dialogs

import (
	"strings"

	"weir/ui/layout"
	"weir/ui/styles"
)

// reset ends all attributes, so that a dialog and the frame below it do not
// colour each other.
const reset = "\x1b[m"

// Arrange fits the topmost dialog into a screen and remembers where it stands:
// in the middle, a little above, or at the bottom where it is to leave the rest
// in sight.
func (s *Stack) Arrange(st *styles.Styles, screen layout.Rect) {
	top := s.Top()
	if top == nil {
		s.at = layout.Rect{}
		return
	}
	w, h := top.Fit(st, max(1, screen.W-2), max(1, screen.H-2))
	s.at = screen.Centre(w, h)
	if low, ok := top.(interface{ Low() bool }); ok && low.Low() {
		s.at.Y = max(screen.Y, screen.Y+screen.H-h-1) // the why-line stays in sight
		return
	}
	s.at.Y -= (s.at.Y - screen.Y) / 3
}

// Place returns where the topmost dialog stands since Arrange.
func (s *Stack) Place() layout.Rect { return s.at }

// Overlay draws the topmost dialog over the lines of a frame, changing them in
// place; without a dialog it does nothing.
func (s *Stack) Overlay(st *styles.Styles, lines []string) {
	top := s.Top()
	if top == nil || s.at.Empty() {
		return
	}
	for i, line := range top.Lines(st) {
		if y := s.at.Y + i; y < len(lines) {
			lines[y] = over(st, lines[y], line, s.at.X, s.at.W)
		}
	}
}

// Cursor returns the cell of the topmost dialog's cursor; ok is false where it
// has none.
func (s *Stack) Cursor(st *styles.Styles) (x, y int, ok bool) {
	top := s.Top()
	if top == nil {
		return 0, 0, false
	}
	x, y, ok = top.Cursor(st)
	return s.at.X + x, s.at.Y + y, ok
}

// over lays piece, w cells wide, over the cells of line from x on. What is left
// of a wide character that it cuts in half is a space.
func over(st *styles.Styles, line, piece string, x, w int) string {
	left := st.Head(line, x)
	if gap := x - st.Cells(left); gap > 0 {
		left += strings.Repeat(" ", gap)
	}
	rest := max(0, st.Cells(line)-x-w)
	right := st.Behind(line, x+w)
	for n := 1; st.Cells(right) > rest; n++ { // a character of several cells stands over the edge
		right = st.Behind(line, x+w+n)
	}
	if gap := rest - st.Cells(right); gap > 0 {
		right = strings.Repeat(" ", gap) + right
	}
	return left + reset + piece + reset + right
}
