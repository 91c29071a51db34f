package transport

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// framer is the server's side of an HTTP/2 connection, frame by frame.
type framer struct {
	*http2.Framer
	c   net.Conn
	out later
}

// hangUp closes the connection after what was written.
func (f framer) hangUp() { f.out.queue <- nil }

// later writes on a goroutine of its own: a pipe has no buffer, and both sides
// would wait for the other to read.
type later struct{ queue chan []byte }

func (l later) Write(p []byte) (int, error) {
	l.queue <- slices.Clone(p)
	return len(p), nil
}

func (l later) run(c net.Conn) {
	for p := range l.queue {
		if p == nil {
			_ = c.Close()
		}
		_, _ = c.Write(p)
	}
}

// frames serves HTTP/2 by answering every HEADERS frame with answer.
func frames(answer func(f framer, stream uint32)) func(net.Conn) {
	return func(c net.Conn) {
		if _, err := io.ReadFull(c, make([]byte, len(http2.ClientPreface))); err != nil {
			return
		}
		out := later{make(chan []byte, 1024)}
		var writer sync.WaitGroup
		writer.Go(func() { out.run(c) })
		defer func() { close(out.queue); c.Close(); writer.Wait() }()
		f := framer{http2.NewFramer(out, c), c, out}
		for err := f.WriteSettings(); err == nil; {
			var frame http2.Frame
			if frame, err = f.ReadFrame(); err == nil {
				f.take(frame, answer)
			}
		}
	}
}

func (f framer) take(frame http2.Frame, answer func(f framer, stream uint32)) {
	switch frame := frame.(type) {
	case *http2.SettingsFrame:
		if !frame.IsAck() {
			_ = f.WriteSettingsAck()
		}
	case *http2.PingFrame:
		if !frame.IsAck() {
			_ = f.WritePing(true, frame.Data)
		}
	case *http2.HeadersFrame:
		answer(f, frame.StreamID)
	}
}

// reply sends a head, and ends the stream where the body does.
func (f framer) reply(stream uint32, status string, end bool) {
	var block writerTo
	_ = hpack.NewEncoder(&block).WriteField(hpack.HeaderField{Name: ":status", Value: status})
	_ = f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block, EndHeaders: true, EndStream: end})
}

type writerTo []byte

func (w *writerTo) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}

func h2cClient(t *testing.T, serve func(net.Conn), book Observer) *Client {
	wires := &pipes{serve: serve}
	return newClient(t, func(s *Settings) { s.Mode, s.Dial = ModeH2C, wires.dial }, book)
}

// TestRefusedStreams: net/http would send a refused request seven times more, for
// a minute; it is stopped after two.
func TestRefusedStreams(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		tries := 0
		c := h2cClient(t, frames(func(f framer, stream uint32) {
			mu.Lock()
			tries++
			mu.Unlock()
			_ = f.WriteRSTStream(stream, http2.ErrCodeRefusedStream)
		}), nil)
		d := new(diary)
		began := time.Now()
		_, err := c.Do(t.Context(), &Request{URL: "http://river.test/"}, d)
		var e *Error
		if !errors.As(err, &e) || e.Fault != FaultRefused || d.silent != maxRefused {
			t.Errorf("%v after %d silent retries", err, d.silent)
		}
		if took := time.Since(began); took > 3500*time.Millisecond || tries > maxRefused {
			t.Errorf("%d tries in %v", tries, took)
		}
		c.Close()
		synctest.Wait()
	})
}

func TestHTTP2Faults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer func(framer, uint32)
		fault  Fault
	}{
		"cancelled by the server": {func(f framer, s uint32) { _ = f.WriteRSTStream(s, http2.ErrCodeInternal) }, FaultReset},
		"goaway":                  {func(f framer, s uint32) { _ = f.WriteGoAway(s, http2.ErrCodeInternal, []byte("bye")); f.hangUp() }, FaultGoAway},
		"gone":                    {func(f framer, _ uint32) { f.c.Close() }, FaultEOF},
		"no status":               {func(f framer, s uint32) { _ = f.WriteHeaders(http2.HeadersFrameParam{StreamID: s, EndHeaders: true}) }, FaultReset},
		"endless 1xx": {func(f framer, s uint32) {
			for range 2 * maxInterim {
				f.reply(s, "103", false)
			}
		}, FaultMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := h2cClient(t, frames(tt.answer), nil)
				_, err := c.Do(t.Context(), &Request{URL: "http://river.test/"}, nil)
				var e *Error
				if !errors.As(err, &e) || e.Fault != tt.fault {
					t.Errorf("%v (%+v); want %s", err, e, tt.fault)
				}
				c.Close()
				synctest.Wait()
			})
		})
	}
}

// TestHTTP2Timeouts: one stream ends, the connection lives.
func TestHTTP2Timeouts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := h2cClient(t, frames(func(f framer, s uint32) {
			switch n++; n {
			case 1: // no answer
			case 2:
				f.reply(s, "200", false) // no body
			default:
				f.reply(s, "204", true)
			}
		}), nil)
		for range 2 {
			r, err := c.Do(t.Context(), &Request{URL: "http://river.test/"}, nil)
			if err == nil {
				_, err = io.ReadAll(r.Body)
				r.Body.Close()
			}
			var late *TimeoutError
			if !errors.As(err, &late) || late.Kind != TimeoutRead {
				t.Errorf("%v", err)
			}
		}
		if r, _ := fetch(t, c, &Request{URL: "http://river.test/"}, nil); r.Connection.ID != 1 || r.Status != 204 {
			t.Errorf("%+v", r)
		}
		c.Close()
		synctest.Wait()
	})
}

// TestDeadHTTP2ConnectionIsLeft: a connection that answers nothing at all, not
// even a ping, is not used for ever.
func TestDeadHTTP2ConnectionIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		dials := 0
		book := newLedger()
		c := h2cClient(t, func(conn net.Conn) {
			mu.Lock()
			dials++
			first := dials == 1
			mu.Unlock()
			if first {
				_, _ = io.Copy(io.Discard, conn)
				return
			}
			frames(func(f framer, s uint32) { f.reply(s, "204", true) })(conn)
		}, book)
		deadline := time.Now().Add(30 * time.Second)
		for time.Now().Before(deadline) {
			r, err := c.Do(t.Context(), &Request{URL: "http://river.test/"}, nil)
			if err == nil {
				if r.Connection.ID != 2 {
					t.Errorf("%+v", r.Connection)
				}
				r.Body.Close()
				c.Close()
				synctest.Wait()
				return
			}
		}
		t.Error("the dead connection is used for ever")
		c.Close()
	})
}

// TestManyOverFewStreams sends far more at once than the server takes streams.
func TestManyOverFewStreams(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	s := a.secureServer(t, func(http.ResponseWriter, *http.Request) {}, func(s *httptest.Server) {
		s.EnableHTTP2 = true
		s.Config.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 4}
	})
	c := newClient(t, func(s *Settings) { s.CACert, s.MaxConns = a.file, 3 }, nil)
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() { untilTaken(t, c, s.URL) })
	}
	all.Wait()
	if !quiescent(c) {
		t.Errorf("%+v", c.Pool())
	}
}

// untilTaken asks again while the server refuses the stream.
func untilTaken(t *testing.T, c *Client, url string) {
	for {
		r, err := c.Do(t.Context(), &Request{URL: url}, nil)
		if err == nil {
			r.Body.Close()
			return
		}
		var e *Error
		if !errors.As(err, &e) || e.Fault != FaultRefused {
			t.Errorf("%v", err)
			return
		}
	}
}

// TestHTTP2Hints: what people read names the cause as far as it is known, and
// what to do.
func TestHTTP2Hints(t *testing.T) {
	t.Parallel()
	// It closes when the client has hung up: closed before that, a pipe may fail
	// what the client still writes, and which of both it sees first is chance.
	old := func(c net.Conn) {
		_, _ = io.ReadFull(c, make([]byte, len(http2.ClientPreface)))
		var rest sync.WaitGroup
		rest.Go(func() { _, _ = io.Copy(io.Discard, c) })
		_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
		rest.Wait()
		_ = c.Close()
	}
	leaving := frames(func(f framer, _ uint32) { _ = f.WriteGoAway(0, http2.ErrCodeNo, nil); f.hangUp() })
	for name, tt := range map[string]struct {
		serve func(net.Conn)
		fault Fault
		words string
	}{
		"a server of HTTP/1.1":   {old, FaultMalformed, "--http auto"},
		"goaway again and again": {leaving, FaultRefused, "or closed the connection"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := h2cClient(t, tt.serve, nil)
				_, err := c.Do(t.Context(), &Request{URL: "http://river.test/"}, nil)
				var e *Error
				if !errors.As(err, &e) || e.Fault != tt.fault || !strings.Contains(e.Error(), tt.words) {
					t.Errorf("%v (%+v); want %s with %q", err, e, tt.fault, tt.words)
				}
				c.Close()
				synctest.Wait()
			})
		})
	}
}
