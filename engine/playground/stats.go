package playground

import (
	"maps"
	"net"
	"net/http"
	"sync"
	"time"
)

// stats counts what arrives. Safe for concurrent use.
type stats struct {
	now   func() time.Time
	mu    sync.Mutex
	start time.Time     // of the counts
	last  time.Duration // of the latest arrival, so that time never goes back
	paths map[string]*pathStats
	all   window
	load
	opened int // connections
	open   map[net.Conn]struct{}
}

// load counts requests and what became of them.
type load struct {
	arrivals int
	flying   int // being answered right now
	peakFly  int
	outcomes map[string]int
}

func newLoad() load { return load{outcomes: make(map[string]int)} }

func (l *load) arrive() {
	l.arrivals++
	l.flying++
	l.peakFly = max(l.peakFly, l.flying)
}

func (l *load) leave(outcome string) {
	l.flying--
	l.outcomes[outcome]++
}

// pathStats counts the arrivals on one path.
type pathStats struct {
	load
	recent int // in the last second
	peak   int // most in any one second
}

func newStats(now func() time.Time) *stats {
	s := &stats{now: now, open: make(map[net.Conn]struct{})}
	s.reset()
	return s
}

// visit is one request that has arrived and not yet left.
type visit struct {
	path  *pathStats
	start time.Time // of the counts it belongs to
}

// arrive counts a request at the moment its header has been read.
func (s *stats) arrive(path string) visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, known := s.paths[path]
	if !known { // paths are those of the route table, so there are few
		p = &pathStats{load: newLoad()}
		s.paths[path] = p
	}
	s.last = max(s.last, s.now().Sub(s.start))
	s.all.add(s.last, p)
	p.arrive()
	s.load.arrive()
	return visit{p, s.start}
}

// leave counts the end of a request.
func (s *stats) leave(v visit, outcome string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v.start != s.start {
		return // the counts it belongs to were reset
	}
	v.path.leave(outcome)
	s.load.leave(outcome)
}

// reset starts every count anew. Requests in flight are not counted again.
func (s *stats) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start, s.last = s.now(), 0
	s.paths = make(map[string]*pathStats)
	s.all = window{most: mostRecent}
	s.load = newLoad()
	s.opened = len(s.open)
}

// connection follows the connections of a server; it is its ConnState hook.
func (s *stats) connection(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch state {
	case http.StateNew:
		s.opened++
		s.open[conn] = struct{}{}
	case http.StateClosed, http.StateHijacked:
		delete(s.open, conn)
	case http.StateActive, http.StateIdle:
	}
}

// report is the JSON form of the counts.
type report struct {
	Since       time.Time             `json:"since"`
	Uptime      float64               `json:"uptime_seconds"`
	Total       int                   `json:"total"`
	Peak        int                   `json:"peak_per_second"`
	Recent      int                   `json:"last_second"`
	Flying      int                   `json:"in_flight"`
	PeakFlying  int                   `json:"peak_in_flight"`
	Arrivals    map[string]int        `json:"arrivals"`
	Outcomes    map[string]int        `json:"outcomes"`
	Connections connections           `json:"connections"`
	Paths       map[string]pathReport `json:"paths"`
}

type connections struct {
	Opened int `json:"opened"`
	Open   int `json:"open"`
}

type pathReport struct {
	Arrivals   int            `json:"arrivals"`
	Peak       int            `json:"peak_per_second"`
	Recent     int            `json:"last_second"`
	Flying     int            `json:"in_flight"`
	PeakFlying int            `json:"peak_in_flight"`
	Outcomes   map[string]int `json:"outcomes"`
}

// report copies the counts.
func (s *stats) report() report {
	s.mu.Lock()
	defer s.mu.Unlock()
	uptime := s.now().Sub(s.start)
	s.last = max(s.last, uptime)
	s.all.expire(s.last)
	r := report{
		Since: s.start.UTC(), Uptime: uptime.Seconds(),
		Total: s.arrivals, Peak: s.all.peak, Recent: s.all.size,
		Flying: s.flying, PeakFlying: s.peakFly,
		Arrivals: make(map[string]int), Outcomes: maps.Clone(s.outcomes),
		Connections: connections{s.opened, len(s.open)},
		Paths:       make(map[string]pathReport),
	}
	for path, p := range s.paths {
		r.Arrivals[path] = p.arrivals
		r.Paths[path] = pathReport{
			p.arrivals, p.peak, p.recent, p.flying, p.peakFly, maps.Clone(p.outcomes),
		}
	}
	return r
}

// showStats answers /stats.
func (p *Playground) showStats(c *call) error {
	return c.value(p.stats.report())
}
