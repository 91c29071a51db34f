package digest

import (
	"crypto/md5" //nolint:gosec // the scheme has it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// Challenge is what a server asks to be answered with. Its fields are as RFC
// 7616, section 3.3, has them.
type Challenge struct {
	Realm, Nonce, Opaque string
	Algorithm            string // as the server writes it; empty for MD5
	Auth                 bool   // qop=auth; false for none
	Stale                bool   // the last answer's nonce was too old, not wrong
	UserHash             bool   // the user's name is to be hashed
}

// User is a name and a password.
type User struct{ Name, Password string }

// Find returns the strongest challenge of WWW-Authenticate fields that can be
// answered.
func Find(fields []string) (Challenge, bool) {
	best, strength := Challenge{}, 0
	for _, field := range fields {
		for _, c := range parse(field) {
			if s := rank(c.Algorithm); s > strength && c.Nonce != "" {
				best, strength = c, s
			}
		}
	}
	return best, strength > 0
}

// rank orders algorithms; 0 is for those that are not known.
func rank(algorithm string) int {
	switch strings.TrimSuffix(strings.ToUpper(algorithm), "-SESS") {
	case "", "MD5":
		return 1
	case "SHA-256":
		return 2
	case "SHA-512-256":
		return 3
	}
	return 0
}

// hash is the algorithm's, in hexadecimal.
func (c Challenge) hash(parts ...string) string {
	text := []byte(strings.Join(parts, ":"))
	switch rank(c.Algorithm) {
	case 2:
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:])
	case 3:
		sum := sha512.Sum512_256(text)
		return hex.EncodeToString(sum[:])
	}
	sum := md5.Sum(text) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}

// Answer returns the value of Authorization (RFC 7616, section 3.4) for a
// request's method and target. count is how often the nonce was answered, this
// time included; cnonce is the client's own.
func (c Challenge) Answer(u User, method, target, cnonce string, count uint32) string {
	secret := c.hash(u.Name, c.Realm, u.Password)
	if strings.HasSuffix(strings.ToUpper(c.Algorithm), "-SESS") {
		secret = c.hash(secret, c.Nonce, cnonce)
	}
	nc := fmt.Sprintf("%08x", count)
	asked := c.hash(method, target)
	response := c.hash(secret, c.Nonce, asked)
	if c.Auth {
		response = c.hash(secret, c.Nonce, nc, cnonce, "auth", asked)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Digest %s, realm=%s, nonce=%s, uri=%s, response=%q", c.username(u.Name), quote(c.Realm), quote(c.Nonce), quote(target), response)
	if c.Algorithm != "" {
		b.WriteString(", algorithm=" + c.Algorithm)
	}
	if c.Opaque != "" {
		b.WriteString(", opaque=" + quote(c.Opaque))
	}
	if c.Auth {
		b.WriteString(", qop=auth, nc=" + nc)
	}
	if c.Auth || strings.HasSuffix(strings.ToUpper(c.Algorithm), "-SESS") {
		b.WriteString(", cnonce=" + quote(cnonce))
	}
	if c.UserHash {
		b.WriteString(", userhash=true")
	}
	return b.String()
}

// username is the user's parameter: hashed, extended (RFC 8187), or as it is.
func (c Challenge) username(name string) string {
	switch {
	case c.UserHash:
		return "username=" + quote(c.hash(name, c.Realm))
	case strings.ContainsFunc(name, func(r rune) bool { return r > 126 || r < ' ' }):
		return "username*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return "username=" + quote(name)
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "").Replace(s) + `"`
}
