package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// arrival is a request as a server saw it.
type arrival struct {
	Method, Path, Body string
	Header             http.Header
}

// trail is a server that redirects as its paths say and keeps what arrives.
type trail struct {
	mu   sync.Mutex
	came []arrival
}

// handle answers /STATUS?to=URL with that redirect, and all else with "there".
func (tr *trail) handle(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	tr.mu.Lock()
	tr.came = append(tr.came, arrival{r.Method, r.URL.Path, string(body), r.Header})
	tr.mu.Unlock()
	var status int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d", &status); err != nil {
		fmt.Fprint(w, "there")
		return
	}
	w.Header().Set("Location", r.URL.Query().Get("to"))
	w.WriteHeader(status)
	fmt.Fprint(w, "elsewhere")
}

func (tr *trail) last() arrival {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return tr.came[len(tr.came)-1]
}

func to(base string, status int, target string) string {
	return fmt.Sprintf("%s/%d?to=%s", base, status, url.QueryEscape(target))
}

func text(s string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
}

func TestRedirectMethodAndBody(t *testing.T) {
	t.Parallel()
	var tr trail
	s := plainServer(t, tr.handle)
	c := newClient(t, nil, nil)
	for _, tt := range []struct {
		status int
		method string
		want   string
	}{
		{301, "POST", "GET"},
		{302, "POST", "GET"},
		{303, "POST", "GET"},
		{303, "PUT", "GET"},
		{301, "HEAD", "HEAD"},
		{303, "GET", "GET"},
		{307, "POST", "POST body"},
		{308, "PUT", "PUT body"},
		{307, "GET", "GET"},
	} {
		req := &Request{Method: tt.method, URL: to(s.URL, tt.status, "/end"), Header: http.Header{"Content-Type": {"text/x"}}}
		if tt.method == "POST" || tt.method == "PUT" {
			req.Body, req.Length = text("body"), 4
		}
		d := new(diary)
		r, _ := fetch(t, c, req, d)
		got := tr.last()
		if strings.TrimSpace(got.Method+" "+got.Body) != tt.want || got.Path != "/end" {
			t.Errorf("%s %d: %+v", tt.method, tt.status, got)
		}
		if (got.Header.Get("Content-Type") != "") != (got.Body != "" || tt.status >= 307) {
			t.Errorf("%s %d: %v", tt.method, tt.status, got.Header)
		}
		want := []Redirect{{Status: tt.status, Method: got.Method, From: req.URL, To: s.URL + "/end"}}
		if diff := cmp.Diff(want, r.Redirects); diff != "" || len(d.redirects) != 1 || r.FinalURL != s.URL+"/end" {
			t.Errorf("%s", diff)
		}
		if len(d.conns) != 2 || d.conns[0].ID != d.conns[1].ID {
			t.Errorf("the connection of the redirect is not used again: %+v", d.conns)
		}
	}
}

func TestRedirectPhasesStartAgain(t *testing.T) {
	t.Parallel()
	var tr trail
	s := plainServer(t, tr.handle)
	d := new(diary)
	fetch(t, newClient(t, nil, nil), &Request{URL: to(s.URL, 302, "/end")}, d)
	if got := d.text(); got != "connect write wait body pool write wait body" {
		t.Errorf("%s", got)
	}
}

func TestCredentialsStayBehind(t *testing.T) {
	t.Parallel()
	var home, away trail
	h, a := plainServer(t, home.handle), plainServer(t, away.handle)
	sent := http.Header{
		"Authorization": {"Bearer hush"}, "Cookie": {"a=b"}, "X-Api-Key": {"hush"}, "Private-Token": {"hush"},
		"Proxy-Authorization": {"hush"}, "My-Secret": {"hush"}, "Ocp-Apim-Subscription-Key": {"hush"}, "Referer": {"http://home/hush"},
		"Host": {"home.test"}, "Accept": {"text/x"}, "Idempotency-Key": {"1"}, "X-Trace": {"t"},
	}
	c := newClient(t, nil, nil)
	// Away, and back again: what stayed behind does not come back.
	back := to(a.URL, 307, h.URL+"/end")
	r, _ := fetch(t, c, &Request{URL: to(h.URL, 302, back), Header: sent.Clone()}, nil)
	kept := []string{"Accept", "Accept-Encoding", "Idempotency-Key", "User-Agent", "X-Trace"}
	for _, got := range []arrival{away.last(), home.last()} {
		if names := slices.Sorted(keys(got.Header)); !slices.Equal(names, kept) {
			t.Errorf("%s got %v", got.Path, names)
		}
	}
	want := []string{
		"Authorization", "Cookie", "Host", "My-Secret", "Ocp-Apim-Subscription-Key",
		"Private-Token", "Proxy-Authorization", "Referer", "X-Api-Key",
	}
	if diff := cmp.Diff(want, r.Redirects[0].Dropped); diff != "" || r.Redirects[1].Dropped != nil {
		t.Errorf("%s %v", diff, r.Redirects[1].Dropped)
	}
	// At home they stay.
	fetch(t, c, &Request{URL: to(h.URL, 302, "/end"), Header: sent.Clone()}, nil)
	if got := home.last().Header; got.Get("Authorization") == "" || got.Get("X-Api-Key") == "" {
		t.Errorf("%v", got)
	}
	// User and password of the URL are credentials as well; those of a Location are nobody's.
	withUser := strings.Replace(to(h.URL, 302, strings.Replace(a.URL, "://", "://evil:evil@", 1)), "://", "://me:hush@", 1)
	r, _ = fetch(t, c, &Request{URL: withUser}, nil)
	if got := away.last().Header; got.Get("Authorization") != "" || strings.Contains(fmt.Sprintf("%v", r.Redirects), "hush@") || strings.Contains(r.FinalURL, "evil") {
		t.Errorf("%v, %+v", got, r.Redirects)
	}
}

func keys(h http.Header) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range h {
			if !yield(name) {
				return
			}
		}
	}
}

func TestStaysBehind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"authorization": true, "COOKIE": true, "Set-Cookie2": true, "api-key": true, "ApiKey": true, "X-Auth-Token": true,
		"private-token": true, "X-Amz-Security-Token": true, "X-Client-Secret": true, "X-Csrf": true, "X-Session-Id": true,
		"Accept": false, "User-Agent": false, "Idempotency-Key": false, "If-None-Match": false, "Range": false, "X-Request-Id": false,
	} {
		if staysBehind(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestRedirectsNotFollowed(t *testing.T) {
	t.Parallel()
	var tr trail
	s := plainServer(t, tr.handle)
	secure := newAuthority(t)
	tls := secure.secureServer(t, tr.handle, nil)
	c := newClient(t, func(s *Settings) { s.CACert, s.MaxRedirects = secure.file, 5 }, nil)
	loop := s.URL + "/302"
	for _, tt := range []struct {
		url, want string
		body      func() (io.ReadCloser, error)
	}{
		{to(s.URL, 302, "ftp://river.test/"), "unsupported protocol scheme", nil},
		{to(s.URL, 302, "http://me:hush@river.test:x/"), "no URL", nil},
		{to(s.URL, 302, "http:///"), "names no host", nil},
		{to(s.URL, 302, "javascript:alert(1)"), "unsupported protocol scheme", nil},
		{loop + "?to=" + url.QueryEscape("?to=%3Fto%3D/302"), "", nil},
		{to(tls.URL, 307, s.URL+"/end?token=hush"), "without encryption", text("body")},
	} {
		r, err := c.Do(t.Context(), &Request{Method: "POST", URL: tt.url, Body: tt.body, Length: -1}, nil)
		if tt.want == "" {
			if err != nil {
				t.Errorf("%v", err)
			} else {
				r.Body.Close()
			}
			continue
		}
		var e *RedirectError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v; want %q", tt.url, err, tt.want)
		}
	}
	if !quiescent(c) {
		t.Errorf("%+v", c.Pool())
	}
}

func TestRedirectLimit(t *testing.T) {
	t.Parallel()
	n := 0
	s := plainServer(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		http.Redirect(w, r, fmt.Sprintf("/%d?token=hush", n), http.StatusFound)
	})
	c := newClient(t, func(s *Settings) { s.MaxRedirects = 3 }, nil)
	_, err := c.Do(t.Context(), &Request{URL: s.URL}, nil)
	var e *RedirectError
	if !errors.As(err, &e) || e.Followed != 3 || e.Reason != "too many redirects" || e.To != s.URL+"/4" || n != 4 {
		t.Errorf("%v after %d requests", err, n)
	}
	r, _ := fetch(t, c, &Request{URL: s.URL, NoRedirects: true}, nil)
	if r.Status != 302 || len(r.Redirects) != 0 || n != 5 {
		t.Errorf("%+v", r)
	}
}

func TestRedirectWithoutLocationIsAReply(t *testing.T) {
	t.Parallel()
	s := plainServer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(302) })
	if r, _ := fetch(t, newClient(t, nil, nil), &Request{URL: s.URL}, nil); r.Status != 302 {
		t.Errorf("%+v", r)
	}
}

func TestFragmentIsInherited(t *testing.T) {
	t.Parallel()
	var tr trail
	s := plainServer(t, tr.handle)
	r, _ := fetch(t, newClient(t, nil, nil), &Request{URL: to(s.URL, 302, "/end") + "#part"}, nil)
	if r.FinalURL != s.URL+"/end#part" {
		t.Errorf("%s", r.FinalURL)
	}
}

// TestStallingRedirectIsNotWaitedFor: the body of a redirect is of no interest.
func TestStallingRedirectIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	block := make(chan struct{})
	s := plainServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/end" {
			fmt.Fprint(w, "there")
			return
		}
		w.Header().Set("Location", "/end")
		w.WriteHeader(302)
		w.(http.Flusher).Flush()
		<-block
	})
	t.Cleanup(func() { close(block) })
	began := time.Now()
	r, body := fetch(t, newClient(t, nil, nil), &Request{URL: s.URL}, nil)
	if body != "there" || time.Since(began) > 20*drainTime || r.Connection.ID != 2 {
		t.Errorf("%q after %v", body, time.Since(began))
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	handle := func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.Header.Get("Cookie"))
		if r.URL.Path == "/login" {
			w.Header().Add("Set-Cookie", "session=1; Path=/")
			w.Header().Add("Set-Cookie", "big="+strings.Repeat("x", maxCookieBytes))
			w.Header().Add("Set-Cookie", "foreign=1; Domain=river.test")
			w.Header().Add("Set-Cookie", "suffix=1; Domain=test")
			http.Redirect(w, r, "/end", http.StatusFound)
		}
	}
	s := plainServer(t, handle)
	for _, on := range []bool{true, false} {
		seen = nil
		c := newClient(t, func(s *Settings) { s.Cookies = on }, nil)
		fetch(t, c, &Request{URL: s.URL + "/login", Header: http.Header{"Cookie": {"own=1"}}}, nil)
		fetch(t, c, &Request{URL: s.URL}, nil)
		want := []string{"own=1", "own=1; session=1", "session=1"}
		if !on {
			want = []string{"own=1", "own=1", ""}
		}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("jar %v: %s", on, diff)
		}
	}
}

func TestJarIsBounded(t *testing.T) {
	t.Parallel()
	j, err := newJar(true)
	if err != nil {
		t.Fatal(err)
	}
	u := &url.URL{Scheme: "http", Host: "river.test", Path: "/"}
	for n := range maxCookies/maxCookiesReply + 10 {
		resp := &http.Response{Header: http.Header{}}
		for i := range 2 * maxCookiesReply {
			resp.Header.Add("Set-Cookie", fmt.Sprintf("c%d-%d=x", n, i))
		}
		j.take(u, resp)
	}
	if n := len(j.cookies.Cookies(u)); n != maxCookies {
		t.Errorf("%d cookies", n)
	}
}

// FuzzRedirect follows any Location: the outcome is a plan that leaks nothing, or
// a typed error.
func FuzzRedirect(f *testing.F) {
	for _, l := range []string{"/x", "//river.test/x", "https://river.test:99999", "?", "http://[::1", "HTTP://RIVER.TEST:80/"} {
		f.Add(uint16(302), l)
	}
	c := newClient(f, nil, nil)
	f.Fuzz(func(t *testing.T, status uint16, location string) {
		s := c.settings
		p, err := c.plan(&Request{
			URL: "https://me:hush@river.test/a", Method: "POST", Body: text("x"),
			Header: http.Header{"X-Api-Key": {"hush"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		next, r, err := p.follow(int(status), location, 0, &s)
		if err != nil {
			var e *RedirectError
			if !errors.As(err, &e) {
				t.Errorf("%T", err)
			}
			return
		}
		if originOf(next.url) != "https://river.test:443" && (next.header.Get("X-Api-Key") != "" || next.header.Get("Authorization") != "") {
			t.Errorf("%q takes credentials along", location)
		}
		if next.url.User != nil || next.url.Hostname() == "" || r.To != next.url.String() {
			t.Errorf("%q leads to %v", location, next.url)
		}
		if next.url.Scheme == "http" && next.body != nil {
			t.Errorf("%q sends the body in the clear", location)
		}
	})
}

// FuzzSetCookie keeps what any field sets, or not, and sends only what is a cookie.
func FuzzSetCookie(f *testing.F) {
	f.Add("session=1; Path=/; HttpOnly")
	f.Add("a=\"b c\"; Domain=.test; Max-Age=1")
	f.Fuzz(func(t *testing.T, field string) {
		j, err := newJar(true)
		if err != nil {
			t.Fatal(err)
		}
		u := &url.URL{Scheme: "https", Host: "river.test", Path: "/"}
		j.take(u, &http.Response{Header: http.Header{"Set-Cookie": {field}}})
		req := &http.Request{URL: u, Header: http.Header{}}
		j.send(req)
		line := req.Header.Get("Cookie")
		if strings.ContainsAny(line, "\r\n\x00") || len(line) > 2*maxCookieBytes {
			t.Errorf("%q", line)
		}
		var out bytes.Buffer
		if err := req.Header.Write(&out); err != nil || bytes.Count(out.Bytes(), []byte("\r\n")) > 1 {
			t.Errorf("%q", out.Bytes())
		}
	})
}
