package sessions

import "weir/engine"

// Logged returns how many events the log took in, those it no longer holds
// included. Progress of bodies is not logged.
func (s *State) Logged() int64 { return s.logged }

// LogLen returns how many events the log holds, KeptEvents at most.
func (s *State) LogLen() int { return s.log.len() }

// LogAt returns event i of the log, the oldest held being 0.
func (s *State) LogAt(i int) engine.Event { return s.log.at(i) }

func (s *State) record(e engine.Event) {
	if e.Kind() != engine.KindBodyProgress {
		s.logged++
		s.remember(e)
	}
}

// remember puts an event in the log without counting it.
func (s *State) remember(e engine.Event) {
	if s.lean || e.Kind() == engine.KindBodyProgress {
		return
	}
	s.log.push(s.ed, e)
	s.log.keep(KeptEvents)
}
