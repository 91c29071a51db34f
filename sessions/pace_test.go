package sessions

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestPaceWaitsForWhatIsNotPutYet: a run that is faster than its recorder is
// held back by the age of what the feed holds, not only of what was put.
func TestPaceWaitsForWhatIsNotPutYet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lag atomic.Int64
		w := &writer{lag: func() time.Duration { return time.Duration(lag.Load()) }}
		w.room = sync.NewCond(&w.mu)
		w.pace() // nothing waits
		lag.Store(int64(2 * mostLag))
		var free atomic.Bool
		go func() { w.pace(); free.Store(true) }()
		time.Sleep(time.Second)
		if free.Load() {
			t.Fatal("it did not wait for the feed")
		}
		lag.Store(0)
		time.Sleep(mostLag)
		if !free.Load() {
			t.Error("it waits though the feed has nothing")
		}
	})
}

// TestTheOldestSaysHowLongTheWriterIsBehind: what is put late carries the
// moment since which it waits.
func TestTheOldestSaysHowLongTheWriterIsBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &writer{}
		w.room = sync.NewCond(&w.mu)
		early := time.Now()
		time.Sleep(time.Second)
		w.mark(1, time.Now())
		w.mark(2, early)
		time.Sleep(time.Second)
		w.mark(1, time.Now())
		if age := w.age(); age != 2*time.Second {
			t.Errorf("the oldest waits for %v", age)
		}
		w.done = 3
		w.release()
		if age := w.age(); age != 0 {
			t.Errorf("what is left waits for %v", age)
		}
	})
}
