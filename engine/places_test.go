package engine_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/bucket"
)

// walkOf starts a walk that wants one page; walks wait for an open breaker.
func walkOf(t *testing.T, e *engine.Engine) *engine.Run {
	t.Helper()
	return queue(t, e, engine.Plan{Requests: many(1), Walk: &engine.Walk{Pages: 1}})
}

// queue starts a run and lets it come as far as it gets, so that it stands
// before what is started later.
func queue(t *testing.T, e *engine.Engine, p engine.Plan) *engine.Run {
	t.Helper()
	r := start(t, e, p)
	synctest.Wait()
	return r
}

// reasons are what the exchanges wait for, by their numbers.
func reasons(l *ledger) map[uint64]engine.WaitReason {
	synctest.Wait()
	return l.waits
}

// TestPlaceOfACancelledProbeIsTakenByTheNext: while half-open, who has passed
// the breaker and waits for a token keeps others out. When it is cancelled the
// next one takes its place, and does not wait until it may wait no longer.
func TestPlaceOfACancelledProbeIsTakenByTheNext(t *testing.T) {
	rules := func(p *engine.Policy) {
		fragile(p)
		p.Breaker.Probes = 1
		p.Limit = bucket.Limit{Rate: 0.01, Burst: 3}
	}
	bubble(t, answers(500), rules, func(t *testing.T, e *engine.Engine, l *ledger) {
		for range 3 {
			_, _ = e.Do(t.Context(), engine.Request{URL: target})
		}
		first, second := walkOf(t, e), walkOf(t, e)
		time.Sleep(11 * time.Second) // half-open
		if w := reasons(l); w[4] != engine.WaitLimiter || w[5] != engine.WaitBreakerOpen {
			t.Fatalf("they wait for %v", w)
		}
		first.Cancel()
		if w := reasons(l); w[5] != engine.WaitLimiter {
			t.Errorf("the next one waits for %s, its way is free", w[5])
		}
		second.Cancel()
	})
}

// TestSlotOfACancelledWaiterIsTakenByTheNext: the same for a slot that was held
// by one that waited for a token, also where only that exchange is given up.
func TestSlotOfACancelledWaiterIsTakenByTheNext(t *testing.T) {
	rules := func(p *engine.Policy) {
		p.Concurrency = 1
		p.Limit = bucket.Limit{Rate: 0.01, Burst: 1}
	}
	for name, end := range map[string]func(*engine.Run){
		"cancel":  (*engine.Run).Cancel,
		"give up": func(r *engine.Run) { r.GiveUp(2) },
		"pause":   (*engine.Run).Pause,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, answers(http.StatusOK), rules, func(t *testing.T, e *engine.Engine, l *ledger) {
				_, _ = e.Do(t.Context(), engine.Request{URL: target})
				first, second := queue(t, e, engine.Plan{Requests: many(1)}), queue(t, e, engine.Plan{Requests: many(1)})
				if w := reasons(l); w[2] != engine.WaitLimiter || w[3] != engine.WaitSlot {
					t.Fatalf("they wait for %v", w)
				}
				end(first)
				if w := reasons(l); w[3] != engine.WaitLimiter {
					t.Errorf("the next one waits for %s, the slot is free", w[3])
				}
				first.Cancel()
				second.Cancel()
			})
		})
	}
}

// TestPauseHoldsWhoQueues: a paused run sends nothing, also of what had passed
// the pause before and waits for a slot, a token or the breaker; it holds no
// place meanwhile.
func TestPauseHoldsWhoQueues(t *testing.T) {
	rules := func(p *engine.Policy) {
		p.Concurrency = 2
		p.Limit = bucket.Limit{Rate: 1, Burst: 1}
	}
	bubble(t, answers(http.StatusOK), rules, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{Requests: many(10)})
		synctest.Wait()
		r.Pause()
		time.Sleep(time.Minute)
		for x, reason := range reasons(l) {
			if reason != engine.WaitPaused {
				t.Errorf("exchange %d of a paused run waits for %s", x, reason)
			}
		}
		if n := len(all[engine.AttemptStarted](l)); n != 1 {
			t.Errorf("%d attempts, want the one before the pause", n)
		}
		if res, err := e.Do(t.Context(), engine.Request{URL: target}); err != nil || res.Elapsed > time.Second {
			t.Errorf("another run waits %v for a paused one: %v", res.Elapsed, err)
		}
		r.Resume()
		if out := r.Wait(); out.Err != nil || out.Attempts != 10 {
			t.Errorf("outcome is %+v", out)
		}
	})
}
