package transport

import "time"

// Phase is what an attempt is doing.
type Phase uint8

// The phases, in their order. A reused connection skips DNS, Connect and TLS.
const (
	PhasePool      Phase = iota // waits for a connection
	PhaseDNS                    // looks up the name
	PhaseConnect                // TCP and proxy
	PhaseTLS                    // TLS handshake
	PhaseWrite                  // sends the request
	PhaseFirstByte              // waits for the first byte of the reply
	PhaseBody                   // reads the reply
)

// String returns the name of a phase in one lower-case word.
func (p Phase) String() string {
	switch p {
	case PhasePool:
		return "pool"
	case PhaseDNS:
		return "dns"
	case PhaseConnect:
		return "connect"
	case PhaseTLS:
		return "tls"
	case PhaseWrite:
		return "write"
	case PhaseFirstByte:
		return "wait"
	case PhaseBody:
		return "body"
	default:
		return "unknown"
	}
}

// Timing is how long an attempt spent in each phase, redirects and silent
// retries included. The phases add up to Total; one that did not happen is zero.
type Timing struct {
	Pool, DNS, Connect, TLS, Write, FirstByte, Body, Total time.Duration
}

// add counts d to a phase.
func (t *Timing) add(p Phase, d time.Duration) {
	t.Total += d
	switch p {
	case PhasePool:
		t.Pool += d
	case PhaseDNS:
		t.DNS += d
	case PhaseConnect:
		t.Connect += d
	case PhaseTLS:
		t.TLS += d
	case PhaseWrite:
		t.Write += d
	case PhaseFirstByte:
		t.FirstByte += d
	case PhaseBody:
		t.Body += d
	}
}
