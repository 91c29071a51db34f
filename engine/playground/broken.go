package playground

import "net/http"

// malformed answers with what is no HTTP: a status line that makes no sense, or
// with form=length or form=chunk a whole header and a body that contradicts it.
// Over HTTP/2, where there is no such thing, the stream is broken off.
func (p *Playground) malformed(c *call) error {
	raw := ""
	switch form := c.q.Get("form"); form {
	case "", "status":
		raw = "HTTP/1.1 2OO Fine\r\nContent-Length: 2\r\n\r\nok"
	case "length":
		raw = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\nok"
	case "chunk":
		raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nok\r\n0\r\n\r\n"
	case "header":
		raw = "HTTP/1.1 200 OK\r\nContent Length 2\r\n\r\nok"
	default:
		return badRequest("bad_form", "form=%s is not status, length, chunk or header", excerpt(form))
	}
	c.w.fate = "malformed"
	return c.breakOff(raw)
}

// dropped closes the connection without a word: the client sees EOF before a
// reply.
func (p *Playground) dropped(c *call) error {
	c.w.fate = "closed"
	return c.breakOff("")
}

// goAway answers and gives the connection up: over HTTP/2 with GOAWAY (RFC 9113,
// section 6.8), which net/http sends for the field, over HTTP/1.1 with the field.
func (p *Playground) goAway(c *call) error {
	c.w.Header().Set("Connection", "close")
	var o object
	return c.json(o.text("note", "ask for more on another connection").bytes())
}

// breakOff writes raw bytes to the connection, if it can have it, and closes it
// in good order.
func (c *call) breakOff(raw string) error {
	conn, buffered, err := http.NewResponseController(c.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2, or no connection at all
	}
	_, _ = buffered.WriteString(raw) // the client may have gone first
	_ = buffered.Flush()
	_ = conn.Close() // what it was for is done
	return nil
}
