package code

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"weir/sessions/blank"
	"weir/sessions/collection"
)

// Python writes a program that sends the requests with httpx.
func Python(requests []collection.Request) (string, []collection.Loss) {
	w := &writer{
		env:   func(name string) string { return "os.environ[" + pyQuote(name) + "]" },
		quote: pyQuote,
	}
	w.line("\"\"\"Sends what weir recorded. Retries, pacing and paging are not in it.\"\"\"\n")
	w.line("import os")
	w.line("import sys\n")
	w.line("import httpx\n")
	w.line("with httpx.Client(follow_redirects=True) as client:")
	for _, r := range requests {
		w.pyRequest(r)
	}
	if len(requests) == 0 {
		w.line("    pass")
	}
	text := w.out.String()
	if !strings.Contains(text, "os.environ[") {
		text = strings.Replace(text, "import os\n", "", 1)
	}
	return text, w.losses
}

func (w *writer) pyRequest(r collection.Request) {
	w.sheet = &blank.Sheet{}
	w.line("    # %s", comment(r))
	w.line("    reply = client.request(")
	w.line("        %s,", pyQuote(r.Method))
	w.line("        %s,", w.text(r.URL, "URL", false))
	if fields := w.fields(r); len(fields) > 0 {
		w.line("        headers=[")
		for _, f := range fields {
			w.line("            (%s, %s),", pyQuote(f.Name), w.text(f.Value, f.Name, false))
		}
		w.line("        ],")
	}
	if is, _ := has(r); is {
		w.line("        content=%s,", w.pyBody(r))
	}
	w.line("    )")
	w.line("    print(reply.status_code, reply.reason_phrase, file=sys.stderr)")
	w.line("    sys.stdout.buffer.write(reply.content)")
	w.settings(r)
	w.losses = append(w.losses, w.sheet.Losses()...)
}

// pyBody is an expression for the body's bytes.
func (w *writer) pyBody(r collection.Request) string {
	var terms []string
	for _, p := range r.Body {
		if p.File != "" {
			if !p.Literal {
				w.lose("variables in the file %q are not filled in", p.File)
			}
			terms = append(terms, "open("+w.text(p.File, "file", false)+", \"rb\").read()")
			continue
		}
		for _, part := range w.sheet.Split(p.Text, "body", p.Literal) {
			switch {
			case part.Name != "":
				terms = append(terms, w.env(part.Name)+".encode()")
			case utf8.ValidString(part.Text):
				terms = append(terms, pyQuote(part.Text)+".encode()")
			default:
				terms = append(terms, pyBytes(part.Text))
			}
		}
	}
	return strings.Join(terms, " + ")
}

// pyQuote writes a text as a Python string.
func pyQuote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			_, _ = fmt.Fprintf(&b, `\U%08x`, r)
		default:
			_, _ = fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// pyBytes writes bytes as Python does.
func pyBytes(text string) string {
	var b strings.Builder
	b.WriteString(`b"`)
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c >= ' ' && c <= '~':
			b.WriteByte(c)
		default:
			_, _ = fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
