package ui

import (
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"weir/ui/layout"
	"weir/ui/styles"
)

// View implements tea.Model. It draws the model as Update left it.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.ReportFocus = m.theme.follows()
	v.WindowTitle = m.title()
	if m.place.width <= 0 || m.place.height <= 0 {
		return v
	}
	v.SetContent(strings.Join(m.draw(), "\n"))
	v.Cursor = m.cursor()
	return v
}

// title is the window's, of safe text only.
func (m *Model) title() string {
	text := "weir"
	if r := m.state.Focus(); r != nil {
		text += " · " + r.Method + " " + pathOf(r.URL)
	}
	if len(text) > 200 {
		text = text[:200]
	}
	return styles.Safe(text)
}

// draw returns the lines of the screen.
func (m *Model) draw() []string {
	if m.frame.Shape == layout.TooSmall {
		return m.tooSmall()
	}
	c := newCanvas(m.theme.st, m.frame.Screen)
	c.put(m.frame.Header, m.header(m.frame.Header.W))
	for p := layout.Requests; p <= layout.Steps; p++ {
		if m.frame.Shown(p) {
			c.put(m.frame.Rect(p), m.panel(p)...)
		}
	}
	if r := m.frame.Rect(layout.Timeline); !r.Empty() {
		c.put(r, m.timeline(r.W, r.H)...)
	}
	if r := m.frame.Rect(layout.Tour); !r.Empty() {
		c.put(r, m.tourLines(r.W, r.H)...)
	}
	if !m.frame.Gauges.Empty() {
		c.put(m.frame.Gauges, m.gauges(m.frame.Gauges.W))
	}
	c.put(m.frame.Why, m.why(m.frame.Why.W))
	if !m.frame.Keys.Empty() {
		c.put(m.frame.Keys, m.hints(m.frame.Keys.W))
	}
	lines := c.lines()
	if m.place.jumping {
		m.letters(lines)
	}
	m.dialogs.Overlay(m.theme.st, lines)
	return lines
}

// tooSmall is all that a screen below the least size shows.
func (m *Model) tooSmall() []string {
	st := m.theme.st
	lines := make([]string, m.place.height)
	for i := range lines {
		lines[i] = st.LineOn(m.place.width, styles.Surface).End()
	}
	text := strings.Split(ansi.Wordwrap("weir needs 40×10 cells, please make the window larger", max(1, m.place.width), ""), "\n")
	top := max(0, (m.place.height-len(text))/2)
	for i, line := range text {
		if y := top + i; y < len(lines) {
			l := st.LineOn(m.place.width, styles.Surface)
			lines[y] = l.Space((m.place.width-st.Width(line))/2).Text(styles.Text, line).End()
		}
	}
	return lines
}

// cursor is where the terminal's own cursor stands; nil hides it.
func (m *Model) cursor() *tea.Cursor {
	x, y, ok := 0, 0, false
	switch {
	case m.frame.Shape == layout.TooSmall:
	case m.dialogs.Open():
		x, y, ok = m.dialogs.Cursor(m.theme.st)
	case m.line.editing:
		x, y, ok = headLead+m.line.field.Cursor(m.theme.st, m.frame.Header.W-headLead-1), m.frame.Header.Y, true
	}
	if !ok {
		return nil
	}
	c := tea.NewCursor(x, y)
	c.Shape, c.Blink = tea.CursorBar, false
	return c
}

// panel draws one panel with its border.
func (m *Model) panel(p layout.Panel) []string {
	r := m.frame.Rect(p)
	b := styles.Box{
		Width: r.W, Height: r.H, Focused: m.focused(p), Title: m.heading(p), Tail: m.tail(p),
	}
	for q := layout.Requests; q <= layout.Steps; q++ {
		switch o := m.frame.Rect(q); {
		case q == p || o.Empty() || o.X != r.X || o.W != r.W:
		case o.Y == r.Y+r.H-1:
			b.Open = true
		case o.Y+o.H-1 == r.Y:
			b.Joined, b.AboveFocused = true, m.focused(q)
		}
	}
	if b.Open {
		b.Height--
	}
	w, h := b.InnerSize()
	return m.theme.st.Box(b, m.content(p, w, h))
}

// focused says whether keys go to the panel.
func (m *Model) focused(p layout.Panel) bool {
	return p == m.place.focus && !m.line.editing && !m.dialogs.Open()
}

// canvas is a screen that is put together from pieces. Pieces of a row must
// not overlap.
type canvas struct {
	st   *styles.Styles
	w    int
	rows [][]piece
}

type piece struct {
	x, w int
	text string
}

func newCanvas(st *styles.Styles, screen layout.Rect) *canvas {
	return &canvas{st: st, w: screen.W, rows: make([][]piece, screen.H)}
}

// put places lines, each as wide as the rectangle, from its top on.
func (c *canvas) put(r layout.Rect, lines ...string) {
	for i, line := range lines {
		if y := r.Y + i; y >= 0 && y < len(c.rows) {
			c.rows[y] = append(c.rows[y], piece{r.X, r.W, line})
		}
	}
}

// lines joins the pieces of each row; what none covers is blank.
func (c *canvas) lines() []string {
	out := make([]string, len(c.rows))
	for y, row := range c.rows {
		sort.Slice(row, func(i, j int) bool { return row[i].x < row[j].x })
		var b strings.Builder
		at := 0
		for _, p := range row {
			if p.x > at {
				b.WriteString(c.blank(p.x - at))
			}
			b.WriteString(p.text)
			at = p.x + p.w
		}
		if at < c.w {
			b.WriteString(c.blank(c.w - at))
		}
		out[y] = b.String()
	}
	return out
}

func (c *canvas) blank(n int) string { return c.st.LineOn(n, styles.Surface).End() }
