package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// statements are the writer's prepared statements.
type statements struct {
	event, events, meta        *sql.Stmt
	exchange, exchangeEnd      *sql.Stmt
	body, bodyByHash, bodyHash *sql.Stmt
	chunk, dropChunks          *sql.Stmt
	dropBody, bodyRef          *sql.Stmt
	checkpoint, piece, uncheck *sql.Stmt

	waiting []any // the values of events that go into one statement
}

const (
	// eventsAtOnce is how many events go into one statement.
	eventsAtOnce = 16
	eventValues  = 5
	insertEvents = "INSERT OR IGNORE INTO events (seq, at, kind, exchange, json) VALUES "
	oneEvent     = "(?, ?, ?, ?, ?)"
)

// addEvent inserts an event, with those added before it once there are enough.
func (s *statements) addEvent(ctx context.Context, o eventOp) error {
	h := o.event.Head()
	s.waiting = append(s.waiting, int64(h.Seq), h.At.UnixNano(), string(o.event.Kind()), int64(h.Exchange), string(o.json))
	if len(s.waiting) < eventsAtOnce*eventValues {
		return nil
	}
	_, err := s.events.ExecContext(ctx, s.waiting...)
	s.forget()
	return err
}

// flush inserts the events that wait; it goes before a commit.
func (s *statements) flush(ctx context.Context) error {
	defer s.forget()
	for at := 0; at < len(s.waiting); at += eventValues {
		if _, err := s.event.ExecContext(ctx, s.waiting[at:at+eventValues]...); err != nil {
			return err
		}
	}
	return nil
}

// forget drops the events that wait, as a rollback does.
func (s *statements) forget() {
	clear(s.waiting)
	s.waiting = s.waiting[:0]
}

func prepare(ctx context.Context, c *sql.Conn) (*statements, error) {
	s := &statements{}
	for _, p := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&s.event, insertEvents + oneEvent},
		{&s.events, insertEvents + oneEvent + strings.Repeat(", "+oneEvent, eventsAtOnce-1)},
		{&s.meta, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"},
		{&s.exchange, "INSERT OR IGNORE INTO exchanges (id, run, origin, method, url, page, started) VALUES (?, ?, ?, ?, ?, ?, ?)"},
		{&s.exchangeEnd, "UPDATE exchanges SET ended = ?, outcome = ?, status = ?, error = ?, attempts = ? WHERE id = ?"},
		{&s.body, "INSERT INTO bodies (id, hash, size) VALUES (?, ?, ?)"},
		{&s.bodyByHash, "SELECT id FROM bodies WHERE hash = ?"},
		{&s.bodyHash, "UPDATE bodies SET hash = ?, size = ? WHERE id = ?"},
		{&s.chunk, "INSERT INTO chunks (body, n, size, zstd, data) VALUES (?, ?, ?, ?, ?)"},
		{&s.dropChunks, "DELETE FROM chunks WHERE body = ?"},
		{&s.dropBody, "DELETE FROM bodies WHERE id = ?"},
		{&s.bodyRef, "INSERT OR REPLACE INTO body_refs (exchange, attempt, part, body, complete, content_type) VALUES (?, ?, ?, ?, ?, ?)"},
		{&s.checkpoint, "INSERT OR REPLACE INTO checkpoints (seq, events, at, marks, size, zstd, data) VALUES (?, ?, ?, ?, ?, ?, ?)"},
		{&s.piece, "INSERT OR REPLACE INTO pieces (id, size, zstd, data) VALUES (?, ?, ?, ?)"},
		{&s.uncheck, "DELETE FROM checkpoints"},
	} {
		stmt, err := c.PrepareContext(ctx, p.text)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("prepare %q: %w", p.text, err), s.close())
		}
		*p.to = stmt
	}
	return s, nil
}

func (s *statements) all() []*sql.Stmt {
	return []*sql.Stmt{
		s.event, s.events, s.meta, s.exchange, s.exchangeEnd, s.body, s.bodyByHash, s.bodyHash,
		s.chunk, s.dropChunks, s.dropBody, s.bodyRef, s.checkpoint, s.piece, s.uncheck,
	}
}

func (s *statements) close() error {
	var errs []error
	for _, stmt := range s.all() {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	return errors.Join(errs...)
}
