package playground

import "strconv"

// nextList answers with the URL of the next page in the body, in the form of
// Django REST framework.
func (p *Playground) nextList(c *call) error {
	s, err := p.offsetSpan(c, "offset", "limit")
	if err != nil {
		return err
	}
	b := []byte(`{"count":`)
	b = strconv.AppendInt(b, int64(s.total), 10)
	b = append(b, `,"next":`...)
	b = appendLink(b, c.after(s, "offset", "limit"))
	b = append(b, `,"previous":`...)
	b = appendLink(b, c.before(s, "offset", "limit"))
	b = append(b, `,"results":`...)
	b = p.catalogue.appendGauges(b, s.from, s.to)
	return c.json(append(b, '}'))
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

// appendLink appends a URL as a JSON string, or null for "". net/url escapes
// whatever JSON would have to.
func appendLink(b []byte, link string) []byte {
	if link == "" {
		return append(b, "null"...)
	}
	b = append(b, '"')
	b = append(b, link...)
	return append(b, '"')
}
