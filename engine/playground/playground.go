package playground

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options say what a playground is like. The zero value is ready for use.
type Options struct {
	// Addr is where Start listens, as host:port. Empty means 127.0.0.1:0, a free
	// port that only this machine reaches. Any other address is listened on as
	// asked, and then everyone who reaches it can use the playground.
	Addr string
	// TLS also listens on a second port, on Addr's host, for HTTPS with HTTP/2,
	// with a certificate made at the start and forgotten at the end.
	TLS bool
	// Items is the number of gauges. 0 means 10,000, less than 0 none; more than
	// 1,000,000,000 is cut to that.
	Items int
	// Seed chooses the fault draws of requests that bring no seed of their own.
	Seed uint64
	// Now is the clock of limits, outages and statistics; nil means time.Now. It
	// must be safe for concurrent use.
	Now func() time.Time
}

// presetItems is the number of gauges unless told otherwise.
const presetItems = 10_000

func (o Options) items() int {
	switch {
	case o.Items == 0:
		return presetItems
	case o.Items < 0:
		return 0
	default:
		return min(o.Items, mostItems)
	}
}

// Playground is the practice API as an http.Handler. Safe for concurrent use.
//
// Used without net/http's server, a reset, a cut body or a closed connection
// panics with http.ErrAbortHandler, as handlers are allowed to.
type Playground struct {
	table     func() *table // made by the first request
	catalogue *catalogue
	items     int
	seed      uint64
	now       func() time.Time
	start     time.Time
	stats     *stats
	tally     tally
	control   control
	limiter   *limiter
	quotas    *shelf[quotaKey, taker]
	gates     *shelf[gateKey, gate]
	sightings *sightings
}

// table is what there is to ask for.
type table struct {
	mux    *http.ServeMux
	routes []route
}

// New makes a playground whose outages are counted from now. It listens to
// nothing; see Start.
func New(o Options) *Playground {
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Playground{
		catalogue: newCatalogue(),
		items:     o.items(), seed: o.Seed, now: o.Now, start: o.Now(),
		stats: newStats(o.Now), limiter: newLimiter(presetRate, presetBurst),
		tally: newTally(), quotas: newShelf[quotaKey, taker](mostQuotas),
		gates: newShelf[gateKey, gate](mostGates), sightings: newSightings(),
	}
	p.control.current.Store(&settings{})
	p.table = sync.OnceValue(p.lay)
	return p
}

// lay makes the table of routes.
func (p *Playground) lay() *table {
	t := &table{mux: http.NewServeMux(), routes: routes()}
	for i := range t.routes {
		t.mux.Handle(t.routes[i].pattern(), p.handler(&t.routes[i]))
	}
	t.mux.Handle("/", p.handler(&route{path: unknownPath, serve: (*Playground).unknown}))
	return t
}

// routes are all that there is to ask for.
func (p *Playground) routes() []route { return p.table().routes }

// unknownPath is where requests for no known path are counted.
const unknownPath = "(unknown)"

// ServeHTTP answers one request.
func (p *Playground) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.table().mux.ServeHTTP(w, r)
}

// handler counts the requests of a route and answers them.
func (p *Playground) handler(rt *route) http.Handler {
	counted := rt.shown()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{w: &reply{ResponseWriter: w}, r: r, q: r.URL.Query()}
		if !rt.watching {
			v := p.stats.arrive(counted)
			defer func() { p.stats.leave(v, c.w.outcome()) }()
		}
		if err := p.answer(rt, c); err != nil {
			problemOf(err).write(c)
		}
		c.finish()
	})
}

// answer lets the faults happen and then serves the route.
func (p *Playground) answer(rt *route, c *call) error {
	s := p.control.current.Load()
	f, err := faultsIn(c.q)
	if err != nil {
		return err
	}
	if !rt.watching {
		f = f.over(s.faults(rt.shown()))
		if left := s.outageLeft(rt.shown(), p.now()); left > 0 {
			return outage(left)
		}
	}
	if !f.idle() {
		if err := p.afflict(f, c); err != nil {
			return err
		}
	}
	return rt.serve(p, c)
}

// afflict draws the request's fault and lets it happen, or prepares it.
func (p *Playground) afflict(f faults, c *call) error {
	seed := p.seed
	if f.Seed != nil {
		seed = *f.Seed
	}
	series := digest(c.r.Method + " " + c.r.URL.Path)
	plan := f.draw(series, seed, p.tally.next(series^digest(c.q.Get("run"))^mix(seed)))
	if !c.pause(plan.delay) {
		return closing()
	}
	switch plan.verdict {
	case verdictFail:
		return plan.failure()
	case verdictReset:
		c.resetConnection()
	case verdictTruncate:
		c.w.ResponseWriter = &cut{ResponseWriter: c.w.ResponseWriter, outer: c.w}
	case verdictNone:
	}
	return nil
}

// finish sends what a cut reply still holds.
func (c *call) finish() {
	if w, ok := c.w.ResponseWriter.(*cut); ok {
		w.finish()
	}
}

// closing is the answer to a request that waits while the server closes.
func closing() *problem {
	return &problem{
		status: http.StatusServiceUnavailable, code: "closing",
		message: "the playground is closing, or the client has gone",
	}
}

// unknown answers a request for nothing that there is.
func (p *Playground) unknown(c *call) error {
	path := c.r.URL.Path
	if methods := p.methods(path); len(methods) > 0 {
		return &problem{
			status: http.StatusMethodNotAllowed, code: "method_not_allowed",
			message: fmt.Sprintf("%s does not take %s; use %s", excerpt(path), excerpt(c.r.Method), strings.Join(methods, ", ")),
			header:  http.Header{"Allow": {strings.Join(methods, ", ")}},
		}
	}
	return &problem{
		status: http.StatusNotFound, code: "not_found",
		message: fmt.Sprintf("there is no %s; GET / lists what there is", excerpt(path)),
	}
}
