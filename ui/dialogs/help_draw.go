package dialogs

import (
	"weir/ui/keys"
	"weir/ui/styles"
)

const (
	helpColumn = 54 // cells of a column of help
	helpKeys   = 13 // of which the keys take so many
	helpGap    = 2  // and the gap to the next column
)

// helpLine is a line of the help: a title, or keys and what they do.
type helpLine struct{ title, keys, text string }

// columns is how many columns of help stand in w cells.
func columns(w int) int { return min(max(1, (w-4)/helpColumn), 3) }

// Fit implements Dialog.
func (h *Help) Fit(_ *styles.Styles, w, height int) (int, int) {
	h.columns = columns(w)
	h.w = min(w, h.columns*helpColumn+4)
	h.fit((len(h.list())+h.columns-1)/h.columns, height)
	return h.w, h.h
}

// Lines implements Dialog.
func (h *Help) Lines(st *styles.Styles) []string {
	b := newBox(st, h.heading(h.title), h.w, h.h)
	all := h.list()
	for i := h.top; i < min(h.top+h.rows, h.all); i++ {
		b.line(styles.Overlay, func(l *styles.Line) {
			each := l.Room() / h.columns
			for c := range h.columns {
				if j := c*h.all + i; j < len(all) {
					all[j].draw(l, each)
				}
			}
		})
	}
	return b.end()
}

func (line helpLine) draw(l *styles.Line, w int) {
	outer := l.Fit(w - helpGap)
	if line.title != "" {
		l.Text(styles.Title, line.title)
	} else if line.text != "" {
		l.Field(styles.Key, line.keys, helpKeys).Text(styles.Text, line.text)
	}
	l.Unfit(outer)
	l.Space(helpGap)
}

// list writes the sections one below the other; a text that is too long for a
// column goes on in the next line.
func (h *Help) list() []helpLine {
	room := min(helpColumn, h.w-4) - helpKeys - helpGap
	var out []helpLine
	for i, s := range h.sections {
		if i > 0 {
			out = append(out, helpLine{})
		}
		out = append(out, helpLine{title: s.Title})
		for _, b := range s.Bindings {
			shown := keys.ShowAll(b)
			for _, text := range wrap(b.Help, max(room, 10)) {
				out = append(out, helpLine{keys: shown, text: text})
				shown = ""
			}
		}
	}
	return out
}
