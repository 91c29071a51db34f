package aimd_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine/aimd"
)

var epoch = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func succeed(l *aimd.Limit, times int) (raised int) {
	for range times {
		if l.OnSuccess(epoch) {
			raised++
		}
	}
	return raised
}

func TestStartsAtItsMaximum(t *testing.T) {
	t.Parallel()
	for give, want := range map[int]int{100: 100, 1: 1, 0: 1, -5: 1} {
		if l := aimd.New(give, epoch); l.Limit() != want || l.Max() != want {
			t.Errorf("New(%d) is %d of %d, want %d", give, l.Limit(), l.Max(), want)
		}
	}
}

func TestABurstOfOverloadHalvesOnce(t *testing.T) {
	t.Parallel()
	l := aimd.New(100, epoch)
	if !l.OnOverload(epoch) {
		t.Fatal("the first overload changed nothing")
	}
	for i := range 100 {
		if l.OnOverload(epoch.Add(time.Duration(i) * time.Millisecond)) {
			t.Fatalf("overload %d of the same burst lowered the limit again", i)
		}
	}
	if l.Limit() != 50 {
		t.Errorf("limit %d, want 50", l.Limit())
	}
	if !l.OnOverload(epoch.Add(aimd.Window)) || l.Limit() != 25 {
		t.Errorf("limit %d after the window, want 25", l.Limit())
	}
}

func TestFallsToOneAndNoFurther(t *testing.T) {
	t.Parallel()
	l := aimd.New(5, epoch)
	now := epoch
	for _, want := range []int{2, 1, 1} {
		l.OnOverload(now)
		if l.Limit() != want {
			t.Errorf("limit %d, want %d", l.Limit(), want)
		}
		now = now.Add(aimd.Window)
	}
	if l.OnOverload(now) {
		t.Error("reported a change at the floor")
	}
}

func TestGrowsByOneARound(t *testing.T) {
	t.Parallel()
	l := aimd.New(8, epoch)
	l.OnOverload(epoch)
	if raised := succeed(l, 3); raised != 0 {
		t.Errorf("raised %d times before the round of 4 was full", raised)
	}
	if raised := succeed(l, 1); raised != 1 || l.Limit() != 5 {
		t.Errorf("limit %d after a full round, want 5", l.Limit())
	}
	if raised := succeed(l, 5+6+7); raised != 3 || l.Limit() != 8 {
		t.Errorf("limit %d after three more rounds, want 8", l.Limit())
	}
	if raised := succeed(l, 1000); raised != 0 {
		t.Error("grew over its maximum")
	}
}

func TestOverloadInsideARoundStartsItAnew(t *testing.T) {
	t.Parallel()
	l := aimd.New(8, epoch)
	l.OnOverload(epoch)
	succeed(l, 3)
	l.OnOverload(epoch)
	if succeed(l, 3) != 0 || succeed(l, 1) != 1 {
		t.Error("successes before an overload counted towards an increase after it")
	}
}

func TestSetMax(t *testing.T) {
	t.Parallel()
	l := aimd.New(10, epoch)
	if !l.SetMax(20) || l.Limit() != 20 {
		t.Errorf("limit %d, want 20: nothing had lowered it", l.Limit())
	}
	l.OnOverload(epoch)
	if l.SetMax(40) || l.Limit() != 10 || l.Max() != 40 {
		t.Errorf("limit %d of %d, want 10 of 40: it was lowered", l.Limit(), l.Max())
	}
	if !l.SetMax(3) || l.Limit() != 3 {
		t.Errorf("limit %d, want 3", l.Limit())
	}
	if !l.SetMax(0) || l.Limit() != 1 {
		t.Errorf("limit %d, want 1", l.Limit())
	}
}

func TestAnySequenceKeepsTheGuarantees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := aimd.New(rapid.IntRange(-2, 64).Draw(t, "max"), epoch)
		now, lastFall := epoch, epoch.Add(-aimd.Window)
		round := 0 // successes since the limit last changed or was overloaded
		was := l.Limit()
		moved := func(t *rapid.T, changed bool) int {
			step := l.Limit() - was
			if changed != (step != 0) {
				t.Fatalf("reported %v, the limit went from %d to %d", changed, was, l.Limit())
			}
			was = l.Limit()
			return step
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				if l.Limit() < 1 || l.Limit() > l.Max() {
					t.Fatalf("limit %d of %d", l.Limit(), l.Max())
				}
			},
			"time": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.Int64Range(0, int64(2*aimd.Window)).Draw(t, "time")))
			},
			"success": func(t *rapid.T) {
				round++
				before := was
				if step := moved(t, l.OnSuccess(now)); step != 0 {
					if step != 1 || round < before {
						t.Fatalf("grew by %d after %d successes at %d", step, round, before)
					}
					round = 0
				}
			},
			"overload": func(t *rapid.T) {
				round = 0
				before := was
				if step := moved(t, l.OnOverload(now)); step != 0 {
					if l.Limit() != before/2 || now.Sub(lastFall) < aimd.Window {
						t.Fatalf("fell from %d to %d, %v after the last fall", before, l.Limit(), now.Sub(lastFall))
					}
					lastFall = now
				} else if before > 1 && now.Sub(lastFall) >= aimd.Window {
					t.Fatalf("overload at %d changed nothing", before)
				}
			},
			"max": func(t *rapid.T) {
				if moved(t, l.SetMax(rapid.IntRange(-1, 64).Draw(t, "max"))) != 0 {
					round = 0
				}
			},
		})
	})
}
