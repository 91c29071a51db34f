package dialogs

import (
	"weir/ui/layout"
	"weir/ui/styles"
)

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
			lines[y] = st.Over(lines[y], line, s.at.X, s.at.W)
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
