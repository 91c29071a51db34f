package postman

import (
	"encoding/json"
	"net/url"
	"strings"

	"weir/sessions/collection"
)

// boundary parts the parts of multipart bodies.
const boundary = "weir-part-7d1f"

// body makes the body of a request by its mode.
func (r *reader) body(d *draft, b *body) {
	switch b.Mode {
	case "", "none":
	case "raw":
		d.contentType(map[string]string{
			"json": "application/json", "xml": "application/xml", "html": "text/html", "text": "text/plain", "javascript": "application/javascript",
		}[b.Options.Raw.Language])
		d.Body = piece(string(b.Raw))
	case "urlencoded":
		d.urlencoded(b.URLEncoded)
	case "formdata":
		d.multipart(b.FormData)
	case "graphql":
		d.contentType("application/json")
		d.Body = piece(graphql(b))
	case "file":
		if b.File.Src == "" {
			d.Body = piece(string(b.File.Content))
			return
		}
		d.Body = []collection.Piece{{File: string(b.File.Src), Literal: true}}
	default:
		r.lose("the body of %q is of the unknown mode %q, so it is empty", d.Name, b.Mode)
	}
}

func piece(text string) []collection.Piece {
	if text == "" {
		return nil
	}
	return []collection.Piece{{Text: text}}
}

// urlencoded writes a form (application/x-www-form-urlencoded).
func (d *draft) urlencoded(fields []field) {
	var pairs []string
	for _, f := range fields {
		if f.Disabled {
			d.switchedOff(f)
			continue
		}
		pairs = append(pairs, escape(string(f.Key), url.QueryEscape)+"="+escape(string(f.Value), url.QueryEscape))
	}
	d.contentType("application/x-www-form-urlencoded")
	d.Body = piece(strings.Join(pairs, "&"))
}

// multipart writes a form of parts (RFC 7578). A content type without boundary
// that the request has gives way.
func (d *draft) multipart(fields []field) {
	for i, h := range d.Header {
		if strings.EqualFold(h.Name, "Content-Type") {
			d.Header = append(d.Header[:i], d.Header[i+1:]...)
			break
		}
	}
	for _, f := range fields {
		if f.Disabled {
			d.switchedOff(f)
			continue
		}
		d.part(f)
	}
	if d.Body == nil {
		return
	}
	d.header("Content-Type", "multipart/form-data; boundary="+boundary)
	d.Body = append(d.Body, collection.Piece{Text: "--" + boundary + "--\r\n", Literal: true})
}

// part adds one field; a list of files is a part each.
func (d *draft) part(f field) {
	head := "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(string(f.Key))
	kind := ""
	if f.ContentType != "" {
		kind = "\r\nContent-Type: " + line(string(f.ContentType))
	}
	if f.Type != "file" {
		d.Body = append(d.Body, collection.Piece{Text: head + kind + "\r\n\r\n" + string(f.Value) + "\r\n"})
		return
	}
	if len(f.Src) == 0 {
		f.Src = lines{"{{" + f.Key + "}}"} // none was chosen
	}
	for _, src := range f.Src {
		name := string(src)
		name = name[strings.LastIndexAny(name, `/\`)+1:]
		d.Body = append(d.Body,
			collection.Piece{Text: head + "; filename=" + quoted(name) + kind + "\r\n\r\n"},
			collection.Piece{File: string(src), Literal: true}, collection.Piece{Text: "\r\n", Literal: true})
	}
}

// quoted writes a name in a part's header, as browsers do.
func quoted(name string) string {
	return `"` + strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(name) + `"`
}

// graphql writes a query with its variables, whose text is JSON with variables
// of ours in it and so put in as it stands.
func graphql(b *body) string {
	quote := func(t text) string {
		out, _ := json.Marshal(string(t)) // a string cannot fail
		return string(out)
	}
	out := `{"query":` + quote(b.GraphQL.Query)
	if b.GraphQL.OperationName != "" {
		out += `,"operationName":` + quote(b.GraphQL.OperationName)
	}
	if v := strings.TrimSpace(string(b.GraphQL.Variables)); v != "" {
		out += `,"variables":` + v
	}
	return out + "}"
}
