package retry_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"weir/engine/retry"
)

// h2peer is the server's end of an HTTP/2 connection, frame by frame.
type h2peer struct {
	*http2.Framer
	conn net.Conn
}

// serveH2 speaks HTTP/2 without TLS and lets answer reply to each request, until
// the connection ends.
func serveH2(conn net.Conn, answer func(h2peer, uint32)) {
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}
	p := h2peer{http2.NewFramer(conn, conn), conn}
	if p.WriteSettings() != nil {
		return
	}
	for {
		frame, err := p.ReadFrame()
		if err != nil {
			return
		}
		if h, ok := frame.(*http2.HeadersFrame); ok {
			answer(p, h.StreamID)
		}
	}
}

// begin sends the header of a reply.
func (p h2peer) begin(stream uint32) {
	var block bytes.Buffer
	_ = hpack.NewEncoder(&block).WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
	_ = p.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.Bytes(), EndHeaders: true})
}

// hangUp says that nothing more will come.
func (p h2peer) hangUp() { hangUp(p.conn) }

// buffered is a connection whose writes do not wait for their reader, as those
// of a real one do not; a pipe's do.
type buffered struct {
	net.Conn
	out chan []byte
}

func newBuffered(conn net.Conn) *buffered {
	b := &buffered{conn, make(chan []byte, 64)}
	go func() {
		for p := range b.out {
			_, _ = conn.Write(p)
		}
	}()
	return b
}

func (b *buffered) Write(p []byte) (int, error) {
	b.out <- bytes.Clone(p)
	return len(p), nil
}

func (b *buffered) Close() error {
	close(b.out)
	return b.Conn.Close()
}

func h2(tr *http.Transport) {
	tr.Protocols = new(http.Protocols)
	tr.Protocols.SetUnencryptedHTTP2(true)
}

func TestClassifyHTTP2(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer func(h2peer, uint32)
		want   retry.Class
	}{
		{"going away, and gone", func(p h2peer, stream uint32) {
			_ = p.WriteGoAway(stream, http2.ErrCodeNo, []byte("bye"))
			p.hangUp()
		}, retry.ClassGoAway},
		{"going away in anger", func(p h2peer, _ uint32) {
			_ = p.WriteGoAway(0, http2.ErrCodeEnhanceYourCalm, []byte("REFUSED_STREAM"))
		}, retry.ClassGoAway},
		{"the stream is cancelled", func(p h2peer, stream uint32) {
			_ = p.WriteRSTStream(stream, http2.ErrCodeCancel)
		}, retry.ClassReset},
		{"the stream fails", func(p h2peer, stream uint32) {
			_ = p.WriteRSTStream(stream, http2.ErrCodeInternal)
		}, retry.ClassReset},
		{"the stream fails within the body", func(p h2peer, stream uint32) {
			p.begin(stream)
			_ = p.WriteRSTStream(stream, http2.ErrCodeInternal)
		}, retry.ClassReset},
		{"it wants another protocol", func(p h2peer, stream uint32) {
			_ = p.WriteRSTStream(stream, http2.ErrCodeHTTP11Required)
		}, retry.ClassOther},
		{"closed without a word", func(p h2peer, _ uint32) { p.hangUp() }, retry.ClassTruncated},
		{"closed within the body", func(p h2peer, stream uint32) {
			p.begin(stream)
			_ = p.WriteData(stream, false, []byte("ten bytes."))
			p.hangUp()
		}, retry.ClassTruncated},
		{"a frame that may not be", func(p h2peer, stream uint32) {
			p.AllowIllegalWrites = true
			_ = p.WriteRawFrame(http2.FrameSettings, 0, stream, []byte("odd"))
		}, retry.ClassMalformed},
		{"a header that may not be", func(p h2peer, stream uint32) {
			_ = p.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, EndHeaders: true})
		}, retry.ClassMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			addr := listen(t, func(conn net.Conn) { serveH2(conn, tt.answer) })
			wantClass(t, fetch(t, newClient(t, h2), "http://"+addr), tt.want)
		})
	}
}

// net/http itself tries a refused stream seven times, for a minute. In virtual
// time that is over at once.
func TestClassifyRefusedStream(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]io.Reader{
		"without a body":                      http.NoBody,
		"with a body that cannot be replayed": io.MultiReader(strings.NewReader("once")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tr := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
					ours, theirs := net.Pipe()
					go func() {
						conn := newBuffered(theirs)
						defer conn.Close()
						serveH2(conn, func(p h2peer, stream uint32) {
							_ = p.WriteRSTStream(stream, http2.ErrCodeRefusedStream)
						})
					}()
					return ours, nil
				}}
				h2(tr)
				defer tr.CloseIdleConnections()
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://weir.example", body)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := tr.RoundTrip(req)
				if err == nil {
					_ = resp.Body.Close()
				}
				wantClass(t, err, retry.ClassRefusedStream)
			})
		})
	}
}
