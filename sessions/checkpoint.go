package sessions

import (
	"context"
	"errors"
	"sync"
	"time"

	"weir/engine"
)

const (
	// checkpointEvery is how many events lie between two checkpoints at least:
	// as many are read and applied at most to reach any moment.
	checkpointEvery = 512
	// checkpointShare is how many bytes of a checkpoint allow for one event
	// more between it and the next, so that checkpoints stay a small part of a
	// file whose state is large.
	checkpointShare = 16
	// checkpointRarest is how many events lie between two of them at most.
	checkpointRarest = 1 << 16
)

// checkpoints reduces what is recorded and keeps the state now and then. The
// zero value keeps none.
type checkpoints struct {
	mu    sync.Mutex // also holds the order of what is added
	state *State     // lean; nil once no more are kept
	shelf *shelf
	marks []Landmark // since the last
	since int        // events after the last
	every int
}

func (k *checkpoints) begin() {
	k.state, k.shelf, k.every = NewState(), newShelf(nil), checkpointEvery
	k.state.lean = true
}

// after returns what is to be written behind an event; k.mu is held. Events
// whose numbers do not rise, such as those of two engines, end it: a reader
// reduces them all.
func (k *checkpoints) after(s *Session, e engine.Event) []op {
	if k.state == nil {
		return nil
	}
	if k.state.Counters.Events > 0 && e.Head().Seq <= k.state.seq {
		k.state, k.shelf = nil, nil
		return []op{uncheckOp{}}
	}
	if sign, ok := signOf(k.state, e); ok {
		k.marks = append(k.marks, Landmark{Index: int(k.state.Counters.Events), Sign: sign, At: e.Head().At})
	}
	k.state.Apply(e)
	if k.since++; k.since < k.every {
		return nil
	}
	form, fresh, ok := k.shelf.write(k.state.Clone())
	if !ok { // it would be so again
		k.state, k.shelf = nil, nil
		return nil
	}
	k.since, k.every = 0, min(max(checkpointEvery, len(form)/checkpointShare), checkpointRarest)
	ops := make([]op, 0, len(fresh)+1)
	for _, p := range fresh {
		ops = append(ops, pieceOp{id: p.id, chunk: s.pack(0, 0, p.form)})
	}
	ops = append(ops, checkOp{
		seq: k.state.seq, events: k.state.Counters.Events, at: k.state.at, marks: k.marksForm(), chunk: s.pack(0, 0, form),
	})
	k.marks = k.marks[:0]
	return ops
}

func (k *checkpoints) marksForm() []byte {
	c := &coder{}
	c.marks(&k.marks)
	return c.out
}

// marks codes what is worth jumping to.
func (c *coder) marks(of *[]Landmark) {
	form := uint64(stateForm)
	if c.uint(&form); form != stateForm {
		c.fail()
	}
	many(c, of, mostListed, func(c *coder, m *Landmark) {
		sign := uint64(m.Sign)
		c.uint(&sign)
		c.ints(&m.Index)
		c.time(&m.At)
		if m.Sign = Sign(sign); sign >= uint64(signs) { //nolint:gosec // checked
			c.fail()
		}
	})
}

// pieceOp keeps a piece of a state.
type pieceOp struct {
	id    uint64
	chunk chunkOp
}

func (o pieceOp) size() int { return o.chunk.size() }

func (o pieceOp) write(ctx context.Context, s *statements) error {
	_, err := s.piece.ExecContext(ctx, int64(o.id), o.chunk.plain, o.chunk.zstd, o.chunk.data)
	return err
}

// checkOp keeps a state.
type checkOp struct {
	seq    uint64
	events int64
	at     time.Time
	marks  []byte
	chunk  chunkOp
}

func (o checkOp) size() int { return o.chunk.size() }

func (o checkOp) write(ctx context.Context, s *statements) error {
	_, err := s.checkpoint.ExecContext(ctx, int64(o.seq), o.events, o.at.UnixNano(), o.marks, o.chunk.plain, o.chunk.zstd, o.chunk.data)
	return err
}

// uncheckOp drops all checkpoints.
type uncheckOp struct{}

func (uncheckOp) size() int { return 1 }

func (uncheckOp) write(ctx context.Context, s *statements) error {
	_, err := s.uncheck.ExecContext(ctx)
	return err
}

// checked is a checkpoint, without the state that is in it.
type checked struct {
	seq    uint64
	events int
	at     time.Time
	marks  []Landmark // since the one before
}

// checkedList returns the checkpoints of the file in their order; none where
// the file has none or they make no sense.
func (s *Session) checkedList(ctx context.Context) []checked {
	rows, err := s.read.QueryContext(ctx, "SELECT seq, events, at, marks FROM checkpoints ORDER BY seq")
	if err != nil {
		return nil // a file of the first version
	}
	defer func() { _ = rows.Close() }()
	var all []checked
	last := checked{}
	for rows.Next() {
		var seq, events, at int64
		var marks []byte
		if err := rows.Scan(&seq, &events, &at, &marks); err != nil {
			return nil
		}
		one := checked{seq: uint64(seq), events: int(events), at: time.Unix(0, at).UTC()}
		c := &coder{reading: true, in: string(marks)}
		c.marks(&one.marks)
		if c.bad || !one.follows(last) {
			return nil
		}
		all, last = append(all, one), one
	}
	if rows.Err() != nil {
		return nil
	}
	return all
}

// follows says whether a checkpoint may stand behind another.
func (c checked) follows(before checked) bool {
	if c.seq <= before.seq || c.events <= before.events ||
		c.events-before.events > checkpointRarest || c.seq-before.seq < uint64(c.events-before.events) {
		return false
	}
	last := before.events - 1
	for _, m := range c.marks {
		if m.Index <= last || m.Index >= c.events {
			return false
		}
		last = m.Index
	}
	return true
}

const mostStateBytes = 64 << 20

// stateAt reads the state of a checkpoint; nil where it makes no sense.
func (s *Session) stateAt(ctx context.Context, shelf *shelf, c checked) *State {
	form, err := s.stored(ctx, "SELECT size, zstd, data FROM checkpoints WHERE seq = ?", c.seq)
	if err != nil {
		return nil
	}
	st := shelf.read(form)
	if st == nil || st.seq != c.seq || st.Counters.Events != int64(c.events) {
		return nil
	}
	return st
}

// pieceAt reads a piece of a state.
func (s *Session) pieceAt(id uint64) (string, error) {
	return s.stored(context.Background(), "SELECT size, zstd, data FROM pieces WHERE id = ?", id)
}

// stored reads a form that may be compressed.
func (s *Session) stored(ctx context.Context, query string, id uint64) (string, error) {
	var size int64
	var zipped bool
	var data []byte
	if err := s.read.QueryRowContext(ctx, query, int64(id)).Scan(&size, &zipped, &data); err != nil {
		return "", err
	}
	if !zipped {
		return string(data), nil
	}
	if size < 0 || size > mostStateBytes {
		return "", errors.New("too large")
	}
	plain, err := s.unzip.DecodeAll(data, make([]byte, 0, size))
	if err != nil {
		return "", err
	}
	return string(plain), nil
}
