package playground

// cursorList answers a page and the cursor of the next one, which is null on
// the last.
func (p *Playground) cursorList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	return c.json(p.cursorPage(s))
}

// cursorPage is a page in the form of cursorList.
func (p *Playground) cursorPage(s span) []byte {
	var o object
	o.list("items", p, s).optional("next_cursor", s.cursor())
	return o.boolean("has_more", s.more()).bytes()
}

// cursor is the cursor of the page that follows s, or "" on the last.
func (s span) cursor() string {
	if !s.more() {
		return ""
	}
	return encodeCursor(s.to)
}

// tokenSpan cuts out a page by a token and a size of the names a dialect has.
func (p *Playground) tokenSpan(c *call, token string, size ...string) (span, error) {
	limit, err := c.limit(size...)
	if err != nil {
		return span{}, err
	}
	from, err := decodeCursor(c.q.Get(token))
	if err != nil {
		return span{}, err
	}
	return p.span(c, from, limit)
}

// slackList ends with an empty cursor, as Slack does.
func (p *Playground) slackList(c *call) error {
	s, err := p.tokenSpan(c, "cursor", "limit")
	if err != nil {
		return err
	}
	var o object
	o.boolean("ok", true).list("gauges", p, s)
	return c.json(o.open("response_metadata").text("next_cursor", s.cursor()).bytes())
}

// aipList answers in the form of Google's AIP-158.
func (p *Playground) aipList(c *call) error {
	s, err := p.tokenSpan(c, "pageToken", "pageSize", "limit")
	if err != nil {
		return err
	}
	var o object
	o.list("gauges", p, s).text("nextPageToken", s.cursor())
	return c.json(o.integer("totalSize", s.total).bytes())
}

// kubernetesList answers in the form of a Kubernetes list.
func (p *Playground) kubernetesList(c *call) error {
	s, err := p.tokenSpan(c, "continue", "limit")
	if err != nil {
		return err
	}
	var o object
	o.text("kind", "GaugeList").text("apiVersion", "v1").open("metadata").text("resourceVersion", "1")
	if s.more() {
		o.text("continue", s.cursor()).integer("remainingItemCount", s.total-s.to)
	}
	return c.json(o.up().list("items", p, s).bytes())
}
