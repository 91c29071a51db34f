package breaker_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sony/gobreaker/v2"
	"pgregory.net/rapid"

	"weir/engine/breaker"
)

// step is one thing done to both breakers. Times are even and open times odd
// numbers of milliseconds, so that no step falls on the end of an open time:
// there gobreaker still rejects, ours is half-open.
type step struct {
	sleep   time.Duration
	start   bool // a call, else the settling of one
	which   int  // of the calls under way
	outcome breaker.Outcome
}

// twin is a breaker and gobreaker with the same settings.
type twin struct {
	ours   *breaker.Breaker
	theirs *gobreaker.TwoStepCircuitBreaker[struct{}]
	calls  []twinCall
	// rolling says that the window is one of time.
	rolling bool
}

type twinCall struct {
	permit breaker.Permit
	done   func(error)
}

var (
	errFailed   = errors.New("failed")
	errExcluded = errors.New("excluded")
)

func newTwin(s breaker.Settings, bucket time.Duration) *twin {
	return &twin{
		ours:    breaker.New(s, time.Now()),
		rolling: s.WindowTime > 0,
		theirs: gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
			MaxRequests: uint32(s.Probes), Timeout: s.OpenFor, Interval: s.WindowTime, BucketPeriod: bucket,
			ReadyToTrip: func(c gobreaker.Counts) bool {
				calls := c.TotalSuccesses + c.TotalFailures
				return s.Consecutive > 0 && int(c.ConsecutiveFailures) >= s.Consecutive ||
					s.FailureRatio > 0 && int(calls) >= s.Minimum && float64(c.TotalFailures)/float64(calls) >= s.FailureRatio
			},
			IsExcluded: func(err error) bool { return errors.Is(err, errExcluded) },
		}),
	}
}

// do takes a step with both and returns an error where they differ.
func (w *twin) do(st step) error {
	time.Sleep(st.sleep)
	w.ours.Advance(time.Now())
	if st.start {
		if err := w.start(); err != nil {
			return err
		}
	} else if len(w.calls) > 0 {
		w.finish(st)
	}
	return w.compare()
}

func (w *twin) start() error {
	permit, err := w.ours.Admit(time.Now())
	done, theirErr := w.theirs.Allow()
	if (err == nil) != (theirErr == nil) {
		return fmt.Errorf("ours says %w, theirs %w", err, theirErr)
	}
	if err == nil {
		w.calls = append(w.calls, twinCall{permit, done})
	}
	return nil
}

func (w *twin) finish(st step) {
	i := st.which % len(w.calls)
	call := w.calls[i]
	w.calls = append(w.calls[:i], w.calls[i+1:]...)
	_, _, _ = w.ours.Settle(time.Now(), call.permit, breaker.Result{Outcome: st.outcome})
	switch st.outcome {
	case breaker.Failure:
		call.done(errFailed)
	case breaker.Ignored:
		call.done(errExcluded)
	default:
		call.done(nil)
	}
}

func (w *twin) compare() error {
	if ours, theirs := w.ours.State().String(), w.theirs.State().String(); ours != theirs {
		return fmt.Errorf("ours is %s, theirs %s", ours, theirs)
	}
	ours, theirs := w.ours.Tally(time.Now()), w.theirs.Counts()
	if w.ours.State() == breaker.Open || w.ours.State() == breaker.HalfOpen && w.rolling {
		return nil // theirs forgets at once what ours still shows, and does not roll while probing
	}
	if ours.Failures != int(theirs.TotalFailures) || ours.Calls != int(theirs.TotalFailures+theirs.TotalSuccesses) {
		return fmt.Errorf("ours counts %+v, theirs %+v", ours, theirs)
	}
	return nil
}

// compareTwins takes the steps in virtual time.
func compareTwins(t *testing.T, s breaker.Settings, bucket time.Duration, steps []step) (diff error) {
	synctest.Test(t, func(*testing.T) {
		w := newTwin(s, bucket)
		for i, st := range steps {
			if err := w.do(st); err != nil {
				diff = fmt.Errorf("step %d, %+v, at %v: %w", i, st, time.Now(), err)
				return
			}
		}
	})
	return diff
}

func anySteps(t *rapid.T, sleeps *rapid.Generator[time.Duration]) []step {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{
			sleep:   sleeps.Draw(t, "sleep"),
			start:   rapid.Bool().Draw(t, "start"),
			which:   rapid.IntRange(0, 7).Draw(t, "which"),
			outcome: breaker.Outcome(rapid.SampledFrom([]int{0, 1, 1, 2}).Draw(t, "outcome")),
		}
	}), 20, 120).Draw(t, "steps")
}

// The rules both know: failures in a row, and a ratio over all calls since the
// breaker closed.
func TestLikeGobreaker(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		s := breaker.Defaults()
		s.Window, s.Minimum = 1000, rapid.IntRange(1, 12).Draw(t, "minimum")
		s.OpenFor = time.Duration(2*rapid.IntRange(1, 2000).Draw(t, "open")+1) * time.Millisecond
		s.Probes = rapid.IntRange(1, 4).Draw(t, "probes")
		s.Consecutive = rapid.IntRange(0, 5).Draw(t, "consecutive")
		s.FailureRatio = rapid.SampledFrom([]float64{0, 0.1, 0.3, 0.5, 0.7, 1}).Draw(t, "ratio")
		sleeps := rapid.Map(rapid.IntRange(0, 700), func(n int) time.Duration { return time.Duration(2*n) * time.Millisecond })
		if err := compareTwins(outer, s, 0, anySteps(t, sleeps)); err != nil {
			t.Fatal(err)
		}
	})
}

// A window of time is exact in ours and made of buckets in gobreaker's. They are
// the same where everything happens on the buckets' edges and calls take no
// time.
func TestLikeGobreakersRollingWindow(t *testing.T) {
	const bucket = 100 * time.Millisecond
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		s := breaker.Defaults()
		s.WindowTime = time.Duration(rapid.IntRange(2, 12).Draw(t, "buckets")) * bucket
		s.Minimum, s.Consecutive = rapid.IntRange(1, 6).Draw(t, "minimum"), 0
		s.OpenFor = time.Duration(rapid.IntRange(0, 9).Draw(t, "open"))*bucket + bucket/2
		s.Probes = rapid.IntRange(1, 3).Draw(t, "probes")
		s.FailureRatio = rapid.SampledFrom([]float64{0.3, 0.5, 0.7, 1}).Draw(t, "ratio")
		var steps []step
		for _, call := range anySteps(t, rapid.Map(rapid.IntRange(0, 6), func(n int) time.Duration { return time.Duration(n) * bucket })) {
			steps = append(steps, step{sleep: call.sleep, start: true}, step{outcome: call.outcome})
		}
		if err := compareTwins(outer, s, bucket, steps); err != nil {
			t.Fatal(err)
		}
	})
}
