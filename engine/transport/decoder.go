package transport

import (
	"bufio"
	"errors"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// maxWindow is the largest window of a zstd frame; RFC 9659, section 3 allows no
// more for HTTP.
const maxWindow = 8 << 20

// maxRatio is how many times its size a body may decompress to, once it is larger
// than ratioFrom bytes. Deflate cannot do more than 1,032.
const (
	maxRatio  = 2000
	ratioFrom = 4 << 20
)

// codecs keeps decoders for reuse: each holds 10 to 100 KiB.
type codecs struct {
	gzip, brotli, zstd, buffer sync.Pool
}

// decoder takes one coding off.
type decoder struct {
	coding coding
	source *failing
	r      io.Reader
	put    func() // gives r back for reuse
}

// failing remembers the error of what a decoder reads from, to tell it from an
// error of what the bytes say.
type failing struct {
	r     io.Reader
	n     int64 // bytes that went through
	limit int64 // of them; 0 is no limit
	err   error // not io.EOF
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	f.n += int64(n)
	if f.limit > 0 && f.n > f.limit {
		err = &BodyLimitError{Limit: f.limit, Encoded: true}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// newDecoder makes a decoder of what from gives. limit bounds what it may read.
func (c *codecs) newDecoder(cd coding, from io.Reader, limit int64) (*decoder, error) {
	d := &decoder{coding: cd, source: &failing{r: from, limit: limit}}
	buffer := c.buffered(d.source)
	err := c.open(d, buffer)
	put := d.put
	d.put = func() {
		if put != nil {
			put()
		}
		buffer.Reset(nil)
		c.buffer.Put(buffer)
	}
	if err != nil {
		d.put()
		return nil, d.explain(err)
	}
	return d, nil
}

// buffered reads ahead: decoders that are given a buffer make none themselves.
func (c *codecs) buffered(r io.Reader) *bufio.Reader {
	if b, ok := c.buffer.Get().(*bufio.Reader); ok {
		b.Reset(r)
		return b
	}
	return bufio.NewReaderSize(r, 4096)
}

func (c *codecs) open(d *decoder, from *bufio.Reader) error {
	switch d.coding {
	case codingGzip:
		return c.openGzip(d, from)
	case codingDeflate:
		return openDeflate(d, from)
	case codingBrotli:
		return c.openBrotli(d, from)
	default:
		return c.openZstd(d, from)
	}
}

func (c *codecs) openGzip(d *decoder, from *bufio.Reader) error {
	z, ok := c.gzip.Get().(*gzip.Reader)
	if !ok {
		z = new(gzip.Reader)
	}
	d.put = func() { c.gzip.Put(z) }
	d.r = z
	return z.Reset(from)
}

// openDeflate takes both what the standard calls deflate, which is zlib (RFC
// 1950), and the bare stream (RFC 1951) that some servers send instead.
func openDeflate(d *decoder, from *bufio.Reader) error {
	head, err := from.Peek(2)
	if err != nil && d.source.err != nil {
		return err
	}
	if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		d.r, err = zlib.NewReader(from)
		return err
	}
	d.r = flate.NewReader(from)
	return nil
}

func (c *codecs) openBrotli(d *decoder, from *bufio.Reader) error {
	z, ok := c.brotli.Get().(*brotli.Reader)
	if !ok {
		z = new(brotli.Reader)
	}
	d.put = func() { c.brotli.Put(z) }
	d.r = z
	return z.Reset(from)
}

func (c *codecs) openZstd(d *decoder, from *bufio.Reader) error {
	z, ok := c.zstd.Get().(*zstd.Decoder)
	if !ok {
		var err error
		// One goroutine is the caller's: more would outlive the reply.
		z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return err
		}
	}
	d.put = func() {
		if z.Reset(nil) == nil {
			c.zstd.Put(z)
		}
	}
	d.r = z
	return z.Reset(from)
}

func (d *decoder) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = d.explain(err)
	} else if err != nil {
		err = io.EOF
	}
	return n, err
}

// explain tells an error of what was read from one of the coding.
func (d *decoder) explain(err error) error {
	var limit *BodyLimitError
	switch {
	case d.source.err != nil:
		return d.source.err
	case errors.As(err, &limit):
		return limit
	case errors.Is(err, io.EOF):
		err = io.ErrUnexpectedEOF // it ended within the coding
	}
	return &DecodeError{Encoding: string(d.coding), Err: err}
}
