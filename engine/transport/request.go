package transport

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// Request is what is to be sent. Do does not change it.
type Request struct {
	Method string // "" is GET
	// URL is absolute, http or https. User and password in it become an
	// Authorization header (RFC 7617) unless there is one.
	URL string
	// Header is sent as it is; Host, User-Agent and Accept-Encoding replace what
	// would be sent.
	Header http.Header
	// Body opens the body; nil sends none. It is called again to send the body
	// again, so it must give the same bytes each time.
	Body func() (io.ReadCloser, error)
	// Length of the body in bytes; -1 is not known (it is sent in chunks).
	Length int64
	// Timeouts replaces the client's for this request; nil keeps them. What makes
	// the connection still ends by the client's own Connect.
	Timeouts *Timeouts
	// NoRedirects returns a reply that asks for a redirect as it is.
	NoRedirects bool
	// Stop, where it is set, ends this Do from outside. A context does so too, but
	// costs several allocations more.
	Stop *Stop
}

// plan is a request on its way through redirects.
type plan struct {
	method string
	url    *url.URL // without user and password
	host   string   // from a Host field; "" takes the URL's
	header http.Header
	body   func() (io.ReadCloser, error)
	length int64

	hadUser bool // the URL that was asked for held user and password

	nonce   string // of the challenge that the header answers
	answers int    // to challenges
}

// plan checks a request and completes its header.
func (c *Client) plan(req *Request) (plan, error) {
	u, err := url.Parse(req.URL)
	if err != nil {
		return plan{}, &RequestError{What: "read the URL", Err: urlReason(err)}
	}
	if err := checkURL(u, c.settings.Mode); err != nil {
		return plan{}, &RequestError{What: "read the URL", Err: err}
	}
	p := plan{method: req.Method, url: u, body: req.Body, length: req.Length}
	if p.method == "" {
		p.method = http.MethodGet
	}
	p.header = c.plain
	if len(req.Header) > 0 {
		p.header = c.completed(req.Header)
	}
	p.takeUser()
	p.takeHost()
	return p, nil
}

// checkURL refuses what cannot be asked for over HTTP.
func checkURL(u *url.URL, mode Mode) error {
	switch {
	case u.Scheme == "":
		return errors.New("it has no scheme: begin with https:// or http://")
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("unsupported protocol scheme %q: use https or http", u.Scheme)
	case u.Hostname() == "":
		return fmt.Errorf("it names no host: write it like %s://example.com/path", u.Scheme)
	case mode == ModeHTTP2 && u.Scheme == "http":
		return errors.New("HTTP/2 without TLS has to be asked for: use --http h2c, or https://")
	}
	return nil
}

// completed copies a header and adds what the settings add. The values are
// shared: nothing changes them in place.
func (c *Client) completed(from http.Header) http.Header {
	h := make(http.Header, len(from)+2)
	for name, values := range from {
		name = textproto.CanonicalMIMEHeaderKey(name)
		if before := h[name]; before != nil {
			values = slices.Concat(before, values)
		}
		h[name] = values
	}
	if _, ok := h["User-Agent"]; !ok {
		h["User-Agent"] = c.agent
	}
	_, accepts := h["Accept-Encoding"]
	_, ranged := h["Range"] // a part of an encoded body cannot be decoded
	if c.offers != nil && !accepts && !ranged {
		h["Accept-Encoding"] = c.offers
	}
	return h
}

// takeUser turns user and password of the URL into a header.
func (p *plan) takeUser() {
	user := p.url.User
	p.url.User, p.hadUser = nil, user != nil
	if user == nil || p.header.Get("Authorization") != "" {
		return
	}
	password, _ := user.Password()
	pair := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
	p.header = maps.Clone(p.header) // it may be everybody's
	p.header["Authorization"] = []string{"Basic " + pair}
}

// takeHost moves a Host field to where net/http looks for it.
func (p *plan) takeHost() {
	if host := p.header["Host"]; len(host) > 0 {
		p.host = host[0]
		delete(p.header, "Host")
	}
}

// request makes the request of one hop.
func (p *plan) request(ctx context.Context, h *hop) (*http.Request, error) {
	req := http.Request{
		Method: p.method, URL: p.url, Host: p.host, Header: p.header,
		Proto: protoHTTP1, ProtoMajor: 1, ProtoMinor: 1,
	}
	if p.body != nil {
		open := func() (io.ReadCloser, error) { return h.open(p.body) }
		body, err := open()
		if err != nil {
			return nil, &RequestError{What: "open the request's body", Err: err}
		}
		req.Body, req.GetBody, req.ContentLength = body, open, p.length
	}
	return req.WithContext(h.context(ctx)), nil
}

// sender is a request's body on its way out. The write timeout watches the time
// between its reads: that is when the connection takes what was read.
type sender struct {
	io.ReadCloser
	h *hop
}

func (h *hop) open(body func() (io.ReadCloser, error)) (io.ReadCloser, error) {
	r, err := body()
	if err != nil {
		return nil, err
	}
	h.a.sent.Store(0)
	return &sender{ReadCloser: r, h: h}, nil
}

func (s *sender) Read(p []byte) (int, error) {
	s.h.watchWrite(false)
	n, err := s.ReadCloser.Read(p)
	s.h.watchWrite(true)
	if n > 0 {
		s.h.a.sent.Add(int64(n))
		s.h.a.progress()
	}
	return n, err
}

// watchWrite watches the server take what was read of the body, or stops while
// more is read.
func (h *hop) watchWrite(on bool) {
	a := h.a
	now := a.client.watch.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !h.liveLocked() || a.phase != PhaseWrite:
	case on:
		a.armLocked(now, TimeoutWrite, a.timeouts.Write)
	default:
		a.alarm.deadline = 0
	}
}

// originOf writes scheme://host:port in one form.
func originOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch {
	case u.Port() != "":
	case u.Scheme == "https":
		host = strings.TrimSuffix(host, ":") + ":443"
	default:
		host = strings.TrimSuffix(host, ":") + ":80"
	}
	return u.Scheme + "://" + host
}

func isTLS(origin string) bool { return strings.HasPrefix(origin, "https:") }
