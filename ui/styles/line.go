package styles

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Line draws one line of an exact width, from left to right. Its methods return
// it, so that they can be chained. A Line is used again after End.
type Line struct {
	st     *Styles
	buf    []byte
	width  int
	limit  int // column before which text must end
	at     int // next column
	ground Ground
	base   Ground
	now    style
	cut    point // the last place where … would fit
	over   bool  // text was cut at the limit
}

// style is an ink on a ground; 0 is the terminal's own.
type style uint16

func styleOf(g Ground, i Ink) style { return style(g)<<8 | style(i) + 1 }

// point is a place in the drawn line.
type point struct {
	off, at int
	now     style
}

// Line returns an empty line of that width on the ground of panels.
func (s *Styles) Line(width int) *Line { return s.LineOn(width, Panel) }

// LineOn returns an empty line of that width on a ground.
func (s *Styles) LineOn(width int, g Ground) *Line {
	width = max(0, width)
	return &Line{st: s, width: width, limit: width, ground: g, base: g, buf: make([]byte, 0, 2*width+64)}
}

// At returns the column that is drawn next, from 0.
func (l *Line) At() int { return l.at }

// Room returns how many cells are left.
func (l *Line) Room() int { return max(0, l.limit-l.at) }

// On changes the ground for the rest of the line.
func (l *Line) On(g Ground) *Line {
	l.ground = g
	return l
}

// Text draws a text of any origin: it is data, never a command. It is cut with
// … where the line ends.
func (l *Line) Text(i Ink, text string) *Line {
	for text != "" && !l.over {
		if n := plainRun(text); n > 0 {
			l.plain(i, text[:n])
			text = text[n:]
			continue
		}
		c := l.st.next(text)
		ink := i
		if c.shown {
			ink = Control
		}
		l.put(ink, c.text, c.width)
		text = text[c.size:]
	}
	return l
}

// Space draws n blank cells.
func (l *Line) Space(n int) *Line { return l.Repeat(Text, ' ', n) }

// Repeat draws n times a character that is one cell wide.
func (l *Line) Repeat(i Ink, r rune, n int) *Line {
	n = min(n, l.Room())
	if n <= 0 || l.over || (r != ' ' && (r > '~' || r < ' ') && !simple(r)) {
		return l
	}
	l.ink(i)
	var one [utf8.UTFMax]byte
	size := utf8.EncodeRune(one[:], r)
	for range n - 1 {
		l.buf = append(l.buf, one[:size]...)
	}
	l.at += n - 1
	l.mark()
	l.buf = append(l.buf, one[:size]...)
	l.at++
	l.mark()
	return l
}

// Pad fills with blanks up to a column.
func (l *Line) Pad(to int) *Line { return l.Space(to - l.at) }

// Field draws a text in exactly n cells.
func (l *Line) Field(i Ink, text string, n int) *Line {
	end := l.open(n)
	l.Text(i, text)
	return l.close(end)
}

// FieldRight draws a text in exactly n cells, at their right end.
func (l *Line) FieldRight(i Ink, text string, n int) *Line {
	end := l.open(n)
	l.Space(l.Room() - l.st.Width(text))
	l.Text(i, text)
	return l.close(end)
}

// Right draws a text at the end of the line, after one blank at least.
func (l *Line) Right(i Ink, text string) *Line {
	l.Pad(max(l.at+1, l.limit-l.st.Width(text)))
	return l.Text(i, text)
}

// Fit narrows the line to n cells more: what follows is cut there, until Unfit.
// It returns what Unfit needs.
func (l *Line) Fit(n int) (outer int) { return l.open(n) }

// Unfit fills what Fit has narrowed to and widens the line again.
func (l *Line) Unfit(outer int) *Line { return l.close(outer) }

func (l *Line) open(n int) (outer int) {
	outer = l.limit
	if l.over {
		return outer
	}
	l.limit = min(l.at+max(0, n), l.limit)
	l.cut = point{off: -1}
	l.mark()
	return outer
}

func (l *Line) close(outer int) *Line {
	l.over = false
	l.Pad(l.limit)
	l.limit = outer
	l.cut = point{off: -1}
	l.mark()
	return l
}

// End fills the line to its width, returns it, and makes it empty again.
func (l *Line) End() string {
	l.over, l.limit = false, l.width
	l.Pad(l.width)
	if l.now != 0 {
		l.buf = append(l.buf, reset...)
	}
	text := string(l.buf)
	l.buf, l.at, l.now, l.ground, l.cut = l.buf[:0], 0, 0, l.base, point{}
	return text
}

// plain draws printable ASCII.
func (l *Line) plain(i Ink, text string) {
	room := l.limit - l.at
	fits := min(len(text), room)
	if fits > 0 {
		l.ink(i)
		before := min(fits, room-1)
		l.buf = append(l.buf, text[:before]...)
		l.at += before
		l.mark()
		l.buf = append(l.buf, text[before:fits]...)
		l.at += fits - before
	}
	if fits < len(text) {
		l.overflow(i)
	}
}

// put draws what is width cells wide.
func (l *Line) put(i Ink, text string, width int) {
	if l.at+width > l.limit {
		l.overflow(i)
		return
	}
	l.ink(i)
	l.mark()
	l.buf = append(l.buf, text...)
	l.at += width
	l.mark()
}

// mark notes the place for … where one cell is left for it.
func (l *Line) mark() {
	if l.at < l.limit {
		l.cut = point{off: len(l.buf), at: l.at, now: l.now}
	}
}

// overflow ends the text with … within the limit.
func (l *Line) overflow(i Ink) {
	l.over = true
	if l.limit <= 0 || l.cut.off < 0 || l.cut.at >= l.limit {
		return
	}
	l.buf = l.buf[:l.cut.off]
	l.at, l.now = l.cut.at, l.cut.now
	l.ink(i)
	for l.at < l.limit-1 {
		l.buf = append(l.buf, ' ')
		l.at++
	}
	l.buf = append(l.buf, "…"...)
	l.at++
}

// ink switches to an ink on the present ground.
func (l *Line) ink(i Ink) {
	to := styleOf(l.ground, i)
	if to == l.now {
		return
	}
	next := &l.st.table[l.ground][i]
	switch {
	case l.now == 0 && next.plain:
		return
	case l.now != 0 && l.bareTo(next):
		l.buf = append(l.buf, next.fg...)
	default:
		l.buf = append(l.buf, next.full...)
	}
	l.now = to
	if next.plain {
		l.now = 0
	}
}

// bareTo says whether a colour alone leads from the present style to the next.
func (l *Line) bareTo(next *sgr) bool {
	g, i := Ground((l.now-1)>>8), Ink((l.now-1)&0xff)
	return next.bare && g == l.ground && l.st.table[g][i].bare
}

// Blank returns a line of n blank cells.
func (s *Styles) Blank(n int) string { return s.Line(n).End() }

// Cells returns how many cells a drawn line takes.
func (s *Styles) Cells(line string) int { return s.measure(line) }

// Head returns the first n cells of a drawn line, with their colours; one less
// where a wide character stands over the edge.
func (s *Styles) Head(line string, n int) string {
	if s.graphemes {
		return ansi.Truncate(line, n, "")
	}
	return ansi.TruncateWc(line, n, "")
}

// Behind returns what follows the first n cells of a drawn line, with its
// colours. A wide character that stands over the edge may be there or not.
func (s *Styles) Behind(line string, n int) string {
	if s.graphemes {
		return ansi.TruncateLeft(line, n, "")
	}
	return ansi.TruncateLeftWc(line, n, "")
}

// Plain removes our own escape sequences from drawn lines: what is left is
// what stands on the screen.
func Plain(lines ...string) string {
	var b strings.Builder
	for n, line := range lines {
		if n > 0 {
			b.WriteByte('\n')
		}
		for {
			start := strings.IndexByte(line, '\x1b')
			if start < 0 {
				b.WriteString(line)
				break
			}
			b.WriteString(line[:start])
			end := strings.IndexByte(line[start:], 'm')
			if end < 0 {
				break
			}
			line = line[start+end+1:]
		}
	}
	return b.String()
}
