package browse

import (
	"context"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	searchChunk = 1 << 20 // bytes between looks at the context
	maxHits     = 100_000
)

// Matches is what a search found: places in order, offsets of a body or numbers
// of items. The zero value holds none.
type Matches struct {
	pattern Pattern
	places  []int
	more    bool // there are others after the last one
	now     int  // the place that was moved to last
	any     bool // now is set
}

// SearchBody finds a pattern in a body. It takes the first 100,000 finds, and
// fails only where ctx ends. In JSON it looks at the bytes as they are sent: a
// character that is escaped there is found by its escape.
func SearchBody(ctx context.Context, body []byte, p Pattern) (*Matches, error) {
	m := &Matches{pattern: p}
	overlap := 4*len(p.text) + 4 // a find may be longer than the pattern
	for at := 0; at < len(body) && !p.IsZero(); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		chunk := min(at+searchChunk, len(body))
		to := min(chunk+overlap, len(body))
		for at < chunk {
			start, end, ok := p.find(body[at:to])
			if !ok || at+start >= chunk {
				break
			}
			if !m.add(at + start) {
				return m, nil
			}
			at += max(end, start+1)
		}
		at = max(at, chunk)
	}
	return m, nil
}

// SearchItems finds the items of which a value holds a pattern, among those
// that are loaded; names of members are not looked at. It takes the first
// 100,000 finds, and fails only where ctx ends. The source must bear to be
// called from another goroutine.
func SearchItems(ctx context.Context, source Source, p Pattern) (*Matches, error) {
	m := &Matches{pattern: p}
	if p.IsZero() {
		return m, nil
	}
	since := searchChunk
	for i := range source.Len() {
		item, ok := source.Item(i)
		if since += len(item) + 64; since >= searchChunk {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			since = 0
		}
		if ok && p.inItem(item) && !m.add(i) {
			return m, nil
		}
	}
	return m, nil
}

// add takes a place in; false says that there are too many.
func (m *Matches) add(place int) bool {
	if len(m.places) == maxHits {
		m.more = true
		return false
	}
	m.places = append(m.places, place)
	return true
}

// inItem says whether a value of an item holds the pattern.
func (p Pattern) inItem(item []byte) bool {
	if _, _, ok := p.find(item); !ok && slices.Index(item, '\\') < 0 {
		return false
	}
	dec := newDecoder(item)
	for {
		value, ok := nextScalar(dec)
		if !ok {
			return false
		}
		text := value
		if value[0] == '"' {
			inner, _ := unquoted(value, len(value))
			text = []byte(inner)
		}
		if _, _, ok := p.find(text); ok {
			return true
		}
	}
}

// nextScalar reads up to the next value that is neither a name nor holds others.
func nextScalar(dec *jsontext.Decoder) (value []byte, ok bool) {
	for {
		switch dec.PeekKind() {
		case '{', '[', '}', ']':
			if _, err := dec.ReadToken(); err != nil {
				return nil, false
			}
			continue
		default:
		}
		in, length := dec.StackIndex(dec.StackDepth())
		value, err := dec.ReadValue()
		if err != nil {
			return nil, false
		}
		if in != '{' || length%2 == 1 {
			return value, true
		}
	}
}

// Pattern returns what was looked for.
func (m *Matches) Pattern() Pattern { return m.pattern }

// Len returns how many finds there are.
func (m *Matches) Len() int { return len(m.places) }

// Next moves to the first find after a place, or from the end to the first of
// all. ok is false where nothing was found.
func (m *Matches) Next(after int) (place int, ok bool) {
	i, here := slices.BinarySearch(m.places, after)
	if here {
		i++
	}
	return m.to(i)
}

// Prev moves to the last find before a place, or from the start to the last of
// all.
func (m *Matches) Prev(before int) (place int, ok bool) {
	i, _ := slices.BinarySearch(m.places, before)
	return m.to(i - 1)
}

// to moves to a find by its number, around both ends.
func (m *Matches) to(i int) (int, bool) {
	if len(m.places) == 0 {
		return 0, false
	}
	m.now, m.any = (i+len(m.places))%len(m.places), true
	return m.places[m.now], true
}

// Place returns the find that was moved to last; ok is false before the first.
func (m *Matches) Place() (place int, ok bool) {
	if !m.any {
		return 0, false
	}
	return m.places[m.now], true
}

// Label tells which find of how many was moved to last: 3/17; with a + where
// there are more.
func (m *Matches) Label() string {
	at := 0
	if m.any {
		at = m.now + 1
	}
	label := grouped(at) + "/" + grouped(len(m.places))
	if m.more {
		label += "+"
	}
	return label
}
