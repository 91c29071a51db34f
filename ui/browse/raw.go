package browse

import (
	"slices"
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
// the screen are shifted, or broken (Wrap); one of more than 2 KiB goes on in
// the next row. The zero value is empty.
type Raw struct {
	lines   *Lines
	kind    Kind
	win     window // of rows
	wrap    bool
	part    int            // of the cursor's row that the cursor is on
	topPart int            // of the top row that is seen first
	left    int            // cells that are shifted out
	width   int            // of the text in the last drawing
	st      *styles.Styles // of the last drawing
	pattern Pattern
}

// NewRaw returns a view of lines. JSON, XML and HTML are drawn with inks for
// what their parts are, any other kind plainly.
func NewRaw(lines *Lines, kind Kind) *Raw {
	r := &Raw{lines: lines, kind: kind}
	r.win.resize(lines.Len(), 1)
	return r
}

func (r *Raw) len() int {
	if r.lines == nil {
		return 0
	}
	return r.lines.Len()
}

// Move moves the cursor by lines of the screen, down where by is positive.
func (r *Raw) Move(by int) {
	if r.wrap {
		r.moveWrapped(by)
		return
	}
	r.win.move(by)
}

// Page moves the cursor by screens.
func (r *Raw) Page(by int) {
	if r.wrap {
		r.pageWrapped(by)
		return
	}
	r.win.page(by)
}

// Scroll moves what is seen by lines of the screen, as a wheel does.
func (r *Raw) Scroll(by int) {
	if r.wrap {
		r.scrollWrapped(by)
		return
	}
	r.win.scroll(by)
}

// Home moves to the first line and its start.
func (r *Raw) Home() {
	r.left, r.part, r.topPart = 0, 0, 0
	r.win.to(0)
}

// End moves to the last line.
func (r *Raw) End() {
	if r.wrap && r.len() > 0 {
		r.toSpot(spot{r.len() - 1, maxRowBytes})
		return
	}
	r.win.to(r.win.n - 1)
}

// Shift shifts long lines by steps of 8 cells, to their ends where by is
// positive. Lines that are broken are not shifted.
func (r *Raw) Shift(by int) {
	if r.wrap {
		return
	}
	r.left = max(0, min(r.left+shiftStep*max(-maxRowBytes, min(by, maxRowBytes)), maxRowBytes))
}

// Click moves to the line at y of the last drawing and says whether there is one.
func (r *Raw) Click(_, y int) bool {
	if !r.wrap {
		return r.win.click(y)
	}
	if y < 0 || y >= r.win.height || r.len() == 0 {
		return false
	}
	top := spot{r.win.top, r.topPart}
	s := r.step(top, y)
	if y > 0 && s == r.step(top, y-1) {
		return false // below the last line
	}
	r.toSpot(s)
	return true
}

// Jump moves to the line at an offset of the body, in bytes, and shifts so that
// it is seen.
func (r *Raw) Jump(offset int) {
	if r.len() == 0 {
		return
	}
	row := r.lines.find(offset)
	head := r.lines.row(row)
	head = head[:max(0, min(offset-int(r.lines.starts[row]), len(head)))]
	if r.wrap {
		r.toSpot(spot{row, r.partAt(row, len(untab(string(head))))})
		return
	}
	r.win.to(row)
	column := utf8.RuneCount(head)
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
	gutter := r.fit(f, foot)
	x := lexerAt(r.kind, r.lines.body, int(r.lines.starts[r.win.top]))
	for row, part := r.win.top, r.topPart; row < r.len() && len(c.lines) < r.win.height; row, part = row+1, 0 {
		r.drawRow(c, &x, spot{row, part}, gutter)
	}
	if foot > 0 {
		c.foot(r.hint(), r.Position())
	}
	return c.done()
}

// fit takes in the size of the place and returns how many cells the numbers of
// lines take.
func (r *Raw) fit(f Frame, foot int) (gutter int) {
	last, _ := r.lines.number(r.len() - 1)
	if gutter = len(strconv.Itoa(last)); f.Width < 3*gutter {
		gutter = 0
	}
	r.st, r.width = f.Styles, f.Width-1
	if gutter > 0 {
		r.width -= gutter + 1
	}
	if !r.wrap {
		r.win.resize(r.len(), f.Height-foot)
		return gutter
	}
	r.win.n, r.win.height = r.len(), max(1, f.Height-foot)
	r.toSpot(r.cursorSpot())
	return gutter
}

// partAt returns the part of a row that holds a byte of its text.
func (r *Raw) partAt(row, at int) int {
	starts := r.parts(row)
	i, found := slices.BinarySearch(starts, at)
	if !found {
		i--
	}
	return i
}

func (r *Raw) hint() string {
	if r.left == 0 {
		return ""
	}
	return grouped(r.left) + " cells ←"
}

// drawRow draws a row from one of its parts on, as far as there is room.
func (r *Raw) drawRow(c *canvas, x *lexer, from spot, gutter int) {
	text := r.text(from.row)
	spans := x.spans(text, nil)
	x.spans("\n", nil)
	starts := []int{0}
	if r.wrap {
		starts = r.parts(from.row)
	}
	for part := min(from.part, len(starts)-1); part < len(starts) && len(c.lines) < r.win.height; part++ {
		l := c.begin(spot{from.row, part} == r.cursorSpot())
		r.drawNumber(c, from.row, part, gutter)
		begin, end := starts[part], len(text)
		if part+1 < len(starts) {
			end = starts[part+1]
		}
		if r.left > 0 {
			rest, blank := after(c.Styles, text, r.left)
			l.Space(blank)
			begin = len(text) - len(rest)
		}
		r.pattern.paint(l, text, spans, begin, end)
		c.end()
	}
}

func (r *Raw) drawNumber(c *canvas, row, part, gutter int) {
	if gutter == 0 {
		return
	}
	number := "↳"
	if line, more := r.lines.number(row); !more && part == 0 {
		number = strconv.Itoa(line)
	}
	c.line.Space(gutter-c.Styles.Width(number)).Text(styles.Faint, number).Space(1)
}

// text is a row as it is drawn.
func (r *Raw) text(row int) string {
	text := string(r.lines.row(row))
	if strings.IndexByte(text, '\t') >= 0 {
		return untab(text)
	}
	return text
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
