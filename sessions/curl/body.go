package curl

import (
	"mime"
	"net/url"
	"path"
	"strings"

	"weir/sessions/collection"
)

const formType = "application/x-www-form-urlencoded"

func bodyOptions(all map[string]option) {
	for _, name := range []string{"data", "data-ascii"} {
		all[name] = option{take: func(d *draft, w word) { d.data(w, true) }}
	}
	all["data-binary"] = option{take: func(d *draft, w word) { d.data(w, false) }}
	all["data-raw"] = option{take: func(d *draft, w word) { d.more(formType, "&", w.pieces()...) }}
	all["data-urlencode"] = option{take: (*draft).encoded}
	all["json"] = option{take: func(d *draft, w word) {
		if !d.has("Accept") {
			d.header = append(d.header, collection.Field{Name: "Accept", Value: "application/json"})
		}
		d.more("application/json", "", d.content(w, false)...)
	}}
	all["form"] = option{take: func(d *draft, w word) { d.part(w, true) }}
	all["form-string"] = option{take: func(d *draft, w word) { d.part(w, false) }}
	all["upload-file"] = option{take: func(d *draft, w word) {
		d.upload = true
		d.more("", "", d.content(append(plain("@"), w...), false)...)
	}}
}

// more goes on with the body.
func (d *draft) more(kind, sep string, pieces ...collection.Piece) {
	if d.sources > 0 && sep != "" {
		d.body = append(d.body, collection.Piece{Text: sep})
	}
	if d.kind == "" {
		d.kind = kind
	}
	d.sources++
	d.body = append(d.body, pieces...)
}

func (d *draft) data(w word, strips bool) { d.more(formType, "&", d.content(w, strips)...) }

// content is what a word stands for: itself, @file, or @- for what is piped in.
func (d *draft) content(w word, strips bool) []collection.Piece {
	if !strings.HasPrefix(w.lead(), "@") {
		return w.pieces()
	}
	name := w.from(1).String()
	pieces := []collection.Piece{{File: name, Literal: true}}
	if name == "-" || name == "." {
		pieces = d.stdin
		if pieces == nil {
			d.lose("the body comes from standard input, which is not known here")
		}
	}
	if !strips {
		return pieces
	}
	out := make([]collection.Piece, 0, len(pieces))
	for _, p := range pieces {
		if p.File != "" {
			d.lose("curl would send the file %s without its line ends: they are kept", quoted(p.File))
		}
		p.Text = strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(p.Text)
		out = append(out, p)
	}
	return out
}

// encoded takes in --data-urlencode: content, =content, name=content, @file,
// name@file.
func (d *draft) encoded(w word) {
	name, value, found := w.cut("=@")
	if found && strings.HasSuffix(w.String(), "@"+value.String()) && !strings.HasSuffix(w.String(), "="+value.String()) {
		d.lose("curl would send the content of the file %s URL-encoded: it is left out", quoted(value.String()))
		return
	}
	if !found {
		name, value = nil, w
	}
	var pieces []collection.Piece
	if s := name.String(); s != "" {
		pieces = append(pieces, collection.Piece{Text: s + "="})
	}
	for _, p := range value {
		if p.name != "" {
			d.lose("curl would URL-encode the value of %s: it is sent as it is", p.name)
			pieces = append(pieces, collection.Piece{Text: "{{" + p.name + "}}"})
			continue
		}
		pieces = append(pieces, collection.Piece{Text: strings.ReplaceAll(url.QueryEscape(p.text), "+", "%20")})
	}
	d.more(formType, "&", pieces...)
}

// field is one of a multipart form (RFC 7578).
type field struct {
	name, filename, kind string
	content              []collection.Piece
}

// part takes in -F.
func (d *draft) part(w word, special bool) {
	name, value, ok := w.cut("=")
	if !ok {
		d.lose("the form field %s has no =", quoted(w.String()))
		return
	}
	f := field{name: name.String()}
	at := value.lead()
	if !special || at == "" {
		f.content = value.pieces()
		d.form = append(d.form, f)
		return
	}
	content, rest, _ := value.cut(";")
	f.attributes(d, rest.String())
	switch at[0] {
	case '@':
		if f.filename == "" {
			f.filename = path.Base(strings.ReplaceAll(content.from(1).String(), `\`, "/"))
		}
		if f.kind == "" {
			f.kind = kindOf(f.filename)
		}
		f.content = d.content(content, false)
	case '<':
		f.content = d.content(append(plain("@"), content.from(1)...), false)
	default:
		f.content = content.pieces()
	}
	d.form = append(d.form, f)
}

// attributes reads what follows a field's content: ;type=…;filename=….
func (f *field) attributes(d *draft, text string) {
	for a := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(a), "=")
		switch value = strings.Trim(value, `"`); name {
		case "":
		case "type":
			f.kind = value
		case "filename":
			f.filename = value
		default:
			d.lose("the form field %s has %s, which is left out", quoted(f.name), quoted(strings.TrimSpace(a)))
		}
	}
}

// kindOf is the media type of a file, by its name.
func kindOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt":
		return "text/plain"
	case ".json":
		return "application/json"
	case ".html", ".htm":
		return "text/html"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".gif":
		return "image/gif"
	case ".svg":
		return "image/svg+xml"
	case ".pdf":
		return "application/pdf"
	case ".xml":
		return "application/xml"
	}
	return "application/octet-stream"
}

// multipart makes the body of the form's fields.
func (d *draft) multipart() {
	if len(d.form) == 0 {
		return
	}
	if d.sources > 0 {
		d.lose("curl takes -F or -d, not both: the data of -d are left out")
	}
	boundary := d.boundary()
	var body []collection.Piece
	for _, f := range d.form {
		head := "--" + boundary + "\r\n" + `Content-Disposition: form-data; name="` + escaped(f.name) + `"`
		if f.filename != "" {
			head += `; filename="` + escaped(f.filename) + `"`
		}
		if f.kind != "" {
			head += "\r\nContent-Type: " + strings.NewReplacer("\r", "", "\n", "").Replace(f.kind)
		}
		body = append(body, collection.Piece{Text: head + "\r\n\r\n"})
		body = append(body, f.content...)
		body = append(body, collection.Piece{Text: "\r\n"})
	}
	d.body = append(body, collection.Piece{Text: "--" + boundary + "--\r\n"})
	d.sources = 1
	d.kind = mime.FormatMediaType("multipart/form-data", map[string]string{"boundary": boundary})
}

// escaped writes a name as browsers do in form data.
func escaped(name string) string {
	return strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(name)
}

// boundary is a line that no field holds. What stands in files is not known,
// so it is one that no file is likely to hold.
func (d *draft) boundary() string {
	boundary := "weir-form-5f1d3c7a9be04826"
	for again := true; again; {
		again = false
		for _, f := range d.form {
			for _, p := range f.content {
				if strings.Contains(p.Text, boundary) {
					boundary, again = boundary+"x", true
				}
			}
		}
	}
	return boundary
}
