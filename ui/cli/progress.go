package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"weir/engine"
	"weir/sessions"
)

// progressEvery is how often progress is told.
const progressEvery = 100 * time.Millisecond

// progress tells on standard error how a run is going.
type progress struct {
	w    io.Writer
	json bool
}

// newProgress reads --progress; nil tells nothing.
func newProgress(form string, quiet bool, s Streams) (*progress, error) {
	switch form {
	case "auto":
		if quiet || !s.terminal(s.Err) {
			return nil, nil //nolint:nilnil // no progress is no error
		}
		return &progress{w: s.Err}, nil
	case "json":
		return &progress{w: s.Err, json: true}, nil
	case "off":
		return nil, nil //nolint:nilnil // no progress is no error
	default:
		return nil, usage(fmt.Errorf("--progress: %q is none of auto, json, off", form))
	}
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
	Rate      float64 `json:"items_per_second"`
	Why       string  `json:"why,omitempty"`
}

// tell writes the state of a run as it is now.
func (p *progress) tell(st *sessions.State, now time.Time) {
	c := st.Counters
	line := progressLine{
		Pages: c.Pages, Items: c.Items, Exchanges: c.Exchanges, Attempts: c.Attempts, Retries: c.Retries,
		Bytes: c.Bytes, Why: oneLine(st.Why(now).Text),
	}
	if elapsed := now.Sub(st.Started()).Seconds(); elapsed > 0 {
		line.Rate = float64(c.Items) / elapsed
	}
	if p.json {
		_ = json.NewEncoder(p.w).Encode(line)
		return
	}
	text := fmt.Sprintf("%d pages · %d items · %.0f/s · %d retries", line.Pages, line.Items, line.Rate, line.Retries)
	if line.Why != "" {
		text += " · " + line.Why
	}
	_, _ = fmt.Fprintf(p.w, "\r\x1b[K%s", clip(text, 100))
}

func clip(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	return string(runes[:width-1]) + "…"
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
	if p.json {
		p.tell(st, now)
		return
	}
	_, _ = fmt.Fprint(p.w, "\r\x1b[K")
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
