package engine_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
)

// TestRefusedResultEndsTheRun: what is under way hangs up, what is left is not
// sent.
func TestRefusedResultEndsTheRun(t *testing.T) {
	full := errors.New("the disk is full")
	one := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("slow") {
			endless(w, r)
		}
	}
	patient := func(p *engine.Policy) { p.Transport.Read = 0 }
	bubble(t, one, patient, func(t *testing.T, e *engine.Engine, l *ledger) {
		requests := many(50)
		for i := 1; i < 3; i++ {
			requests[i].URL += "?slow"
		}
		out := start(t, e, engine.Plan{Requests: requests, Concurrency: 3, OnResult: func(engine.Result) error { return full }}).Wait()
		if !errors.Is(out.Err, full) || out.Outcome != engine.RunFailed || out.Elapsed > time.Second {
			t.Errorf("%s after %v: %v", out.Outcome, out.Elapsed, out.Err)
		}
		if out.Exchanges > 10 {
			t.Errorf("%d exchanges though the first result was refused", out.Exchanges)
		}
		synctest.Wait()
		for _, x := range all[engine.ExchangeFinished](l) {
			if x.Error != nil && x.Outcome != engine.ExchangeCancelled {
				t.Errorf("an exchange that was under way ended as %s: %s", x.Outcome, x.Error.Text)
			}
		}
	})
}
