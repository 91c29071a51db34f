package browse

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// none stands for a node that there is not.
const none = math.MaxUint32

// node is one value of a JSON body. Nodes stand in document order; so the nodes
// within a container follow it, up to its next.
type node struct {
	start  uint32 // of the name where it has one, else of the value
	end    uint32
	parent uint32 // none at the top
	next   uint32 // the first node after this one and all within it
	place  uint32 // among its siblings, from 0
	depth  uint16
	kind   jsontext.Kind
	named  bool
}

// Index is where every value of a JSON body stands, in 24 bytes each. It may
// hold several values one after the other, as NDJSON does. It does not change.
type Index struct {
	body  []byte
	nodes []node
	fault *FaultError
}

// FaultError tells where a body stops being JSON.
type FaultError struct {
	Offset       int64 // in bytes from 0
	Line, Column int   // from 1; the column in characters
	Cause        error
}

// Error tells the place and the cause.
func (e *FaultError) Error() string {
	return fmt.Sprintf("no JSON from line %d, column %d on: %v", e.Line, e.Column, e.Cause)
}

// Unwrap returns the cause.
func (e *FaultError) Unwrap() error { return e.Cause }

// Body returns the bytes that were indexed.
func (x *Index) Body() []byte { return x.body }

// Len returns how many values the body has.
func (x *Index) Len() int { return len(x.nodes) }

// Fault tells where the body stops being JSON; nil where it is whole.
func (x *Index) Fault() *FaultError { return x.fault }

// find returns the innermost node at an offset; none before the first.
func (x *Index) find(offset int) uint32 {
	i, _ := slices.BinarySearchFunc(x.nodes, offset, func(n node, at int) int {
		if int64(n.start) <= int64(at) {
			return -1
		}
		return 1
	})
	if i == 0 {
		return none
	}
	n := uint32(i - 1)
	for x.nodes[n].parent != none && int64(x.nodes[n].end) <= int64(offset) {
		n = x.nodes[n].parent
	}
	return n
}

// key returns the quoted name of a node and where its value begins.
func (x *Index) key(n uint32) (quoted []byte, value int) {
	v := &x.nodes[n]
	if !v.named {
		return nil, int(v.start)
	}
	end := int(v.start) + 1
	for end < int(v.end) && x.body[end] != '"' {
		if x.body[end] == '\\' {
			end++
		}
		end++
	}
	end = min(end+1, int(v.end))
	return x.body[v.start:end], next(x.body[:v.end], end)
}

// value returns the JSON of a node.
func (x *Index) value(n uint32) []byte {
	_, start := x.key(n)
	return x.body[start:x.nodes[n].end]
}

// count returns how many members or elements a container has.
func (x *Index) count(n uint32) int {
	last := x.nodes[n].next - 1
	if last == n {
		return 0
	}
	for x.nodes[last].parent != n {
		last = x.nodes[last].parent
	}
	return int(x.nodes[last].place) + 1
}

// container says whether a node can be folded.
func (x *Index) container(n uint32) bool {
	return x.nodes[n].kind == '{' || x.nodes[n].kind == '['
}
