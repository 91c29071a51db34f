package playground

import "strings"

// linkList answers a bare array and puts the way on into the Link field
// (RFC 8288, section 3), as GitHub and Gitea do.
func (p *Playground) linkList(c *call) error {
	s, err := p.cursorSpan(c, "after")
	if err != nil {
		return err
	}
	var links []string
	add := func(rel, after string) {
		links = append(links, "<"+c.href(setting{"after", after})+`>; rel="`+rel+`"`)
	}
	if s.more() {
		add("next", encodeCursor(s.to))
	}
	if s.from > 0 {
		add("first", "")
	}
	if len(links) > 0 {
		c.w.Header().Set("Link", strings.Join(links, ", "))
	}
	return c.json(p.catalogue.appendGauges(nil, s.from, s.to))
}
