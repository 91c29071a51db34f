package sessions

import (
	"slices"
	"time"

	"weir/engine"
)

// Waiting counts waiting exchanges by reason.
type Waiting struct {
	Limiter, Backoff, RetryAfter, BreakerOpen, Slot, Pool, Paused int
}

// Total returns how many exchanges wait.
func (w Waiting) Total() int {
	return w.Limiter + w.Backoff + w.RetryAfter + w.BreakerOpen + w.Slot + w.Pool + w.Paused
}

func (w *Waiting) of(r engine.WaitReason) *int {
	switch r {
	case engine.WaitLimiter:
		return &w.Limiter
	case engine.WaitBackoff:
		return &w.Backoff
	case engine.WaitRetryAfter:
		return &w.RetryAfter
	case engine.WaitBreakerOpen:
		return &w.BreakerOpen
	case engine.WaitSlot:
		return &w.Slot
	case engine.WaitPool:
		return &w.Pool
	case engine.WaitPaused:
		return &w.Paused
	}
	return nil
}

func (w *Waiting) add(r engine.WaitReason, n int) {
	if at := w.of(r); at != nil {
		*at = max(0, *at+n)
	}
}

// Run is one run.
type Run struct {
	ID       uint64
	Mode     engine.Mode
	Name     string // as the person called it; may be empty
	Method   string
	URL      string
	Origin   string // of its first request
	Requests int    // different ones in the plan
	Paginate string // how it was asked for, of a walk
	Policy   engine.PolicyFacts
	Started  time.Time
	Paused   bool
	PausedAt time.Time
	// Finished is the run's last event; nil while it goes on.
	Finished *engine.RunFinished

	Exchanges int // started
	Done      int // exchanges that ended
	Failed    int // exchanges that ended without an answer below 400
	Attempts  int
	Retries   int
	InFlight  int     // attempts on the wire
	Waiting   Waiting // exchanges that wait
	Bytes     int64   // of reply bodies, decoded
	// Last is the exchange that ended last; 0 before.
	Last uint64
	// Walk is the trail of pages; nil for a run that does not page.
	Walk *Walk

	owner *edition
}

// Elapsed returns how long the run took, or takes at the moment now.
func (r *Run) Elapsed(now time.Time) time.Duration {
	if r.Finished != nil {
		return r.Finished.Elapsed
	}
	return max(0, now.Sub(r.Started))
}

// Live returns how many exchanges of the run have not ended.
func (r *Run) Live() int { return max(0, r.Exchanges-r.Done) }

// run returns the run that by s may be changed; nil if there is none.
func (s *State) run(id uint64) *Run {
	i, ok := s.findRun(id)
	if !ok {
		return nil
	}
	if s.runs[i].owner != s.ed {
		c := *s.runs[i]
		c.owner = s.ed
		c.Walk = c.Walk.clone()
		s.runs[i] = &c
	}
	return s.runs[i]
}

func (s *State) addRun(r *Run) {
	i, found := s.findRun(r.ID)
	if found {
		return
	}
	r.owner = s.ed
	s.runs = slices.Insert(s.runs, i, r)
	if len(s.runs) > keptRuns {
		s.runs = slices.Delete(s.runs, 0, 1)
	}
	s.focus = max(s.focus, r.ID)
}

func (s *State) applyRun(e engine.Event) {
	switch e := e.(type) {
	case engine.RunStarted:
		s.startRun(e)
	case engine.RunFinished:
		if r := s.run(e.Run); r != nil && r.Finished == nil {
			r.Finished, r.Paused = &e, false
		}
	case engine.RunPaused:
		if r := s.run(e.Run); r != nil {
			r.Paused, r.PausedAt = true, e.At
		}
	case engine.RunResumed:
		if r := s.run(e.Run); r != nil {
			r.Paused = false
		}
	}
}

func (s *State) startRun(e engine.RunStarted) {
	r := &Run{
		ID: e.Run, Mode: e.Mode, Name: e.Name, Method: e.Method, URL: e.URL, Origin: e.Origin,
		Requests: e.Requests, Paginate: e.Paginate, Policy: e.Policy, Started: e.At,
	}
	if e.Mode == engine.ModeWalk {
		r.Walk = &Walk{Total: -1}
	}
	s.addRun(r)
}
