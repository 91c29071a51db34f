package engine

import (
	"sync"
	"time"

	"weir/engine/transport"
)

// phaseGrace is how long an attempt is under way before its phases are stated:
// one that ends sooner tells of them in its end, and nobody could have seen
// more. It spares a swift exchange a third of its events, and the hooks of
// net/http the engine's lock.
const phaseGrace = 5 * time.Millisecond

// phases holds the phases that an attempt came to and that are yet to be stated.
type phases struct {
	mu   sync.Mutex // taken after the engine's lock, never before it
	live bool       // they are stated as they come
	held int
	all  [6]phase // those of a new connection; more come of redirects
}

type phase struct {
	name    transport.Phase
	elapsed time.Duration
}

// hold keeps a phase, and reports false where it has to be stated now.
func (p *phases) hold(next phase) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.live || p.held == len(p.all) {
		return false
	}
	p.all[p.held] = next
	p.held++
	return true
}

// release returns those that were held. From here on none is.
func (p *phases) release() []phase {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live = true
	held := p.all[:p.held]
	p.held = 0
	return held
}

// statePhases states the phases that an attempt was in so far.
func (a *attempt) statePhases(now time.Time) {
	for _, p := range a.phases.release() {
		a.statePhase(p, now)
	}
}

func (a *attempt) statePhase(p phase, now time.Time) {
	a.e.publish(PhaseReached{Header: a.head(now), Phase: p.name.String(), Elapsed: p.elapsed})
}

// linger is due when an attempt has lasted for phaseGrace.
func (x *exchange) linger(now time.Time) { x.flight.statePhases(now) }

// Phase implements transport.AttemptObserver.
func (a *attempt) Phase(p transport.Phase, _ time.Time, elapsed time.Duration) {
	if p == transport.PhasePool {
		a.enterPool()
		return
	}
	if p == transport.PhaseWrite && len(a.x.req.Body) == 0 && !a.crowded {
		return // over at once
	}
	next := phase{p, elapsed}
	if a.phases.hold(next) {
		return
	}
	a.e.mu.Lock()
	defer a.e.unlock()
	if !a.current() {
		return
	}
	now := a.e.now()
	a.leavePool(now)
	a.statePhases(now)
	a.statePhase(next, now)
}
