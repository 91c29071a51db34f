package browse

import (
	"bytes"
	"context"
	"errors"
)

// ErrNotFound says that a search came to its end without a match.
var ErrNotFound = errors.New("not found")

// Query is a text that is looked for. Capitals count only where the text has
// some.
type Query struct {
	text []byte
	fold bool
}

// NewQuery returns the query for a text; an empty one matches nothing.
func NewQuery(text string) Query {
	low := lower([]byte(text))
	return Query{text: []byte(text), fold: bytes.Equal(low, []byte(text))}
}

// Empty says whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.text) == 0 }

// String returns the text.
func (q Query) String() string { return string(q.text) }

// Len returns the size of a match in bytes.
func (q Query) Len() int { return len(q.text) }

// lower returns a copy with the capitals of ASCII made small, so that places
// stay where they are.
func lower(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return out
}

// in returns where the text stands first, or last, in a short piece; -1 for
// nowhere.
func (q Query) in(piece []byte, last bool) int {
	if q.Empty() {
		return -1
	}
	if q.fold {
		piece = lower(piece)
	}
	if last {
		return bytes.LastIndex(piece, q.text)
	}
	return bytes.Index(piece, q.text)
}

// piece is how many bytes are searched before the context is asked again.
const piece = 256 << 10

// Find returns the first match in body that begins at from or after it, and
// where there is none goes on from the start. It returns ErrNotFound where no
// match is at all, and the context's error when that ends.
func (q Query) Find(ctx context.Context, body []byte, from int) (int, error) {
	from = min(max(from, 0), len(body))
	at, err := q.scan(ctx, body, from, len(body))
	if err == nil && at < 0 {
		at, err = q.scan(ctx, body, 0, min(from+len(q.text)-1, len(body)))
	}
	return found(at, err)
}

// FindBack is Find towards the start: the last match that begins before from,
// else the last of all.
func (q Query) FindBack(ctx context.Context, body []byte, from int) (int, error) {
	from = min(max(from, 0), len(body))
	at, err := q.scanBack(ctx, body, 0, min(from+len(q.text)-1, len(body)))
	if err == nil && at < 0 {
		at, err = q.scanBack(ctx, body, from, len(body))
	}
	return found(at, err)
}

func found(at int, err error) (int, error) {
	if err == nil && at < 0 {
		err = ErrNotFound
	}
	return at, err
}

// scan returns the first match within body[from:to], -1 for none.
func (q Query) scan(ctx context.Context, body []byte, from, to int) (int, error) {
	for ; from < to && !q.Empty(); from += piece {
		if err := ctx.Err(); err != nil {
			return -1, err
		}
		end := min(from+piece+len(q.text)-1, to)
		if i := q.in(body[from:end], false); i >= 0 {
			return from + i, nil
		}
	}
	return -1, nil
}

// scanBack returns the last match within body[from:to], -1 for none.
func (q Query) scanBack(ctx context.Context, body []byte, from, to int) (int, error) {
	for ; to > from && !q.Empty(); to -= piece {
		if err := ctx.Err(); err != nil {
			return -1, err
		}
		start := max(from, to-piece-len(q.text)+1)
		if i := q.in(body[start:to], true); i >= 0 {
			return start + i, nil
		}
	}
	return -1, nil
}

// Count returns how many matches there are in body, none overlapping, and how
// many of them begin before a place.
func (q Query) Count(ctx context.Context, body []byte, place int) (all, before int, err error) {
	if q.Empty() {
		return 0, 0, nil
	}
	for at := 0; ; {
		at, err = q.scan(ctx, body, at, len(body))
		if err != nil || at < 0 {
			return all, before, err
		}
		all++
		if at < place {
			before++
		}
		at += len(q.text)
	}
}

// Matches says whether the text stands in an item or a row.
func (q Query) Matches(text []byte) bool { return q.in(text, false) >= 0 }

// FindItem looks through at most budget loaded items of a source, from one on,
// in steps of by (1 or -1). Where it returns neither a match nor the end, next
// is where to go on; so a long search is cut into pieces between which the
// screen lives, and is cancelled by not going on.
func (q Query) FindItem(src Source, from, by, budget int) (item, next int, ok bool) {
	n := src.Len()
	for i := from; budget > 0 && i >= 0 && i < n; i += by {
		if data, loaded := src.Item(i); loaded && q.Matches(data) {
			return i, i + by, true
		}
		budget--
		next = i + by
	}
	if from < 0 || from >= n {
		next = from
	}
	return -1, next, false
}
