package breaker_test

import (
	"fmt"
	"time"

	"weir/engine/breaker"
)

// An outage from its first failure to its end. The owner advances the breaker
// when it is due; nothing happens by itself.
func Example() {
	s, err := breaker.ParseSettings("consecutive=2,open=30s,probes=1", breaker.Defaults())
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	b := breaker.New(s, now)
	call := func(exchange uint64, outcome breaker.Outcome) {
		permit, err := b.Admit(now)
		if err != nil {
			fmt.Println(err)
			return
		}
		change, moved, err := b.Settle(now, permit, breaker.Result{Outcome: outcome, Exchange: exchange})
		if err == nil && moved {
			fmt.Printf("%v → %v: %s (#%d)\n", change.From, change.To, change.Reason(), change.Exchange)
		}
	}

	call(1, breaker.Failure)
	call(2, breaker.Failure)
	now = now.Add(25 * time.Second)
	call(3, breaker.Success)

	now, _ = b.Due()
	if change, moved := b.Advance(now); moved {
		fmt.Printf("%v → %v: %s\n", change.From, change.To, change.Reason())
	}
	call(4, breaker.Success)
	fmt.Println(b.Tally(now).Rejected, "rejected meanwhile")
	// Output:
	// closed → open: 2 consecutive failures (#2)
	// breaker open: 2 consecutive failures, probes in 5s
	// open → half-open: open time elapsed
	// half-open → closed: probes succeeded (#4)
	// 1 rejected meanwhile
}

// Settings are written as people type them.
func ExampleParseSettings() {
	s, _ := breaker.ParseSettings("window=10s,slow=2s", breaker.Defaults())
	fmt.Println(s)
	_, err := breaker.ParseSettings("open=30", breaker.Defaults())
	fmt.Println(err)
	// Output:
	// consecutive=5,ratio=0.5,window=10s,minimum=10,open=30s,probes=3,slow=2s
	// open=30: write a time with its unit, such as 30s or 500ms
}
