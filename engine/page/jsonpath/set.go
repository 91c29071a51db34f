package jsonpath

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// Set returns body with the value, which is raw JSON, put at the path; no other
// byte changes. Objects that are missing on the way are made, and an empty body
// or a null counts as missing. The path is made of names, and of indexes that
// exist.
func (p Path) Set(body, value []byte) ([]byte, error) {
	if p.header != "" || len(p.steps) == 0 {
		return nil, fmt.Errorf("set %q in the body: name a member, such as /variables/after", p.text)
	}
	if !valid(body) {
		return nil, fmt.Errorf("set %q in the body: the body is not JSON", p.text)
	}
	if span, ok := p.Find(body); ok {
		return splice(body, span, value), nil
	}
	for n := len(p.steps) - 1; n >= 0; n-- {
		parent, ok := newFinder(body).find(p.steps[:n])
		if n == 0 && len(bytes.TrimSpace(body)) == 0 {
			return p.nest(0, value)
		}
		if ok {
			return p.insert(body, parent, n, value)
		}
	}
	return nil, fmt.Errorf("set %q in the body: no object on the way to it", p.text)
}

// valid says whether a body is one JSON value, or none yet.
func valid(body []byte) bool {
	return len(bytes.TrimSpace(body)) == 0 ||
		jsontext.Value(body).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// insert puts the steps from n on into the value at parent.
func (p Path) insert(body []byte, parent Span, n int, value []byte) ([]byte, error) {
	old := parent.Of(body)
	switch old[0] {
	case 'n':
		nested, err := p.nest(n, value)
		return splice(body, parent, nested), err
	case '{':
		member, err := p.member(n, value)
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(old[1:len(old)-1])) > 0 {
			member = append([]byte{','}, member...)
		}
		end := parent.End - 1
		return splice(body, Span{end, end}, member), nil
	default:
		return nil, fmt.Errorf("set %q in the body: %q stands where an object is needed", p.text, clip(old))
	}
}

// nest returns the steps from n on as objects within objects.
func (p Path) nest(n int, value []byte) ([]byte, error) {
	if n == len(p.steps) {
		return value, nil
	}
	m, err := p.member(n, value)
	if err != nil {
		return nil, err
	}
	return append(append([]byte{'{'}, m...), '}'), nil
}

func (p Path) member(n int, value []byte) ([]byte, error) {
	if p.steps[n].kind != byName {
		return nil, fmt.Errorf("set %q in the body: there is no such element", p.text)
	}
	m, err := jsontext.AppendQuote(nil, p.steps[n].name)
	if err != nil {
		return nil, fmt.Errorf("set %q in the body: %w", p.text, err)
	}
	inner, err := p.nest(n+1, value)
	return append(append(m, ':'), inner...), err
}

func splice(body []byte, at Span, value []byte) []byte {
	out := make([]byte, 0, len(body)-(at.End-at.Start)+len(value))
	out = append(out, body[:at.Start]...)
	out = append(out, value...)
	return append(out, body[at.End:]...)
}

func clip(b []byte) []byte { return b[:min(len(b), 24)] }
