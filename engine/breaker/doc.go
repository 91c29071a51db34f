// Package breaker is a circuit breaker as a state machine: it is told what
// time it is, and says what to do. It holds no timer, no goroutine and no
// clock, so the same code serves live traffic, tests in virtual time and
// replay.
//
// A closed breaker lets everything pass and watches the outcomes. When one of
// its rules trips, it opens and rejects everything for a while. Then it is
// half-open and admits a few probes: if all of them succeed it closes, if one
// fails it opens again. A person may force it open or disable it.
//
//	closed ──a rule trips──▶ open ──time is up──▶ half-open ──probes succeed──▶ closed
//	                          ▲                        │
//	                          └─────a probe fails──────┘
//
// The pattern is that of M. Nygard, Release It!, 2007, chapter 5.
//
// Who wants to pass asks Admit for a [Permit] and gives it back with Settle,
// once, with what came of it. A result counts only in the state in which its
// permit was given: one that comes later is stale and changes nothing.
//
// A Breaker is not safe for concurrent use; its owner holds a lock. Admit and
// Settle do not allocate.
package breaker
