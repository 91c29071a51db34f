package transport

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"weir/engine/transport/digest"
)

// guarded asks for an answer to its nonce, which anew may change.
func guarded(t *testing.T, nonce *atomic.Value, hits *atomic.Int32) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		body, _ := io.ReadAll(r.Body)
		n, _ := nonce.Load().(string)
		answer := r.Header.Get("Authorization")
		if !strings.Contains(answer, `nonce="`+n+`"`) || !strings.Contains(answer, `uri="`+r.URL.RequestURI()+`"`) || !right(r, n, answer) {
			stale := ""
			if answer != "" && !strings.Contains(answer, `nonce="`+n+`"`) {
				stale = ", stale=true"
			}
			w.Header().Add("WWW-Authenticate", `Digest realm="r", qop="auth", nonce="`+n+`", algorithm=SHA-256`+stale)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write(body)
	}))
	t.Cleanup(s.Close)
	return s
}

// right computes the answer once more from what the client chose.
func right(r *http.Request, nonce, answer string) bool {
	field := func(name string) string {
		_, rest, _ := strings.Cut(answer, name)
		return strings.Trim(strings.Split(rest, ",")[0], `"`)
	}
	var count uint32
	for _, c := range field("nc=") {
		count = count<<4 | uint32(strings.IndexRune("0123456789abcdef", c)&15) //nolint:gosec // below 16
	}
	c := digest.Challenge{Realm: "r", Nonce: nonce, Algorithm: "SHA-256", Auth: true}
	return c.Answer(digest.User{Name: "u", Password: "p"}, r.Method, r.URL.RequestURI(), field("cnonce="), count) == answer
}

func digestClient(t *testing.T, origin, password string) *Client {
	t.Helper()
	s := Defaults()
	s.Digest = &DigestUser{Origin: origin, Name: "u", Password: password}
	c, err := New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func ask(t *testing.T, c *Client, url, body string) (int, string) {
	t.Helper()
	req := &Request{Method: "POST", URL: url, Length: int64(len(body)), Body: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(body)), nil
	}}
	reply, err := c.Do(context.Background(), req, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.Status, string(text)
}

// Only the first request is sent twice, its body too; a stale nonce is answered
// again; a wrong password is the reply.
func TestDigestChallenge(t *testing.T) {
	t.Parallel()
	var nonce atomic.Value
	var hits atomic.Int32
	nonce.Store("one")
	s := guarded(t, &nonce, &hits)
	c := digestClient(t, s.URL, "p")
	for i, want := range []int32{2, 3, 4, 6} {
		if i == 3 {
			nonce.Store("two")
		}
		if status, text := ask(t, c, s.URL+"/a?b=c%20d", "body"); status != 200 || text != "body" || hits.Load() != want {
			t.Errorf("request %d: %d %q after %d requests, want %d", i, status, text, hits.Load(), want)
		}
	}
	hits.Store(0)
	if status, _ := ask(t, digestClient(t, s.URL, "wrong"), s.URL, "x"); status != http.StatusUnauthorized || hits.Load() != 2 {
		t.Errorf("a wrong password: %d after %d requests", status, hits.Load())
	}
}

// No other origin is answered, whether it asks itself or is redirected to.
func TestDigestIsForOneOrigin(t *testing.T) {
	t.Parallel()
	var nonce atomic.Value
	var hits, at atomic.Int32
	nonce.Store("one")
	other := guarded(t, &nonce, &hits)
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at.Add(1)
		if r.Header.Get("Authorization") == "" {
			w.Header().Set("WWW-Authenticate", `Digest realm="r", qop="auth", nonce="h"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}))
	defer home.Close()
	c := digestClient(t, home.URL, "p")
	if status, _ := ask(t, c, other.URL, "x"); status != http.StatusUnauthorized || hits.Load() != 1 {
		t.Errorf("another origin: %d after %d requests", status, hits.Load())
	}
	hits.Store(0)
	if status, _ := ask(t, c, home.URL, "x"); status != http.StatusUnauthorized || hits.Load() != 1 || at.Load() != 2 {
		t.Errorf("redirected to another: %d after %d and %d requests", status, at.Load(), hits.Load())
	}
}
