package browse

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Node is a value of an index: its number in the order of the document.
type Node int32

// None is no node.
const None Node = -1

// entry is what an index keeps of a value.
type entry struct {
	at     uint32 // of its name where it is a member, else of the value
	end    uint32 // just after the value
	next   uint32 // the node after all that are within it
	parent uint32 // noParent at the top
	place  uint32 // among its siblings, from 0
}

const noParent = ^uint32(0)

// Index says where each value of a JSON text stands. It holds for one value and
// for several after one another, as in NDJSON.
type Index struct {
	body    []byte
	entries []entry
	tops    int
	err     error
}

// Len returns the number of values.
func (x *Index) Len() int { return len(x.entries) }

// Body returns the text.
func (x *Index) Body() []byte { return x.body }

// Tops returns how many values stand at the top.
func (x *Index) Tops() int { return x.tops }

// Err says why the text is no JSON from some place on; nil where it is.
func (x *Index) Err() error { return x.err }

// Parent returns the value that n is within, None at the top.
func (x *Index) Parent(n Node) Node {
	if p := x.entries[n].parent; p != noParent {
		return Node(p)
	}
	return None
}

// Depth returns how many values n is within.
func (x *Index) Depth(n Node) int {
	depth := 0
	for p := x.Parent(n); p != None; p = x.Parent(p) {
		depth++
	}
	return depth
}

// After returns the node after n and all within it; it is Len at the end.
func (x *Index) After(n Node) Node { return Node(x.entries[n].next) }

// Place returns the place of n among its siblings, from 0.
func (x *Index) Place(n Node) int { return int(x.entries[n].place) }

// isMember says whether n has a name.
func (x *Index) isMember(n Node) bool {
	p := x.Parent(n)
	return p != None && x.Kind(p) == '{'
}

// Kind returns the first byte of the value: { [ " t f n or a digit's class, '0'.
func (x *Index) Kind(n Node) byte {
	v := x.valueAt(n)
	if v >= len(x.body) {
		return 0
	}
	switch c := x.body[v]; {
	case c == '-' || (c >= '0' && c <= '9'):
		return '0'
	default:
		return c
	}
}

// Holds says whether n can hold others: an object or an array.
func (x *Index) Holds(n Node) bool {
	k := x.Kind(n)
	return k == '{' || k == '['
}

// Children returns how many values n holds itself.
func (x *Index) Children(n Node) int {
	last := x.After(n) - 1
	if last <= n {
		return 0
	}
	for x.Parent(last) != n {
		last = x.Parent(last)
	}
	return x.Place(last) + 1
}

// valueAt returns where the value begins, after its name.
func (x *Index) valueAt(n Node) int {
	e := x.entries[n]
	p := e.parent
	if p == noParent {
		return int(e.at)
	}
	// The parent's own kind is at its value, which a name may precede; objects
	// are told from arrays by whether a string and a colon come first.
	if x.body[e.at] != '"' {
		return int(e.at)
	}
	after := skipString(x.body, int(e.at))
	colon := skipSpace(x.body, after)
	if colon < int(e.end) && x.body[colon] == ':' {
		return skipSpace(x.body, colon+1)
	}
	return int(e.at)
}

// Value returns the text of the value.
func (x *Index) Value(n Node) []byte {
	return x.body[min(x.valueAt(n), int(x.entries[n].end)):x.entries[n].end]
}

// Name returns the name of a member as it stands in the text, without its
// quotes; ok is false for what is no member.
func (x *Index) Name(n Node) (name []byte, ok bool) {
	at := int(x.entries[n].at)
	if x.valueAt(n) == at {
		return nil, false
	}
	return x.body[at+1 : skipString(x.body, at)-1], true
}

// Path returns the way to n in the words of jq: .items[3].name.
func (x *Index) Path(n Node) string {
	var parts []string
	for at := n; at != None; at = x.Parent(at) {
		switch name, ok := x.Name(at); {
		case ok:
			parts = append(parts, step(name))
		case x.Parent(at) != None:
			parts = append(parts, "["+strconv.Itoa(x.Place(at))+"]")
		}
	}
	slices.Reverse(parts)
	path := strings.Join(parts, "")
	if !strings.HasPrefix(path, ".") {
		path = "." + path
	}
	return path
}

// step writes a member's name as a step of a path.
func step(name []byte) string {
	plain := len(name) > 0
	for i, c := range name {
		letter := c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		if !letter && (i == 0 || c < '0' || c > '9') {
			plain = false
		}
	}
	if plain {
		return "." + string(name)
	}
	return `["` + string(name) + `"]`
}

// At returns the node whose text the byte at offset belongs to, the innermost
// one; None where there is none.
func (x *Index) At(offset int) Node {
	i := sort.Search(len(x.entries), func(i int) bool { return int(x.entries[i].at) > offset }) - 1
	if i < 0 {
		return None
	}
	n := Node(i)
	for x.Parent(n) != None && int(x.entries[n].end) <= offset {
		n = x.Parent(n)
	}
	return n
}

// Offset returns where n begins in the text, its name included.
func (x *Index) Offset(n Node) int { return int(x.entries[n].at) }

// Text returns a string's own text, and of any other value its JSON.
func (x *Index) Text(n Node) string {
	v := x.Value(n)
	if len(v) > 0 && v[0] == '"' {
		if text, err := jsontext.AppendUnquote(nil, v); err == nil {
			return string(text)
		}
	}
	return string(v)
}

// skipSpace returns the first place from at on that is no white space.
func skipSpace(b []byte, at int) int {
	for at < len(b) && (b[at] == ' ' || b[at] == '\n' || b[at] == '\t' || b[at] == '\r') {
		at++
	}
	return at
}

// skipString returns the place after the string that begins at at.
func skipString(b []byte, at int) int {
	for i := at + 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// brokenError says where a text ceases to be JSON.
type brokenError struct {
	offset int64
	err    error
}

func (e *brokenError) Error() string {
	return fmt.Sprintf("no JSON from byte %d on: %v", e.offset, e.err)
}

func (e *brokenError) Unwrap() error { return e.err }
