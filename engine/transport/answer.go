package transport

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"weir/engine/transport/digest"
)

// DigestUser answers the Digest challenges (RFC 7616) of one origin.
type DigestUser struct {
	Origin   string // as scheme://host:port; no other learns of it
	Name     string
	Password string
}

func (u *DigestUser) check() error {
	if u == nil {
		return nil
	}
	at, err := url.Parse(u.Origin)
	if err != nil || at.Host == "" || u.Name == "" {
		return fmt.Errorf("the digest user is for the origin %q: it needs a scheme, a host, and a name", u.Origin)
	}
	return nil
}

// respondent keeps the latest challenge of an origin, so that only its first
// request is sent twice.
type respondent struct {
	user   digest.User
	origin string

	mu        sync.Mutex
	challenge digest.Challenge
	cnonce    string
	count     uint32 // answers to this nonce
}

func newRespondent(u *DigestUser) *respondent {
	if u == nil {
		return nil
	}
	at, err := url.Parse(u.Origin)
	if err != nil {
		return nil
	}
	return &respondent{user: digest.User{Name: u.Name, Password: u.Password}, origin: originOf(at)}
}

// sign adds an answer to a request where its origin has asked for one.
func (r *respondent) sign(p *plan) {
	if r == nil || originOf(p.url) != r.origin {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.challenge.Nonce == "" {
		return
	}
	r.count++
	p.header = p.header.Clone()
	p.header.Set("Authorization", r.challenge.Answer(r.user, p.method, p.url.RequestURI(), r.cnonce, r.count))
	p.nonce = r.challenge.Nonce
}

// learn reports whether a reply asks for an answer that was not given yet. An
// answer is given once more where the server says that its nonce was stale.
func (r *respondent) learn(p *plan, resp *http.Response) bool {
	if r == nil || resp.StatusCode != http.StatusUnauthorized || originOf(p.url) != r.origin || p.answers >= 2 {
		return false
	}
	c, ok := digest.Find(resp.Header.Values("Www-Authenticate"))
	if !ok || p.nonce != "" && !c.Stale && p.answers > 0 {
		return false
	}
	p.answers++
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.challenge.Nonce != c.Nonce {
		r.challenge, r.cnonce, r.count = c, newCnonce(), 0
	}
	return true
}

func newCnonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}
