package dialogs

import (
	"strings"

	"weir/ui/keys"
	"weir/ui/styles"
)

// Block is a part of a report: a title, and rows in columns. Without columns
// its rows are sentences.
type Block struct {
	Title   string
	Notes   []string // sentences below the title
	Columns []Column
	Rows    []Line
}

// Line is a row of a block.
type Line struct {
	Mark  string // in the margin; may be empty
	Cells []string
}

// Report shows tables to read, until it is closed.
type Report struct {
	sheet
	kind   Kind
	title  string
	blocks []Block
	lines  []func(*styles.Line) // as they were fitted
}

// widestReport is how wide a report is at most.
const widestReport = 124

// NewReport returns a report.
func NewReport(kind Kind, title string, blocks []Block) *Report {
	return &Report{kind: kind, title: title, blocks: blocks}
}

// Kind returns what the report is about.
func (r *Report) Kind() Kind { return r.kind }

// Do implements Dialog.
func (r *Report) Do(i keys.Intent) Action {
	if a := r.sheet.Do(i); a != nil {
		return Closed{r.kind}
	}
	return nil
}

// Fit implements Dialog.
func (r *Report) Fit(st *styles.Styles, w, height int) (int, int) {
	r.w = min(w, widestReport)
	r.lines = r.lines[:0]
	widest := st.Width(r.title) + 16
	for i, b := range r.blocks {
		if i > 0 {
			r.lines = append(r.lines, nil)
		}
		widest = max(widest, r.lay(st, b, r.w-4))
	}
	r.w = min(r.w, max(60, widest+4))
	r.fit(len(r.lines), height)
	return r.w, r.h
}

// lay adds the lines of a block and returns how wide they are.
func (r *Report) lay(st *styles.Styles, b Block, room int) int {
	if b.Title != "" {
		r.lines = append(r.lines, func(l *styles.Line) { l.Text(styles.Title, b.Title) })
	}
	for _, note := range b.Notes {
		for _, text := range wrap(note, room) {
			r.lines = append(r.lines, func(l *styles.Line) { l.Text(styles.Muted, text) })
		}
	}
	if len(b.Columns) == 0 {
		return max(st.Width(b.Title), r.sentences(b, room))
	}
	var cells [][]string
	titled := false
	for _, row := range b.Rows {
		cells = append(cells, row.Cells)
	}
	titles := make([]string, len(b.Columns))
	for i, c := range b.Columns {
		titles[i], titled = c.Title, titled || c.Title != ""
	}
	widths := fitColumns(st, b.Columns, cells, room-2)
	if titled {
		r.lines = append(r.lines, func(l *styles.Line) {
			drawCells(l.Space(2), b.Columns, widths, titles, func(int) styles.Ink { return styles.Muted })
		})
	}
	for _, row := range b.Rows {
		r.lines = append(r.lines, func(l *styles.Line) {
			l.Field(markInk(row.Mark), row.Mark, 2)
			drawCells(l, b.Columns, widths, row.Cells, func(int) styles.Ink { return styles.Text })
		})
	}
	return max(st.Width(b.Title), columnsWidth(widths)+2)
}

// sentences adds rows that are no table, wrapped.
func (r *Report) sentences(b Block, room int) int {
	widest := 0
	for _, row := range b.Rows {
		for i, text := range wrap(strings.Join(row.Cells, " "), room-2) {
			mark := row.Mark
			if i > 0 {
				mark = ""
			}
			widest = max(widest, len(text)+2)
			r.lines = append(r.lines, func(l *styles.Line) {
				if row.Mark != "" {
					l.Field(markInk(mark), mark, 2)
				}
				l.Text(styles.Text, text)
			})
		}
	}
	return widest
}

// markInk colours what stands in the margin.
func markInk(mark string) styles.Ink {
	switch mark {
	case "+":
		return styles.Success
	case "−":
		return styles.Danger
	case "~", "!":
		return styles.Warning
	}
	return styles.Muted
}

// Lines implements Dialog.
func (r *Report) Lines(st *styles.Styles) []string {
	b := newBox(st, r.heading(r.title), r.w, r.h)
	for _, draw := range r.lines[r.top:min(r.top+r.rows, len(r.lines))] {
		b.line(styles.Overlay, draw)
	}
	return b.end()
}
