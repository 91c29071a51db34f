package transport

import (
	"io"
	"net/http"
)

// Reply is the head of a reply and the way to its body.
type Reply struct {
	Status int
	Proto  string      // HTTP/1.0, HTTP/1.1 or HTTP/2.0
	Header http.Header // as it came, Content-Encoding and Content-Length included
	// Trailer is what came after the body (RFC 9110, section 6.5); it is there once
	// the body was read to its end.
	Trailer http.Header
	// Length is the announced size of the body on the wire in bytes; -1 is not
	// known.
	Length    int64
	FinalURL  string // that answered, without user and password
	Redirects []Redirect
	// Body is decoded, bounded and watched by the read timeout. It has to be read
	// to its end or closed. Close reads what little is left so that the connection
	// can be used again; from another goroutine it ends a read.
	//
	// Reading ends in io.EOF, *BodyLimitError, *DecodeError, *TruncatedError,
	// *TimeoutError, *Error, or the context's error and cause.
	Body       io.ReadCloser
	Connection ConnInfo
	// Encodings are the codings that Body takes off, the outermost first. Undecoded
	// are those it leaves on, as it does not know them.
	Encodings, Undecoded []string

	a *attempt
}

// Timing returns how long each phase took so far. It may be called at any time,
// from any goroutine.
func (r *Reply) Timing() Timing { return r.a.timing() }

// WireBytes returns how many bytes of the body came over the wire so far. It may
// be called at any time, from any goroutine.
func (r *Reply) WireBytes() int64 { return r.a.received.Load() }

// DecodedBytes returns how many bytes Body has given so far. It may be called at
// any time, from any goroutine.
func (r *Reply) DecodedBytes() int64 { return r.a.body.decoded.Load() }

// SentBytes returns how many bytes of the request's body the connection took. It
// may be called at any time, from any goroutine.
func (r *Reply) SentBytes() int64 { return r.a.sent.Load() }

// SilentRetries returns how often net/http sent the request again by itself.
func (r *Reply) SilentRetries() int {
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	return r.a.silent
}

// answer makes the reply out of net/http's response.
func (a *attempt) answer(resp *http.Response, req *Request, p *plan) *Reply {
	r := &a.reply
	r.a = a
	r.Status, r.Proto, r.Header, r.Length = resp.StatusCode, resp.Proto, resp.Header, resp.ContentLength
	r.FinalURL = req.URL
	if len(r.Redirects) > 0 || p.hadUser {
		r.FinalURL = p.url.String()
	}
	b := &a.body
	b.a, b.resp = a, resp
	if codings := resp.Header["Content-Encoding"]; len(codings) > 0 {
		b.layers, r.Undecoded = parseCodings(codings)
		r.Encodings = names(b.layers)
	}
	r.Body = b
	if resp.Body == http.NoBody {
		b.empty()
	}
	return r
}
