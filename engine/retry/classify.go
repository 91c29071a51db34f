package retry

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strings"
	"syscall"
)

// Classify returns the class of an error of net/http's client or transport, or
// of reading a reply's body; ClassNone for nil. It looks through whatever wraps
// the error. Types decide first; errors that net/http gives no type are known by
// how the innermost text begins, so nothing that a server makes up is taken for
// one.
func Classify(err error) Class {
	if err == nil {
		return ClassNone
	}
	for _, known := range [...]func(error) Class{
		classOfEnd, classOfName, classOfCertificate, classOfTimeout, classOfStream, classOfNet, classOfBody, classOfText,
	} {
		if c := known(err); c != ClassNone {
			return c
		}
	}
	return ClassOther
}

// classOfEnd knows what the caller ended. A timeout may end a context by
// cancelling it; then the timeout counts.
func classOfEnd(err error) Class {
	if errors.Is(err, context.Canceled) && !timedOut(err) {
		return ClassCanceled
	}
	return ClassNone
}

func classOfName(err error) Class {
	var dns *net.DNSError
	switch {
	case !errors.As(err, &dns):
		return ClassNone
	case dns.IsNotFound:
		return ClassNoSuchHost
	default:
		return ClassDNS
	}
}

func classOfCertificate(err error) Class {
	var verify *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var roots x509.SystemRootsError
	switch {
	case errors.As(err, &verify), errors.As(err, &unknown), errors.As(err, &invalid),
		errors.As(err, &host), errors.As(err, &roots):
		return ClassCertificate
	default:
		return ClassNone
	}
}

func classOfTimeout(err error) Class {
	if timedOut(err) {
		return ClassTimeout
	}
	return ClassNone
}

// timedOut reports whether any error in the tree says that it is a timeout.
// errors.As would stop at the first that can be asked, and url.Error answers
// only for the error right below it.
func timedOut(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	return search(err, func(e error) bool {
		t, ok := e.(interface{ Timeout() bool }) //nolint:errorlint // search walks the tree
		return ok && t.Timeout()
	})
}

// search walks an error's tree until found says true.
func search(err error, found func(error) bool) bool {
	for err != nil {
		if found(err) {
			return true
		}
		switch e := err.(type) { //nolint:errorlint // this is the walk
		case interface{ Unwrap() error }:
			err = e.Unwrap()
		case interface{ Unwrap() []error }:
			for _, branch := range e.Unwrap() {
				if search(branch, found) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// streamError has the fields of net/http's own type of an HTTP/2 stream error:
// that is how it lets itself be recognised.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (streamError) Error() string { return "http2: stream error" }

func classOfStream(err error) Class {
	var stream streamError
	if !errors.As(err, &stream) {
		return ClassNone
	}
	switch stream.Code {
	case 0x7: // REFUSED_STREAM, RFC 9113, section 7, as are those below
		return ClassRefusedStream
	case 0x1, 0x3, 0x6, 0x9: // PROTOCOL_, FLOW_CONTROL_, FRAME_SIZE_, COMPRESSION_ERROR
		return ClassMalformed
	case 0xc, 0xd: // INADEQUATE_SECURITY, HTTP_1_1_REQUIRED
		return ClassOther
	default:
		return ClassReset
	}
}

func classOfNet(err error) Class {
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var op *net.OpError
	switch {
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record), errors.As(err, &alert):
		return ClassTLS
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect"):
		return ClassConnect
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed),
		errors.Is(err, io.ErrClosedPipe), op != nil && (op.Op == "read" || op.Op == "write"):
		return ClassReset
	default:
		return ClassNone
	}
}

func classOfBody(err error) Class {
	var protocol textproto.ProtocolError
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ClassTruncated
	case errors.Is(err, io.EOF):
		return ClassEOF
	case errors.As(err, &protocol), errors.As(err, &corrupt),
		errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary):
		return ClassMalformed
	default:
		return ClassNone
	}
}

// classOfText knows the errors that have no type, by how they begin.
func classOfText(err error) (class Class) {
	search(err, func(e error) bool {
		class = classOfWords(e.Error())
		return class != ClassNone
	})
	return class
}

func classOfWords(text string) Class {
	if inner, ok := strings.CutPrefix(text, "http2: Transport: cannot retry err ["); ok {
		return classOfWords(inner)
	}
	if code, ok := strings.CutPrefix(text, "stream error: stream ID "); ok {
		return classOfCode(code)
	}
	if alert, ok := strings.CutPrefix(text, "tls: "); ok {
		if strings.Contains(alert, "certificate") {
			return ClassCertificate
		}
		return ClassTLS
	}
	for _, known := range beginnings() {
		if strings.HasPrefix(text, known.text) {
			return known.class
		}
	}
	return ClassNone
}

// classOfCode reads the code of a stream error of golang.org/x/net/http2, such
// as "1; REFUSED_STREAM; received from peer".
func classOfCode(text string) Class {
	_, text, _ = strings.Cut(text, "; ")
	code, _, _ := strings.Cut(text, ";")
	switch strings.TrimRight(code, "]") {
	case "REFUSED_STREAM":
		return ClassRefusedStream
	case "PROTOCOL_ERROR", "FLOW_CONTROL_ERROR", "FRAME_SIZE_ERROR", "COMPRESSION_ERROR":
		return ClassMalformed
	case "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED":
		return ClassOther
	default:
		return ClassReset
	}
}

// beginning is how the text of errors without a type begins.
type beginning struct {
	text  string
	class Class
}

func beginnings() []beginning {
	return []beginning{
		{"unsupported protocol scheme", ClassUnsupportedScheme},
		{"http2: unsupported scheme", ClassUnsupportedScheme},
		{"stopped after ", ClassTooManyRedirects},
		{"x509: ", ClassCertificate},
		{"http: server closed idle connection", ClassEOF},
		{"http2: server sent GOAWAY", ClassGoAway},
		{"http2: Transport received GOAWAY", ClassGoAway},
		{"http2: Transport received Server's graceful shutdown GOAWAY", ClassGoAway},
		{"http2: client conn", ClassReset}, // closed, lost, not usable
		{"http: unexpected EOF reading trailer", ClassTruncated},
		{"connection error: ", ClassMalformed}, // of HTTP/2
		{"http2: connection error: ", ClassMalformed},
		{"http2: response header list larger", ClassMalformed},
		{"http2: invalid", ClassMalformed},
		{"malformed ", ClassMalformed},
		{"net/http: HTTP/1.x transport connection broken: malformed", ClassMalformed},
		{"net/http: server response headers exceeded", ClassMalformed},
		{"net/http: too many 1xx", ClassMalformed},
		{"bad Content-Length", ClassMalformed},
		{"http: message cannot contain multiple Content-Length", ClassMalformed},
		{"http: suspiciously long trailer", ClassMalformed},
		{"unsupported transfer encoding", ClassMalformed},
		{"too many transfer encodings", ClassMalformed},
		{"chunked ", ClassMalformed},
		{"invalid byte in chunk length", ClassMalformed},
		{"invalid CR in chunked line", ClassMalformed},
		{"empty hex number for chunk length", ClassMalformed},
		{"http chunk length too large", ClassMalformed},
		{"header line too long", ClassMalformed},
		{"brotli: ", ClassMalformed},
	}
}
