package browse

import (
	"strconv"

	"weir/ui/styles"
)

// Frame is the place that a widget is drawn in.
type Frame struct {
	Styles *styles.Styles
	// Width and Height are in cells; below 1 nothing is drawn.
	Width, Height int
	// Focused says that keys go to the widget.
	Focused bool
	// Note is told beside the position: a find, a filter; empty for nothing.
	Note string
}

// canvas collects the lines of one drawing.
type canvas struct {
	Frame
	line  *styles.Line
	lines []string
}

func newCanvas(f Frame) *canvas {
	return &canvas{Frame: f, line: f.Styles.Line(f.Width), lines: make([]string, 0, max(0, f.Height))}
}

// begin starts a row and marks it where the cursor stands on it.
func (c *canvas) begin(selected bool) *styles.Line {
	if !selected {
		return c.line.Space(1)
	}
	if c.Focused {
		return c.line.On(styles.Selection).Text(styles.Focus, "›")
	}
	return c.line.Text(styles.Muted, "›")
}

// end finishes the line that was drawn last.
func (c *canvas) end() { c.lines = append(c.lines, c.line.End()) }

// done fills what is left below and returns all lines.
func (c *canvas) done() []string {
	for len(c.lines) < c.Height {
		c.end()
	}
	return c.lines[:max(0, c.Height)]
}

// foot fills the place above the last line and draws into that what stands
// at its two ends.
func (c *canvas) foot(left, right string) {
	for len(c.lines) < c.Height-1 {
		c.end()
	}
	room := c.Width - c.Styles.Width(right) - 3
	note := min(c.Styles.Width(c.Note), max(0, room-1))
	if note == 0 {
		c.line.Space(1).Field(styles.Muted, left, room)
	} else {
		c.line.Space(1).Field(styles.Muted, left, room-note-1).Space(1).Field(styles.Accent, c.Note, note)
	}
	c.line.Right(styles.Muted, right)
	c.end()
}

// empty draws a widget that has nothing to show.
func (c *canvas) empty(text string) []string {
	c.line.Space(1).Text(styles.Faint, text)
	c.end()
	return c.done()
}

// place tells where a cursor stands: 451 / 10,000.
func place(at, of int) string {
	if of == 0 {
		return "0 / 0"
	}
	return grouped(at+1) + " / " + grouped(of)
}

// grouped writes a number that is not negative with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
