package sessions

import (
	"slices"

	"weir/engine"
)

func (s *State) applyAttempt(e engine.Event) {
	switch e := e.(type) {
	case engine.AttemptStarted:
		s.startAttempt(e)
	case engine.PhaseReached:
		s.reachPhase(e)
	case engine.BodyProgress:
		if a := s.attempt(e.Header); a != nil && a.Ended.IsZero() {
			a.Sent, a.Received, a.Expected = e.Sent, e.Received, e.Expected
		}
	case engine.AttemptFinished:
		s.finishAttempt(e)
	case engine.RetryScheduled:
		s.scheduleRetry(e)
	case engine.RetryRefused:
		s.Counters.Refused++
		if a := s.attempt(e.Header); a != nil {
			a.Refused = &e
		}
	}
}

// attempt returns the attempt that h speaks of, which by s may be changed.
func (s *State) attempt(h engine.Header) *Attempt {
	if x := s.exchange(h.Exchange); x != nil {
		return x.Attempt(h.Attempt)
	}
	return nil
}

func (s *State) startAttempt(e engine.AttemptStarted) {
	x := s.exchange(e.Exchange)
	if x == nil || !x.Live() || x.Attempt(e.Attempt) != nil {
		return
	}
	s.endWait(x)
	s.Counters.Attempts++
	x.Tries++
	x.Max = e.Max
	x.Attempts = append(x.Attempts, Attempt{
		N: e.Attempt, Started: e.At, Method: e.Method, URL: e.URL, Probe: e.Probe,
		BodySize: e.BodySize, Expected: -1, RequestFields: e.Fields,
	})
	if len(x.Attempts) > keptAttempts {
		x.Attempts = slices.Delete(x.Attempts, 0, 1)
	}
	if r := s.run(x.Run); r != nil {
		r.Attempts++
		r.InFlight++
	}
}

func (s *State) reachPhase(e engine.PhaseReached) {
	a := s.attempt(e.Header)
	if a == nil || !a.Ended.IsZero() || len(a.Phases) >= 16 {
		return
	}
	a.Phases = append(a.Phases, Phase{Name: e.Phase, Elapsed: e.Elapsed})
}

func (s *State) finishAttempt(e engine.AttemptFinished) {
	x := s.exchange(e.Exchange)
	if x == nil {
		return
	}
	a := x.Attempt(e.Attempt)
	if a == nil || !a.Ended.IsZero() {
		return
	}
	a.finish(e)
	a.TLS = s.sharedTLS(e)
	s.Counters.Sent += max(0, e.Sent)
	s.Counters.Received += max(0, e.Received)
	s.Counters.Bytes += max(0, e.Decoded)
	if r := s.run(x.Run); r != nil {
		r.InFlight = max(0, r.InFlight-1)
		r.Bytes += max(0, e.Decoded)
	}
}

// sharedTLS returns the facts that the connection holds already, so that they
// are in memory once and not for each attempt.
func (s *State) sharedTLS(e engine.AttemptFinished) *engine.TLSFacts {
	o := s.Origin(e.Origin)
	if o == nil || e.TLS == nil {
		return e.TLS
	}
	if i := o.Connections.find(e.Conn); i >= 0 {
		if own := o.Connections.Open[i].TLS; own != nil && *own == *e.TLS {
			return own
		}
	}
	return e.TLS
}

func (a *Attempt) finish(e engine.AttemptFinished) {
	a.Ended, a.Status, a.Err, a.Proto = e.At, e.Status, e.Error, e.Proto
	a.Conn, a.Remote, a.Reused, a.Silent, a.TLS = e.Conn, e.Remote, e.Reused, e.Silent, e.TLS
	a.Timing, a.FinalURL, a.Redirects = e.Timing, e.FinalURL, e.Redirects
	a.Sent, a.Received, a.Decoded = e.Sent, e.Received, e.Decoded
	a.Cut, a.HasBody = e.Cut, e.HasBody
	a.Outcome, a.Slow, a.Stale = e.Outcome, e.Slow, e.Stale
	a.Fields, a.Trailer = e.Fields, e.Trailer
}

func (s *State) scheduleRetry(e engine.RetryScheduled) {
	x := s.exchange(e.Exchange)
	if x == nil || !x.Live() {
		return
	}
	s.Counters.Retries++
	if x.Retry == nil && len(s.retrying) < keptLive {
		s.retrying = append(s.retrying, x.ID)
	}
	x.Retry, x.Max = &e, e.Max
	if a := x.Attempt(e.Attempt); a != nil {
		a.Retry = &e
	}
	if r := s.run(x.Run); r != nil {
		r.Retries++
	}
}
