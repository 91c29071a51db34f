package playground

// solrList goes on with cursorMark, "*" at first, in the form of Solr. The list
// has ended when a page gives the mark that it was asked with.
func (p *Playground) solrList(c *call) error {
	limit, err := c.limit("rows", "limit")
	if err != nil {
		return err
	}
	mark := c.q.Get("cursorMark")
	place := mark
	if mark == "" || mark == "*" {
		mark, place = "*", ""
	}
	from, err := decodeCursor(place)
	if err != nil {
		return err
	}
	s, err := p.span(c, from, limit)
	if err != nil {
		return err
	}
	if s.to > s.from {
		mark = encodeCursor(s.to)
	}
	var o object
	o.open("responseHeader").integer("status", 0).up()
	o.open("response").integer("numFound", s.total).integer("start", 0).list("docs", p, s).up()
	return c.json(o.text("nextCursorMark", mark).bytes())
}

// mediawikiList goes on with an object of parameters to merge into the next
// request, in the form of MediaWiki. Each batch of gauges comes in two replies:
// first without their readings, then the same ones with them.
func (p *Playground) mediawikiList(c *call) error {
	s, err := p.tokenSpan(c, "gcontinue", "glimit", "limit")
	if err != nil {
		return err
	}
	second := s.to > s.from && c.q.Get("rcontinue") == gaugeID(s.from)
	var o object
	switch {
	case !second && s.to > s.from:
		o.open("continue").text("rcontinue", gaugeID(s.from))
		if c.q.Get("gcontinue") != "" {
			o.text("gcontinue", c.q.Get("gcontinue"))
		}
		o.text("continue", "gcontinue||").up()
	case s.more():
		o.boolean("batchcomplete", true).open("continue")
		o.text("gcontinue", s.cursor()).text("continue", "-||").up()
	default:
		o.boolean("batchcomplete", true)
	}
	o.open("query").each("gauges", s, func(b []byte, index int) []byte {
		g := p.catalogue.gauge(index)
		if second {
			return g.appendJSON(b)
		}
		return g.appendStub(b)
	})
	return c.json(o.bytes())
}
