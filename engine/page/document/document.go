package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"weir/engine/page/jsonpath"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxDepth    = 12
	maxPerLevel = 1 << 10
	maxSpans    = 1 << 16 // kept while scanning; longer lists are scanned again
)

// Format is the form of a body.
type Format string

// The forms that are read. Opaque is everything else: it has no outline.
const (
	JSON   Format = "json"
	Lines  Format = "ndjson"
	XML    Format = "xml"
	Opaque Format = "opaque"
)

// Document is a body and its outline.
type Document struct {
	Body   []byte // what spans point into: the body, or its conversion from XML
	Format Format
	Err    error // where the body breaks off; nil if it is whole
	Nodes  []Node
	spans  []jsonpath.Span // of the elements of lists
	skip   int             // bytes before the first value, such as a byte order mark
}

// Node is one value of the outline; the first is the root. Nodes stand in
// document order, parents before their children.
type Node struct {
	Parent  int // index in Nodes; -1 for the root
	Depth   int
	Kind    jsontext.Kind
	Span    jsonpath.Span
	Count   int // elements of a list, members of an object
	Objects int // how many of them are objects
	Lists   int // how many of them are lists
	name    string
	spans   int // where its elements begin in Document.spans
	kept    bool
}

// Read outlines a body. The content type helps where the body alone is unclear;
// it may be empty or wrong.
func Read(contentType string, body []byte) *Document {
	start := bytes.TrimLeft(body, " \t\r\n\ufeff")
	switch {
	case len(start) == 0:
		return &Document{Body: body, Format: Opaque}
	case start[0] == '<':
		return readXML(contentType, body)
	case start[0] == 0x1e:
		return &Document{Body: body, Format: Lines}
	case bytes.IndexByte([]byte(`{["-0123456789tfn`), start[0]) < 0:
		return &Document{Body: body, Format: Opaque}
	}
	return readJSON(contentType, body, len(body)-len(start))
}

func readJSON(contentType string, body []byte, skip int) *Document {
	d := &Document{Body: body, Format: JSON, Nodes: make([]Node, 0, 24), skip: skip}
	s := scanner{doc: d, base: skip, dec: jsonpath.NewDecoder(body[skip:])}
	err := s.value(-1, "", 0)
	if err == nil && d.isTuple() {
		d.Nodes = d.Nodes[:0]
		s = scanner{doc: d, base: skip, dec: jsonpath.NewDecoder(body[skip:]), tuple: true}
		err = s.value(-1, "", 0)
	}
	if err == nil {
		d.Format, err = s.rest(contentType)
	}
	if err != nil {
		d.Err = fmt.Errorf("read the body as JSON: %w", err)
	}
	return d
}

// rest looks at what follows the first value: nothing, or more lines.
func (s *scanner) rest(contentType string) (Format, error) {
	if s.dec.PeekKind() != jsontext.KindInvalid {
		return Lines, nil
	}
	_, err := s.dec.ReadToken()
	if !errors.Is(err, io.EOF) {
		return JSON, err
	}
	t := strings.ToLower(contentType)
	if strings.Contains(t, "ndjson") || strings.Contains(t, "jsonl") || strings.Contains(t, "json-lines") {
		return Lines, nil
	}
	return JSON, nil
}

// isTuple says whether the root is a short list of one list and of objects
// that tell about it, such as [{"total":9},[…]].
func (d *Document) isTuple() bool {
	r := d.Nodes[0]
	return r.Kind == '[' && r.Count <= 4 && r.Lists == 1 && r.Objects == r.Count-1 && r.Objects > 0
}

type scanner struct {
	doc   *Document
	dec   *jsontext.Decoder
	base  int
	tuple bool // the root list is outlined like an object
	level [maxDepth + 1]int
}

func (s *scanner) value(parent int, name string, depth int) error {
	s.level[depth]++
	node := Node{Parent: parent, Depth: depth, Kind: s.dec.PeekKind(), name: name}
	switch {
	case node.Kind == '{' && depth < maxDepth:
		return s.container(node, s.members)
	case node.Kind == '[' && s.tuple && depth == 0:
		return s.container(node, s.tupleElements)
	case node.Kind == '[':
		return s.container(node, s.elements)
	}
	span, err := s.read()
	if err != nil {
		return err
	}
	node.Span = span
	s.doc.Nodes = append(s.doc.Nodes, node)
	return nil
}

func (s *scanner) offset() int { return s.base + int(s.dec.InputOffset()) }

func (s *scanner) read() (jsonpath.Span, error) {
	v, err := s.dec.ReadValue()
	end := s.offset()
	return jsonpath.Span{Start: end - len(v), End: end}, err
}

// container reads an object or a list with what its inside needs.
func (s *scanner) container(node Node, inside func(at, depth int) error) error {
	if _, err := s.dec.ReadToken(); err != nil {
		return err
	}
	at := len(s.doc.Nodes)
	node.Span.Start = s.offset() - 1
	s.doc.Nodes = append(s.doc.Nodes, node)
	err := inside(at, node.Depth+1)
	if err == nil {
		_, err = s.dec.ReadToken()
	}
	s.doc.Nodes[at].Span.End = s.offset()
	return err
}

func (s *scanner) members(at, depth int) error {
	for s.dec.PeekKind() == '"' {
		quoted, err := s.dec.ReadValue()
		if err != nil {
			return err
		}
		s.count(at)
		if s.level[depth] >= maxPerLevel {
			_, err = s.read()
		} else {
			err = s.value(at, unquote(quoted), depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) tupleElements(at, depth int) error {
	for n := 0; !s.ended(); n++ {
		s.count(at)
		if err := s.value(at, "["+strconv.Itoa(n)+"]", depth); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) elements(at, _ int) error {
	d := s.doc
	first := len(d.spans)
	for !s.ended() {
		s.count(at)
		span, err := s.read()
		if err != nil {
			return err
		}
		if len(d.spans) < maxSpans {
			d.spans = append(d.spans, span)
		}
	}
	n := &d.Nodes[at]
	n.spans, n.kept = first, len(d.spans)-first == n.Count
	return nil
}

func (s *scanner) ended() bool {
	k := s.dec.PeekKind()
	return k == ']' || k == jsontext.KindInvalid
}

func (s *scanner) count(at int) {
	n := &s.doc.Nodes[at]
	n.Count++
	if k := s.dec.PeekKind(); k == '{' {
		n.Objects++
	} else if k == '[' {
		n.Lists++
	}
}

func unquote(quoted []byte) string {
	text, _ := jsonpath.Text(quoted)
	return text
}

// Name returns the member name of a node as it stands in the body.
func (n Node) Name() string { return n.name }

// Value returns the raw JSON of a node.
func (d *Document) Value(n Node) []byte { return n.Span.Of(d.Body) }

// Path returns the path of Nodes[i] in the words of jsonpath; empty for the
// root.
func (d *Document) Path(i int) string {
	if i <= 0 {
		return ""
	}
	n := d.Nodes[i]
	prefix := d.Path(n.Parent)
	if strings.HasPrefix(n.name, "[") && d.Nodes[n.Parent].Kind == '[' {
		return prefix + n.name
	}
	if n.name == "" || strings.ContainsAny(n.name, `.[]/"'$ `) || strings.HasPrefix(strings.ToLower(n.name), "header:") {
		return prefix + quoteName(n.name)
	}
	if prefix == "" {
		return n.name
	}
	return prefix + "." + n.name
}

func quoteName(name string) string {
	if strings.Contains(name, `"`) {
		return "['" + name + "']"
	}
	return `["` + name + `"]`
}

// Find returns the raw JSON at a path.
func (d *Document) Find(p jsonpath.Path) ([]byte, bool) {
	if d.Format != JSON && d.Format != XML {
		return nil, false
	}
	if i := d.node(p); i >= 0 {
		return d.Value(d.Nodes[i]), true
	}
	span, ok := d.locate(p)
	return span.Of(d.Body), ok
}

// Index returns the index in Nodes of the value at a path of names; -1 where
// there is none.
func (d *Document) Index(path string) int {
	p, err := jsonpath.Parse(path)
	if err != nil || path == "" {
		return -1
	}
	return d.node(p)
}

// node returns the node of the outline at a path of names; -1 where the
// outline does not hold it.
func (d *Document) node(p jsonpath.Path) int {
	names, ok := p.Names()
	if !ok || len(d.Nodes) == 0 || d.Err != nil {
		return -1
	}
	at := 0
	for name := range names {
		if at = d.child(at, name); at < 0 {
			return -1
		}
	}
	return at
}

func (d *Document) child(at int, name string) int {
	depth := d.Nodes[at].Depth
	for i := at + 1; i < len(d.Nodes) && d.Nodes[i].Depth > depth; i++ {
		if d.Nodes[i].Parent == at && d.Nodes[i].name == name && d.Nodes[at].Kind == '{' {
			return i
		}
	}
	return -1
}

func (d *Document) locate(p jsonpath.Path) (jsonpath.Span, bool) {
	span, ok := p.Find(d.Body[d.skip:])
	return jsonpath.Span{Start: span.Start + d.skip, End: span.End + d.skip}, ok
}

// Fold returns a name as it is compared: in lower case and without separators,
// so that next_cursor, nextCursor and Next-Cursor are one.
func Fold(name string) string {
	plain := true
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			plain = false
			break
		}
	}
	if plain {
		return name
	}
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("_-.$@:[] ", r):
			return -1
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return r
	}, name)
}
