package transport

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// plainServer serves HTTP/1.1 until the test ends.
func plainServer(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// rawServer hands every connection to handle, which may do what it likes.
func rawServer(t testing.TB, handle func(net.Conn)) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer c.Close()
				handle(c)
			})
		}
	})
	t.Cleanup(func() { ln.Close(); open.Wait() })
	return "http://" + ln.Addr().String()
}

// readHead reads a request without a body.
func readHead(c net.Conn) bool {
	var head []byte
	for one := make([]byte, 1); !bytes.HasSuffix(head, []byte("\r\n\r\n")); {
		if _, err := c.Read(one); err != nil {
			return false
		}
		head = append(head, one...)
	}
	return true
}

func newClient(t testing.TB, change func(*Settings), obs Observer) *Client {
	t.Helper()
	s := Defaults()
	s.Proxy = "off"
	if change != nil {
		change(&s)
	}
	c, err := New(s, obs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// fetch reads a whole reply.
func fetch(t testing.TB, c *Client, req *Request, obs AttemptObserver) (*Reply, string) {
	t.Helper()
	r, err := c.Do(t.Context(), req, obs)
	if err != nil {
		t.Fatalf("Do: %v", err)
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatalf("body: %v", err)
	}
	if err := r.Body.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	return r, string(text)
}

// diary writes down what an attempt and its connections tell.
type diary struct {
	mu        sync.Mutex
	lines     []string
	conns     []ConnInfo
	silent    int
	sent      int64
	received  int64
	redirects []Redirect
}

func (d *diary) add(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

func (d *diary) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.lines)
}

func (d *diary) text() string { return strings.Join(d.all(), " ") }

func (d *diary) Phase(p Phase, _ time.Time, _ time.Duration) { d.add("%s", p) }

func (d *diary) Connection(c ConnInfo) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.conns = append(d.conns, c)
}

func (d *diary) SilentRetry(n int) {
	d.mu.Lock()
	d.silent = n
	d.mu.Unlock()
	d.add("retry%d", n)
}

func (d *diary) Redirected(r Redirect) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.redirects = append(d.redirects, r)
}

func (d *diary) Progress(sent, received int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sent, d.received = sent, received
}

// ledger keeps what an Observer is told.
type ledger struct {
	mu     sync.Mutex
	opened []ConnInfo
	closed map[uint64]string
	served map[uint64]int
	change chan struct{}
}

func newLedger() *ledger {
	return &ledger{closed: map[uint64]string{}, served: map[uint64]int{}, change: make(chan struct{}, 1)}
}

func (l *ledger) ConnectionOpened(c ConnInfo) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.opened = append(l.opened, c)
}

func (l *ledger) ConnectionClosed(id uint64, _, reason string, requests int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, twice := l.closed[id]; twice {
		reason = "closed twice"
	}
	l.closed[id], l.served[id] = reason, requests
	select {
	case l.change <- struct{}{}:
	default:
	}
}

// reason waits until a connection is closed and returns why.
func (l *ledger) reason(t *testing.T, id uint64) string {
	t.Helper()
	for {
		l.mu.Lock()
		why, ok := l.closed[id]
		l.mu.Unlock()
		if ok {
			return why
		}
		select {
		case <-l.change:
		case <-t.Context().Done():
			t.Fatal("the connection stays open")
		}
	}
}

// authority makes certificates for 127.0.0.1.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // PEM of the certificate
}

func newAuthority(t testing.TB) *authority {
	t.Helper()
	a := &authority{key: newKey(t)}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.file = writePEM(t, "ca.pem", "CERTIFICATE", der)
	return a
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func writePEM(t testing.TB, name, kind string, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// issue makes a certificate; self makes it its own issuer.
func (a *authority) issue(t testing.TB, self bool) tls.Certificate {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "river"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	parent, signer := a.cert, a.key
	if self {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// secureServer serves TLS with a certificate of the authority.
func (a *authority) secureServer(t testing.TB, h http.HandlerFunc, change func(*httptest.Server)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = quiet()
	s.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(t, false)}}
	if change != nil {
		change(s)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// pipes is a network of net.Pipe: dialling hands the other end to serve. It is
// what a synctest bubble can wait for.
type pipes struct {
	serve func(net.Conn)
	dials int
	mu    sync.Mutex
	open  sync.WaitGroup
}

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	p.mu.Lock()
	p.dials++
	p.mu.Unlock()
	near, far := net.Pipe()
	p.open.Go(func() {
		defer far.Close()
		p.serve(far)
	})
	return near, nil
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// clientFiles writes a client's certificate and key.
func (a *authority) clientFiles(t testing.TB) (cert, key string) {
	t.Helper()
	pair := a.issue(t, false)
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return writePEM(t, "client.pem", "CERTIFICATE", pair.Certificate[0]), writePEM(t, "client.key", "PRIVATE KEY", der)
}
