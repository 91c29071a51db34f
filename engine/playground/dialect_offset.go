package playground

// offsetList answers the items after a number of skipped ones.
func (p *Playground) offsetList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	var o object
	o.integer("offset", s.from).integer("limit", s.limit).integer("total", s.total)
	return c.json(o.list("items", p, s).bytes())
}

// offsetBareList is offsetList as a bare array: only an empty or short page
// tells that the list ends.
func (p *Playground) offsetBareList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	return c.json(p.catalogue.appendGauges(nil, s.from, s.to))
}

// scimList answers the items from a place that counts from 1, in the form of
// SCIM (RFC 7644, section 3.4.2.4).
func (p *Playground) scimList(c *call) error {
	limit, err := c.limit("count", "limit")
	if err != nil {
		return err
	}
	start, err := c.number(1, 1, mostItems, "startIndex")
	if err != nil {
		return err
	}
	s, err := p.span(c, start-1, limit)
	if err != nil {
		return err
	}
	var o object
	o.raw("schemas", `["urn:ietf:params:scim:api:messages:2.0:ListResponse"]`)
	o.integer("totalResults", s.total).integer("startIndex", start).integer("itemsPerPage", s.to-s.from)
	return c.json(o.list("Resources", p, s).bytes())
}

// offsetSpan reads an offset that counts from 0 and a size.
func (p *Playground) offsetSpan(c *call, offset string, size ...string) (span, error) {
	limit, err := c.limit(size...)
	if err != nil {
		return span{}, err
	}
	from, err := c.number(0, 0, mostItems, offset)
	if err != nil {
		return span{}, err
	}
	return p.span(c, from, limit)
}
