package playground

import "strconv"

// nextList answers with the URL of the next page in the body, in the form of
// Django REST framework.
func (p *Playground) nextList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	var o object
	o.integer("count", s.total)
	o.optional("next", c.after(s, "offset", "limit")).optional("previous", c.before(s, "offset", "limit"))
	return c.json(o.list("results", p, s).bytes())
}

// after is the URL of the page that follows s, or "" on the last.
func (c *call) after(s span, offset, size string) string {
	if !s.more() {
		return ""
	}
	return c.href(setting{size, strconv.Itoa(s.limit)}, setting{offset, strconv.Itoa(s.to)})
}

// before is the URL of the page in front of s, or "" on the first.
func (c *call) before(s span, offset, size string) string {
	if s.from == 0 {
		return ""
	}
	from := max(0, s.from-s.limit)
	return c.href(setting{size, strconv.Itoa(s.limit)}, setting{offset, strconv.Itoa(from)})
}

// halList answers in HAL: links in _links, items in _embedded.
func (p *Playground) halList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	var o object
	o.open("_links").open("self").text("href", c.href()).up()
	if next := c.after(s, "offset", "limit"); next != "" {
		o.open("next").text("href", next).up()
	}
	o.up().open("_embedded").list("gauges", p, s).up()
	return c.json(o.integer("total", s.total).bytes())
}

// odataList answers in OData version 4, where $skip and $top place the page.
// The parameter limit is taken for $top.
func (p *Playground) odataList(c *call) error {
	s, err := p.offsetSpan(c, "$skip", "$top", "limit")
	if err != nil {
		return err
	}
	var o object
	base := c.base()
	o.text("@odata.context", base.String()+"/v1/odata/$metadata#gauges").integer("@odata.count", s.total)
	o.list("value", p, s)
	if next := c.after(s, "$skip", "$top"); next != "" {
		o.text("@odata.nextLink", next)
	}
	return c.json(o.bytes())
}

// jsonapiList answers in JSON:API: attributes apart from ids, links.next.
func (p *Playground) jsonapiList(c *call) error {
	s, err := p.offsetSpan(c, "page[offset]", "page[limit]", "limit")
	if err != nil {
		return err
	}
	var o object
	o.each("data", s, func(b []byte, index int) []byte {
		g := p.catalogue.gauge(index)
		b = append(b, `{"type":"gauges","id":"`...)
		b = appendGaugeID(b, index)
		b = append(b, `","attributes":{`...)
		return append(g.appendMembers(b), "}}"...)
	})
	o.open("links").text("self", c.href()).optional("next", c.after(s, "page[offset]", "page[limit]")).up()
	return c.jsonAs("application/vnd.api+json", o.open("meta").integer("total", s.total).bytes())
}

// jsonldList answers a collection of JSON-LD with Hydra's view.
func (p *Playground) jsonldList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	var o object
	o.text("@context", "http://www.w3.org/ns/hydra/context.jsonld").text("@type", "Collection")
	o.integer("totalItems", s.total).list("member", p, s)
	o.open("view").text("@id", c.href()).text("@type", "PartialCollectionView")
	if next := c.after(s, "offset", "limit"); next != "" {
		o.text("next", next)
	}
	return c.jsonAs("application/ld+json", o.bytes())
}

// sirenList answers in Siren: entities, and links with relations.
func (p *Playground) sirenList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	var o object
	o.raw("class", `["gauges"]`).open("properties").integer("total", s.total).up()
	o.each("entities", s, func(b []byte, index int) []byte {
		g := p.catalogue.gauge(index)
		b = append(b, `{"rel":["item"],"class":["gauge"],"properties":`...)
		return append(g.appendJSON(b), '}')
	})
	links := appendText([]byte(`[{"rel":["self"],"href":`), c.href())
	if next := c.after(s, "offset", "limit"); next != "" {
		links = appendText(append(links, `},{"rel":["next"],"href":`...), next)
	}
	return c.jsonAs("application/vnd.siren+json", o.raw("links", string(links)+"}]").bytes())
}
