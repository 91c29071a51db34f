package httpfile

import (
	"bytes"
	"fmt"

	"weir/sessions/collection"
)

// MaxSize is the size in bytes of the largest file that is read.
const MaxSize = 32 << 20

// File is a file of requests as it was read. It never changes; what changes it
// returns another one. It may be shared between goroutines.
type File struct {
	path     string
	src      []byte
	eol      string
	blocks   []block // one a request, in the file's order
	requests []collection.Request
	vars     []collection.Variable
	losses   []collection.Loss
}

// span is a range of bytes.
type span struct{ from, to int }

func (s span) empty() bool { return s.from == s.to }

// block is where the parts of a request stand.
type block struct {
	all       span // from its separator to the next one, or to the end
	separator span // its line of ### without the line's end; empty for a first block without
	title     span // what stands behind ###
	name      span // the value of @name; empty for none
	nameLine  span // its whole line
	settings  []span
	line      span   // method, URL and version, without the last line's end
	version   string // HTTP/1.1, as it was written; may be empty
	bare      bool   // the method was left out
	fields    []span // whole lines of each header field
	head      int    // behind the last line of the header
	body      span   // without the empty lines around it
}

// Parse reads a file. path stands in places and errors. Errors are
// *collection.SyntaxError.
func Parse(path string, src []byte) (*File, error) {
	if len(src) > MaxSize {
		return nil, &collection.SyntaxError{
			Place: collection.Place{File: path}, Text: fmt.Sprintf("the file is larger than %d MiB", MaxSize>>20),
		}
	}
	p := parser{f: &File{path: path, src: bytes.Clone(src), eol: lineEnd(src)}}
	if err := p.file(); err != nil {
		return nil, err
	}
	return p.f, nil
}

// lineEnd is how the file's lines end; that of the first one counts.
func lineEnd(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// Bytes returns the file's content, which must not be changed.
func (f *File) Bytes() []byte { return f.src }

// Path is what the file was read from.
func (f *File) Path() string { return f.path }

// Collection returns what the file holds. Its requests stand in the order of
// Replace and Delete.
func (f *File) Collection() *collection.Collection {
	return &collection.Collection{Requests: f.requests, Variables: f.vars, Losses: f.losses}
}

func (f *File) text(s span) string { return string(f.src[s.from:s.to]) }
