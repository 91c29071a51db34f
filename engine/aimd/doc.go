// Package aimd is a limit of concurrency that a server sets without knowing:
// additive increase, multiplicative decrease.
//
// A sign of overload (429, 503, a timeout) halves the limit; each full round of
// successes, as many as the limit allows at once, raises it by one. So it falls
// fast, grows back slowly and stays just below what the server bears, as TCP's
// congestion avoidance does (RFC 5681, section 3.1).
//
// # Guarantees
//
//   - The limit is from 1 to the maximum, at every moment.
//   - Requests that were in flight together fail together, so one burst must not
//     count a hundred times: the limit falls at most once in each Window.
//   - It never grows by more than one for a round of successes, and an overload
//     inside a round starts the round anew.
//
// # Time and concurrency
//
// The package has no clock, timer or goroutine; methods are told the time where
// they need it. A Limit is not safe for concurrent use; its owner holds a lock
// or owns it in one goroutine. No method allocates.
package aimd
