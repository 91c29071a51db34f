// Package explain tells a person what an event of the engine means: what
// happened, why, and which setting would have changed it. It is the teacher's
// voice of weir; the log's one-line sentences are [sessions.Words].
//
// An explanation depends on the event alone, so that of a recorded session is
// that of the live one. Its text holds nothing that a terminal would take for
// a command, whatever a server or a file has put into the event.
package explain
