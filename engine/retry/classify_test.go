package retry_test

import (
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/net/http2"

	"weir/engine/retry"
)

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

func wantClass(t *testing.T, err error, want retry.Class) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that is %q", want)
	}
	if got := retry.Classify(err); got != want {
		t.Errorf("%q (%T) is %q, want %q", err, err, got, want)
	}
}

// What net/http makes of servers that break in every way.
func TestClassifyBrokenReplies(t *testing.T) {
	t.Parallel()
	const ok = "HTTP/1.1 200 OK\r\n"
	chunked := ok + "Transfer-Encoding: chunked\r\n\r\n"
	tests := []struct {
		name, reply string
		then        func(net.Conn)
		want        retry.Class
	}{
		{"closed without a word", "", nil, retry.ClassEOF},
		{"reset without a word", "", reset, retry.ClassReset},
		{"reset within the body", ok + "Content-Length: 100\r\n\r\nten bytes.", reset, retry.ClassReset},
		{"closed within the header", ok + "Content-Length: 5\r\n", nil, retry.ClassTruncated},
		{"closed within a field", ok + "Content-Le", nil, retry.ClassMalformed},
		{"closed within the body", ok + "Content-Length: 100\r\n\r\nten bytes.", nil, retry.ClassTruncated},
		{"closed within a chunk", chunked + "10\r\nten bytes.", nil, retry.ClassTruncated},
		{"closed between chunks", chunked + "a\r\nten bytes.\r\n", nil, retry.ClassTruncated},
		{"closed within the trailer", chunked + "a\r\nten bytes.\r\n0\r\nA: b\r\n", nil, retry.ClassMalformed},
		{"closed before the trailer", chunked + "a\r\nten bytes.\r\n0\r\n", nil, retry.ClassTruncated},
		{"another protocol", "SSH-2.0-OpenSSH_9.2\r\n", nil, retry.ClassMalformed},
		{"another version", "HTTP/x.y 200 OK\r\n\r\n", nil, retry.ClassMalformed},
		{"no status", "HTTP/1.1 okay\r\n\r\n", nil, retry.ClassMalformed},
		{"a field without a colon", ok + "Content Length 5\r\n\r\n", nil, retry.ClassMalformed},
		{"a length that is none", ok + "Content-Length: five\r\n\r\n", nil, retry.ClassMalformed},
		{"two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", nil, retry.ClassMalformed},
		{"an unknown coding", ok + "Transfer-Encoding: rot13\r\n\r\n", nil, retry.ClassMalformed},
		{"two codings", ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", nil, retry.ClassMalformed},
		{"a chunk without a length", chunked + "xyz\r\n", nil, retry.ClassMalformed},
		{"a chunk of an empty length", chunked + "\r\n", nil, retry.ClassMalformed},
		{"a chunk of too great a length", chunked + "fffffffffffffffff\r\n", nil, retry.ClassMalformed},
		{"a chunk that is longer than it says", chunked + "2\r\nten bytes.\r\n", nil, retry.ClassMalformed},
		{"a header without end", ok + "A: " + strings.Repeat("a", 1<<15) + "\r\n\r\n", hold, retry.ClassMalformed},
		{"informational replies without end", strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 2000), hold, retry.ClassMalformed},
		{"what is no gzip", ok + "Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\nten bytes.", nil, retry.ClassMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			addr := listen(t, answering(tt.reply, tt.then))
			client := newClient(t, func(tr *http.Transport) { tr.MaxResponseHeaderBytes = 1 << 14 })
			wantClass(t, fetch(t, client, "http://"+addr), tt.want)
		})
	}
}

func TestClassifyConnections(t *testing.T) {
	t.Parallel()
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		wantClass(t, fetch(t, newClient(t, nil), "http://"+closedPort(t)), retry.ClassConnect)
	})
	t.Run("refused by the proxy", func(t *testing.T) {
		t.Parallel()
		proxy := &url.URL{Scheme: "http", Host: closedPort(t)}
		client := newClient(t, func(tr *http.Transport) { tr.Proxy = http.ProxyURL(proxy) })
		wantClass(t, fetch(t, client, "http://127.0.0.1:1"), retry.ClassConnect)
	})
	t.Run("refused by the SOCKS proxy", func(t *testing.T) {
		t.Parallel()
		proxy := &url.URL{Scheme: "socks5", Host: closedPort(t)}
		client := newClient(t, func(tr *http.Transport) { tr.Proxy = http.ProxyURL(proxy) })
		wantClass(t, fetch(t, client, "http://127.0.0.1:1"), retry.ClassConnect)
	})
	for name, tt := range map[string]struct {
		code dnsmessage.RCode
		want retry.Class
	}{
		"no such name":     {dnsmessage.RCodeNameError, retry.ClassNoSuchHost},
		"a failing server": {dnsmessage.RCodeServerFailure, retry.ClassDNS},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dialer := nameServer(t, tt.code)
			client := newClient(t, func(tr *http.Transport) { tr.DialContext = dialer.DialContext })
			wantClass(t, fetch(t, client, "http://weir.example."), tt.want)
		})
	}
}

// closedPort returns an address that nobody listens at.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	return l.Addr().String()
}

func TestClassifyTLS(t *testing.T) {
	t.Parallel()
	trusting := func(s *httptest.Server, change func(*tls.Config)) func(*http.Transport) {
		return func(tr *http.Transport) {
			roots := x509.NewCertPool()
			roots.AddCert(s.Certificate())
			tr.TLSClientConfig = &tls.Config{RootCAs: roots, ServerName: "example.com"}
			if change != nil {
				change(tr.TLSClientConfig)
			}
		}
	}
	plain := listen(t, answering("", nil))
	tests := []struct {
		name   string
		server func(*tls.Config)
		client func(*tls.Config)
		roots  bool
		want   retry.Class
	}{
		{"an unknown issuer", nil, nil, false, retry.ClassCertificate},
		{"another name", nil, func(c *tls.Config) { c.ServerName = "weir.example" }, true, retry.ClassCertificate},
		{"expired", nil, func(c *tls.Config) {
			c.Time = func() time.Time { return time.Date(2185, 1, 1, 0, 0, 0, 0, time.UTC) }
		}, true, retry.ClassCertificate},
		{"the client's is missing", func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }, nil, true, retry.ClassCertificate},
		{"no version in common", func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }, func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }, true, retry.ClassTLS},
		{"no protocol in common", nil, func(c *tls.Config) { c.NextProtos = []string{"smtp"} }, true, retry.ClassTLS},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tlsServer(t, tt.server)
			var change func(*http.Transport)
			if tt.roots {
				change = trusting(s, tt.client)
			}
			wantClass(t, fetch(t, newClient(t, change), s.URL), tt.want)
		})
	}
	t.Run("HTTP where TLS is expected", func(t *testing.T) {
		t.Parallel()
		addr := listen(t, func(conn net.Conn) {
			_, _ = conn.Read(make([]byte, 1))
			_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
			hold(conn)
		})
		wantClass(t, fetch(t, newClient(t, nil), "https://"+addr), retry.ClassTLS)
	})
	t.Run("anything where TLS is expected", func(t *testing.T) {
		t.Parallel()
		addr := listen(t, func(conn net.Conn) { _, _ = io.WriteString(conn, "220 mail ready\r\n"); hold(conn) })
		wantClass(t, fetch(t, newClient(t, nil), "https://"+addr), retry.ClassTLS)
	})
	t.Run("closed within the handshake", func(t *testing.T) {
		t.Parallel()
		wantClass(t, fetch(t, newClient(t, nil), "https://"+plain), retry.ClassEOF)
	})
	t.Run("TLS where HTTP is expected", func(t *testing.T) {
		t.Parallel()
		s := tlsServer(t, nil)
		err := fetch(t, newClient(t, nil), strings.Replace(s.URL, "https", "http", 1))
		if err != nil {
			t.Errorf("Go's server answers in plain HTTP; got %v", err)
		}
	})
}

func TestClassifyEndsByTheClient(t *testing.T) {
	t.Parallel()
	silent := listen(t, answering("", hold))
	stalling := listen(t, answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.", hold))
	const soon = 20 * time.Millisecond
	tests := []struct {
		name, addr string
		ctx        func() (context.Context, context.CancelFunc)
		timeout    time.Duration
		header     time.Duration
		want       retry.Class
	}{
		{"the context's deadline", silent, func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), soon)
		}, 0, 0, retry.ClassTimeout},
		{"the client's timeout", silent, nil, soon, 0, retry.ClassTimeout},
		{"the client's timeout within the body", stalling, nil, soon, 0, retry.ClassTimeout},
		{"the header's timeout", silent, nil, 0, soon, retry.ClassTimeout},
		{"cancelled", silent, cancelled, 0, 0, retry.ClassCanceled},
		{"cancelled for a reason", silent, func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(context.Background())
			time.AfterFunc(soon, func() { cancel(errors.New("changed my mind")) })
			return ctx, func() { cancel(nil) }
		}, 0, 0, retry.ClassCanceled},
		{"cancelled within the body", stalling, cancelled, 0, 0, retry.ClassCanceled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.Background(), context.CancelFunc(func() {})
			if tt.ctx != nil {
				ctx, cancel = tt.ctx()
			}
			defer cancel()
			client := newClient(t, func(tr *http.Transport) { tr.ResponseHeaderTimeout = tt.header })
			client.Timeout = tt.timeout
			err := fetchWith(ctx, t, client, "http://"+tt.addr)
			if tt.name == "cancelled for a reason" && err != nil && !errors.Is(err, context.Canceled) {
				err = fmt.Errorf("%w: %w", context.Canceled, err) // as a caller joins them
			}
			wantClass(t, err, tt.want)
		})
	}
}

// cancelled returns a context that is cancelled soon.
func cancelled() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	return ctx, cancel
}

func TestClassifyRequestsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	wantClass(t, fetch(t, newClient(t, nil), "gopher://127.0.0.1/"), retry.ClassUnsupportedScheme)
	circle := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/again", http.StatusFound)
	}))
	defer circle.Close()
	wantClass(t, fetch(t, newClient(t, nil), circle.URL), retry.ClassTooManyRedirects)
}

// shy is an error that says what it wraps only when asked the new way.
type shy struct{ errs []error }

func (shy) Error() string     { return "several" }
func (s shy) Unwrap() []error { return s.errs }

func TestClassifyMadeUpErrors(t *testing.T) {
	t.Parallel()
	timeout := &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}
	for _, tt := range []struct {
		err  error
		want retry.Class
	}{
		{fmt.Errorf("try: %w", syscall.ECONNRESET), retry.ClassReset},
		{syscall.EPIPE, retry.ClassReset},
		{net.ErrClosed, retry.ClassReset},
		{io.ErrClosedPipe, retry.ClassReset},
		{&net.OpError{Op: "read", Err: errors.New("forcibly closed by the remote host")}, retry.ClassReset},
		{&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, retry.ClassConnect},
		{&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, retry.ClassTimeout},
		{syscall.ETIMEDOUT, retry.ClassTimeout},
		{timeout, retry.ClassTimeout},
		{&url.Error{Op: "Get", URL: "x", Err: fmt.Errorf("deep: %w", timeout)}, retry.ClassTimeout},
		{fmt.Errorf("%w: %w", context.Canceled, timeout), retry.ClassTimeout},
		{errors.Join(errors.New("a"), shy{[]error{errors.New("b"), io.EOF}}), retry.ClassEOF},
		{shy{[]error{errors.New("b"), timeout}}, retry.ClassTimeout},
		{shy{}, retry.ClassOther},
		{&net.DNSError{IsTimeout: true}, retry.ClassDNS},
		{&net.DNSError{IsNotFound: true}, retry.ClassNoSuchHost},
		{x509.HostnameError{Certificate: &x509.Certificate{}}, retry.ClassCertificate},
		{tls.AlertError(40), retry.ClassTLS},
		{gzip.ErrChecksum, retry.ClassMalformed},
		{zlib.ErrHeader, retry.ClassMalformed},
		{errors.New("http: server closed idle connection"), retry.ClassEOF},
		{errors.New("stopped after 3 redirects"), retry.ClassTooManyRedirects},
		{errors.New("the server said: http2: server sent GOAWAY"), retry.ClassOther},
		{errors.New(""), retry.ClassOther},
	} {
		wantClass(t, tt.err, tt.want)
	}
	if got := retry.Classify(nil); got != retry.ClassNone {
		t.Errorf("no error is %q", got)
	}
}

// The types of golang.org/x/net are not those of net/http, but their words are.
func TestClassifyErrorsOfNetHTTP2(t *testing.T) {
	t.Parallel()
	stream := func(code http2.ErrCode) error {
		return fmt.Errorf("get: %w", http2.StreamError{StreamID: 5, Code: code, Cause: errors.New("received from peer")})
	}
	for _, tt := range []struct {
		err  error
		want retry.Class
	}{
		{stream(http2.ErrCodeRefusedStream), retry.ClassRefusedStream},
		{stream(http2.ErrCodeProtocol), retry.ClassMalformed},
		{stream(http2.ErrCodeHTTP11Required), retry.ClassOther},
		{stream(http2.ErrCodeCancel), retry.ClassReset},
		{stream(http2.ErrCodeInternal), retry.ClassReset},
		{stream(1000), retry.ClassReset},
		{errors.New(`http2: server sent GOAWAY and closed the connection; debug="stream error: stream ID 1; REFUSED_STREAM"`), retry.ClassGoAway},
		{http2.ConnectionError(http2.ErrCodeCompression), retry.ClassMalformed},
	} {
		wantClass(t, tt.err, tt.want)
	}
}

func TestClassNames(t *testing.T) {
	t.Parallel()
	words, keys := map[string]bool{}, map[string]bool{}
	for c := retry.ClassNone; c <= retry.ClassOther; c++ {
		if words[c.String()] || keys[c.Key()] || c.String() == "" || strings.ContainsAny(c.Key(), " _") || strings.HasPrefix(c.String(), "class ") {
			t.Errorf("class %d is called %q and %q", c, c, c.Key())
		}
		words[c.String()], keys[c.Key()] = true, true
	}
	if none := retry.Class(99); none.String() != "class 99" || none.Key() != "other" || none.Retryable() {
		t.Errorf("a value that is none is called %q and %q", none, none.Key())
	}
}
