package playground

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// object writes one JSON object, member by member, without reflection. Its zero
// value is ready for use.
type object struct {
	b     []byte
	depth int
}

// name writes a member's name, which needs no escaping.
func (o *object) name(name string) {
	switch {
	case len(o.b) == 0:
		o.b = append(o.b, '{')
	case o.b[len(o.b)-1] != '{':
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, `":`...)
}

func (o *object) integer(name string, n int) *object {
	o.name(name)
	o.b = strconv.AppendInt(o.b, int64(n), 10)
	return o
}

func (o *object) boolean(name string, v bool) *object {
	o.name(name)
	o.b = strconv.AppendBool(o.b, v)
	return o
}

func (o *object) text(name, text string) *object {
	o.name(name)
	o.b = appendText(o.b, text)
	return o
}

// optional writes a text, or null when it is empty.
func (o *object) optional(name, text string) *object {
	if text == "" {
		return o.raw(name, "null")
	}
	return o.text(name, text)
}

// raw writes a value that is JSON already.
func (o *object) raw(name, value string) *object {
	o.name(name)
	o.b = append(o.b, value...)
	return o
}

// list writes the gauges of a page as an array.
func (o *object) list(name string, p *Playground, s span) *object {
	o.name(name)
	o.b = p.catalogue.appendGauges(o.b, s.from, s.to)
	return o
}

// each writes an array of which item appends one element.
func (o *object) each(name string, s span, item func(b []byte, index int) []byte) *object {
	o.name(name)
	o.b = append(o.b, '[')
	for i := s.from; i < s.to; i++ {
		if i > s.from {
			o.b = append(o.b, ',')
		}
		o.b = item(o.b, i)
	}
	o.b = append(o.b, ']')
	return o
}

// open begins an object as a member; up ends it.
func (o *object) open(name string) *object {
	o.name(name)
	o.b = append(o.b, '{')
	o.depth++
	return o
}

// up ends the object that open began.
func (o *object) up() *object {
	o.b = append(o.b, '}')
	o.depth--
	return o
}

// bytes ends every open object and gives the whole.
func (o *object) bytes() []byte {
	if len(o.b) == 0 {
		o.b = append(o.b, '{')
	}
	for ; o.depth >= 0; o.depth-- {
		o.b = append(o.b, '}')
	}
	return o.b
}

// appendText appends a JSON string. Invalid UTF-8 becomes U+FFFD.
func appendText(b []byte, text string) []byte {
	quoted, _ := jsontext.AppendQuote(b, text) // its only error tells of the replacement
	return quoted
}
