package breaker

import "time"

// Tally is a breaker's counting.
type Tally struct {
	Calls       int // outcomes in the window
	Failures    int // of them
	Slow        int // of them
	Consecutive int // failures in a row, up to the last outcome
	Rejected    int // calls turned away since the breaker last stopped letting all pass
	Probing     int // half-open: probes under way
	ProbesLeft  int // half-open: probes that may start now
}

// FailureRatio returns the part of the window's outcomes that are failures,
// 0 to 1; 0 for an empty window.
func (t Tally) FailureRatio() float64 { return ratio(t.Failures, t.Calls) }

// SlowRatio returns the part of the window's outcomes that were slow, 0 to 1; 0
// for an empty window.
func (t Tally) SlowRatio() float64 { return ratio(t.Slow, t.Calls) }

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Probes is how far a half-open breaker's probing is.
type Probes struct {
	InFlight int // under way
	Left     int // that may start now
	Needed   int // successes that are still missing to close
}

// Status is a copy of everything about a breaker. Nothing changes it any more.
type Status struct {
	State      State
	Since      time.Time // when it came into the state
	Until      time.Time // when it probes; zero unless State is Open
	Generation uint64    // rises by one with each change of state and each reset
	Settings   Settings
	Window     []Mark // oldest first; nil if empty
	Tally      Tally
	Probes     Probes  // zero unless State is HalfOpen
	LastTrip   *Change // what opened it last; nil if nothing ever did
}

// Status returns a copy of everything about the breaker. It costs a copy of the
// window.
func (b *Breaker) Status(now time.Time) Status {
	b.tell(now)
	s := Status{
		State: b.state, Since: b.since, Until: b.until, Generation: b.generation,
		Settings: b.settings, Window: b.window.marks(), Tally: b.tally(),
	}
	if b.state == HalfOpen {
		s.Probes = Probes{
			InFlight: b.probes.inFlight, Left: b.probesLeft(), Needed: b.settings.Probes - b.probes.succeeded,
		}
	}
	if b.trip.To.rejects() {
		trip := b.trip
		s.LastTrip = &trip
	}
	return s
}

// Tally returns the breaker's counting. It allocates nothing.
func (b *Breaker) Tally(now time.Time) Tally {
	b.tell(now)
	return b.tally()
}

func (b *Breaker) tally() Tally {
	return Tally{
		Calls: b.window.size, Failures: b.window.failures, Slow: b.window.slow,
		Consecutive: b.consecutive, Rejected: b.rejected,
		Probing: b.probes.inFlight, ProbesLeft: b.probesLeft(),
	}
}

// Outstanding returns how many permits are out, stale ones included.
func (b *Breaker) Outstanding() int { return b.permits.open() }
