package playground

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// encoder opens a compressor of a content coding.
type encoder func(io.Writer) (io.WriteCloser, error)

// encoderOf gives the compressor of a content coding: gzip, br, zstd, or
// deflate, which is the zlib format (RFC 9110, section 8.4.1).
func encoderOf(coding string) (encoder, bool) {
	switch coding {
	case "gzip":
		return func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestSpeed) }, true
	case "br":
		return func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriterLevel(w, brotli.BestSpeed), nil }, true
	case "zstd":
		return func(w io.Writer) (io.WriteCloser, error) {
			return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
		}, true
	case "deflate":
		return func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriterLevel(w, zlib.BestSpeed) }, true
	default:
		return nil, false
	}
}

// encodedHandler is the list of cursorList under a content coding, whether or
// not the client said that it takes it.
func encodedHandler(coding string) func(*Playground, *call) error {
	return func(p *Playground, c *call) error {
		s, err := p.cursorSpan(c, "cursor")
		if err != nil {
			return err
		}
		var body bytes.Buffer
		if err := compress(&body, coding, bytes.NewReader(append(p.cursorPage(s), '\n'))); err != nil {
			return err
		}
		c.w.Header().Set("Content-Encoding", coding)
		c.w.Header().Set("Vary", "Accept-Encoding")
		c.send(http.StatusOK, "application/json; charset=utf-8", body.Bytes())
		return nil
	}
}

// compress writes all of r to w under a content coding.
func compress(w io.Writer, coding string, r io.Reader) error {
	open, ok := encoderOf(coding)
	if !ok {
		return badRequest("bad_coding", "coding=%s is not gzip, br, zstd or deflate", excerpt(coding))
	}
	z, err := open(w)
	if err != nil {
		return fmt.Errorf("open a %s compressor: %w", coding, err)
	}
	if _, err := io.Copy(z, r); err != nil {
		return fmt.Errorf("compress with %s: %w", coding, err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compress with %s: %w", coding, err)
	}
	return nil
}

// mostBomb is the size to which a bomb may decode, in MB.
const mostBomb = 100

// bomb is a small body that decodes to a big one: a JSON text of spaces.
func (p *Playground) bomb(c *call) error {
	size, err := c.number(10, 1, mostBomb, "mb")
	if err != nil {
		return err
	}
	coding := c.q.Get("coding")
	if coding == "" {
		coding = "gzip"
	}
	if _, ok := encoderOf(coding); !ok {
		return badRequest("bad_coding", "coding=%s is not gzip, br, zstd or deflate", excerpt(coding))
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.Header().Set("Content-Encoding", coding)
	c.w.WriteHeader(http.StatusOK)
	if c.r.Method == http.MethodHead {
		return nil
	}
	// What can fail is the client's end of the connection.
	_ = compress(c.w, coding, io.LimitReader(&spaces{c: c}, int64(size)*1_000_000))
	return nil
}

// spaces reads as '"' and then spaces without end, until the request ends.
type spaces struct {
	c     *call
	begun bool
}

// Read fills b.
func (s *spaces) Read(b []byte) (int, error) {
	if err := s.c.r.Context().Err(); err != nil {
		return 0, err
	}
	for i := range b {
		b[i] = ' '
	}
	if !s.begun && len(b) > 0 {
		b[0], s.begun = '"', true
	}
	return len(b), nil
}
