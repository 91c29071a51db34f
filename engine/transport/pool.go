package transport

import (
	"context"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// PoolStats is what the pool holds at one moment.
type PoolStats struct {
	Origins []OriginPool // in the order of their names; only those with anything
}

// OriginPool is the part of the pool of one origin.
type OriginPool struct {
	Origin  string // scheme://host:port
	InUse   int    // connections that carry a request
	Idle    int    // connections that carry none, those being made included
	Waiting int    // requests that wait for a connection
	Streams int    // requests under way over HTTP/2, InUse connections in all
	Limit   int    // of connections; 0 is none
	Proto   string // of its newest connection
	Newest  uint64 // number of its newest connection
}

// pool knows every connection of a client. Its lock is never held while foreign
// code runs.
type pool struct {
	obs    Observer // may be nil
	limit  int
	expiry time.Duration
	proto  string // of connections without TLS
	certs  judge
	watch  *watch
	closed atomic.Bool // it becomes true while mu is held

	mu      sync.Mutex
	last    uint64 // number of the newest connection
	dialled uint64 // number of the newest dial
	conns   map[uint64]*conn
	dials   map[uint64]context.CancelFunc
}

// track takes a connection in; on a closed pool it closes it.
func (p *pool) track(raw net.Conn, origin string) (*conn, error) {
	c := &conn{Conn: raw, pool: p}
	p.mu.Lock()
	if p.closed.Load() {
		p.mu.Unlock()
		_ = raw.Close()
		return nil, ErrClosed
	}
	p.last++
	c.info = ConnInfo{ID: p.last, Origin: origin, Remote: addrOf(raw.RemoteAddr()), Local: addrOf(raw.LocalAddr()), Proto: protoHTTP1}
	if !isTLS(origin) {
		c.info.Proto = p.proto
	}
	p.conns[c.info.ID] = c
	p.mu.Unlock()
	c.ready()
	return c, nil
}

func addrOf(a net.Addr) string {
	if a == nil {
		return ""
	}
	return a.String()
}

func (p *pool) remove(id uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, id)
}

// dial lets a dial begin that closing the pool cancels; done ends it.
func (p *pool) dial(cancel context.CancelFunc) (done func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.Load() {
		return nil, ErrClosed
	}
	p.dialled++
	id := p.dialled
	p.dials[id] = cancel
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.dials, id)
	}, nil
}

func (p *pool) isClosed() bool { return p.closed.Load() }

// close cancels every dial and closes every connection.
func (p *pool) close() {
	p.mu.Lock()
	p.closed.Store(true)
	dials := slices.Collect(maps.Values(p.dials))
	conns := slices.Collect(maps.Values(p.conns))
	p.mu.Unlock()
	for _, cancel := range dials {
		cancel()
	}
	for _, c := range conns {
		_ = c.Close()
	}
}

// stats counts what the pool holds. Those that wait are counted here, and not
// when they come and go: each request comes, and few ask.
func (p *pool) stats() PoolStats {
	p.mu.Lock()
	conns := slices.Collect(maps.Values(p.conns))
	p.mu.Unlock()
	byName := make(map[string]*OriginPool, 1)
	for _, a := range p.watch.attempts() {
		if origin, ok := a.waiting(); ok {
			p.of(byName, origin).Waiting++
		}
	}
	for _, c := range conns {
		c.mu.Lock()
		info := c.info
		c.mu.Unlock()
		p.of(byName, info.Origin).count(info, int(c.active.Load()))
	}
	s := PoolStats{Origins: make([]OriginPool, 0, len(byName))}
	for _, o := range byName {
		s.Origins = append(s.Origins, *o)
	}
	slices.SortFunc(s.Origins, func(a, b OriginPool) int { return strings.Compare(a.Origin, b.Origin) })
	return s
}

func (p *pool) of(byName map[string]*OriginPool, origin string) *OriginPool {
	if byName[origin] == nil {
		byName[origin] = &OriginPool{Origin: origin, Limit: p.limit}
	}
	return byName[origin]
}

// count adds a connection that carries active requests.
func (o *OriginPool) count(info ConnInfo, active int) {
	if info.ID > o.Newest {
		o.Newest, o.Proto = info.ID, info.Proto
	}
	if active == 0 {
		o.Idle++
		return
	}
	o.InUse++
	if info.Proto == protoHTTP2 {
		o.Streams += active
	}
}

func newPool(s *Settings, obs Observer, certs judge, w *watch) *pool {
	p := &pool{
		obs: obs, limit: s.MaxConns, expiry: s.IdleExpiry, proto: protoHTTP1, certs: certs, watch: w,
		conns: make(map[uint64]*conn), dials: make(map[uint64]context.CancelFunc),
	}
	if s.Mode == ModeH2C {
		p.proto = protoHTTP2
	}
	return p
}
