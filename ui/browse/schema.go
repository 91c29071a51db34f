package browse

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"weir/ui/styles"
)

const (
	narrowest = 3  // cells of a column at least
	widest    = 40 // cells that a column takes by itself
	between   = 2  // cells between columns
)

// Order is how rows are sorted by a column.
type Order uint8

// The orders.
const (
	Unsorted Order = iota
	Ascending
	Descending
)

// Column is one column of a table.
type Column struct {
	// Name is the member's name; empty for items that are no objects.
	Name string
	// Title is what stands in the header.
	Title  string
	Hidden bool
	Order  Order
	// Current marks the column that Widen, Sort and Hide are about.
	Current bool
}

// column is what the schema knows of a Column.
type column struct {
	name   string
	nested bool // it held an object or a list when it was first seen
	hidden bool
	need   int // cells of the widest value that was drawn
	asked  int // cells added or taken by hand
}

// title is the column's name in the header.
func (c *column) title() string {
	if c.name == "" {
		return "value"
	}
	return c.name
}

// width is how many cells the column takes, at most so many by itself.
func (c *column) width(most int) int { return max(narrowest, min(c.need, most)+c.asked) }

// schema is the columns that were found in items. Columns are numbered as they
// are found and keep their number.
type schema struct {
	columns []column
	byName  map[string]int
	dec     *jsontext.Decoder
	order   []int // numbers as they are shown, hidden ones included
}

// column returns the number of the column with that name; -1 where there are
// too many.
func (s *schema) column(name string, kind jsontext.Kind) int {
	if i, ok := s.byName[name]; ok {
		return i
	}
	if len(s.columns) == maxColumns {
		return -1
	}
	if s.byName == nil {
		s.byName = map[string]int{}
	}
	i := len(s.columns)
	s.byName[name] = i
	s.columns = append(s.columns, column{name: name, nested: kind == '{' || kind == '['})
	s.insert(i)
	return i
}

// insert puts a new column at its place: what names an item stands first, what
// holds more than one value last, and all others as in the document.
func (s *schema) insert(i int) {
	rank := s.columns[i].rank()
	at := len(s.order)
	for at > 0 && s.columns[s.order[at-1]].rank() > rank {
		at--
	}
	s.order = slices.Insert(s.order, at, i)
}

func (c *column) rank() int {
	switch {
	case c.nested:
		return 9
	case c.name == "id" || c.name == "_id" || c.name == "ID":
		return 0
	case c.name == "name":
		return 1
	case c.name == "title":
		return 2
	}
	return 5
}

// measure widens the columns to what a record holds.
func (s *schema) measure(st *styles.Styles, r *record) {
	if r.drawn {
		return
	}
	r.drawn = true
	for i, c := range r.cells {
		if c.kind != jsontext.KindInvalid {
			s.columns[i].need = max(s.columns[i].need, st.Width(c.text))
		}
	}
}

// shown returns the numbers of the columns that are not hidden, in order.
func (s *schema) shown() []int {
	shown := make([]int, 0, len(s.order))
	for _, i := range s.order {
		if !s.columns[i].hidden {
			shown = append(shown, i)
		}
	}
	return shown
}
