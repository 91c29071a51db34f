package sessions

import (
	"bytes"
	"strings"
	"unicode"
)

// nameIn is where a name stands; some names say secret only in some places.
type nameIn int

const (
	inField nameIn = iota // a field of JSON or XML
	inParam               // of a query or a form
	inHeader
)

// secretName says whether what stands under the name is a secret. Tokens that
// page through a list are none.
func secretName(name string, in nameIn) bool {
	return spellsSecret(name) && secretBy(name, in)
}

func secretBy(name string, in nameIn) bool {
	words := wordsOf(name)
	if len(words) == 0 || len(words) > 16 {
		return false
	}
	joined := strings.Join(words, "")
	switch {
	case describes(words):
		return false
	case secretAlone(joined, in):
		return true
	case containsSecret(joined):
		return true
	case pages(words):
		return false
	}
	return secretWord(words) || strings.HasSuffix(joined, "token")
}

// spellsSecret is a quick answer: false says that a name, without what is no
// letter, holds nothing that all secret names hold one of.
func spellsSecret(name string) bool {
	if len(name) > 256 {
		return true
	}
	var spelt [256]byte
	n, has := 0, uint32(0)
	for i := range len(name) {
		switch c := name[i] | 0x20; {
		case name[i] >= 0x80: // it may be a letter that folds to one of ASCII
			return true
		case c >= 'a' && c <= 'z':
			spelt[n] = c
			n++
			has |= 1 << (c - 'a')
		}
	}
	for _, root := range secretRoots {
		if has&root.letters == root.letters && bytes.Contains(spelt[:n], root.text) {
			return true
		}
	}
	return false
}

// secretRoots are parts of the names that the functions below know, at least
// one of each.
var secretRoots = func() (roots []secretRoot) { //nolint:gochecknoglobals // a table that never changes
	for _, text := range []string{
		"auth", "pass", "pwd", "secret", "credential", "srf", "sig", "key", "sess", "sid", "token", "jwt", "bearer",
		"assertion", "hmac", "otp", "dpop", "saml", "cookie", "verifier",
	} {
		root := secretRoot{text: []byte(text)}
		for _, c := range root.text {
			root.letters |= 1 << (c - 'a')
		}
		roots = append(roots, root)
	}
	return roots
}()

type secretRoot struct {
	text    []byte
	letters uint32 // a bit each
}

// wordsOf splits a name at its punctuation and where its case changes:
// "X-Api-Key", "nextPageToken", "client_secret".
func wordsOf(name string) []string {
	if len(name) > 256 {
		name = name[len(name)-256:]
	}
	var words []string
	start, lower := 0, false
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(name[start:end]))
		}
	}
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			start, lower = i+len(string(r)), false
		case unicode.IsUpper(r) && lower:
			flush(i)
			start, lower = i, false
		default:
			lower = unicode.IsLower(r) || unicode.IsDigit(r)
		}
	}
	flush(len(name))
	return words
}

// describes says whether the name tells about a secret and is none, such as
// token_type or password_required.
func describes(words []string) bool {
	switch words[len(words)-1] {
	case "type", "types", "expires", "expiry", "expiration", "at", "in", "count", "limit", "remaining",
		"enabled", "required", "length", "size", "ttl", "alg", "algorithm", "method", "methods", "endpoint", "policy":
		return len(words) > 1
	}
	return false
}

// secretAlone knows names that are secret as a whole, but not inside others.
func secretAlone(joined string, in nameIn) bool {
	switch joined {
	case "auth", "pwd", "sid", "session", "sig", "jwt", "bearer", "assertion", "hmac", "otp", "passcode", "dpop", "samlresponse":
		return true
	case "key", "pass", "cookie", "setcookie", "cookie2", "setcookie2":
		return in != inField || strings.HasSuffix(strings.TrimSuffix(joined, "2"), "cookie")
	}
	return false
}

// containsSecret knows what makes a name secret wherever it stands in it,
// written with or without punctuation.
func containsSecret(joined string) bool {
	for _, part := range []string{
		"authorization", "password", "passwd", "passphrase", "secret", "credential", "csrf", "xsrf", "signature",
		"apikey", "accesskey", "privatekey", "authkey", "appkey", "subscriptionkey", "signingkey", "encryptionkey",
		"masterkey", "sharedkey", "accountkey", "consumerkey", "sessionkey", "sessionid", "sessid", "sessiontoken",
		"accesstoken", "refreshtoken", "idtoken", "authtoken", "bearertoken", "securitytoken", "codeverifier",
		"clientassertion", "authsession",
	} {
		if strings.Contains(joined, part) {
			return true
		}
	}
	return false
}

func secretWord(words []string) bool {
	for _, w := range words {
		switch w {
		case "token", "jwt", "sig", "sid", "pwd", "hmac", "otp", "verifier":
			return true
		}
	}
	return false
}

// pages says whether a name is of a token that pages through a list.
func pages(words []string) bool {
	for _, w := range words {
		switch w {
		case "page", "paging", "pagination", "next", "prev", "previous", "continuation", "continue", "cursor",
			"marker", "scroll", "sync", "resume", "start", "starting", "after", "before", "nexttoken", "pagetoken",
			"nextpagetoken", "continuationtoken", "nextmarker", "paginationtoken", "delta", "skip":
			return true
		}
	}
	return false
}
