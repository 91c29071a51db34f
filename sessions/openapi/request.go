package openapi

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"weir/sessions/collection"
)

// draft is a request in the making.
type draft struct {
	collection.Request
	query   []string // pairs, encoded
	cookies []string
	spare   []string // what is optional and so not sent
	at      span
}

// request makes an operation's request.
func (r *reader) request(op operation) collection.Request {
	d := &draft{at: op.at, Request: collection.Request{
		Name: r.str(op.own.get("operationId")), Folder: op.folder, Method: op.method, Place: r.place(op.at.start),
	}}
	if d.Name == "" {
		d.Name = op.method + " " + op.path
	}
	parameters := r.parameters(op)
	d.URL = r.prefix(op) + r.path(d, op, parameters)
	r.accept(d, op)
	r.secure(d, op)
	var form []parameter
	for _, p := range parameters {
		if p.in == "formData" || p.in == "body" {
			form = append(form, p)
			continue
		}
		r.add(d, p)
	}
	r.body(d, op, form)
	d.finish(r.summary(op))
	return d.Request
}

// finish puts the query, the cookies and the hint in their places.
func (d *draft) finish(summary string) {
	if len(d.query) > 0 {
		separator := "?"
		if strings.Contains(d.URL, "?") {
			separator = "&"
		}
		d.URL += separator + strings.Join(d.query, "&")
	}
	if len(d.cookies) > 0 {
		d.header("Cookie", strings.Join(d.cookies, "; "))
	}
	d.Hint = summary
	if len(d.spare) > 0 {
		const most = 8
		if d.Hint != "" {
			d.Hint += " · "
		}
		d.Hint += "optional: " + some(d.spare, most)
	}
}

// header adds a header field, and leaves out what cannot be one.
func (d *draft) header(name, value string) {
	if isToken(name) {
		d.Header = append(d.Header, collection.Field{Name: name, Value: line(value)})
	}
}

// prefix is how the request's URL begins: with the servers of the operation or
// of its path, where they have their own.
func (r *reader) prefix(op operation) string {
	for _, o := range []*object{op.own, op.item} {
		servers := o.get("servers")
		if r.kind(r.first(servers)) == '{' {
			if own := r.resolve(r.server(servers)); absolute(own) {
				return own
			}
		}
	}
	return r.base
}

// summary says in a line what an operation does.
func (r *reader) summary(op operation) string {
	for _, name := range []string{"summary", "description"} {
		text, _, _ := strings.Cut(strings.TrimSpace(r.str(op.own.get(name))), "\n")
		if text = cut(line(text)); text != "" {
			return text
		}
	}
	return ""
}

// cut bounds a text to what a line shows.
func cut(text string) string {
	const most = 160
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// line makes one line of a text, without control characters.
func line(text string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, text)
	return strings.TrimSpace(text)
}

// some lists the first of the names.
func some(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// path writes a path with variables in place of its parameters.
func (r *reader) path(d *draft, op operation, parameters []parameter) string {
	var b strings.Builder
	rest := op.path
	for {
		before, after, ok := strings.Cut(rest, "{")
		name, tail, closed := strings.Cut(after, "}")
		if !ok || !closed {
			b.WriteString(escapePath(rest))
			return b.String()
		}
		b.WriteString(escapePath(before))
		b.WriteString(r.placed(d, name, parameters))
		rest = tail
	}
}

// placed writes one parameter of a path.
func (r *reader) placed(d *draft, name string, parameters []parameter) string {
	name = strings.TrimRight(strings.TrimLeft(name, "+#./;?&"), "*")
	var value, prefix string
	for _, p := range parameters {
		if p.in == collection.InPath && p.name == name {
			value, prefix = r.pathValue(p)
			break
		}
	}
	of := collection.Parameter{Name: name, In: collection.InPath, Variable: r.variable("path "+name, name, value, false)}
	d.Parameters = append(d.Parameters, of)
	return prefix + mention(of.Variable)
}

// escapePath encodes what may not stand in a URL's path, and braces, which
// would make variables.
func escapePath(text string) string {
	return strings.NewReplacer(" ", "%20", "{", "%7B", "}", "%7D", "\n", "%0A", "\r", "%0D", "\t", "%09").Replace(text)
}

// accept asks for a content type that the operation's success comes in.
func (r *reader) accept(d *draft, op operation) {
	var types []string
	if r.old {
		produces := op.own.get("produces")
		if produces.absent() {
			produces = r.root.get("produces")
		}
		for _, s := range r.elements(produces) {
			types = append(types, r.str(s))
		}
	} else {
		for _, m := range r.object(op.own.get("responses")).members {
			if strings.HasPrefix(m.name, "2") {
				response, _ := r.follow(m.value)
				for _, media := range r.object(response.get("content")).members {
					types = append(types, media.name)
				}
				break
			}
		}
	}
	if best := preferred(types); best != "" && best != "*/*" {
		d.header("Accept", best)
	}
}

// pair writes a name and a value for a query or a form.
func pair(name, value string) string { return url.QueryEscape(name) + "=" + value }
