package playground

import (
	"net/http"
	"strconv"
)

// mostPage is the highest page number a request may ask for.
const mostPage = mostItems

// pageList answers numbered pages, the first of which is 1, with totals in the
// body and in the header.
func (p *Playground) pageList(c *call) error {
	number, s, err := p.numberedSpan(c, 1)
	if err != nil {
		return err
	}
	pageHeader(c.w.Header(), number, s)
	var o object
	o.integer("page", number).integer("per_page", s.limit)
	o.integer("total", s.total).integer("total_pages", s.pages())
	return c.json(o.list("items", p, s).bytes())
}

// pageZeroList answers numbered pages, the first of which is 0, in the form of
// Spring Data.
func (p *Playground) pageZeroList(c *call) error {
	number, s, err := p.numberedSpan(c, 0)
	if err != nil {
		return err
	}
	var o object
	o.list("content", p, s).integer("number", number).integer("size", s.limit)
	o.integer("totalElements", s.total).integer("totalPages", s.pages())
	o.boolean("first", number == 0).boolean("last", !s.more())
	return c.json(o.bytes())
}

// pageBareList answers numbered pages as bare arrays. Only a short page tells
// that the list ends.
func (p *Playground) pageBareList(c *call) error {
	_, s, err := p.numberedSpan(c, 1)
	if err != nil {
		return err
	}
	return c.json(p.catalogue.appendGauges(nil, s.from, s.to))
}

// numberedSpan reads the page number, which counts from first, and the size,
// and cuts out that page.
func (p *Playground) numberedSpan(c *call, first int) (int, span, error) {
	limit, err := c.limit("per_page", "limit", "size")
	if err != nil {
		return 0, span{}, err
	}
	number, err := c.number(first, first, mostPage, "page")
	if err != nil {
		return 0, span{}, err
	}
	s, err := p.span(c, (number-first)*limit, limit)
	return number, s, err
}

// pageHeader sets the fields that GitLab gives for numbered pages.
func pageHeader(h http.Header, number int, s span) {
	h.Set("X-Total", strconv.Itoa(s.total))
	h.Set("X-Total-Pages", strconv.Itoa(s.pages()))
	h.Set("X-Page", strconv.Itoa(number))
	h.Set("X-Per-Page", strconv.Itoa(s.limit))
	next, previous := "", ""
	if s.more() {
		next = strconv.Itoa(number + 1)
	}
	if number > 1 {
		previous = strconv.Itoa(number - 1)
	}
	h.Set("X-Next-Page", next)
	h.Set("X-Prev-Page", previous)
}
