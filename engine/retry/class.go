package retry

import "fmt"

// Class groups errors by what can be done about them.
type Class uint8

// The classes.
const (
	ClassNone              Class = iota
	ClassConnect                 // no connection could be made
	ClassDNS                     // the name could not be looked up now
	ClassNoSuchHost              // the name does not exist
	ClassTLS                     // the handshake failed
	ClassCertificate             // the certificate is not to be trusted
	ClassReset                   // the connection was reset or closed
	ClassTimeout                 // it took too long
	ClassEOF                     // the connection ended before a reply
	ClassRefusedStream           // HTTP/2: the server did not take the request
	ClassGoAway                  // HTTP/2: the server is leaving
	ClassTruncated               // the reply ended before its end
	ClassMalformed               // the reply is not HTTP, or not what it says it is
	ClassCanceled                // by the caller
	ClassUnsupportedScheme       // neither http nor https
	ClassTooManyRedirects        // or one that cannot be followed
	ClassRequest                 // the request cannot be sent as it stands
	ClassOther
)

// String returns the words for people.
func (c Class) String() string {
	words := [...]string{
		ClassNone: "none", ClassConnect: "no connection", ClassDNS: "name lookup failed", ClassNoSuchHost: "no such host",
		ClassTLS: "TLS handshake failed", ClassCertificate: "certificate not trusted", ClassReset: "connection reset",
		ClassTimeout: "timeout", ClassEOF: "connection closed", ClassRefusedStream: "stream refused",
		ClassGoAway: "server is leaving", ClassTruncated: "reply truncated", ClassMalformed: "reply malformed",
		ClassCanceled: "cancelled", ClassUnsupportedScheme: "scheme not supported", ClassTooManyRedirects: "redirect not followed",
		ClassRequest: "request cannot be sent", ClassOther: "error",
	}
	if int(c) < len(words) {
		return words[c]
	}
	return fmt.Sprintf("class %d", uint8(c))
}

// Retryable reports whether another attempt may succeed.
func (c Class) Retryable() bool {
	switch c {
	case ClassConnect, ClassDNS, ClassTLS, ClassReset, ClassTimeout, ClassEOF,
		ClassRefusedStream, ClassGoAway, ClassTruncated, ClassMalformed:
		return true
	default:
		return false
	}
}
