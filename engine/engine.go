package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"weir/engine/transport"
)

// Config is what an Engine is made with.
type Config struct {
	// Policy governs every origin that Origins does not name.
	Policy Policy
	// Origins holds policies by origin, or by the paths of one, as ScopeOf
	// writes them. Of their Transport only the timeouts are used: the engine has
	// one transport.
	Origins map[string]Policy
	// Bodies is given the bodies of all attempts; nil keeps none.
	Bodies BodySink
	// Dial replaces how connections are made; nil uses the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Engine runs plans. Make one with New and end it with Close.
type Engine struct {
	cfg    Config
	scopes scopes // of paths with a policy of their own
	client *transport.Client
	born   time.Time // wall time, without a monotonic reading
	start  time.Time // the same moment, with one
	wake   chan struct{}
	quit   chan struct{}
	idle   sync.WaitGroup // the clock and the runs' goroutines

	mu        sync.Mutex // guards all below, and the state of origins, runs and exchanges
	journal   journal
	origins   map[string]*origin
	order     []*origin
	runs      map[uint64]*Run
	alarms    alarms
	armed     time.Time // when the clock looks next; zero if it sleeps
	rearm     bool      // something is due before that
	random    *rand.Rand
	runCount  uint64
	exchCount uint64
	held      waitList // exchanges that wait for a reader to catch up
	crew      crew
	closed    bool
}

// New makes an engine, or returns an error that says which part of its
// configuration is wrong. It opens no connection.
func New(cfg Config) (*Engine, error) {
	if err := cfg.Policy.Validate(); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	for name, p := range cfg.Origins {
		if scope, err := ScopeOf(name); err != nil || scope != name {
			return nil, fmt.Errorf("policy of %q: name the origin as ScopeOf does: scheme://host:port", name)
		}
		if err := p.Validate(); err != nil {
			return nil, fmt.Errorf("policy of %s: %w", name, err)
		}
	}
	seed := cfg.Policy.Seed
	if seed == 0 {
		seed = rand.Uint64()
	}
	now := time.Now()
	e := &Engine{
		cfg: cfg, scopes: scopesOf(cfg.Origins), born: now.UTC().Round(0), start: now,
		wake: make(chan struct{}, 1), quit: make(chan struct{}),
		origins: make(map[string]*origin), runs: make(map[uint64]*Run),
		random: rand.New(rand.NewPCG(seed, seed)),
	}
	settings := cfg.Policy.Transport
	settings.Dial = cfg.Dial
	client, err := transport.New(settings, connectionWatcher{e})
	if err != nil {
		return nil, err
	}
	e.client = client
	e.idle.Go(e.keepTime)
	return e, nil
}

// now is the engine's clock: wall time at its birth plus monotonic time since.
func (e *Engine) now() time.Time { return e.born.Add(time.Since(e.start)) }

// unlock ends a change of the engine's state: it sends what was launched to
// the wire, and wakes the clock where something became due before it would
// look.
func (e *Engine) unlock() {
	e.dispatch()
	rearm := e.rearm
	e.rearm = false
	e.mu.Unlock()
	if rearm {
		signal(e.wake)
	}
}

// originFor returns the state of an origin, made on first use.
func (e *Engine) originFor(name string, now time.Time) *origin {
	if o, ok := e.origins[name]; ok {
		return o
	}
	p, ok := e.cfg.Origins[name]
	if !ok {
		p = e.cfg.Policy
	}
	o := newOrigin(name, p, now)
	e.origins[name] = o
	e.order = append(e.order, o)
	e.introduce(o, now)
	return o
}

// introduce states what an origin starts with, so that a reader of events
// knows the state of its breaker and bucket before anything happens to them.
func (e *Engine) introduce(o *origin, now time.Time) {
	state := o.breaker.State().String()
	e.publish(BreakerChanged{
		Header: e.headOfOrigin(now, o.name), From: state, To: state, Rule: "start",
		Settings: o.policy.Breaker.String(), Tally: o.tally(now),
	})
	e.publish(BucketChanged{
		Header: e.headOfOrigin(now, o.name), Rate: wireRate(o.policy.Limit.Rate), Burst: o.policy.Limit.Burst,
		Why: "start", Bucket: o.level(now),
	})
	e.publish(ConcurrencyChanged{
		Header: e.headOfOrigin(now, o.name), Limit: o.slots.Limit(), Max: o.policy.Concurrency, Why: "start",
	})
}

// Start begins a run and returns at once. It returns a *PlanError for a plan
// that makes no sense and ErrClosed after Close. When ctx ends, the run is
// cancelled; it still states its end.
func (e *Engine) Start(ctx context.Context, p Plan) (*Run, error) {
	shape, err := p.check()
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.unlock()
	if e.closed {
		return nil, ErrClosed
	}
	now := e.now()
	for i, origin := range shape.origins {
		shape.origins[i] = e.scopes.of(origin, p.Requests[i].URL)
	}
	o := e.originFor(shape.origins[0], now)
	e.govern(shape.origins, p.Policy, now)
	e.runCount++
	r := newRun(e, e.runCount, ctx, p, shape, now)
	e.runs[r.id] = r
	e.publish(RunStarted{
		Header: e.headOfRun(now, r), Mode: shape.mode, Name: p.Name, Method: p.Requests[0].Method,
		URL: p.Requests[0].URL, Requests: len(p.Requests), Paginate: p.paginate(), Resume: p.resume(), Policy: o.policy.Facts(),
	})
	e.idle.Go(r.drive)
	return r, nil
}

// Do runs a single request and waits for its result. Result.Err is nil where
// the server answered, whatever the status.
func (e *Engine) Do(ctx context.Context, req Request) (Result, error) {
	var got Result
	r, err := e.Start(ctx, Plan{Requests: []Request{req}, OnResult: func(res Result) error {
		got = res
		return nil
	}})
	if err != nil {
		return Result{Err: err}, err
	}
	out := r.Wait()
	if got.Err == nil && got.Status == 0 {
		got.Err = out.Err
	}
	return got, got.Err
}

// Close cancels all runs, waits until they have stated their ends, closes the
// connections and ends feeds and watches. It must not be called by OnResult,
// whose run it waits for. A second call waits for the first.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		e.idle.Wait()
		return nil
	}
	e.closed = true
	for _, r := range e.runs {
		r.cancel(ErrCancelled)
	}
	e.unlock()
	for _, r := range e.running() {
		<-r.done
	}
	e.client.Close()
	close(e.quit)
	e.idle.Wait()
	e.endReaders()
	return nil
}

func (e *Engine) running() []*Run {
	e.mu.Lock()
	defer e.mu.Unlock()
	runs := make([]*Run, 0, len(e.runs))
	for _, r := range e.runs {
		runs = append(runs, r)
	}
	return runs
}

func (e *Engine) endReaders() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range e.journal.feeds {
		f.ended = true
		signal(f.notify)
	}
	for _, w := range e.journal.watches {
		w.ended = true
		signal(w.notify)
	}
}
