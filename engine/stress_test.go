package engine_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/breaker"
	"weir/engine/bucket"
)

// mischief answers with random faults: errors, resets, delays, and quotas that
// are used up.
func mischief(w http.ResponseWriter, _ *http.Request) {
	switch rand.IntN(12) {
	case 0:
		w.WriteHeader(http.StatusServiceUnavailable)
	case 1:
		w.Header().Set("Retry-After", "0.02")
		w.WriteHeader(http.StatusTooManyRequests)
	case 2:
		panic(http.ErrAbortHandler)
	case 3:
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		w.WriteHeader(http.StatusOK)
	case 4:
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("cut"))
	default:
		_, _ = w.Write([]byte(`{"items":[]}`))
	}
}

// stressed is a policy under which everything happens often.
func stressed(p *engine.Policy) {
	p.Limit = bucket.Limit{Rate: 2000, Burst: 20}
	p.Concurrency = 40
	p.Adapt = false // else 429s leave one slot, and little happens
	p.Retry.Base, p.Retry.Cap = time.Millisecond, 10*time.Millisecond
	p.Breaker = breaker.Settings{
		Consecutive: 6, FailureRatio: 0.7, Window: 20, Minimum: 10, OpenFor: 10 * time.Millisecond, Probes: 3,
	}
}

// torment runs n callers at once that start, pause, skip, give up and cancel
// runs, while others change the policies, until the time is up.
func torment(e *engine.Engine, url, origin string, n int, until time.Time) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			for time.Now().Before(until) {
				meddle(e, url, i)
			}
		})
	}
	wg.Go(func() {
		for time.Now().Before(until) {
			reign(e, origin)
			time.Sleep(5 * time.Millisecond)
		}
	})
	wg.Wait()
}

// meddle starts one run and does one thing to it.
func meddle(e *engine.Engine, url string, i int) {
	plan := engine.Plan{Requests: []engine.Request{{URL: url}, {URL: url}, {URL: url}}}
	if i%3 == 0 {
		plan = engine.Plan{Requests: []engine.Request{{URL: url}}, Walk: &engine.Walk{Pages: 3}}
	}
	r, err := e.Start(context.Background(), plan)
	if err != nil {
		return
	}
	switch rand.IntN(5) {
	case 0:
		time.Sleep(time.Duration(rand.IntN(5)) * time.Millisecond)
		r.Cancel()
	case 1:
		r.Pause()
		time.Sleep(time.Millisecond)
		r.Resume()
	case 2:
		for x := range uint64(2000) {
			r.Skip(x)
		}
	case 3:
		for x := range uint64(500) {
			r.GiveUp(x)
		}
	}
	time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
	r.Cancel()
	r.Wait()
}

// reign changes the policies of an origin.
func reign(e *engine.Engine, origin string) {
	switch rand.IntN(12) {
	case 0:
		e.Trip(origin)
	case 1, 2, 3, 4, 5:
		e.ResetBreaker(origin)
	case 6:
		_ = e.SetConcurrency(origin, 20+rand.IntN(60))
	case 7:
		e.Disable(origin)
	default:
		_ = e.Snapshot()
	}
}

// TestStress holds the engine to its promises under everything at once, in
// virtual time: the ledger checks every event.
func TestStress(t *testing.T) {
	bubble(t, mischief, stressed, func(t *testing.T, e *engine.Engine, l *ledger) {
		torment(e, target, origin(t), 60, time.Now().Add(400*time.Millisecond))
		synctest.Wait()
		l.checkRate(2000, 20)
		settled(t, e)
	})
}

// TestStressForLong is the same for 20 s on a real network, with 1,000 callers.
func TestStressForLong(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("takes 20 s: make test-all runs it")
	}
	server := httptest.NewServer(http.HandlerFunc(mischief))
	defer server.Close()
	p := engine.DefaultPolicy()
	stressed(&p)
	e, err := engine.New(engine.Config{Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	l := audit(t, e)
	name, err := engine.OriginOf(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	torment(e, server.URL, name, 1000, time.Now().Add(20*time.Second))
	settled(t, e)
	l.close(e)
	l.checkRate(2000, 20)
	t.Logf("%d events, %d attempts", len(l.events), len(l.attempts))
}

// settled checks that nothing is held by anyone.
func settled(t *testing.T, e *engine.Engine) {
	t.Helper()
	s := e.Snapshot()
	if len(s.Runs) > 0 {
		t.Errorf("%d runs are left", len(s.Runs))
	}
	for _, o := range s.Origins {
		if o.InFlight != 0 || o.Slots != 0 || o.Blocked != 0 || o.Bucket.Waiting != 0 || o.Breaker.Tally.Probing != 0 {
			t.Errorf("left over: %+v", o)
		}
	}
}

// checkRate checks that over any interval no more attempts started than
// rate·t + burst, by the deepest level that the bucket would have had.
func (l *ledger) checkRate(rate, burst float64) {
	l.tb.Helper()
	level, last := burst, time.Time{}
	for _, a := range all[engine.AttemptStarted](l) {
		if at := a.Head().At; !last.IsZero() {
			level = min(burst, level+at.Sub(last).Seconds()*rate)
		}
		last = a.Head().At
		if level--; level < -1e-6 {
			l.tb.Fatalf("attempt %d of exchange %d exceeds the rate by %v", a.Head().Attempt, a.Head().Exchange, -level)
		}
	}
}
