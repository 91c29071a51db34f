package openapi

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxBody  = 256 << 10 // bytes of an example
	maxMade  = 32 << 10  // bytes of one made from a schema
	maxSteps = 4_000     // schemas and properties that one is made from
	stepWork = 64        // what each is worth in bytes that are read

	maxProperties = 500 // of an object
	// Below allProperties only required properties are written, and nothing
	// below deepest.
	allProperties = 4
	deepest       = 16
)

// sketch writes an example of what a schema allows, in JSON.
type sketch struct {
	*reader
	out    []byte
	strict bool // only values that the document gives, nothing made up
	steps  int
	open   []int // schemas that are being written: a cycle comes back to one
}

// step counts a schema or a property, whose work is bounded too.
func (s *sketch) step() bool {
	s.steps++
	return s.steps <= maxSteps && s.afford(stepWork)
}

// write writes a value of the schema, and reports whether it did.
func (s *sketch) write(at span, depth int) bool {
	if !s.step() || len(s.out) > maxMade || depth > deepest {
		return false
	}
	if k := s.kind(at); k != '{' {
		return k == 't' && s.made("{}") // the schema true allows anything
	}
	o, at := s.follow(at)
	if at.absent() || slices.Contains(s.open, at.start) {
		return false
	}
	s.open = append(s.open, at.start)
	defer func() { s.open = s.open[:len(s.open)-1] }()
	return s.fixed(o) || s.composed(o, depth) || s.typed(o, depth)
}

// fixed copies a value that the schema names.
func (s *sketch) fixed(o *object) bool {
	for _, v := range []span{o.get("const"), o.get("example"), o.get("x-example"), s.first(o.get("examples")), o.get("default"), s.first(o.get("enum"))} {
		if !v.absent() && s.kind(v) != 'n' {
			return s.copy(v)
		}
	}
	return false
}

// copy writes a value of the document as it stands.
func (s *sketch) copy(v span) bool {
	if v.end-v.start > maxBody || !s.afford(v.end-v.start) {
		return false
	}
	s.out = append(s.out, s.text[v.start:v.end]...)
	return true
}

func (s *sketch) made(json string) bool {
	if s.strict {
		return false
	}
	s.out = append(s.out, json...)
	return true
}

// composed writes what allOf, oneOf and anyOf make of the schema.
func (s *sketch) composed(o *object, depth int) bool {
	all := s.elements(o.get("allOf"))
	one := append(s.elements(o.get("oneOf")), s.elements(o.get("anyOf"))...)
	if len(all)+len(one) == 0 {
		return false
	}
	var shape shape
	s.collect(o, &shape, 0)
	if len(shape.properties) > 0 {
		return s.fields(shape, depth)
	}
	for _, part := range append(all, one...) {
		if s.tried(func() bool { return s.write(part, depth+1) }) {
			return true
		}
	}
	return false
}

// tried takes back what a failed attempt wrote.
func (s *sketch) tried(write func() bool) bool {
	before := len(s.out)
	if write() {
		return true
	}
	s.out = s.out[:before]
	return false
}

// typed makes a value of the schema's type.
func (s *sketch) typed(o *object, depth int) bool {
	switch s.typeOf(o) {
	case "object":
		var shape shape
		s.collect(o, &shape, 0)
		return s.fields(shape, depth)
	case "array":
		return s.array(o, depth)
	case "string":
		return !s.strict && s.words(o)
	case "integer", "number":
		return s.number(o)
	case "boolean":
		return s.made("true")
	case "null":
		return s.made("null")
	default:
		return s.made("{}")
	}
}

// typeOf is the schema's type, the first that is not null where it has several,
// else what its keywords are for.
func (s *sketch) typeOf(o *object) string {
	kind := o.get("type")
	if s.kind(kind) == '[' {
		for _, t := range s.elements(kind) {
			if name := s.str(t); name != "null" {
				return name
			}
		}
		return "null"
	}
	if name := s.str(kind); name != "" {
		return name
	}
	switch {
	case !o.get("properties").absent():
		return "object"
	case !o.get("items").absent():
		return "array"
	case !o.get("format").absent(), !o.get("pattern").absent(), !o.get("minLength").absent(), !o.get("maxLength").absent():
		return "string"
	case !o.get("minimum").absent(), !o.get("maximum").absent():
		return "number"
	}
	return ""
}

// shape is what objects of a schema have.
type shape struct {
	properties []member
	required   []string
}

// collect gathers the properties of a schema, of all that it is made of, and of
// the first alternative that has some.
func (s *sketch) collect(o *object, to *shape, depth int) {
	if !s.step() || depth > deepest {
		return
	}
	for _, part := range s.elements(o.get("allOf")) {
		inner, _ := s.follow(part)
		s.collect(inner, to, depth+1)
	}
	for _, m := range s.object(o.get("properties")).members {
		if !s.step() || len(to.properties) == maxProperties {
			return
		}
		same := func(have member) bool { return have.name == m.name }
		if i := slices.IndexFunc(to.properties, same); i >= 0 {
			to.properties[i] = m
		} else {
			to.properties = append(to.properties, m)
		}
	}
	for _, name := range s.elements(o.get("required")) {
		if len(to.required) == maxProperties {
			break
		}
		to.required = append(to.required, s.str(name))
	}
	for _, keyword := range []string{"oneOf", "anyOf"} {
		for _, part := range s.elements(o.get(keyword)) {
			inner, _ := s.follow(part)
			before := len(to.properties) + len(to.required)
			s.collect(inner, to, depth+1)
			if len(to.properties)+len(to.required) > before {
				break
			}
		}
	}
}

// fields writes an object with the properties that a request may have.
func (s *sketch) fields(shape shape, depth int) bool {
	s.out = append(s.out, '{')
	empty := true
	for _, p := range shape.properties {
		required := slices.Contains(shape.required, p.name)
		if !required && (depth >= allProperties || len(s.out) > maxMade/2) {
			continue
		}
		wrote := s.tried(func() bool {
			if !empty {
				s.out = append(s.out, ',')
			}
			s.out, _ = jsontext.AppendQuote(s.out, p.name)
			s.out = append(s.out, ':')
			return !s.isTrue(s.readOnly(p.value)) && s.write(p.value, depth+1)
		})
		empty = empty && !wrote
	}
	s.out = append(s.out, '}')
	return !empty || !s.strict
}

// readOnly tells whether a property is the server's to set.
func (s *sketch) readOnly(at span) span {
	if own := s.object(at).get("readOnly"); !own.absent() {
		return own
	}
	o, _ := s.follow(at)
	return o.get("readOnly")
}

// array writes a list of one item, or an empty one where no item can be made.
func (s *sketch) array(o *object, depth int) bool {
	s.out = append(s.out, '[')
	items := s.elements(o.get("prefixItems"))
	if len(items) == 0 {
		items = []span{o.get("items")}
	}
	wrote := false
	for _, item := range items {
		comma := wrote
		if !s.tried(func() bool {
			if comma {
				s.out = append(s.out, ',')
			}
			return s.write(item, depth+1)
		}) {
			break
		}
		wrote = true
	}
	s.out = append(s.out, ']')
	return wrote || !s.strict
}

// number makes a number within the schema's bounds.
func (s *sketch) number(o *object) bool {
	for _, bound := range []string{"minimum", "maximum"} {
		if v := o.get(bound); !v.absent() && s.kind(v) != '"' && !s.isTrue(o.get("exclusive"+strings.ToUpper(bound[:1])+bound[1:])) {
			return s.made(s.str(v))
		}
	}
	return s.made("1")
}

// words makes a string in the schema's format.
func (s *sketch) words(o *object) bool {
	text := map[string]string{
		"date-time": "2026-01-31T12:00:00Z", "date": "2026-01-31", "time": "12:00:00Z", "duration": "PT1H",
		"uuid": "00000000-0000-4000-8000-000000000000", "email": "name@example.com", "idn-email": "name@example.com",
		"uri": "https://example.com/", "url": "https://example.com/", "uri-reference": "/path", "iri": "https://example.com/",
		"hostname": "example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "dGV4dA==", "regex": ".*",
	}[s.str(o.get("format"))]
	if text == "" {
		text = "string"
	}
	const longest = 256
	var least int
	for _, c := range s.str(o.get("minLength")) {
		if c < '0' || c > '9' || least > longest {
			break
		}
		least = 10*least + int(c-'0')
	}
	if missing := min(least, longest) - len(text); missing > 0 {
		text += strings.Repeat("x", missing)
	}
	s.out, _ = jsontext.AppendQuote(s.out, text)
	return true
}
