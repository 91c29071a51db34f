package playground

// pageRequest is the JSON body that asks bodyList for a page.
type pageRequest struct {
	Cursor string `json:"start_cursor"`
	Limit  *int   `json:"page_size"`
	// Filter is taken so that a body may be more than its place in the list.
	Filter *struct {
		River string `json:"river"`
	} `json:"filter"`
}

// bodyList takes the cursor in the body of a POST, in the form of Notion. With
// a filter it lists the gauges of one river.
func (p *Playground) bodyList(c *call) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	var q pageRequest
	if len(body) > 0 {
		if err := strictly(body, &q); err != nil {
			return badRequest("bad_body", `the body is not a page request: %v; write {"page_size":50,"start_cursor":"…"}`, err)
		}
	}
	limit := presetLimit
	if q.Limit != nil {
		limit = min(*q.Limit, mostLimit)
	}
	if limit < 1 {
		return badRequest("bad_page_size", "page_size is not a whole number from 1; leave it out for %d", presetLimit)
	}
	from, err := decodeCursor(q.Cursor)
	if err != nil {
		return err
	}
	s, err := p.span(c, from, limit)
	if err != nil {
		return err
	}
	var o object
	o.text("object", "list")
	if q.Filter != nil {
		return p.filtered(c, &o, q.Filter.River, s)
	}
	o.list("results", p, s).optional("next_cursor", s.cursor())
	return c.json(o.boolean("has_more", s.more()).bytes())
}

// filtered ends a page with the gauges of one river only.
func (p *Playground) filtered(c *call, o *object, id string, s span) error {
	river, err := p.river(id)
	if err != nil {
		return err
	}
	s = p.catalogue.along(river, s)
	o.each("results", s, p.catalogue.appendAlong(river)).optional("next_cursor", p.catalogue.cursorAlong(river, s))
	return c.json(o.boolean("has_more", s.more()).bytes())
}
