package sessions

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// same fails unless two states hold the same.
func same(t *testing.T, a, b *State) {
	t.Helper()
	opts := cmp.Options{cmp.AllowUnexported(
		State{}, Run{}, Origin{}, Exchange{}, Walk{}, Trail{}, Breaker{}, Bucket{}, Latency{}, line{},
	)}
	flat := func(s *State) map[string]any {
		m := map[string]any{"counters": s.Counters, "live": len(s.Live()), "retrying": len(s.Retrying()), "at": s.At()}
		for i := range s.Len() {
			x := *s.Row(i)
			x.owner = nil
			x.Attempts = slices.Clone(x.Attempts)
			for j := range x.Attempts {
				if a := &x.Attempts[j]; !x.Live() { // a replay leaves them to the file
					a.RequestFields, a.Fields, a.Trailer = nil, nil, nil
				}
			}
			m["exchange "+number(x.ID)] = x
		}
		for _, o := range s.Origins() {
			c := o.copyFor(nil)
			marks := []Mark{}
			for i := range c.Breaker.Len() {
				marks = append(marks, c.Breaker.Mark(i))
			}
			c.Breaker.window = strip[Mark]{}
			m["origin "+o.Name], m["window "+o.Name] = *c, marks
		}
		return m
	}
	if diff := cmp.Diff(flat(a), flat(b), append(opts, cmp.AllowUnexported(strip[Mark]{}))); diff != "" {
		t.Error(diff)
	}
}
