// Package retry decides what is tried again and after how long. It is pure: it
// is told what happened and what time it is, and says what to do. It holds no
// timer and no clock, and chance comes from a function that its caller gives.
//
// Backoff is exponential and capped, with jitter, as M. Brooker describes it in
// "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. A server's
// Retry-After (RFC 9110, section 10.2.3) is a floor: jitter only adds to it.
//
// Policy and its methods may be used from any goroutine; a Budget may not.
package retry
