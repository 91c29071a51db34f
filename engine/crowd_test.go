package engine

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestCrowdKeepsTheOrder lets exchanges come and go, also while they are looked
// at: the crowd is at any time a list of those that came and did not go, in the
// order in which they came.
func TestCrowdKeepsTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var c crowd
		var want []uint64
		for id := range uint64(rapid.IntRange(0, 60).Draw(rt, "steps")) {
			if len(want) > 0 && rapid.Bool().Draw(rt, "go") {
				i := rapid.IntRange(0, len(want)-1).Draw(rt, "which")
				c.remove(c.find(want[i]))
				want = slices.Delete(want, i, i+1)
			} else {
				c.add(&exchange{id: id})
				want = append(want, id)
			}
		}
		var got []uint64
		for x := range c.all {
			if got = append(got, x.id); x.id%3 == 0 {
				c.remove(x)
			}
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("%v, want %v", got, want)
		}
		left := slices.DeleteFunc(want, func(id uint64) bool { return id%3 == 0 })
		if c.n != len(left) || c.find(1<<40) != nil {
			rt.Fatalf("%d left, want %d", c.n, len(left))
		}
	})
}
