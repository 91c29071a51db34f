package playground

// headerList answers a bare array and names the next cursor in the field
// X-Next-Cursor. The cursor goes back in the query, or in the field X-Cursor.
func (p *Playground) headerList(c *call) error {
	if sent := c.r.Header.Get("X-Cursor"); sent != "" {
		c.q.Set("cursor", sent)
	}
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	if s.more() {
		c.w.Header().Set("X-Next-Cursor", s.cursor())
	}
	return c.json(p.catalogue.appendGauges(nil, s.from, s.to))
}
