package har

import (
	"container/heap"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/collection"
)

// Summary is what was imported.
type Summary struct {
	Runs, Exchanges, Attempts int
}

// Import reads an archive of size bytes into a session that is being recorded
// and holds nothing yet. Entries become exchanges in the order of their start,
// in a run for each page; in an archive of ours the attempts of an exchange
// are one again. Memory holds an index of the entries, and those that overlap.
//
// What an archive lacks, such as body or timings, the session lacks too. The
// losses say so.
func Import(ctx context.Context, file io.ReaderAt, size int64, to *sessions.Session) (Summary, []collection.Loss, error) {
	found, broken := scan(file, size)
	if found == nil {
		return Summary{}, nil, broken
	}
	in := &importer{file: file, to: to, titles: found.titles, runs: map[string]*run{}}
	in.plan(found.places)
	for _, g := range in.groups {
		if err := ctx.Err(); err != nil {
			return in.sum, nil, err
		}
		if err := in.exchange(g); err != nil {
			return in.sum, nil, err
		}
	}
	in.finish(time.Time{}, true)
	if in.err != nil {
		return in.sum, nil, in.err
	}
	losses := in.lost.losses()
	if broken != nil {
		losses = append(losses, collection.Loss{What: fmt.Sprintf("the file breaks off behind entry %d: %v", len(found.places), broken)})
	}
	return in.sum, losses, to.Sync(ctx)
}

// mostAttempts bounds the attempts of an exchange, more than any policy allows.
const mostAttempts = 1000

// group is an exchange: its attempts in their order.
type group []place

type importer struct {
	file   io.ReaderAt
	to     *sessions.Session
	titles map[string]string
	groups []group
	runs   map[string]*run
	begun  []*run // those that are, by their number
	ends   ends
	order  uint64 // of the last of ends that was added
	seq    uint64
	now    time.Time
	sum    Summary
	lost   tally
	err    error // of an entry that could not be read
}

// run is what entries of one page belong to.
type run struct {
	id      uint64
	key     string
	started time.Time
	left    int // exchanges that have not ended
	total   int
	facts   engine.RunFinished
}

// plan orders the exchanges by their start.
func (in *importer) plan(places []place) {
	type key struct {
		run   string
		group uint64
	}
	at := map[key]int{}
	for _, p := range places {
		k := key{p.run, p.group}
		if i, ok := at[k]; ok && p.group > 0 && len(in.groups[i]) < mostAttempts {
			in.groups[i] = append(in.groups[i], p)
			continue
		}
		at[k] = len(in.groups)
		in.groups = append(in.groups, group{p})
	}
	for _, g := range in.groups {
		slices.SortStableFunc(g, func(a, b place) int { return a.start.Compare(b.start) })
	}
	slices.SortStableFunc(in.groups, func(a, b group) int { return a[0].start.Compare(b[0].start) })
	for _, g := range in.groups {
		r := in.runs[g[0].run]
		if r == nil {
			r = &run{key: g[0].run}
			in.runs[g[0].run] = r
		}
		r.total++
		r.left++
	}
}

// exchange states an exchange; the events of its later moments wait for them.
func (in *importer) exchange(g group) error {
	r := in.runs[g[0].run]
	e, err := g[0].read(in.file)
	if err != nil {
		return fmt.Errorf("read an entry of the HAR file: %w", err)
	}
	start := g[0].start
	in.finish(start, false)
	address, ok := e.target(&in.lost)
	if !ok {
		in.leave(r)
		return in.err
	}
	origin, _ := engine.OriginOf(address) // the target has one
	if r.id == 0 {
		in.begin(r, start, origin, e, address)
	}
	in.sum.Exchanges++
	x := &under{in: in, run: r, places: g, first: address}
	x.head = engine.Header{Run: r.id, Exchange: uint64(in.sum.Exchanges), Origin: origin}
	in.state(start, x.head, func(h engine.Header) engine.Event {
		x.started = h.At
		s := engine.ExchangeStarted{Header: h, Method: e.method(), URL: address}
		if e.Weir != nil {
			s.Name, s.Page = e.Weir.Name, max(0, e.Weir.Page)
		}
		return s
	})
	x.start(0, e, start)
	return in.err
}

// begin states the run's start.
func (in *importer) begin(r *run, at time.Time, origin string, e *entry, address string) {
	in.sum.Runs++
	r.id, r.started = uint64(in.sum.Runs), at
	in.begun = append(in.begun, r)
	mode := engine.ModeFanOut
	if r.total == 1 {
		mode = engine.ModeSingle
	}
	in.state(at, engine.Header{Run: r.id, Origin: origin}, func(h engine.Header) engine.Event {
		return engine.RunStarted{
			Header: h, Mode: mode, Name: in.titles[r.key], Method: e.method(), URL: address, Requests: r.total,
			Policy: engine.PolicyFacts{Rate: "off", Backoff: "off", Jitter: "none", Breaker: "off", Timeouts: "off", HTTP: "auto"},
		}
	})
}

// state adds an event at a moment, or now if that has passed.
func (in *importer) state(at time.Time, h engine.Header, event func(engine.Header) engine.Event) {
	if at.After(in.now) {
		in.now = at
	}
	in.seq++
	h.Seq, h.At = in.seq, in.now
	h.Offset = max(0, in.now.Sub(in.begun[h.Run-1].started))
	in.to.Add(event(h))
}

// later keeps what is stated at a moment.
func (in *importer) later(at time.Time, state func(at time.Time)) {
	in.order++
	heap.Push(&in.ends, end{at, in.order, state})
}

// finish states what ends up to a moment, or all of it.
func (in *importer) finish(until time.Time, all bool) {
	for len(in.ends) > 0 && (all || !in.ends[0].at.After(until)) {
		e := heap.Pop(&in.ends).(end)
		e.state(e.at)
	}
}

// leave counts an exchange of a run as ended, and states the run's end.
func (in *importer) leave(r *run) {
	if r.left--; r.left > 0 || r.id == 0 {
		return
	}
	in.state(in.now, engine.Header{Run: r.id}, func(h engine.Header) engine.Event {
		f := r.facts
		f.Header, f.Outcome, f.Elapsed = h, engine.RunCompleted, in.now.Sub(r.started)
		return f
	})
}
