// Package sessions holds what a program of weir saw and did: the events of its
// engine, reduced to a state that screens draw, kept in one file with the
// bodies, and read back.
//
// # One reducer
//
// [State.Apply] is the only way a [State] changes. The live screen, the
// recorder and the replay apply the same events and so hold the same state:
// it reads no clock, does no I/O and never panics, whatever a file claims.
// What runs with time, such as a countdown or the fill of a bucket, is asked
// for with a moment ([State.Why], [Bucket.TokensAt]). Memory is bounded
// however long a session grows; [State.Clone] is cheap, because copies share
// what neither has changed since.
package sessions
