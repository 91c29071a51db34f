package playground

// cursorList answers a page and the cursor of the next one, which is null on
// the last.
func (p *Playground) cursorList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	return c.json(p.appendCursorPage(nil, s))
}

// appendCursorPage appends a page in the form of cursorList.
func (p *Playground) appendCursorPage(b []byte, s span) []byte {
	b = append(b, `{"items":`...)
	b = p.catalogue.appendGauges(b, s.from, s.to)
	if !s.more() {
		return append(b, `,"next_cursor":null,"has_more":false}`...)
	}
	b = append(b, `,"next_cursor":"`...)
	b = append(b, encodeCursor(s.to)...)
	return append(b, `","has_more":true}`...)
}
