package playground

import (
	"net/http"
	"strconv"
)

// mostBig is the size of the biggest body, in MB.
const mostBig = 10_000

// big is a JSON array of gauges of exactly mb million bytes, made while it is
// sent. With chunked=true its length is not announced.
func (p *Playground) big(c *call) error {
	size, err := c.number(10, 1, mostBig, "mb")
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if c.q.Get("chunked") != "true" {
		c.w.Header().Set("Content-Length", strconv.Itoa(size*1_000_000))
	}
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method != http.MethodHead {
		p.writeBig(c, size*1_000_000)
	}
	return nil
}

// writeBig writes as many gauges as fit into size bytes, and fills up with
// spaces inside the array.
func (p *Playground) writeBig(c *call, size int) {
	const (
		piece = 64 << 10
		slack = 1 << 10 // more than any gauge
	)
	b := append(make([]byte, 0, piece+slack), '[')
	left := size - 1 // bytes not yet made; the last is the bracket
	for i := 0; left > slack; i++ {
		before := len(b)
		if i > 0 {
			b = append(b, ",\n"...)
		}
		g := p.catalogue.gauge(i)
		b = g.appendJSON(b)
		left -= len(b) - before
		if len(b) >= piece {
			if _, err := c.w.Write(b); err != nil || c.r.Context().Err() != nil {
				return // the client has gone
			}
			b = b[:0]
		}
	}
	for ; left > 1; left-- {
		b = append(b, ' ')
	}
	_, _ = c.w.Write(append(b, ']')) // the last piece: nothing depends on it
}
