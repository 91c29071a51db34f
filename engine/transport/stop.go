package transport

import "sync"

// Stop ends a Do from another goroutine. The zero value is ready for one Do.
type Stop struct {
	mu  sync.Mutex
	a   *attempt // once it has begun
	why error
}

// Now ends the Do that the Stop was given to, or the reading of its reply, with
// the error why; it does not wait for that. A Do that has yet to begin ends at
// once, and one that is over is left alone. Only the first call counts.
func (s *Stop) Now(why error) {
	s.mu.Lock()
	if s.why != nil {
		s.mu.Unlock()
		return
	}
	s.why = why
	a := s.a
	s.mu.Unlock()
	if a != nil {
		a.abort(why)
	}
}

// follow lets the Stop end an attempt; nil ends none.
func (s *Stop) follow(a *attempt) {
	if s == nil {
		return
	}
	s.mu.Lock()
	s.a = a
	why := s.why
	s.mu.Unlock()
	if why != nil {
		a.abort(why)
	}
}
