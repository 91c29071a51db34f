package breaker_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"weir/engine/breaker"
)

func TestOpenStaysOpenUntilAdvance(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1,open=30s")
	c := b.play("f")
	if !c.Until.Equal(at(30 * time.Second)) {
		t.Fatalf("open until %v, want %v", c.Until, at(30*time.Second))
	}
	b.now = at(30*time.Second - 1)
	if _, moved := b.Advance(b.now); moved {
		t.Fatal("Advance ended the open time early")
	}
	b.now = at(time.Minute)
	open := openError(t, b.Peek(b.now))
	if open.State != breaker.Open || open.Left != 0 {
		t.Errorf("past its time: %+v, want open with nothing left", open)
	}
	if _, err := b.Admit(b.now); err == nil {
		t.Fatal("admitted while open")
	}
	c, moved := b.Advance(b.now)
	if !moved || c.From != breaker.Open || c.To != breaker.HalfOpen || c.Rule != breaker.RuleElapsed || !c.At.Equal(b.now) {
		t.Fatalf("Advance gave %+v", c)
	}
	if _, due := b.Due(); due {
		t.Error("a half-open breaker has something due")
	}
}

func TestRejections(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=2,open=30s,probes=1")
	b.play("ff")
	b.now = at(26800 * time.Millisecond)
	for range 3 {
		if err := b.Peek(b.now); err == nil {
			t.Fatal("peeked through an open breaker")
		}
	}
	_, err := b.Admit(b.now)
	open := openError(t, err)
	if open.Left != 3200*time.Millisecond || !open.Until.Equal(at(30*time.Second)) || open.Cause.Exchange != 2 {
		t.Errorf("rejected with %+v", open)
	}
	if got, want := err.Error(), "breaker open: 2 consecutive failures, probes in 3.2s"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
	b.Reject(b.now)
	if got := b.Tally(b.now).Rejected; got != 2 {
		t.Fatalf("%d rejected, want 2: peeking does not count", got)
	}
	b.halfOpen()
	p := b.admit()
	_, err = b.Admit(b.now)
	if open := openError(t, err); open.State != breaker.HalfOpen || open.Left != 0 {
		t.Errorf("with all probes taken: %+v", open)
	}
	b.settle(p, breaker.Success, 0)
	if got := b.Tally(b.now).Rejected; b.State() != breaker.Closed || got != 3 {
		t.Errorf("%v with %d rejected, want closed with the 3 of the outage", b.State(), got)
	}
	if b.Reject(b.now) != nil || b.Tally(b.now).Rejected != 3 {
		t.Error("a closed breaker rejected a call")
	}
	if c := b.play("ff"); c.Tally.Rejected != 0 || b.Tally(b.now).Rejected != 0 {
		t.Error("a new outage began with the old one's rejections")
	}
}

func TestOpenErrorText(t *testing.T) {
	t.Parallel()
	five := breaker.Change{Rule: breaker.RuleConsecutive, Tally: breaker.Tally{Consecutive: 5}}
	tests := []struct {
		err  breaker.OpenError
		want string
	}{
		{breaker.OpenError{State: breaker.Open, Left: 3200 * time.Millisecond, Cause: five}, "breaker open: 5 consecutive failures, probes in 3.2s"},
		{breaker.OpenError{State: breaker.Open, Left: 90 * time.Second, Cause: five}, "breaker open: 5 consecutive failures, probes in 1m30s"},
		{breaker.OpenError{State: breaker.Open, Left: time.Hour, Cause: five}, "breaker open: 5 consecutive failures, probes in 1h"},
		{breaker.OpenError{State: breaker.Open, Left: 20 * time.Millisecond}, "breaker open, probes in 20ms"},
		{breaker.OpenError{State: breaker.Open, Left: 1}, "breaker open, probes in 1ms"},
		{breaker.OpenError{State: breaker.Open}, "breaker open, probes now"},
		{breaker.OpenError{State: breaker.Open, Cause: breaker.Change{Rule: breaker.RuleProbe}}, "breaker open: a probe failed, probes now"},
		{breaker.OpenError{State: breaker.HalfOpen}, "breaker half-open: its probes are under way, wait for how they end"},
		{breaker.OpenError{State: breaker.ForcedOpen}, "breaker forced open by hand: reset it to let requests pass"},
	}
	for _, tt := range tests {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestHalfOpenAdmitsAsManyAsAreNeeded(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1,probes=3")
	b.play("f")
	b.halfOpen()
	first, second, third := b.admit(), b.admit(), b.admit()
	if _, err := b.Admit(b.now); err == nil {
		t.Fatal("a fourth probe was admitted")
	}
	b.settle(first, breaker.Ignored, 0)
	if got := b.Status(b.now).Probes; got != (breaker.Probes{InFlight: 2, Left: 1, Needed: 3}) {
		t.Fatalf("probes %+v after one was ignored", got)
	}
	fourth := b.admit()
	b.settle(second, breaker.Success, 0)
	if got := b.Status(b.now).Probes; got != (breaker.Probes{InFlight: 2, Left: 0, Needed: 2}) {
		t.Fatalf("probes %+v after one succeeded", got)
	}
	b.settle(third, breaker.Success, 0)
	c, moved := b.settle(fourth, breaker.Success, 0)
	if !moved || c.To != breaker.Closed || c.Rule != breaker.RuleRecovered || c.Tally.Calls != 3 {
		t.Fatalf("the last probe gave %+v", c)
	}
	if got := b.Status(b.now); got.Tally.Calls != 0 || got.Window != nil || got.Probes != (breaker.Probes{}) {
		t.Errorf("status %+v, want nothing left of the probes", got)
	}
}

func TestLateProbesOfALostRoundAreStale(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1,probes=2")
	b.play("f")
	b.halfOpen()
	loser, late := b.admit(), b.admit()
	b.settle(loser, breaker.Failure, 0)
	b.want(breaker.Open)
	b.halfOpen()
	if _, moved, err := b.Settle(b.now, late, breaker.Result{Outcome: breaker.Failure}); moved || !errors.Is(err, breaker.ErrStale) {
		t.Fatalf("a probe of the round before moved the breaker: %v %v", moved, err)
	}
	if got := b.Status(b.now).Probes; got != (breaker.Probes{InFlight: 0, Left: 2, Needed: 2}) {
		t.Errorf("probes %+v, want a fresh round", got)
	}
}

func TestPermitsCountOnce(t *testing.T) {
	t.Parallel()
	b, other := newBench(t, "consecutive=1"), newBench(t, "consecutive=1")
	p, q := b.admit(), b.admit()
	b.settle(p, breaker.Success, 0)
	for name, tt := range map[string]struct {
		permit breaker.Permit
		want   error
	}{
		"again":          {p, breaker.ErrSettled},
		"of another one": {other.admit(), breaker.ErrForeign},
		"zero":           {breaker.Permit{}, breaker.ErrForeign},
	} {
		if _, moved, err := b.Settle(b.now, tt.permit, breaker.Result{Outcome: breaker.Failure}); moved || !errors.Is(err, tt.want) {
			t.Errorf("%s: moved %v, error %v, want %v", name, moved, err, tt.want)
		}
	}
	if b.admit(); b.Outstanding() != 2 { // takes the slot of p
		t.Fatalf("%d permits are out, want 2", b.Outstanding())
	}
	if _, _, err := b.Settle(b.now, p, breaker.Result{}); !errors.Is(err, breaker.ErrSettled) {
		t.Errorf("a settled permit settled its slot's next one: %v", err)
	}
	b.settle(q, breaker.Failure, 0)
	b.want(breaker.Open)
	if b.Outstanding() != 1 || (breaker.Permit{}).Valid() {
		t.Errorf("%d permits are out, want 1", b.Outstanding())
	}
}

func TestOpenTimeGrowsToItsCap(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1,open=10s,growth=2,open-max=35s,probes=1")
	want := []time.Duration{10 * time.Second, 20 * time.Second, 35 * time.Second, 35 * time.Second}
	var got []time.Duration
	for range want {
		c := b.play("f")
		got = append(got, c.Until.Sub(c.At))
		b.halfOpen()
	}
	if !slices.Equal(got, want) {
		t.Fatalf("open for %v, want %v", got, want)
	}
	b.play("s")
	b.want(breaker.Closed)
	if c := b.play("f"); c.Until.Sub(c.At) != 10*time.Second {
		t.Errorf("open for %v after it had closed, want 10s", c.Until.Sub(c.At))
	}
}

func TestByHand(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1")
	late := b.admit()
	c, moved := b.Trip(b.now)
	if !moved || c.To != breaker.ForcedOpen || c.Rule != breaker.RuleManual || !c.Until.IsZero() {
		t.Fatalf("Trip gave %+v", c)
	}
	if _, again := b.Trip(b.now); again {
		t.Error("tripped twice")
	}
	if _, due := b.Due(); due {
		t.Error("a breaker that is forced open has something due")
	}
	if _, ok := b.Probe(b.now); ok {
		t.Error("a breaker that is forced open probed")
	}
	b.now = at(24 * time.Hour)
	if open := openError(t, b.Peek(b.now)); open.State != breaker.ForcedOpen || !open.Until.IsZero() {
		t.Errorf("a day later: %+v", open)
	}
	if _, moved, err := b.Settle(b.now, late, breaker.Result{}); moved || !errors.Is(err, breaker.ErrStale) {
		t.Errorf("a call from before: %v %v", moved, err)
	}
	if last := b.Status(b.now).LastTrip; last == nil || last.Rule != breaker.RuleManual {
		t.Errorf("last trip %+v, want by hand", last)
	}
	if c, moved := b.Reset(b.now); !moved || c.To != breaker.Closed {
		t.Errorf("Reset gave %+v", c)
	}
	if _, moved := b.Reset(b.now); moved {
		t.Error("reset with nothing to reset")
	}
}

func TestResetEmptiesAClosedBreaker(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=3")
	b.play("ff")
	before := b.admit()
	if c, moved := b.Reset(b.now); !moved || c.From != breaker.Closed || c.To != breaker.Closed || c.Tally.Calls != 2 {
		t.Fatalf("Reset gave %+v", c)
	}
	if _, _, err := b.Settle(b.now, before, breaker.Result{Outcome: breaker.Failure}); !errors.Is(err, breaker.ErrStale) {
		t.Errorf("a call from before the reset: %v", err)
	}
	if got := b.Tally(b.now); got != (breaker.Tally{}) {
		t.Errorf("tally %+v, want nothing", got)
	}
}

func TestDisabledCountsAndNeverOpens(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=2")
	if c, moved := b.Disable(b.now); !moved || c.To != breaker.Disabled {
		t.Fatalf("Disable gave %+v", c)
	}
	b.play("ffff")
	b.want(breaker.Disabled)
	if got := b.Tally(b.now); got.Failures != 4 || got.Consecutive != 4 {
		t.Errorf("tally %+v, want four failures", got)
	}
	if _, moved := b.Disable(b.now); moved {
		t.Error("disabled twice")
	}
	if c, moved := b.Reset(b.now); !moved || c.To != breaker.Closed || b.Tally(b.now).Calls != 0 {
		t.Errorf("Reset gave %+v", c)
	}
}

func TestProbeByHand(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1,probes=1")
	if _, ok := b.Probe(b.now); ok {
		t.Fatal("a closed breaker became half-open")
	}
	b.play("f")
	if c, ok := b.Probe(b.now); !ok || c.To != breaker.HalfOpen || c.Rule != breaker.RuleManual {
		t.Fatalf("Probe gave %+v", c)
	}
	b.play("s")
	b.want(breaker.Closed)
}

func TestOff(t *testing.T) {
	t.Parallel()
	b := newBench(t, "off")
	b.want(breaker.Disabled)
	b.play("ffffffffffffffffffffffff")
	if c, moved := b.Reset(b.now); !moved || c.To != breaker.Disabled || b.Tally(b.now).Calls != 0 {
		t.Errorf("Reset gave %+v", c)
	}
	b.Trip(b.now)
	b.want(breaker.ForcedOpen)
	b.Reset(b.now)
	b.want(breaker.Disabled)
}

func TestConfigure(t *testing.T) {
	t.Parallel()
	t.Run("off and on", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, "consecutive=1")
		b.play("f")
		if c, moved := b.Configure(b.now, settings(t, "off")); !moved || c.To != breaker.Disabled || c.Rule != breaker.RuleSettings {
			t.Errorf("turned off: %+v", c)
		}
		if c, moved := b.Configure(b.now, settings(t, "consecutive=2")); !moved || c.To != breaker.Closed {
			t.Errorf("turned on: %+v", c)
		}
		b.Disable(b.now)
		if _, moved := b.Configure(b.now, settings(t, "consecutive=3")); moved {
			t.Error("settings ended what a person had disabled")
		}
	})
	t.Run("re-times an open one", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, "consecutive=1,open=30s")
		b.play("f")
		b.now = at(10 * time.Second)
		c, moved := b.Configure(b.now, settings(t, "open=12s"))
		if moved || c.From != breaker.Open || c.To != breaker.Open || !c.Until.Equal(at(12*time.Second)) {
			t.Fatalf("Configure gave %v %+v", moved, c)
		}
		if due, _ := b.Due(); !due.Equal(at(12 * time.Second)) {
			t.Errorf("due %v", due)
		}
	})
	t.Run("keeps the newest outcomes", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, "consecutive=0,ratio=0,window=20")
		b.play("fffffssfsf")
		b.Configure(b.now, settings(t, "consecutive=0,ratio=0,window=4"))
		want := []breaker.Mark{{}, {Outcome: breaker.Failure}, {}, {Outcome: breaker.Failure}}
		if got := b.Status(b.now).Window; !slices.Equal(got, want) {
			t.Errorf("window %v, want %v", got, want)
		}
		b.Configure(b.now, settings(t, "consecutive=0,ratio=0,window=2s"))
		b.play(".sss.")
		if got := b.Tally(b.now); got.Calls != 3 || got.Failures != 0 {
			t.Errorf("tally %+v, want the three of the last two seconds", got)
		}
	})
	t.Run("closes with enough probes", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, "consecutive=1,probes=3")
		b.play("f")
		b.halfOpen()
		b.play("ss")
		if c, moved := b.Configure(b.now, settings(t, "probes=2")); !moved || c.To != breaker.Closed {
			t.Errorf("Configure gave %v %+v", moved, c)
		}
	})
}

func TestAWindowOfTimeEmptiesByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=0,ratio=0,window=10s,slow=1s")
	b.play("fF.sS")
	for _, tt := range []struct {
		after time.Duration
		want  breaker.Tally
	}{
		{10*time.Second - 1, breaker.Tally{Calls: 4, Failures: 2, Slow: 2}},
		{10 * time.Second, breaker.Tally{Calls: 2, Slow: 1}},
		{11 * time.Second, breaker.Tally{}},
	} {
		if got := b.Tally(at(tt.after)); got != tt.want {
			t.Errorf("after %v: %+v, want %+v", tt.after, got, tt.want)
		}
	}
}

func TestAClockThatStepsBackChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=1,open=30s")
	b.now = at(10 * time.Second)
	b.play("f")
	if open := openError(t, b.Peek(epoch)); open.Left != 30*time.Second {
		t.Errorf("%v left, want 30s", open.Left)
	}
	b.halfOpen()
	b.now = epoch
	if c := b.play("f"); c.At.Before(at(40 * time.Second)) {
		t.Errorf("opened again at %v, before it had probed", c.At)
	}
}

func TestStatusIsACopy(t *testing.T) {
	t.Parallel()
	b := newBench(t, "consecutive=3")
	b.play("sff")
	before := b.Status(b.now)
	b.play("f")
	if before.State != breaker.Closed || len(before.Window) != 3 || before.LastTrip != nil {
		t.Errorf("an old status changed: %+v", before)
	}
	after := b.Status(b.now)
	if after.Generation != before.Generation+1 || after.LastTrip == nil || after.LastTrip.Exchange != 4 || len(after.Window) != 4 {
		t.Errorf("status %+v, want the trip and what led to it", after)
	}
}
