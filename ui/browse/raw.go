package browse

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"weir/ui/styles"
)

const (
	tabStop   = 4 // cells
	shiftStep = 8 // cells that Shift(1) moves by
)

// Raw shows a text by its lines, with their numbers. Lines that are wider than
// the screen are shifted; one of more than 2 KiB goes on in the next row. The
// zero value is empty.
type Raw struct {
	lines   *Lines
	win     window
	left    int // cells that are shifted out
	width   int // of the text in the last drawing
	pattern Pattern
}

// NewRaw returns a view of lines.
func NewRaw(lines *Lines) *Raw {
	r := &Raw{lines: lines}
	r.win.resize(lines.Len(), 1)
	return r
}

func (r *Raw) len() int {
	if r.lines == nil {
		return 0
	}
	return r.lines.Len()
}

// Move moves the cursor by lines, down where by is positive.
func (r *Raw) Move(by int) { r.win.move(by) }

// Page moves the cursor by screens.
func (r *Raw) Page(by int) { r.win.page(by) }

// Scroll moves what is seen by lines, as a wheel does.
func (r *Raw) Scroll(by int) { r.win.scroll(by) }

// Home moves to the first line and its start.
func (r *Raw) Home() {
	r.win.to(0)
	r.left = 0
}

// End moves to the last line.
func (r *Raw) End() { r.win.to(r.win.n - 1) }

// Shift shifts long lines by steps of 8 cells, to their ends where by is
// positive.
func (r *Raw) Shift(by int) {
	r.left = max(0, min(r.left+shiftStep*max(-maxRowBytes, min(by, maxRowBytes)), maxRowBytes))
}

// Click moves to the line at y of the last drawing and says whether there is one.
func (r *Raw) Click(_, y int) bool { return r.win.click(y) }

// Jump moves to the line at an offset of the body, in bytes, and shifts so that
// it is seen.
func (r *Raw) Jump(offset int) {
	if r.len() == 0 {
		return
	}
	row := r.lines.find(offset)
	r.win.to(row)
	before := r.lines.row(row)
	before = before[:max(0, min(offset-int(r.lines.starts[row]), len(before)))]
	column := utf8.RuneCount(before)
	if column < r.left || column >= r.left+max(shiftStep, r.width-shiftStep) {
		r.left = max(0, column-max(shiftStep, r.width)/2)
	}
}

// Offset returns where the line of the cursor begins in the body, in bytes.
func (r *Raw) Offset() int {
	if r.len() == 0 {
		return 0
	}
	return int(r.lines.starts[r.win.cursor])
}

// Line returns the text of the cursor's line.
func (r *Raw) Line() string {
	if r.len() == 0 {
		return ""
	}
	return string(r.lines.row(r.win.cursor))
}

// Mark marks a pattern in the lines; the zero Pattern none.
func (r *Raw) Mark(p Pattern) { r.pattern = p }

// Position tells the line that the cursor is on: 451 / 10,000.
func (r *Raw) Position() string {
	if r.len() == 0 {
		return place(0, 0)
	}
	line, _ := r.lines.number(r.win.cursor)
	last, _ := r.lines.number(r.len() - 1)
	return place(line-1, last)
}

// View draws the lines and one that tells the position.
func (r *Raw) View(f Frame) []string {
	c := newCanvas(f)
	if f.Height < 1 || f.Width < 1 {
		return c.done()
	}
	if r.len() == 0 {
		return c.empty("Nothing here.")
	}
	foot := 0
	if f.Height >= 4 {
		foot = 1
	}
	r.win.resize(r.len(), f.Height-foot)
	last, _ := r.lines.number(r.len() - 1)
	gutter := len(strconv.Itoa(last))
	if f.Width < 3*gutter {
		gutter = 0
	}
	r.width = f.Width - gutter - 2
	for row := r.win.top; row < r.win.end(); row++ {
		r.drawRow(c, row, gutter)
	}
	if foot > 0 {
		c.foot(r.hint(), r.Position())
	}
	return c.done()
}

func (r *Raw) hint() string {
	if r.left == 0 {
		return ""
	}
	return grouped(r.left) + " cells ←"
}

func (r *Raw) drawRow(c *canvas, row, gutter int) {
	l := c.begin(row == r.win.cursor)
	if gutter > 0 {
		number := "↳"
		if line, part := r.lines.number(row); !part {
			number = strconv.Itoa(line)
		}
		l.Space(gutter-c.Styles.Width(number)).Text(styles.Faint, number).Space(1)
	}
	text := string(r.lines.row(row))
	if strings.IndexByte(text, '\t') >= 0 {
		text = untab(text)
	}
	text, blank := after(c.Styles, text, r.left)
	l.Space(blank)
	r.pattern.draw(l, styles.Text, text)
	c.end()
}

// untab puts blanks in the place of tabs.
func untab(text string) string {
	var b strings.Builder
	column := 0
	for _, part := range strings.SplitAfter(text, "\t") {
		inner, tab := strings.CutSuffix(part, "\t")
		b.WriteString(inner)
		column += utf8.RuneCountInString(inner)
		if tab {
			n := tabStop - column%tabStop
			b.WriteString("    "[:n])
			column += n
		}
	}
	return b.String()
}

// after returns what follows the first cells of a text; blank is 1 where a wide
// character is cut in two.
func after(st *styles.Styles, text string, cells int) (rest string, blank int) {
	for cells > 0 && text != "" {
		r, n := utf8.DecodeRuneInString(text)
		width := common(r)
		if width > 0 && n < len(text) {
			if beside, _ := utf8.DecodeRuneInString(text[n:]); common(beside) == 0 {
				width = 0 // it might combine
			}
		}
		if width == 0 {
			cluster, _ := ansi.FirstGraphemeCluster(text[:min(len(text), 64)], ansi.GraphemeWidth)
			n = max(1, len(cluster))
			width = st.Width(text[:n])
		}
		cells -= width
		text = text[n:]
	}
	return text, max(0, -cells)
}

// common returns the width of characters that every terminal agrees about and
// that combine with none of their like; 0 for all others.
func common(r rune) int {
	switch {
	case r >= ' ' && r <= '~', r >= 0xc0 && r <= 0x24f, r >= 0x410 && r <= 0x44f:
		return 1
	case r >= 0x4e00 && r <= 0x9fa5, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa, r >= 0xac00 && r <= 0xd7a3:
		return 2
	}
	return 0
}
