package httpfile

import (
	"bytes"
	"strings"
	"unicode"

	"weir/sessions/collection"
)

// line is one line of the file.
type line struct {
	span          // with its end
	text   string // without its end
	number int    // from 1
}

// content is the line without its end.
func (l line) content() span { return span{l.from, l.from + len(l.text)} }

func (l line) blank() bool { return strings.TrimSpace(l.text) == "" }

// parser reads a file line by line.
type parser struct {
	f     *File
	lines []line
	at    int // the next line
}

// file reads the whole file.
func (p *parser) file() error {
	p.split()
	for p.at < len(p.lines) {
		if err := p.block(); err != nil {
			return err
		}
	}
	return nil
}

// split cuts the source into lines; a byte order mark is none of them.
func (p *parser) split() {
	src, at := p.f.src, 0
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		at = len("\ufeff")
	}
	for number := 1; at < len(src); number++ {
		end := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		text := strings.TrimSuffix(strings.TrimSuffix(string(src[at:end]), "\n"), "\r")
		p.lines = append(p.lines, line{span{at, end}, text, number})
		at = end
	}
}

func (p *parser) peek() (line, bool) {
	if p.at < len(p.lines) {
		return p.lines[p.at], true
	}
	return line{}, false
}

func (p *parser) place(l line) collection.Place {
	return collection.Place{File: p.f.path, Line: l.number}
}

func (p *parser) lose(l line, what string) {
	p.f.losses = append(p.f.losses, collection.Loss{Place: p.place(l), What: what})
}

func (p *parser) wrong(l line, text string) error {
	return &collection.SyntaxError{Place: p.place(l), Text: text}
}

func isSeparator(text string) bool { return strings.HasPrefix(text, "###") }

// comment returns what a comment says; ok is false for any other line.
func comment(text string) (string, bool) {
	text = strings.TrimLeft(text, " \t")
	for _, mark := range []string{"//", "#"} {
		if said, ok := strings.CutPrefix(text, mark); ok {
			return strings.TrimSpace(said), true
		}
	}
	return "", false
}

// block reads from one separator to the next.
func (p *parser) block() error {
	var b block
	var r collection.Request
	first := p.lines[p.at]
	b.all.from = first.from
	if isSeparator(first.text) {
		p.separator(first, &b)
		r.Name = p.f.text(b.title)
		p.at++
	}
	if err := p.before(&b, &r); err != nil {
		return err
	}
	start, ok := p.peek()
	if ok && !isSeparator(start.text) {
		if err := p.request(start, &b, &r); err != nil {
			return err
		}
		defer func() {
			p.f.blocks, p.f.requests = append(p.f.blocks, b), append(p.f.requests, r)
		}()
	}
	b.all.to = len(p.f.src)
	if next, ok := p.peek(); ok {
		b.all.to = next.from
	}
	return nil
}

// separator takes in the line that begins a block.
func (p *parser) separator(l line, b *block) {
	b.separator = l.content()
	title := strings.TrimLeft(l.text, "#")
	from := l.from + len(l.text) - len(strings.TrimLeftFunc(title, unicode.IsSpace))
	b.title = span{from, from + len(strings.TrimSpace(title))}
}

// before reads what stands before the request's line.
func (p *parser) before(b *block, r *collection.Request) error {
	for {
		l, ok := p.peek()
		if !ok || isSeparator(l.text) {
			return nil
		}
		said, isComment := comment(l.text)
		switch {
		case l.blank():
		case isComment:
			p.directive(l, said, b, r)
		case strings.HasPrefix(l.text, "@"):
			if err := p.variable(l); err != nil {
				return err
			}
		case isScript(l.text, '<'):
			p.skipScript("the script before the request is not run", '<')
			continue
		case isRun(l.text):
			p.lose(l, "\""+strings.TrimSpace(l.text)+"\" is not followed")
		default:
			return nil
		}
		p.at++
	}
}

// isRun tells JetBrains' import and run lines.
func isRun(text string) bool {
	word, rest, ok := strings.Cut(strings.TrimSpace(text), " ")
	if !ok {
		return false
	}
	rest = strings.TrimSpace(rest)
	return word == "import" && !strings.Contains(rest, " ") || word == "run" && (strings.HasPrefix(rest, "#") || strings.Contains(rest, ".http") || strings.Contains(rest, ".rest"))
}

// variable reads "@name = value".
func (p *parser) variable(l line) error {
	name, value, ok := strings.Cut(strings.TrimPrefix(l.text, "@"), "=")
	name = strings.TrimSpace(name)
	if !ok || name == "" || strings.ContainsAny(name, " \t{}") {
		return p.wrong(l, "a variable is written @name = value")
	}
	for i, v := range p.f.vars {
		if v.Name == name { // the last one counts, for the whole file
			p.f.vars[i].Value = strings.TrimSpace(value)
			return nil
		}
	}
	p.f.vars = append(p.f.vars, collection.Variable{Name: name, Value: strings.TrimSpace(value)})
	return nil
}

// isScript tells the beginning of a script: "> {%", "> handler.js", and with <
// in its place what runs before the request.
func isScript(text string, mark byte) bool {
	if len(text) < 2 || text[0] != mark || text[1] != ' ' {
		return false
	}
	rest := strings.TrimSpace(text[2:])
	return strings.HasPrefix(rest, "{%") || strings.HasSuffix(rest, ".js")
}

// skipScript passes a script by.
func (p *parser) skipScript(what string, mark byte) {
	l := p.lines[p.at]
	p.lose(l, what)
	p.at++
	text := strings.TrimLeft(l.text, string(mark)+" ")
	if !strings.HasPrefix(text, "{%") {
		return // it stands in a file
	}
	for !strings.Contains(text, "%}") && p.at < len(p.lines) {
		text = p.lines[p.at].text
		p.at++
	}
}
