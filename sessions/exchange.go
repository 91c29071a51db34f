package sessions

import (
	"slices"
	"time"

	"weir/engine"
)

// Wait is what an exchange waits for instead of being on the wire.
type Wait struct {
	Reason   engine.WaitReason
	Since    time.Time
	Until    time.Time // zero where nobody can know
	Position int       // in the line when it was last timed, from 1; 0 for none
	Detail   string
}

// Left returns how long the wait goes on at the moment now, 0 at least; ok is
// false where nobody can know.
func (w *Wait) Left(now time.Time) (left time.Duration, ok bool) {
	if w == nil || w.Until.IsZero() {
		return 0, false
	}
	return max(0, w.Until.Sub(now)), true
}

// Phase is a phase that an attempt has come to. It lasts until the next one or
// the attempt's end.
type Phase struct {
	Name    string        // as engine.PhaseReached names it
	Elapsed time.Duration // from the attempt's start to the phase's
}

// Attempt is one HTTP round trip of an exchange.
type Attempt struct {
	N        int // from 1
	Started  time.Time
	Ended    time.Time // zero while it is on the wire
	Method   string
	URL      string
	Probe    bool // of a half-open breaker
	BodySize int64

	Phases   []Phase // in the order in which they began
	Sent     int64
	Received int64 // bytes of the body on the wire
	Expected int64 // size of the reply; -1 where it is not known
	Decoded  int64

	Status    int
	Err       *engine.ErrorFacts
	Proto     string
	Conn      uint64
	Remote    string
	Reused    bool
	Silent    int // retries that net/http made on dead connections
	TLS       *engine.TLSFacts
	Timing    engine.Timing
	FinalURL  string
	Redirects int
	Cut       bool
	HasBody   bool
	Outcome   string // to the breaker
	Slow      bool
	Stale     bool

	// RequestFields, Fields and Trailer are nil once KeptHeaders newer
	// exchanges have ended; the file has them.
	RequestFields engine.FieldLines
	Fields        engine.FieldLines
	Trailer       engine.FieldLines

	// Retry is what followed the attempt's failure, Refused why nothing did.
	Retry   *engine.RetryScheduled
	Refused *engine.RetryRefused
}

// Phase returns the phase that an attempt on the wire is in, and since when;
// an empty name before the first.
func (a *Attempt) Phase() (name string, since time.Time) {
	if n := len(a.Phases); n > 0 {
		return a.Phases[n-1].Name, a.Started.Add(max(0, a.Phases[n-1].Elapsed))
	}
	return "", a.Started
}

// Exchange is one logical request with all its attempts.
type Exchange struct {
	ID, Run  uint64
	Origin   string
	Name     string // of the request in its plan
	Method   string
	URL      string
	Page     int // of its walk, from 1; 0 for none
	Index    int // of the request in its plan, from 0
	Started  time.Time
	Ended    time.Time // zero while it is live
	Outcome  engine.ExchangeOutcome
	Status   int
	Err      *engine.ErrorFacts
	Elapsed  time.Duration
	Max      int // attempts allowed in all; 0 before the first
	Attempts []Attempt
	Tries    int // attempts started; Attempts holds the last 64 of them

	// Wait is what the exchange waits for now; nil while it does not.
	Wait *Wait
	// Retry is the retry that is scheduled or under way; nil where the first
	// attempt is not over or the exchange has ended.
	Retry    *engine.RetryScheduled
	Rejected *engine.BreakerRejected

	owner *edition
}

// Live says whether the exchange has not ended.
func (x *Exchange) Live() bool { return x.Ended.IsZero() }

// Last returns the newest attempt, or nil before the first.
func (x *Exchange) Last() *Attempt {
	if len(x.Attempts) == 0 {
		return nil
	}
	return &x.Attempts[len(x.Attempts)-1]
}

// Flying returns the attempt that is on the wire, or nil.
func (x *Exchange) Flying() *Attempt {
	if a := x.Last(); a != nil && a.Ended.IsZero() && x.Live() {
		return a
	}
	return nil
}

// Attempt returns the attempt of that number, or nil if it is not held.
func (x *Exchange) Attempt(n int) *Attempt {
	for i := len(x.Attempts) - 1; i >= 0; i-- {
		if x.Attempts[i].N == n {
			return &x.Attempts[i]
		}
	}
	return nil
}

// exchange returns the exchange that by s may be changed; nil if it is not held.
func (s *State) exchange(id uint64) *Exchange {
	i, ok := s.findRow(id)
	if !ok {
		return nil
	}
	x := s.rows.at(i)
	if x.owner != s.ed {
		c := *x
		c.owner = s.ed
		c.Attempts = slices.Clone(x.Attempts)
		for j := range c.Attempts {
			c.Attempts[j].Phases = slices.Clip(c.Attempts[j].Phases)
		}
		x = &c
		s.rows.set(s.ed, i, x)
	}
	return x
}

func (s *State) applyExchange(e engine.Event) {
	switch e := e.(type) {
	case engine.ExchangeStarted:
		s.startExchange(e)
	case engine.ExchangeFinished:
		s.finishExchange(e)
	case engine.WaitStarted:
		s.startWait(e)
	case engine.WaitChanged:
		s.changeWait(e)
	case engine.WaitEnded:
		if x := s.exchange(e.Exchange); x != nil {
			s.endWait(x)
		}
	case engine.BreakerRejected:
		if x := s.exchange(e.Exchange); x != nil {
			x.Rejected = &e
		}
	default:
		s.applyAttempt(e)
	}
}

func (s *State) startExchange(e engine.ExchangeStarted) {
	if n := s.rows.len(); n > 0 && s.rows.at(n-1).ID >= e.Exchange {
		return // its number does not rise: a file that was tampered with
	}
	s.Counters.Exchanges++
	s.rows.push(s.ed, &Exchange{
		ID: e.Exchange, Run: e.Run, Origin: e.Origin, Name: e.Name, Method: e.Method, URL: e.URL,
		Page: e.Page, Index: e.Index, Started: e.At, owner: s.ed,
	})
	s.live = append(s.live, e.Exchange)
	if r := s.run(e.Run); r != nil {
		r.Exchanges++
	}
	s.prune()
}

func (s *State) finishExchange(e engine.ExchangeFinished) {
	x := s.exchange(e.Exchange)
	if x == nil || !x.Live() {
		return
	}
	s.endWait(x)
	x.Ended, x.Outcome, x.Status, x.Err = e.At, e.Outcome, e.Status, e.Error
	x.Elapsed, x.Retry = e.Elapsed, nil
	s.unlist(x.ID)
	s.Counters.Finished++
	failed := e.Outcome != engine.ExchangeAnswered
	if failed {
		s.Counters.Failed++
	}
	if r := s.run(x.Run); r != nil {
		r.Done++
		r.Last = x.ID
		if failed {
			r.Failed++
		}
	}
	s.withHeaders.push(s.ed, x.ID)
	s.shedHeaders()
}

// unlist takes an exchange off the lists of live and of retrying ones.
func (s *State) unlist(id uint64) {
	if i, ok := slices.BinarySearch(s.live, id); ok {
		s.live = slices.Delete(s.live, i, i+1)
	}
	if i := slices.Index(s.retrying, id); i >= 0 {
		s.retrying = slices.Delete(s.retrying, i, i+1)
	}
}

// shedHeaders drops the header fields of exchanges that ended long ago.
func (s *State) shedHeaders() {
	kept := KeptHeaders
	if s.lean {
		kept = 0
	}
	if s.withHeaders.len() <= kept {
		return
	}
	if x := s.exchange(s.withHeaders.at(0)); x != nil {
		for i := range x.Attempts {
			a := &x.Attempts[i]
			a.RequestFields, a.Fields, a.Trailer = nil, nil, nil
		}
	}
	s.withHeaders.keep(kept)
}

// prune drops the oldest ended exchanges, many at a time so that it costs
// little for each, and live ones where there are more than any engine has.
func (s *State) prune() {
	if s.rows.len() <= KeptExchanges+slack+min(len(s.live), keptLive) {
		return
	}
	over := max(0, len(s.live)-keptLive)
	lost := s.live[:over]
	ended := s.rows.len() - len(s.live)
	if front := ended - KeptExchanges; over == 0 && (len(s.live) == 0 || front <= 0 || s.rows.at(front).ID <= s.live[0]) {
		s.rows.keep(s.rows.len() - max(0, front)) // nearly always: the pieces stay as they are
		return
	}
	var rows strip[*Exchange]
	for i := range s.rows.len() {
		x := s.rows.at(i)
		_, gone := slices.BinarySearch(lost, x.ID)
		if !x.Live() {
			gone = ended > KeptExchanges
			ended--
		}
		if !gone {
			rows.push(s.ed, x)
		}
	}
	s.live = slices.Clone(s.live[over:])
	s.rows = rows
}

func (s *State) startWait(e engine.WaitStarted) {
	x := s.exchange(e.Exchange)
	if x == nil || !x.Live() {
		return
	}
	s.endWait(x)
	x.Wait = &Wait{Reason: e.Reason, Since: e.At, Until: e.Until, Position: e.Position, Detail: e.Detail}
	if r := s.run(x.Run); r != nil {
		r.Waiting.add(e.Reason, 1)
	}
	if o := s.origin(x.Origin); o != nil {
		o.Waiting.add(e.Reason, 1)
		o.queueOf(e.Reason).push(x.ID)
	}
}

func (s *State) changeWait(e engine.WaitChanged) {
	x := s.exchange(e.Exchange)
	if x == nil || x.Wait == nil || x.Wait.Reason != e.Reason {
		return
	}
	w := *x.Wait
	w.Until, w.Position = e.Until, e.Position
	x.Wait = &w
}

func (s *State) endWait(x *Exchange) {
	if x.Wait == nil {
		return
	}
	reason := x.Wait.Reason
	x.Wait = nil
	if r := s.run(x.Run); r != nil {
		r.Waiting.add(reason, -1)
	}
	if o := s.origin(x.Origin); o != nil {
		o.Waiting.add(reason, -1)
		o.queueOf(reason).remove(x.ID)
	}
}
