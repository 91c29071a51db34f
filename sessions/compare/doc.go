// Package compare says what differs between two recorded sessions: how their
// requests ended, how long they took, and which items were added, removed or
// changed.
//
// Both files are read once, front to back. What is held grows with the number
// of different items, by about 270 bytes for each and session, and with nothing
// else: bodies are read again where an item has to be shown. It sends nothing
// and writes nothing.
//
// Latencies never make two sessions differ, and neither do secrets: they are
// struck out with another salt in each session and so cannot be compared.
package compare
