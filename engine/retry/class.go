package retry

import "strconv"

// Class groups the errors of an HTTP round trip by what can be done about them.
type Class uint8

// The classes.
const (
	ClassNone              Class = iota // no error
	ClassConnect                        // no connection: refused, unreachable
	ClassDNS                            // the lookup of the name failed, for now
	ClassNoSuchHost                     // the name does not exist (NXDOMAIN)
	ClassTLS                            // the TLS handshake failed
	ClassCertificate                    // a certificate is missing or not to be trusted
	ClassReset                          // the connection or the HTTP/2 stream was reset
	ClassTimeout                        // a deadline passed
	ClassEOF                            // the connection ended before a reply began
	ClassRefusedStream                  // HTTP/2 REFUSED_STREAM (RFC 9113, section 8.7)
	ClassGoAway                         // HTTP/2 GOAWAY (RFC 9113, section 6.8)
	ClassCanceled                       // ended by the caller
	ClassUnsupportedScheme              // the URL is neither http nor https
	ClassTooManyRedirects               // redirects were not followed any further
	ClassTruncated                      // the reply ended before its end
	ClassMalformed                      // what came is not HTTP
	ClassRequest                        // the request cannot be sent as it stands
	ClassOther                          // anything else
)

// Retryable reports whether another attempt may have better luck. What could
// only fail the same way again, such as a certificate, is not retryable.
func (c Class) Retryable() bool {
	switch c {
	case ClassConnect, ClassDNS, ClassTLS, ClassReset, ClassTimeout, ClassEOF, ClassRefusedStream,
		ClassGoAway, ClassTruncated, ClassMalformed:
		return true
	default:
		return false
	}
}

// String returns the class in words for people, such as "connection reset".
func (c Class) String() string {
	words, _ := c.names()
	return words
}

// Key returns the class as one stable word for machines, such as "reset".
func (c Class) Key() string {
	_, key := c.names()
	return key
}

func (c Class) names() (words, key string) {
	switch c {
	case ClassNone:
		return "no error", "none"
	case ClassConnect:
		return "connection failed", "connect"
	case ClassDNS:
		return "name lookup failed", "dns"
	case ClassNoSuchHost:
		return "no such host", "no-such-host"
	case ClassTLS:
		return "TLS handshake failed", "tls"
	case ClassCertificate:
		return "certificate not accepted", "certificate"
	case ClassReset:
		return "connection reset", "reset"
	case ClassTimeout:
		return "timeout", "timeout"
	case ClassEOF:
		return "connection closed without a reply", "eof"
	default:
		return c.moreNames()
	}
}

func (c Class) moreNames() (words, key string) {
	switch c {
	case ClassRefusedStream:
		return "stream refused", "refused-stream"
	case ClassGoAway:
		return "server going away", "goaway"
	case ClassCanceled:
		return "cancelled", "cancelled"
	case ClassUnsupportedScheme:
		return "unsupported scheme", "unsupported-scheme"
	case ClassTooManyRedirects:
		return "too many redirects", "too-many-redirects"
	case ClassTruncated:
		return "reply cut off", "truncated"
	case ClassMalformed:
		return "malformed reply", "malformed"
	case ClassRequest:
		return "request cannot be sent", "request"
	case ClassOther:
		return "unknown error", "other"
	default:
		return "class " + strconv.Itoa(int(c)), "other"
	}
}
