// Package panels draws what the engine is doing: a panel for each of its
// machines, from the state that [sessions.State] holds.
//
// # Guarantees
//
//   - Drawing is a pure function of a [Frame] and of where the panel's own
//     cursor stands: no clock is read and nothing is sent. A panel never changes
//     the session.
//   - View returns exactly Height lines of exactly Width cells. Where there is
//     little room the rows that matter most are kept, in their order.
//   - Nothing jumps: numbers have fixed places, and a row stays where it is
//     while what it tells is still told.
//   - No state is told by colour alone.
//   - A frame costs no more for a session of a million exchanges than for one.
//
// A panel's methods belong to the goroutine that draws.
package panels
