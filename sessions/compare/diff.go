package compare

import (
	"context"
	"fmt"
	"regexp"
)

// mostFields is how many different fields are counted for a list.
const mostFields = 1000

// differ compares the items of two catalogues.
type differ struct {
	a, b     *catalogue
	show     int
	mark     *regexp.Regexp
	seen     []bool // items of a that b has too
	secrets  int64  // fields that hold struck-out secrets on both sides
	lost     int64  // items that could not be read again
	lostWhy  error
	unlike   []string // lists whose items are told apart differently
	reported map[list]*List
}

// lists compares list by list: those of A in their order, then those that
// only B has.
func (d *differ) lists(ctx context.Context) ([]List, error) {
	d.seen = make([]bool, len(d.a.items))
	d.reported = map[list]*List{}
	var order []*List
	for _, c := range []*catalogue{d.a, d.b} {
		for _, l := range c.lists {
			if l.items > 0 && d.reported[l.name] == nil {
				order = append(order, d.begin(l.name))
			}
		}
	}
	for _, it := range d.b.items {
		if err := d.item(ctx, it); err != nil {
			return nil, err
		}
	}
	for i, it := range d.a.items {
		if d.seen[i] {
			continue
		}
		l := d.reported[d.a.nameOf(it)]
		l.ItemCounts.Removed++
		l.Removed = d.name(ctx, d.a, it, l.Removed)
	}
	out := make([]List, len(order))
	for i, l := range order {
		out[i] = *l
	}
	return out, ctx.Err()
}

// begin makes the report of a list.
func (d *differ) begin(name list) *List {
	l := &List{List: name.String(), Fields: map[string]int64{}, Added: []string{}, Removed: []string{}, Changed: []Changed{}}
	a, b := d.a.byName[name], d.b.byName[name]
	for _, of := range []*listOf{a, b} {
		if of != nil && of.items > 0 {
			l.By, l.Sure = of.id.Member(), of.id.Sure()
		}
	}
	if a != nil && b != nil && a.items > 0 && b.items > 0 && a.id.Member() != b.id.Member() {
		d.unlike = append(d.unlike, fmt.Sprintf("the items of %s are told apart by %q in A and by %q in B", name, a.id.Member(), b.id.Member()))
	}
	if a != nil {
		l.A = a.items
	}
	if b != nil {
		l.B = b.items
	}
	d.reported[name] = l
	return l
}

// nameOf returns the list of an item.
func (c *catalogue) nameOf(it item) list { return c.lists[c.sources[it.source].list].name }

// item compares an item of B with that of A.
func (d *differ) item(ctx context.Context, it item) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l := d.reported[d.b.nameOf(it)]
	at, ok := d.a.byKey[it.key]
	if !ok {
		l.ItemCounts.Added++
		l.Added = d.name(ctx, d.b, it, l.Added)
		return nil
	}
	d.seen[at] = true
	if d.a.items[at].content == it.content {
		l.Same++
		return nil
	}
	d.changed(ctx, l, d.a.items[at], it)
	return nil
}

// changed says in which fields an item differs; it may only be written otherwise.
func (d *differ) changed(ctx context.Context, l *List, a, b item) {
	before, err := d.a.data(ctx, a)
	after, errB := d.b.data(ctx, b)
	if err = cmpOr(err, errB); err != nil {
		d.lose(err)
		return
	}
	fields, secrets := diffFields(d.mark, before, after)
	d.secrets += secrets
	if len(fields) == 0 {
		l.Same++
		return
	}
	l.ItemCounts.Changed++
	for _, f := range fields {
		if _, known := l.Fields[f.Path]; known || len(l.Fields) < mostFields {
			l.Fields[f.Path]++
		}
	}
	if len(l.Changed) < d.show {
		l.Changed = append(l.Changed, Changed{ID: d.b.idOf(b, after), Fields: fields})
	}
}

func (d *differ) lose(err error) {
	d.lost++
	d.lostWhy = cmpOr(d.lostWhy, err)
}

// name adds an item's id to those that are shown.
func (d *differ) name(ctx context.Context, c *catalogue, it item, shown []string) []string {
	if len(shown) >= d.show {
		return shown
	}
	data, err := c.data(ctx, it)
	if err != nil {
		d.lose(err)
		return shown
	}
	return append(shown, c.idOf(it, data))
}

func (c *catalogue) idOf(it item, data []byte) string {
	if id, ok := c.lists[c.sources[it.source].list].id.Of(data); ok {
		return id
	}
	return wholeReply
}

// troubles says what could not be compared.
func (d *differ) troubles() []string {
	out := d.unlike
	if d.secrets > 0 {
		out = append(out, fmt.Sprintf("%d values are struck out as secrets in both sessions: whether they are the same cannot be told", d.secrets))
	}
	if d.lost > 0 {
		out = append(out, fmt.Sprintf("%d items cannot be read again: %v", d.lost, d.lostWhy))
	}
	return out
}
