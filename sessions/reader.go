package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	lib "modernc.org/sqlite/lib"

	"weir/engine"
)

const readBatch = 512

// row is an event as the file holds it.
type row struct {
	seq  uint64
	json string
}

// Events yields the committed events from the number from to the number to,
// both included, in their order. Where a part of the file is damaged or an
// event is of a kind that this program does not know, it yields a nil event
// and a *DamagedError, and goes on behind it.
func (s *Session) Events(ctx context.Context, from, to uint64) iter.Seq2[engine.Event, error] {
	return func(yield func(engine.Event, error) bool) {
		for rows, err := range s.stretches(ctx, from, to) {
			for _, r := range rows {
				if !yield(s.parse(r)) {
					return
				}
			}
			if err != nil && !yield(nil, err) {
				return
			}
		}
	}
}

func (s *Session) parse(r row) (engine.Event, error) {
	e, err := engine.ParseEvent([]byte(r.json))
	if err != nil {
		return nil, &DamagedError{Path: s.path, What: fmt.Sprintf("event %d", r.seq), Err: err}
	}
	return e, nil
}

// stretches yields what Events parses, many at a time. It steps over damaged
// pages: the error says that what follows the rows cannot be read.
func (s *Session) stretches(ctx context.Context, from, to uint64) iter.Seq2[[]row, error] {
	return func(yield func([]row, error) bool) {
		next, step := from, uint64(1)
		for next <= to {
			rows, err := s.rows(ctx, next, to)
			// A batch also ends without an error where a damaged page begins.
			if err == nil && len(rows) == 0 {
				return
			}
			if n := len(rows); n > 0 {
				next, step = rows[n-1].seq+1, 1
			}
			if err == nil {
				if !yield(rows, nil) {
					return
				}
				continue
			}
			what := fmt.Sprintf("what follows event %d", max(next, 1)-1)
			if !yield(rows, &DamagedError{Path: s.path, What: what, Err: err}) || !isDamage(err) || next+step < next {
				return
			}
			next, step = next+step, 2*step
		}
	}
}

func isDamage(err error) bool {
	return isCode(err, lib.SQLITE_CORRUPT) || isCode(err, lib.SQLITE_IOERR) || isCode(err, lib.SQLITE_NOTADB)
}

// rows reads the next events; with an error it returns those before it.
func (s *Session) rows(ctx context.Context, from, to uint64) (out []row, err error) {
	const most = 1<<63 - 1
	if from > most {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx, "SELECT seq, json FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
		int64(from), int64(min(to, most)), readBatch)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r row
		var seq int64
		if err := rows.Scan(&seq, &r.json); err != nil {
			return out, err
		}
		r.seq = uint64(seq)
		out = append(out, r)
	}
	return out, rows.Err()
}

// LastSeq returns the number of the last committed event; 0 for none.
func (s *Session) LastSeq(ctx context.Context) (uint64, error) {
	var seq int64
	err := s.read.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM events").Scan(&seq)
	if err != nil {
		return 0, s.broken("the number of the last event", err)
	}
	return uint64(seq), nil
}

func (s *Session) broken(what string, err error) error {
	if isDamage(err) {
		return &DamagedError{Path: s.path, What: what, Err: err}
	}
	return fmt.Errorf("read %s of %q: %w", what, s.path, err)
}

// Exchange returns an exchange with all its attempts and header fields, as the
// file holds them: also one that a State holds no longer. The error is
// ErrNoExchange where there is none.
func (s *Session) Exchange(ctx context.Context, id uint64) (*Exchange, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT json FROM events WHERE exchange = ? AND exchange > 0 ORDER BY seq", int64(id))
	if err != nil {
		return nil, s.broken(fmt.Sprintf("exchange %d", id), err)
	}
	defer func() { _ = rows.Close() }()
	st := NewState()
	for rows.Next() {
		var json string
		if err := rows.Scan(&json); err != nil {
			return nil, s.broken(fmt.Sprintf("exchange %d", id), err)
		}
		if e, err := engine.ParseEvent([]byte(json)); err == nil {
			st.Apply(e)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, s.broken(fmt.Sprintf("exchange %d", id), err)
	}
	if x := st.Exchange(id); x != nil {
		return x, nil
	}
	return nil, ErrNoExchange
}

// BodyFacts is what is known of a body besides its bytes.
type BodyFacts struct {
	ContentType string
	Size        int64 // bytes, as kept
	Complete    bool  // false where it was cut, broke off, or is still coming
}

// Body returns an attempt's body, clean of secrets. It holds all of it in
// memory: see WriteBody for those that may be large. Attempts count from 1.
// The error is ErrNoBody where none was kept. What it returns must not be
// changed.
func (s *Session) Body(ctx context.Context, exchange uint64, attempt int, part engine.BodyPart) ([]byte, BodyFacts, error) {
	key := bodyKey{exchange, attempt, part}
	if b, ok := s.cache.get(key); ok {
		return b.data, b.of, nil
	}
	var out strings.Builder
	facts, err := s.WriteBody(ctx, &out, exchange, attempt, part)
	if err != nil {
		if b, ok := s.cache.get(key); ok { // the disk does not take it
			return b.data, b.of, nil
		}
		return nil, facts, err
	}
	b := cachedBody{data: []byte(out.String()), of: facts}
	if facts.Complete {
		s.cache.put(key, b)
	}
	return b.data, facts, nil
}

// WriteBody writes an attempt's body to w, a piece at a time.
func (s *Session) WriteBody(ctx context.Context, w io.Writer, exchange uint64, attempt int, part engine.BodyPart) (BodyFacts, error) {
	// A body that was closed is there, and where the disk takes nothing more,
	// those of before are.
	late := s.Sync(ctx)
	key := bodyKey{exchange, attempt, part}
	id, facts, err := s.findBody(ctx, key)
	if errors.Is(err, ErrNoBody) {
		err = errors.Join(err, late)
	}
	if err != nil {
		return facts, err
	}
	written, err := s.writeChunks(ctx, w, id)
	if err != nil {
		return facts, s.broken(key.words(), err)
	}
	if written != facts.Size { // it was still growing when the program ended
		facts.Complete = false
	}
	facts.Size = written
	return facts, nil
}

// findBody returns the number of a body, and what is known of it. The error is
// ErrNoBody where none was kept.
func (s *Session) findBody(ctx context.Context, key bodyKey) (id int64, facts BodyFacts, err error) {
	err = s.read.QueryRowContext(ctx,
		"SELECT r.body, r.complete, r.content_type, b.size FROM body_refs r JOIN bodies b ON b.id = r.body WHERE exchange = ? AND attempt = ? AND part = ?",
		int64(key.exchange), key.attempt, string(key.part)).Scan(&id, &facts.Complete, &facts.ContentType, &facts.Size)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, facts, ErrNoBody
	case err != nil:
		return 0, facts, s.broken(key.words(), err)
	}
	return id, facts, nil
}

// writeChunks writes a body's bytes to w as far as they can be read.
func (s *Session) writeChunks(ctx context.Context, w io.Writer, body int64) (written int64, err error) {
	for n := 0; ; n++ {
		data, err := s.chunk(ctx, body, n)
		if errors.Is(err, sql.ErrNoRows) {
			return written, nil
		}
		if err != nil {
			return written, err
		}
		if _, err := w.Write(data); err != nil {
			return written, err
		}
		written += int64(len(data))
	}
}

func (s *Session) chunk(ctx context.Context, body int64, n int) ([]byte, error) {
	var packed bool
	var data []byte
	err := s.read.QueryRowContext(ctx, "SELECT zstd, data FROM chunks WHERE body = ? AND n = ?", body, n).Scan(&packed, &data)
	if err != nil || !packed {
		return data, err
	}
	plain, err := s.unzip.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return plain, nil
}

// Found is an exchange that a search found.
type Found struct {
	ID, Run  uint64
	Origin   string
	Method   string
	URL      string
	Page     int
	Started  time.Time
	Ended    time.Time // zero while it is live
	Outcome  engine.ExchangeOutcome
	Status   int
	Error    string
	Attempts int
}

// Filter says which exchanges are looked for. Zero values match all.
type Filter struct {
	Text      string // in the URL or the error, whatever its case; Search looks into bodies too
	Method    string
	MinStatus int
	MaxStatus int
	Outcome   engine.ExchangeOutcome
	After     time.Time
	Before    time.Time
	FromID    uint64 // for reading on behind the last one found
	Limit     int    // 1,000 where it is 0
}

// mostFound is how many exchanges are found unless told otherwise.
const mostFound = 1000

// Find returns the exchanges that a filter matches, in the order of their start.
func (s *Session) Find(ctx context.Context, f Filter) ([]Found, error) {
	where, args := f.where()
	rows, err := s.read.QueryContext(ctx, `SELECT id, run, origin, method, url, page, started, coalesce(ended, 0), outcome, status, error, attempts
		FROM exchanges WHERE `+where+` ORDER BY id LIMIT ?`, args...)
	if err != nil {
		return nil, s.broken("its exchanges", err)
	}
	defer func() { _ = rows.Close() }()
	var found []Found
	for rows.Next() {
		var x Found
		var id, run, started, ended int64
		if err := rows.Scan(&id, &run, &x.Origin, &x.Method, &x.URL, &x.Page, &started, &ended, &x.Outcome, &x.Status, &x.Error, &x.Attempts); err != nil {
			return found, s.broken("its exchanges", err)
		}
		x.ID, x.Run, x.Started = uint64(id), uint64(run), time.Unix(0, started).UTC()
		if ended != 0 {
			x.Ended = time.Unix(0, ended).UTC()
		}
		found = append(found, x)
	}
	if err := rows.Err(); err != nil {
		return found, s.broken("its exchanges", err)
	}
	return found, nil
}

func (f Filter) where() (string, []any) {
	terms, args := []string{"id > ?"}, []any{int64(f.FromID)}
	term := func(text string, values ...any) {
		terms = append(terms, text)
		args = append(args, values...)
	}
	if f.Text != "" {
		term("(instr(lower(url), lower(?)) > 0 OR instr(lower(error), lower(?)) > 0)", f.Text, f.Text)
	}
	if f.Method != "" {
		term("method = ?", f.Method)
	}
	if f.MinStatus > 0 {
		term("status >= ?", f.MinStatus)
	}
	if f.MaxStatus > 0 {
		term("status <= ?", f.MaxStatus)
	}
	if f.Outcome != "" {
		term("outcome = ?", string(f.Outcome))
	}
	if !f.After.IsZero() {
		term("started >= ?", f.After.UnixNano())
	}
	if !f.Before.IsZero() {
		term("started < ?", f.Before.UnixNano())
	}
	limit := f.Limit
	if limit <= 0 {
		limit = mostFound
	}
	return strings.Join(terms, " AND "), append(args, limit)
}
