package dialogs

import (
	"strings"

	"weir/ui/styles"
)

// box frames the lines of a dialog.
type box struct {
	st   *styles.Styles
	w, h int
	out  []string
}

func newBox(st *styles.Styles, title string, w, h int) *box {
	b := &box{st: st, w: w, h: h, out: make([]string, 0, h)}
	l := st.LineOn(w, styles.Overlay).Text(styles.Focus, "╭─ ")
	outer := l.Fit(min(st.Width(title), max(0, w-5)))
	l.Text(styles.TitleFocus, title).Unfit(outer).Space(1)
	b.out = append(b.out, l.Repeat(styles.Focus, '─', l.Room()-1).Text(styles.Focus, "╮").End())
	return b
}

// inner is how many cells a line of the box has.
func (b *box) inner() int { return max(0, b.w-4) }

// line adds a line on a ground; draw is given the line narrowed to its cells.
func (b *box) line(g styles.Ground, draw func(*styles.Line)) {
	if len(b.out) >= b.h-1 {
		return
	}
	l := b.st.LineOn(b.w, styles.Overlay).Text(styles.Focus, "│").On(g).Space(1)
	outer := l.Fit(b.inner())
	if draw != nil {
		draw(l)
	}
	l.Unfit(outer).Space(1).On(styles.Overlay)
	b.out = append(b.out, l.Text(styles.Focus, "│").End())
}

// text adds a line of text.
func (b *box) text(i styles.Ink, text string) {
	b.line(styles.Overlay, func(l *styles.Line) { l.Text(i, text) })
}

// blank adds empty lines up to row n of the box, its border being row 0.
func (b *box) blank(n int) {
	for len(b.out) < min(n, b.h-1) {
		b.line(styles.Overlay, nil)
	}
}

// end closes the box.
func (b *box) end() []string {
	b.blank(b.h - 1)
	l := b.st.LineOn(b.w, styles.Overlay).Text(styles.Focus, "╰")
	return append(b.out, l.Repeat(styles.Focus, '─', b.w-2).Text(styles.Focus, "╯").End())
}

// wrap breaks a text into lines of at most w bytes, at blanks where there are
// any. Dialogs ask in plain words; what is wider is cut when it is drawn.
func wrap(text string, w int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) > w:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// between draws left and right at the ends of a line.
func between(l *styles.Line, st *styles.Styles, left func(), ink styles.Ink, right string) {
	room := l.Room()
	note := min(st.Width(right), max(0, room-12))
	if note == 0 {
		left()
		return
	}
	outer := l.Fit(room - note - 1)
	left()
	l.Unfit(outer).Space(1).FieldRight(ink, right, note)
}

// widest returns the width of the widest text.
func widest(st *styles.Styles, texts ...string) int {
	w := 0
	for _, t := range texts {
		w = max(w, st.Width(t))
	}
	return w
}
