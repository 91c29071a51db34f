package breaker_test

import (
	"errors"
	"testing"
	"time"

	"weir/engine/breaker"
)

var epoch = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func at(d time.Duration) time.Time { return epoch.Add(d) }

// settings returns the defaults with the parts of text.
func settings(tb testing.TB, text string) breaker.Settings {
	tb.Helper()
	s, err := breaker.ParseSettings(text, breaker.Defaults())
	if err != nil {
		tb.Fatalf("settings %q: %v", text, err)
	}
	return s
}

// bench drives a breaker in a test: it admits and settles in one step and fails
// the test where the breaker refuses.
type bench struct {
	*breaker.Breaker
	tb  testing.TB
	now time.Time
	id  uint64
}

func newBench(tb testing.TB, text string) *bench {
	tb.Helper()
	return &bench{Breaker: breaker.New(settings(tb, text), epoch), tb: tb, now: epoch}
}

func (b *bench) admit() breaker.Permit {
	b.tb.Helper()
	p, err := b.Admit(b.now)
	if err != nil {
		b.tb.Fatalf("not admitted: %v", err)
	}
	if !p.Valid() {
		b.tb.Fatal("admitted with an invalid permit")
	}
	return p
}

func (b *bench) settle(p breaker.Permit, o breaker.Outcome, elapsed time.Duration) (breaker.Change, bool) {
	b.tb.Helper()
	b.id++
	c, moved, err := b.Settle(b.now, p, breaker.Result{Outcome: o, Elapsed: elapsed, Exchange: b.id})
	if err != nil {
		b.tb.Fatalf("settle: %v", err)
	}
	return c, moved
}

// play makes calls one after the other: s and f succeed and fail, S and F do so
// slowly (2 s), i is ignored, and a dot lets a second pass. It returns the last
// change.
func (b *bench) play(calls string) (last breaker.Change) {
	b.tb.Helper()
	for _, call := range calls {
		if call == '.' {
			b.now = b.now.Add(time.Second)
			continue
		}
		outcome, elapsed := breaker.Success, time.Duration(0)
		switch call {
		case 'f', 'F':
			outcome = breaker.Failure
		case 'i':
			outcome = breaker.Ignored
		}
		if call == 'S' || call == 'F' {
			elapsed = 2 * time.Second
		}
		if c, moved := b.settle(b.admit(), outcome, elapsed); moved {
			last = c
		}
	}
	return last
}

// halfOpen lets the open time pass.
func (b *bench) halfOpen() breaker.Change {
	b.tb.Helper()
	due, ok := b.Due()
	if !ok {
		b.tb.Fatalf("a breaker that is %v has nothing due", b.State())
	}
	b.now = due
	c, moved := b.Advance(b.now)
	if !moved {
		b.tb.Fatal("Advance did nothing when it was due")
	}
	return c
}

func (b *bench) want(state breaker.State) {
	b.tb.Helper()
	if b.State() != state {
		b.tb.Fatalf("the breaker is %v, want %v", b.State(), state)
	}
}

func openError(tb testing.TB, err error) *breaker.OpenError {
	tb.Helper()
	var open *breaker.OpenError
	if !errors.As(err, &open) {
		tb.Fatalf("error %v (%T), want an OpenError", err, err)
	}
	return open
}
