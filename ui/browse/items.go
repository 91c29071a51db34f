package browse

import "slices"

// Source gives a table its items. Both methods are called while drawing: they
// must return at once.
type Source interface {
	// Len returns how many items there are, loaded or not.
	Len() int
	// Item returns the JSON of an item, counted from 0; ok is false while it is
	// being loaded. The bytes must not change afterwards.
	Item(i int) (item []byte, ok bool)
}

// Items is a table of items with columns that are found in them. Only the items
// on the screen are read. The zero value is an empty table.
type Items struct {
	source  Source
	win     window
	schema  schema
	cache   map[int]*record
	current int  // number of the column that the keys are about
	chosen  bool // a person chose it
	left    int  // place among the shown columns that is drawn first
	most    int  // cells that a column takes by itself in the last drawing
	head    int  // lines of the header in the last drawing
	slots   []slot
	sort    sorting
	pattern Pattern
}

// NewItems returns a table of a source.
func NewItems(source Source) *Items { return &Items{source: source} }

// Use shows another state of the same list: cursor, columns and order stay. It
// is also how a table learns that more items were loaded. A table that is sorted
// sorts again, so that Use is for what came, not for every frame.
func (t *Items) Use(source Source) {
	t.source = source
	t.win.resize(t.len(), t.win.height)
	t.resort()
}

// Reset forgets everything, for another list.
func (t *Items) Reset(source Source) { *t = Items{source: source, pattern: t.pattern} }

func (t *Items) len() int {
	if t.source == nil {
		return 0
	}
	return t.source.Len()
}

// Selected returns the number of the selected item, counted from 0 in the
// source; -1 where there is none.
func (t *Items) Selected() int {
	if t.len() == 0 {
		return -1
	}
	return t.sort.item(t.win.cursor)
}

// Select moves to an item of the source, or to the nearest that there is.
func (t *Items) Select(item int) {
	t.grow()
	t.win.to(t.sort.row(item))
}

// grow takes in how many items there are.
func (t *Items) grow() {
	if n := t.len(); n != t.win.n {
		t.win.resize(n, t.win.height)
	}
}

// Move moves the cursor by rows, down where by is positive.
func (t *Items) Move(by int) {
	t.grow()
	t.win.move(by)
}

// Page moves the cursor by screens.
func (t *Items) Page(by int) {
	t.grow()
	t.win.page(by)
}

// Scroll moves what is seen by rows, as a wheel does.
func (t *Items) Scroll(by int) {
	t.grow()
	t.win.scroll(by)
}

// Home moves to the first row.
func (t *Items) Home() { t.win.to(0) }

// End moves to the last row.
func (t *Items) End() {
	t.grow()
	t.win.to(t.win.n - 1)
}

// Click selects what stands at a cell of the last drawing, counted from 0, and
// says whether it was a row. In the header it makes a column the current one.
func (t *Items) Click(x, y int) bool {
	if y < t.head {
		t.clickHeader(x)
		return false
	}
	row := t.win.top + y - t.head
	if row >= t.win.end() {
		return false
	}
	t.win.to(row)
	return true
}

// Wanted returns which items of the source the screen shows, from included, to
// not. What lies beside them is worth loading too.
func (t *Items) Wanted() (from, to int) {
	t.grow()
	from, to = t.win.top, t.win.end()
	if from >= to {
		return 0, 0
	}
	if !t.sort.touches(from, to) {
		return from, to
	}
	first, last := t.sort.item(from), t.sort.item(from)
	for row := from + 1; row < to; row++ {
		item := t.sort.item(row)
		first, last = min(first, item), max(last, item)
	}
	return first, last + 1
}

// Position tells where the cursor stands: 451 / 10,000.
func (t *Items) Position() string {
	t.grow()
	return place(t.win.cursor, t.win.n)
}

// Mark marks a pattern in the rows; the zero Pattern none.
func (t *Items) Mark(p Pattern) { t.pattern = p }

// record returns the row of an item; nil while that is being loaded.
func (t *Items) record(item int) *record {
	data, ok := t.source.Item(item)
	if !ok {
		return nil
	}
	if r := t.cache[item]; r != nil && r.of(data) {
		return r
	}
	if t.cache == nil || len(t.cache) > 4*t.win.height+64 {
		t.cache = make(map[int]*record, 2*t.win.height)
	}
	r := t.schema.read(data)
	t.cache[item] = r
	return r
}

// Columns returns all columns that were found so far, in their order.
func (t *Items) Columns() []Column {
	out := make([]Column, 0, len(t.schema.order))
	for _, i := range t.schema.order {
		c := &t.schema.columns[i]
		out = append(out, Column{
			Name: c.name, Title: c.title(), Hidden: c.hidden,
			Order: t.sort.of(i), Current: i == t.current,
		})
	}
	return out
}

// MoveColumn makes another column the current one, by places to the right.
func (t *Items) MoveColumn(by int) {
	shown := t.schema.shown()
	if len(shown) == 0 {
		return
	}
	at := max(0, slices.Index(shown, t.current))
	t.chosen = true
	t.current = shown[max(0, min(at+max(-maxColumns, min(by, maxColumns)), len(shown)-1))]
}

// Shift moves the current column among those that are shown, by places to the
// right.
func (t *Items) Shift(by int) {
	shown := t.schema.shown()
	at := slices.Index(shown, t.current)
	if at < 0 {
		return
	}
	to := max(0, min(at+max(-maxColumns, min(by, maxColumns)), len(shown)-1))
	if to == at {
		return
	}
	order := t.schema.order
	from, place := slices.Index(order, t.current), slices.Index(order, shown[to])
	order = slices.Delete(order, from, from+1)
	t.schema.order = slices.Insert(order, place, t.current)
	t.chosen = true
}

// Value returns the current column's name and the JSON of its value in the
// selected row; nil where the row is not loaded or has no such value.
func (t *Items) Value() (name string, value []byte) {
	if t.len() == 0 || t.current >= len(t.schema.columns) {
		return "", nil
	}
	name = t.schema.columns[t.current].name
	if data, ok := t.source.Item(t.Selected()); ok {
		value = member(data, name)
	}
	return name, value
}

// Widen widens the current column by cells, or narrows it.
func (t *Items) Widen(by int) {
	if t.current < len(t.schema.columns) {
		c := &t.schema.columns[t.current]
		c.asked = max(-widest, min(c.asked+by, 4*widest))
		c.asked = max(c.asked, narrowest-min(c.need, widest))
	}
}

// Show shows or hides a column. The last one that is shown stays.
func (t *Items) Show(name string, on bool) {
	i, ok := t.schema.byName[name]
	if !ok || (!on && len(t.schema.shown()) == 1) {
		return
	}
	t.schema.columns[i].hidden = !on
	if !on && i == t.current {
		t.leave(i)
	}
}

// Hide hides the current column.
func (t *Items) Hide() {
	if t.current < len(t.schema.columns) {
		t.Show(t.schema.columns[t.current].name, false)
	}
}

// ShowAll shows every column.
func (t *Items) ShowAll() {
	for i := range t.schema.columns {
		t.schema.columns[i].hidden = false
	}
}

// leave makes the nearest column that is shown the current one.
func (t *Items) leave(hidden int) {
	shown := t.schema.shown()
	at := slices.Index(t.schema.order, hidden)
	best := shown[0]
	for _, i := range shown {
		if slices.Index(t.schema.order, i) <= at+1 {
			best = i
		}
	}
	t.current, t.chosen = best, true
}
