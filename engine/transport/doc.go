// Package transport makes one HTTP round trip and tells everything about it:
// which connection it took, how long each phase lasted, what net/http retried
// silently, and which of the named timeouts ended it.
//
// A [Client] holds one net/http Transport: HTTP/1.1 and HTTP/2 (by ALPN, or
// unencrypted where asked), one pool of connections, proxies, TLS. It knows no
// retries, no rate and no breaker; those belong to its caller.
//
// # Guarantees
//
//   - Timeouts: connect, read, write and pool each watch one thing, as in
//     Python's httpx, and each ends an attempt with a [TimeoutError] that names
//     it. Read and write restart with every byte of progress. All attempts
//     share one timer; none costs a goroutine.
//   - Order: an [AttemptObserver] is called by one goroutine at a time, in the
//     order in which things happened, and never after Do has returned an error
//     or the reply's body has ended or been closed.
//   - Silent retries: net/http sends a request again by itself where a reused
//     connection turns out dead. Each time is counted and told. Over HTTP/2 it
//     would go on for a minute behind the caller's back; here it ends after two
//     with FaultRefused, so that the caller's own policy decides.
//   - Credentials: Authorization, cookies and API keys never follow a redirect to
//     another origin (scheme, host and port), not even back again. No error holds
//     user names, passwords or the query of a URL.
//   - Bounds: a reply's header is limited, and so are the decoded body, the
//     encoded body, their ratio, interim replies, redirects, and what is read of a
//     body that nobody wanted. What goes over a bound ends in a typed error.
//   - Reuse: a body that is read to its end or closed with little left gives its
//     connection back to the pool.
//   - Ends: after Client.Close no connection and no goroutine is left.
//
// # Concurrency
//
// A Client is for any number of goroutines. A [Reply] belongs to one, but its
// body may be closed from another, and its Timing and counts be read at any time.
package transport
