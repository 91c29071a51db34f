package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
)

// Fault groups what goes wrong with a round trip by its cause.
type Fault string

// The faults.
const (
	FaultDNS         Fault = "dns"         // the name could not be looked up
	FaultConnect     Fault = "connect"     // no connection
	FaultProxy       Fault = "proxy"       // the proxy would not or could not
	FaultTLS         Fault = "tls"         // the handshake failed
	FaultCertificate Fault = "certificate" // the certificate is not to be trusted
	FaultReset       Fault = "reset"       // the connection was reset
	FaultEOF         Fault = "eof"         // the connection ended before a reply
	FaultRefused     Fault = "refused"     // HTTP/2 REFUSED_STREAM (RFC 9113, section 8.7)
	FaultGoAway      Fault = "goaway"      // HTTP/2 GOAWAY (RFC 9113, section 6.8)
	FaultMalformed   Fault = "malformed"   // what came is not HTTP
	FaultHeader      Fault = "header"      // the reply's header is too large
	FaultOther       Fault = "other"
)

// Error is a round trip that failed for a reason of the network or the server.
// Timeouts, redirects, and what is wrong with a body have types of their own.
type Error struct {
	Fault Fault
	Err   error // from net, crypto/tls or net/http
}

func (e *Error) Error() string {
	if e.hint() == "" {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v: %s", e.Err, e.hint())
}

// hint says what to make of it, where the error does not.
func (e *Error) hint() string {
	switch e.Fault {
	case FaultEOF:
		return "the server closed the connection before it answered"
	case FaultCertificate:
		return certificateHint(e.Err)
	case FaultRefused:
		return "the server refused the request, or closed the connection (GOAWAY), before it looked at it"
	case FaultMalformed:
		return malformedHint(e.Err)
	case FaultConnect:
		return "is the server running, and are host and port right?"
	case FaultDNS:
		return "check the name of the host"
	default:
		return ""
	}
}

// notEstablished is what net/http says where a connection of HTTP/2 ended before
// its first request: what the server sent is lost then, by chance of who looked
// first.
const notEstablished = "client conn could not be established"

func malformedHint(err error) string {
	switch text := err.Error(); {
	case strings.Contains(text, "looked like an HTTP/1.1 header"):
		return "the server speaks HTTP/1.1 here, use --http auto"
	case strings.Contains(text, notEstablished):
		return "the server may not speak HTTP/2 here, use --http auto"
	default:
		return ""
	}
}

func certificateHint(err error) string {
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &unknown) {
		return "trust its issuer with --cacert FILE, or look anyway with --insecure"
	}
	return "look anyway with --insecure"
}

// Unwrap returns the error of net, crypto/tls or net/http.
func (e *Error) Unwrap() error { return e.Err }

// Timeout reports whether a deadline below this package passed.
func (e *Error) Timeout() bool {
	var ne net.Error
	return errors.As(e.Err, &ne) && ne.Timeout()
}

// Temporary is here because net.Error asks for it.
func (e *Error) Temporary() bool { return e.Timeout() }

// streamError has the fields of net/http's own type of an HTTP/2 stream error:
// that is how it lets itself be recognised.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (streamError) Error() string { return "http2: stream error" }

// refusedStream is the code REFUSED_STREAM (RFC 9113, section 7).
const refusedStream = 0x7

// faultOf tells the cause of an error of RoundTrip or of reading a body.
func faultOf(err error) Fault {
	for _, known := range []func(error) Fault{faultOfTLS, faultOfHTTP2, faultOfNet, faultOfText} {
		if f := known(err); f != "" {
			return f
		}
	}
	return FaultOther
}

func faultOfTLS(err error) Fault {
	var verify *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &verify), errors.As(err, &unknown), errors.As(err, &invalid), errors.As(err, &host):
		return FaultCertificate
	case errors.Is(err, ErrNoHTTP2), errors.As(err, &record), errors.As(err, &alert):
		return FaultTLS
	default:
		return ""
	}
}

func faultOfHTTP2(err error) Fault {
	var stream streamError
	if errors.As(err, &stream) {
		if stream.Code == refusedStream {
			return FaultRefused
		}
		return FaultReset
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "GOAWAY"):
		return FaultGoAway
	case strings.HasPrefix(text, "http2: client connection lost"), strings.HasPrefix(text, "http2: client conn"):
		return FaultReset
	default:
		return ""
	}
}

func faultOfNet(err error) Fault {
	var proxy *ProxyError
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &proxy), errors.As(err, &op) && op.Op == "proxyconnect":
		return FaultProxy
	case errors.As(err, &dns):
		return FaultDNS
	case op != nil && op.Op == "dial":
		return FaultConnect
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return FaultReset
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return FaultEOF
	default:
		return ""
	}
}

// faultOfText knows the errors of net/http that have no type.
func faultOfText(err error) Fault {
	text := err.Error()
	for _, known := range []struct {
		part  string
		fault Fault
	}{
		{"server closed idle connection", FaultEOF},
		{"socks connect", FaultProxy},
		{"tls: ", FaultTLS},
		{"response headers exceeded", FaultHeader},
		{"response header list larger", FaultHeader},
		{"gave HTTP response to HTTPS client", FaultTLS},
		{"malformed", FaultMalformed},
		{"Content-Length", FaultMalformed},
		{"unsupported transfer encoding", FaultMalformed},
		{"too many transfer encodings", FaultMalformed},
		{"chunk", FaultMalformed},
		{"too many 1xx", FaultMalformed},
		{"http2: ", FaultMalformed},
		{"transport connection broken", FaultReset},
	} {
		if strings.Contains(text, known.part) {
			return known.fault
		}
	}
	return ""
}
