package sessions

import (
	"slices"
	"time"

	"weir/engine"
	"weir/engine/breaker"
)

// Quota is what the server told last of one of its own quotas.
type Quota struct {
	Dialect   string
	Policy    string
	Limit     float64 // -1 where it is not known
	Remaining float64 // -1 where it is not known
	Reset     time.Time
	Window    time.Duration
	Evidence  string
	At        time.Time
	Exchange  uint64
}

// Concurrency is how many attempts an origin may have in flight, and has.
type Concurrency struct {
	Limit    int // now
	Max      int // as set
	InFlight int
	Why      string // of the last change
	At       time.Time
}

// Origin is scheme, host and port with all that governs its exchanges.
type Origin struct {
	Name        string
	Breaker     Breaker
	Bucket      Bucket
	Quotas      []Quota // the newest of each dialect and policy
	Concurrency Concurrency
	// RetryBudget is how many retries the origin may still make; -1 before
	// the first attempt has ended.
	RetryBudget float64
	Connections Connections
	Latency     Latency
	Waiting     Waiting
	Attempts    int64
	Failures    int64 // attempts whose outcome was a failure to the breaker
	Retries     int64
	Bytes       int64 // of reply bodies, decoded
	Changes     []engine.PolicyChanged

	slots line // exchanges that wait for a slot
	owner *edition
}

// SlotQueue returns the exchanges that wait for a slot, first in first.
func (o *Origin) SlotQueue() []uint64 { return o.slots.ids }

func (o *Origin) queueOf(r engine.WaitReason) *line {
	switch r {
	case engine.WaitLimiter:
		return &o.Bucket.queue
	case engine.WaitSlot:
		return &o.slots
	default:
		return nil
	}
}

// origin returns the origin that by s may be changed, new where it was not
// known; nil for no name or where there are too many.
func (s *State) origin(name string) *Origin {
	if name == "" {
		return nil
	}
	i, ok := s.originAt[name]
	if !ok {
		return s.addOrigin(name)
	}
	if s.origins[i].owner != s.ed {
		s.origins[i] = s.origins[i].copyFor(s.ed)
	}
	return s.origins[i]
}

func (s *State) addOrigin(name string) *Origin {
	if len(s.origins) >= keptOrigins {
		return nil
	}
	o := &Origin{Name: name, RetryBudget: -1, owner: s.ed}
	o.Breaker.State, o.Breaker.Rules = stateClosed, breaker.Defaults()
	s.originAt[name] = len(s.origins)
	s.origins = append(s.origins, o)
	return o
}

func (o *Origin) copyFor(ed *edition) *Origin {
	c := *o
	c.owner = ed
	c.Breaker.window = o.Breaker.window.clone()
	c.Breaker.Changes = slices.Clone(o.Breaker.Changes)
	c.Bucket.queue = o.Bucket.queue.clone()
	c.slots = o.slots.clone()
	c.Quotas = slices.Clone(o.Quotas)
	c.Changes = slices.Clone(o.Changes)
	c.Connections.Open = slices.Clone(o.Connections.Open)
	c.Latency.last = slices.Clone(o.Latency.last)
	return &c
}

func (s *State) applyOrigin(e engine.Event) {
	o := s.origin(e.Head().Origin)
	if o == nil {
		return
	}
	switch e := e.(type) {
	case engine.WaitStarted:
		o.Bucket.fill(e.At, e.Bucket)
	case engine.AttemptStarted:
		o.Attempts++
		o.Concurrency.InFlight = e.InFlight
		o.Bucket.fill(e.At, e.Bucket)
	case engine.AttemptFinished:
		s.finishAt(o, e)
	case engine.RetryScheduled:
		o.Retries++
		o.RetryBudget = e.Budget
	case engine.BreakerChanged:
		s.changeBreaker(o, e)
	case engine.BreakerRejected:
		s.Counters.Rejected++
		o.Breaker.reject(e)
	default:
		s.tuneOrigin(o, e)
	}
}

func (s *State) finishAt(o *Origin, e engine.AttemptFinished) {
	o.Concurrency.InFlight = e.InFlight
	o.RetryBudget = e.Budget
	o.Bytes += max(0, e.Decoded)
	if e.Outcome == outcomeFailure {
		o.Failures++
	}
	o.Bucket.fill(e.At, e.Bucket)
	o.Breaker.count(s.ed, e)
	o.Connections.carry(e)
	o.Latency.add(e.Timing.Total)
}

// tuneOrigin applies events that speak of limits, quotas and connections.
func (s *State) tuneOrigin(o *Origin, e engine.Event) {
	switch e := e.(type) {
	case engine.BucketChanged:
		o.Bucket.change(e)
	case engine.ConcurrencyChanged:
		o.Concurrency = Concurrency{Limit: e.Limit, Max: e.Max, InFlight: e.InFlight, Why: e.Why, At: e.At}
	case engine.QuotaSeen:
		o.see(e)
	case engine.PolicyChanged:
		o.Changes = lastOf(append(o.Changes, e), keptChanges)
	case engine.ConnectionOpened:
		o.Connections.open(e)
	case engine.ConnectionClosed:
		o.Connections.close(e)
	}
}

func (o *Origin) see(e engine.QuotaSeen) {
	q := Quota{
		Dialect: e.Dialect, Policy: e.Policy, Limit: e.Limit, Remaining: e.Remaining,
		Reset: e.Reset, Window: e.Window, Evidence: e.Evidence, At: e.At, Exchange: e.Exchange,
	}
	for i := range o.Quotas {
		if o.Quotas[i].Dialect == q.Dialect && o.Quotas[i].Policy == q.Policy {
			o.Quotas[i] = q
			return
		}
	}
	o.Quotas = lastOf(append(o.Quotas, q), keptChanges)
}

// lastOf shortens list to its last n.
func lastOf[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	return slices.Delete(list, 0, len(list)-n)
}
