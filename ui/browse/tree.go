package browse

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Tree is a JSON body with one value a line, in which objects and lists fold.
// The zero value is empty.
type Tree struct {
	index   *Index
	level   int      // objects and lists from this depth on are folded,
	turned  []uint64 // but for those whose bit is set, which are the other way
	partial bool
	cursor  uint32
	top     uint32
	width   int // in the last drawing
	height  int
	pattern Pattern
}

// NewTree returns a tree of an index with everything unfolded.
func NewTree(index *Index) *Tree {
	return &Tree{index: index, level: math.MaxInt, turned: make([]uint64, index.Len()/64+1)}
}

// Partial says that the index is of the start of a body, so that its end is no
// fault, and returns the tree.
func (t *Tree) Partial() *Tree {
	t.partial = true
	return t
}

func (t *Tree) len() int {
	if t.index == nil {
		return 0
	}
	return len(t.index.nodes)
}

func (t *Tree) isFolded(n uint32) bool {
	if !t.index.container(n) {
		return false
	}
	return (int(t.index.nodes[n].depth) >= t.level) != (t.turned[n/64]&(1<<(n%64)) != 0)
}

func (t *Tree) setFolded(n uint32, on bool) {
	if t.isFolded(n) != on {
		t.turned[n/64] ^= 1 << (n % 64)
	}
}

// after returns the line below; none at the end.
func (t *Tree) after(n uint32) uint32 {
	to := n + 1
	if t.isFolded(n) {
		to = t.index.nodes[n].next
	}
	if int(to) >= t.len() {
		return none
	}
	return to
}

// before returns the line above; none at the start.
func (t *Tree) before(n uint32) uint32 {
	if n == 0 {
		return none
	}
	return t.seen(n - 1)
}

// seen returns the line that shows a node: itself, or what is folded around it.
func (t *Tree) seen(n uint32) uint32 {
	line := n
	for p := t.index.nodes[n].parent; p != none; p = t.index.nodes[p].parent {
		if t.isFolded(p) {
			line = p
		}
	}
	return line
}

// step returns the line that many lines below, or the last one there is.
func (t *Tree) step(n uint32, by int) uint32 {
	for ; by > 0; by-- {
		to := t.after(n)
		if to == none {
			return n
		}
		n = to
	}
	for ; by < 0; by++ {
		to := t.before(n)
		if to == none {
			return n
		}
		n = to
	}
	return n
}

// to moves the cursor to a line.
func (t *Tree) to(n uint32) {
	if t.len() > 0 {
		t.cursor = t.seen(min(n, uint32(t.len()-1)))
		t.follow()
	}
}

// follow keeps the cursor on the screen.
func (t *Tree) follow() {
	if t.len() == 0 {
		return
	}
	height := max(1, t.height)
	t.top = min(t.seen(t.top), t.cursor)
	if first := t.step(t.cursor, 1-height); t.top < first {
		t.top = first
	}
	// At the end of the document no line is left empty.
	below := 1
	for n := t.top; below < height; below++ {
		if n = t.after(n); n == none {
			t.top = t.step(t.top, below-height)
			return
		}
	}
}

// Move moves the cursor by lines, down where by is positive.
func (t *Tree) Move(by int) {
	if t.len() > 0 {
		t.to(t.step(t.cursor, by))
	}
}

// Page moves the cursor by screens; what is seen moves as far.
func (t *Tree) Page(by int) {
	if t.len() > 0 {
		step := max(1, t.height-1) * max(-t.len(), min(by, t.len()))
		t.top = t.step(t.top, step)
		t.to(t.step(t.cursor, step))
	}
}

// Scroll moves what is seen by lines, as a wheel does.
func (t *Tree) Scroll(by int) {
	if t.len() == 0 {
		return
	}
	t.top = t.step(t.top, by)
	last := t.step(t.top, max(1, t.height)-1)
	t.to(max(t.top, min(t.cursor, last)))
}

// Home moves to the first line.
func (t *Tree) Home() { t.to(0) }

// End moves to the last line.
func (t *Tree) End() {
	if t.len() > 0 {
		t.to(uint32(t.len() - 1))
	}
}

// Click moves to the line at y of the last drawing, counted from 0, and says
// whether there is one. A click on the mark of an object or list folds it.
func (t *Tree) Click(x, y int) bool {
	if t.len() == 0 || y < 0 || y >= t.height {
		return false
	}
	n := t.top
	for ; y > 0; y-- {
		if n = t.after(n); n == none {
			return false
		}
	}
	t.to(n)
	if x == 1+t.indent(n, t.width) {
		t.Toggle()
	}
	return true
}

// Follow folds and stands as another tree does, of which the values are alike
// from the first on: that of the start of the same body, or of the item before.
func (t *Tree) Follow(other *Tree) {
	t.level = other.level
	clear(t.turned)
	copy(t.turned, other.turned)
	if t.len() > 0 {
		t.cursor, t.top, t.height = 0, 0, other.height
		t.to(min(other.cursor, uint32(t.len()-1)))
	}
}

// Parent moves to the object or list that holds the cursor.
func (t *Tree) Parent() {
	if t.len() > 0 {
		if p := t.index.nodes[t.cursor].parent; p != none {
			t.to(p)
		}
	}
}

// Sibling moves by values of the same object or list, down where by is positive.
func (t *Tree) Sibling(by int) {
	for ; by > 0 && t.len() > 0; by-- {
		to := t.index.nodes[t.cursor].next
		if int(to) >= t.len() || t.index.nodes[to].parent != t.index.nodes[t.cursor].parent {
			return
		}
		t.to(to)
	}
	for ; by < 0 && t.len() > 0; by++ {
		to := t.sibling(t.cursor)
		if to == none {
			return
		}
		t.to(to)
	}
}

// sibling returns the sibling before a node; none for the first.
func (t *Tree) sibling(n uint32) uint32 {
	parent := t.index.nodes[n].parent
	if n == 0 || n-1 == parent {
		return none
	}
	for n--; t.index.nodes[n].parent != parent; {
		n = t.index.nodes[n].parent
	}
	return n
}

// Toggle folds the object or list under the cursor, or unfolds it.
func (t *Tree) Toggle() {
	if t.len() > 0 && t.index.container(t.cursor) {
		t.setFolded(t.cursor, !t.isFolded(t.cursor))
		t.follow()
	}
}

// Fold folds what is under the cursor; where that is folded or cannot be, it
// moves to what holds it.
func (t *Tree) Fold() {
	if t.len() == 0 {
		return
	}
	if !t.index.container(t.cursor) || t.isFolded(t.cursor) {
		t.Parent()
		return
	}
	t.Toggle()
}

// Unfold unfolds what is under the cursor; where that is unfolded, it moves
// into it.
func (t *Tree) Unfold() {
	if t.len() == 0 || !t.index.container(t.cursor) {
		return
	}
	if t.isFolded(t.cursor) {
		t.Toggle()
		return
	}
	if t.index.nodes[t.cursor].next > t.cursor+1 {
		t.Move(1)
	}
}

// FoldLevel folds every object and list at that depth or deeper, the top being
// at 0, and unfolds all others. However large the body is, it takes no time.
func (t *Tree) FoldLevel(depth int) {
	t.level = depth
	clear(t.turned)
	t.to(t.cursor)
}

// FoldAll folds all that the top holds.
func (t *Tree) FoldAll() { t.FoldLevel(1) }

// UnfoldAll unfolds everything.
func (t *Tree) UnfoldAll() { t.FoldLevel(math.MaxInt) }

// Jump moves to the value at an offset of the body, in bytes, and unfolds what
// it stands in.
func (t *Tree) Jump(offset int) {
	if t.len() == 0 {
		return
	}
	n := t.index.find(offset)
	if n == none {
		return
	}
	for p := t.index.nodes[n].parent; p != none; p = t.index.nodes[p].parent {
		t.setFolded(p, false)
	}
	t.to(n)
}

// Offset returns where the line of the cursor stands in the body, in bytes.
func (t *Tree) Offset() int {
	if t.len() == 0 {
		return 0
	}
	return int(t.index.nodes[t.cursor].start)
}

// Mark marks a pattern in the lines; the zero Pattern none.
func (t *Tree) Mark(p Pattern) { t.pattern = p }

// Key returns the name of the cursor's value; empty where it has none.
func (t *Tree) Key() string {
	if t.len() == 0 {
		return ""
	}
	quoted, _ := t.index.key(t.cursor)
	text, _ := unquoted(quoted, len(quoted))
	return text
}

// Value returns the JSON of the cursor's value, which is part of the body.
func (t *Tree) Value() []byte {
	if t.len() == 0 {
		return nil
	}
	return bytes.TrimRight(t.index.value(t.cursor), " \t\r\n")
}

// Path returns the path of the cursor's value as jq reads it: .items[3].name.
// Of several values one after the other it is the path within one.
func (t *Tree) Path() string {
	if t.len() == 0 {
		return ""
	}
	var steps []string
	for n := t.cursor; t.index.nodes[n].parent != none; n = t.index.nodes[n].parent {
		steps = append(steps, t.index.pathStep(n))
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i][0] == '[' && b.Len() == 0 {
			b.WriteByte('.')
		}
		b.WriteString(steps[i])
	}
	if b.Len() == 0 {
		return "."
	}
	return b.String()
}

// pathStep is a node's part of its path.
func (x *Index) pathStep(n uint32) string {
	quoted, _ := x.key(n)
	if quoted == nil {
		return "[" + strconv.Itoa(int(x.nodes[n].place)) + "]"
	}
	if name, _ := unquoted(quoted, len(quoted)); identifier(name) {
		return "." + name
	}
	return "[" + string(quoted) + "]"
}

// Step is the part of a path that leads to a member of that name: .name, or
// ["a name"] where jq would not read it without quotes.
func Step(name string) string {
	if identifier(name) {
		return "." + name
	}
	quoted, _ := jsontext.AppendQuote(nil, name) // what is broken in it is replaced
	return "[" + string(quoted) + "]"
}

// identifier says whether jq reads a name without quotes.
func identifier(name string) bool {
	for i, r := range name {
		letter := r == '_' || (r|0x20 >= 'a' && r|0x20 <= 'z')
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}
