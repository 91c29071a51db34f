package engine_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
)

// failing answers 500 instead of next while it is told to.
func failing(down *atomic.Bool, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		next(w, r)
	}
}

// TestRetryPageTakesAWalkUpAgain: a walk by tokens that stopped since a page
// failed goes on from that page, for as long as someone may ask for it.
func TestRetryPageTakesAWalkUpAgain(t *testing.T) {
	var down atomic.Bool
	once := func(p *engine.Policy) { p.Retry.Attempts = 1 }
	bubble(t, failing(&down, rivers()), once, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{
			Requests: []engine.Request{{URL: target + "v1/cursor/gauges?limit=10"}}, Walk: &engine.Walk{Pages: 2},
		})
		synctest.Wait()
		down.Store(true)
		r.Want(5)
		synctest.Wait()
		if !r.RetryPage(3) {
			t.Fatal("the run has ended")
		}
		synctest.Wait() // it fails again
		if n := len(all[engine.PageFailed](l)); n != 2 {
			t.Errorf("page 3 failed %d times, want 2", n)
		}
		down.Store(false)
		r.RetryPage(3)
		synctest.Wait()
		var numbers []int
		for _, p := range all[engine.PageFetched](l) {
			numbers = append(numbers, p.Number)
		}
		if !slices.Equal(numbers, []int{1, 2, 3, 4, 5}) {
			t.Errorf("pages %v, want 1 to 5", numbers)
		}
		r.Want(engine.AllPages)
		if out := r.Wait(); out.Err != nil || out.Pages != 25 || out.Items != 250 {
			t.Errorf("%d pages, %d items, %v", out.Pages, out.Items, out.Err)
		}
	})
}

// TestCancelledWalkLosesNoPage: what was cancelled is no page that failed, nor
// the server's error.
func TestCancelledWalkLosesNoPage(t *testing.T) {
	slow := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("cursor") {
			endless(w, r)
		}
		rivers()(w, r)
	}
	bubble(t, slow, nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{
			Requests: []engine.Request{{URL: target + "v1/cursor/gauges?limit=10"}}, Walk: &engine.Walk{Pages: 2},
		})
		synctest.Wait()
		r.Cancel()
		if out := r.Wait(); out.Pages != 1 || out.Outcome != engine.RunCancelled {
			t.Errorf("%d pages, %s", out.Pages, out.Outcome)
		}
		synctest.Wait()
		if n := len(all[engine.PageFailed](l)) + len(all[engine.WalkStopped](l)); n > 0 {
			t.Errorf("%d events blame the server", n)
		}
	})
}

// TestPageThatFailsAgainCountsOnce: asking for a failed page alone does not make
// it another page.
func TestPageThatFailsAgainCountsOnce(t *testing.T) {
	var down atomic.Bool
	once := func(p *engine.Policy) { p.Retry.Attempts = 1 }
	bubble(t, failing(&down, rivers()), once, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{
			Requests: []engine.Request{{URL: target + "v1/offset/gauges?limit=10"}}, Walk: &engine.Walk{Pages: 2},
		})
		synctest.Wait()
		down.Store(true)
		r.Want(3)
		synctest.Wait()
		for range 2 {
			r.RetryPage(3)
			synctest.Wait()
		}
		down.Store(false)
		r.Want(4)
		synctest.Wait()
		if n := e.Snapshot().Runs[0].Pages; n != 4 {
			t.Errorf("%d pages, want 3 and a failed one", n)
		}
		if n := len(all[engine.PageFetched](l)); n != 3 {
			t.Errorf("%d pages came, want 3", n)
		}
		r.Cancel()
	})
}

// TestEndOfAListLeavesAPageThatIsAskedForAgain: the end gives up what was
// fetched beyond it, and not what failed before it.
func TestEndOfAListLeavesAPageThatIsAskedForAgain(t *testing.T) {
	var down, slow atomic.Bool
	server := func(w http.ResponseWriter, r *http.Request) {
		if slow.Load() && r.URL.Query().Get("offset") == "100" {
			time.Sleep(time.Second)
		}
		failing(&down, rivers())(w, r)
	}
	once := func(p *engine.Policy) { p.Retry.Attempts = 1 }
	bubble(t, server, once, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{
			Requests: []engine.Request{{URL: target + "v1/offset/gauges?limit=50"}}, Walk: &engine.Walk{Pages: 2},
		})
		synctest.Wait()
		down.Store(true)
		r.Want(3)
		synctest.Wait()
		down.Store(false)
		slow.Store(true)
		r.RetryPage(3)
		r.Want(10)
		if out := r.Wait(); out.Err != nil || out.Items != 250 {
			t.Errorf("%d items, %v", out.Items, out.Err)
		}
	})
}
