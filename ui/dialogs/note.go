package dialogs

import "weir/ui/styles"

// mostNote is how wide a note's text is at most, in cells: longer lines are
// hard to read.
const mostNote = 72

// Passage is a part of a note's text.
type Passage struct {
	Ink   styles.Ink
	Label string // stands before the text in a column of its own; may be empty
	Text  string // wrapped; empty for an empty line
}

// Note shows a text to read.
type Note struct {
	sheet
	title    string
	passages []Passage
	lines    []noteLine // as they were fitted
}

type noteLine struct {
	ink         styles.Ink
	label, text string
	indent      int
}

// NewNote returns a note with a text.
func NewNote(title string, passages []Passage) *Note {
	return &Note{title: title, passages: passages}
}

// Fit implements Dialog.
func (n *Note) Fit(st *styles.Styles, w, height int) (int, int) {
	n.w = min(w, mostNote+4)
	n.lines = n.lines[:0]
	column := 0
	for _, p := range n.passages {
		if p.Label != "" {
			column = max(column, st.Width(p.Label)+2)
		}
	}
	for _, p := range n.passages {
		n.lines = append(n.lines, p.wrap(n.w-4, column)...)
	}
	n.fit(len(n.lines), height)
	return n.w, n.h
}

// wrap breaks a passage into lines of at most w cells.
func (p Passage) wrap(w, column int) []noteLine {
	if p.Text == "" {
		return []noteLine{{}}
	}
	indent := 0
	if p.Label != "" {
		indent = min(column, w/2)
	}
	var lines []noteLine
	for i, text := range wrap(p.Text, max(1, w-indent)) {
		line := noteLine{ink: p.Ink, text: text, indent: indent}
		if i == 0 {
			line.label = p.Label
		}
		lines = append(lines, line)
	}
	return lines
}

// Lines implements Dialog.
func (n *Note) Lines(st *styles.Styles) []string {
	b := newBox(st, n.heading(n.title), n.w, n.h)
	for _, line := range n.lines[n.top:min(n.top+n.rows, len(n.lines))] {
		b.line(styles.Overlay, func(l *styles.Line) {
			if line.indent > 0 {
				l.Field(styles.Key, line.label, line.indent)
			}
			l.Text(line.ink, line.text)
		})
	}
	return b.end()
}
