package browse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrTooLarge says that a body is too large for an index.
var ErrTooLarge = errors.New("too large for a tree: look at it as text")

// MaxBody is the largest body, in bytes, that can be indexed.
const MaxBody = math.MaxInt32

// BuildIndex finds the values of a JSON text, or of several after one another.
// It is meant to run beside the screen: 100 MB take seconds. It returns an
// error only where ctx ended or the body is larger than MaxBody; a text that
// breaks is indexed as far as it goes, and Index.Err tells.
//
// The index keeps the body, which must not change any more.
func BuildIndex(ctx context.Context, body []byte) (*Index, error) {
	if len(body) > MaxBody {
		return nil, ErrTooLarge
	}
	b := builder{
		x:   &Index{body: body},
		dec: jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
	for n := 0; ; n++ {
		if n&0xfff == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("index body: %w", context.Cause(ctx))
		}
		more, err := b.token()
		if err != nil {
			b.broken(err)
		}
		if !more {
			return b.x, nil
		}
	}
}

// builder is an index that is being built.
type builder struct {
	x    *Index
	dec  *jsontext.Decoder
	open []level
	name int // where the name of the next member begins; -1 for none
	end  int // of the last token
}

// level is an object or array that has not ended.
type level struct {
	node   uint32
	places uint32 // taken by its children
	object bool
	value  bool // of an object: a name was read, its value follows
}

// token takes in the next token; more is false at the end.
func (b *builder) token() (more bool, err error) {
	t, err := b.dec.ReadToken()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	start := b.start()
	b.end = int(b.dec.InputOffset())
	switch kind := t.Kind(); kind {
	case '}', ']':
		b.close()
	case '{', '[':
		b.add(start)
		b.open = append(b.open, level{node: uint32(len(b.x.entries) - 1), object: kind == '{'})
	default:
		if top := b.top(); kind == '"' && top != nil && top.object && !top.value {
			top.value, b.name = true, start
			return true, nil
		}
		b.add(start)
	}
	return true, nil
}

// start returns where the token that was just read begins.
func (b *builder) start() int {
	body := b.x.body
	at := b.end
	for at < len(body) {
		switch body[at] {
		case ' ', '\n', '\t', '\r', ',', ':':
			at++
		default:
			return at
		}
	}
	return at
}

func (b *builder) top() *level {
	if len(b.open) == 0 {
		return nil
	}
	return &b.open[len(b.open)-1]
}

// add appends a value that begins at start.
func (b *builder) add(start int) {
	e := entry{at: uint32(start), end: uint32(b.end), next: uint32(len(b.x.entries) + 1), parent: noParent}
	if top := b.top(); top != nil {
		e.parent, e.place = top.node, top.places
		top.places++
		if top.object {
			e.at = uint32(b.name)
			top.value = false
		}
	} else {
		e.place = uint32(b.x.tops)
		b.x.tops++
	}
	b.x.entries = append(b.x.entries, e)
}

// close ends the innermost object or array.
func (b *builder) close() {
	top := b.top()
	if top == nil {
		return
	}
	e := &b.x.entries[top.node]
	e.end, e.next = uint32(b.end), uint32(len(b.x.entries))
	b.open = b.open[:len(b.open)-1]
}

// broken ends what is open where the text breaks.
func (b *builder) broken(err error) {
	b.x.err = &brokenError{offset: b.dec.InputOffset(), err: err}
	b.end = len(b.x.body)
	for len(b.open) > 0 {
		b.close()
	}
}
