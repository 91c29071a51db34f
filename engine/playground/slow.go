package playground

import (
	"net/http"
	"strconv"
	"time"
)

// bounds of replies that take their time.
const (
	mostSlow      = 5 * time.Minute
	mostSlowBytes = 1 << 20
)

// slow drips its body evenly, in up to a hundred drops.
func (p *Playground) slow(c *call) error {
	lasts, err := c.duration("for", 2*time.Second, mostSlow)
	if err != nil {
		return err
	}
	size, err := c.number(2000, 1, mostSlowBytes, "bytes")
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(size))
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method == http.MethodHead {
		return nil
	}
	c.drip(size, lasts)
	return nil
}

// drip writes size bytes over a time.
func (c *call) drip(size int, lasts time.Duration) {
	drops := min(size, 100)
	flush := http.NewResponseController(c.w)
	for i := range drops {
		b := make([]byte, size*(i+1)/drops-size*i/drops)
		for k := range b {
			b[k] = '~'
		}
		b[len(b)-1] = '\n'
		if _, err := c.w.Write(b); err != nil || flush.Flush() != nil {
			return // the client has gone
		}
		if !c.pause(lasts / time.Duration(drops)) {
			panic(http.ErrAbortHandler) // the server closes before the body is whole
		}
	}
}

// hang answers nothing, or only the header, or half a body, and then waits
// until the client has gone or the server closes.
func (p *Playground) hang(c *call) error {
	const body = `{"level":1.92}`
	switch after := c.q.Get("after"); after {
	case "", "nothing":
		c.halt("nothing")
	case "header", "half":
		c.w.Header().Set("Content-Type", "application/json")
		c.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		c.w.WriteHeader(http.StatusOK)
		if after == "half" {
			_, _ = c.w.Write([]byte(body[:len(body)/2]))
		}
		_ = http.NewResponseController(c.w).Flush() // a client that has gone ends the wait below
		c.halt(after)
	default:
		return badRequest("bad_after", "after=%s is not nothing, header or half", excerpt(after))
	}
	return nil
}

// halt waits for the end of the request and then breaks it off. It does not
// return.
func (c *call) halt(fate string) {
	<-c.r.Context().Done()
	c.w.fate = "hung after " + fate
	panic(http.ErrAbortHandler)
}
