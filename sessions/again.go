package sessions

import (
	"cmp"
	"fmt"

	"weir/engine"
)

// Plan returns what a recorded run was asked to do, with the requests as they
// are: check with Struck that nothing of them is missing. A walk fetches so
// many pages, all of them where that is engine.AllPages.
func (r RecordedRun) Plan(pages int) (engine.Plan, error) {
	p := engine.Plan{Name: r.Name, Requests: r.Requests}
	switch r.Mode {
	case engine.ModeWalk:
		p.Walk = &engine.Walk{Pages: pages, Parallel: 1}
		if err := p.Walk.Set("paginate", cmp.Or(r.Paginate, "auto")); err != nil {
			return p, err
		}
	case engine.ModeRepeat:
		p.Repeat = &engine.Repeat{Times: r.Rounds}
	default:
	}
	return p, nil
}

// PolicyOf returns a recorded policy to send under again, and what of it cannot
// be taken over. Unchecked certificates never are.
func PolicyOf(facts engine.PolicyFacts) (engine.Policy, []error) {
	p := engine.DefaultPolicy()
	var lost []error
	for _, one := range []struct{ name, value string }{
		{"rate", facts.Rate},
		{"burst", fmt.Sprint(facts.Burst)},
		{"retries", fmt.Sprint(facts.Retries)},
		{"backoff", facts.Backoff},
		{"jitter", facts.Jitter},
		{"breaker", facts.Breaker},
		{"timeout", facts.Timeouts},
		{"concurrency", fmt.Sprint(facts.Concurrency)},
		{"http", facts.HTTP},
	} {
		if err := p.Set(one.name, one.value); err != nil {
			lost = append(lost, err)
		}
	}
	return p, lost
}
