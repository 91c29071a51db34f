// Package playground is the practice API that comes with weir: a real HTTP
// server of rivers and their gauges, with faults on request.
//
// It promises:
//
//   - The same list everywhere. Every list endpoint walks the same N gauges in
//     the same order with the same ids. A gauge is computed from its position,
//     so a million of them cost no memory and the first n are the same for
//     every N.
//   - Nothing depends on the wall clock or on chance, except what must: limits
//     and outages follow the clock they are given, and faults are drawn from a
//     seed, the path and how many requests have arrived there, evenly spread.
//     Requests that come one after the other to a fresh server can be repeated,
//     and a retry of a failed request is a new draw.
//   - Limits are real. A 429 is sent because the bucket or the window at the
//     server is empty, and the moment its headers name is the moment it admits
//     again.
//   - Counts are exact. /stats knows every arrival and the most that came in
//     any one second, so a client's pacing can be proved at the server. Looking
//     at /stats and /control is not counted.
//   - Memory is bounded: long bodies are made while they are sent, and every
//     table that a client can make grow has a limit.
//
// Faults are query parameters that every path takes (fail, latency, reset,
// truncate, seed, run); links made by the server carry them along. POST /control
// sets them for the whole server while it runs.
//
// [Playground] is an http.Handler and may be used without a listener. [Start]
// serves one on a loopback port in the background. Both are safe for use by
// many goroutines. The package knows nothing of the engine that it exercises.
package playground
