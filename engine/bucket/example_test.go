package bucket_test

import (
	"fmt"
	"time"

	"weir/engine/bucket"
)

// A bucket has no clock: its owner tells it the time, and when to be told again.
func Example() {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	b := bucket.New(bucket.Limit{Rate: 2, Burst: 1}, now)
	for id := range uint64(3) {
		fmt.Println(id, b.Enter(now, id))
	}
	for {
		due, ok := b.Due()
		if !ok {
			return
		}
		fmt.Println(due.Sub(now), b.Advance(due))
	}
	// Output:
	// 0 true
	// 1 false
	// 2 false
	// 500ms [1]
	// 1s [2]
}
