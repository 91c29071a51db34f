// Package serve answers HTTP from a recorded session, so that others can work
// against it offline.
//
// A request is matched by method, path, query (in any order) and body, then
// once more with secrets left out, which a recording does not hold. Several
// recorded answers of one request are given in their order, and the last one
// stays. What was never recorded is answered with 404 and a problem document
// (RFC 9457) that names the nearest requests that were.
//
// Links to the recorded origins, in header fields and in text bodies, are
// rewritten to where the recording is served, so that a walk stays on it. The
// first origin is served at the root; each is at /.origin/SCHEME/HOST:PORT/ too.
//
// Over a loopback address only requests are answered that name this machine, so
// that no web page reads a recording through a name of its own that points here.
//
// Nothing is sent anywhere and nothing is written. Memory grows with the number
// of recorded exchanges, by about 300 bytes for each; bodies are read as they
// are asked for.
package serve
