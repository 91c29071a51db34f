package openapi

import (
	"encoding/json"
	"slices"
	"strings"

	"weir/sessions/collection"
)

// formField is a field of a form.
type formField struct {
	name  string
	value any
	file  bool // the content of a file that a person names
}

// fields lists a form's fields from an example or a schema.
func (r *reader) fields(example, schema span) []formField {
	s := sketch{reader: r}
	o, _ := r.follow(schema)
	var shape shape
	s.collect(o, &shape, 0)
	if values, ok := r.value(example).(map[string]any); ok {
		return r.filled(values, shape)
	}
	var out []formField
	for _, p := range shape.properties {
		f := formField{name: p.name, file: r.isFile(p.value)}
		s := sketch{reader: r}
		if !f.file {
			required := slices.Contains(shape.required, p.name)
			if r.isTrue(s.readOnly(p.value)) || len(out) > maxFields || !required && !r.isPlain(p.value) ||
				!s.write(p.value, allProperties) || json.Unmarshal(s.out, &f.value) != nil {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// maxFields bounds the fields of a form that is made up.
const maxFields = 100

// filled lists an example's fields.
func (r *reader) filled(values map[string]any, shape shape) []formField {
	var out []formField
	for _, name := range keys(values) {
		f := formField{name: name, value: values[name]}
		for _, p := range shape.properties {
			f.file = f.file || p.name == name && r.isFile(p.value)
		}
		out = append(out, f)
	}
	return out
}

// isPlain tells a property whose value is neither an object nor a list.
func (r *reader) isPlain(at span) bool {
	s := sketch{reader: r}
	o, _ := r.follow(at)
	kind := s.typeOf(o)
	return kind == "string" || kind == "integer" || kind == "number" || kind == "boolean"
}

// isFile tells a property, or a list of them, that is a file's content.
func (r *reader) isFile(at span) bool {
	o, _ := r.follow(at)
	if r.str(o.get("type")) == "array" {
		o, _ = r.follow(o.get("items"))
	}
	return r.str(o.get("format")) == "binary" || !o.get("contentMediaType").absent() && o.get("contentEncoding").absent()
}

// urlencoded writes the fields as a form (application/x-www-form-urlencoded).
func (r *reader) urlencoded(d *draft, fields []formField) {
	var out []string
	for _, f := range fields {
		if f.value == nil {
			continue
		}
		out = append(out, pairs(parameter{name: f.name, style: "deepObject", explode: true}, f.value)...)
	}
	d.header("Content-Type", "application/x-www-form-urlencoded")
	d.Body = text(strings.Join(out, "&"))
}

// multipart writes the fields as a form of parts (RFC 7578).
func (r *reader) multipart(d *draft, fields []formField) {
	if len(fields) == 0 {
		r.lose(d.at, "the form of %s has no fields, so its body is empty", quote(d.Name))
		return
	}
	d.header("Content-Type", "multipart/form-data; boundary="+boundary)
	for _, f := range fields {
		head := "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(f.name)
		if f.file {
			file := mention(r.variable("file "+f.name, f.name, "", false))
			d.Body = append(d.Body,
				collection.Piece{Text: head + `; filename="` + file + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"},
				collection.Piece{File: file, Literal: true}, collection.Piece{Text: "\r\n", Literal: true})
			continue
		}
		d.Body = append(d.Body, collection.Piece{Text: head + "\r\n\r\n" + f.text() + "\r\n", Literal: true})
	}
	d.Body = append(d.Body, collection.Piece{Text: "--" + boundary + "--\r\n", Literal: true})
}

// text writes a field's value in a part: objects and lists are JSON.
func (f formField) text() string {
	switch f.value.(type) {
	case map[string]any, []any:
		text, _ := json.Marshal(f.value) // it was read from JSON
		return string(text)
	default:
		return joined(f.value, ",")
	}
}

// quoted writes a name in a part's header, as browsers do.
func quoted(name string) string {
	return `"` + strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(name) + `"`
}
