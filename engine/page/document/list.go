package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"weir/engine/page/jsonpath"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxItems is how many items one body can give.
const MaxItems = 1 << 20

// ErrTooMany says that a list holds more than MaxItems items.
var ErrTooMany = errors.New("the list holds more than 1,048,576 items; the rest is left out")

// Kind is the form of a list.
type Kind string

// The forms a list comes in.
const (
	Array      Kind = "array"
	Map        Kind = "map" // the members of an object, each an item
	NDJSON     Kind = "ndjson"
	XMLList    Kind = "xml"
	Single     Kind = "single" // no list: the whole value is one item
	Unlistable Kind = "none"   // nothing to show as items
)

// List is where the items of a body stand.
type List struct {
	Path  string // as jsonpath reads it; empty for the whole body
	Kind  Kind
	Items []jsonpath.Span // into Document.Body
}

// List returns the items at a path; the empty path lets the document choose:
// the largest list of objects, names such as items and data preferred and
// names such as errors and included avoided.
func (d *Document) List(path string) (List, error) {
	switch {
	case d.Format == Lines:
		return d.lines()
	case path != "":
		p, err := jsonpath.Parse(path)
		if err != nil {
			return List{Kind: Unlistable}, err
		}
		return d.listAt(p)
	case len(d.Nodes) == 0:
		return List{Kind: Unlistable}, nil
	}
	if at, unwrap := d.choose(); at >= 0 {
		p, err := jsonpath.Parse(d.Path(at) + unwrap)
		if err != nil {
			return List{Kind: Unlistable}, err
		}
		return d.listAt(p)
	}
	if d.Nodes[0].Kind != '{' || d.isFeed() {
		return List{Kind: Unlistable}, nil
	}
	return List{Kind: Single, Items: []jsonpath.Span{d.Nodes[0].Span}}, nil
}

// isFeed says whether the body is an Atom or RSS feed, which is a list also
// where it is empty.
func (d *Document) isFeed() bool {
	return d.Format == XML && len(d.Nodes) > 1 && (d.Nodes[1].name == "feed" || d.Nodes[1].name == "rss")
}

func (d *Document) listAt(p jsonpath.Path) (List, error) {
	list, item, each := p.Split()
	l := List{Path: p.String(), Kind: Unlistable}
	if i := d.node(list); i >= 0 && d.Nodes[i].kept {
		n := d.Nodes[i]
		l.Kind, l.Items = d.arrayKind(), d.spans[n.spans:n.spans+n.Count:n.spans+n.Count]
		if each && !item.IsZero() {
			l.Items = d.unwrap(l.Items, item)
		}
		return l, nil
	}
	span, ok := d.span(list)
	if !ok || d.Format == Opaque {
		return l, nil
	}
	var err error
	switch d.Body[span.Start] {
	case '[':
		l.Kind = Array
		l.Items, err = elements(d.Body, span, MaxItems)
	case '{':
		l.Kind, l.Items, err = d.ofObject(span)
	case 'n':
	default:
		l.Kind, l.Items = Single, []jsonpath.Span{span}
	}
	if l.Kind == Array {
		l.Kind = d.arrayKind()
	}
	if each && !item.IsZero() {
		l.Items = d.unwrap(l.Items, item)
	}
	return l, err
}

func (d *Document) arrayKind() Kind {
	if d.Format == XML {
		return XMLList
	}
	return Array
}

// span finds a path; in a body that breaks off, also a list that does.
func (d *Document) span(p jsonpath.Path) (jsonpath.Span, bool) {
	span, ok := d.locate(p)
	if ok || d.Err == nil {
		return span, ok
	}
	text := strings.TrimSuffix(p.String(), "[*].node")
	for i, n := range d.Nodes {
		if n.Kind == '[' && d.Path(i) == text {
			return n.Span, true
		}
	}
	return span, false
}

// ofObject takes an object's members as items where all are objects, else the
// object itself. In XML a list of one looks like an object.
func (d *Document) ofObject(span jsonpath.Span) (Kind, []jsonpath.Span, error) {
	if d.Format == XML {
		return XMLList, []jsonpath.Span{span}, nil
	}
	spans, all, err := memberObjects(d.Body, span)
	if !all {
		return Single, []jsonpath.Span{span}, nil
	}
	return Map, spans, err
}

func (d *Document) unwrap(items []jsonpath.Span, path jsonpath.Path) []jsonpath.Span {
	var f jsonpath.Finder
	out := make([]jsonpath.Span, 0, len(items))
	for _, s := range items {
		inner, ok := f.Find(path, s.Of(d.Body))
		if ok && s.Of(d.Body)[inner.Start] != 'n' {
			out = append(out, jsonpath.Span{Start: s.Start + inner.Start, End: s.Start + inner.End})
		}
	}
	return out
}

// lines returns each value of a sequence as an item.
func (d *Document) lines() (List, error) {
	l := List{Kind: NDJSON}
	body := d.Body
	if bytes.IndexByte(body, 0x1e) >= 0 {
		body = bytes.ReplaceAll(body, []byte{0x1e}, []byte{' '})
	}
	skip := len(body) - len(bytes.TrimLeft(body, " \t\r\n\ufeff"))
	dec := jsonpath.NewDecoder(body[skip:])
	for dec.PeekKind() != jsontext.KindInvalid && len(l.Items) < MaxItems {
		v, err := dec.ReadValue()
		if err != nil {
			return l, fmt.Errorf("read line %d as JSON: %w", len(l.Items)+1, err)
		}
		end := skip + int(dec.InputOffset())
		l.Items = append(l.Items, jsonpath.Span{Start: end - len(v), End: end})
	}
	return l, nil
}

func elements(body []byte, list jsonpath.Span, most int) ([]jsonpath.Span, error) {
	dec := jsonpath.NewDecoder(list.Of(body))
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	items := make([]jsonpath.Span, 0, 128)
	for {
		k := dec.PeekKind()
		if k == ']' {
			return items, nil
		}
		if len(items) == most {
			return items, ErrTooMany
		}
		v, err := dec.ReadValue()
		if err != nil {
			return items, fmt.Errorf("read item %d: %w", len(items)+1, err)
		}
		end := list.Start + int(dec.InputOffset())
		items = append(items, jsonpath.Span{Start: end - len(v), End: end})
	}
}

// memberObjects returns the values of an object's members; all is false where
// one of them is no object, or there are none.
func memberObjects(body []byte, object jsonpath.Span) (items []jsonpath.Span, all bool, err error) {
	dec := jsonpath.NewDecoder(object.Of(body))
	if _, err := dec.ReadToken(); err != nil {
		return nil, false, nil
	}
	for dec.PeekKind() == '"' {
		if _, err := dec.ReadValue(); err != nil {
			return items, len(items) > 0, err
		}
		if dec.PeekKind() != '{' {
			return nil, false, nil
		}
		if len(items) == MaxItems {
			return items, true, ErrTooMany
		}
		v, err := dec.ReadValue()
		if err != nil {
			return items, len(items) > 0, err
		}
		end := object.Start + int(dec.InputOffset())
		items = append(items, jsonpath.Span{Start: end - len(v), End: end})
	}
	return items, len(items) > 0, nil
}

// choose returns the node that holds the list, and [*].node where its elements
// are the edges of a connection. It returns -1 where there is none.
func (d *Document) choose() (at int, unwrap string) {
	at = -1
	best := 0.0
	for i, n := range d.Nodes {
		if s := d.score(i, n); s > best {
			at, best = i, s
		}
	}
	if at > 0 && preference(d.Nodes[at].name) <= 1 {
		at = d.emptyList(at)
	}
	if at >= 0 && d.isEdges(at) {
		return at, "[*].node"
	}
	return at, ""
}

// emptyList returns the list that has no items and a name that lists of items
// have, in place of one that is named otherwise: it is an empty page, and the
// other list tells about it. It returns the other where there is none, and -1
// where that is one of links in a feed.
func (d *Document) emptyList(other int) int {
	for i, n := range d.Nodes {
		if n.Kind == '[' && n.Count == 0 && preference(n.name) > 1 && n.Depth <= d.Nodes[other].Depth+1 {
			return i
		}
	}
	if d.Format == XML && preference(d.Nodes[other].name) < 0.001 {
		return -1
	}
	return other
}

// score says how likely a node is the list: by its size, name and depth.
func (d *Document) score(i int, n Node) float64 {
	s := d.weight(i, n)
	if s == 0 {
		return 0
	}
	s *= preference(n.name)
	for j := n.Parent; j > 0; j = d.Nodes[j].Parent {
		s *= min(preference(d.Nodes[j].name), 1)
		if d.Format == XML && isItemName(d.Nodes[j].name) {
			s *= 0.001 // a list within the only item
		}
	}
	return s / (1 + float64(n.Depth)/4)
}

// weight is the part of a score that a node's form and size give.
func (d *Document) weight(i int, n Node) float64 {
	switch {
	case n.Kind == '[' && n.Depth == 0 && d.hasTuple():
		return 0
	case n.Kind == '[' && n.Objects > 0:
		return 1000 * float64(n.Objects)
	case n.Kind == '[':
		return 0.1 + 10*float64(n.Count)/(float64(n.Count)+1)
	case n.Kind != '{':
		return 0
	case d.isMap(i, n):
		return 20
	case d.Format == XML && (preference(n.name) > 1 || d.isPlural(n.Parent, n.name)):
		return 30
	}
	return 0
}

func (d *Document) hasTuple() bool {
	return len(d.Nodes) > 1 && d.Nodes[1].Depth == 1 && d.isTuple()
}

// isMap says whether an object's members are items: all objects, and named by
// number or made alike.
func (d *Document) isMap(at int, n Node) bool {
	if n.Count == 0 || n.Objects != n.Count {
		return false
	}
	numeric, alike, seen := true, true, 0
	first := ""
	for i := at + 1; i < len(d.Nodes) && d.Nodes[i].Depth > n.Depth; i++ {
		c := d.Nodes[i]
		if c.Parent == at {
			numeric = numeric && isNumber(c.name)
			inner := ""
			if i+1 < len(d.Nodes) && d.Nodes[i+1].Parent == i {
				inner = d.Nodes[i+1].name
			}
			if seen == 0 {
				first = inner
			}
			alike = alike && inner == first && inner != ""
			seen++
		}
	}
	return numeric || alike && n.Count >= 3
}

func isNumber(s string) bool {
	return strings.TrimLeft(strings.TrimPrefix(s, "-"), "0123456789") == "" && s != "" && s != "-"
}

// isEdges says whether a list holds the edges of a Relay connection.
func (d *Document) isEdges(at int) bool {
	n := d.Nodes[at]
	if n.name != "edges" || n.Objects == 0 {
		return false
	}
	p, err := jsonpath.Parse("[0].node")
	if err != nil {
		return false
	}
	_, ok := p.Find(d.Value(n))
	return ok
}

// isPlural says whether a node is named in the plural of a name, as the list
// around a lone element is.
func (d *Document) isPlural(at int, name string) bool {
	if at < 0 {
		return false
	}
	fold, plural := Fold(name), Fold(d.Nodes[at].name)
	return plural == fold+"s" || plural == fold+"es" || plural == fold+"list"
}

// isItemName knows the names that one item of an XML list goes by.
func isItemName(name string) bool {
	switch Fold(name) {
	case "entry", "item", "record", "row", "member", "document", "resourcerecordset", "contents":
		return true
	}
	return false
}

// preference weighs the names that lists of items do and do not have.
func preference(name string) float64 {
	fold := Fold(name)
	switch fold {
	case "items", "data", "results", "records", "entries", "values", "value", "hits", "docs", "rows", "list",
		"objects", "content", "contents", "elements", "nodes", "edges", "members", "member", "hydramember",
		"resources", "children", "result", "entry", "item", "documents", "collection", "row", "record", "graph",
		"features", "entities", "resourcerecordset", "channelitem", "version", "upload":
		return 8
	case "link", "curies", "schemas", "shards":
		return 1e-6 // about the list, however empty that is
	case "included", "includes", "errors", "error", "warnings", "warning", "facets", "aggregations",
		"messages", "meta", "metadata", "filters", "sort", "columns", "fields", "actions", "class", "schema",
		"debug", "extensions", "headers", "params", "parameters", "request", "rel", "context",
		"commonprefixes", "facetcounts", "highlighting", "suggest":
		return 0.001
	}
	if strings.HasSuffix(fold, "links") {
		return 1e-6
	}
	return 1
}
