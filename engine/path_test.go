package engine_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/bucket"
	"weir/engine/retry"
	"weir/engine/transport"
)

func TestSingleRequest(t *testing.T) {
	bubble(t, answers(200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		var got engine.Result
		r := start(t, e, engine.Plan{Requests: many(1), OnResult: func(res engine.Result) error {
			got = res
			return nil
		}})
		out := r.Wait()
		if out.Err != nil || out.Outcome != engine.RunCompleted || out.Attempts != 1 {
			t.Errorf("outcome is %+v", out)
		}
		if got.Status != 200 || string(got.Body) != "OK" {
			t.Errorf("result is %d %q", got.Status, got.Body)
		}
	})
}

func TestRetriesAtExactTimes(t *testing.T) {
	bubble(t, answers(503, 500, 200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		if out := start(t, e, engine.Plan{Requests: many(1)}).Wait(); out.Err != nil || out.Retries != 2 {
			t.Errorf("outcome is %+v", out)
		}
		synctest.Wait()
		want := []time.Duration{0, 200 * time.Millisecond, 600 * time.Millisecond}
		if at := times[engine.AttemptStarted](l); !slices.Equal(at, want) {
			t.Errorf("attempts at %v, want %v", at, want)
		}
	})
}

func TestRetryAfterIsTheFloor(t *testing.T) {
	asked := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7")
		answers(503)(w, r)
	}
	bubble(t, asked, nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		out := start(t, e, engine.Plan{Requests: many(1)}).Wait()
		var status *engine.StatusError
		if !errors.As(out.Err, &status) || status.Status != 503 {
			t.Errorf("error is %v", out.Err)
		}
		synctest.Wait()
		at := times[engine.AttemptStarted](l)
		for i := 1; i < len(at); i++ {
			if gap := at[i] - at[i-1]; gap < 7*time.Second {
				t.Errorf("attempt %d came %v after the one before", i+1, gap)
			}
		}
	})
}

func TestServerAsksForTooLong(t *testing.T) {
	asked := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600")
		answers(429)(w, r)
	}
	bubble(t, asked, nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		out := start(t, e, engine.Plan{Requests: many(1)}).Wait()
		var long *engine.RetryAfterError
		if !errors.As(out.Err, &long) || long.Asked != time.Hour {
			t.Fatalf("error is %v", out.Err)
		}
		if out.Attempts != 1 || out.Elapsed > time.Second {
			t.Errorf("%d attempts in %v, want one at once", out.Attempts, out.Elapsed)
		}
	})
}

func TestBucketPacesExactly(t *testing.T) {
	limit := func(p *engine.Policy) { p.Limit = bucket.Limit{Rate: 10, Burst: 2} }
	bubble(t, answers(200), limit, func(t *testing.T, e *engine.Engine, l *ledger) {
		start(t, e, engine.Plan{Requests: many(6)}).Wait()
		synctest.Wait()
		want := []time.Duration{0, 0, 100, 200, 300, 400}
		for i := range want {
			want[i] *= time.Millisecond
		}
		if at := times[engine.AttemptStarted](l); !slices.Equal(at, want) {
			t.Errorf("attempts at %v, want %v", at, want)
		}
	})
}

func TestRateChangesRetimeWaiters(t *testing.T) {
	limit := func(p *engine.Policy) { p.Limit = bucket.Limit{Rate: 1, Burst: 1} }
	bubble(t, answers(200), limit, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{Requests: many(11)})
		synctest.Wait()
		if err := e.SetLimit(origin(t), 100, 1); err != nil {
			t.Fatal(err)
		}
		if out := r.Wait(); out.Elapsed > 200*time.Millisecond {
			t.Errorf("took %v after the rate was raised", out.Elapsed)
		}
		synctest.Wait()
		if len(all[engine.WaitChanged](l)) == 0 {
			t.Error("no wait was timed anew")
		}
	})
}

func origin(t *testing.T) string {
	t.Helper()
	name, err := engine.OriginOf(target)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// fragile opens after 3 failures in a row, for 10 s, with 2 probes.
func fragile(p *engine.Policy) {
	p.Breaker.Consecutive, p.Breaker.OpenFor, p.Breaker.Probes = 3, 10*time.Second, 2
	p.Retry.Attempts = 1
}

func TestBreakerRejectsSinglesAndRecovers(t *testing.T) {
	bubble(t, answers(500, 500, 500, 200), fragile, func(t *testing.T, e *engine.Engine, l *ledger) {
		for range 3 {
			_, _ = e.Do(t.Context(), engine.Request{URL: target})
		}
		out := start(t, e, engine.Plan{Requests: many(1)}).Wait()
		if out.Error == nil || out.Error.Class != "breaker-open" || out.Attempts != 0 {
			t.Errorf("a single request met an open breaker: %+v", out)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if s := e.Snapshot().Origins[0].Breaker.State.String(); s != "half-open" {
			t.Errorf("after its open time the breaker is %s", s)
		}
		for range 2 {
			if res, err := e.Do(t.Context(), engine.Request{URL: target}); err != nil || res.Status != 200 {
				t.Errorf("probe: %d %v", res.Status, err)
			}
		}
		synctest.Wait()
		var states []string
		for _, c := range all[engine.BreakerChanged](l)[1:] {
			states = append(states, c.To)
		}
		if want := []string{"open", "half-open", "closed"}; !slices.Equal(states, want) {
			t.Errorf("the breaker went %v, want %v", states, want)
		}
	})
}

func TestBreakerThatOpensWakesWhoQueues(t *testing.T) {
	slow := func(p *engine.Policy) {
		fragile(p)
		p.Limit = bucket.Limit{Rate: 1, Burst: 3}
	}
	bubble(t, answers(500), slow, func(t *testing.T, e *engine.Engine, l *ledger) {
		out := start(t, e, engine.Plan{Requests: many(50)}).Wait()
		if out.Attempts != 3 || out.Elapsed > time.Second {
			t.Errorf("%d attempts in %v, want 3 at once", out.Attempts, out.Elapsed)
		}
		synctest.Wait()
		if n := len(all[engine.BreakerRejected](l)); n != 47 {
			t.Errorf("%d were rejected, want 47", n)
		}
		if s := e.Snapshot().Origins[0].Bucket; s.Waiting != 0 {
			t.Errorf("%d still wait for tokens", s.Waiting)
		}
	})
}

// endless never answers before its request is gone.
func endless(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func TestCancelEndsEveryKindOfWait(t *testing.T) {
	tight := func(p *engine.Policy) {
		p.Limit = bucket.Limit{Rate: 0.1, Burst: 3}
		p.Concurrency = 4
		p.Transport.Read = 0
	}
	bubble(t, endless, tight, func(t *testing.T, e *engine.Engine, l *ledger) {
		ctx, cancel := context.WithCancel(t.Context())
		r, err := e.Start(ctx, engine.Plan{Requests: many(20)})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		cancel()
		out := r.Wait()
		if !errors.Is(out.Err, engine.ErrCancelled) || out.Outcome != engine.RunCancelled {
			t.Errorf("outcome is %+v", out)
		}
		synctest.Wait()
		s := e.Snapshot().Origins[0]
		if s.InFlight != 0 || s.Bucket.Waiting != 0 || s.Slots != 0 {
			t.Errorf("left over: %+v", s)
		}
	})
}

func TestSkipAndGiveUp(t *testing.T) {
	long := func(p *engine.Policy) { p.Retry.Base = 20 * time.Second }
	bubble(t, answers(503, 200), long, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{Requests: many(1)})
		synctest.Wait()
		if !r.Skip(1) {
			t.Fatal("there was nothing to skip")
		}
		if out := r.Wait(); out.Err != nil || out.Elapsed > time.Second {
			t.Errorf("outcome is %+v", out)
		}
		if r.Skip(1) || r.GiveUp(1) {
			t.Error("an exchange that has ended was skipped or given up")
		}
	})
}

func TestPauseHoldsBeforeTheNextAttempt(t *testing.T) {
	bubble(t, answers(503, 200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		r := start(t, e, engine.Plan{Requests: many(1)})
		synctest.Wait()
		r.Pause()
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := len(all[engine.AttemptStarted](l)); n != 1 {
			t.Errorf("%d attempts while paused, want 1", n)
		}
		r.Resume()
		if out := r.Wait(); out.Err != nil || out.Elapsed < time.Minute {
			t.Errorf("outcome is %+v", out)
		}
	})
}

func TestTotalTimeoutCountsWaits(t *testing.T) {
	total := func(p *engine.Policy) {
		p.Transport.Total = 3 * time.Second
		p.Retry.Base = 10 * time.Second
	}
	bubble(t, answers(503), total, func(t *testing.T, e *engine.Engine, l *ledger) {
		out := start(t, e, engine.Plan{Requests: many(1)}).Wait()
		var late *transport.TimeoutError
		if !errors.As(out.Err, &late) || late.Kind != "total" || out.Elapsed != 3*time.Second {
			t.Errorf("%v after %v", out.Err, out.Elapsed)
		}
	})
}

func TestSlotsBoundWhatIsInFlight(t *testing.T) {
	held := func(w http.ResponseWriter, _ *http.Request) { time.Sleep(time.Second); w.WriteHeader(204) }
	few := func(p *engine.Policy) { p.Concurrency = 3 }
	bubble(t, held, few, func(t *testing.T, e *engine.Engine, l *ledger) {
		if out := start(t, e, engine.Plan{Requests: many(9)}).Wait(); out.Elapsed != 3*time.Second {
			t.Errorf("9 requests by 3 took %v", out.Elapsed)
		}
		synctest.Wait()
		for _, a := range all[engine.AttemptStarted](l) {
			if a.InFlight > 3 {
				t.Errorf("%d in flight", a.InFlight)
			}
		}
	})
}

func TestRepeatAtItsTimes(t *testing.T) {
	bubble(t, answers(200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		out := start(t, e, engine.Plan{Requests: many(1), Repeat: &engine.Repeat{Times: 4, Every: time.Minute}}).Wait()
		if out.Exchanges != 4 || out.Elapsed != 3*time.Minute {
			t.Errorf("%d rounds in %v", out.Exchanges, out.Elapsed)
		}
	})
}

func TestFeedHoldsTheEngineBack(t *testing.T) {
	bubble(t, answers(200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		slow := e.Follow(5)
		r := start(t, e, engine.Plan{Requests: many(100), Concurrency: 1})
		synctest.Wait()
		if n := len(all[engine.AttemptStarted](l)); n > 3 {
			t.Errorf("%d attempts though nobody reads", n)
		}
		var seen uint64
		var buf []engine.Event
		for seen = 0; ; {
			var err error
			if buf, err = slow.Next(t.Context(), buf); err != nil {
				t.Fatal(err)
			}
			for _, ev := range buf {
				if ev.Head().Seq != seen+1 {
					t.Fatalf("event %d follows %d", ev.Head().Seq, seen)
				}
				seen++
			}
			if _, over := buf[len(buf)-1].(engine.RunFinished); over {
				break
			}
		}
		if out := r.Wait(); out.Attempts != 100 {
			t.Errorf("%d attempts", out.Attempts)
		}
	})
}

// TestAFeedTellsHowLongItsOldestEventWaits: what was read counts until the
// reader comes back for more.
func TestAFeedTellsHowLongItsOldestEventWaits(t *testing.T) {
	bubble(t, answers(200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		feed := e.Follow(1000)
		defer feed.Close()
		lags := func(want time.Duration) {
			t.Helper()
			if lag := feed.Lag(); lag != want {
				t.Errorf("the lag is %v, want %v", lag, want)
			}
		}
		lags(0)
		if out := start(t, e, engine.Plan{Requests: many(1)}).Wait(); out.Err != nil {
			t.Fatal(out.Err)
		}
		time.Sleep(time.Second)
		lags(time.Second)
		events, err := feed.Next(t.Context(), nil)
		if err != nil || len(events) == 0 {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		lags(2 * time.Second)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if more, err := feed.Next(ended, nil); !errors.Is(err, context.Canceled) {
			t.Fatal(more, err)
		}
		lags(0)
	})
}

func TestPlansThatMakeNoSense(t *testing.T) {
	bubble(t, answers(200), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		for _, p := range []engine.Plan{
			{},
			{Requests: []engine.Request{{URL: "example.com"}}},
			{Requests: []engine.Request{{URL: "ftp://example.com"}}},
			{Requests: []engine.Request{{URL: "http://"}}},
			{Requests: []engine.Request{{URL: "http://[::1"}}},
			{Requests: []engine.Request{{URL: target, Method: "A B"}}},
			{Requests: []engine.Request{{URL: target, Header: http.Header{"X": {"a\nb"}}}}},
			{Requests: many(2), Walk: &engine.Walk{}},
			{Requests: []engine.Request{{URL: target, Retry: &retry.Policy{}}}},
		} {
			_, err := e.Start(t.Context(), p)
			var plan *engine.PlanError
			if !errors.As(err, &plan) {
				t.Errorf("%+v: error is %v", p, err)
			}
		}
	})
}

func TestPoolWaitIsStated(t *testing.T) {
	held := func(w http.ResponseWriter, _ *http.Request) { time.Sleep(time.Second); w.WriteHeader(204) }
	one := func(p *engine.Policy) { p.Transport.MaxConns = 1 }
	bubble(t, held, one, func(t *testing.T, e *engine.Engine, l *ledger) {
		if out := start(t, e, engine.Plan{Requests: many(2)}).Wait(); out.Err != nil {
			t.Fatal(out.Err)
		}
		synctest.Wait()
		waits := all[engine.WaitStarted](l)
		if len(waits) != 1 || waits[0].Reason != engine.WaitPool {
			t.Errorf("waits are %+v", waits)
		}
		ends := all[engine.WaitEnded](l)
		if len(ends) != 1 || ends[0].End != engine.WaitElapsed {
			t.Errorf("they ended %+v", ends)
		}
	})
}

// TestPoliciesOfNoOrigin would hold for nothing.
func TestPoliciesOfNoOrigin(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"example.com", "https://example.com", "https://Example.com:443", "https://example.com:443/"} {
		p := engine.DefaultPolicy()
		if e, err := engine.New(engine.Config{Policy: p, Origins: map[string]engine.Policy{name: p}}); err == nil {
			t.Errorf("%q was taken", name)
			_ = e.Close()
		}
	}
}
