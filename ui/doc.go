// Package ui is the terminal face: it shows what the engine does while it does
// it, and turns keys into calls on the engine.
//
// Data flows one way: a key becomes an intent, the intent a call on the engine
// in a command, the engine states events, [sessions.State] applies them, and
// the panels draw that state. A recorded session is drawn by the same panels
// from the same state.
//
// It promises:
//
//   - Update does no I/O and never waits; View changes nothing. What takes time
//     runs in commands, and all of them end when the program does.
//   - Where the engine was faster than the screen, the events that were left
//     out are read from the session, so the state becomes whole again.
//   - While nothing moves nothing runs: frames are drawn only while a countdown,
//     a bucket or a reply is under way.
//   - Text of servers and files never reaches the terminal as a command.
//   - The terminal is left as it was found, after an error too.
package ui
