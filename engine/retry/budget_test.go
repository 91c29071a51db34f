package retry_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine/retry"
)

func TestBudget(t *testing.T) {
	t.Parallel()
	b := retry.NewBudget(10, 0.2)
	spend := func(at time.Time, want int) {
		t.Helper()
		got := 0
		for b.Retry(at) {
			got++
		}
		if got != want {
			t.Fatalf("%d retries at %v, want %d", got, at.Sub(now), want)
		}
	}
	spend(now, 10)
	for range 4 {
		b.Request()
	}
	spend(now, 0)
	b.Request()
	if b.Left() != 1 {
		t.Errorf("%v left after five requests, want 1", b.Left())
	}
	spend(now, 1)
	spend(now.Add(99*time.Millisecond), 0)
	spend(now.Add(100*time.Millisecond), 1)
	spend(now.Add(time.Hour), 10)
	spend(now, 0) // a clock that steps back brings nothing
	spend(now.Add(time.Hour), 0)
	for range 1_000_000 {
		b.Request()
	}
	spend(now.Add(time.Hour), 100) // of a long calm, the last 500 requests count
}

func TestBudgetWithoutAReserve(t *testing.T) {
	t.Parallel()
	b := retry.NewBudget(0, 0.1)
	if b.Retry(now) || b.Retry(now.Add(time.Hour)) {
		t.Fatal("a retry before any request")
	}
	for range 10 {
		b.Request()
	}
	if !b.Retry(now) || b.Retry(now) {
		t.Fatal("ten requests at a tenth are one retry")
	}
}

func TestBudgetOfOddValues(t *testing.T) {
	t.Parallel()
	for _, odd := range []float64{-1, math.NaN(), math.Inf(-1)} {
		b := retry.NewBudget(odd, odd)
		b.Request()
		if b.Retry(now) || b.Left() != 0 {
			t.Errorf("a budget of %v allows a retry", odd)
		}
	}
	b := retry.NewBudget(math.Inf(1), math.Inf(1))
	b.Request()
	if !b.Retry(now) || math.IsInf(b.Left(), 0) || math.IsNaN(b.Left()) {
		t.Errorf("an endless budget has %v left", b.Left())
	}
}

// spent is what happened in a budget's life, to look back on.
type spent struct {
	at       time.Time
	requests int
	retries  int
}

func TestBudgetBoundsRetriesOverAnyTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		reserve := float64(rapid.IntRange(0, 20).Draw(t, "reserve"))
		ratio := rapid.Float64Range(0, 1).Draw(t, "ratio")
		b, at := retry.NewBudget(reserve, ratio), now
		history := []spent{{at: at}}
		step := func(requests, retries int) {
			last := history[len(history)-1]
			history = append(history, spent{at, last.requests + requests, last.retries + retries})
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				end := history[len(history)-1]
				for i, start := range history {
					kept := ratio * 500
					if i == 0 {
						kept = 0
					}
					most := reserve*(1+end.at.Sub(start.at).Seconds()) + ratio*float64(end.requests-start.requests) + kept
					if float64(end.retries-start.retries) > most+1e-6 {
						t.Fatalf("%d retries for %d requests in %v, want at most %v",
							end.retries-start.retries, end.requests-start.requests, end.at.Sub(start.at), most)
					}
				}
				if left := b.Left(); left < 0 || left != math.Trunc(left) {
					t.Fatalf("%v left", left)
				}
			},
			"requests": func(t *rapid.T) {
				n := rapid.IntRange(1, 300).Draw(t, "requests")
				for range n {
					b.Request()
				}
				step(n, 0)
			},
			"retries": func(t *rapid.T) {
				wanted, got := rapid.IntRange(1, 50).Draw(t, "wanted"), 0
				for range wanted {
					before := b.Left()
					allowed := b.Retry(at)
					if before >= 1 && !allowed {
						t.Fatalf("refused with %v left", before)
					}
					if allowed {
						got++
					}
				}
				step(0, got)
			},
			"time": func(t *rapid.T) {
				at = at.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "time")) * time.Millisecond)
			},
		})
	})
}
