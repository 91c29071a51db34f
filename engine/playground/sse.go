package playground

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// sse sends levels of one gauge as server-sent events. A client that comes back
// with Last-Event-ID goes on after that event.
func (p *Playground) sse(c *call) error {
	every, err := c.duration("every", 500*time.Millisecond, time.Minute)
	if err != nil {
		return err
	}
	count, err := c.number(20, 0, mostItems, "count")
	if err != nil {
		return err
	}
	seen := 0
	if id := c.r.Header.Get("Last-Event-ID"); id != "" {
		if seen, err = strconv.Atoi(id); err != nil || seen < 0 || seen > mostItems {
			return badRequest("bad_event_id", "Last-Event-ID: %s is no id that this stream gave; ids count from 1", excerpt(id))
		}
	}
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("Cache-Control", "no-store")
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method != http.MethodHead {
		p.events(c, every, seen, count)
	}
	return nil
}

// events sends the events after seen up to count, or for ever if count is 0.
func (p *Playground) events(c *call, every time.Duration, seen, count int) {
	g := p.catalogue.gauge(0)
	flush := http.NewResponseController(c.w)
	b := fmt.Appendf(nil, "retry: %d\n\n", max(1, every.Milliseconds()))
	for id := seen + 1; count == 0 || id <= count; id++ {
		b = fmt.Appendf(b, "id: %d\nevent: level\ndata: ", id)
		b = append(g.appendReading(b, id), "\n\n"...)
		if _, err := c.w.Write(b); err != nil || flush.Flush() != nil {
			return // the client has gone
		}
		if b = b[:0]; !c.pause(every) {
			return
		}
	}
}
