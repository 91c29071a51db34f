package browse

import (
	"bytes"
	"strings"

	"weir/ui/styles"
)

// lookBack is how many bytes before the screen are read to tell whether it
// begins within a string, a tag or a comment. What is longer is drawn wrongly
// until it ends.
const lookBack = 16 << 10

// span is a piece of a text, from the end of the one before to its own, with
// the ink that it is drawn with.
type span struct {
	end int
	ink styles.Ink
}

// lexer tells what stands where in a text that is given piece by piece. Its
// zero value calls everything plain text.
type lexer struct {
	kind  Kind
	state lexState
	quote byte // that ends the value
	code  bool // the open tag holds a program, in which < means nothing
}

// lexState is what the next character stands in.
type lexState uint8

const (
	inContent lexState = iota
	inName             // of a tag
	inTag
	inValue
	inComment
	inVerbatim // CDATA
	inOrder    // a declaration or processing instruction
	inCode
	inString // of JSON
)

// lexerAt returns a lexer that is set to what stands at an offset of a body.
func lexerAt(kind Kind, body []byte, offset int) lexer {
	x := lexer{kind: kind}
	if kind != JSON && kind != XML && kind != HTML {
		return x
	}
	start := max(0, offset-lookBack)
	before := body[start:offset]
	if line := bytes.LastIndexByte(before, '\n'); kind == JSON && line >= 0 {
		before = before[line+1:] // no string of JSON goes on over lines
	} else if kind == JSON && start > 0 {
		key := bytes.Index(before, []byte(`":`))
		if key < 0 {
			x.state = inString
			return x
		}
		before = before[key+1:]
	}
	x.spans(string(before), nil)
	return x
}

// spans appends the spans of the text that comes next.
func (x *lexer) spans(text string, out []span) []span {
	at := 0
	for at < len(text) {
		n, ink := x.next(text[at:])
		at += n
		if k := len(out); k > 0 && out[k-1].ink == ink {
			out[k-1].end = at
		} else {
			out = append(out, span{at, ink})
		}
	}
	return out
}

// next returns how many bytes the next piece has, one at least, and its ink.
func (x *lexer) next(text string) (int, styles.Ink) {
	switch {
	case x.kind == JSON:
		return x.nextJSON(text)
	case x.kind != XML && x.kind != HTML:
		return len(text), styles.Text
	}
	switch x.state {
	case inName, inTag:
		return x.nextInTag(text)
	case inValue:
		return x.until(text, string([]byte{x.quote}), inTag), styles.JSONString
	case inComment:
		return x.until(text, "-->", inContent), styles.Faint
	case inVerbatim:
		return x.until(text, "]]>", inContent), styles.Text
	case inOrder:
		return x.until(text, ">", inContent), styles.Faint
	case inCode:
		if i := strings.Index(text, "</"); i != 0 {
			return before(text, i), styles.Muted
		}
	case inContent, inString:
	}
	return x.nextContent(text)
}

// until takes what comes up to an end, which leads to another state.
func (x *lexer) until(text, end string, to lexState) int {
	i := strings.Index(text, end)
	if i < 0 {
		return len(text)
	}
	x.state = to
	return i + len(end)
}

// before is the length up to a place; up to the end where there is none.
func before(text string, i int) int {
	if i < 0 {
		return len(text)
	}
	return i
}

func (x *lexer) nextContent(text string) (int, styles.Ink) {
	const longestEntity = 12
	switch {
	case strings.HasPrefix(text, "<!--"):
		x.state = inComment
		return len("<!--"), styles.Faint
	case strings.HasPrefix(text, "<![CDATA["):
		x.state = inVerbatim
		return len("<![CDATA["), styles.Faint
	case strings.HasPrefix(text, "<!"), strings.HasPrefix(text, "<?"):
		x.state = inOrder
		return len("<!"), styles.Faint
	case strings.HasPrefix(text, "</"):
		x.state = inName
		return len("</"), styles.Muted
	case text[0] == '<':
		x.state = inName
		return 1, styles.Muted
	case text[0] == '&':
		if i := strings.IndexByte(text, ';'); i > 0 && i < longestEntity {
			return i + 1, styles.JSONLiteral
		}
		return 1, styles.Text
	}
	return before(text, strings.IndexAny(text, "<&")), styles.Text
}

func (x *lexer) nextInTag(text string) (int, styles.Ink) {
	const spaces = " \t\r\n"
	if x.state == inName {
		x.state = inTag
		if n := before(text, strings.IndexAny(text, spaces+"/>")); n > 0 {
			x.code = x.kind == HTML && (strings.EqualFold(text[:n], "script") || strings.EqualFold(text[:n], "style"))
			return n, styles.JSONKey
		}
	}
	switch c := text[0]; c {
	case '>':
		x.state = inContent
		if x.code {
			x.state, x.code = inCode, false
		}
		return 1, styles.Muted
	case '/', '=', ' ', '\t', '\r', '\n':
		return 1, styles.Muted
	case '"', '\'':
		x.state, x.quote = inValue, c
		return 1, styles.JSONString
	}
	return max(1, before(text, strings.IndexAny(text, spaces+"=/>\"'"))), styles.Accent
}

func (x *lexer) nextJSON(text string) (int, styles.Ink) {
	if x.state == inString {
		return x.endString(text), styles.JSONString
	}
	switch c := text[0]; {
	case c == '"':
		x.state = inString
		n := 1 + x.endString(text[1:])
		if strings.HasPrefix(strings.TrimLeft(text[n:], " \t"), ":") {
			return n, styles.JSONKey
		}
		return n, styles.JSONString
	case c == '-' || c >= '0' && c <= '9':
		return before(text, strings.IndexAny(text, ",]} \t")), styles.JSONNumber
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return before(text, strings.IndexAny(text, ",]} \t")), styles.JSONLiteral
	}
	return 1, styles.Muted
}

// endString takes the rest of a string and its quote.
func (x *lexer) endString(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			x.state = inContent
			return i + 1
		}
	}
	return len(text)
}

// paint draws the bytes of a text from one place to another with the inks of
// its spans, and marks where the pattern stands in it.
func (p Pattern) paint(l *styles.Line, text string, spans []span, from, to int) {
	at := from
	start, end := p.findIn(text, 0)
	for i := 0; i < len(spans) && at < to && l.Room() > 0; {
		s := spans[i]
		if s.end <= at {
			i++
			continue
		}
		if end <= at && start < end {
			start, end = p.findIn(text, end)
			continue
		}
		stop, ink := min(s.end, to), s.ink
		switch {
		case start >= end || start >= stop: // no find before the span's end
		case at < start:
			stop = start
		default:
			stop, ink = min(end, to), styles.Match
		}
		l.Text(ink, text[at:stop])
		at = stop
	}
}

// findIn finds the pattern from a place on; start is end where it is not found.
func (p Pattern) findIn(text string, from int) (start, end int) {
	start, end, ok := p.find([]byte(text[from:]))
	if !ok || end == 0 {
		return len(text), len(text)
	}
	return from + start, from + end
}
