package transport

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// relay is a proxy for CONNECT and for plain requests.
type relay struct {
	mu   sync.Mutex
	seen []string // what it was asked for, with its credentials
}

func (p *relay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	auth := strings.TrimPrefix(r.Header.Get("Proxy-Authorization"), "Basic ")
	who, _ := base64.StdEncoding.DecodeString(auth)
	p.mu.Lock()
	p.seen = append(p.seen, fmt.Sprintf("%s %s %s", r.Method, r.RequestURI, who))
	p.mu.Unlock()
	switch {
	case string(who) != "me:hush":
		w.WriteHeader(http.StatusProxyAuthRequired)
	case r.Method == http.MethodConnect:
		tunnel(w, r.Host)
	default:
		fmt.Fprint(w, "by way of the proxy")
	}
}

func tunnel(w http.ResponseWriter, host string) {
	far, err := net.Dial("tcp", host)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	near, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
	join(near, far)
}

// join copies both ways until one side ends.
func join(a, b net.Conn) {
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{a, b}, {b, a}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			way[0].Close()
			way[1].Close()
		})
	}
	both.Wait()
}

func TestProxies(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	secure := a.secureServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "straight ", r.Proto) }, func(s *httptest.Server) { s.EnableHTTP2 = true })
	var p relay
	plain := httptest.NewServer(&p)
	t.Cleanup(plain.Close)
	over := a.secureServer(t, p.ServeHTTP, nil)
	for _, proxy := range []string{plain.URL, over.URL} {
		c := newClient(t, func(s *Settings) {
			s.CACert, s.Proxy = a.file, strings.Replace(proxy, "://", "://me:hush@", 1)
		}, nil)
		d := new(diary)
		r, text := fetch(t, c, &Request{URL: secure.URL}, d)
		if text != "straight HTTP/2.0" || r.Connection.TLS.Subject != "CN=river" || "https://"+r.Connection.Remote == secure.URL {
			t.Errorf("%q over %+v", text, r.Connection)
		}
		if d.text() != "connect tls write wait body" {
			t.Errorf("%s", d.text())
		}
		if _, text = fetch(t, c, &Request{URL: "http://river.test/x"}, nil); text != "by way of the proxy" {
			t.Errorf("%q", text)
		}
		want := []string{"CONNECT " + strings.TrimPrefix(secure.URL, "https://") + " me:hush", "GET http://river.test/x me:hush"}
		if got := p.seen[len(p.seen)-2:]; got[0] != want[0] || got[1] != want[1] {
			t.Errorf("%v", got)
		}
		c.Close()
	}
}

func TestProxyFaults(t *testing.T) {
	t.Parallel()
	var p relay
	s := httptest.NewServer(&p)
	t.Cleanup(s.Close)
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, tt := range []struct{ proxy, want string }{
		{strings.Replace(s.URL, "://", "://me:wrong@", 1), "407 Proxy Authentication Required to CONNECT: put user"},
		{strings.Replace(gone.URL, "://", "://me:wrong@", 1), "refused"},
		{strings.Replace(gone.URL, "http://", "socks5://me:wrong@", 1), "refused"},
	} {
		c := newClient(t, func(s *Settings) { s.Proxy = tt.proxy }, nil)
		_, err := c.Do(t.Context(), &Request{URL: "https://river.test/"}, nil)
		var e *Error
		if !errors.As(err, &e) || e.Fault != FaultProxy || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "wrong") {
			t.Errorf("%v; want %q", err, tt.want)
		}
	}
}

// socks is a SOCKS5 proxy (RFC 1928) that connects every name to one address.
func socks(t *testing.T, to string) string {
	return strings.Replace(rawServer(t, func(c net.Conn) {
		var b [300]byte
		if _, err := io.ReadFull(c, b[:2]); err != nil {
			return
		}
		_, _ = io.ReadFull(c, b[:b[1]])
		_, _ = c.Write([]byte{5, 0})
		_, _ = io.ReadFull(c, b[:5])
		_, _ = io.ReadFull(c, b[:int(b[4])+2])
		far, err := net.Dial("tcp", to)
		if err != nil {
			return
		}
		reply := []byte{5, 0, 0, 1, 127, 0, 0, 1}
		_, _ = c.Write(binary.BigEndian.AppendUint16(reply, 1))
		join(c, far)
	}), "http://", "socks5://", 1)
}

func TestSocks(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host) })
	proxy := socks(t, strings.TrimPrefix(s.URL, "http://"))
	c := newClient(t, func(s *Settings) { s.Proxy = proxy }, nil)
	if _, text := fetch(t, c, &Request{URL: "http://river.test/"}, nil); text != "river.test" {
		t.Errorf("%q", text)
	}
	c.Close()
}

func TestProxyFromEnvironment(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUEST_METHOD"} {
		t.Setenv(name, "")
	}
	pick := func(setting, target string) string {
		t.Helper()
		choose, err := proxyFor(setting)
		if err != nil {
			t.Fatal(err)
		}
		if choose == nil {
			return "none"
		}
		u, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		p, err := choose(&http.Request{URL: u})
		if err != nil {
			return err.Error()
		}
		if p == nil {
			return "direct"
		}
		return p.String()
	}
	check := func(setting, target, want string) {
		t.Helper()
		if got := pick(setting, target); got != want {
			t.Errorf("%q for %s: %s; want %s", setting, target, got, want)
		}
	}
	check("", "https://river.test", "none")
	t.Setenv("ALL_PROXY", "socks5://all:1")
	t.Setenv("https_proxy", "http://secure:1")
	t.Setenv("no_proxy", "sea.test")
	check("", "https://river.test", "http://secure:1")
	check("", "http://river.test", "socks5://all:1")
	check("", "http://sea.test", "direct")
	check("", "http://127.0.0.1", "direct")
	check("off", "http://river.test", "none")
	check("named:3128", "https://river.test", "http://named:3128")
	check("named:3128", "https://a.sea.test", "direct")
	check("named:3128", "http://127.0.0.1:80", "http://named:3128")
	t.Setenv("http_proxy", "http://river:1")
	t.Setenv("REQUEST_METHOD", "GET")
	check("", "http://river.test", errCGI.Error())
	t.Setenv("https_proxy", "http://me:hush@secure:port")
	_, err := proxyFor("")
	if err == nil || strings.Contains(err.Error(), "hush") || !strings.HasPrefix(err.Error(), "HTTPS_PROXY: ") {
		t.Errorf("%v", err)
	}
}
