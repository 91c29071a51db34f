package engine_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/breaker"
	"weir/engine/page"
	"weir/engine/playground"
)

// rivers is a playground of 250 gauges for a bubble.
func rivers() http.HandlerFunc {
	// It is made in the bubble, so that its clock is the bubble's.
	open := sync.OnceValue(func() *playground.Playground {
		return playground.New(playground.Options{Items: 250})
	})
	return func(w http.ResponseWriter, r *http.Request) { open().ServeHTTP(w, r) }
}

// collect walks all pages of a path and returns the ids of the items, in order.
func collect(t *testing.T, e *engine.Engine, path string, change func(*engine.Plan)) ([]string, engine.Outcome) {
	t.Helper()
	var ids []string
	plan := engine.Plan{
		Requests: []engine.Request{{URL: target + path}},
		Walk:     &engine.Walk{Pages: engine.AllPages},
		OnResult: func(res engine.Result) error {
			for _, item := range res.Items {
				var gauge struct{ ID string }
				if err := json.Unmarshal(item.Bytes(res.Body), &gauge); err != nil {
					return err
				}
				ids = append(ids, gauge.ID)
			}
			return nil
		},
	}
	if change != nil {
		change(&plan)
	}
	out := start(t, e, plan).Wait()
	return ids, out
}

// gauges are the ids of the first n gauges.
func gauges(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("g-%06d", i+1)
	}
	return ids
}

func TestWalkDialects(t *testing.T) {
	for _, path := range []string{
		"v1/link/gauges?limit=20", "v1/page/gauges?limit=20", "v1/offset/gauges?limit=20",
		"v1/cursor/gauges?limit=20", "v1/next/gauges?limit=20",
	} {
		t.Run(path, func(t *testing.T) {
			bubble(t, rivers(), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
				ids, out := collect(t, e, path, nil)
				if out.Err != nil || !slices.Equal(ids, gauges(250)) {
					t.Errorf("%d items, %v", len(ids), out.Err)
				}
			})
		})
	}
}

func TestWalkInParallel(t *testing.T) {
	for _, path := range []string{"v1/page/gauges?limit=10&latency=100ms", "v1/offset/gauges?limit=10&latency=100ms"} {
		t.Run(path, func(t *testing.T) {
			bubble(t, rivers(), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
				ids, out := collect(t, e, path, func(p *engine.Plan) { p.Walk.Parallel = 5 })
				if out.Err != nil || !slices.Equal(ids, gauges(250)) {
					t.Errorf("%d items, %v", len(ids), out.Err)
				}
				if out.Elapsed > 1200*time.Millisecond {
					t.Errorf("25 pages of 100 ms by 5 took %v", out.Elapsed)
				}
			})
		})
	}
}

func TestWalkThroughFaults(t *testing.T) {
	for _, path := range []string{
		"v1/link/gauges?limit=10&fail=0.2&reset=0.05", "v1/page/gauges?limit=10&fail=0.2&truncate=0.1",
		"v1/cursor/gauges?limit=10&fail=0.3", "v1/limited/gauges?limit=10",
	} {
		t.Run(path, func(t *testing.T) {
			bubble(t, rivers(), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
				ids, out := collect(t, e, path, nil)
				if out.Err != nil || !slices.Equal(ids, gauges(250)) {
					t.Errorf("%d items, %v", len(ids), out.Err)
				}
			})
		})
	}
}

func TestWalkWaitsOutAnOutage(t *testing.T) {
	rules := func(p *engine.Policy) { p.Breaker.OpenFor = 2 * time.Second }
	bubble(t, rivers(), rules, func(t *testing.T, e *engine.Engine, l *ledger) {
		ids, out := collect(t, e, "v1/outage/gauges?limit=5&latency=250ms", nil)
		if out.Err != nil || !slices.Equal(ids, gauges(250)) {
			t.Errorf("%d items, %v", len(ids), out.Err)
		}
		synctest.Wait()
		var states []string
		for _, c := range all[engine.BreakerChanged](l)[1:] {
			states = append(states, c.To)
		}
		if len(states) < 3 || states[0] != "open" || states[1] != "half-open" || states[len(states)-1] != "closed" {
			t.Errorf("the breaker went %v", states)
		}
	})
}

func TestWalkOnDemand(t *testing.T) {
	bubble(t, rivers(), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{
			Requests: []engine.Request{{URL: target + "v1/cursor/gauges?limit=10"}}, Walk: &engine.Walk{Pages: 1},
		})
		for want := 1; want < 4; want++ {
			r.Want(want)
			synctest.Wait()
			if n := len(all[engine.PageFetched](l)); n != want {
				t.Errorf("%d pages, %d are wanted", n, want)
			}
		}
		r.Cancel()
		if out := r.Wait(); out.Outcome != engine.RunCancelled || out.Pages != 3 {
			t.Errorf("outcome is %+v", out)
		}
	})
}

func TestWalkThatStopsGoesOn(t *testing.T) {
	bubble(t, rivers(), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		path := "v1/cursor/gauges?limit=10"
		ids, _ := collect(t, e, path, func(p *engine.Plan) { p.Walk.Spec.MaxPages = 7 })
		synctest.Wait()
		var state page.State
		if err := json.Unmarshal([]byte(all[engine.WalkStopped](l)[0].Resume), &state); err != nil {
			t.Fatal(err)
		}
		rest, out := collect(t, e, path, func(p *engine.Plan) { p.Walk.Resume = &state })
		if ids = append(ids, rest...); out.Err != nil || !slices.Equal(ids, gauges(250)) {
			t.Errorf("%d items, %v", len(ids), out.Err)
		}
	})
}

func TestWalkEndsAtACycle(t *testing.T) {
	bubble(t, rivers(), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		_, out := collect(t, e, "v1/odd/cycle/gauges?limit=10", nil)
		var walk *engine.WalkError
		if !errors.As(out.Err, &walk) || walk.Stop.Reason != page.Cycle || out.Outcome != engine.RunStopped {
			t.Errorf("outcome is %+v", out)
		}
	})
}

func TestWalkOfAServerThatIsDownEnds(t *testing.T) {
	rules := func(p *engine.Policy) { p.BreakerWait = time.Minute }
	bubble(t, answers(503), rules, func(t *testing.T, e *engine.Engine, l *ledger) {
		_, out := collect(t, e, "", nil)
		var open *breaker.OpenError
		if !errors.As(out.Err, &open) {
			t.Errorf("error is %v", out.Err)
		}
		if out.Elapsed > 5*time.Minute {
			t.Errorf("took %v", out.Elapsed)
		}
	})
}

func TestWalkOfAMissingPage(t *testing.T) {
	bubble(t, answers(404), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		_, out := collect(t, e, "", nil)
		var missing *engine.PageError
		if !errors.As(out.Err, &missing) || missing.Status != 404 || out.Attempts != 1 {
			t.Errorf("outcome is %+v, %v", out, out.Err)
		}
	})
}
