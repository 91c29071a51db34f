package transport

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"
)

// plainly is a round trip as a caller of net/http would time it.
type plainly struct {
	rt    *http.Transport
	times [6]time.Time
}

func (b *plainly) do(ctx context.Context, url string, header http.Header) error {
	now := func(i int) { b.times[i] = time.Now() }
	trace := &httptrace.ClientTrace{
		GetConn:              func(string) { now(0) },
		DNSDone:              func(httptrace.DNSDoneInfo) { now(1) },
		ConnectDone:          func(string, string, error) { now(2) },
		TLSHandshakeDone:     func(tls.ConnectionState, error) { now(3) },
		GotConn:              func(httptrace.GotConnInfo) { now(4) },
		WroteRequest:         func(httptrace.WroteRequestInfo) {},
		GotFirstResponseByte: func() { now(5) },
	}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header = header.Clone()
	resp, err := b.rt.RoundTrip(req)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return err
}

// silent observes without doing anything.
type silent struct{}

func (silent) Phase(Phase, time.Time, time.Duration) {}
func (silent) Connection(ConnInfo)                   {}
func (silent) SilentRetry(int)                       {}
func (silent) Redirected(Redirect)                   {}
func (silent) Progress(int64, int64)                 {}

func ours(ctx context.Context, c *Client, url string, header http.Header) error {
	r, err := c.Do(ctx, &Request{URL: url, Header: header}, silent{})
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r.Body)
	r.Body.Close()
	return err
}

func benchServer(tb testing.TB) *httptest.Server {
	body := []byte(strings.Repeat("x", 1000))
	return plainServer(tb, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
}

func benchHeader() http.Header {
	return http.Header{"Accept": {"application/json"}, "Accept-Encoding": {"identity"}, "User-Agent": {"bench"}}
}

// BenchmarkDo compares a round trip with one of net/http and httptrace, against
// the same server.
func BenchmarkDo(b *testing.B) {
	s := benchServer(b)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	b.Run("bare", func(b *testing.B) {
		t := plainly{rt: &http.Transport{DisableCompression: true}}
		defer t.rt.CloseIdleConnections()
		b.ReportAllocs()
		for b.Loop() {
			if err := t.do(ctx, s.URL, benchHeader()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("weir", func(b *testing.B) {
		c := newClient(b, nil, nil)
		b.ReportAllocs()
		for b.Loop() {
			if err := ours(ctx, c, s.URL, benchHeader()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestCostOverNetHTTP bounds what a round trip allocates beyond one of net/http.
func TestCostOverNetHTTP(t *testing.T) {
	s := benchServer(t)
	header := benchHeader()
	b := plainly{rt: &http.Transport{DisableCompression: true}}
	defer b.rt.CloseIdleConnections()
	c := newClient(t, nil, nil)
	plain := testing.AllocsPerRun(200, func() {
		if err := b.do(t.Context(), s.URL, header); err != nil {
			t.Fatal(err)
		}
	})
	full := testing.AllocsPerRun(200, func() {
		if err := ours(t.Context(), c, s.URL, header); err != nil {
			t.Fatal(err)
		}
	})
	if more := full - plain; more > 15 {
		t.Errorf("%v allocations more than the %v of net/http, want 15 at most", more, plain)
	}
}
