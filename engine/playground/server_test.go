package playground

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// trusting is a client that trusts the server's certificate.
func trusting(t *testing.T, s *Server, http2 bool) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(s.CertificatePEM()) {
		t.Fatal("the certificate is no PEM")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: http2}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestProtocols(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{TLS: true, Items: 3})
	h2c := &http.Transport{Protocols: new(http.Protocols)}
	h2c.Protocols.SetUnencryptedHTTP2(true)
	t.Cleanup(h2c.CloseIdleConnections)
	for _, c := range []struct {
		client *http.Client
		url    string
		proto  string
	}{
		{client, s.URL(), "HTTP/1.1"},
		{&http.Client{Transport: h2c}, s.URL(), "HTTP/2.0"},
		{trusting(t, s, false), s.TLSURL(), "HTTP/1.1"},
		{trusting(t, s, true), s.TLSURL(), "HTTP/2.0"},
	} {
		res, body := fetch(t, c.client, c.url+"/v1/next/gauges?limit=1")
		if res.Proto != c.proto || !strings.Contains(body, `"next":"`+c.url+`/v1/next/`) {
			t.Errorf("%s: %s %s, want %s", c.url, res.Proto, body, c.proto)
		}
	}
	if _, err := client.Get(s.TLSURL()); err == nil {
		t.Error("a client that does not know the certificate trusts it")
	}
}

func TestStartTellsWhatIsTaken(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{})
	_, err := Start(context.Background(), Options{Addr: strings.TrimPrefix(s.URL(), "http://")})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "choose another address") {
		t.Errorf("a taken port gave %v", err)
	}
	if _, err := Start(context.Background(), Options{Addr: "no port", TLS: true}); err == nil {
		t.Error("an address without a port is accepted")
	}
	if s.TLSURL() != "" || s.CertificatePEM() != nil {
		t.Error("a server without TLS names a TLS URL")
	}
}

func TestUnspecifiedAddressNamesLoopback(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{Addr: "0.0.0.0:0"})
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") {
		t.Fatalf("URL %s", s.URL())
	}
	fetch(t, client, s.URL()+"/v1/link/gauges")
}

func TestCloseWakesWhoWaits(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{})
	done := make(chan int)
	go func() {
		res, err := client.Get(s.URL() + "/v1/link/gauges?latency=1m")
		if err != nil {
			done <- 0
			return
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		done <- res.StatusCode
	}()
	for s.Playground().stats.report().Flying == 0 {
		runtime.Gosched() // until the request has arrived
	}
	begin := time.Now()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if code := <-done; code != 503 && code != 0 {
		t.Errorf("the waiting request got %d", code)
	}
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("Close took %v", took)
	}
	if err := s.Close(); err != nil {
		t.Error("closing twice:", err)
	}
}

func TestContextEndsTheServer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Start(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	s.serving.Wait()
	if _, err := http.Get(s.URL()); err == nil {
		t.Error("the server answers after its context is done")
	}
}

func TestConnectionsAreCounted(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{})
	for range 3 {
		fetch(t, client, s.URL()+"/v1/link/gauges?limit=1")
	}
	if r := s.Playground().stats.report(); r.Connections != (connections{1, 1}) {
		t.Errorf("connections: %+v", r.Connections)
	}
}

func TestUnknownPathsAndMethodsTeach(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	if w := get(t, p, "/v2/gauges"); w.Code != 404 || !strings.Contains(w.Body.String(), "GET / lists") {
		t.Errorf("unknown path: %d %s", w.Code, w.Body)
	}
	w := ask(t, p, httptest.NewRequest("DELETE", "/control", nil))
	if w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD, POST" {
		t.Errorf("wrong method: %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
	if w := ask(t, p, httptest.NewRequest("HEAD", "/v1/link/gauges", nil)); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
		t.Errorf("HEAD: %d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
}

func TestIndexAndOpenAPIListEveryRoute(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	index := decode[indexReport](t, get(t, p, "/"), 200)
	doc := decode[apiDocument](t, get(t, p, "/openapi.json"), 200)
	if doc.OpenAPI != "3.1.0" || len(index.Routes) != len(p.routes()) {
		t.Errorf("OpenAPI %s; %d of %d routes in the index", doc.OpenAPI, len(index.Routes), len(p.routes()))
	}
	operations := make(map[string]bool)
	total := 0
	for i := range p.routes() {
		rt := &p.routes()[i]
		if !slices.Contains(groups(), rt.group) {
			t.Errorf("%s is in no known group", rt.path)
		}
		for method, op := range doc.Paths[rt.shown()] {
			if rt.method != anyMethod && !strings.EqualFold(rt.method, method) {
				continue
			}
			total++
			if operations[op.OperationID] {
				t.Errorf("operation %s stands twice", op.OperationID)
			}
			operations[op.OperationID] = true
			if op.Summary != rt.summary || len(op.Parameters) != len(rt.params)+len(faultParams()) {
				t.Errorf("%s is described as %+v", rt.path, op)
			}
			for _, in := range op.Parameters {
				if (in.Ref == "") == (in.Name == "") {
					t.Errorf("%s has a parameter without a name", rt.path)
				}
			}
		}
	}
	described := 0
	for _, methods := range doc.Paths {
		described += len(methods)
	}
	if total != described || total < len(p.routes()) {
		t.Errorf("%d operations are described, %d belong to the %d routes", described, total, len(p.routes()))
	}
}

// Every route answers its own example as it says, but for those whose point it
// is to give no answer.
func TestExamplesAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, testExamples)
}

func testExamples(t *testing.T) {
	p := New(Options{Items: 100})
	for i := range p.routes() {
		rt := &p.routes()[i]
		p.control.current.Store(&settings{}) // its own example sets faults
		if slices.Contains([]string{"/v1/hang", "/v1/dropped", "/v1/malformed"}, rt.path) {
			continue
		}
		method := rt.method
		if method == anyMethod {
			method = http.MethodGet
		}
		w := ask(t, p, httptest.NewRequest(method, rt.example(), strings.NewReader(rt.body)))
		if w.Code != rt.answers() {
			t.Errorf("%s %s gave %d, want %d: %s", method, rt.example(), w.Code, rt.answers(), w.Body)
		}
		media := rt.media
		if media == "" {
			media = "application/json"
		}
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, media) {
			t.Errorf("%s is %s, want %s", rt.example(), got, media)
		}
	}
}

func BenchmarkSmallPage(b *testing.B) {
	p := New(Options{})
	r := httptest.NewRequest("GET", "/v1/cursor/gauges?limit=10", nil)
	b.ReportAllocs()
	for b.Loop() {
		p.ServeHTTP(httptest.NewRecorder(), r)
	}
}

func BenchmarkServer(b *testing.B) {
	s, err := Start(context.Background(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			res, err := client.Get(s.URL() + "/v1/cursor/gauges?limit=10")
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
		}
	})
}
