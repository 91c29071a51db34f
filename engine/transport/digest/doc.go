// Package digest answers the challenges of HTTP Digest authentication (RFC
// 7616): MD5, SHA-256 and SHA-512-256, each also as a session, with qop=auth or
// without a qop (RFC 2069). It is pure: it keeps no state and makes no requests.
//
// The password itself is never sent. A challenge that offers auth-int alone is
// not answered.
package digest
