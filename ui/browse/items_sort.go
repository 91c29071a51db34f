package browse

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxSorted      = 5000    // rows
	maxSortedBytes = 4 << 20 // of their items, so that sorting is not felt
)

// sorting is the order of a stretch of rows that were loaded when it was made;
// all other rows stand where the server put them.
type sorting struct {
	column int
	order  Order
	from   int
	items  []int // by row, from on
	rows   []int // by item, from on
}

// item returns the item that stands in a row.
func (s *sorting) item(row int) int {
	if i := row - s.from; i >= 0 && i < len(s.items) {
		return s.items[i]
	}
	return row
}

// row returns the row that an item stands in.
func (s *sorting) row(item int) int {
	if i := item - s.from; i >= 0 && i < len(s.rows) {
		return s.rows[i]
	}
	return item
}

// touches says whether one of the rows is sorted.
func (s *sorting) touches(from, to int) bool {
	return from < s.from+len(s.items) && to > s.from
}

// of returns the order by a column.
func (s *sorting) of(column int) Order {
	if s.column != column {
		return Unsorted
	}
	return s.order
}

// Sort sorts by the current column: ascending, then descending, then not.
func (t *Items) Sort() { t.sortBy(t.current, (t.sort.of(t.current)+1)%3) }

// SortBy sorts the loaded rows around the cursor by a column: at most 5,000 of
// them and 4 MB, the rest stays in the server's order. The selected item stays
// selected. Values of one kind stand together, those that are missing last.
func (t *Items) SortBy(name string, order Order) {
	if i, ok := t.schema.byName[name]; ok {
		t.sortBy(i, order)
	}
}

func (t *Items) sortBy(column int, order Order) {
	selected := max(0, t.Selected())
	t.sort = sorting{column: column, order: order}
	if order != Unsorted && column < len(t.schema.columns) {
		from, keys := t.keys(column, selected)
		t.sort.arrange(from, keys)
	}
	t.Select(selected)
}

// resort sorts again after items came or went.
func (t *Items) resort() {
	if t.sort.order != Unsorted {
		t.sortBy(t.sort.column, t.sort.order)
	}
}

// keys reads what the loaded items around one of them are sorted by.
func (t *Items) keys(column, around int) (from int, keys []sortKey) {
	budget := maxSortedBytes
	read := func(i int) bool {
		if i < 0 || i >= t.len() || len(keys) >= maxSorted || budget <= 0 {
			return false
		}
		data, ok := t.source.Item(i)
		if ok {
			budget -= min(len(data), maxItemBytes) + 256
			keys = append(keys, newSortKey(i, t.schema.read(data).at(column)))
		}
		return ok
	}
	low, high := around-1, around
	for up, down := true, true; up || down; {
		if down = down && read(high); down {
			high++
		}
		if up = up && read(low); up {
			low--
		}
	}
	return low + 1, keys
}

// arrange sorts keys of the items from on, which are in any order.
func (s *sorting) arrange(from int, keys []sortKey) {
	slices.SortFunc(keys, func(a, b sortKey) int { return a.compare(b, s.order) })
	s.from = from
	s.items = make([]int, len(keys))
	s.rows = make([]int, len(keys))
	for i, k := range keys {
		s.items[i] = k.item
		s.rows[k.item-from] = from + i
	}
}

// sortKey is what an item is sorted by.
type sortKey struct {
	item   int
	class  int // of the kind: numbers, texts, literals, the rest
	number float64
	text   string
}

func newSortKey(item int, c cell) sortKey {
	k := sortKey{item: item, text: c.text}
	switch c.kind {
	case '0':
		k.number, _ = strconv.ParseFloat(c.text, 64) // too large is infinite
	case '"':
		k.class, k.text = 1, strings.ToLower(c.text)
	case 't', 'f':
		k.class = 2
	case '{', '[':
		k.class = 3
		k.number, _ = strconv.ParseFloat(strings.Trim(c.text, "{}[]"), 64)
	default:
		k.class = math.MaxInt
	}
	if c.kind == jsontext.KindInvalid {
		k.text = ""
	}
	return k
}

// compare compares two items; those that are equal stay in the server's order.
func (k sortKey) compare(other sortKey, order Order) int {
	if c := cmp.Compare(k.class, other.class); c != 0 {
		return c
	}
	c := cmp.Compare(k.number, other.number)
	if c == 0 && k.class != 0 {
		c = cmp.Compare(k.text, other.text)
	}
	if order == Descending {
		c = -c
	}
	return cmp.Or(c, cmp.Compare(k.item, other.item))
}
