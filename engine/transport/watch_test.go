package transport

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// TestWatchFiresOnTime arms, moves on and drops the alarms of several attempts at
// random: each goes off exactly at its deadline, and no other does.
func TestWatchFiresOnTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		ops := rapid.SliceOfN(rapid.Custom(drawOp), 1, 60).Draw(rt, "ops")
		synctest.Test(t, func(t *testing.T) { playOps(t, rt, ops) })
	})
}

type op struct {
	attempt int
	limit   time.Duration // 0 drops the alarm
	pass    time.Duration // then this time passes
}

func drawOp(rt *rapid.T) op {
	return op{
		attempt: rapid.IntRange(0, 4).Draw(rt, "attempt"),
		limit:   time.Duration(rapid.IntRange(0, 50).Draw(rt, "limit")) * time.Millisecond,
		pass:    time.Duration(rapid.IntRange(0, 30).Draw(rt, "pass")) * time.Millisecond,
	}
}

func playOps(t *testing.T, rt *rapid.T, ops []op) {
	c := &Client{watch: newWatch()}
	attempts := make([]*attempt, 5)
	ends := make([]time.Time, 5) // when they went off
	due := make([]time.Time, 5)  // when they should
	for i := range attempts {
		a := newAttempt(c, nil)
		a.hop = &hop{a: a, cancel: func(error) { ends[i] = time.Now() }}
		attempts[i] = a
	}
	for _, o := range ops {
		a := attempts[o.attempt]
		if dead := !due[o.attempt].IsZero() && !time.Now().Before(due[o.attempt]); !dead {
			a.watchFor(TimeoutRead, o.limit)
			due[o.attempt] = time.Time{}
			if o.limit > 0 {
				due[o.attempt] = time.Now().Add(o.limit)
			}
		}
		time.Sleep(o.pass)
		synctest.Wait()
	}
	time.Sleep(time.Second)
	synctest.Wait()
	for i, a := range attempts {
		if !ends[i].Equal(due[i]) {
			rt.Errorf("attempt %d went off at %v, want %v", i, ends[i], due[i])
		}
		var late *TimeoutError
		if errors.As(a.failure(), &late) == due[i].IsZero() {
			rt.Errorf("attempt %d: %v", i, a.failure())
		}
		a.hop.cancel = func(error) {}
		a.finish()
	}
	if c.watch.first != nil {
		rt.Error("the watch still looks at attempts that are over")
	}
	c.watch.stop()
}

// TestWatchIsIdleWithoutAttempts: nothing ticks in a client that has nothing to do.
func TestWatchIsIdleWithoutAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, func(s *Settings) { s.Dial = hangingDial }, nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Do(ctx, &Request{URL: "http://river.test/"}, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if due := c.watch.due.Load(); due != 0 || c.watch.first != nil {
			t.Errorf("the timer is due at %v", due)
		}
	})
}
