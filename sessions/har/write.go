package har

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/collection"
)

// mostPending bounds the attempts whose exchanges have not ended.
const mostPending = 4096

// mostPages bounds the runs that are listed.
const mostPages = 10_000

// Write writes a session as an archive. program and version name who writes.
// The losses name what the file could not give and what HAR has no form for.
func Write(ctx context.Context, w io.Writer, s *sessions.Session, program, version string) ([]collection.Loss, error) {
	info, err := s.Info(ctx)
	if err == nil {
		err = s.Sync(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("write a HAR file: %w", err)
	}
	out := &writer{to: bufio.NewWriterSize(w, 64<<10), session: s, live: map[uint64]*exchange{}}
	if err := out.archive(ctx, info, program, version); err != nil {
		return nil, fmt.Errorf("write a HAR file: %w", err)
	}
	return out.losses, nil
}

// exchange is one that has not been written yet.
type exchange struct {
	started  engine.ExchangeStarted
	attempts []attempt
	outcome  engine.ExchangeOutcome
}

// attempt is what the events tell of one.
type attempt struct {
	started  engine.AttemptStarted
	finished *engine.AttemptFinished
	retry    *engine.RetryScheduled
	refused  *engine.RetryRefused
}

type writer struct {
	to       *bufio.Writer
	session  *sessions.Session
	live     map[uint64]*exchange
	order    []uint64 // of live, by their start
	pending  int
	pages    []page
	entries  int
	rejected int
	policies bool // they did something between requests
	losses   []collection.Loss
}

func (w *writer) lose(format string, args ...any) {
	w.losses = append(w.losses, collection.Loss{What: fmt.Sprintf(format, args...)})
}

func (w *writer) archive(ctx context.Context, info sessions.Info, program, version string) error {
	head, err := json.Marshal(struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}{program, version})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(w.to, "{\"log\":{\"version\":\"1.2\",\"creator\":%s,\"entries\":[", head)
	for e, err := range w.session.Events(ctx, 0, math.MaxInt64) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			w.lose("%v", err)
			continue
		}
		if err := w.event(ctx, e); err != nil {
			return err
		}
	}
	for _, id := range slices.Clone(w.order) {
		if err := w.flush(ctx, id); err != nil {
			return err
		}
	}
	if w.rejected > 0 {
		w.lose("%d exchanges never reached the wire, because a breaker was open or they were cancelled: HAR has no form for them", w.rejected)
	}
	if w.policies {
		w.lose("what happened between the requests stays in the session: waits, breaker, bucket, quotas and the pages of walks")
	}
	pages, err := json.Marshal(w.pages)
	if err != nil {
		return err
	}
	comment := "secrets were struck out when this was recorded"
	if !info.Redacted {
		comment = "this holds secrets as they were sent"
	}
	if w.pages == nil {
		pages = []byte("[]")
	}
	_, _ = fmt.Fprintf(w.to, "],\"pages\":%s,\"comment\":%q}}\n", pages, comment)
	return w.to.Flush()
}

func (w *writer) event(ctx context.Context, e engine.Event) error {
	id := e.Head().Exchange
	switch e := e.(type) {
	case engine.RunStarted:
		w.page(e)
	case engine.ExchangeStarted:
		if w.live[id] == nil {
			w.live[id] = &exchange{started: e}
			w.order = append(w.order, id)
		}
	case engine.ExchangeFinished:
		if x := w.live[id]; x != nil {
			x.outcome = e.Outcome
		}
		return w.flush(ctx, id)
	case engine.WaitStarted, engine.BreakerChanged, engine.BucketChanged, engine.QuotaSeen, engine.PageFetched:
		w.policies = true
	default:
		if x := w.live[id]; x != nil {
			w.attempt(x, e)
		}
	}
	if len(w.order) > mostPending || w.pending > mostPending {
		return w.flush(ctx, w.order[0]) // a file that was tampered with, or a very busy one
	}
	return nil
}

func (w *writer) page(e engine.RunStarted) {
	if len(w.pages) >= mostPages {
		return
	}
	title := e.Name
	if title == "" {
		title = e.Method + " " + e.URL
	}
	w.pages = append(w.pages, page{Started: stamp(e.At), ID: pageID(e.Run), Title: title})
}

func pageID(run uint64) string { return fmt.Sprintf("run_%d", run) }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func (w *writer) attempt(x *exchange, e engine.Event) {
	if e, ok := e.(engine.AttemptStarted); ok {
		x.attempts = append(x.attempts, attempt{started: e})
		w.pending++
		return
	}
	for i := range x.attempts {
		a := &x.attempts[i]
		if a.started.Attempt != e.Head().Attempt {
			continue
		}
		switch e := e.(type) {
		case engine.AttemptFinished:
			a.finished = &e
		case engine.RetryScheduled:
			a.retry = &e
		case engine.RetryRefused:
			a.refused = &e
		}
	}
}

// flush writes the attempts of an exchange.
func (w *writer) flush(ctx context.Context, id uint64) error {
	x := w.live[id]
	if x == nil {
		return nil
	}
	delete(w.live, id)
	if i := slices.Index(w.order, id); i >= 0 {
		w.order = slices.Delete(w.order, i, i+1)
	}
	w.pending -= len(x.attempts)
	if len(x.attempts) == 0 {
		w.rejected++
	}
	for _, a := range x.attempts {
		if err := w.entry(ctx, x, a); err != nil {
			return err
		}
	}
	return nil
}

// entry writes an attempt with its bodies, which stand where the entry has holes.
func (w *writer) entry(ctx context.Context, x *exchange, a attempt) error {
	sent, err := w.look(ctx, x, a, engine.RequestBody)
	if err != nil {
		return err
	}
	received, err := w.look(ctx, x, a, engine.ResponseBody)
	if err != nil {
		return err
	}
	e := entryOf(x, a)
	e.bodies(sent, received)
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return err
	}
	if w.entries++; w.entries > 1 {
		_ = w.to.WriteByte(',')
	}
	_ = w.to.WriteByte('\n')
	rest := bytes.TrimSpace(text.Bytes())
	for _, b := range []*body{sent, received} {
		if b == nil {
			continue
		}
		before, after, _ := bytes.Cut(rest, []byte(b.hole))
		_, _ = w.to.Write(before)
		if err := b.write(ctx, w.to, w.session); err != nil {
			return err
		}
		rest = after
	}
	_, err = w.to.Write(rest)
	return err
}

// look reads a body to see how it has to be written; nil where none was kept.
func (w *writer) look(ctx context.Context, x *exchange, a attempt, part engine.BodyPart) (*body, error) {
	b := &body{exchange: x.started.Exchange, attempt: a.started.Attempt, part: part}
	facts, err := w.session.WriteBody(ctx, &b.form, b.exchange, b.attempt, part)
	var damaged *sessions.DamagedError
	switch {
	case errors.Is(err, sessions.ErrNoBody):
		return nil, nil
	case errors.As(err, &damaged):
		w.lose("%v", err)
		return nil, nil
	case err != nil:
		return nil, err
	}
	b.facts = facts
	b.hole = holeFor(b)
	return b, nil
}
