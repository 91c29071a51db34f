package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPhasesAndReuse(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "1.92 m") })
	book := newLedger()
	c := newClient(t, nil, book)
	first, second := new(diary), new(diary)
	r, text := fetch(t, c, &Request{URL: s.URL + "/gauges"}, first)
	if text != "1.92 m" || r.Status != 200 || r.Proto != "HTTP/1.1" || r.Length != 6 || r.WireBytes() != 6 || r.DecodedBytes() != 6 {
		t.Errorf("%+v %q", r, text)
	}
	if r.FinalURL != s.URL+"/gauges" || r.Connection.ID != 1 || r.Connection.Reused || r.Connection.Origin != s.URL {
		t.Errorf("%q %+v", r.FinalURL, r.Connection)
	}
	if got := first.text(); got != "connect write wait body" {
		t.Errorf("phases of a new connection: %s", got)
	}
	r, _ = fetch(t, c, &Request{URL: s.URL}, second)
	if got := second.text(); got != "write wait body" {
		t.Errorf("phases of a reused connection: %s", got)
	}
	if !r.Connection.Reused || r.Connection.ID != 1 || r.Connection.IdleFor <= 0 || second.received != 6 {
		t.Errorf("%+v, %d received", r.Connection, second.received)
	}
	tm := r.Timing()
	if sum := tm.Pool + tm.DNS + tm.Connect + tm.TLS + tm.Write + tm.FirstByte + tm.Body; sum != tm.Total || tm.Total <= 0 {
		t.Errorf("the phases are %v of %v", sum, tm.Total)
	}
	c.Close()
	if why := book.reason(t, 1); why != "the client was closed" || book.served[1] != 2 || len(book.opened) != 1 {
		t.Errorf("%s after %d requests", why, book.served[1])
	}
	if _, err := c.Do(t.Context(), &Request{URL: s.URL}, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("Do after Close: %v", err)
	}
}

func TestEmptyReplyEndsAtOnce(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
	c := newClient(t, nil, nil)
	r, err := c.Do(t.Context(), &Request{URL: s.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Pool(); len(p.Origins) != 1 || p.Origins[0].Idle != 1 || p.Origins[0].InUse != 0 {
		t.Errorf("%+v", p)
	}
	total := r.Timing().Total
	if total != r.Timing().Total {
		t.Error("the clock of a reply without a body goes on")
	}
	_ = r.Body.Close()
}

// mode serves both kinds of HTTP/2 and returns a server and how to reach it.
func modeServer(t *testing.T, a *authority, h2c bool, h http.HandlerFunc) *httptest.Server {
	if !h2c {
		return a.secureServer(t, h, func(s *httptest.Server) { s.EnableHTTP2 = true })
	}
	s := httptest.NewUnstartedServer(h)
	s.Config.Protocols = new(http.Protocols)
	s.Config.Protocols.SetUnencryptedHTTP2(true)
	s.Config.Protocols.SetHTTP1(true)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func TestVersions(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	h := func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }
	for _, tt := range []struct {
		mode  Mode
		plain bool
		want  string
	}{
		{ModeAuto, false, "HTTP/2.0"},
		{ModeAuto, true, "HTTP/1.1"},
		{ModeHTTP1, false, "HTTP/1.1"},
		{ModeHTTP1, true, "HTTP/1.1"},
		{ModeHTTP2, false, "HTTP/2.0"},
		{ModeH2C, true, "HTTP/2.0"},
		{ModeH2C, false, "HTTP/2.0"},
	} {
		t.Run(fmt.Sprintf("%s/%v", tt.mode, tt.plain), func(t *testing.T) {
			t.Parallel()
			s := modeServer(t, a, tt.plain, h)
			book, d := newLedger(), new(diary)
			c := newClient(t, func(s *Settings) { s.Mode, s.CACert = tt.mode, a.file }, book)
			for range 2 {
				r, text := fetch(t, c, &Request{URL: s.URL}, d)
				if text != tt.want || r.Proto != tt.want || r.Connection.Proto != tt.want || r.Connection.ID != 1 {
					t.Errorf("%q over %+v", text, r.Connection)
				}
				if (r.Connection.TLS != nil) == tt.plain {
					t.Errorf("TLS: %+v", r.Connection.TLS)
				}
			}
			want := "connect tls write wait body write wait body"
			if tt.plain {
				want = strings.ReplaceAll(want, "tls ", "")
			}
			if d.text() != want || d.silent != 0 {
				t.Errorf("phases: %s", d.text())
			}
			c.Close()
			book.reason(t, 1)
			if len(book.opened) != 1 || book.opened[0].Proto != tt.want || (book.opened[0].TLS != nil) == tt.plain {
				t.Errorf("opened: %+v", book.opened)
			}
		})
	}
}

func TestHTTP2IsInsistedOn(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	s := a.secureServer(t, func(http.ResponseWriter, *http.Request) {}, nil) // HTTP/1.1 only
	silent := a.secureServer(t, func(http.ResponseWriter, *http.Request) {}, func(s *httptest.Server) {
		s.TLS.NextProtos = []string{} // no ALPN at all
		s.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	})
	for _, mode := range []Mode{ModeHTTP2, ModeH2C} {
		c := newClient(t, func(s *Settings) { s.Mode, s.CACert = mode, a.file }, nil)
		for _, url := range []string{s.URL, silent.URL} {
			if _, err := c.Do(t.Context(), &Request{URL: url}, nil); !errors.Is(err, ErrNoHTTP2) {
				t.Errorf("%s: %v", mode, err)
			}
		}
	}
	c := newClient(t, func(s *Settings) { s.Mode = ModeHTTP2 }, nil)
	var bad *RequestError
	_, err := c.Do(t.Context(), &Request{URL: "http://127.0.0.1:1/"}, nil)
	if !errors.As(err, &bad) || !strings.Contains(err.Error(), "--http h2c") {
		t.Errorf("%v", err)
	}
}

func TestStreamsAndWaiting(t *testing.T) {
	t.Parallel()
	const n = 8
	for _, tt := range []struct {
		mode                    Mode
		inUse, waiting, streams int
	}{
		{ModeHTTP1, 2, n - 2, 0},
		{ModeH2C, 1, 0, n},
	} {
		arrived, leave := make(chan struct{}, n), make(chan struct{})
		s := modeServer(t, nil, true, func(http.ResponseWriter, *http.Request) {
			arrived <- struct{}{}
			<-leave
		})
		c := newClient(t, func(s *Settings) { s.Mode, s.MaxConns = tt.mode, 2 }, nil)
		if tt.mode == ModeH2C { // let there be one connection before they all come
			close(leave)
			fetch(t, c, &Request{URL: s.URL}, nil)
			<-arrived
			leave = make(chan struct{})
		}
		var all sync.WaitGroup
		for range n {
			all.Go(func() { fetch(t, c, &Request{URL: s.URL}, nil) })
		}
		for range n - tt.waiting {
			<-arrived
		}
		until(t, func() bool {
			p := c.Pool()
			return len(p.Origins) == 1 && p.Origins[0].Waiting == tt.waiting
		})
		p := c.Pool().Origins[0]
		if p.InUse != tt.inUse || p.Streams != tt.streams || p.Limit != 2 || p.Origin != s.URL {
			t.Errorf("%s: %+v", tt.mode, p)
		}
		close(leave)
		all.Wait()
		until(t, func() bool {
			p := c.Pool().Origins[0]
			return p.InUse == 0 && p.Waiting == 0 && p.Streams == 0
		})
	}
}

// until asks again until it is so; what it waits for happens within moments.
func until(t *testing.T, so func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	late := time.After(5 * time.Second)
	for !so() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("it never is so")
		}
	}
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	self := a.issue(t, true)
	h := func(w http.ResponseWriter, r *http.Request) {
		if len(r.TLS.PeerCertificates) > 0 {
			fmt.Fprint(w, r.TLS.PeerCertificates[0].Subject.CommonName)
		}
	}
	s := a.secureServer(t, h, nil)
	lone := a.secureServer(t, h, func(s *httptest.Server) { s.TLS.Certificates = []tls.Certificate{self} })

	c := newClient(t, func(s *Settings) { s.CACert = a.file }, nil)
	r, _ := fetch(t, c, &Request{URL: s.URL}, nil)
	info := r.Connection.TLS
	if !info.Verified || info.SelfSigned || info.Problem != "" || info.Subject != "CN=river" ||
		info.Issuer != "CN=test authority" || info.Version != "TLS 1.3" || info.NotAfter.IsZero() || info.Cipher == "" {
		t.Errorf("%+v", info)
	}
	_, err := c.Do(t.Context(), &Request{URL: lone.URL}, nil)
	var e *Error
	if !errors.As(err, &e) || e.Fault != FaultCertificate || !strings.Contains(err.Error(), "--cacert") {
		t.Errorf("%v", err)
	}
	c = newClient(t, func(s *Settings) { s.Insecure = true }, nil)
	r, _ = fetch(t, c, &Request{URL: lone.URL}, nil)
	info = r.Connection.TLS
	if info.Verified || !info.SelfSigned || !strings.Contains(info.Problem, "unknown authority") || info.Subject != "CN=river" {
		t.Errorf("%+v", info)
	}
}

func TestClientCertificate(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	s := a.secureServer(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.TLS.PeerCertificates[0].Subject.CommonName)
	}, func(s *httptest.Server) { s.TLS.ClientAuth = tls.RequireAnyClientCert })
	cert, key := a.clientFiles(t)
	c := newClient(t, func(s *Settings) { s.CACert, s.Cert, s.Key = a.file, cert, key }, nil)
	if _, text := fetch(t, c, &Request{URL: s.URL}, nil); text != "river" {
		t.Errorf("%q", text)
	}
	c = newClient(t, func(s *Settings) { s.CACert = a.file }, nil)
	_, err := c.Do(t.Context(), &Request{URL: s.URL}, nil)
	var e *Error
	if !errors.As(err, &e) || e.Fault != FaultTLS {
		t.Errorf("without a certificate: %v", err)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		change func(*Settings)
		want   string
	}{
		{func(s *Settings) { s.CACert = "/nowhere/ca.pem" }, "read the CA certificates: open /nowhere/ca.pem"},
		{func(s *Settings) { s.CACert = empty }, "holds no certificate in PEM form"},
		{func(s *Settings) { s.Cert = empty }, "read the client certificate " + empty},
		{func(s *Settings) { s.Key = empty }, "add --cert FILE"},
		{func(s *Settings) { s.Mode = "3" }, `unknown HTTP version "3"`},
		{func(s *Settings) { s.MaxConns = -1 }, "the limit of connections is negative"},
		{func(s *Settings) { s.Proxy = "ftp://proxy" }, `unknown scheme "ftp"`},
		{func(s *Settings) { s.Proxy = "http://" }, "names no host"},
		{func(s *Settings) { s.Proxy = "http://me:hush@proxy:port" }, "read the proxy's URL: invalid port"},
	} {
		s := Defaults()
		tt.change(&s)
		_, err := New(s, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%v; want %q", err, tt.want)
		}
	}
}

func TestRequestsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	c := newClient(t, nil, nil)
	for _, tt := range []struct {
		req  Request
		want string
	}{
		{Request{URL: "river.test/x"}, "no scheme"},
		{Request{URL: "ftp://river.test/"}, `unsupported protocol scheme "ftp"`},
		{Request{URL: "http:///x"}, "names no host"},
		{Request{URL: "http://me:hush@river.test:x/"}, "invalid port"},
		{Request{URL: "http://me:hu sh@river.test/"}, "invalid userinfo"},
		{Request{URL: "http://river.test/%zz?token=hush"}, "invalid URL escape"},
		{Request{URL: "http://me:hush/x@river.test/"}, "invalid port"},
		{Request{URL: "http://river.test/", Method: "GE T"}, "invalid method"},
		{Request{URL: "http://river.test/", Header: http.Header{"A b": {"x"}}}, "invalid header field name"},
		{Request{URL: "http://river.test/", Header: http.Header{"Token": {"hush\n"}}}, `invalid header field value for "Token"`},
		{Request{URL: "http://river.test/", Body: func() (io.ReadCloser, error) { return nil, os.ErrNotExist }}, "open the request's body"},
	} {
		_, err := c.Do(t.Context(), &tt.req, nil)
		var bad *RequestError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%+v: %v; want %q", tt.req, err, tt.want)
		}
	}
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var got *http.Request
	s := plainServer(t, func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		got = r
	})
	host := strings.TrimPrefix(s.URL, "http://")
	c := newClient(t, nil, nil)
	send := func(req Request) *http.Request {
		fetch(t, c, &req, nil)
		mu.Lock()
		defer mu.Unlock()
		return got
	}
	r := send(Request{URL: "http://me:secret@" + host + "/x?y=1"})
	if user, pass, _ := r.BasicAuth(); user != "me" || pass != "secret" || r.Host != host || r.URL.String() != "/x?y=1" {
		t.Errorf("%v %v", r.Header, r.URL)
	}
	if r.UserAgent() != "weir" || r.Header.Get("Accept-Encoding") != "gzip, deflate, br, zstd" {
		t.Errorf("%v", r.Header)
	}
	own := http.Header{"user-agent": {"mine"}, "Accept-Encoding": {"identity"}, "Host": {"river.test"}, "Authorization": {"Bearer x"}}
	r = send(Request{URL: "http://me:secret@" + host, Header: own})
	if r.UserAgent() != "mine" || r.Header.Get("Accept-Encoding") != "identity" || r.Host != "river.test" || r.Header.Get("Authorization") != "Bearer x" {
		t.Errorf("%v %s", r.Header, r.Host)
	}
	if len(own) != 4 || own["Host"] == nil {
		t.Errorf("the caller's header changed: %v", own)
	}
	if r = send(Request{URL: s.URL, Header: http.Header{"Range": {"bytes=0-1"}}}); r.Header.Get("Accept-Encoding") != "" {
		t.Errorf("a part of an encoding is asked for: %v", r.Header)
	}
	c = newClient(t, func(s *Settings) { s.UserAgent, s.AcceptEncoding = "", false }, nil)
	if r = send(Request{URL: s.URL}); len(r.Header) != 0 {
		t.Errorf("%v", r.Header)
	}
}

func TestNetworkFaults(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + closed.Addr().String()
	closed.Close()
	a := newAuthority(t)
	secure := a.secureServer(t, func(http.ResponseWriter, *http.Request) {}, nil)
	plain := plainServer(t, func(http.ResponseWriter, *http.Request) {})
	for _, tt := range []struct {
		name  string
		url   string
		fault Fault
	}{
		{"nobody listens", nobody, FaultConnect},
		{"TLS asked of a plain server", strings.Replace(plain.URL, "http:", "https:", 1), FaultTLS},
		{"closed before an answer", rawServer(t, func(c net.Conn) { readHead(c) }), FaultEOF},
		{"reset", rawServer(t, reset), FaultReset},
		{"no HTTP", rawServer(t, says("SSH-2.0-OpenSSH_9.9\r\n\r\n")), FaultMalformed},
		{"two lengths", rawServer(t, says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")), FaultMalformed},
		{"huge header", rawServer(t, says("HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<17))), FaultHeader},
		{"endless header", rawServer(t, endless("HTTP/1.1 200 OK\r\n", "X: y\r\n")), FaultHeader},
		{"endless 1xx", rawServer(t, endless("", "HTTP/1.1 103 Early Hints\r\n\r\n")), FaultMalformed},
		{"switched protocols", rawServer(t, says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")), FaultMalformed},
		{"unknown certificate", secure.URL, FaultCertificate},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, func(s *Settings) { s.MaxHeader = 1 << 16 }, nil)
			_, err := c.Do(t.Context(), &Request{URL: tt.url + "/?token=hush"}, nil)
			var e *Error
			if !errors.As(err, &e) || e.Fault != tt.fault || strings.Contains(err.Error(), "hush") {
				t.Errorf("%v (%+v); want %s", err, e, tt.fault)
			}
			for _, o := range c.Pool().Origins {
				if o.Waiting != 0 {
					t.Errorf("%d wait for ever", o.Waiting)
				}
			}
		})
	}
}

// says answers one request with a text and waits for the client to go.
func says(text string) func(net.Conn) {
	return func(c net.Conn) {
		if readHead(c) {
			_, _ = io.WriteString(c, text)
			_, _ = io.Copy(io.Discard, c)
		}
	}
}

func endless(first, text string) func(net.Conn) {
	return func(c net.Conn) {
		readHead(c)
		_, err := io.WriteString(c, first)
		for err == nil {
			_, err = io.WriteString(c, text)
		}
	}
}

func reset(c net.Conn) {
	readHead(c)
	_ = c.(*net.TCPConn).SetLinger(0)
}

func TestUnknownHost(t *testing.T) {
	t.Parallel()
	d := new(diary)
	c := newClient(t, func(s *Settings) {
		s.Dial = func(_ context.Context, _, addr string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: addr, IsNotFound: true}}
		}
	}, nil)
	_, err := c.Do(t.Context(), &Request{URL: "http://nowhere.test/"}, d)
	var dns *net.DNSError
	var e *Error
	if !errors.As(err, &dns) || !dns.IsNotFound || !errors.As(err, &e) || e.Fault != FaultDNS {
		t.Errorf("%v", err)
	}
	if d.text() != "connect" {
		t.Errorf("phases: %s", d.text())
	}
}

func TestCancelTellsTheCause(t *testing.T) {
	t.Parallel()
	mine := errors.New("the user pressed esc")
	for _, inBody := range []bool{false, true} {
		for _, mode := range []Mode{ModeHTTP1, ModeH2C} {
			started := make(chan struct{})
			s := modeServer(t, nil, true, func(w http.ResponseWriter, r *http.Request) {
				if inBody {
					fmt.Fprint(w, "x")
					w.(http.Flusher).Flush()
				}
				close(started)
				<-r.Context().Done()
			})
			c := newClient(t, func(s *Settings) { s.Mode = mode }, nil)
			ctx, cancel := context.WithCancelCause(t.Context())
			go func() { <-started; cancel(mine) }()
			r, err := c.Do(ctx, &Request{URL: s.URL}, nil)
			if inBody && err == nil {
				_, err = io.ReadAll(r.Body)
				r.Body.Close()
			}
			if !errors.Is(err, mine) || !errors.Is(err, context.Canceled) {
				t.Errorf("%s, in the body %v: %v", mode, inBody, err)
			}
			c.Close()
		}
	}
}

func TestSilentRetryIsCounted(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	conns := 0
	url := rawServer(t, func(c net.Conn) {
		mu.Lock()
		conns++
		nth := conns
		mu.Unlock()
		for n := 0; readHead(c); n++ {
			if nth == 1 && n == 1 {
				return // dead, just as the second request is under way
			}
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		}
	})
	book := newLedger()
	c := newClient(t, nil, book)
	fetch(t, c, &Request{URL: url}, nil)
	d := new(diary)
	r, text := fetch(t, c, &Request{URL: url}, d)
	if text != "ok" || r.SilentRetries() != 1 || d.silent != 1 || len(d.conns) != 2 || r.Connection.ID != 2 || r.Connection.Reused {
		t.Errorf("%q, %d retries, %+v", text, d.silent, d.conns)
	}
	// How far the first try came is a race; what follows it is not.
	_, again, _ := strings.Cut(d.text(), "retry1 ")
	if again != "pool connect write wait body" {
		t.Errorf("%s", d.text())
	}
	if why := book.reason(t, 1); why != "closed by the server" || book.served[1] != 2 {
		t.Errorf("%s after %d requests", why, book.served[1])
	}
}

func TestIdleConnectionExpires(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(http.ResponseWriter, *http.Request) {})
	book := newLedger()
	c := newClient(t, func(s *Settings) { s.IdleExpiry = 10 * time.Millisecond }, book)
	fetch(t, c, &Request{URL: s.URL}, nil)
	if why := book.reason(t, 1); why != "unused for 10ms" {
		t.Errorf("%s", why)
	}
	if p := c.Pool(); len(p.Origins) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestServerClosesAfterReply(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") })
	book := newLedger()
	c := newClient(t, nil, book)
	fetch(t, c, &Request{URL: s.URL}, nil)
	if why := book.reason(t, 1); !strings.Contains(why, "Connection: close") && why != "closed by the server" && why != "not kept after its last request" {
		t.Errorf("%s", why)
	}
}

func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	s := plainServer(t, func(_ http.ResponseWriter, r *http.Request) { close(started); <-r.Context().Done() })
	c := newClient(t, nil, nil)
	go func() { <-started; c.Close() }()
	if _, err := c.Do(t.Context(), &Request{URL: s.URL}, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("%v", err)
	}
}

// TestTimingIsExact makes every phase last a second more than the one before it.
func TestTimingIsExact(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		wires := &pipes{serve: func(c net.Conn) {
			readHead(c)
			time.Sleep(3 * time.Second)
			_, _ = io.ReadFull(c, make([]byte, 4))
			time.Sleep(4 * time.Second)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
			time.Sleep(5 * time.Second)
			_, _ = io.WriteString(c, "ok")
		}}
		c := newClient(t, func(s *Settings) {
			s.Timeouts = Timeouts{}
			s.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
				trace := httptrace.ContextClientTrace(ctx)
				trace.DNSStart(httptrace.DNSStartInfo{Host: addr})
				time.Sleep(time.Second)
				trace.DNSDone(httptrace.DNSDoneInfo{})
				time.Sleep(2 * time.Second)
				return wires.dial(ctx, network, addr)
			}
		}, nil)
		d := new(diary)
		r, _ := fetch(t, c, &Request{Method: "PUT", URL: "http://river.test/", Length: 4, Body: text("body")}, d)
		const s = time.Second
		want := Timing{DNS: s, Connect: 2 * s, Write: 3 * s, FirstByte: 4 * s, Body: 5 * s, Total: 15 * s}
		if diff := cmp.Diff(want, r.Timing()); diff != "" {
			t.Error(diff)
		}
		if d.text() != "connect dns connect write wait body" || d.sent != 4 || d.received != 2 {
			t.Errorf("%s, %d sent, %d received", d.text(), d.sent, d.received)
		}
		wires.open.Wait()
	})
}
