package engine_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
)

// asking answers as answers does, and its failures ask to wait.
func asking(wait string, statuses ...int) http.HandlerFunc {
	next := answers(statuses...)
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", wait)
		next(w, r)
	}
}

// TestPageIsNotAskedForEarly: a walk gives a page more than one exchange, but
// the next one waits as long as the server asked in the last reply.
func TestPageIsNotAskedForEarly(t *testing.T) {
	for _, status := range []int{429, 503} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			twice := func(p *engine.Policy) { p.Retry.Attempts, p.Retry.Base = 2, 0 }
			bubble(t, asking("10", status, status, status, 200), twice, func(t *testing.T, e *engine.Engine, l *ledger) {
				start(t, e, engine.Plan{Requests: many(1), Walk: &engine.Walk{Pages: engine.AllPages}}).Wait()
				synctest.Wait()
				want := []time.Duration{0, 10 * time.Second, 20 * time.Second, 30 * time.Second}
				if at := times[engine.AttemptStarted](l); !slices.Equal(at, want) {
					t.Errorf("attempts at %v, want %v", at, want)
				}
			})
		})
	}
}

// TestLastAttemptHoldsTheBucket: what a server asks of one exchange holds for
// all, also where that exchange has no attempt left.
func TestLastAttemptHoldsTheBucket(t *testing.T) {
	once := func(p *engine.Policy) { p.Retry.Attempts = 1 }
	bubble(t, asking("10", 429, 200), once, func(t *testing.T, e *engine.Engine, l *ledger) {
		_, _ = e.Do(t.Context(), engine.Request{URL: target})
		if res, err := e.Do(t.Context(), engine.Request{URL: target}); err != nil || res.Elapsed != 10*time.Second {
			t.Errorf("the next exchange had its answer after %v, want 10s: %v", res.Elapsed, err)
		}
	})
}

// TestNoRetriesMeansNone: a policy of one attempt holds for pages too.
func TestNoRetriesMeansNone(t *testing.T) {
	once := func(p *engine.Policy) { p.Retry.Attempts = 1 }
	bubble(t, answers(503), once, func(t *testing.T, e *engine.Engine, l *ledger) {
		out := start(t, e, engine.Plan{Requests: many(1), Walk: &engine.Walk{Pages: engine.AllPages}}).Wait()
		if out.Attempts != 1 {
			t.Errorf("%d attempts, want 1", out.Attempts)
		}
	})
}
