package playground

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// etag answers a page with validators, and 304 to a client that has it already
// (RFC 9110, section 13).
func (p *Playground) etag(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	body := p.cursorPage(s)
	tag := fmt.Sprintf(`"%016x"`, digest(string(body)))
	h := c.w.Header()
	h.Set("ETag", tag)
	h.Set("Last-Modified", p.catalogue.epoch.Format(http.TimeFormat))
	h.Set("Cache-Control", "no-cache")
	if p.fresh(c.r.Header, tag) {
		c.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return c.json(body)
}

// fresh reports whether the client's copy is the current one. If-None-Match
// counts before If-Modified-Since.
func (p *Playground) fresh(h http.Header, tag string) bool {
	if match := h.Get("If-None-Match"); match != "" {
		for candidate := range strings.SplitSeq(match, ",") {
			candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
			if candidate == tag || candidate == "*" {
				return true
			}
		}
		return false
	}
	since, err := time.Parse(http.TimeFormat, h.Get("If-Modified-Since"))
	return err == nil && !p.catalogue.epoch.After(since)
}
