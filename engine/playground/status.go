package playground

import (
	"net/http"
	"strconv"
)

// status answers with the status that the path names.
func (p *Playground) status(c *call) error {
	code, err := strconv.Atoi(c.r.PathValue("code"))
	if err != nil || code < 200 || code > 599 {
		return badRequest("bad_status", "%s is not a final status from 200 to 599", excerpt(c.r.PathValue("code")))
	}
	if code == http.StatusNoContent || code == http.StatusNotModified {
		c.w.WriteHeader(code)
		return nil
	}
	var o object
	o.integer("status", code).text("text", http.StatusText(code))
	c.send(code, "application/json; charset=utf-8", append(o.bytes(), '\n'))
	return nil
}
