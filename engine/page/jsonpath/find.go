package jsonpath

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxFromEnd is how far from its end a list can be indexed.
const maxFromEnd = 64

// Span is a range of bytes of a body.
type Span struct{ Start, End int }

// Of returns the bytes of the span.
func (s Span) Of(body []byte) []byte { return body[s.Start:s.End] }

// NewDecoder returns a decoder that reads body in place, without copying it,
// and takes what servers really send: doubled names and broken UTF-8.
func NewDecoder(body []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(body),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// Find returns where the value at the path stands in a JSON body. A path to a
// header finds nothing.
func (p Path) Find(body []byte) (Span, bool) {
	if p.header != "" {
		return Span{}, false
	}
	return newFinder(body).find(p.steps)
}

// Text returns a JSON scalar as text: a string without its quotes and escapes,
// a number or literal as it stands. Objects, lists and null have none.
func Text(value []byte) (string, bool) {
	if len(value) == 0 {
		return "", false
	}
	switch value[0] {
	case '"':
		b, err := jsontext.AppendUnquote(nil, value)
		return string(b), err == nil || len(b) > 0
	case '{', '[', 'n':
		return "", false
	}
	return string(value), true
}

type finder struct {
	dec  *jsontext.Decoder
	body []byte
}

func newFinder(body []byte) finder { return finder{NewDecoder(body), body} }

func (f finder) find(steps []step) (Span, bool) {
	if len(steps) == 0 {
		return f.value()
	}
	switch f.dec.PeekKind() {
	case '{':
		return f.inObject(steps)
	case '[':
		return f.inArray(steps)
	default:
		return Span{}, false
	}
}

func (f finder) value() (Span, bool) {
	v, err := f.dec.ReadValue()
	if err != nil {
		return Span{}, false
	}
	end := int(f.dec.InputOffset())
	return Span{end - len(v), end}, true
}

func (f finder) inObject(steps []step) (Span, bool) {
	if steps[0].kind != byName {
		return Span{}, false
	}
	if _, err := f.dec.ReadToken(); err != nil {
		return Span{}, false
	}
	for f.dec.PeekKind() == '"' {
		name, err := f.dec.ReadValue()
		if err != nil {
			return Span{}, false
		}
		if used := matches(name, steps); used > 0 {
			return f.find(steps[used:])
		}
		if _, err := f.dec.ReadValue(); err != nil {
			return Span{}, false
		}
	}
	return Span{}, false
}

// matches says how many steps a quoted member name stands for: one, or several
// where it is a name with dots in it; 0 for none.
func matches(quoted []byte, steps []step) int {
	name := unquote(quoted)
	if string(name) == steps[0].name {
		return 1
	}
	rest := string(name)
	for i, s := range steps {
		if s.kind != byName || !s.bare || !strings.HasPrefix(rest, s.name) {
			return 0
		}
		rest = rest[len(s.name):]
		if rest == "" {
			return i + 1
		}
		if rest[0] != '.' {
			return 0
		}
		rest = rest[1:]
	}
	return 0
}

func unquote(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 && len(quoted) >= 2 {
		return quoted[1 : len(quoted)-1]
	}
	b, _ := jsontext.AppendUnquote(nil, quoted)
	return b
}

func (f finder) inArray(steps []step) (Span, bool) {
	s := steps[0]
	if s.kind == byName {
		n, err := strconv.Atoi(s.name)
		if err != nil || n < 0 {
			return Span{}, false
		}
		s = step{kind: byIndex, index: n}
	}
	if _, err := f.dec.ReadToken(); err != nil {
		return Span{}, false
	}
	switch {
	case s.kind == byMember:
		return f.withMember(s, steps[1:])
	case s.kind == byIndex && s.index < 0:
		return f.fromEnd(-s.index, steps[1:])
	}
	for range s.index {
		if _, ok := f.element(); !ok {
			return Span{}, false
		}
	}
	return f.find(steps[1:])
}

// element reads the next element of a list; ok is false at its end.
func (f finder) element() (Span, bool) {
	if f.dec.PeekKind() == ']' {
		return Span{}, false
	}
	return f.value()
}

func (f finder) fromEnd(n int, rest []step) (Span, bool) {
	ring := make([]Span, n)
	count := 0
	for {
		span, ok := f.element()
		if !ok {
			break
		}
		ring[count%n] = span
		count++
	}
	if count < n {
		return Span{}, false
	}
	return f.within(ring[count%n], rest)
}

// within goes on inside a value that was read.
func (f finder) within(value Span, rest []step) (Span, bool) {
	span, ok := newFinder(value.Of(f.body)).find(rest)
	return Span{span.Start + value.Start, span.End + value.Start}, ok
}

func (f finder) withMember(s step, rest []step) (Span, bool) {
	for {
		span, ok := f.element()
		if !ok {
			return Span{}, false
		}
		if hasMember(span.Of(f.body), s) {
			return f.within(span, rest)
		}
	}
}

// hasMember says whether an object has the member with the value, or with a
// list that holds it.
func hasMember(object []byte, s step) bool {
	span, ok := newFinder(object).find([]step{{name: s.name}})
	if !ok {
		return false
	}
	value := span.Of(object)
	if value[0] != '[' {
		text, _ := Text(value)
		return strings.EqualFold(text, s.value)
	}
	f := newFinder(value)
	_, _ = f.dec.ReadToken()
	for {
		e, ok := f.element()
		if !ok {
			return false
		}
		if text, _ := Text(e.Of(value)); strings.EqualFold(text, s.value) {
			return true
		}
	}
}

// Finder finds paths in many small bodies, one after another, and allocates
// next to nothing for each. The zero Finder is ready. It is not safe for
// concurrent use.
type Finder struct {
	dec *jsontext.Decoder
	buf bytes.Buffer
}

// Find is Path.Find.
func (f *Finder) Find(p Path, body []byte) (Span, bool) {
	if p.header != "" {
		return Span{}, false
	}
	f.buf = *bytes.NewBuffer(body)
	if f.dec == nil {
		f.dec = jsontext.NewDecoder(&f.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	} else {
		f.dec.Reset(&f.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	}
	return finder{f.dec, body}.find(p.steps)
}
