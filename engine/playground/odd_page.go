package playground

import (
	"fmt"
	"net/http"
)

// repeatLastList gives its last page again for every page beyond it, without
// totals.
func (p *Playground) repeatLastList(c *call) error {
	return p.beyond(c, func(s span) (span, error) {
		last := max(0, s.pages()-1) * s.limit
		return span{last, s.total, s.limit, s.total}, nil
	})
}

// wrapList begins again beyond its end, without totals.
func (p *Playground) wrapList(c *call) error {
	return p.beyond(c, func(s span) (span, error) {
		number, err := c.number(1, 1, mostPage, "page")
		if err != nil {
			return span{}, err
		}
		from := 0
		if pages := s.pages(); pages > 0 {
			from = (number - 1) % pages * s.limit
		}
		return span{from, min(from+s.limit, s.total), s.limit, s.total}, nil
	})
}

// beyondNotFoundList answers 404 beyond its end.
func (p *Playground) beyondNotFoundList(c *call) error {
	return p.beyond(c, func(s span) (span, error) {
		return span{}, &problem{
			status: http.StatusNotFound, code: "no_such_page",
			message: fmt.Sprintf("there is no such page; the last is %d", s.pages()),
		}
	})
}

// beyondBadList answers 400 beyond its end.
func (p *Playground) beyondBadList(c *call) error {
	return p.beyond(c, func(s span) (span, error) {
		return span{}, badRequest("page_out_of_range", "the page is out of range; the last is %d", s.pages())
	})
}

// beyond is pageBareList with a way of its own beyond the last page.
func (p *Playground) beyond(c *call, way func(span) (span, error)) error {
	_, s, err := p.numberedSpan(c, 1)
	if err == nil && s.from >= s.total && s.from > 0 {
		s, err = way(s)
	}
	if err != nil {
		return err
	}
	return c.json(p.catalogue.appendGauges(nil, s.from, s.to))
}

// mostDrift bounds the gauges that driftList puts in front, so that every walk
// of it ends.
const mostDrift = 20

// driftList is an offset list at whose front a gauge appears between any two
// pages, up to 20: each page begins with the last item of the page before, and
// the total grows. What it answers depends on the offset alone, so that a page
// asked for again is the same.
func (p *Playground) driftList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	offset, err := c.number(0, 0, mostItems, "offset")
	if err != nil {
		return err
	}
	appeared := min(offset/s.limit, mostDrift)
	from := min(offset-appeared, s.total)
	shown := span{from, min(from+s.limit, s.total), s.limit, s.total}
	var o object
	o.integer("offset", offset).integer("limit", s.limit).integer("total", s.total+appeared)
	return c.json(o.list("items", p, shown).bytes())
}

// clampList never gives more than 25 items, whatever the limit.
func (p *Playground) clampList(c *call) error {
	asked, err := c.limit("limit")
	if err != nil {
		return err
	}
	from, err := c.number(0, 0, mostItems, "offset")
	if err != nil {
		return err
	}
	const most = 25
	s, err := p.span(c, from, min(asked, most))
	if err != nil {
		return err
	}
	var o object
	o.integer("offset", s.from).integer("limit", s.limit).integer("total", s.total)
	return c.json(o.list("items", p, s).bytes())
}

// boastList claims a hundred items more than it has.
func (p *Playground) boastList(c *call) error {
	number, s, err := p.numberedSpan(c, 1)
	if err != nil {
		return err
	}
	const boast = 100
	claimed := span{limit: s.limit, total: s.total + boast}
	var o object
	o.integer("page", number).integer("total", claimed.total).integer("total_pages", claimed.pages())
	return c.json(o.list("items", p, s).bytes())
}
