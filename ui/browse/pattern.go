package browse

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"weir/ui/styles"
)

// Pattern is a text to look for. Case counts if the pattern holds an upper-case
// letter. The zero Pattern is found nowhere. A Pattern does not change and may
// be used from many goroutines at once.
type Pattern struct {
	text string
	fold bool           // case does not count; text is ASCII
	re   *regexp.Regexp // for other scripts where case does not count
}

// NewPattern makes a pattern of what a person typed. It is a plain text: no
// character has a meaning of its own.
func NewPattern(text string) Pattern {
	p := Pattern{text: text}
	ascii := true
	for _, r := range text {
		if unicode.IsUpper(r) {
			return p
		}
		ascii = ascii && r < utf8.RuneSelf
	}
	if p.fold = ascii; !ascii && utf8.ValidString(text) {
		p.re = regexp.MustCompile("(?i)" + regexp.QuoteMeta(text))
	}
	return p
}

// String returns the pattern as it was typed.
func (p Pattern) String() string { return p.text }

// IsZero says whether the pattern is empty.
func (p Pattern) IsZero() bool { return p.text == "" }

// find returns where the pattern first stands in text; ok is false where it
// does not.
func (p Pattern) find(text []byte) (start, end int, ok bool) {
	switch {
	case p.text == "":
		return 0, 0, false
	case p.re != nil:
		at := p.re.FindIndex(text)
		if at == nil {
			return 0, 0, false
		}
		return at[0], at[1], true
	case p.fold:
		start = indexFold(text, p.text)
	default:
		start = bytes.Index(text, []byte(p.text))
	}
	return start, start + len(p.text), start >= 0
}

// indexFold finds an ASCII text in lower case, whatever the case in b. It looks
// at little first, as finds may stand close together, and then at more.
func indexFold(b []byte, lower string) int {
	var small [4 << 10]byte
	buf := small[:]
	if len(lower) > len(small)/4 {
		buf = make([]byte, 4*len(lower))
	}
	step := min(len(buf), 256+2*len(lower))
	for at := 0; at+len(lower) <= len(b); step = min(len(buf), 2*step) {
		n := copy(buf[:step], b[at:])
		for i, c := range buf[:n] {
			if c-'A' < 26 {
				buf[i] = c | 0x20
			}
		}
		if i := bytes.Index(buf[:n], []byte(lower)); i >= 0 {
			return at + i
		}
		at += n - len(lower) + 1
	}
	return -1
}

// draw draws a text and marks where the pattern stands in it.
func (p Pattern) draw(l *styles.Line, ink styles.Ink, text string) {
	for text != "" && l.Room() > 0 {
		start, end, ok := p.find([]byte(text))
		if !ok || end == 0 {
			break
		}
		l.Text(ink, text[:start]).Text(styles.Match, text[start:end])
		text = text[end:]
	}
	l.Text(ink, text)
}
