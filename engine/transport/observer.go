package transport

import "time"

// Observer is told of connections. It is called from any goroutine, also while
// net/http holds locks of its pool: it must return soon and must not call Do or
// Close of the client. An id is told opened once, and then closed once.
type Observer interface {
	// ConnectionOpened is called when a connection is ready: after its TLS
	// handshake, or when it is closed without ever having been used.
	ConnectionOpened(c ConnInfo)
	// ConnectionClosed is called when it is closed, with the number of requests it
	// carried. reason is for people.
	ConnectionClosed(id uint64, origin, reason string, requests int)
}

// AttemptObserver follows one Do. It is called by one goroutine at a time, in
// order, from the goroutines of Do, of the body's reader and of net/http: it must
// return soon and must not read or close the reply's body. It may call Timing.
type AttemptObserver interface {
	// Phase is called when an attempt comes to a phase; elapsed is the time since
	// Do was called. The phase before it is over. An attempt is in PhasePool from
	// the call of Do, which is not told, and again after a redirect or a silent
	// retry, which is. PhaseBody lasts to the end.
	Phase(p Phase, at time.Time, elapsed time.Duration)
	// Connection is called when a connection was given to a request.
	Connection(c ConnInfo)
	// SilentRetry is called when net/http sends a request again by itself; n counts
	// them within this Do, from 1.
	SilentRetry(n int)
	// Redirected is called before a redirect is followed.
	Redirected(r Redirect)
	// Progress is called for every piece of a body: bytes of the request's body
	// handed to the connection, bytes of the reply's body received, both as they
	// are on the wire.
	Progress(sent, received int64)
}

// Gate is an AttemptObserver that has a say before a Do sends another request:
// one that a redirect asks for, or the answer to a challenge.
type Gate interface {
	// Again is called by the goroutine of Do, with no lock held and no timeout
	// running. It may wait, though not longer than until the Do is stopped. Its
	// error ends the Do.
	Again(url string) error
}
