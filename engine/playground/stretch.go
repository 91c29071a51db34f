package playground

import (
	"net/http"
)

// A stretch is the list of one river's gauges, in the order of the whole list.
// Its positions are computed from those of the whole list and back.

// along turns a span of the whole list into that of a river's gauges: it begins
// with the first of them that is not before s.from.
func (c *catalogue) along(river int, s span) span {
	from, total := c.before(river, s.from), c.before(river, s.total)
	return span{from, min(from+s.limit, total), s.limit, total}
}

// before counts the gauges of a river at positions below index.
func (c *catalogue) before(river, index int) int {
	k := index / len(c.rivers)
	if c.nth(river, k) < index {
		k++
	}
	return k
}

// appendAlong appends the k-th gauge of a river.
func (c *catalogue) appendAlong(river int) func([]byte, int) []byte {
	return func(b []byte, k int) []byte {
		g := c.gauge(c.nth(river, k))
		return g.appendJSON(b)
	}
}

// cursorAlong is the cursor after a page of a river's gauges, or "".
func (c *catalogue) cursorAlong(river int, s span) string {
	if !s.more() {
		return ""
	}
	return encodeCursor(c.nth(river, s.to-1) + 1)
}

// river finds a river by its id.
func (p *Playground) river(id string) (int, error) {
	for i := range p.catalogue.rivers {
		if p.catalogue.rivers[i].id == id {
			return i, nil
		}
	}
	return 0, &problem{
		status: http.StatusNotFound, code: "unknown_river",
		message: "there is no river " + excerpt(id) + "; GET /v1/rivers lists them",
	}
}

// riverList answers every river.
func (p *Playground) riverList(c *call) error {
	all := span{to: len(p.catalogue.rivers)}
	var o object
	o.each("rivers", all, func(b []byte, i int) []byte { return append(b, p.describeRiver(c, i)...) })
	return c.json(o.bytes())
}

// oneRiver answers one river.
func (p *Playground) oneRiver(c *call) error {
	i, err := p.river(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.json(p.describeRiver(c, i))
}

func (p *Playground) describeRiver(c *call, i int) []byte {
	r, base := &p.catalogue.rivers[i], c.base()
	var o object
	o.text("id", r.id).text("name", r.name).text("country", r.country).text("mouth", r.mouth)
	o.integer("length_km", r.length).integer("mean_flow", r.flow).integer("gauges", p.catalogue.before(i, p.items))
	return o.text("gauges_url", base.String()+"/v1/rivers/"+r.id+"/gauges").bytes()
}

// riverGauges answers the gauges of one river, in the form of cursorList.
func (p *Playground) riverGauges(c *call) error {
	river, err := p.river(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	whole, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	s := p.catalogue.along(river, whole)
	var o object
	o.each("items", s, p.catalogue.appendAlong(river)).optional("next_cursor", p.catalogue.cursorAlong(river, s))
	return c.json(o.boolean("has_more", s.more()).bytes())
}

// oneGauge answers one gauge.
func (p *Playground) oneGauge(c *call) error {
	g, err := p.gauge(c)
	if err != nil {
		return err
	}
	return c.json(g.appendJSON(nil))
}

// gauge finds the gauge that the path names.
func (p *Playground) gauge(c *call) (gauge, error) {
	id := c.r.PathValue("id")
	index, ok := gaugeIndex(id)
	if !ok || index >= p.items {
		return gauge{}, &problem{
			status: http.StatusNotFound, code: "unknown_gauge",
			message: "there is no gauge " + excerpt(id) + "; ids look like g-000451, and GET /v1/cursor/gauges lists them",
		}
	}
	return p.catalogue.gauge(index), nil
}

// readings answers a day of levels at one gauge, a quarter of an hour apart,
// newest last.
func (p *Playground) readings(c *call) error {
	g, err := p.gauge(c)
	if err != nil {
		return err
	}
	const quarters = 96
	day := span{to: quarters}
	var o object
	o.text("id", gaugeID(g.index)).text("unit", "m")
	o.each("readings", day, func(b []byte, i int) []byte { return g.appendReading(b, i-quarters+1) })
	return c.json(o.bytes())
}
