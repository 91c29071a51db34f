package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// pack puts a coding on a body; raw is deflate without its zlib frame.
func pack(t testing.TB, name string, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch name {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&out)
	case "deflate":
		w = zlib.NewWriter(&out)
	case "raw":
		w, err = flate.NewWriter(&out, 6)
	case "br":
		w = brotli.NewWriter(&out)
	case "zstd":
		w, err = zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1))
	default:
		t.Fatalf("no coding %q", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// serveBody answers with a body under a Content-Encoding.
func serveBody(t testing.TB, encoding string, body []byte) string {
	return plainServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Encoding"] = []string{encoding}
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.Query().Has("chunked") {
			w.(http.Flusher).Flush()
		} else {
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		}
		_, _ = w.Write(body)
	}).URL
}

func TestDecoding(t *testing.T) {
	t.Parallel()
	plain := []byte(strings.Repeat("Severn at Upper lock 1.92 m\n", 3000))
	for _, tt := range []struct {
		field string
		packs []string
		taken string
		left  string
	}{
		{"gzip", []string{"gzip"}, "gzip", ""},
		{"X-GZip", []string{"gzip"}, "gzip", ""},
		{"br", []string{"br"}, "br", ""},
		{"zstd", []string{"zstd"}, "zstd", ""},
		{"deflate", []string{"deflate"}, "deflate", ""},
		{"deflate", []string{"raw"}, "deflate", ""},
		{"identity", nil, "", ""},
		{"", nil, "", ""},
		{"utf-8", nil, "", "utf-8"},
		{"gzip, identity, br", []string{"gzip", "br"}, "br gzip", ""},
		{"zstd,gzip", []string{"zstd", "gzip"}, "gzip zstd", ""},
		{"rot13, gzip", []string{"gzip"}, "gzip", "rot13"},
	} {
		for _, query := range []string{"", "?chunked"} {
			t.Run(tt.field+query, func(t *testing.T) {
				t.Parallel()
				body := plain
				for _, name := range tt.packs {
					body = pack(t, name, body)
				}
				c := newClient(t, nil, nil)
				url := serveBody(t, tt.field, body) + query
				for n := range 2 { // the second time with pooled decoders
					r, text := fetch(t, c, &Request{URL: url}, nil)
					if text != string(plain) || r.WireBytes() != int64(len(body)) || r.DecodedBytes() != int64(len(plain)) {
						t.Fatalf("%d bytes of %d", len(text), r.WireBytes())
					}
					if strings.Join(r.Encodings, " ") != tt.taken || strings.Join(r.Undecoded, " ") != tt.left {
						t.Errorf("taken %v, left %v", r.Encodings, r.Undecoded)
					}
					if r.Connection.Reused != (n > 0) {
						t.Errorf("request %d on connection %+v", n, r.Connection)
					}
				}
			})
		}
	}
}

func TestEmptyBodyWithAnEncoding(t *testing.T) {
	t.Parallel()
	url := serveBody(t, "gzip", nil)
	c := newClient(t, nil, nil)
	for _, req := range []*Request{{URL: url, Method: "HEAD"}, {URL: url}, {URL: url + "?chunked"}} {
		if _, text := fetch(t, c, req, nil); text != "" {
			t.Errorf("%q", text)
		}
	}
}

func TestWhatIsNoEncoding(t *testing.T) {
	t.Parallel()
	whole := pack(t, "gzip", bytes.Repeat([]byte("Severn "), 9999))
	wrong := bytes.Clone(whole)
	wrong[len(wrong)-6] ^= 1 // its checksum
	for _, tt := range []struct {
		coding string
		body   []byte
	}{
		{"gzip", []byte("plain text that says it is gzip")},
		{"gzip", []byte("x")},
		{"gzip", whole[:len(whole)/2]},
		{"gzip", wrong},
		{"br", []byte{0xff, 0xff, 0xff}},
		{"zstd", []byte("no frame of zstd")},
		{"deflate", []byte{0x78, 0x9c, 0xff, 0xff, 0xff}},
		{"deflate", []byte{0xff}},
		{"gzip, gzip", pack(t, "gzip", []byte("once only"))},
	} {
		c := newClient(t, nil, nil)
		r, err := c.Do(t.Context(), &Request{URL: serveBody(t, tt.coding, tt.body)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(r.Body)
		var bad *DecodeError
		if !errors.As(err, &bad) || !strings.Contains(tt.coding, bad.Encoding) {
			t.Errorf("%s %.9q: %v", tt.coding, tt.body, err)
		}
		if _, again := r.Body.Read(make([]byte, 1)); !errors.Is(again, err) {
			t.Errorf("the error changed to %v", again)
		}
		r.Body.Close()
	}
}

func TestBodyIsCutAtTheCap(t *testing.T) {
	t.Parallel()
	const limit = 100_000
	for _, coding := range []string{"", "gzip", "zstd", "br"} {
		for _, size := range []int{limit - 1, limit, limit + 1, 9 * limit} {
			body := bytes.Repeat([]byte("0123456789"), size/10+1)[:size]
			if coding != "" {
				body = pack(t, coding, body)
			}
			c := newClient(t, func(s *Settings) { s.MaxBody = limit }, nil)
			r, err := c.Do(t.Context(), &Request{URL: serveBody(t, coding, body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r.Body)
			r.Body.Close()
			var cut *BodyLimitError
			if errors.As(err, &cut) != (size > limit) || len(got) != min(size, limit) {
				t.Errorf("%q of %d bytes: %d bytes, %v", coding, size, len(got), err)
			}
			if cut != nil && (cut.Limit != limit || cut.Ratio || cut.Encoded) {
				t.Errorf("%+v", cut)
			}
		}
	}
}

func TestZipBombs(t *testing.T) {
	t.Parallel()
	zeros := make([]byte, 9<<20)
	empty := bytes.Repeat(pack(t, "gzip", nil), 15_000) // gzip members without a byte
	for _, tt := range []struct {
		name, coding string
		body         []byte
		ratio        bool
	}{
		{"ratio", "br", pack(t, "br", zeros), true},
		{"ratio of layers", "gzip, gzip", pack(t, "gzip", pack(t, "gzip", zeros)), true},
		{"nothing out of much", "gzip", empty, false},
		{"nothing out of much, inside", "gzip, br", pack(t, "br", empty), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, func(s *Settings) {
				if !tt.ratio {
					s.MaxBody = 1 << 16
				}
			}, nil)
			r, err := c.Do(t.Context(), &Request{URL: serveBody(t, tt.coding, tt.body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			n, err := io.Copy(io.Discard, r.Body)
			r.Body.Close()
			var cut *BodyLimitError
			if !errors.As(err, &cut) || cut.Ratio != tt.ratio || cut.Encoded == tt.ratio || n > 8<<20 {
				t.Errorf("%d bytes, %v", n, err)
			}
		})
	}
}

func TestBrokenOffBodies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, reply string
		want        int64
	}{
		{"short", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", 10},
		{"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n", -1},
		{"within a coding", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n\r\n12345", 9},
		{"within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n12345", -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url := rawServer(t, func(c net.Conn) { readHead(c); _, _ = io.WriteString(c, tt.reply) })
			r, err := newClient(t, nil, nil).Do(t.Context(), &Request{URL: url}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r.Body)
			var short *TruncatedError
			var bad *DecodeError
			if errors.As(err, &bad) {
				t.Errorf("the coding is blamed for what the wire lost: %v", err)
			}
			if tt.name == "within a coding" {
				got = []byte("12345") // five bytes are no gzip yet
			}
			if string(got) != "12345" || !errors.As(err, &short) || short.Got != 5 || short.Want != tt.want || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%q, %v", got, err)
			}
			r.Body.Close()
		})
	}
}

func TestMalformedChunks(t *testing.T) {
	t.Parallel()
	url := rawServer(t, says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n12345"))
	r, err := newClient(t, nil, nil).Do(t.Context(), &Request{URL: url}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	_, err = io.ReadAll(r.Body)
	var e *Error
	if !errors.As(err, &e) || e.Fault != FaultMalformed {
		t.Errorf("%v", err)
	}
}

func TestTrailer(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	for _, plain := range []bool{true, false} {
		s := modeServer(t, a, plain, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", "Checksum")
			w.Header().Set("Content-Encoding", "deflate") // whose end comes before that of the chunks
			_, _ = w.Write(pack(t, "deflate", []byte("Severn")))
			w.(http.Flusher).Flush()
			w.Header().Set("Checksum", "abc")
		})
		c := newClient(t, func(s *Settings) { s.CACert = a.file }, nil)
		if r, _ := fetch(t, c, &Request{URL: s.URL}, nil); r.Trailer.Get("Checksum") != "abc" {
			t.Errorf("%s: %v", r.Proto, r.Trailer)
		}
	}
}

// TestEarlyCloseReusesConnection closes bodies unread: what is little is read, so
// that the connection lives on; what is much or slow is not.
func TestEarlyCloseReusesConnection(t *testing.T) {
	t.Parallel()
	block := make(chan struct{})
	s := plainServer(t, func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.URL.Query().Get("size"))
		if r.URL.Query().Has("chunked") {
			w.(http.Flusher).Flush()
		}
		_, _ = w.Write(make([]byte, size))
		if r.URL.Query().Has("stalls") {
			w.(http.Flusher).Flush()
			<-block
		}
	})
	t.Cleanup(func() { close(block) }) // before the server waits for its handlers
	for _, tt := range []struct {
		query string
		again bool
	}{
		{"size=1000", true},
		{"size=60000&chunked", true},
		{"size=1000000", false},
		{"size=1000000&chunked", false},
		{"size=10&stalls", false},
	} {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			book := newLedger()
			c := newClient(t, nil, book)
			r, err := c.Do(t.Context(), &Request{URL: s.URL + "?" + tt.query}, nil)
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if err := r.Body.Close(); err != nil || time.Since(began) > 20*drainTime {
				t.Errorf("%v after %v", err, time.Since(began))
			}
			if _, err := r.Body.Read(make([]byte, 1)); !errors.Is(err, ErrBodyClosed) {
				t.Errorf("read after close: %v", err)
			}
			r, _ = fetch(t, c, &Request{URL: s.URL}, nil)
			if r.Connection.Reused != tt.again {
				t.Errorf("reused: %v", r.Connection.Reused)
			}
			if !tt.again && book.reason(t, 1) != whyUnread {
				t.Errorf("closed: %s", book.closed[1])
			}
		})
	}
}

// TestCloseEndsARead closes a body from another goroutine than its reader's.
func TestCloseEndsARead(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	for _, plain := range []bool{true, false} {
		s := modeServer(t, a, plain, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "x")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		})
		c := newClient(t, func(s *Settings) { s.CACert = a.file }, nil)
		r, err := c.Do(t.Context(), &Request{URL: s.URL}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r.Body, make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		end := make(chan error)
		go func() {
			_, err := r.Body.Read(make([]byte, 9))
			end <- err
		}()
		until(t, func() bool { return !tryLock(r) })
		r.Body.Close()
		if err := <-end; !errors.Is(err, ErrBodyClosed) {
			t.Errorf("%v", err)
		}
		c.Close()
	}
}

func tryLock(r *Reply) bool {
	mu := &r.a.body.mu
	if !mu.TryLock() {
		return false
	}
	mu.Unlock()
	return true
}

// TestNothingIsToldAfterTheEnd: an observer hears nothing once Do has failed.
func TestNothingIsToldAfterTheEnd(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	c := newClient(t, nil, nil)
	for range 50 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		d := new(diary)
		_, err := c.Do(ctx, &Request{Method: "PUT", URL: s.URL, Length: -1, Body: func() (io.ReadCloser, error) {
			return io.NopCloser(endlessReader{}), nil
		}}, d)
		d.mu.Lock()
		sent, lines := d.sent, len(d.lines)
		d.mu.Unlock()
		cancel()
		until(t, func() bool { return quiescent(c) })
		d.mu.Lock()
		if err == nil || d.sent != sent || len(d.lines) != lines {
			t.Errorf("%v: told %d bytes, then %d", err, sent, d.sent)
		}
		d.mu.Unlock()
	}
}

// quiescent reports whether nothing is under way.
func quiescent(c *Client) bool {
	for _, o := range c.Pool().Origins {
		if o.InUse+o.Waiting > 0 {
			return false
		}
	}
	return true
}

// TestLateHooksAreNotTold: net/http calls hooks of a dial or a write that goes on
// after its attempt is over.
func TestLateHooksAreNotTold(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t, nil, nil)
	d := new(diary)
	r, _ := fetch(t, c, &Request{URL: s.URL}, d)
	before, timing := d.text(), r.Timing()
	h := &r.a.first
	h.conn = &conn{pool: c.pool}
	h.getConn("")
	h.conn = nil
	h.dialing()
	h.dnsStart(httptrace.DNSStartInfo{})
	h.dnsDone(httptrace.DNSDoneInfo{})
	h.tlsStart()
	h.gotConn(httptrace.GotConnInfo{Conn: &conn{pool: c.pool}})
	h.conn = &conn{pool: c.pool}
	r.a.phase = PhaseWrite
	h.wroteRequest(httptrace.WroteRequestInfo{})
	h.firstByte()
	r.a.progress()
	if d.text() != before || r.Timing() != timing || len(d.conns) != 1 || !quiescent(c) {
		t.Errorf("told %s after %s", d.text(), before)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) { return len(p), nil }

func FuzzParseCodings(f *testing.F) {
	f.Add("gzip, br")
	f.Add(" X-Gzip ,, identity,deflate,zstd, compress")
	f.Fuzz(func(t *testing.T, field string) {
		layers, left := parseCodings([]string{field})
		if len(layers) > maxLayers {
			t.Errorf("%d layers", len(layers))
		}
		for _, name := range left {
			if strings.Contains(name, ",") || name == "" || name == "identity" {
				t.Errorf("left %q", left)
			}
		}
		if n := strings.Count(field, ",") + 1; len(layers)+len(left) > n {
			t.Errorf("%d codings out of %d", len(layers)+len(left), n)
		}
	})
}

// FuzzDecode reads bytes of anyone as any coding: whatever they are, there is an
// end, a bound, and a typed error.
func FuzzDecode(f *testing.F) {
	codings := []string{"gzip", "br", "zstd", "deflate", "gzip, br"}
	for i, name := range []string{"gzip", "br", "zstd", "raw", "br"} {
		f.Add(byte(i), pack(f, name, []byte("Severn at Upper lock")))
	}
	c := newClient(f, func(s *Settings) { s.MaxBody = 1 << 16 }, nil)
	f.Fuzz(func(t *testing.T, which byte, data []byte) {
		layers, _ := parseCodings([]string{codings[int(which)%len(codings)]})
		a := newAttempt(c, nil)
		a.hop = &hop{a: a, cancel: func(error) {}}
		b := &body{a: a, layers: layers, resp: &http.Response{Body: io.NopCloser(bytes.NewReader(data)), ProtoMajor: 2}}
		n, err := io.Copy(io.Discard, b)
		var cut *BodyLimitError
		var bad *DecodeError
		if n > 1<<16 || err != nil && !errors.As(err, &cut) && !errors.As(err, &bad) {
			t.Errorf("%d bytes, %v", n, err)
		}
		_ = b.Close()
	})
}
