package sessions

import (
	"slices"

	"weir/engine"
	"weir/engine/breaker"
)

// stateForm is the version of the form that is written here. A state of
// another one is not read but reduced from its events, so it rises with every
// change of a State, of what it holds, and of what Apply makes of events.
const stateForm = 1

// mostListed bounds the lists of a state that have no bound of their own.
const mostListed = 1 << 20

// state codes a lean state, whose strips of exchanges and pages are in pieces
// on the shelf.
func (c *coder) state(s *State, shelf *shelf) {
	form := uint64(stateForm)
	if c.uint(&form); form != stateForm {
		c.fail()
		return
	}
	c.counters(&s.Counters)
	c.uint(&s.seq)
	c.time(&s.started)
	c.time(&s.at)
	c.uint(&s.focus)
	number64(c, &s.logged)
	many(c, &s.live, mostListed, (*coder).uint)
	many(c, &s.retrying, keptLive, (*coder).uint)
	many(c, &s.runs, keptRuns, func(c *coder, r **Run) { pointer(c, r, func(c *coder, r *Run) { c.run(r, shelf) }) })
	many(c, &s.origins, keptOrigins, func(c *coder, o **Origin) { pointer(c, o, (*coder).origin) })
	codeStrip(c, &s.rows, &shelf.rows, shelf)
	if c.reading && !c.bad && !s.sound() {
		c.fail()
	}
}

// sound sets up what follows from the rest of a state that was read, and says
// whether it is one that Apply could have made.
func (s *State) sound() bool {
	for i, o := range s.origins {
		if o == nil {
			return false
		}
		if _, twice := s.originAt[o.Name]; twice {
			return false
		}
		s.originAt[o.Name] = i
	}
	for i, r := range s.runs {
		if r == nil || i > 0 && s.runs[i-1].ID >= r.ID {
			return false
		}
	}
	return rising(s.rows, func(x *Exchange) uint64 { return x.ID }) && slices.IsSorted(s.live)
}

// rising says whether each row's number is greater than that of the one before.
func rising[T any](s strip[T], number func(T) uint64) bool {
	last, begun := uint64(0), false
	for i, p := range s.pieces {
		rows := p.rows
		if i == 0 {
			rows = rows[s.skip:]
		}
		for _, row := range rows {
			n := number(row)
			if begun && n <= last {
				return false
			}
			last, begun = n, true
		}
	}
	return true
}

func (c *coder) counters(n *Counters) {
	for _, v := range []*int64{
		&n.Events, &n.Exchanges, &n.Finished, &n.Failed, &n.Attempts, &n.Retries, &n.Refused, &n.Trips,
		&n.Rejected, &n.Pages, &n.Items, &n.Sent, &n.Received, &n.Bytes,
	} {
		number64(c, v)
	}
}

func (c *coder) ints(of ...*int) {
	for _, v := range of {
		number64(c, v)
	}
}

func (c *coder) texts(of ...*string) {
	for _, v := range of {
		text(c, v)
	}
}

func (c *coder) bools(of ...*bool) {
	for _, v := range of {
		c.bool(v)
	}
}

func (c *coder) waiting(w *Waiting) {
	c.ints(&w.Limiter, &w.Backoff, &w.RetryAfter, &w.BreakerOpen, &w.Slot, &w.Pool, &w.Paused)
}

func (c *coder) run(r *Run, shelf *shelf) {
	c.uint(&r.ID)
	text(c, &r.Mode)
	c.texts(&r.Name, &r.Method, &r.URL, &r.Origin, &r.Paginate)
	c.ints(&r.Requests, &r.Exchanges, &r.Done, &r.Failed, &r.Attempts, &r.Retries, &r.InFlight)
	plain(c, &r.Policy)
	c.time(&r.Started)
	c.bool(&r.Paused)
	c.time(&r.PausedAt)
	pointer(c, &r.Finished, event)
	c.waiting(&r.Waiting)
	number64(c, &r.Bytes)
	c.uint(&r.Last)
	pointer(c, &r.Walk, func(c *coder, w *Walk) { c.walk(w, shelf) })
}

func (c *coder) walk(w *Walk, shelf *shelf) {
	text(c, &w.Dialect)
	c.float(&w.Confidence)
	many(c, &w.Evidence, mostListed, text)
	c.bools(&w.Guess, &w.Verified)
	plain(c, &w.Candidates)
	number64(c, &w.Items)
	number64(c, &w.Total)
	c.ints(&w.Fetched, &w.Failed, &w.Doubles)
	many(c, &w.Drift, keptChanges, (*coder).note)
	many(c, &w.Troubles, keptChanges, (*coder).note)
	pointer(c, &w.Stop, event)
	codeStrip(c, &w.Trail.pages, &shelf.pages, shelf)
	if c.reading && !c.bad && !w.Trail.sound() {
		c.fail()
	}
}

// sound adds up the items of a trail that was read, and says whether it is one.
func (t *Trail) sound() bool {
	t.sums = make([]int64, len(t.pages.pieces))
	for i, p := range t.pages.pieces {
		rows := p.rows
		if i == 0 {
			rows = rows[t.pages.skip:]
		}
		for _, page := range rows {
			if page.Number < 1 || page.Items < 0 {
				return false
			}
			t.sums[i] += int64(page.Items)
		}
	}
	return t.pages.len() <= KeptPages && rising(t.pages, func(p Page) uint64 { return uint64(p.Number) })
}

func (c *coder) note(n *Note) {
	c.ints(&n.Page)
	c.time(&n.At)
	text(c, &n.Text)
}

func (c *coder) page(p *Page) {
	c.ints(&p.Number, &p.Code, &p.Items, &p.Attempt)
	text(c, &p.Status)
	c.texts(&p.Token, &p.Next, &p.URL, &p.ItemsPath, &p.Drift, &p.Trouble)
	many(c, &p.Doubles, mostListed, number64)
	number64(c, &p.Total)
	number64(c, &p.Bytes)
	number64(c, &p.Elapsed)
	c.uint(&p.Exchange)
	pointer(c, &p.Err, (*coder).fault)
}

func (c *coder) fault(e *engine.ErrorFacts) { c.texts(&e.Class, &e.Text) }

func (c *coder) origin(o *Origin) {
	text(c, &o.Name)
	c.breaker(&o.Breaker)
	c.bucket(&o.Bucket)
	many(c, &o.Quotas, keptChanges, (*coder).quota)
	c.ints(&o.Concurrency.Limit, &o.Concurrency.Max, &o.Concurrency.InFlight)
	text(c, &o.Concurrency.Why)
	c.time(&o.Concurrency.At)
	c.float(&o.RetryBudget)
	c.connections(&o.Connections)
	c.latency(&o.Latency)
	c.waiting(&o.Waiting)
	for _, v := range []*int64{&o.Attempts, &o.Failures, &o.Retries, &o.Bytes} {
		number64(c, v)
	}
	many(c, &o.Changes, keptChanges, event)
	many(c, &o.slots.ids, keptLive, (*coder).uint)
}

func (c *coder) breaker(b *Breaker) {
	c.texts(&b.State, &b.Settings)
	c.time(&b.Since)
	c.time(&b.Until)
	c.tally(&b.Tally)
	pointer(c, &b.Trip, func(c *coder, t *Trip) {
		c.texts(&t.Rule, &t.Text)
		c.uint(&t.Exchange)
		c.time(&t.At)
	})
	c.ints(&b.Trips)
	number64(c, &b.Rejected)
	many(c, &b.Changes, keptChanges, func(c *coder, g *Change) {
		c.texts(&g.From, &g.To, &g.Rule)
		c.uint(&g.Cause)
		c.time(&g.At)
	})
	c.window(&b.window)
	if c.reading {
		b.Rules = breaker.Defaults()
		if b.Settings != "" {
			b.Rules, _ = breaker.ParseSettings(b.Settings, breaker.Defaults())
		}
	}
}

// window codes the outcomes that a breaker looks at.
func (c *coder) window(w *strip[Mark]) {
	var marks []Mark
	for i := range w.len() {
		marks = append(marks, w.at(i))
	}
	many(c, &marks, keptMarks, func(c *coder, m *Mark) {
		c.bools(&m.Failed, &m.Slow)
		c.uint(&m.Exchange)
		c.time(&m.At)
	})
	if c.reading {
		for _, m := range marks {
			w.push(nil, m)
		}
	}
}

func (c *coder) tally(t *engine.Tally) {
	text(c, &t.State)
	c.ints(&t.Calls, &t.Failures, &t.Slow, &t.Consecutive, &t.Rejected, &t.Probing, &t.ProbesLeft)
}

func (c *coder) bucket(b *Bucket) {
	c.float(&b.Rate)
	c.ints(&b.Burst, &b.Waiting)
	c.float(&b.Tokens)
	c.time(&b.At)
	c.time(&b.Next)
	c.time(&b.PausedUntil)
	c.texts(&b.PauseWhy, &b.Why)
	many(c, &b.queue.ids, keptLive, (*coder).uint)
}

func (c *coder) quota(q *Quota) {
	c.texts(&q.Dialect, &q.Policy, &q.Evidence)
	c.float(&q.Limit)
	c.float(&q.Remaining)
	c.time(&q.Reset)
	number64(c, &q.Window)
	c.time(&q.At)
	c.uint(&q.Exchange)
}

func (c *coder) connections(p *Connections) {
	many(c, &p.Open, keptConns, func(c *coder, o *Connection) {
		c.uint(&o.ID)
		c.texts(&o.Proto, &o.Remote)
		c.certificate(&o.TLS)
		c.time(&o.Opened)
		c.time(&o.Used)
		c.ints(&o.Requests)
	})
	for _, v := range []*int64{&p.Opened, &p.Closed, &p.Fresh, &p.Reused, &p.Silent} {
		number64(c, v)
	}
	text(c, &p.LastReason)
}

func (c *coder) latency(l *Latency) {
	many(c, &l.last, keptLatency, number64)
	c.ints(&l.next)
	if l.next < 0 || l.next >= keptLatency || l.next > 0 && len(l.last) < keptLatency {
		c.fail()
		l.next = 0
	}
}

// certificate codes what attempts on one connection share.
func (c *coder) certificate(v **engine.TLSFacts) {
	same := *v != nil && c.tls != nil && **v == *c.tls
	if c.bool(&same); same {
		if c.reading {
			*v = c.tls
		}
		return
	}
	pointer(c, v, func(c *coder, t *engine.TLSFacts) {
		c.texts(&t.Version, &t.Cipher, &t.ALPN, &t.Subject, &t.Issuer)
		c.time(&t.NotAfter)
		c.bool(&t.Verified)
	})
	c.tls = *v
}

func (c *coder) exchange(x *Exchange) {
	c.uint(&x.ID)
	c.uint(&x.Run)
	c.texts(&x.Origin, &x.Name, &x.Method, &x.URL)
	c.ints(&x.Page, &x.Index, &x.Status, &x.Max, &x.Tries)
	c.time(&x.Started)
	c.time(&x.Ended)
	text(c, &x.Outcome)
	pointer(c, &x.Err, (*coder).fault)
	number64(c, &x.Elapsed)
	many(c, &x.Attempts, keptAttempts, (*coder).attempt)
	pointer(c, &x.Wait, func(c *coder, w *Wait) {
		text(c, &w.Reason)
		c.time(&w.Since)
		c.time(&w.Until)
		c.ints(&w.Position)
		text(c, &w.Detail)
	})
	pointer(c, &x.Retry, event)
	pointer(c, &x.Rejected, event)
}

func (c *coder) attempt(a *Attempt) {
	c.ints(&a.N, &a.Status, &a.Silent, &a.Redirects)
	c.time(&a.Started)
	c.time(&a.Ended)
	c.texts(&a.Method, &a.URL, &a.Proto, &a.Remote, &a.FinalURL, &a.Outcome)
	for _, v := range []*int64{&a.BodySize, &a.Sent, &a.Received, &a.Expected, &a.Decoded} {
		number64(c, v)
	}
	c.bools(&a.Probe, &a.Reused, &a.Cut, &a.HasBody, &a.Slow, &a.Stale)
	many(c, &a.Phases, 16, func(c *coder, p *Phase) {
		text(c, &p.Name)
		number64(c, &p.Elapsed)
	})
	pointer(c, &a.Err, (*coder).fault)
	c.uint(&a.Conn)
	c.certificate(&a.TLS)
	c.timing(&a.Timing)
	for _, f := range []*engine.FieldLines{&a.RequestFields, &a.Fields, &a.Trailer} {
		c.fields(f)
	}
	pointer(c, &a.Retry, event)
	pointer(c, &a.Refused, event)
}

func (c *coder) timing(t *engine.Timing) {
	number64(c, &t.Pool)
	number64(c, &t.DNS)
	number64(c, &t.Connect)
	number64(c, &t.TLS)
	number64(c, &t.Write)
	number64(c, &t.FirstByte)
	number64(c, &t.Body)
	number64(c, &t.Total)
}

// fields codes header fields, which only exchanges that go on hold.
func (c *coder) fields(f *engine.FieldLines) {
	there := *f != nil
	if c.bool(&there); there {
		plain(c, f)
	}
}
