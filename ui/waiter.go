package ui

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
)

// watchSize is how many events wait for the screen at most.
const watchSize = 8192

// breath is the least time between two batches of events: figures that change
// more often nobody can read, and they would keep keys waiting. The first event
// after a rest comes at once.
const breath = 66 * time.Millisecond

// history gives events that a session has on disk.
type history interface {
	Sync(ctx context.Context) error
	Events(ctx context.Context, from, to uint64) ([]engine.Event, error)
}

// waiter brings the engine's events to the state. One of its commands is under
// way at a time.
type waiter struct {
	source  source
	history history                         // nil cannot heal
	clean   func(engine.Event) engine.Event // takes secrets out; nil lets events be
	pending []engine.Event                  // that came while a gap was being healed
	healing bool
	came    time.Time // when events came last
	ended   bool      // no further event comes
}

// eventsMsg brings events in their order.
type eventsMsg struct{ events []engine.Event }

// endedMsg says that no further event comes.
type endedMsg struct{ err error }

// healedMsg brings the events of a gap.
type healedMsg struct {
	events []engine.Event
	err    error
}

// next waits for the next events.
func (w *waiter) next(ctx context.Context) tea.Cmd {
	src, clean := w.source, w.clean
	if src == nil {
		return nil
	}
	return func() tea.Msg {
		rest := time.NewTimer(breath)
		defer rest.Stop()
		select {
		case <-rest.C:
		case <-ctx.Done():
			return nil
		}
		events, _, err := src.Next(ctx, nil)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, io.EOF):
			return endedMsg{}
		case err != nil:
			return endedMsg{err}
		}
		if clean != nil {
			for i, e := range events { // they are this reader's own
				events[i] = clean(e)
			}
		}
		return eventsMsg{events}
	}
}

// take applies events to the state as far as they are without a gap, and
// returns the command that fills the first gap.
func (w *waiter) take(ctx context.Context, s *sessions.State, events []engine.Event) tea.Cmd {
	if w.healing {
		w.pending = append(w.pending, events...)
		return nil
	}
	for i, e := range events {
		seq := e.Head().Seq
		if seq > s.Seq()+1 && w.history != nil {
			w.healing, w.pending = true, append(w.pending[:0], events[i:]...)
			return w.heal(ctx, s.Seq()+1, seq-1)
		}
		if seq > s.Seq() {
			s.Apply(e)
		}
	}
	return nil
}

// heal reads a gap's events from the session.
func (w *waiter) heal(ctx context.Context, from, to uint64) tea.Cmd {
	past := w.history
	return func() tea.Msg {
		if err := past.Sync(ctx); err != nil {
			return healedMsg{err: err}
		}
		events, err := past.Events(ctx, from, to)
		return healedMsg{events, err}
	}
}

// healed closes a gap: what was read comes first, then what waited for it. What
// the session does not have either is passed over.
func (w *waiter) healed(ctx context.Context, s *sessions.State, msg healedMsg) tea.Cmd {
	for _, e := range msg.events {
		if e.Head().Seq > s.Seq() {
			s.Apply(e)
		}
	}
	pending := w.pending
	w.healing, w.pending = false, nil
	if len(pending) == 0 {
		return nil
	}
	if first := pending[0]; first.Head().Seq > s.Seq() {
		s.Apply(first) // else a hole in the session would be asked for again and again
	}
	return w.take(ctx, s, pending[1:])
}
