package sessions

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"weir/engine"
)

// eventOp keeps an event, and what searching needs of it.
type eventOp struct {
	event engine.Event // clean
	json  []byte
}

func newEventOp(e engine.Event) (eventOp, error) {
	json, err := engine.AppendJSON(nil, e)
	return eventOp{event: e, json: json}, err
}

func (o eventOp) size() int { return len(o.json) + 64 }

// write puts the event with others that go into one statement, see flush.
func (o eventOp) write(ctx context.Context, s *statements) error {
	if err := s.addEvent(ctx, o); err != nil {
		return err
	}
	switch e := o.event.(type) {
	case engine.ExchangeStarted:
		_, err := s.exchange.ExecContext(ctx, int64(e.Exchange), int64(e.Run), e.Origin, e.Method, e.URL, e.Page, e.At.UnixNano())
		return err
	case engine.ExchangeFinished:
		text := ""
		if e.Error != nil {
			text = e.Error.Text
		}
		_, err := s.exchangeEnd.ExecContext(ctx, e.At.UnixNano(), string(e.Outcome), e.Status, text, e.Attempts, int64(e.Exchange))
		return err
	}
	return nil
}

// writeAll writes ops, all of them or, until they are rolled back, some.
func (s *statements) writeAll(ctx context.Context, ops []op) error {
	s.forget()
	for _, o := range ops {
		if err := o.write(ctx, s); err != nil {
			return err
		}
	}
	return s.flush(ctx)
}

// metaOp keeps what the file says about itself.
type metaOp struct{ key, value string }

func (o metaOp) size() int { return len(o.key) + len(o.value) }

func (o metaOp) write(ctx context.Context, s *statements) error {
	_, err := s.meta.ExecContext(ctx, o.key, o.value)
	return err
}

// chunkOp keeps a piece of a body.
type chunkOp struct {
	body  int64
	n     int
	plain int // bytes before compression
	zstd  bool
	data  []byte
}

func (o chunkOp) size() int { return len(o.data) + 64 }

func (o chunkOp) write(ctx context.Context, s *statements) error {
	_, err := s.chunk.ExecContext(ctx, o.body, o.n, o.plain, o.zstd, o.data)
	return err
}

// refOp says which body belongs to an attempt.
type refOp struct {
	ref      engine.BodyRef
	body     int64
	complete bool
}

func (o refOp) size() int { return 128 }

func (o refOp) write(ctx context.Context, s *statements) error {
	_, err := s.bodyRef.ExecContext(ctx, int64(o.ref.Exchange), o.ref.Attempt, string(o.ref.Part), o.body, o.complete, o.ref.ContentType)
	return err
}

// growingOp begins a body whose pieces reach the disk before its end is there.
type growingOp struct{ refOp }

func (o growingOp) write(ctx context.Context, s *statements) error {
	if _, err := s.body.ExecContext(ctx, o.body, nil, 0); err != nil {
		return err
	}
	return o.refOp.write(ctx, s)
}

// bodyOp ends a body. Content that is there already is kept once.
type bodyOp struct {
	refOp
	hash  []byte
	bytes int64
	grown bool    // a growingOp began it
	chunk chunkOp // all of it, if it did not grow
}

func (o bodyOp) size() int { return o.refOp.size() + o.chunk.size() }

func (o bodyOp) write(ctx context.Context, s *statements) error {
	var same int64
	switch err := s.bodyByHash.QueryRowContext(ctx, o.hash).Scan(&same); {
	case err == nil:
		return o.share(ctx, s, same)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if o.grown {
		if _, err := s.bodyHash.ExecContext(ctx, o.hash, o.bytes, o.body); err != nil {
			return err
		}
		return o.refOp.write(ctx, s)
	}
	if _, err := s.body.ExecContext(ctx, o.body, o.hash, o.bytes); err != nil {
		return err
	}
	if o.bytes > 0 {
		if err := o.chunk.write(ctx, s); err != nil {
			return err
		}
	}
	return o.refOp.write(ctx, s)
}

// share points at the body that holds the same bytes.
func (o bodyOp) share(ctx context.Context, s *statements, same int64) error {
	if o.grown {
		if _, err := s.dropChunks.ExecContext(ctx, o.body); err != nil {
			return err
		}
		if _, err := s.dropBody.ExecContext(ctx, o.body); err != nil {
			return err
		}
	}
	o.body = same
	return o.refOp.write(ctx, s)
}

// lateOp stands for ops that are still being made. What comes behind it waits
// for them; where nobody has begun by then, the writer makes them itself.
type lateOp struct {
	bytes int         // about as many as the ops will have
	ops   func() []op // makes them once
}

func (o *lateOp) size() int { return o.bytes + 128 }

func (o *lateOp) write(ctx context.Context, s *statements) error {
	for _, one := range o.ops() {
		if err := one.write(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// stamp writes a moment for the meta table.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
