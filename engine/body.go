package engine

import (
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

// reader reads a reply's body to where it belongs.
type reader struct {
	sink   BodyWriter // nil keeps none
	stream io.Writer  // nil holds the whole body
	body   []byte
	sent   int64 // to stream
}

// read reads until the end of the body. cut is true where the body reached
// the cap: what came before it counts as the body.
func (r *reader) read(from io.Reader, size int64) (cut bool, err error) {
	if size > 0 {
		r.body = make([]byte, 0, min(size, StreamAfter)+1)
	}
	for {
		if len(r.body) == cap(r.body) {
			r.grow()
		}
		n, err := from.Read(r.body[len(r.body):cap(r.body)])
		if werr := r.take(n); werr != nil {
			return false, werr
		}
		var limit *transport.BodyLimitError
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			return false, r.flush(false)
		case errors.As(err, &limit):
			return true, r.flush(false)
		default:
			return false, err
		}
	}
}

func (r *reader) grow() {
	bigger := make([]byte, len(r.body), max(4096, 2*cap(r.body)))
	copy(bigger, r.body)
	r.body = bigger
}

// take counts n more bytes of the body in, and hands them on.
func (r *reader) take(n int) error {
	if n == 0 {
		return nil
	}
	old := len(r.body)
	r.body = r.body[:old+n]
	if r.sink != nil {
		_, _ = r.sink.Write(r.body[old:])
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
