package playground

import "net/http"

// lastIDList goes on after the id of the last item seen, or back before the
// first, in the form of Stripe.
func (p *Playground) lastIDList(c *call) error {
	s, err := p.idSpan(c)
	if err != nil {
		return err
	}
	more := s.more()
	if c.q.Has("ending_before") {
		more = s.from > 0
	}
	var o object
	o.text("object", "list").text("url", c.r.URL.Path).list("data", p, s)
	return c.json(o.boolean("has_more", more).bytes())
}

// idSpan cuts out the page after starting_after, or before ending_before.
func (p *Playground) idSpan(c *call) (span, error) {
	limit, err := c.limit("limit")
	if err != nil {
		return span{}, err
	}
	if c.q.Has("ending_before") {
		end, err := known(c.q.Get("ending_before"))
		if err != nil {
			return span{}, err
		}
		from := max(0, end-limit)
		s, err := p.span(c, from, end-from)
		s.limit = limit
		return s, err
	}
	from := 0
	if c.q.Has("starting_after") {
		if from, err = known(c.q.Get("starting_after")); err != nil {
			return span{}, err
		}
		from++
	}
	return p.span(c, from, limit)
}

// known gives the position of an id, or says that there is none.
func known(id string) (int, error) {
	index, ok := gaugeIndex(id)
	if !ok {
		return 0, &problem{
			status: http.StatusBadRequest, code: "bad_id",
			message: "there is no gauge " + excerpt(id) + "; ids look like g-000451",
		}
	}
	return index, nil
}
