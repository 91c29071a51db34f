package dialogs

import "weir/ui/styles"

const (
	formWidth = 100 // cells of a form at most
	formLabel = 10  // of which the labels take so many
	areaLines = 8   // of a text that are shown at least, where there is room
)

// formLine is a line of a form: of a field, of a text, or what is said below.
type formLine struct {
	row     int // that it belongs to
	label   string
	area    int // line of the text; -1 for a field
	note    string
	trouble bool
}

// Fit implements Dialog.
func (f *Form) Fit(_ *styles.Styles, w, h int) (int, int) {
	f.w = min(w, formWidth)
	f.lines = f.lines[:0]
	for i := range f.rows {
		f.add(i)
	}
	f.h = min(h, len(f.lines)+4)
	f.scroll()
	return f.w, f.h
}

// add adds the lines of a row.
func (f *Form) add(i int) {
	row := &f.rows[i]
	s := f.sections[row.section]
	label := s.Label
	if i > 0 && f.rows[i-1].section == row.section {
		label = ""
	}
	if row.area != nil {
		for n := range max(row.area.Len(), areaLines) {
			f.lines = append(f.lines, formLine{row: i, label: label, area: n})
			label = ""
		}
	} else {
		f.lines = append(f.lines, formLine{row: i, label: label, area: -1})
	}
	if s.Note == nil {
		return
	}
	if text, trouble := s.Note(row.value()); text != "" {
		f.lines = append(f.lines, formLine{row: i, area: -1, note: text, trouble: trouble})
	}
}

// shown is how many lines are shown at once.
func (f *Form) shown() int { return max(1, f.h-4) }

// scroll keeps the line of the cursor among those that are shown.
func (f *Form) scroll() {
	at := f.cursorLine()
	f.top = max(0, min(f.top, len(f.lines)-f.shown()))
	f.top = max(min(f.top, at), at-f.shown()+1)
}

func (f *Form) cursorLine() int {
	for i, line := range f.lines {
		if line.row == f.at && line.note == "" && (line.area < 0 || line.area == f.rows[f.at].area.row) {
			return i
		}
	}
	return 0
}

// Lines implements Dialog.
func (f *Form) Lines(st *styles.Styles) []string {
	b := newBox(st, f.title, f.w, f.h)
	for _, line := range f.lines[f.top:min(f.top+f.shown(), len(f.lines))] {
		b.line(styles.Overlay, func(l *styles.Line) { f.draw(l, st, line) })
	}
	b.blank(f.h - 3)
	b.line(styles.Overlay, func(l *styles.Line) { l.Repeat(styles.Border, '─', l.Room()) })
	ink, text := f.foot()
	b.text(ink, text)
	return b.end()
}

// foot is what stands at the bottom.
func (f *Form) foot() (styles.Ink, string) {
	switch {
	case f.leaving:
		return styles.Warning, "What you typed is not taken yet. y drops it, any other key goes on."
	case f.err != nil:
		return styles.Danger, f.err.Error()
	case f.rows[f.at].area != nil:
		return styles.Muted, "⏎ new line · tab next field, where ⏎ takes all · esc leaves"
	}
	return styles.Muted, "⏎ takes all · tab next field · esc leaves"
}

func (f *Form) draw(l *styles.Line, st *styles.Styles, line formLine) {
	ink, mark := styles.Muted, "  "
	if line.row == f.at {
		ink = styles.Focus
		if line.label != "" || line.area <= 0 && line.note == "" {
			mark = "▸ "
		}
	}
	if line.area > 0 || line.note != "" {
		mark = "  "
	}
	l.Text(styles.Focus, mark).Field(ink, line.label, formLabel)
	row := &f.rows[line.row]
	switch {
	case line.note != "" && line.trouble:
		l.Text(styles.Danger, "! "+line.note)
	case line.note != "":
		l.Text(styles.Faint, "→ "+line.note)
	case row.area != nil:
		row.area.Draw(l, st, line.area, l.Room())
	default:
		row.field.Draw(l, st, l.Room())
	}
}

// Cursor implements Dialog.
func (f *Form) Cursor(st *styles.Styles) (x, y int, ok bool) {
	if f.leaving {
		return 0, 0, false
	}
	row := &f.rows[f.at]
	room := f.w - 4 - 2 - formLabel
	x = 2 + 2 + formLabel
	if row.area != nil {
		x += row.area.Cursor(st, room)
	} else {
		x += row.field.Cursor(st, room)
	}
	return x, 1 + f.cursorLine() - f.top, true
}
