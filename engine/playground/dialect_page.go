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
	number, s, err := p.numberedSpan(c, 1, "page")
	if err != nil {
		return err
	}
	pageHeader(c.w.Header(), number, s)
	b := []byte(`{"page":`)
	b = strconv.AppendInt(b, int64(number), 10)
	b = append(b, `,"per_page":`...)
	b = strconv.AppendInt(b, int64(s.limit), 10)
	b = append(b, `,"total":`...)
	b = strconv.AppendInt(b, int64(s.total), 10)
	b = append(b, `,"total_pages":`...)
	b = strconv.AppendInt(b, int64(s.pages()), 10)
	b = append(b, `,"items":`...)
	b = p.catalogue.appendGauges(b, s.from, s.to)
	return c.json(append(b, '}'))
}

// numberedSpan reads the page number and size and cuts out that page.
func (p *Playground) numberedSpan(c *call, first int, name string) (int, span, error) {
	limit, err := c.limit("per_page", "limit", "size")
	if err != nil {
		return 0, span{}, err
	}
	number, err := c.number(first, first, mostPage, name)
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
