// Package engine runs HTTP requests under policies and says at every moment
// what it is doing and why. It retries, paces with a token bucket, breaks the
// circuit, walks pages, and states each thing that happens as an [Event]. It
// knows no screen and no disk.
//
// An [Engine] starts a [Run] for each [Plan]: a single request, a walk over
// the pages of a list, a fan-out of several requests, or a repeated request.
// A run is made of exchanges, logical requests with one final reply or error
// each; an exchange is made of attempts, HTTP round trips. Breaker, bucket,
// concurrency and retry budget belong to an origin (scheme, host, port) and
// are shared by all runs of the engine.
//
// # The path of an exchange
//
// Total deadline, then for each attempt: pause, breaker (peek), concurrency
// slot, bucket token, breaker (admission), transport. The slot is taken before
// the token, since tokens held by exchanges that queue for a slot would later
// leave as one burst. A backoff holds no slot, no token and no probe permit.
// docs/DECISIONS.md tells why the order is this one.
//
// # Guarantees
//
//   - No attempt starts while the breaker of its origin is open.
//   - Over any interval t, at most rate·t + burst attempts start at an origin.
//   - Each run, exchange and attempt that has started has exactly one finish
//     event, whatever happens; nothing is stated of a run after its
//     run.finished, and none of its goroutines outlives that by more than the
//     transport needs to hang up.
//   - Events are numbered without gaps, and their order is the order of what
//     happened: the number is given under the lock that guards the state.
//   - A [Feed] loses nothing. When it falls behind its bound no new attempt
//     starts until its reader has caught up. A [Watch] loses what is
//     superseded or too old, and counts it.
//   - An exchange that waits holds no goroutine and costs no processor time.
//
// All methods of Engine, Run, Feed and Watch may be called from any goroutine.
// None of them blocks on the network, except Engine.Close, Run.Wait and the
// Next methods.
package engine
