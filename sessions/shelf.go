package sessions

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// shelf holds the pieces of states that follow each other. Two states share
// nearly all of theirs, so each is kept once, under a number.
type shelf struct {
	rows  pieces[*Exchange]
	pages pieces[Page]
	last  uint64 // number given
	fresh []freshPiece
	fetch func(id uint64) (string, error) // what was kept under a number
}

// freshPiece is one that was not on the shelf yet.
type freshPiece struct {
	id   uint64
	form []byte
}

// pieces are those of one kind of strip.
type pieces[T any] struct {
	each func(*coder, *T)
	ids  map[*piece[T]]uint64 // of the state that was written last
	next map[*piece[T]]uint64 // of the one that is being written
	at   map[uint64]*piece[T] // that were read
}

// How many pieces are held at most beside those of the state that is read.
const (
	mostRows  = 512
	mostPages = 2 * KeptPages / pieceLen
)

func newShelf(fetch func(id uint64) (string, error)) *shelf {
	return &shelf{
		fetch: fetch,
		rows:  pieces[*Exchange]{each: exchangeRow, at: map[uint64]*piece[*Exchange]{}},
		pages: pieces[Page]{each: (*coder).page, at: map[uint64]*piece[Page]{}},
	}
}

// exchangeRow codes a row, which is never nil.
func exchangeRow(c *coder, x **Exchange) {
	if c.reading {
		*x = &Exchange{}
	}
	c.exchange(*x)
}

// write returns a state's form, and the pieces that are new. The state must be
// a lean clone, which nobody changes.
func (h *shelf) write(s *State) (form []byte, fresh []freshPiece, ok bool) {
	h.fresh = nil
	h.rows.next, h.pages.next = map[*piece[*Exchange]]uint64{}, map[*piece[Page]]uint64{}
	c := &coder{}
	c.state(s, h)
	h.rows.ids, h.pages.ids = h.rows.next, h.pages.next
	return c.out, h.fresh, !c.bad
}

// read returns the state of a form; nil where it does not make sense.
func (h *shelf) read(form string) *State {
	if len(h.rows.at) > mostRows {
		clear(h.rows.at)
	}
	if len(h.pages.at) > mostPages {
		clear(h.pages.at)
	}
	s := NewState()
	s.lean = true
	c := &coder{reading: true, in: form}
	if c.state(s, h); c.bad || c.in != "" {
		return nil
	}
	return s
}

// codeStrip codes a strip by the numbers of its pieces.
func codeStrip[T any](c *coder, s *strip[T], of *pieces[T], h *shelf) {
	c.ints(&s.skip, &s.n)
	ids := make([]uint64, 0, len(s.pieces))
	for _, p := range s.pieces {
		ids = append(ids, of.put(c, p, h))
	}
	last := uint64(0)
	many(c, &ids, mostListed, func(c *coder, id *uint64) {
		step := int64(*id - last)
		number64(c, &step)
		if c.reading {
			*id = last + uint64(step)
		}
		last = *id
	})
	if !c.reading {
		return
	}
	of.load(ids, h)
	s.pieces = make([]*piece[T], len(ids))
	rows := 0
	for i, id := range ids {
		p := of.at[id]
		if p == nil || len(p.rows) == 0 || len(p.rows) != pieceLen && i < len(ids)-1 {
			c.fail()
			s.pieces, s.skip, s.n = nil, 0, 0
			return
		}
		s.pieces[i] = p
		rows += len(p.rows)
	}
	if s.skip < 0 || s.n < 0 || s.skip >= pieceLen || s.n != rows-s.skip {
		c.fail()
		s.pieces, s.skip, s.n = nil, 0, 0
	}
}

// put returns the number of a piece that is written, and gives it one if it
// has none.
func (of *pieces[T]) put(c *coder, p *piece[T], h *shelf) uint64 {
	id, ok := of.ids[p]
	if !ok {
		h.last++
		id = h.last
		one := &coder{}
		many(one, &p.rows, pieceLen, of.each)
		c.bad = c.bad || one.bad
		h.fresh = append(h.fresh, freshPiece{id, one.out})
	}
	of.next[p] = id
	return id
}

// load puts the pieces of these numbers in at, those that make sense. They are
// read by as many goroutines as there are processors; all have ended when it
// returns.
func (of *pieces[T]) load(ids []uint64, h *shelf) {
	var missing []uint64
	for _, id := range ids {
		if of.at[id] == nil {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	missing = slices.Compact(missing) // a hostile state names one piece a million times
	read := make([]*piece[T], len(missing))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(missing)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(missing); i = int(next.Add(1)) - 1 {
				read[i] = of.read(missing[i], h)
			}
		})
	}
	group.Wait()
	for i, p := range read {
		if p != nil {
			of.at[missing[i]] = p
		}
	}
}

// read returns the piece of a number; nil where there is none that makes sense.
func (of *pieces[T]) read(id uint64, h *shelf) *piece[T] {
	form, err := h.fetch(id)
	if err != nil {
		return nil
	}
	c := &coder{reading: true, in: form}
	p := &piece[T]{owner: &edition{}}
	if many(c, &p.rows, pieceLen, of.each); c.bad || c.in != "" {
		return nil
	}
	return p
}
