package sessions

// edition marks who may change a value in place. A state and its clone have
// different editions, and what carries neither's is shared: it is copied
// before it is changed.
type edition struct{ _ byte }

const pieceLen = 128

// piece is a part of a strip.
type piece[T any] struct {
	owner *edition
	rows  []T
}

// strip is a queue with random access whose copies share their pieces. It
// grows at its end and is shortened at its front.
type strip[T any] struct {
	pieces []*piece[T]
	skip   int // rows of the first piece that are gone
	n      int
}

func (s *strip[T]) len() int { return s.n }

// at returns row i, which must be from 0 to len-1.
func (s *strip[T]) at(i int) T {
	i += s.skip
	return s.pieces[i/pieceLen].rows[i%pieceLen]
}

// own returns piece i, which by ed may be changed in place.
func (s *strip[T]) own(ed *edition, i int) *piece[T] {
	p := s.pieces[i]
	if p.owner == ed {
		return p
	}
	rows := make([]T, len(p.rows), pieceLen)
	copy(rows, p.rows)
	s.pieces[i] = &piece[T]{owner: ed, rows: rows}
	return s.pieces[i]
}

func (s *strip[T]) set(ed *edition, i int, v T) {
	i += s.skip
	s.own(ed, i/pieceLen).rows[i%pieceLen] = v
}

func (s *strip[T]) push(ed *edition, v T) {
	last := len(s.pieces) - 1
	if last < 0 || len(s.pieces[last].rows) == pieceLen {
		s.pieces = append(s.pieces, &piece[T]{owner: ed, rows: make([]T, 0, pieceLen)})
		last++
	}
	p := s.own(ed, last)
	p.rows = append(p.rows, v)
	s.n++
}

// keep drops rows at the front until at most n are left.
func (s *strip[T]) keep(n int) {
	if s.n <= n {
		return
	}
	s.skip += s.n - n
	s.n = n
	if gone := s.skip / pieceLen; gone > 0 {
		s.pieces = append([]*piece[T](nil), s.pieces[gone:]...)
		s.skip %= pieceLen
	}
	if n == 0 {
		s.pieces, s.skip = nil, 0
	}
}

// clone returns a copy that shares every piece. Both must go on with editions
// of their own.
func (s *strip[T]) clone() strip[T] {
	return strip[T]{pieces: append([]*piece[T](nil), s.pieces...), skip: s.skip, n: s.n}
}
