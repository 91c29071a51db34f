package dialogs

import (
	"strings"

	"weir/ui/keys"
	"weir/ui/styles"
)

// Column is a column of a table.
type Column struct {
	Title string
	Right bool // numbers stand to the right
	Wide  bool // takes the room that is left, and gives way where there is none
	Spare bool // left out where the wide ones would have too little room
}

// gap is how many cells stand between columns.
const gap = 2

// leastWide is how many cells a wide column has before a spare one is left out.
const leastWide = 16

// Tabular makes the picker show the cells of its rows in columns, below their
// titles. Rows are found by words that their text holds, in any order.
func (p *Picker) Tabular(columns ...Column) *Picker {
	p.columns = columns
	p.find()
	return p
}

// Serving makes keys of a scope ask for something to be done with a row.
func (p *Picker) Serving(s keys.Scope, hint string) *Picker {
	p.scope, p.hint = s, hint
	return p
}

// Renew shows other rows under another title; the query and, where it is still
// there, the selected row stay.
func (p *Picker) Renew(title string, rows []Row) {
	old, _ := p.Selected()
	at := p.at
	p.title, p.rows, p.texts = title, rows, nil
	for _, r := range rows {
		p.texts = append(p.texts, r.Text)
	}
	p.find()
	p.at = max(0, min(at, len(p.shown)-1))
	p.Selecting(old.ID)
}

// Query returns what stands in the picker's field.
func (p *Picker) Query() string {
	if p.field == nil {
		return ""
	}
	return p.field.Value()
}

// findWords fills shown with the rows that hold every word.
func (p *Picker) findWords(query string) {
	words := strings.Fields(strings.ToLower(query))
	for i, text := range p.texts {
		text = strings.ToLower(text)
		holds := true
		for _, w := range words {
			holds = holds && strings.Contains(text, w)
		}
		if holds {
			p.shown = append(p.shown, match{row: i})
		}
	}
}

// fitColumns shares so many cells among columns of these rows. The width of one
// that is left out is -1.
func fitColumns(st *styles.Styles, columns []Column, rows [][]string, room int) []int {
	widths := shareColumns(st, columns, rows, room, false)
	for i, c := range columns {
		if c.Wide && !c.Spare && widths[i] < leastWide && widths[i] < naturalWidth(st, i, c, rows) {
			return shareColumns(st, columns, rows, room, true)
		}
	}
	return widths
}

// naturalWidth is how wide column i would be.
func naturalWidth(st *styles.Styles, i int, c Column, rows [][]string) int {
	w := st.Width(c.Title)
	for _, row := range rows {
		if i < len(row) {
			w = max(w, st.Width(row[i]))
		}
	}
	return w
}

func shareColumns(st *styles.Styles, columns []Column, rows [][]string, room int, bare bool) []int {
	widths := make([]int, len(columns))
	sum := 0
	for i, c := range columns {
		if bare && c.Spare {
			widths[i] = -1
			continue
		}
		widths[i] = naturalWidth(st, i, c, rows)
		sum += widths[i]
		if i > 0 {
			sum += gap
		}
	}
	for over := sum - room; over > 0; over-- {
		widest := -1
		for i, c := range columns {
			if c.Wide && widths[i] > 4 && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// columnsWidth is how many cells columns of those widths take.
func columnsWidth(widths []int) int {
	n := -gap
	for _, w := range widths {
		if w >= 0 {
			n += w + gap
		}
	}
	return max(0, n)
}

// drawCells draws cells in columns.
func drawCells(l *styles.Line, columns []Column, widths []int, cells []string, ink func(i int) styles.Ink) {
	for i, c := range columns {
		if widths[i] < 0 {
			continue
		}
		if i > 0 {
			l.Space(gap)
		}
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		if c.Right {
			l.FieldRight(ink(i), text, widths[i])
		} else {
			l.Field(ink(i), text, widths[i])
		}
	}
}

// cells are those of all rows.
func (p *Picker) cells() [][]string {
	out := make([][]string, len(p.rows))
	for i, r := range p.rows {
		out[i] = r.Cells
	}
	return out
}

// tableLine draws row i of those shown in columns.
func (p *Picker) tableLine(b *box, i int) {
	r := p.rows[p.shown[i].row]
	ground, lead := styles.Overlay, "  "
	if i == p.at {
		ground, lead = styles.Selection, "▸ "
	}
	if r.Mark != "" {
		lead = r.Mark + " "
	}
	b.line(ground, func(l *styles.Line) {
		l.Text(styles.Focus, lead)
		drawCells(l, p.columns, p.widths, r.Cells, func(i int) styles.Ink {
			if i == 0 {
				return styles.Text
			}
			return styles.Muted
		})
	})
}

// tableHead draws the titles of the columns.
func (p *Picker) tableHead(b *box) {
	titles := make([]string, len(p.columns))
	for i, c := range p.columns {
		titles[i] = c.Title
	}
	b.line(styles.Overlay, func(l *styles.Line) {
		drawCells(l.Space(2), p.columns, p.widths, titles, func(int) styles.Ink { return styles.Title })
	})
}

// below says more of the row that is reached, in two lines at most.
func (p *Picker) below(b *box) {
	b.blank(p.h - 1 - p.foot())
	b.line(styles.Overlay, func(l *styles.Line) { l.Repeat(styles.Border, '─', l.Room()) })
	row, ok := p.Selected()
	if !ok {
		return
	}
	for i, text := range wrap(row.Below, b.inner()) {
		if i < 2 {
			b.text(styles.Text, text)
		}
	}
}
