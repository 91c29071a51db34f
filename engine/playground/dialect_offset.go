package playground

import "strconv"

// offsetList answers the items after a number of skipped ones.
func (p *Playground) offsetList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	b := []byte(`{"offset":`)
	b = strconv.AppendInt(b, int64(s.from), 10)
	b = append(b, `,"limit":`...)
	b = strconv.AppendInt(b, int64(s.limit), 10)
	b = append(b, `,"total":`...)
	b = strconv.AppendInt(b, int64(s.total), 10)
	b = append(b, `,"items":`...)
	b = p.catalogue.appendGauges(b, s.from, s.to)
	return c.json(append(b, '}'))
}

// offsetSpan reads an offset that counts from 0 and a size.
func (p *Playground) offsetSpan(c *call, offset, size string) (span, error) {
	limit, err := c.limit(size)
	if err != nil {
		return span{}, err
	}
	from, err := c.number(0, 0, mostItems, offset)
	if err != nil {
		return span{}, err
	}
	return p.span(c, from, limit)
}
