package playground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// settings are the faults of the whole server. They are never changed: a new
// value takes the place of the old one.
type settings struct {
	all     faults
	paths   map[string]faults
	outages map[string]time.Time // path, or "" for every path → end
}

// control holds the settings. Reading is lock-free; safe for concurrent use.
type control struct {
	mu      sync.Mutex // one change at a time
	current atomic.Pointer[settings]
}

// change replaces the settings by what edit makes of a copy of them.
func (s *control) change(edit func(*settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.current.Load()
	next := &settings{all: old.all, paths: cloneMap(old.paths), outages: cloneMap(old.outages)}
	edit(next)
	s.current.Store(next)
}

func cloneMap[V any](m map[string]V) map[string]V {
	if m == nil {
		return make(map[string]V)
	}
	return maps.Clone(m)
}

// faults are those that a path is set to have.
func (s *settings) faults(path string) faults {
	return s.paths[path].over(s.all)
}

// outageLeft is how long a forced outage of a path still lasts.
func (s *settings) outageLeft(path string, now time.Time) time.Duration {
	return max(0, s.outages[path].Sub(now), s.outages[""].Sub(now))
}

// order is the body of POST /control. What it does not name stays as it is.
type order struct {
	faults                            // shorthand: these of the whole server's change, others stay
	All        *faults                `json:"faults"`
	Paths      map[string]*faults     `json:"paths"`
	Outage     optional[outageOrder]  `json:"outage"`
	Limiter    optional[limiterOrder] `json:"limiter"`
	ResetStats bool                   `json:"reset_stats"`
	Rewind     bool                   `json:"rewind"`
}

// optional tells a null from an absent field.
type optional[T any] struct {
	given bool
	value *T
}

// UnmarshalJSON reads null or a T, of which every field must be known.
func (o *optional[T]) UnmarshalJSON(b []byte) error {
	o.given = true
	return strictly(b, &o.value)
}

type outageOrder struct {
	For   string   `json:"for"`
	Paths []string `json:"paths"`
}

type limiterOrder struct {
	Rate  float64 `json:"rate"`
	Burst int     `json:"burst"`
}

// strictly decodes one JSON value and refuses names it does not know.
func strictly(b []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return fmt.Errorf("more follows after the JSON value")
	}
	return nil
}

// setControl answers POST /control.
func (p *Playground) setControl(c *call) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	var o order
	if err := strictly(body, &o); err != nil {
		return badRequest("bad_control", `the body is not a control order: %v; write {"faults":{"fail":0.3,`+
			`"latency":"50ms"}}, or any of faults, paths, outage, limiter, reset_stats, rewind`, err)
	}
	if err := p.checkOrder(&o); err != nil {
		return err
	}
	p.carryOut(&o)
	return p.showControl(c)
}

// checkOrder finds what is wrong with an order before any of it is done.
func (p *Playground) checkOrder(o *order) error {
	sets := []faults{o.faults}
	if o.All != nil {
		sets = append(sets, *o.All)
	}
	for _, path := range slices.Sorted(maps.Keys(o.Paths)) {
		if err := p.checkPath(path); err != nil {
			return err
		}
		if f := o.Paths[path]; f != nil {
			sets = append(sets, *f)
		}
	}
	for _, set := range sets {
		if err := set.check(); err != nil {
			return err
		}
	}
	if err := p.checkOutage(o.Outage.value); err != nil {
		return err
	}
	return checkLimiter(o.Limiter.value)
}

func (p *Playground) checkPath(path string) error {
	for i := range p.routes() {
		if p.routes()[i].shown() == path {
			return nil
		}
	}
	return badRequest("unknown_path", "there is no path %s; GET / lists all of them", excerpt(path))
}

func (p *Playground) checkOutage(o *outageOrder) error {
	if o == nil {
		return nil
	}
	if d, err := time.ParseDuration(o.For); err != nil || d <= 0 || d > mostEvery {
		return badRequest("bad_outage", `an outage of %s is not a time up to %s; write {"outage":{"for":"10s"}}`,
			excerpt(o.For), mostEvery)
	}
	for _, path := range o.Paths {
		if err := p.checkPath(path); err != nil {
			return err
		}
	}
	return nil
}

func checkLimiter(o *limiterOrder) error {
	if o == nil {
		return nil
	}
	if !(o.Rate >= leastRate && o.Rate <= mostRate) || o.Burst < 1 || o.Burst > mostBurst {
		return badRequest("bad_limiter", `the limiter takes a rate from %v to %d a second and a burst from 1 to %d; `+
			`write {"limiter":{"rate":10,"burst":10}}`, leastRate, mostRate, mostBurst)
	}
	return nil
}

// carryOut does what a checked order says.
func (p *Playground) carryOut(o *order) {
	p.control.change(func(s *settings) {
		if o.All != nil {
			s.all = *o.All
		}
		s.all = o.over(s.all)
		for path, f := range o.Paths {
			delete(s.paths, path)
			if f != nil {
				s.paths[path] = *f
			}
		}
		if o.Outage.given {
			s.outages = o.Outage.value.ends(p.now())
		}
	})
	if o.Limiter.given {
		p.setLimiter(o.Limiter.value)
	}
	if o.ResetStats {
		p.stats.reset()
	}
	if o.Rewind {
		p.rewind()
	}
}

// rewind begins anew whatever depends on what arrived before, but not the
// statistics: fault draws, quotas and gates.
func (p *Playground) rewind() {
	p.tally.clear()
	p.quotas.clear()
	p.gates.clear()
	p.limiter.refill()
}

// ends tells when the outage of each path is over. A nil order ends all.
func (o *outageOrder) ends(now time.Time) map[string]time.Time {
	ends := make(map[string]time.Time)
	if o == nil {
		return ends
	}
	d, err := time.ParseDuration(o.For)
	if err != nil {
		return ends // checkOutage let no such order through
	}
	for _, path := range o.Paths {
		ends[path] = now.Add(d)
	}
	if len(o.Paths) == 0 {
		ends[""] = now.Add(d)
	}
	return ends
}

// setLimiter sets the limiter, with nil to its preset and a full bucket.
func (p *Playground) setLimiter(o *limiterOrder) {
	if o == nil {
		p.limiter.set(presetRate, presetBurst, p.now())
		p.limiter.refill()
		return
	}
	p.limiter.set(o.Rate, o.Burst, p.now())
}

// controlReport is the answer of GET and POST /control.
type controlReport struct {
	Faults  faults            `json:"faults"`
	Paths   map[string]faults `json:"paths"`
	Outages []outageReport    `json:"outages"`
	Limiter limiterOrder      `json:"limiter"`
	Seed    uint64            `json:"seed"`
	Items   int               `json:"items"`
}

type outageReport struct {
	Path string  `json:"path"`
	Left float64 `json:"seconds_left"`
}

// showControl answers GET /control.
func (p *Playground) showControl(c *call) error {
	s, now := p.control.current.Load(), p.now()
	r := controlReport{
		Faults: s.all, Paths: cloneMap(s.paths), Outages: []outageReport{},
		Limiter: p.limiter.order(), Seed: p.seed, Items: p.items,
	}
	for _, path := range slices.Sorted(maps.Keys(s.outages)) {
		if left := s.outages[path].Sub(now); left > 0 {
			name := path
			if name == "" {
				name = "*"
			}
			r.Outages = append(r.Outages, outageReport{name, left.Seconds()})
		}
	}
	return c.value(r)
}
