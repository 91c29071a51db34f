package playground

// span is the part of a list that one page shows: gauges [from, to) of total,
// where limit were asked for.
type span struct{ from, to, limit, total int }

// sizes of pages that every list keeps to.
const (
	presetLimit = 50
	mostLimit   = 1000
	mostItems   = 1_000_000_000
)

// span cuts a page out of the list. A place beyond the end gives an empty page.
func (p *Playground) span(c *call, from, limit int) (span, error) {
	total, err := c.number(p.items, 0, mostItems, "items")
	if err != nil {
		return span{}, err
	}
	from = min(from, total)
	return span{from, min(from+limit, total), limit, total}, nil
}

// more reports whether gauges follow the page.
func (s span) more() bool { return s.to < s.total }

// pages is the number of pages of this size, at least 0.
func (s span) pages() int { return (s.total + s.limit - 1) / s.limit }

// limit reads the page size from the first of names that is present. A size
// over 1000 is clamped, as real servers do; the page then is simply shorter.
func (c *call) limit(names ...string) (int, error) {
	n, err := c.number(presetLimit, 1, mostItems, names...)
	return min(n, mostLimit), err
}

// cursorSpan cuts out the page after the cursor that the named parameter holds.
func (p *Playground) cursorSpan(c *call, name string) (span, error) {
	limit, err := c.limit("limit")
	if err != nil {
		return span{}, err
	}
	from, err := decodeCursor(c.q.Get(name))
	if err != nil {
		return span{}, err
	}
	return p.span(c, from, limit)
}
