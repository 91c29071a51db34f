package transport

import (
	"net/http"
	"strings"
)

// dropForeign takes everything out of a header that another origin must not
// learn, and returns the names of the fields, for people.
func dropForeign(h http.Header) []string {
	var dropped []string
	for name := range h {
		if staysBehind(name) {
			delete(h, name)
			dropped = append(dropped, name)
		}
	}
	return dropped
}

// staysBehind reports whether a field is for one origin only: it tells a secret
// by its name, or where the request came from.
func staysBehind(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "host", "referer", "origin":
		return true
	case "idempotency-key", "sec-websocket-key", "accept-signature":
		return false
	}
	for _, word := range []string{
		"auth", "cookie", "token", "key", "secret", "session", "passw", "credential",
		"signature", "jwt", "bearer", "csrf", "xsrf", "sso", "login", "otp",
	} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// dropBody takes out the fields that describe a body which is no longer sent
// (RFC 9110, section 15.4).
func dropBody(h http.Header) {
	for name := range h {
		switch lower := strings.ToLower(name); {
		case strings.HasPrefix(lower, "content-"), lower == "transfer-encoding", lower == "expect", lower == "trailer":
			delete(h, name)
		}
	}
}
