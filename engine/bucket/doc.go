// Package bucket is a token bucket with a line of waiters that can be read.
//
// The tokens are counted by golang.org/x/time/rate, driven with explicit times.
// What that package hides is kept here in the open: who waits, in which order,
// and when each will go.
//
// # Guarantees
//
//   - Rate: over any interval of length t at most rate·t + burst tokens are
//     granted, whoever enters, leaves, skips or returns, and however late the
//     owner calls. Across changes of the limit the bound is the sum of each
//     rate times its share of t, plus the burst in force when the interval
//     began; across a time without a limit there is none. A token given back
//     with Return counts as not granted.
//   - Order: first in, first out. A waiter that skips goes before those who did
//     not, and behind those who skipped earlier.
//   - Conservation: every id that enters is granted a token exactly once or
//     leaves, never both.
//   - Progress: Advance called with the time that Due stated grants at least one
//     token. An owner with one timer set to Due therefore never spins.
//
// Nobody holds a token while waiting: a token is taken at the moment of
// release. So a waiter that leaves has nothing to give back but its place, those
// behind it move up at once, and a late or paused release cannot add a held
// token to a bucket that has refilled meanwhile.
//
// # Time
//
// The package has no clock, timer or goroutine; every method is told the time.
// A time earlier than one already seen counts as that later one, so a clock that
// steps back stands still instead of minting tokens.
//
// # Concurrency
//
// A Bucket is not safe for concurrent use; its owner holds a lock or owns it in
// one goroutine.
package bucket
