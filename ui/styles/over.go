package styles

import "strings"

// Over lays a piece, w cells wide, over the cells of a line from x on. What is
// left of a wide character that it cuts in half is a space. All attributes end
// before and behind the piece, so that it and the line do not colour each other.
func (s *Styles) Over(line, piece string, x, w int) string {
	left := s.Head(line, x)
	if gap := x - s.Cells(left); gap > 0 {
		left += strings.Repeat(" ", gap)
	}
	rest := max(0, s.Cells(line)-x-w)
	right := s.Behind(line, x+w)
	for n := 1; s.Cells(right) > rest; n++ { // a character of several cells stands over the edge
		right = s.Behind(line, x+w+n)
	}
	if gap := rest - s.Cells(right); gap > 0 {
		right = strings.Repeat(" ", gap) + right
	}
	return left + reset + piece + reset + right
}
