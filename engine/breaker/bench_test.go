package breaker_test

import (
	"testing"
	"time"

	"weir/engine/breaker"
)

func TestTheHotPathAllocatesNothing(t *testing.T) {
	for _, text := range []string{"consecutive=5", "window=10s,minimum=100"} {
		b := breaker.New(settings(t, text), epoch)
		now := epoch
		call := func() {
			now = now.Add(time.Millisecond)
			if b.Peek(now) != nil {
				t.Fatal("not closed")
			}
			p, _ := b.Admit(now)
			_, _, _ = b.Settle(now, p, breaker.Result{})
			_ = b.Tally(now)
		}
		for range 20_000 { // until the window is as large as it gets
			call()
		}
		if allocs := testing.AllocsPerRun(1000, call); allocs != 0 {
			t.Errorf("%s: %v allocations a call", text, allocs)
		}
	}
}

func TestARejectionAllocatesItsErrorOnly(t *testing.T) {
	b := breaker.New(settings(t, "consecutive=1"), epoch)
	p, _ := b.Admit(epoch)
	_, _, _ = b.Settle(epoch, p, breaker.Result{Outcome: breaker.Failure})
	if allocs := testing.AllocsPerRun(1000, func() { _, _ = b.Admit(epoch) }); allocs > 1 {
		t.Errorf("%v allocations a rejection, want 1", allocs)
	}
}

func BenchmarkCall(b *testing.B) {
	for _, text := range []string{"consecutive=5", "window=10s,minimum=100"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			br := breaker.New(settings(b, text), epoch)
			now := epoch
			for b.Loop() {
				now = now.Add(time.Millisecond)
				p, _ := br.Admit(now)
				_, _, _ = br.Settle(now, p, breaker.Result{Elapsed: time.Millisecond})
			}
		})
	}
}

func BenchmarkRejection(b *testing.B) {
	b.ReportAllocs()
	br := breaker.New(settings(b, "consecutive=1"), epoch)
	br.Trip(epoch)
	for b.Loop() {
		_, _ = br.Admit(epoch)
	}
}

func BenchmarkStatus(b *testing.B) {
	b.ReportAllocs()
	br := breaker.New(breaker.Defaults(), epoch)
	for range 20 {
		p, _ := br.Admit(epoch)
		_, _, _ = br.Settle(epoch, p, breaker.Result{})
	}
	for b.Loop() {
		_ = br.Status(epoch)
	}
}
