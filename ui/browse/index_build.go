package browse

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrTooLarge says that a body is larger than what can be indexed: 4 GiB.
var ErrTooLarge = errors.New("the body is larger than 4 GiB: look at it as bytes")

// BuildIndex finds all values of a body. It is meant to run beside the screen:
// 100 MB take a second or two. Of a broken body it keeps what stands before the
// fault, which Index.Fault tells. It fails only where ctx ends or the body is too
// large. The body must not change afterwards.
func BuildIndex(ctx context.Context, body []byte) (*Index, error) {
	if uint64(len(body)) >= none {
		return nil, ErrTooLarge
	}
	skip := 0
	if bytes.HasPrefix(body, []byte("\ufeff")) {
		skip = len("\ufeff")
	}
	b := builder{
		Index: Index{body: body}, skip: skip,
		dec: newDecoder(body[skip:]), open: make([]container, 1, 32),
	}
	b.open[0].node = none
	err := b.run(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	b.close(err)
	return &b.Index, nil
}

// container is an object or list that is being read.
type container struct {
	node  uint32
	count uint32
}

// builder makes an index.
type builder struct {
	Index
	dec  *jsontext.Decoder
	skip int
	open []container // the first one stands for the top
}

// run reads tokens until the end, a fault, or ctx.
func (b *builder) run(ctx context.Context) error {
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := b.step(); err != nil {
			return err
		}
	}
}

// step reads one value, or the end of a container.
func (b *builder) step() error {
	switch kind := b.dec.PeekKind(); kind {
	case ']', '}':
		return b.leave()
	case jsontext.KindInvalid:
		if _, err := b.dec.ReadToken(); err != nil {
			return err
		}
		return io.ErrUnexpectedEOF
	default:
		return b.value(kind)
	}
}

// value reads a scalar, or enters a container, with the name before it.
func (b *builder) value(kind jsontext.Kind) error {
	top := &b.open[len(b.open)-1]
	n := node{
		start: uint32(b.at()), parent: top.node, place: top.count, kind: kind,
		depth: uint16(min(len(b.open)-1, math.MaxUint16)),
	}
	if n.named = top.node != none && b.nodes[top.node].kind == '{'; n.named {
		if err := b.dec.SkipValue(); err != nil {
			return err
		}
		n.kind = b.dec.PeekKind()
	}
	if n.kind == '{' || n.kind == '[' {
		return b.enter(n)
	}
	if err := b.dec.SkipValue(); err != nil {
		return err
	}
	top.count++
	n.end, n.next = b.offset(), uint32(len(b.nodes)+1)
	b.add(n)
	return nil
}

func (b *builder) enter(n node) error {
	if _, err := b.dec.ReadToken(); err != nil {
		return err
	}
	b.open[len(b.open)-1].count++
	b.open = append(b.open, container{node: uint32(len(b.nodes))})
	b.add(n)
	return nil
}

// add takes in a node. From the first ones it judges how many there will be, so
// that a large index is not copied as it grows.
func (b *builder) add(n node) {
	const sample = 4096
	if len(b.nodes) == sample {
		perNode := max(2, int(n.start)/sample)
		b.nodes = slices.Grow(b.nodes, (len(b.body)-int(n.start))/perNode*17/16)
	}
	b.nodes = append(b.nodes, n)
}

func (b *builder) leave() error {
	if _, err := b.dec.ReadToken(); err != nil {
		return err
	}
	b.finish(b.offset())
	return nil
}

// finish ends the innermost open container.
func (b *builder) finish(end uint32) {
	last := len(b.open) - 1
	n := &b.nodes[b.open[last].node]
	n.end, n.next = end, uint32(len(b.nodes))
	b.open = b.open[:last]
}

// close ends what a fault left open, and tells the fault.
func (b *builder) close(err error) {
	whole := errors.Is(err, io.EOF) && len(b.open) == 1 && len(b.nodes) > 0
	for len(b.open) > 1 {
		b.finish(uint32(len(b.body)))
	}
	if !whole {
		b.fault = newFault(b.body, b.skip, b.at(), err)
	}
}

// newFault finds the line and column of a fault, after the first skip bytes.
func newFault(body []byte, skip, at int, err error) *FaultError {
	f := &FaultError{Cause: err}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		at, f.Cause = max(at, skip+int(syntactic.ByteOffset)), syntactic.Err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		at, f.Cause = len(body), errors.New("it ends too early")
	}
	at = min(at, len(body))
	f.Offset = int64(at)
	start := bytes.LastIndexByte(body[:at], '\n') + 1
	f.Line = bytes.Count(body[:start], []byte{'\n'}) + 1
	f.Column = utf8.RuneCount(body[start:at]) + 1
	return f
}

// offset is where the last token ended.
func (b *builder) offset() uint32 { return uint32(b.dec.InputOffset()) + uint32(b.skip) }

// at is where the next token stands.
func (b *builder) at() int { return next(b.body, b.skip+int(b.dec.InputOffset())) }
