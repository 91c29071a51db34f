package sessions

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"

	"weir/engine"
)

const (
	// searchBatch is how many exchanges are looked through at a time.
	searchBatch = 256
	// excerptLen is how many bytes around a match are shown.
	excerptLen = 80
)

// Match is an exchange that a search found, and where.
type Match struct {
	Found
	// Part is the body that holds the text; empty where it stands in the URL
	// or the error, or where no text was looked for.
	Part    engine.BodyPart
	Attempt int    // whose body it is, from 1; 0 without Part
	Excerpt string // of the body around the text, as a server sent it; empty without Part
}

// Search yields the exchanges that a filter matches, in the order of their
// start, and looks for its text in the bodies too: as they are kept, so with
// secrets replaced, and with letters of ASCII in either case. Each exchange
// comes once, with the first place that holds the text.
//
// Nothing is indexed while a session is recorded: the bodies are unpacked and
// read through, some hundred megabytes a second, a piece at a time. End it by
// the context or by leaving the loop. An error says what could not be looked
// through; it goes on behind a damaged part.
func (s *Session) Search(ctx context.Context, f Filter) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		left := f.Limit
		if left <= 0 {
			left = mostFound
		}
		for left > 0 {
			batch, err := s.Find(ctx, f.batch())
			if err != nil {
				yield(Match{}, err)
				return
			}
			for m, err := range s.searched(ctx, batch, f.Text) {
				if err == nil {
					left--
				}
				if !yield(m, err) || left == 0 {
					return
				}
			}
			if len(batch) < searchBatch || ctx.Err() != nil {
				return
			}
			f.FromID = batch[len(batch)-1].ID
		}
	}
}

// batch is the filter for some exchanges, without the text.
func (f Filter) batch() Filter {
	f.Text, f.Limit = "", searchBatch
	return f
}

// searched yields those of a batch that hold a text.
func (s *Session) searched(ctx context.Context, batch []Found, text string) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		needle := lowered([]byte(text))
		var bodies map[uint64]Match
		var err error
		for i, x := range batch {
			m := Match{Found: x}
			switch {
			case bytes.Contains(lowered([]byte(x.URL+"\n"+x.Error)), needle):
			case bodies == nil:
				if bodies, err = s.inBodies(ctx, batch[i:], needle); err != nil && !yield(Match{}, err) {
					return
				}
				fallthrough
			default:
				var found bool
				if m, found = bodies[x.ID]; !found {
					continue
				}
				m.Found = x
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// inBodies looks for a text in the bodies of exchanges that follow each other.
func (s *Session) inBodies(ctx context.Context, batch []Found, needle []byte) (map[uint64]Match, error) {
	found := map[uint64]Match{}
	rows, err := s.read.QueryContext(ctx, `SELECT r.exchange, r.attempt, r.part, c.n, c.zstd, c.data
		FROM body_refs r JOIN chunks c ON c.body = r.body WHERE r.exchange BETWEEN ? AND ?
		ORDER BY r.exchange, r.attempt, r.part, c.n`, int64(batch[0].ID), int64(batch[len(batch)-1].ID))
	if err != nil {
		return found, s.broken("its bodies", err)
	}
	defer func() { _ = rows.Close() }()
	look := looker{needle: needle}
	for rows.Next() {
		var id int64
		var n int
		var m Match
		var packed bool
		var data []byte
		if err := rows.Scan(&id, &m.Attempt, &m.Part, &n, &packed, &data); err != nil {
			return found, s.broken("its bodies", err)
		}
		if _, ok := found[uint64(id)]; ok {
			continue
		}
		if packed {
			if data, err = s.unzip.DecodeAll(data, nil); err != nil {
				return found, &DamagedError{Path: s.Path(), What: fmt.Sprintf("the %s body of exchange %d", m.Part, id), Err: err}
			}
		}
		if excerpt, ok := look.in(data, n == 0); ok {
			m.Excerpt = excerpt
			found[uint64(id)] = m
		}
	}
	if err := rows.Err(); err != nil {
		return found, s.broken("its bodies", err)
	}
	return found, nil
}

// looker looks for a text in a body that comes in pieces.
type looker struct {
	needle []byte // in lower case
	tail   []byte // of the piece before
}

// in says whether the text ends in this piece, and what stands around it.
func (l *looker) in(piece []byte, first bool) (excerpt string, ok bool) {
	if first {
		l.tail = nil
	}
	if len(l.tail) > 0 {
		piece = append(l.tail, piece...)
	}
	at := bytes.Index(lowered(piece), l.needle)
	l.tail = bytes.Clone(piece[max(0, len(piece)-len(l.needle)+1):])
	if at < 0 {
		return "", false
	}
	from := max(0, at-excerptLen/2)
	to := min(len(piece), at+len(l.needle)+excerptLen/2)
	return strings.ToValidUTF8(string(piece[from:to]), ""), true
}

// lowered returns text with its letters of ASCII in lower case.
func lowered(text []byte) []byte {
	out := make([]byte, len(text))
	for i, c := range text {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		out[i] = c
	}
	return out
}
