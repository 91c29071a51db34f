package engine_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/transport"
)

// A plan's own policy governs its requests, and those after it, as if it was
// changed by hand.
func TestPlanGoverns(t *testing.T) {
	bubble(t, answers(200, 200, 503, 503, 503), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		p := engine.DefaultPolicy()
		for name, value := range map[string]string{"rate": "1/s", "retries": "1", "jitter": "none", "concurrency": "3", "breaker": "off"} {
			if err := p.Set(name, value); err != nil {
				t.Fatal(err)
			}
		}
		start(t, e, engine.Plan{Requests: many(1)}).Wait()
		start(t, e, engine.Plan{Requests: many(1), Policy: &p}).Wait()
		out := start(t, e, engine.Plan{Requests: many(1)}).Wait()
		var status *engine.StatusError
		if !errors.As(out.Err, &status) || out.Attempts != 2 {
			t.Errorf("the policy does not hold on: %+v", out)
		}
		synctest.Wait()
		want := []time.Duration{0, 0, time.Second, 2 * time.Second}
		if at := times[engine.AttemptStarted](l); !slices.Equal(at, want) {
			t.Errorf("attempts at %v, want %v", at, want)
		}
	})
}

// A plan's read timeout holds for its attempts.
func TestPlanTimeouts(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	bubble(t, hang, nil, func(t *testing.T, e *engine.Engine, _ *ledger) {
		p := engine.DefaultPolicy()
		p.Retry.Attempts, p.Transport.Read = 1, 70*time.Millisecond
		out := start(t, e, engine.Plan{Requests: many(1), Policy: &p}).Wait()
		var late *transport.TimeoutError
		if !errors.As(out.Err, &late) || late.Kind != transport.TimeoutRead || late.After != 70*time.Millisecond {
			t.Errorf("got %v", out.Err)
		}
	})
}

func TestPlanPolicyIsChecked(t *testing.T) {
	bubble(t, answers(200), nil, func(t *testing.T, e *engine.Engine, _ *ledger) {
		p := engine.DefaultPolicy()
		p.Concurrency = 0
		_, err := e.Start(t.Context(), engine.Plan{Requests: many(1), Policy: &p})
		var plan *engine.PlanError
		if !errors.As(err, &plan) {
			t.Errorf("got %v", err)
		}
	})
}
