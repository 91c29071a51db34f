package browse

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"weir/ui/styles"
)

// slot is a column as it is drawn.
type slot struct {
	column int
	x      int // from the left of the widget
	width  int
}

// View draws the table: a header, rows, and a line that tells the position.
func (t *Items) View(f Frame) []string {
	header, foot := chrome(f.Height)
	t.win.resize(t.len(), f.Height-header-foot)
	t.head = header
	c := newCanvas(f)
	if f.Height < 1 || f.Width < 1 {
		return c.done()
	}
	if t.win.n == 0 {
		return c.empty("No items.")
	}
	rows := t.rows(f.Styles)
	slots := t.arrange(f.Width)
	t.slots = slots
	if header > 0 {
		t.drawHeader(c, slots)
	}
	for i, r := range rows {
		t.drawRow(c, slots, r, t.win.top+i == t.win.cursor)
	}
	if foot > 0 {
		c.foot(t.hint(slots), t.Position())
	}
	return c.done()
}

// chrome returns how many lines the header and the position take.
func chrome(height int) (header, foot int) {
	if height >= 2 {
		header = 1
	}
	if height >= 4 {
		foot = 1
	}
	return header, foot
}

// rows reads the rows on the screen and widens the columns to them.
func (t *Items) rows(st *styles.Styles) []*record {
	rows := make([]*record, 0, t.win.height)
	for row := t.win.top; row < t.win.end(); row++ {
		r := t.record(t.sort.item(row))
		if r != nil {
			t.schema.measure(st, r)
		}
		rows = append(rows, r)
	}
	for i := range t.schema.columns {
		col := &t.schema.columns[i]
		need := min(widest, st.Width(col.title()))
		if t.sort.of(i) != Unsorted {
			need += 2
		}
		col.need = max(col.need, need)
	}
	return rows
}

// arrange chooses the columns that are drawn, so that the current one is seen,
// and gives what room is left to those that are cut.
func (t *Items) arrange(width int) []slot {
	shown := t.schema.shown()
	if len(shown) == 0 {
		return nil
	}
	at := slices.Index(shown, t.current)
	if at < 0 || !t.chosen {
		at, t.current = 0, shown[0]
	}
	room := width - 1
	t.most = widest
	if t.span(shown) > room {
		t.most = max(shortest, room/3) // so that more of the columns are seen
	}
	t.left = max(0, min(t.left, at))
	for t.left < at && t.span(shown[t.left:at+1]) > room {
		t.left++
	}
	for t.left > 0 && t.span(shown[t.left-1:]) <= room {
		t.left--
	}
	var slots []slot
	x := 1
	for _, i := range shown[t.left:] {
		if width-x < narrowest && len(slots) > 0 {
			break
		}
		w := t.schema.columns[i].width(t.most)
		if x+w > width && w <= shortest && len(slots) > 0 {
			break // a number that is cut tells an untruth
		}
		slots = append(slots, slot{column: i, x: x, width: min(w, width-x)})
		x += w + between
	}
	t.spread(slots, width-x+between)
	return slots
}

// shortest is the width up to which a column is drawn whole or not at all.
const shortest = 12

// span is how many cells columns take side by side.
func (t *Items) span(columns []int) int {
	n := -between
	for _, i := range columns {
		n += t.schema.columns[i].width(t.most) + between
	}
	return n
}

// spread gives room that is left to columns that are cut.
func (t *Items) spread(slots []slot, room int) {
	shift := 0
	for i := range slots {
		s := &slots[i]
		s.x += shift
		col := &t.schema.columns[s.column]
		if more := min(room-shift, col.need-s.width); more > 0 && col.asked == 0 {
			s.width += more
			shift += more
		}
	}
}

func (t *Items) drawHeader(c *canvas, slots []slot) {
	c.line.Space(1)
	for _, s := range slots {
		ink := styles.Muted
		if s.column == t.current {
			ink = styles.Title
			if c.Focused {
				ink = styles.TitleFocus
			}
		}
		mark := [...]string{Unsorted: "", Ascending: " ▲", Descending: " ▼"}[t.sort.of(s.column)]
		c.line.Pad(s.x)
		outer := c.line.Fit(s.width)
		name := min(c.Styles.Width(t.schema.columns[s.column].title()), s.width-c.Styles.Width(mark))
		c.line.Field(ink, t.schema.columns[s.column].title(), name)
		c.line.Text(ink, mark)
		c.line.Unfit(outer)
	}
	c.end()
}

// drawRow draws an item; nil is one that is being loaded.
func (t *Items) drawRow(c *canvas, slots []slot, r *record, selected bool) {
	l := c.begin(selected)
	if r == nil {
		l.Text(styles.Faint, "…")
		c.end()
		return
	}
	for _, s := range slots {
		l.Pad(s.x)
		value := r.at(s.column)
		outer := l.Fit(s.width)
		if value.kind == '0' {
			l.Space(s.width - len(value.text))
		}
		t.pattern.draw(l, cellInk(value.kind), value.text)
		l.Unfit(outer)
	}
	c.end()
}

func cellInk(kind jsontext.Kind) styles.Ink {
	switch kind {
	case '{', '[':
		return styles.Muted
	case 'n':
		return styles.Faint
	case 't', 'f':
		return styles.JSONLiteral
	case '0':
		return styles.JSONNumber
	default:
		return styles.Text
	}
}

// hint tells what is not seen: columns beside the screen or hidden, and that
// only a part is sorted.
func (t *Items) hint(slots []slot) string {
	shown := t.schema.shown()
	hint := ""
	add := func(n int, text string) {
		if n <= 0 {
			return
		}
		if hint != "" {
			hint += " · "
		}
		hint += strconv.Itoa(n) + text
	}
	add(t.left, " columns ←")
	add(len(shown)-t.left-len(slots), " columns →")
	add(len(t.schema.order)-len(shown), " hidden")
	if n := len(t.sort.items); n > 0 && n < t.win.n {
		if hint != "" {
			hint += " · "
		}
		hint += grouped(n) + " loaded rows sorted"
	}
	return hint
}

// clickHeader makes the column at a cell the current one.
func (t *Items) clickHeader(x int) {
	for _, s := range t.slots {
		if x >= s.x && x < s.x+s.width {
			t.current, t.chosen = s.column, true
		}
	}
}
