package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/go-json-experiment/json/jsontext"

	"weir/sessions/collection"
)

const (
	maxSize = 128 << 20 // bytes of a document in JSON
	maxYAML = 32 << 20  // bytes of one in YAML, whose nodes take ten times that
)

// mark8 is the byte order mark of UTF-8.
const mark8 = "\xef\xbb\xbf"

// Is tells whether a file's content is a description of an API, from the
// members at its top.
func Is(data []byte) bool {
	trimmed := trim(data)
	if len(trimmed) == 0 || trimmed[0] != '{' {
		return isYAML(bytes.TrimPrefix(data, []byte(mark8)))
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(trimmed), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil {
		return false
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return false
		}
		if s := name.String(); s == "openapi" || s == "swagger" {
			return dec.PeekKind() == '"'
		}
		if dec.SkipValue() != nil {
			return false
		}
	}
	return false
}

// isYAML looks for the version in a line of its own.
func isYAML(data []byte) bool {
	for line := range bytes.Lines(data) {
		for _, key := range []string{"openapi", "swagger"} {
			rest, ok := bytes.CutPrefix(bytes.ReplaceAll(bytes.ReplaceAll(line, []byte(`"`), nil), []byte(`'`), nil), []byte(key))
			rest, colon := bytes.CutPrefix(bytes.TrimSpace(rest), []byte(":"))
			rest = bytes.TrimSpace(rest)
			if ok && colon && len(rest) > 0 && (rest[0] == '2' || rest[0] == '3') {
				return true
			}
		}
	}
	return false
}

// trim takes off the byte order mark and the space before the content.
func trim(data []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(data, []byte(mark8)), " \t\r\n")
}

// parse takes in a document and finds it to be well-formed.
func parse(data []byte, name string) (*document, error) {
	if len(data) > maxSize {
		return nil, fmt.Errorf("%s: it has %d MiB, and descriptions are read up to %d MiB", name, len(data)>>20, maxSize>>20)
	}
	d := &document{name: name, kept: make(map[int]*object)}
	trimmed := trim(data)
	if len(trimmed) == 0 {
		return nil, &collection.SyntaxError{Place: collection.Place{File: name}, Text: "the file is empty"}
	}
	if trimmed[0] == '{' {
		d.text = bytes.TrimRight(trimmed, " \t\r\n")
		d.place = places(data, len(data)-len(trimmed), name)
	} else {
		if len(data) > maxYAML {
			return nil, fmt.Errorf("%s: it has %d MiB, and YAML is read up to %d MiB: write it as JSON", name, len(data)>>20, maxYAML>>20)
		}
		if err := d.fromYAML(data); err != nil {
			return nil, err
		}
	}
	d.work = max(workAtLeast, workPerByte*len(d.text)) // a small document may refer to itself a lot
	if d.kind(d.root()) != '{' {
		return nil, d.notOne()
	}
	o, err := d.read(d.root())
	if err != nil {
		return nil, d.syntax(err)
	}
	if rest := bytes.TrimLeft(d.text[o.end:], " \t\r\n"); len(rest) > 0 {
		return nil, d.fault(len(d.text)-len(rest), errors.New("there is more after the document's end"))
	}
	d.kept[0] = o
	return d, nil
}

// notOne says that the file is no description.
func (d *document) notOne() error {
	return &collection.SyntaxError{Place: d.place(0), Text: `no description of an API: there is neither "openapi" nor "swagger" at its top`}
}

func (d *document) syntax(err error) error {
	var fault *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return d.fault(len(d.text), errors.New("the file ends within a value"))
	case errors.As(err, &fault):
		return d.fault(int(fault.ByteOffset), fault.Err)
	default:
		return d.fault(len(d.text), err)
	}
}

// places tells the lines of a text's offsets, which count from base.
func places(text []byte, base int, name string) func(int) collection.Place {
	var ends []int // of lines, made when a place is first asked for
	return func(offset int) collection.Place {
		if ends == nil {
			ends = make([]int, 0, 1+bytes.Count(text, []byte("\n")))
			for i, c := range text {
				if c == '\n' {
					ends = append(ends, i)
				}
			}
		}
		return collection.Place{File: name, Line: 1 + sort.SearchInts(ends, base+offset)}
	}
}
