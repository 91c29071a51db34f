package transport

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// What is read of a body that nobody wants, to use its connection again.
const (
	drainBytes = 64 << 10
	drainTime  = 100 * time.Millisecond
	drainKind  = "drain" // of the TimeoutError that ends it, which nobody sees
)

// body is a reply's body: what the wire gives, watched and counted, then decoded,
// then bounded.
type body struct {
	a       *attempt
	resp    *http.Response
	layers  []coding
	decoded atomic.Int64
	closing atomic.Bool

	mu       sync.Mutex // guards the rest, and is held while reading
	decoders []*decoder // the outermost coding first
	source   io.Reader  // of decoded bytes; nil until something is read
	err      error      // that ended reading
	wireEnd  bool       // the wire gave its last byte
}

// Read gives decoded bytes.
func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.err != nil:
		return 0, b.err
	case b.closing.Load():
		return 0, ErrBodyClosed
	case len(p) == 0:
		return 0, nil
	}
	n, err := b.readLocked(p)
	b.decoded.Add(int64(n))
	if err == nil && len(b.decoders) > 0 {
		err = b.ratio()
	}
	if err != nil {
		b.endLocked(err)
	}
	return n, b.err
}

// empty ends a body that has no byte before anyone reads it: its connection may
// carry another request already.
func (b *body) empty() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wireEnd = true
	b.endLocked(io.EOF)
}

// readLocked reads up to the bound, and one byte more to see whether the body
// goes beyond it.
func (b *body) readLocked(p []byte) (int, error) {
	limit := b.a.client.settings.MaxBody
	left := limit - b.decoded.Load()
	if limit > 0 && int64(len(p)) > left+1 {
		p = p[:left+1]
	}
	if b.source == nil {
		if err := b.openLocked(limit); err != nil {
			return 0, err
		}
	}
	n, err := b.source.Read(p)
	if limit > 0 && int64(n) > left {
		return int(left), &BodyLimitError{Limit: limit}
	}
	return n, err
}

// openLocked puts the decoders together. A body without a byte has none: replies
// to HEAD and 304 name a coding too.
func (b *body) openLocked(limit int64) error {
	if len(b.layers) == 0 {
		b.source = wire{b}
		return nil
	}
	ahead := bufio.NewReaderSize(wire{b}, 512)
	if _, err := ahead.Peek(1); err != nil {
		return err
	}
	if limit > 0 {
		limit += limit/8 + drainBytes // what does not compress grows a little
	}
	var from io.Reader = ahead
	for _, c := range b.layers {
		d, err := b.a.client.codecs.newDecoder(c, from, limit)
		if err != nil {
			return err
		}
		b.decoders = append(b.decoders, d)
		from = d
	}
	b.source = from
	return nil
}

// ratio ends a body that grows out of all proportion.
func (b *body) ratio() error {
	decoded := b.decoded.Load()
	if decoded > ratioFrom && decoded/maxRatio > b.a.received.Load() {
		return &BodyLimitError{Limit: maxRatio, Ratio: true}
	}
	return nil
}

// endLocked ends reading with err.
func (b *body) endLocked(err error) {
	b.err = err
	if errors.Is(err, io.EOF) {
		b.err = io.EOF
		b.toWireEnd()
		b.a.reply.Trailer = b.resp.Trailer
	}
	b.leaveLocked()
}

// toWireEnd reads what stands after the end of the decoded body: the end of the
// chunks and the trailer.
func (b *body) toWireEnd() {
	if !b.wireEnd {
		b.a.readRest(b.resp)
	}
}

// leaveLocked gives back everything the body holds.
func (b *body) leaveLocked() {
	if !b.wireEnd {
		_ = b.resp.Body.Close()
	}
	b.a.finish()
	for _, d := range b.decoders {
		d.put()
	}
	b.decoders, b.source = nil, nil
}

// Close ends the body. What little is left is read, so that the connection can
// be used again.
func (b *body) Close() error {
	if b.closing.Swap(true) {
		return nil
	}
	if !b.mu.TryLock() {
		b.a.hop.cancel(ErrBodyClosed) // somebody reads
		b.mu.Lock()
	}
	defer b.mu.Unlock()
	if b.err != nil {
		return nil
	}
	b.err = ErrBodyClosed
	if !b.wireEnd {
		b.a.drain(b.resp)
	}
	b.leaveLocked()
	return nil
}

// drain ends a reply that nobody reads on. What little is left is read first,
// but not over HTTP/2, where the connection outlives the stream.
func (a *attempt) drain(resp *http.Response) {
	read := false
	if resp.ProtoMajor == 1 && !resp.Close && resp.ContentLength <= drainBytes+a.received.Load() {
		read = a.readRest(resp)
	}
	if !read {
		a.noteUnread()
	}
	_ = resp.Body.Close()
}

// readRest reads what is left of a reply, where that is little and comes soon.
func (a *attempt) readRest(resp *http.Response) bool {
	a.watchFor(drainKind, drainTime)
	n, err := io.Copy(io.Discard, io.LimitReader(resp.Body, drainBytes))
	a.watchNothing()
	return err == nil && n < drainBytes
}

func (a *attempt) noteUnread() {
	a.mu.Lock()
	h := a.hop
	a.mu.Unlock()
	if h != nil {
		h.note(whyUnread)
	}
}

const whyUnread = "the reply was not read to its end"

// wire is a body as it comes from the connection.
type wire struct{ b *body }

// Read waits no longer than the read timeout for the next bytes.
func (w wire) Read(p []byte) (int, error) {
	a := w.b.a
	a.watchFor(TimeoutRead, a.timeouts.Read)
	n, err := w.b.resp.Body.Read(p)
	a.watchNothing()
	if n > 0 {
		a.received.Add(int64(n))
		a.progress()
	}
	if errors.Is(err, io.EOF) {
		w.b.wireEnd = true
		return n, io.EOF
	}
	if err != nil {
		err = w.b.explain(err)
	}
	return n, err
}

// explain turns what net/http says of a body into what happened.
func (b *body) explain(err error) error {
	if own := b.a.failure(); own != nil {
		return own
	}
	ctx := b.resp.Request.Context()
	if ctx.Err() != nil {
		if b.closing.Load() {
			return ErrBodyClosed
		}
		return cancelled(ctx)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &TruncatedError{Got: b.a.received.Load(), Want: b.resp.ContentLength, Err: io.ErrUnexpectedEOF}
	}
	return b.a.client.explain(err)
}
