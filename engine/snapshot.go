package engine

import (
	"cmp"
	"slices"
	"time"

	"weir/engine/breaker"
	"weir/engine/bucket"
	"weir/engine/quota"
	"weir/engine/transport"
)

// Snapshot is the live state of every origin at one moment: a value that
// nothing changes any more.
type Snapshot struct {
	At      time.Time
	Seq     uint64 // of the last event before it
	Origins []OriginSnapshot
	Runs    []RunSnapshot // that have not ended, in the order they began
}

// OriginSnapshot is the state of one origin.
type OriginSnapshot struct {
	Origin      string
	Breaker     breaker.Status
	Bucket      bucket.Status
	Queue       []bucket.Place // the first 64 that wait for a token
	Quotas      []quota.Quota  // by dialect and policy
	Concurrency int            // attempts that may be in flight
	InFlight    int
	Slots       int     // exchanges that wait for a slot
	Blocked     int     // exchanges that wait for the breaker
	RetryBudget float64 // retries that may still be made
}

// RunSnapshot is the state of one run.
type RunSnapshot struct {
	ID        uint64
	Paused    bool
	Live      int // exchanges under way
	Exchanges int
	Attempts  int
	Retries   int
	Pages     int
	Items     int64
}

// snapshotQueue bounds how much of a queue a snapshot copies.
const snapshotQueue = 64

// Snapshot returns the live state. It costs a copy of the breakers' windows
// and the heads of the queues, and does not stop the engine for longer.
func (e *Engine) Snapshot() Snapshot {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	s := Snapshot{At: now, Seq: e.journal.seq}
	for _, o := range e.order {
		s.Origins = append(s.Origins, o.snapshot(now))
	}
	for _, r := range e.runs {
		s.Runs = append(s.Runs, RunSnapshot{
			ID: r.id, Paused: r.paused, Live: r.live.n, Exchanges: r.counts.Exchanges,
			Attempts: r.counts.Attempts, Retries: r.counts.Retries, Pages: r.counts.Pages, Items: r.counts.Items,
		})
	}
	slices.SortFunc(s.Runs, func(a, b RunSnapshot) int { return cmp.Compare(a.ID, b.ID) })
	return s
}

func (o *origin) snapshot(now time.Time) OriginSnapshot {
	quotas := make([]quota.Quota, 0, len(o.quotas))
	for _, q := range o.quotas {
		quotas = append(quotas, q)
	}
	slices.SortFunc(quotas, func(a, b quota.Quota) int {
		return cmp.Or(cmp.Compare(a.Dialect, b.Dialect), cmp.Compare(a.Policy, b.Policy))
	})
	return OriginSnapshot{
		Origin: o.name, Breaker: o.breaker.Status(now), Bucket: o.bucket.Status(now),
		Queue: o.bucket.Places(now, snapshotQueue), Quotas: quotas, Concurrency: o.slots.Limit(),
		InFlight: o.inFlight, Slots: o.line.Len(), Blocked: o.blocked.Len(), RetryBudget: o.budget.Left(),
	}
}

// Pool returns what the connection pools hold.
func (e *Engine) Pool() transport.PoolStats { return e.client.Pool() }
