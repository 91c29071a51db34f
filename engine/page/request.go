package page

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"weir/engine/page/jsonpath"

	"github.com/go-json-experiment/json/jsontext"
)

// Request is one request of a walk. What a Walk hands out may share Header
// values and Body with the first request: treat them as read-only.
type Request struct {
	Method string
	URL    string // absolute
	Header http.Header
	Body   []byte
}

// Response is what came back for one Request.
type Response struct {
	Status int
	Header http.Header
	Body   []byte // whole and decoded
	URL    string // where it came from, after redirects; empty means the request's
}

// The places a parameter is sent in.
const (
	inQuery  = "query"
	inHeader = "header"
	inBody   = "body"
)

// Setting is one parameter that a page's request differs in.
type Setting struct {
	In      string `json:"in"` // query, header or body
	Name    string `json:"name"`
	Pointer string `json:"pointer,omitempty"` // within a query parameter that holds JSON
	Value   string `json:"value"`
	Raw     bool   `json:"raw,omitempty"`  // Value is JSON, put into a JSON body as it stands
	Drop    bool   `json:"drop,omitempty"` // the parameter is left out of the query
}

// Step is what one page is asked with: a URL to follow, or settings on the
// first request. It holds no credentials of the request's headers.
type Step struct {
	URL      string    `json:"url,omitempty"`
	Set      []Setting `json:"set,omitempty"`
	Token    string    `json:"token,omitempty"`    // as shown
	Position int64     `json:"position,omitempty"` // page number or offset
	Body     string    `json:"body,omitempty"`     // in place of the first request's; with a URL only
	Alone    bool      `json:"alone,omitempty"`    // the settings stand in a body or query of their own
}

var errNoURL = errors.New("no absolute http or https URL")

// parseURL accepts absolute http and https URLs with a host.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", clip(text), errNoURL)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("read %q: %w", clip(text), errNoURL)
	}
	return u, nil
}

// originOf is scheme, host and port, with the port always written.
func originOf(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) + ":" + port
}

// maxURL is how long a URL may grow by a server's token, in bytes.
const maxURL = 1 << 17

// build applies a step to the first request.
func (w *Walk) build(s Step) (Request, error) {
	r := w.first
	if s.URL != "" {
		var err error
		if r, err = w.follow(r, s); err != nil {
			return Request{}, err
		}
	}
	for _, set := range s.Set {
		if err := apply(&r, set); err != nil {
			return Request{}, err
		}
	}
	if len(r.URL) > maxURL && len(r.URL) > len(w.first.URL) {
		return Request{}, fmt.Errorf("its URL would be %d bytes long", len(r.URL))
	}
	return r, nil
}

// follow sends the first request to another URL. Credentials stay behind where
// that is another origin.
func (w *Walk) follow(r Request, s Step) (Request, error) {
	u, err := parseURL(s.URL)
	if err != nil {
		return Request{}, err
	}
	u.User = nil
	if originOf(u) == w.origin {
		u.User = w.url.User
	} else {
		r.Header = withoutCredentials(r.Header)
	}
	r.URL = u.String()
	switch {
	case s.Body != "":
		r.Body = []byte(s.Body)
	case s.Alone && len(r.Body) > 0 && isForm(r.Header):
		r.Body = nil
	case s.Alone && len(r.Body) > 0:
		r.Body = []byte("{}")
	}
	return r, nil
}

func apply(r *Request, s Setting) error {
	if s.Drop {
		r.URL = dropQuery(r.URL, s.Name)
		return nil
	}
	switch s.In {
	case inHeader:
		h := r.Header.Clone()
		if h == nil {
			h = http.Header{}
		}
		h.Set(s.Name, s.Value)
		r.Header = h
	case inBody:
		body, err := setBody(r.Header, r.Body, s)
		if err != nil {
			return err
		}
		r.Body = body
	default:
		text, err := setURL(r.URL, s)
		if err != nil {
			return err
		}
		r.URL = text
	}
	return nil
}

func setBody(h http.Header, body []byte, s Setting) ([]byte, error) {
	if isForm(h) {
		return []byte(setQuery(string(body), strings.TrimPrefix(s.Name, "/"), s.Value)), nil
	}
	return setJSON(body, s.Name, s)
}

func setJSON(body []byte, pointer string, s Setting) ([]byte, error) {
	p, err := jsonpath.Parse(pointer)
	if err != nil {
		return nil, err
	}
	value := []byte(s.Value)
	if !s.Raw {
		value, _ = jsontext.AppendQuote(nil, s.Value)
	}
	return p.Set(body, value)
}

func isForm(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "application/x-www-form-urlencoded")
}

// setURL sets one query parameter; every other byte of the URL stays.
func setURL(text string, s Setting) (string, error) {
	base, fragment, hasFragment := strings.Cut(text, "#")
	path, query, _ := strings.Cut(base, "?")
	value := s.Value
	if s.Pointer != "" {
		old, _ := queryValue(query, s.Name)
		merged, err := setJSON([]byte(old), s.Pointer, s)
		if err != nil {
			return "", err
		}
		value = string(merged)
	}
	text = path + "?" + setQuery(query, s.Name, value)
	if hasFragment {
		text += "#" + fragment
	}
	return text, nil
}

// dropQuery takes one parameter out of a URL's query.
func dropQuery(text, name string) string {
	base, fragment, hasFragment := strings.Cut(text, "#")
	path, query, _ := strings.Cut(base, "?")
	var out []string
	for part := range strings.SplitSeq(query, "&") {
		if part != "" && pairName(part) != name {
			out = append(out, part)
		}
	}
	text = path
	if len(out) > 0 {
		text += "?" + strings.Join(out, "&")
	}
	if hasFragment {
		text += "#" + fragment
	}
	return text
}

// setQuery replaces the first parameter of the name, drops others of it, or
// adds it at the end.
func setQuery(query, name, value string) string {
	pair := escape(name) + "=" + escape(value)
	var out []string
	done := false
	for part := range strings.SplitSeq(query, "&") {
		switch {
		case part == "":
		case pairName(part) != name:
			out = append(out, part)
		case !done:
			key, _, _ := strings.Cut(part, "=")
			out = append(out, key+"="+escape(value))
			done = true
		}
	}
	if !done {
		out = append(out, pair)
	}
	return strings.Join(out, "&")
}

func pairName(part string) string {
	key, _, _ := strings.Cut(part, "=")
	if name, err := url.QueryUnescape(key); err == nil {
		return name
	}
	return key
}

func queryValue(query, name string) (string, bool) {
	for part := range strings.SplitSeq(query, "&") {
		if pairName(part) == name {
			_, value, _ := strings.Cut(part, "=")
			if v, err := url.QueryUnescape(value); err == nil {
				return v, true
			}
			return value, true
		}
	}
	return "", false
}

// escape percent-encodes everything but unreserved characters (RFC 3986
// section 2.3); the brackets, $ and @ that parameter names carry stay readable.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// withoutCredentials drops the header fields that prove who asks.
func withoutCredentials(h http.Header) http.Header {
	out := h.Clone()
	for name := range out {
		if isCredential(name) {
			delete(out, name)
		}
	}
	return out
}

// isCredential knows the fields that are for one origin only: they tell a secret
// by their name, or where the request came from.
func isCredential(name string) bool {
	switch name = strings.ToLower(name); name {
	case "host", "referer", "origin":
		return true
	case "idempotency-key", "sec-websocket-key", "accept-signature":
		return false
	}
	_, found := holdsAny(name, "auth", "cookie", "token", "key", "secret", "session", "passw", "credential",
		"signature", "jwt", "bearer", "csrf", "xsrf", "sso", "login", "otp")
	return found
}

// identity is equal for two steps that ask for the same thing.
func (s Step) identity() uint64 {
	if s.URL == "" && len(s.Set) == 0 {
		return 0
	}
	text, err := json.Marshal(Step{URL: s.URL, Set: s.Set, Body: s.Body})
	if err != nil {
		return 0
	}
	return digest(text)
}

// clip shortens what comes from a server for a sentence.
func clip(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
