package retry_test

import (
	"net/http"
	"testing"
	"time"

	"weir/engine/retry"
)

func cases() map[string]retry.Case {
	return map[string]retry.Case{
		"status":  failing(nil),
		"error":   failing(func(c *retry.Case) { c.Status, c.Class = 0, retry.ClassReset }),
		"seconds": failing(func(c *retry.Case) { c.Header = http.Header{"Retry-After": {"3"}} }),
		"date": failing(func(c *retry.Case) {
			c.Header = http.Header{"Retry-After": {"Sun, 01 Nov 2026 12:00:30 GMT"}, "Date": {"Sun, 01 Nov 2026 12:00:00 GMT"}}
		}),
		"refused": failing(func(c *retry.Case) { c.Method = http.MethodPost }),
	}
}

func TestADecisionAllocatesItsWordsOnly(t *testing.T) {
	for name, c := range cases() {
		p := retry.Defaults()
		if allocs := testing.AllocsPerRun(1000, func() { p.Decide(c, half) }); allocs > 1 {
			t.Errorf("%s: %v allocations, want at most 1", name, allocs)
		}
	}
	b := retry.NewBudget(10, 0.2)
	if allocs := testing.AllocsPerRun(1000, func() { b.Request(); b.Retry(now) }); allocs > 0 {
		t.Errorf("budget: %v allocations", allocs)
	}
}

func BenchmarkDecide(b *testing.B) {
	for name, c := range cases() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			p := retry.Defaults()
			for b.Loop() {
				p.Decide(c, half)
			}
		})
	}
}

func BenchmarkBudget(b *testing.B) {
	b.ReportAllocs()
	budget, at := retry.NewBudget(10, 0.2), now
	for b.Loop() {
		at = at.Add(time.Millisecond)
		budget.Request()
		budget.Retry(at)
	}
}
