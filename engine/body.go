package engine

import (
	"bytes"
	"errors"
	"io"

	"weir/engine/transport"
)

// BodyPart says which body of an attempt is meant.
type BodyPart string

// The bodies of an attempt.
const (
	RequestBody  BodyPart = "request"
	ResponseBody BodyPart = "response"
)

// BodyRef names a body.
type BodyRef struct {
	Run, Exchange uint64
	Attempt       int
	Part          BodyPart
	Method, URL   string
	ContentType   string
}

// BodySink keeps bodies. It is called by an attempt's own goroutine, so a slow
// sink slows that attempt and nothing else.
type BodySink interface {
	OpenBody(ref BodyRef) BodyWriter
}

// BodyWriter takes one body. The engine closes it once, before it states the
// attempt's end; complete is false where the body was cut or broke off. The
// engine does not act on errors: a sink tells its owner itself what it lost.
type BodyWriter interface {
	io.Writer
	Close(complete bool) error
}

// scratchSize is the size in bytes of the buffer that a goroutine of the crew
// keeps for bodies: most replies of APIs fit.
const scratchSize = 16 << 10

// reader reads a reply's body to where it belongs.
type reader struct {
	sink   BodyWriter // nil keeps none
	stream io.Writer  // nil holds the whole body
	keep   bool       // the body is wanted by stream or once it is whole
	body   []byte
	lent   bool  // body lies in the scratch buffer
	size   int64 // of the body so far
	sent   int64 // to stream
}

// read reads until the end of the body. cut is true where the body reached
// the cap: what came before it counts as the body. scratch is only used until
// read returns: a body whose size nobody knows is read into it and copied once it
// is whole, which is cheaper than to let a buffer grow, and one that nobody
// wants costs no memory at all.
func (r *reader) read(from io.Reader, size int64, scratch []byte) (cut bool, err error) {
	if r.keep && size > 0 {
		r.body = make([]byte, 0, min(size, StreamAfter)+1)
	} else {
		r.body, r.lent = scratch[:0], true
	}
	cut, err = r.readAll(from)
	switch {
	case !r.keep:
		r.body = nil
	case r.lent:
		r.body = bytes.Clone(r.body)
	}
	return cut, err
}

func (r *reader) readAll(from io.Reader) (cut bool, err error) {
	for {
		if len(r.body) == cap(r.body) {
			r.grow()
		}
		n, err := from.Read(r.body[len(r.body):cap(r.body)])
		if werr := r.take(n); werr != nil {
			return false, werr
		}
		if err != nil {
			return r.end(err)
		}
	}
}

// end is what read returns once from ends with err.
func (r *reader) end(err error) (cut bool, _ error) {
	if errors.Is(err, io.EOF) {
		return false, r.flush(false)
	}
	var limit *transport.BodyLimitError
	if errors.As(err, &limit) {
		return true, r.flush(false)
	}
	return false, err
}

func (r *reader) grow() {
	bigger := make([]byte, len(r.body), max(4096, 2*cap(r.body)))
	copy(bigger, r.body)
	r.body, r.lent = bigger, false
}

// take counts n more bytes of the body in, and hands them on.
func (r *reader) take(n int) error {
	if n == 0 {
		return nil
	}
	old := len(r.body)
	r.body = r.body[:old+n]
	r.size += int64(n)
	if r.sink != nil {
		_, _ = r.sink.Write(r.body[old:])
	}
	if !r.keep {
		r.body = r.body[:0]
		return nil
	}
	return r.flush(true)
}

// flush hands the held bytes to the stream once there are too many to hold, or
// at the end of a body that already streams.
func (r *reader) flush(more bool) error {
	if r.stream == nil || (r.sent == 0 && len(r.body) <= StreamAfter) {
		return nil
	}
	if more && len(r.body) < 32<<10 {
		return nil
	}
	n, err := r.stream.Write(r.body)
	r.sent += int64(n)
	r.body = r.body[:0]
	if err != nil {
		return errors.Join(errResult, err)
	}
	return nil
}
