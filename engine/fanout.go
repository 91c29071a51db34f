package engine

import (
	"cmp"
	"time"
)

// fanOut runs the plan's requests, as many at once as it allows, and goes on
// when some fail: each result keeps its own outcome. The first failure is the
// run's.
func (r *Run) fanOut() error {
	var first error
	var batch []*exchange
	for {
		if batch = r.harvest(batch); len(batch) == 0 {
			return cmp.Or(first, r.firstFailure())
		}
		for _, x := range batch {
			if err := r.deliver(&x.result); err != nil {
				return err
			}
			first = cmp.Or(first, x.result.failure())
		}
	}
}

// harvest waits for exchanges that have ended and returns all there are, none
// once none is under way. handed are those that it returned before; their room is
// used again.
func (r *Run) harvest(handed []*exchange) []*exchange {
	for {
		batch, pending := r.reap(handed)
		if len(batch) > 0 || !pending {
			return batch
		}
		handed = batch
		<-r.notify
	}
}

func (r *Run) reap(handed []*exchange) (batch []*exchange, pending bool) {
	e := r.e
	e.mu.Lock()
	defer e.unlock()
	for _, x := range handed {
		e.crew.reuse(x)
	}
	clear(handed)
	r.handing = 0
	r.refill(e.now())
	batch, r.finished = r.finished, handed[:0]
	r.handing = len(batch)
	return batch, r.live.n > 0
}

func (r *Run) firstFailure() error {
	r.e.mu.Lock()
	defer r.e.mu.Unlock()
	return r.failed
}

// refill starts the requests of a fan-out that may start now. It is called
// where one has ended, so that the next does not wait for the run's goroutine,
// unless that is behind with handing on results.
func (r *Run) refill(now time.Time) {
	if r.shape.mode != ModeFanOut && r.shape.mode != ModeSingle || r.filling {
		return
	}
	limit := r.plan.Concurrency
	if limit <= 0 {
		limit = len(r.plan.Requests)
	}
	r.filling = true // a request that ends at once calls back
	for r.why == nil && r.next < len(r.plan.Requests) && r.live.n < limit && len(r.finished)+r.handing <= 2*limit {
		r.next++
		r.e.begin(r, r.plan.Requests[r.next-1], r.next-1, 0, wait{}, now)
	}
	r.filling = false
}
