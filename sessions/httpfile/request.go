package httpfile

import (
	"strings"

	"weir/sessions/collection"
)

// request reads a request from its line on.
func (p *parser) request(start line, b *block, r *collection.Request) error {
	r.Place = p.place(start)
	if err := p.requestLine(start, b, r); err != nil {
		return err
	}
	if err := p.header(b, r); err != nil {
		return err
	}
	p.body(b, r)
	return nil
}

// requestLine reads method, URL and version. The URL goes on in indented lines
// and in lines that begin with ? or &.
func (p *parser) requestLine(start line, b *block, r *collection.Request) error {
	b.line = start.content()
	text := strings.TrimSpace(start.text)
	p.at++
	for {
		l, ok := p.peek()
		more := strings.TrimSpace(l.text)
		if !ok || more == "" || isSeparator(l.text) || !strings.HasPrefix(l.text, " ") && !strings.HasPrefix(l.text, "\t") && !strings.ContainsAny(l.text[:1], "?&") {
			break
		}
		if _, isComment := comment(more); !isComment {
			text += more
			b.line.to = l.content().to
		}
		p.at++
	}
	b.head = b.line.to
	if p.at < len(p.lines) {
		b.head = p.lines[p.at].from
	} else {
		b.head = len(p.f.src)
	}
	if first, rest, ok := strings.Cut(text, " "); ok && IsMethod(first) {
		r.Method, text = strings.ToUpper(first), strings.TrimSpace(rest)
	} else {
		r.Method, b.bare = "GET", true
	}
	if text == "" || r.Method == "CURL" {
		return p.wrong(start, "a request begins with its method and URL, such as GET https://api.example.com/items")
	}
	r.URL, b.version = cutVersion(text)
	if strings.Contains(b.version, "Prior") {
		p.lose(start, "HTTP/2 with prior knowledge is chosen with --http h2c")
	}
	return nil
}

// IsMethod tells a method from the beginning of a URL: a word in capitals, or
// one of the usual ones in small letters.
func IsMethod(word string) bool {
	if word == "" || strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") != "" {
		return false
	}
	switch strings.ToUpper(word) {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "GRAPHQL", "CURL":
		return true
	}
	return word == strings.ToUpper(word)
}

// cutVersion takes the version off the end of a request's line.
func cutVersion(text string) (url, version string) {
	i := strings.LastIndex(text, " HTTP/")
	if i < 0 {
		return text, ""
	}
	version = text[i+1:]
	number, knowledge, _ := strings.Cut(version, " ")
	switch strings.TrimPrefix(number, "HTTP/") {
	case "0.9", "1.0", "1.1", "2", "2.0", "3":
	default:
		return text, ""
	}
	if knowledge != "" && knowledge != "(Prior Knowledge)" {
		return text, ""
	}
	return strings.TrimSpace(text[:i]), version
}

// header reads the fields up to an empty line.
func (p *parser) header(b *block, r *collection.Request) error {
	for {
		l, ok := p.peek()
		if !ok || l.blank() || isSeparator(l.text) || isHandler(l.text) {
			return nil
		}
		p.at++
		said, isComment := comment(l.text)
		switch {
		case isComment:
			p.directive(l, said, b, r)
		case (l.text[0] == ' ' || l.text[0] == '\t') && len(r.Header) > 0: // RFC 9112, 5.2
			last := &r.Header[len(r.Header)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(l.text))
			b.fields[len(b.fields)-1].to = l.to
		default:
			name, value, ok := strings.Cut(l.text, ":")
			if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t") {
				return p.wrong(l, "a header field is written Name: value, and an empty line ends them")
			}
			r.Header = append(r.Header, collection.Field{Name: name, Value: strings.TrimSpace(value)})
			b.fields = append(b.fields, l.span)
		}
		b.head = l.to
	}
}

// isHandler tells what is done with a reply: a script, a file that it is
// written to, or one that it was written to.
func isHandler(text string) bool {
	return isScript(text, '>') || strings.HasPrefix(text, ">> ") || strings.HasPrefix(text, ">>! ") || strings.HasPrefix(text, "<> ")
}

// body reads from the header's end to the next request.
func (p *parser) body(b *block, r *collection.Request) {
	var lines []line
	for {
		l, ok := p.peek()
		switch {
		case !ok || isSeparator(l.text):
			p.pieces(lines, b, r)
			return
		case isHandler(l.text):
			p.handler(l)
		default:
			lines = append(lines, l)
			p.at++
		}
	}
}

// handler passes by what would be done with the reply.
func (p *parser) handler(l line) {
	switch {
	case strings.HasPrefix(l.text, "<> "): // says what was, asks for nothing
		p.at++
	case strings.HasPrefix(l.text, ">>"):
		p.lose(l, "the reply is not written to a file")
		p.at++
	default:
		p.skipScript("the response handler is not run", '>')
	}
}

// pieces makes the body of its lines.
func (p *parser) pieces(lines []line, b *block, r *collection.Request) {
	for len(lines) > 0 && lines[0].blank() {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1].blank() {
		lines = lines[:len(lines)-1]
	}
	b.body = span{b.head, b.head}
	if len(lines) == 0 {
		return
	}
	b.body = span{lines[0].from, lines[len(lines)-1].content().to}
	join := joinFor(r.Header)
	text := ""
	flush := func() {
		if text != "" {
			r.Body = append(r.Body, collection.Piece{Text: text})
		}
		text = ""
	}
	for i, l := range lines {
		if i > 0 {
			text += join
		}
		file, expanded, ok := included(l.text)
		if !ok {
			text += l.text
			continue
		}
		flush()
		r.Body = append(r.Body, collection.Piece{File: file, Literal: !expanded})
	}
	flush()
}

// joinFor is what stands between the lines of a body: of a multipart one, what
// RFC 2046 asks for.
func joinFor(header []collection.Field) string {
	for _, f := range header {
		if strings.EqualFold(f.Name, "Content-Type") && strings.HasPrefix(strings.ToLower(f.Value), "multipart/") {
			return "\r\n"
		}
	}
	return "\n"
}

// included reads "< file" and "<@ file", with an encoding behind the @ or not.
// XML, which begins with < too, has no blank behind it.
func included(text string) (file string, expanded, ok bool) {
	rest, ok := strings.CutPrefix(text, "<")
	if !ok {
		return "", false, false
	}
	if rest, expanded = strings.CutPrefix(rest, "@"); expanded {
		_, rest, ok = strings.Cut(rest, " ") // what stands there is an encoding
	} else {
		rest, ok = strings.CutPrefix(rest, " ")
	}
	file = strings.TrimSpace(rest)
	return file, expanded, ok && file != ""
}
