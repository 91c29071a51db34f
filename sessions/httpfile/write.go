package httpfile

import (
	"fmt"
	"strings"

	"weir/sessions/collection"
)

// Write writes a collection as a new file, with its variables first. Folders
// become comments above the requests. What this form cannot hold is left out and
// listed.
func Write(c *collection.Collection) ([]byte, []collection.Loss) {
	f := &File{path: "new.http", eol: "\n"}
	losses := append([]collection.Loss(nil), c.Losses...)
	lose := func(place collection.Place, format string, args ...any) {
		losses = append(losses, collection.Loss{Place: place, What: fmt.Sprintf(format, args...)})
	}
	head := ""
	if c.Name != "" {
		head = "# " + oneLine(c.Name) + "\n"
	}
	for _, v := range c.Variables {
		if v.Secret {
			lose(collection.Place{}, "the value of %s is secret and not written: put it into http-client.private.env.json", v.Name)
			continue
		}
		head += "@" + v.Name + " = " + v.Value + "\n"
	}
	f, err := Parse(f.path, []byte(head))
	if err != nil || len(f.requests) > 0 || len(f.vars) != len(c.Variables)-count(c.Variables) {
		lose(collection.Place{}, "the variables cannot be written to a .http file")
		f, _ = Parse("new.http", nil)
	}
	for _, r := range c.Requests {
		r.Body = trimmed(r)
		next, err := f.Insert(len(f.requests), r)
		if err != nil {
			lose(r.Place, "%s", err)
			continue
		}
		f = next
	}
	return f.src, losses
}

// count is how many of the variables are secret.
func count(vars []collection.Variable) int {
	n := 0
	for _, v := range vars {
		if v.Secret {
			n++
		}
	}
	return n
}

// trimmed is a body as this form keeps it: without a line's end at its end.
func trimmed(r collection.Request) []collection.Piece {
	body := tidy(r.Body)
	if n := len(body); n > 0 && body[n-1].File == "" {
		body = append([]collection.Piece(nil), body...)
		body[n-1].Text = strings.TrimRight(body[n-1].Text, "\r\n")
		if !strings.Contains(body[n-1].Text, "{{") {
			body[n-1].Literal = false
		}
	}
	return tidy(body)
}

// block writes a request with its separator.
func (f *File) block(r collection.Request) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace("### "+r.Name) + f.eol)
	if len(r.Folder) > 0 {
		b.WriteString("# in " + oneLine(strings.Join(r.Folder, " / ")) + f.eol)
	}
	if r.Hint != "" {
		b.WriteString("# " + oneLine(r.Hint) + f.eol)
	}
	for _, s := range r.Settings {
		b.WriteString(strings.TrimSpace("# @"+s.Name+" "+s.Value) + f.eol)
	}
	b.WriteString(r.Method + " " + r.URL + f.eol)
	for _, field := range r.Header {
		b.WriteString(strings.TrimRight(field.Name+": "+field.Value, " ") + f.eol)
	}
	if text := f.bodyText(r); text != "" {
		b.WriteString(f.eol + text + f.eol)
	}
	return b.String()
}

// oneLine keeps a comment a comment.
func oneLine(text string) string {
	return strings.TrimLeft(strings.Join(strings.Fields(text), " "), "@#")
}

// bodyText writes a body, its lines ending as the file's do.
func (f *File) bodyText(r collection.Request) string {
	join := joinFor(r.Header)
	var b strings.Builder
	for _, p := range r.Body {
		switch {
		case p.File != "" && p.Literal:
			b.WriteString("< " + p.File)
		case p.File != "":
			b.WriteString("<@ " + p.File)
		default:
			b.WriteString(strings.ReplaceAll(p.Text, join, f.eol))
		}
	}
	return b.String()
}

// FormatBody writes a body as a file holds it, with lines such as "< name" for
// the files that it is made of.
func FormatBody(r collection.Request) string { return (&File{eol: "\n"}).bodyText(r) }

// ParseBody reads what FormatBody writes, for a request with that header. Empty
// lines around it are no part of it.
func ParseBody(text string, header []collection.Field) []collection.Piece {
	p := parser{f: &File{src: []byte(text)}}
	p.split()
	r := collection.Request{Header: header}
	p.pieces(p.lines, &block{}, &r)
	return r.Body
}
