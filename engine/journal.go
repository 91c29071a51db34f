package engine

import "time"

// journal numbers events and hands them to who follows. The engine's lock
// guards it.
type journal struct {
	seq     uint64
	feeds   []*Feed
	watches []*Watch
}

// head makes the header of the next event about an exchange.
func (e *Engine) head(now time.Time, x *exchange) Header {
	h := e.headOfRun(now, x.run)
	h.Exchange, h.Attempt, h.Origin = x.id, x.attempts, x.origin.name
	return h
}

// headOfRun makes the header of the next event about a run.
func (e *Engine) headOfRun(now time.Time, r *Run) Header {
	e.journal.seq++
	return Header{Seq: e.journal.seq, At: now, Offset: now.Sub(r.started), Run: r.id}
}

// headOfOrigin makes the header of the next event about an origin, which no
// run caused by itself.
func (e *Engine) headOfOrigin(now time.Time, name string) Header {
	e.journal.seq++
	return Header{Seq: e.journal.seq, At: now, Offset: now.Sub(e.born), Origin: name}
}

// publish hands an event to everyone who follows. Its header must be the last
// one made.
func (e *Engine) publish(ev Event) {
	for _, f := range e.journal.feeds {
		f.add(ev)
	}
	for _, w := range e.journal.watches {
		w.add(ev)
	}
}

// pressed reports whether a reader that must lose nothing is behind its bound.
func (e *Engine) pressed() bool {
	for _, f := range e.journal.feeds {
		if len(f.queue) > f.bound {
			return true
		}
	}
	return false
}
