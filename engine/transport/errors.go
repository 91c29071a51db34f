package transport

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// ErrClosed is returned by Do on a client that was closed.
var ErrClosed = errors.New("the client is closed")

// ErrBodyClosed is returned by reading a body that was closed.
var ErrBodyClosed = errors.New("read of a reply's body after it was closed")

// ErrNoHTTP2 says that a server did not choose HTTP/2 where the mode insists.
var ErrNoHTTP2 = errors.New("the server does not speak HTTP/2 over TLS: use --http auto or 1.1")

// The kinds of a TimeoutError.
const (
	TimeoutConnect = "connect"
	TimeoutRead    = "read"
	TimeoutWrite   = "write"
	TimeoutPool    = "pool"
	TimeoutTotal   = "total"
)

// TimeoutError says which timeout ended an attempt. It is a net.Error with
// Timeout true, and is context.DeadlineExceeded to errors.Is.
type TimeoutError struct {
	Kind  string        // connect, read, write, pool or total
	After time.Duration // what was allowed
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s within %v (%s timeout; allow more with --timeout %s=%v)",
		e.missed(), e.After, e.Kind, e.Kind, 2*e.After)
}

func (e *TimeoutError) missed() string {
	switch e.Kind {
	case TimeoutConnect:
		return "no connection"
	case TimeoutRead:
		return "nothing came from the server"
	case TimeoutWrite:
		return "the server took nothing more of the request"
	case TimeoutPool:
		return "no connection became free"
	default:
		return "not finished"
	}
}

// Timeout is true, as net.Error has it.
func (*TimeoutError) Timeout() bool { return true }

// Temporary is true: another attempt may succeed.
func (*TimeoutError) Temporary() bool { return true }

// Is makes a TimeoutError a context.DeadlineExceeded.
func (*TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// RequestError says that a request could not be sent as it stands. Nothing went
// to the network, and trying again cannot help.
type RequestError struct {
	What string // what was being done, such as "read the URL"
	Err  error
}

func (e *RequestError) Error() string { return e.What + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *RequestError) Unwrap() error { return e.Err }

// RedirectError says why a redirect was not followed.
type RedirectError struct {
	Status   int    // of the reply that asked for it
	To       string // without user, password and query; "" where it is no URL
	Followed int    // redirects before it
	Reason   string
}

func (e *RedirectError) Error() string {
	to := ""
	if e.To != "" {
		to = " to " + e.To
	}
	return fmt.Sprintf("redirect %d%s after %d others not followed: %s", e.Status, to, e.Followed, e.Reason)
}

// BodyLimitError says that a reply's body reached a bound and was cut there.
// Everything before the bound was handed out.
type BodyLimitError struct {
	Limit   int64 // bytes; the ratio where Ratio is set
	Ratio   bool  // it decompressed to more than Limit times its size
	Encoded bool  // Limit counts the bytes on the wire, before decompression
}

func (e *BodyLimitError) Error() string {
	switch {
	case e.Ratio:
		return fmt.Sprintf("the reply decompresses to more than %d times its size and was cut: it may be a zip bomb", e.Limit)
	case e.Encoded:
		return fmt.Sprintf("the compressed reply is larger than %d bytes and was cut", e.Limit)
	default:
		return fmt.Sprintf("the reply is larger than %d bytes and was cut", e.Limit)
	}
}

// DecodeError says that a body is not what its Content-Encoding says.
type DecodeError struct {
	Encoding string // the coding that failed, such as gzip
	Err      error
}

func (e *DecodeError) Error() string {
	return fmt.Sprintf("decode the reply as %s: %v", e.Encoding, e.Err)
}

// Unwrap returns the reason.
func (e *DecodeError) Unwrap() error { return e.Err }

// TruncatedError says that a reply's body ended before its end. It is
// io.ErrUnexpectedEOF to errors.Is.
type TruncatedError struct {
	Got  int64 // bytes of the body that came over the wire
	Want int64 // bytes that the header announced; -1 where it did not say
	Err  error
}

func (e *TruncatedError) Error() string {
	if e.Want < 0 {
		return fmt.Sprintf("the reply broke off after %d bytes", e.Got)
	}
	return fmt.Sprintf("the reply broke off after %d of %d bytes", e.Got, e.Want)
}

// Unwrap returns io.ErrUnexpectedEOF.
func (e *TruncatedError) Unwrap() error { return e.Err }

// ProxyError says that a proxy would not connect to the server.
type ProxyError struct {
	Status int // of its answer to CONNECT
	Text   string
}

func (e *ProxyError) Error() string {
	hint := ""
	if e.Status == 407 {
		hint = ": put user and password into the proxy's URL"
	}
	return fmt.Sprintf("the proxy answered %s to CONNECT%s", e.Text, hint)
}

// cancelled says that the caller's context ended; it is both the context's error
// and its cause.
func cancelled(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// urlReason says what is wrong with a URL without repeating any of it: the parts
// that url.Parse quotes may be a password.
func urlReason(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	text, _, _ := strings.Cut(err.Error(), `"`)
	return errors.New(strings.TrimSpace(strings.TrimPrefix(text, "net/url:")))
}

// bare writes a URL without what may be secret in it.
func bare(u *url.URL) string {
	b := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return b.String()
}
