package serve

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// local reports whether a request that came over a loopback address names this
// machine. A web page may let its own name point here (DNS rebinding) and would
// read the recording in a browser; such a request names that page's host. One
// that came over another address was let in by whoever serves there.
func local(r *http.Request) bool {
	at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok || !at.IP.IsLoopback() {
		return true
	}
	host := strings.ToLower(r.Host)
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(host, ".")
	if host == "" || host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true // no browser leaves it out, and localhost is never asked of the network (RFC 6761, section 6.3)
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}
