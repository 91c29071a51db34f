package sessions

import (
	"crypto/sha256"
	"hash"
	"sync"

	"weir/engine"
)

const (
	// chunkLen is how many bytes of a clean body a chunk holds.
	chunkLen = 256 << 10
	// blockLen is how much of a body is cleaned at a time.
	blockLen = 64 << 10
	// worthIt is the part of its size that a compressed chunk must not exceed.
	worthIt = 0.9
)

// OpenBody implements engine.BodySink. What is written is cleaned of secrets
// and on disk within 100 ms of the body's end, in pieces before that if it is
// large: memory does not grow with it. It is there for Body as soon as it is
// closed.
func (s *Session) OpenBody(ref engine.BodyRef) engine.BodyWriter {
	if s.redact != nil {
		s.redact.learnURL(ref.URL)
	}
	return &bodyWriter{s: s, ref: ref, sum: sha256.New()}
}

// bodyWriter cleans, parts and compresses one body.
type bodyWriter struct {
	s     *Session
	ref   engine.BodyRef
	clean scrub

	mu     sync.Mutex
	raw    []byte // not clean yet
	enough int    // how much of raw is worth a try
	out    []byte // clean, not in a chunk yet
	sum    hash.Hash
	size   int64
	id     int64
	chunks int
	closed bool
}

// Write implements io.Writer. It waits while the disk is far behind. It never
// fails: what cannot be written is told by Trouble.
func (b *bodyWriter) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, ErrClosed
	}
	b.raw = append(b.raw, p...)
	if len(b.raw) >= max(blockLen, b.enough) {
		b.s.w.pace()
		b.work()
	}
	return len(p), nil
}

// Close implements engine.BodyWriter.
func (b *bodyWriter) Close(complete bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return ErrClosed
	}
	b.closed = true
	b.s.w.pace()
	// Its place in the line is taken now, so that what follows it reaches the
	// disk no sooner; the work is done beside the run.
	end := &lateOp{bytes: len(b.raw) + len(b.out), ops: sync.OnceValue(func() []op { return b.last(complete) })}
	b.s.w.add(end)
	b.s.late.do(func() { end.ops() })
	return nil
}

// last cleans and packs what is left, and returns what ends the body.
func (b *bodyWriter) last(complete bool) []op {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.take(true)
	var ops []op
	for b.chunks > 0 && len(b.out) > 0 || len(b.out) > chunkLen {
		n := min(chunkLen, len(b.out))
		ops = append(ops, b.spill(b.out[:n])...)
		b.out = b.out[n:]
	}
	end := bodyOp{refOp: refOp{ref: b.ref, body: b.id, complete: complete}, bytes: b.size, grown: b.chunks > 0}
	if b.chunks == 0 {
		end.body = b.s.bodies.Add(1)
		end.chunk = b.s.pack(end.body, 0, b.out)
		b.s.cache.put(keyOf(b.ref), cachedBody{data: b.out, of: BodyFacts{
			ContentType: b.ref.ContentType, Size: b.size, Complete: complete,
		}})
	}
	end.hash = b.sum.Sum(nil)
	b.out, b.raw = nil, nil
	return append(ops, end)
}

// work cleans what can be, and puts whole chunks in the line.
func (b *bodyWriter) work() {
	b.take(false)
	for len(b.out) >= chunkLen {
		b.s.w.add(b.spill(b.out[:chunkLen])...)
		b.out = append([]byte(nil), b.out[chunkLen:]...)
	}
}

func (b *bodyWriter) take(last bool) {
	if b.s.redact == nil {
		b.keep(b.raw)
		b.raw = b.raw[:0]
		return
	}
	if b.clean == nil {
		b.clean = b.s.redact.scrubFor(b.ref.ContentType, string(b.raw[:min(len(b.raw), 512)]))
	}
	text, used := b.clean.next(string(b.raw), last)
	if last && len(b.out) == 0 {
		b.out = text // there is no next call that takes it back
		b.count(text)
		return
	}
	b.keep(text)
	b.raw = append(b.raw[:0], b.raw[used:]...)
	// What is held back is not looked at again until it has doubled.
	b.enough = 2 * len(b.raw)
}

func (b *bodyWriter) keep(clean []byte) {
	b.out = append(b.out, clean...)
	b.count(clean)
}

func (b *bodyWriter) count(clean []byte) {
	b.size += int64(len(clean))
	b.sum.Write(clean)
}

// spill makes the next chunk, and begins the body with the first.
func (b *bodyWriter) spill(data []byte) (ops []op) {
	if b.chunks == 0 {
		b.id = b.s.bodies.Add(1)
		ops = append(ops, growingOp{refOp{ref: b.ref, body: b.id}})
	}
	ops = append(ops, b.s.pack(b.id, b.chunks, data))
	b.chunks++
	return ops
}

// pack makes a chunk, compressed where that helps.
func (s *Session) pack(body int64, n int, data []byte) chunkOp {
	c := chunkOp{body: body, n: n, plain: len(data), data: data}
	if len(data) < 128 {
		return c
	}
	packed := s.zip.EncodeAll(data, make([]byte, 0, len(data)/2))
	if float64(len(packed)) <= worthIt*float64(len(data)) {
		c.zstd, c.data = true, packed
	}
	return c
}
