package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
)

// TestCallersDeadlineIsTheReason: a caller can tell its own deadline from a
// cancel by hand.
func TestCallersDeadlineIsTheReason(t *testing.T) {
	bubble(t, endless, nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := e.Do(ctx, engine.Request{URL: target})
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, engine.ErrCancelled) {
			t.Errorf("error is %v", err)
		}
		synctest.Wait()
		x := all[engine.ExchangeFinished](l)[0]
		if x.Outcome != engine.ExchangeCancelled || x.Error.Class != "cancelled" {
			t.Errorf("the exchange ended as %s, %+v", x.Outcome, x.Error)
		}
	})
}

// TestErrorsHoldNoSecrets of a URL, since they are printed and kept.
func TestErrorsHoldNoSecrets(t *testing.T) {
	bubble(t, answers(404), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		secret := engine.Request{URL: "http://ann:hunter2@weir.test/list?api_key=hunter2"}
		out := start(t, e, engine.Plan{Requests: []engine.Request{secret}}).Wait()
		if text := out.Err.Error(); strings.Contains(text, "hunter2") || !strings.Contains(text, "weir.test/list") {
			t.Errorf("error is %q", text)
		}
	})
}

// TestWaitForAConnectionEndsAsItsExchangeDoes: who was cancelled did not get
// what it waited for.
func TestWaitForAConnectionEndsAsItsExchangeDoes(t *testing.T) {
	one := func(p *engine.Policy) { p.Transport.MaxConns = 1 }
	bubble(t, endless, one, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{Requests: many(2)})
		time.Sleep(time.Second)
		r.Cancel()
		r.Wait()
		synctest.Wait()
		ends := all[engine.WaitEnded](l)
		if len(ends) != 1 || ends[0].Reason != engine.WaitPool || ends[0].End != engine.WaitCancelled {
			t.Errorf("waits ended as %+v", ends)
		}
	})
}

// TestSkipMakesThatExchangeProbe: and not the one before it in line.
func TestSkipMakesThatExchangeProbe(t *testing.T) {
	rules := func(p *engine.Policy) {
		fragile(p)
		p.Breaker.Probes = 1
	}
	bubble(t, answers(500, 500, 500, 200), rules, func(t *testing.T, e *engine.Engine, l *ledger) {
		for range 3 {
			_, _ = e.Do(t.Context(), engine.Request{URL: target})
		}
		walkOf(t, e)
		second := walkOf(t, e)
		if !second.Skip(5) {
			t.Fatal("there was nothing to skip")
		}
		synctest.Wait()
		if a := all[engine.AttemptStarted](l)[3]; a.Exchange != 5 {
			t.Errorf("exchange %d probed, want 5", a.Exchange)
		}
	})
}
