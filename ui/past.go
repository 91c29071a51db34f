package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
)

// past makes a session the history of its engine.
type past struct{ session *sessions.Session }

// Sync implements history.
func (p past) Sync(ctx context.Context) error { return p.session.Sync(ctx) }

// Events implements history. What the file holds damaged is left out.
func (p past) Events(ctx context.Context, from, to uint64) ([]engine.Event, error) {
	var events []engine.Event
	var first error
	for e, err := range p.session.Events(ctx, from, to) {
		switch {
		case err == nil:
			events = append(events, e)
		case first == nil:
			first = err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return events, first
}

// troubleMsg says what keeps a session from being written.
type troubleMsg struct{ err error }

// awaitTrouble waits for the next trouble of the session that is recorded.
func (m *Model) awaitTrouble(s *sessions.Session) tea.Cmd {
	if s == nil {
		return nil
	}
	ctx := m.ctx
	return func() tea.Msg {
		select {
		case err := <-s.Trouble():
			return troubleMsg{err}
		case <-ctx.Done():
			return nil
		}
	}
}
