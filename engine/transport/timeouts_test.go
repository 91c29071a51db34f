package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseTimeouts(t *testing.T) {
	t.Parallel()
	base := DefaultTimeouts()
	s := time.Second
	for _, tt := range []struct {
		text string
		want Timeouts
	}{
		{"1s", Timeouts{s, s, s, s, 0}},
		{"0", Timeouts{}},
		{"connect=1s", Timeouts{s, 5 * s, 5 * s, 5 * s, 0}},
		{" read = 1s , total=1m ", Timeouts{5 * s, s, 5 * s, 5 * s, 60 * s}},
		{"2s,pool=0,write=1s", Timeouts{2 * s, 2 * s, s, 0, 0}},
	} {
		got, err := ParseTimeouts(tt.text, base)
		if err != nil || got != tt.want {
			t.Errorf("ParseTimeouts(%q) = %v, %v; want %v", tt.text, got, err, tt.want)
		}
	}
}

func TestParseTimeoutsSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"", "no duration"},
		{"5", "write it like 5s"},
		{"-1s", "negative"},
		{"conect=5s", `unknown name "conect": use connect, read, write, pool or total`},
		{"read=1s,read=2s", "read is given twice"},
		{"1s,2s", "without a name is given twice"},
		{"read=", "no duration"},
	} {
		got, err := ParseTimeouts(tt.text, DefaultTimeouts())
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("ParseTimeouts(%q): %v; want %q", tt.text, err, tt.want)
		}
		if got != DefaultTimeouts() {
			t.Errorf("ParseTimeouts(%q) changed the base", tt.text)
		}
	}
}

func FuzzParseTimeouts(f *testing.F) {
	f.Add("connect=5s,read=1m30s")
	f.Add("5s,total=0")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseTimeouts(text, Timeouts{})
		if err == nil && min(got.Connect, got.Read, got.Write, got.Pool, got.Total) < 0 {
			t.Errorf("ParseTimeouts(%q) = %v", text, got)
		}
	})
}

// only sets one timeout to a second, and none else.
func only(kind string) Timeouts {
	var t Timeouts
	if err := t.set(kind, time.Second); err != nil {
		panic(err)
	}
	return t
}

// slow is a server that stalls at one point.
func slow(stall string) func(net.Conn) {
	hang := func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }
	return func(c net.Conn) {
		switch stall {
		case "accept":
			var one [1]byte
			_, _ = c.Read(one[:]) // the head comes through, the rest does not
			time.Sleep(time.Minute)
		case "answer":
			hang(c)
		case "header":
			readHead(c)
			_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-"))
			hang(c)
		case "body":
			readHead(c)
			_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"))
			hang(c)
		}
	}
}

// TestOneTimeoutFires puts a server that stalls at one point before clients that
// have one timeout each: exactly the one that watches that point fires, a second
// after the last progress, and names itself.
func TestOneTimeoutFires(t *testing.T) {
	t.Parallel()
	for _, stall := range []string{"dial", "accept", "answer", "header", "body", "pool"} {
		fires := map[string]string{
			"dial": TimeoutConnect, "accept": TimeoutWrite, "answer": TimeoutRead,
			"header": TimeoutRead, "body": TimeoutRead, "pool": TimeoutPool,
		}[stall]
		for _, set := range []string{TimeoutConnect, TimeoutRead, TimeoutWrite, TimeoutPool} {
			t.Run(stall+"/"+set, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					took, err := stalled(t, stall, set)
					var late *TimeoutError
					if set != fires {
						if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &late) || took != 30*time.Second {
							t.Fatalf("%v after %v; want the caller's deadline", err, took)
						}
						return
					}
					if !errors.As(err, &late) || late.Kind != fires || late.After != time.Second || took != time.Second {
						t.Fatalf("%v after %v; want the %s timeout after 1s", err, took, fires)
					}
				})
			})
		}
	}
}

// stalled makes a request that stalls, with one timeout set, and returns how it
// ended and when.
func stalled(t *testing.T, stall, set string) (took time.Duration, err error) {
	net := &pipes{serve: slow(stall)}
	s := Defaults()
	s.Timeouts, s.Proxy, s.Dial = only(set), "off", net.dial
	if stall == "dial" {
		s.Dial = hangingDial
	}
	if stall == "pool" {
		s.MaxConns, net.serve = 1, slow("answer")
	}
	c, err := New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { c.Close(); net.open.Wait() }()
	if stall == "pool" {
		occupy(t, c)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	start := time.Now()
	err = attemptOnce(ctx, c, stall)
	return time.Since(start), err
}

func hangingDial(ctx context.Context, _, _ string) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// occupy takes the only connection, with a request that has no timeout of its own.
func occupy(t *testing.T, c *Client) {
	free := newAttemptSettings(c)
	done := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer close(done)
		_, _ = free.Do(ctx, &Request{URL: "http://river.test/"}, nil)
	}()
	synctest.Wait()
	t.Cleanup(func() { cancel(); <-done })
}

// newAttemptSettings returns the same client with no timeouts.
func newAttemptSettings(c *Client) *Client {
	free := &Client{settings: c.settings, rt: c.rt, pool: c.pool, watch: c.watch, dialer: c.dialer, plain: c.plain}
	free.settings.Timeouts = Timeouts{}
	return free
}

func attemptOnce(ctx context.Context, c *Client, stall string) error {
	req := &Request{Method: "POST", URL: "http://river.test/", Length: 1 << 20}
	req.Body = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(strings.Repeat("x", 1<<20))), nil }
	if stall != "accept" {
		req = &Request{URL: "http://river.test/"}
	}
	r, err := c.Do(ctx, req, nil)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	_, err = io.Copy(io.Discard, r.Body)
	return err
}

// TestProgressRestartsTimeouts drips for a minute under timeouts of a second.
func TestProgressRestartsTimeouts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := &pipes{serve: func(c net.Conn) {
			readHead(c)
			for range 60 { // the request's body, slowly
				time.Sleep(900 * time.Millisecond)
				_, _ = io.CopyN(io.Discard, c, 32<<10)
			}
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")
			for range 60 {
				time.Sleep(900 * time.Millisecond)
				_, _ = io.WriteString(c, ".")
			}
		}}
		c := newClient(t, func(s *Settings) {
			s.Dial = net.dial
			s.Timeouts = Timeouts{Connect: time.Second, Read: time.Second, Write: time.Second, Pool: time.Second}
		}, nil)
		const size = 60 * 32 << 10
		req := &Request{Method: "PUT", URL: "http://river.test/", Length: size, Body: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(strings.Repeat("x", size))), nil
		}}
		r, text := fetch(t, c, req, nil)
		if len(text) != 60 || r.Timing().Body < 50*time.Second || r.Timing().Write < 50*time.Second {
			t.Errorf("%d bytes, %+v", len(text), r.Timing())
		}
		net.open.Wait()
	})
}

// TestSlowBodySourceIsNoWriteTimeout: the time the caller's own reader takes is
// not the server's fault.
func TestSlowBodySourceIsNoWriteTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := &pipes{serve: func(c net.Conn) {
			readHead(c)
			_, _ = io.CopyN(io.Discard, c, 3)
			_, _ = io.WriteString(c, "HTTP/1.1 204 No Content\r\n\r\n")
			_, _ = io.Copy(io.Discard, c)
		}}
		c := newClient(t, func(s *Settings) { s.Dial, s.Write = net.dial, time.Second }, nil)
		r, _ := fetch(t, c, &Request{Method: "PUT", URL: "http://river.test/", Length: 3, Body: func() (io.ReadCloser, error) {
			return io.NopCloser(&drowsy{left: 3}), nil
		}}, nil)
		if r.Status != 204 || r.Timing().Write != 30*time.Second || r.SentBytes() != 3 {
			t.Errorf("%d %+v", r.Status, r.Timing())
		}
		c.Close()
		net.open.Wait()
	})
}

// drowsy gives a byte every ten seconds.
type drowsy struct{ left int }

func (d *drowsy) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(10 * time.Second)
	d.left--
	p[0] = 'x'
	return 1, nil
}

// TestGivenUpDialEnds: net/http goes on with a dial that its request gave up;
// ours ends with the connect timeout, and with the client.
func TestGivenUpDialEnds(t *testing.T) {
	t.Parallel()
	for _, connect := range []time.Duration{0, time.Second} {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(s *Settings) { s.Dial, s.Connect = hangingDial, connect }, nil)
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			if _, err := c.Do(ctx, &Request{URL: "http://river.test/"}, nil); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v", err)
			}
			if connect > 0 {
				time.Sleep(connect)
				synctest.Wait()
				if n := len(c.pool.dials); n != 0 {
					t.Errorf("%d dials go on", n)
				}
			}
			c.Close() // or the bubble deadlocks
		})
	}
}

func TestTimeoutErrorIsANetError(t *testing.T) {
	t.Parallel()
	var err error = &TimeoutError{Kind: TimeoutConnect, After: 5 * time.Second}
	var ne net.Error
	if !errors.As(err, &ne) || !ne.Timeout() || !errors.Is(err, context.DeadlineExceeded) {
		t.Error("it is no timeout")
	}
	want := "no connection within 5s (connect timeout; allow more with --timeout connect=10s)"
	if err.Error() != want {
		t.Errorf("%q", err)
	}
}
