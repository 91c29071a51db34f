package openapi

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"weir/sessions/collection"
)

const (
	// maxReferences bounds a chain of $ref.
	maxReferences = 16
	// keepFrom is the size in bytes from which an object that was read is kept:
	// small ones are sooner read again.
	keepFrom = 512
	// workPerByte and workAtLeast bound the bytes that may be read again while
	// references are followed, as a multiple of the document's size.
	workPerByte = 32
	workAtLeast = 64 << 20
)

// span is a value of the document: the bytes from start to end. The zero span
// is none.
type span struct{ start, end int }

func (s span) absent() bool { return s.end == 0 }

// member is one member of an object.
type member struct {
	name  string
	value span
	at    int // where the name stands
}

// object is the members of an object, in the document's order.
type object struct {
	members []member
	index   map[string]int // of large objects
	end     int            // where it ends
}

// get returns a member's value, the last one where a name stands twice.
func (o *object) get(name string) span {
	if o.index != nil {
		if i, ok := o.index[name]; ok {
			return o.members[i].value
		}
		return span{}
	}
	for i := len(o.members) - 1; i >= 0; i-- {
		if o.members[i].name == name {
			return o.members[i].value
		}
	}
	return span{}
}

// document is the text of a description, in JSON, with what was read of it.
type document struct {
	text  []byte
	name  string
	place func(offset int) collection.Place
	kept  map[int]*object
	work  int // bytes that may still be read
	spent bool
	lose  func(span, string, ...any)
}

func (d *document) root() span { return span{0, len(d.text)} }

// decoder reads a value, which was found valid before.
func (d *document) decoder(s span) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(d.text[s.start:s.end:s.end]),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// afford takes the reading of n bytes from what is left.
func (d *document) afford(n int) bool {
	d.work -= n
	d.spent = d.spent || d.work < 0
	return !d.spent
}

// kind is the first byte of a value, 0 for none.
func (d *document) kind(s span) byte {
	if s.absent() || s.start >= len(d.text) {
		return 0
	}
	return d.text[s.start]
}

// object reads an object; anything else has no members.
func (d *document) object(s span) *object {
	if d.kind(s) != '{' {
		return &object{}
	}
	if o := d.kept[s.start]; o != nil {
		return o
	}
	if !d.afford(s.end - s.start) {
		return &object{}
	}
	o, err := d.read(s)
	if err != nil {
		return &object{}
	}
	if s.end-s.start >= keepFrom {
		d.kept[s.start] = o
	}
	return o
}

func (d *document) read(s span) (*object, error) {
	o, dec := &object{}, d.decoder(s)
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return nil, err
		}
		m := member{name: name.String(), at: s.start + int(dec.InputOffset()) - 1}
		if m.value, err = next(dec, s.start); err != nil {
			return nil, err
		}
		o.members = append(o.members, m)
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	o.end = s.start + int(dec.InputOffset())
	if len(o.members) > 16 {
		o.index = make(map[string]int, len(o.members))
		for i, m := range o.members {
			o.index[m.name] = i
		}
	}
	return o, nil
}

// next reads the decoder's next value as a span.
func next(dec *jsontext.Decoder, base int) (span, error) {
	value, err := dec.ReadValue()
	if err != nil {
		return span{}, err
	}
	end := base + int(dec.InputOffset())
	return span{end - len(value), end}, nil
}

// elements reads an array; anything else has none.
func (d *document) elements(s span) []span {
	if d.kind(s) != '[' || !d.afford(s.end-s.start) {
		return nil
	}
	dec := d.decoder(s)
	_, _ = dec.ReadToken()
	var out []span
	for dec.PeekKind() != ']' {
		value, err := next(dec, s.start)
		if err != nil {
			return out
		}
		out = append(out, value)
	}
	return out
}

// first returns the first element of an array.
func (d *document) first(s span) span {
	if d.kind(s) != '[' {
		return span{}
	}
	dec := d.decoder(s)
	_, _ = dec.ReadToken()
	if dec.PeekKind() == ']' {
		return span{}
	}
	value, err := next(dec, s.start)
	if err != nil || !d.afford(value.end-s.start) {
		return span{}
	}
	return value
}

// str returns a string's text, and that of a number or boolean as it stands.
func (d *document) str(s span) string {
	switch d.kind(s) {
	case 0, '{', '[', 'n':
		return ""
	case '"':
		text, err := jsontext.AppendUnquote(nil, d.text[s.start:s.end])
		if err != nil {
			return strings.ToValidUTF8(string(text), "�")
		}
		return string(text)
	default:
		return string(d.text[s.start:s.end])
	}
}

func (d *document) isTrue(s span) bool { return d.kind(s) == 't' }

// follow reads an object, and where it is a reference, what that leads to. The
// span is the one that was arrived at; it is absent where the way ends outside
// the document or nowhere, which is a loss.
func (d *document) follow(s span) (*object, span) {
	at := s
	for range maxReferences {
		o := d.object(at)
		ref := d.str(o.get("$ref"))
		if ref == "" {
			return o, at
		}
		if !strings.HasPrefix(ref, "#") {
			d.lose(s, "%s stands in another file, which is not read", quote(ref))
			return &object{}, span{}
		}
		if at = d.pointer(ref[1:]); at.absent() {
			if !d.spent {
				d.lose(s, "%s leads nowhere in the document", quote(ref))
			}
			return &object{}, span{}
		}
	}
	d.lose(s, "a $ref leads to another %d times, or back to itself", maxReferences)
	return &object{}, span{}
}

// pointer finds what a JSON pointer (RFC 6901) in a URL's fragment means.
func (d *document) pointer(pointer string) span {
	if unescaped, err := url.PathUnescape(pointer); err == nil {
		pointer = unescaped
	}
	at := d.root()
	if pointer == "" {
		return at
	}
	if pointer[0] != '/' {
		return span{} // an $anchor, which nothing here writes
	}
	for token := range strings.SplitSeq(pointer[1:], "/") {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		if d.kind(at) == '[' {
			at = d.element(at, token)
		} else {
			at = d.object(at).get(token)
		}
		if at.absent() {
			return span{}
		}
	}
	return at
}

func (d *document) element(s span, token string) span {
	i, err := strconv.Atoi(token)
	elements := d.elements(s)
	if err != nil || i < 0 || i >= len(elements) {
		return span{}
	}
	return elements[i]
}

// quote writes a text of the document for a line of an error.
func quote(s string) string {
	const most = 120
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}

// fault says where the text is not JSON.
func (d *document) fault(offset int, err error) error {
	place := d.place(offset)
	before := d.text[:min(offset, len(d.text))]
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return &collection.SyntaxError{Place: place, Text: fmt.Sprintf("column %d: %v", column, err)}
}
