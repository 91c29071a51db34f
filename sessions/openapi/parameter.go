package openapi

import (
	"encoding/json"
	"net/url"
	"sort"
	"strings"

	"weir/sessions/collection"
)

// parameter is a parameter of an operation.
type parameter struct {
	name, in string
	required bool
	own      *object
	schema   span // where its type stands; in Swagger 2.0 the parameter itself
	style    string
	explode  bool
	at       span
}

// parameters lists an operation's parameters with those of its path that it
// does not have itself.
func (r *reader) parameters(op operation) []parameter {
	var out []parameter
	seen := make(map[[2]string]int)
	for _, o := range []*object{op.item, op.own} {
		for _, s := range r.elements(o.get("parameters")) {
			own, at := r.follow(s)
			if at.absent() {
				continue
			}
			p := r.parameter(own, at)
			key := [2]string{p.in, p.name}
			if i, ok := seen[key]; ok {
				out[i] = p
				continue
			}
			seen[key] = len(out)
			out = append(out, p)
		}
	}
	return out
}

func (r *reader) parameter(o *object, at span) parameter {
	p := parameter{
		name: r.str(o.get("name")), in: r.str(o.get("in")), required: r.isTrue(o.get("required")),
		own: o, schema: o.get("schema"), style: r.str(o.get("style")), at: at,
	}
	if r.old {
		if p.in != "body" {
			p.schema = at
		}
		p.style, p.explode = oldStyle(r.str(o.get("collectionFormat")))
		return p
	}
	if p.schema.absent() {
		_, media := r.media(o.get("content"))
		p.schema = r.object(media).get("schema")
	}
	if p.style == "" {
		p.style = map[string]string{"query": "form", "cookie": "form"}[p.in]
	}
	p.explode = p.style == "form"
	if e := o.get("explode"); !e.absent() {
		p.explode = r.isTrue(e)
	}
	return p
}

// oldStyle translates a collectionFormat of Swagger 2.0.
func oldStyle(format string) (style string, explode bool) {
	switch format {
	case "multi":
		return "form", true
	case "ssv":
		return "spaceDelimited", false
	case "pipes":
		return "pipeDelimited", false
	case "tsv":
		return "tabDelimited", false
	default:
		return "form", false
	}
}

// given is the value that the document itself gives for a parameter, nil for
// none: an example, a default, the first of an enumeration.
func (r *reader) given(p parameter) any {
	o := p.own
	candidates := []span{o.get("example"), o.get("x-example"), r.exampleOf(o.get("examples"))}
	if content := o.get("content"); !content.absent() {
		_, media := r.media(content)
		m := r.object(media)
		candidates = append(candidates, m.get("example"), r.exampleOf(m.get("examples")))
	}
	for _, s := range candidates {
		if v := r.value(s); v != nil {
			return v
		}
	}
	s := sketch{reader: r, strict: true}
	if !s.write(p.schema, 0) {
		return nil
	}
	var v any
	if json.Unmarshal(s.out, &v) != nil {
		return nil
	}
	return v
}

// exampleOf returns the value of the first of named examples.
func (r *reader) exampleOf(examples span) span {
	for _, m := range r.object(examples).members {
		o, at := r.follow(m.value)
		if external := o.get("externalValue"); !external.absent() {
			r.lose(at, "the example %s stands in another file, which is not read", quote(r.str(external)))
			continue
		}
		for _, name := range []string{"value", "dataValue"} {
			if v := o.get(name); !v.absent() {
				return v
			}
		}
	}
	return span{}
}

// value decodes a small value of the document.
func (r *reader) value(s span) any {
	if s.absent() || s.end-s.start > maxBody || !r.afford(s.end-s.start) {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(r.text[s.start:s.end])))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil
	}
	return v
}

// add puts a query, header or cookie parameter into the request: a required
// one with a value of the document or as a variable, others as a mention.
func (r *reader) add(d *draft, p parameter) {
	if p.in == "path" || p.name == "" || p.in == "header" && isStandard(p.name) {
		return
	}
	switch p.in {
	case collection.InQuery, collection.InCookie:
	case collection.InHeader:
		if !isToken(p.name) {
			return
		}
	case "querystring":
		r.lose(p.at, "the parameter %s is a whole query, which is not made up", quote(p.name))
		return
	default:
		return
	}
	value, of := r.given(p), collection.Parameter{Name: p.name, In: p.in, List: r.isList(p)}
	if !p.required {
		d.spare = append(d.spare, spare(p, value))
	} else {
		if value == nil {
			of.Variable = r.variable(p.in+" "+p.name, p.name, "", false)
			value = variable(mention(of.Variable))
		}
		of.Sent = d.send(p, value)
	}
	d.Parameters = append(d.Parameters, of)
}

// send puts a parameter's value where it belongs, and returns the pairs that it
// made for it.
func (d *draft) send(p parameter, value any) []string {
	if p.in == collection.InHeader {
		d.header(p.name, joined(value, ","))
		return nil
	}
	made := pairs(p, value)
	if p.in == collection.InQuery {
		d.query = append(d.query, made...)
	} else {
		d.cookies = append(d.cookies, made...)
	}
	return made
}

// isList tells a list whose elements are sent in a pair each.
func (r *reader) isList(p parameter) bool {
	if !p.explode || p.style != "form" {
		return false
	}
	schema, _ := r.follow(p.schema)
	return r.str(schema.get("type")) == "array"
}

// variable is a value that is a mention of a variable, and is not escaped.
type variable string

// isStandard tells the header fields that are not for parameters to set.
func isStandard(name string) bool {
	return strings.EqualFold(name, "Accept") || strings.EqualFold(name, "Content-Type") || strings.EqualFold(name, "Authorization")
}

// spare names a parameter that is not sent, with what it would be.
func spare(p parameter, value any) string {
	text := line(p.name)
	if value != nil {
		text += "=" + line(joined(value, ","))
	}
	const most = 40
	if len(text) > most {
		text = cut(line(p.name))
	}
	return text
}

// pathValue is a path parameter's value and what its style puts before it.
func (r *reader) pathValue(p parameter) (value, prefix string) {
	if v := r.given(p); v != nil {
		value = collection.Segment(joined(v, ","))
	}
	switch p.style {
	case "label":
		return value, "."
	case "matrix":
		return value, ";" + url.PathEscape(p.name) + "="
	}
	return value, ""
}

// pairs writes a parameter for a query or a form by its style.
func pairs(p parameter, value any) []string {
	switch v := value.(type) {
	case []any:
		if !p.explode || p.style == "deepObject" {
			separator := map[string]string{"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}[p.style]
			if separator == "" {
				separator = ","
			}
			return []string{pair(p.name, escaped(joined(v, separator)))}
		}
		var out []string
		for _, item := range v {
			out = append(out, pair(p.name, escaped(item)))
		}
		return out
	case map[string]any:
		return members(p, v)
	default:
		return []string{pair(p.name, escaped(v))}
	}
}

// members writes an object by the parameter's style.
func members(p parameter, v map[string]any) []string {
	if p.style == "deepObject" {
		return deep(p.name, v, 0)
	}
	if !p.explode {
		return []string{pair(p.name, escaped(joined(v, ",")))}
	}
	var out []string
	for _, name := range keys(v) {
		out = append(out, pair(name, escaped(v[name])))
	}
	return out
}

// deep writes an object as name[member]=value.
func deep(name string, value any, depth int) []string {
	const deepest = 4
	v, ok := value.(map[string]any)
	if !ok || depth == deepest {
		return []string{pair(name, escaped(value))}
	}
	var out []string
	for _, key := range keys(v) {
		out = append(out, deep(name+"["+key+"]", v[key], depth+1)...)
	}
	return out
}

func keys(v map[string]any) []string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// escaped writes a value for a query.
func escaped(value any) string {
	if v, ok := value.(variable); ok {
		return string(v)
	}
	return url.QueryEscape(joined(value, ","))
}

// joined writes a value as text: lists and objects as the simple style does.
func joined(value any, separator string) string {
	switch v := value.(type) {
	case string:
		return v
	case variable:
		return string(v)
	case json.Number:
		return v.String()
	case []any:
		texts := make([]string, len(v))
		for i, item := range v {
			texts[i] = joined(item, separator)
		}
		return strings.Join(texts, separator)
	case map[string]any:
		var texts []string
		for _, name := range keys(v) {
			texts = append(texts, name, joined(v[name], separator))
		}
		return strings.Join(texts, separator)
	default:
		text, _ := json.Marshal(v) // numbers, booleans and null cannot fail
		return string(text)
	}
}
