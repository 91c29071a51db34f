package playground

import (
	"net/url"
	"strings"
)

// oddNext is a page in the form of nextList whose way on is made up.
func (p *Playground) oddNext(c *call, next func(s span, right string) string) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	var o object
	o.integer("count", s.total).optional("next", next(s, c.after(s, "offset", "limit")))
	return c.json(o.list("results", p, s).bytes())
}

// foreignList leads to another origin from its second page on: one in the
// reserved domain .example, where there is nobody.
func (p *Playground) foreignList(c *call) error {
	return p.oddNext(c, func(s span, right string) string {
		link, err := url.Parse(right)
		if s.from == 0 || err != nil || right == "" {
			return right
		}
		link.Scheme, link.Host = "https", "elsewhere.example"
		return link.String()
	})
}

// relativeList leads on with relative references: a query alone, and a path.
func (p *Playground) relativeList(c *call) error {
	return p.oddNext(c, func(s span, right string) string {
		path, query, more := strings.Cut(right, "?")
		switch {
		case !more:
			return ""
		case s.from == 0:
			return "?" + query
		default:
			link, err := url.Parse(path)
			if err != nil {
				return right
			}
			return link.Path + "?" + query
		}
	})
}

// selfList leads from its second page to itself.
func (p *Playground) selfList(c *call) error {
	return p.oddNext(c, func(s span, right string) string {
		if s.from == 0 {
			return right
		}
		return c.href()
	})
}

// notURLList leads on with a text that is no URL.
func (p *Playground) notURLList(c *call) error {
	return p.oddNext(c, func(span, string) string { return "http://[gauges:next%zz" })
}

// lookalikeList is a whole list on one page with members that only look like a
// way on.
func (p *Playground) lookalikeList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	s = span{to: min(s.limit, s.total), limit: s.limit, total: s.total}
	var o object
	o.list("items", p, s).text("next_run_at", "2026-04-01T06:00:00Z").text("next_flood", "2031")
	return c.json(o.text("cursor_style", "bar").integer("page_width", 80).boolean("more_info", true).bytes())
}

// nestedList holds its items deep down, beside a longer list that is none.
func (p *Playground) nestedList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	var o object
	o.open("response").raw("units", `["m","m³/s","mm","°C","mg/l","FNU","µS/cm","pH","%","hPa","W/m²","km/h"]`)
	o.open("payload").list("gauges", p, s).up().up()
	return c.json(o.open("meta").open("paging").optional("next_cursor", s.cursor()).bytes())
}

// errorInsideList answers its third page with an error under status 200.
func (p *Playground) errorInsideList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	if s.from == 2*s.limit {
		var o object
		o.open("error").text("code", "backend_down").text("message", "the station does not answer; its status is 200 all the same")
		return c.json(o.bytes())
	}
	return c.json(p.cursorPage(s))
}
