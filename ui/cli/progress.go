package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"weir/engine"
	"weir/sessions"
)

// progressEvery is how often progress is told.
const progressEvery = 100 * time.Millisecond

// progress tells on standard error how a run is going.
type progress struct {
	w    io.Writer
	line *console // where a person reads; nil writes JSON to w
	long *waits   // where nobody watches: long waits alone are told; else nil
}

// newProgress reads --progress; nil tells nothing.
func newProgress(form string, quiet bool, s Streams) (*progress, error) {
	switch form {
	case "auto":
		switch {
		case quiet:
			return nil, nil //nolint:nilnil // no progress is no error
		case !s.terminal(s.Err):
			return &progress{long: &waits{to: s.Err}}, nil
		}
		return &progress{line: &console{to: s.Err}}, nil
	case "json":
		return &progress{w: s.Err}, nil
	case "off":
		return nil, nil //nolint:nilnil // no progress is no error
	default:
		return nil, usage(fmt.Errorf("--progress: %q is none of auto, json, off", form))
	}
}

// beside makes what goes to the same terminal pass by the line of progress.
func (p *progress) beside(s Streams) Streams {
	if p == nil || p.line == nil {
		return s
	}
	terminal := s.terminal(s.Out)
	s.Err = p.line.beside(s.Err)
	if terminal {
		s.Out = p.line.beside(s.Out)
	}
	s.Terminal = func(stream any) bool { return stream == s.Err || terminal && stream == s.Out }
	return s
}

// progressLine is what --progress json prints.
type progressLine struct {
	Pages     int64   `json:"pages"`
	Items     int64   `json:"items"`
	Total     *int64  `json:"total,omitempty"`
	Exchanges int64   `json:"exchanges"`
	Attempts  int64   `json:"attempts"`
	Retries   int64   `json:"retries"`
	Bytes     int64   `json:"bytes"`
	Waiting   int     `json:"waiting"` // exchanges that are not on the wire
	Rate      float64 `json:"items_per_second"`
	Why       string  `json:"why,omitempty"`
}

// tell writes the state of a run as it is now.
func (p *progress) tell(st *sessions.State, now time.Time) {
	if p.long != nil {
		p.long.tell(st, now)
		return
	}
	c := st.Counters
	line := progressLine{
		Pages: c.Pages, Items: c.Items, Exchanges: c.Exchanges, Attempts: c.Attempts, Retries: c.Retries,
		Bytes: c.Bytes, Why: oneLine(st.Why(now).Text),
	}
	if elapsed := now.Sub(st.Started()).Seconds(); elapsed > 0 {
		line.Rate = float64(c.Items) / elapsed
	}
	for _, id := range st.Live() {
		if x := st.Exchange(id); x != nil && x.Wait != nil {
			line.Waiting++
		}
	}
	if p.line == nil {
		_ = json.NewEncoder(p.w).Encode(line)
		return
	}
	p.line.show(line.text())
}

// text is the line as a person reads it. Without pages there are no items to
// tell of.
func (l *progressLine) text() string {
	var parts []string
	if l.Pages > 0 {
		parts = append(parts, fmt.Sprintf("%d pages", l.Pages), fmt.Sprintf("%d items", l.Items), fmt.Sprintf("%.0f/s", l.Rate))
	} else {
		parts = append(parts, fmt.Sprintf("%d exchanges", l.Exchanges))
	}
	for _, n := range []struct {
		count int64
		what  string
	}{{l.Retries, "retries"}, {int64(l.Waiting), "waiting"}} {
		if n.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.count, n.what))
		}
	}
	if l.Why != "" {
		parts = append(parts, l.Why)
	}
	return strings.Join(parts, " · ")
}

// watch reduces events and tells of them now and then, until the feed ends.
func (p *progress) watch(feed *engine.Feed, now func() time.Time) <-chan struct{} {
	done := make(chan struct{})
	batches := make(chan []engine.Event)
	go pump(feed, batches)
	go func() {
		defer close(done)
		st := sessions.NewState()
		ticks := time.NewTicker(progressEvery)
		defer ticks.Stop()
		for {
			select {
			case batch, more := <-batches:
				if !more {
					p.end(st, now())
					return
				}
				for _, ev := range batch {
					st.Apply(ev)
				}
			case <-ticks.C:
				p.tell(st, now())
			}
		}
	}()
	return done
}

// end leaves the last word to machines and no trace for people.
func (p *progress) end(st *sessions.State, now time.Time) {
	if p.line == nil {
		p.tell(st, now)
		return
	}
	p.line.show("")
}

// pump hands on what a feed gives until it ends.
func pump(feed *engine.Feed, batches chan<- []engine.Event) {
	defer close(batches)
	for {
		batch, err := feed.Next(context.Background(), nil)
		if err != nil {
			return
		}
		batches <- batch
	}
}
