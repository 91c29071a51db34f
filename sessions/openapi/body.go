package openapi

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"weir/sessions/collection"
)

// boundary parts the parts of multipart bodies.
const boundary = "weir-part-7d1f"

// preferred chooses the content type to ask for or to send: JSON, a form, text.
func preferred(types []string) string {
	order := []func(string) bool{
		func(t string) bool { return bare(t) == "application/json" },
		isJSON,
		func(t string) bool { return bare(t) == "application/x-www-form-urlencoded" },
		func(t string) bool { return bare(t) == "multipart/form-data" },
		func(t string) bool { return strings.HasPrefix(t, "text/") },
		func(t string) bool { return t != "" },
	}
	for _, fits := range order {
		if i := slices.IndexFunc(types, fits); i >= 0 {
			return types[i]
		}
	}
	return ""
}

// bare is a content type without parameters, in lower case.
func bare(contentType string) string {
	contentType, _, _ = strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(contentType))
}

func isJSON(contentType string) bool {
	t := bare(contentType)
	return t == "application/json" || t == "text/json" || t == "*/*" || strings.HasSuffix(t, "+json")
}

// media chooses one of the media types of a content object.
func (r *reader) media(content span) (name string, at span) {
	o := r.object(content)
	names := make([]string, len(o.members))
	for i, m := range o.members {
		names[i] = m.name
	}
	name = preferred(names)
	_, at = r.follow(o.get(name))
	return name, at
}

// body adds an example body and its content type. form are the parameters that
// Swagger 2.0 has for it.
func (r *reader) body(d *draft, op operation, form []parameter) {
	if r.old {
		r.oldBody(d, op, form)
		return
	}
	body, _ := r.follow(op.own.get("requestBody"))
	content := body.get("content")
	name, at := r.media(content)
	if name == "" {
		return
	}
	for _, m := range r.object(content).members {
		if m.name != name {
			d.spare = append(d.spare, "body as "+line(m.name))
		}
	}
	media := r.object(at)
	example := media.get("example")
	if example.absent() {
		example = r.exampleOf(media.get("examples"))
	}
	r.compose(d, name, example, media.get("schema"))
}

// oldBody makes the body of a Swagger 2.0 operation.
func (r *reader) oldBody(d *draft, op operation, form []parameter) {
	consumes := op.own.get("consumes")
	if consumes.absent() {
		consumes = r.root.get("consumes")
	}
	var types []string
	for _, s := range r.elements(consumes) {
		types = append(types, r.str(s))
	}
	name := preferred(types)
	for _, p := range form {
		if p.in == "body" {
			if name == "" {
				name = "application/json"
			}
			r.compose(d, name, p.own.get("x-example"), p.schema)
			return
		}
	}
	if len(form) > 0 {
		r.oldForm(d, types, form)
	}
}

// oldForm makes a form of the parameters in formData.
func (r *reader) oldForm(d *draft, types []string, form []parameter) {
	multipart := slices.Contains(types, "multipart/form-data") && !slices.Contains(types, "application/x-www-form-urlencoded")
	var fields []formField
	for _, p := range form {
		file := r.str(p.own.get("type")) == "file"
		multipart = multipart || file
		s := sketch{reader: r}
		var value any = ""
		if !file && s.write(p.schema, 0) {
			_ = json.Unmarshal(s.out, &value) // it was made valid
		}
		fields = append(fields, formField{name: p.name, value: value, file: file})
	}
	if multipart {
		r.multipart(d, fields)
		return
	}
	r.urlencoded(d, fields)
}

// compose writes a body in a content type from an example or a schema.
func (r *reader) compose(d *draft, contentType string, example, schema span) {
	switch bare(contentType) {
	case "multipart/form-data":
		r.multipart(d, r.fields(example, schema))
		return
	case "application/x-www-form-urlencoded":
		r.urlencoded(d, r.fields(example, schema))
		return
	case "*/*":
		contentType = "application/json"
	}
	d.header("Content-Type", contentType)
	if r.kind(example) == '"' && !isJSON(contentType) {
		d.Body = text(r.str(example))
		return
	}
	if !isJSON(contentType) {
		r.foreign(d, contentType, example, schema)
		return
	}
	s := sketch{reader: r}
	if !example.absent() && s.copy(example) || s.tried(func() bool { return s.write(schema, 0) }) {
		d.Body = text(indented(s.out))
	} else if !schema.absent() && !r.spent {
		r.lose(schema, "the body of %s could not be made from its schema", quote(d.Name))
	}
}

// foreign writes a body that is not JSON: a file, or text of the schema.
func (r *reader) foreign(d *draft, contentType string, example, schema span) {
	o, _ := r.follow(schema)
	format, kind := r.str(o.get("format")), r.str(o.get("type"))
	t := bare(contentType)
	switch {
	case format == "binary", !strings.HasPrefix(t, "text/") && !strings.Contains(t, "xml") && example.absent() && (kind == "" || kind == "string" || kind == "file"):
		name := r.variable("body file", "bodyFile", "", false)
		d.Body = []collection.Piece{{File: mention(name), Literal: true}}
	case strings.HasPrefix(t, "text/"):
		s := sketch{reader: r}
		var v any
		if s.write(schema, 0) && json.Unmarshal(s.out, &v) == nil {
			d.Body = text(joined(v, ","))
		}
	default:
		r.lose(schema, "the body of %s has no example in %s, so it is empty", quote(d.Name), quote(contentType))
	}
}

// text is a body that has no variables.
func text(content string) []collection.Piece {
	if content == "" {
		return nil
	}
	return []collection.Piece{{Text: content, Literal: true}}
}

// indented writes JSON for people.
func indented(value []byte) string {
	v := jsontext.Value(value)
	if err := v.Indent(jsontext.WithIndent("  "), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)); err != nil {
		return string(value)
	}
	return string(v)
}
