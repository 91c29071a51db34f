package code

import (
	"fmt"
	"regexp"
	"strings"

	"weir/sessions/blank"
	"weir/sessions/collection"
)

// writer writes one program.
type writer struct {
	out    strings.Builder
	losses []collection.Loss
	sheet  *blank.Sheet // of the present request
	// env and quote are the language's.
	env   func(name string) string
	quote func(text string) string
}

func (w *writer) line(format string, args ...any) { _, _ = fmt.Fprintf(&w.out, format+"\n", args...) }

func (w *writer) lose(format string, args ...any) {
	w.losses = append(w.losses, collection.Loss{What: fmt.Sprintf(format, args...)})
}

// text is an expression for a text with its blanks.
func (w *writer) text(text, about string, literal bool) string {
	return w.parts(w.sheet.Split(text, about, literal))
}

func (w *writer) parts(parts []blank.Part) string {
	var terms []string
	for _, p := range parts {
		if p.Name != "" {
			terms = append(terms, w.env(p.Name))
		} else {
			terms = append(terms, w.quote(p.Text))
		}
	}
	if terms == nil {
		return w.quote("")
	}
	return strings.Join(terms, " + ")
}

// fields returns the header fields that can be sent.
func (w *writer) fields(r collection.Request) []collection.Field {
	var out []collection.Field
	for _, f := range r.Header {
		switch {
		case strings.EqualFold(f.Name, "Content-Length"):
		case !token().MatchString(f.Name) || strings.ContainsAny(f.Value, "\r\n\x00"):
			w.lose("the header %q cannot be sent", f.Name)
		default:
			out = append(out, f)
		}
	}
	return out
}

// token is what a header's name may be (RFC 9110, section 5.6.2).
func token() *regexp.Regexp { return regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$") }

// settings names what the program does not do.
func (w *writer) settings(r collection.Request) {
	for _, s := range r.Settings {
		w.lose("%s=%s is not in the program", s.Name, s.Value)
	}
}

// comment is what stands above a request: its name and what it does, in one
// line.
func comment(r collection.Request) string {
	text := r.Name
	if text == "" {
		text = r.Method + " request"
	}
	if r.Hint != "" {
		text += ": " + r.Hint
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c == '\u2028' || c == '\u2029' || c == '\ufeff' {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, "?"))
}

// has says whether the request has a body, and whether parts of it are files.
func has(r collection.Request) (body, files bool) {
	for _, p := range r.Body {
		body = body || p.Text != "" || p.File != ""
		files = files || p.File != ""
	}
	return body, files
}
