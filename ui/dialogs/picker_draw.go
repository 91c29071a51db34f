package dialogs

import (
	"slices"
	"unicode/utf8"

	"weir/ui/styles"
)

// mostRows bounds the height of a picker.
const mostRows = 19

// Fit implements Dialog.
func (p *Picker) Fit(st *styles.Styles, w, h int) (int, int) {
	wide, note := widest(st, p.texts...), 0
	for _, r := range p.rows {
		note = max(note, st.Width(r.Note), st.Width(r.Off))
	}
	want := max(wide+note+10, st.Width(p.title)+8, st.Width(p.hint)+6, 36)
	if p.field != nil {
		want = max(want, 58)
	}
	if p.columns != nil {
		p.widths = fitColumns(st, p.columns, p.cells(), min(w, widestReport)-6)
		want = max(columnsWidth(p.widths)+6, st.Width(p.hint)+4, 72)
	}
	p.w = min(want, w, max(100, columnsWidth(p.widths)+6))
	p.h = min(max(len(p.rows), 1)+p.head()+1+p.foot(), h, mostRows)
	p.window = max(1, p.h-1-p.head()-p.foot())
	p.top = max(0, min(p.top, p.at))
	p.top = max(p.top, p.at-p.window+1)
	return p.w, p.h
}

// head is how many lines stand above the rows.
func (p *Picker) head() int {
	switch {
	case p.columns != nil:
		return 4
	case p.field != nil:
		return 3
	}
	return 1
}

// foot is how many lines stand below them.
func (p *Picker) foot() int {
	switch {
	case p.columns != nil && p.hint != "":
		return 4
	case p.columns != nil:
		return 3
	case p.hint != "":
		return 2
	}
	return 0
}

// Lines implements Dialog.
func (p *Picker) Lines(st *styles.Styles) []string {
	b := newBox(st, p.title, p.w, p.h)
	if p.field != nil {
		b.line(styles.Overlay, func(l *styles.Line) {
			l.Text(styles.Key, "› ")
			p.field.Draw(l, st, l.Room())
		})
		b.line(styles.Overlay, func(l *styles.Line) { l.Repeat(styles.Border, '─', l.Room()) })
	}
	if p.columns != nil {
		p.tableHead(b)
	}
	for i := p.top; i < min(p.top+p.window, len(p.shown)); i++ {
		if p.columns != nil {
			p.tableLine(b, i)
			continue
		}
		p.line(b, i)
	}
	if len(p.shown) == 0 {
		b.text(styles.Muted, p.nothing())
	}
	if p.columns != nil {
		p.below(b)
	}
	if p.hint != "" {
		b.blank(p.h - 2)
		b.text(styles.Muted, p.hint)
	}
	return b.end()
}

// Cursor implements Dialog.
func (p *Picker) Cursor(st *styles.Styles) (x, y int, ok bool) {
	if p.field == nil {
		return 0, 0, false
	}
	return 4 + p.field.Cursor(st, p.w-6), 1, true
}

func (p *Picker) nothing() string {
	if p.field == nil || p.field.Value() == "" {
		return "there is nothing here yet"
	}
	return "nothing matches: delete some letters"
}

// line draws row i of those shown.
func (p *Picker) line(b *box, i int) {
	m := p.shown[i]
	r := p.rows[m.row]
	ground, lead, ink := styles.Overlay, "  ", styles.Text
	if i == p.at {
		ground, lead = styles.Selection, "▸ "
	}
	note := r.Note
	if r.Off != "" {
		note, ink = r.Off, styles.Faint
	}
	b.line(ground, func(l *styles.Line) {
		between(l, b.st, func() {
			l.Text(styles.Focus, lead)
			if p.field == nil && r.Key != "" {
				l.Text(styles.Key, r.Key).Space(2)
			}
			marked(l, ink, r.Text, m.hit)
		}, styles.Muted, note)
	})
}

// marked draws a text with the letters that matched.
func marked(l *styles.Line, ink styles.Ink, text string, hit []int) {
	if len(hit) == 0 {
		l.Text(ink, text)
		return
	}
	start, lit := 0, false
	flush := func(end int) {
		if lit {
			l.Text(styles.Match, text[start:end])
		} else {
			l.Text(ink, text[start:end])
		}
		start = end
	}
	for i := 0; i < len(text); {
		if now := slices.Contains(hit, i); now != lit {
			flush(i)
			lit = now
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		i += n
	}
	flush(len(text))
}
