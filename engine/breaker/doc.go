// Package breaker is a circuit breaker that is told the time. It decides
// whether a call may go, learns from how calls end, and stops them for a while
// when too many fail.
//
// It holds no clock, no timer and no goroutine: every method that depends on
// time takes the present moment. So the same code serves live traffic, exact
// tests, replay and simulation.
//
// # States
//
//	closed       calls pass; an outcome that breaks a rule opens it
//	open         calls are rejected until the open time is up
//	half-open    up to Settings.Probes calls pass; all have to succeed
//	forced-open  calls are rejected until Reset; a person set it
//	disabled     calls pass and no rule opens it; a person set it
//
// Any one of three rules opens a closed breaker: Settings.Consecutive failures
// in a row, a failure ratio of Settings.FailureRatio over the window, or a
// ratio of slow calls of Settings.SlowRatio over the window, both ratios once
// Settings.Minimum outcomes are in it. The window holds the last
// Settings.Window outcomes, or, with Settings.WindowTime, those of that last
// span. The rules on failures are judged when a failure is counted, the one on
// slow calls when a slow call is: a good reply never opens the breaker, even if
// it completes the minimum or old outcomes have just left the window.
//
// # Use
//
// Ask Admit before a call and Settle its permit after it. Peek asks without
// taking a permit. Time alone moves nothing: the owner calls Advance when Due
// says so, and until then an open breaker stays open, even past its time.
//
// # Guarantees
//
//   - No permit is given while the breaker is open or forced open, and no call
//     is rejected while it is closed or disabled.
//   - Half-open, the probes under way and those that have succeeded together
//     never exceed Settings.Probes.
//   - A closed breaker never becomes half-open: only an open one does.
//   - A permit counts once. Settling it again is ErrSettled; settling it after
//     the state that it was given in has ended is ErrStale and counts nothing.
//   - The window holds the successes and failures that were counted, ignored
//     ones never. It starts empty when the breaker closes and when it begins to
//     probe; while open it still shows what opened it. Tally.Calls is its length.
//   - Time told never runs back: an earlier moment counts as the latest one.
//   - Memory is bounded by the window (65,536 outcomes of 16 bytes at most) and
//     by the permits that are out at once.
//
// A Breaker is not safe for concurrent use; its owner serialises all calls.
package breaker
