package compare

import (
	"context"
	"hash/maphash"
	"maps"
	"slices"

	"weir/sessions"
)

// Options say how much a report tells.
type Options struct {
	// Show is how many items of each list and kind are named; all are counted.
	Show int
}

// Sessions compares what a holds with what b holds. The error is the context's,
// or that of a file whose beginning cannot be read; what else cannot be read
// is in Report.NotCompared.
func Sessions(ctx context.Context, a, b *sessions.Session, o Options) (*Report, error) {
	aOrigins, err := originsOf(ctx, a)
	if err != nil {
		return nil, err
	}
	bOrigins, err := originsOf(ctx, b)
	if err != nil {
		return nil, err
	}
	label := func(origin string) string { return origin }
	if len(aOrigins) <= 1 && len(bOrigins) <= 1 {
		label = func(string) string { return "" }
	}
	seed := maphash.MakeSeed()
	left, right := newSide(a, label, seed), newSide(b, label, seed)
	for _, s := range []*side{left, right} {
		if err := s.read(ctx); err != nil {
			return nil, err
		}
	}
	r := &Report{NotCompared: append(append([]string{}, left.troubles("A")...), right.troubles("B")...)}
	if r.A, err = left.report(ctx, aOrigins); err != nil {
		return nil, err
	}
	if r.B, err = right.report(ctx, bOrigins); err != nil {
		return nil, err
	}
	r.Requests = requestsOf(left, right)
	d := &differ{a: left.items, b: right.items, show: max(0, o.Show), mark: marks()}
	if r.Lists, err = d.lists(ctx); err != nil {
		return nil, err
	}
	r.NotCompared = append(r.NotCompared, d.troubles()...)
	r.Same = r.same()
	return r, nil
}

// originsOf lists a session's origins in the order in which they were first asked.
func originsOf(ctx context.Context, s *sessions.Session) ([]string, error) {
	seen, out := map[string]bool{}, []string{}
	for from := uint64(0); ; {
		found, err := s.Find(ctx, sessions.Filter{FromID: from, Limit: 10_000})
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return out, nil
		}
		for _, x := range found {
			if !seen[x.Origin] && x.Origin != "" {
				seen[x.Origin] = true
				out = append(out, x.Origin)
			}
		}
		from = found[len(found)-1].ID
	}
}

// requestsOf pairs the requests of both sides: those of A in their order, then
// those that only B made.
func requestsOf(a, b *side) []Request {
	out := []Request{}
	for _, key := range a.order {
		out = append(out, pair(key, a.requests[key], b.requests[key]))
	}
	for _, key := range b.order {
		if a.requests[key] == nil {
			out = append(out, pair(key, nil, b.requests[key]))
		}
	}
	return out
}

func pair(key requestKey, a, b *request) Request {
	same := a != nil && b != nil && a.exchanges == b.exchanges && a.retries == b.retries && maps.Equal(a.ends, b.ends)
	return Request{Request: key.String(), Same: same, A: a.report(), B: b.report()}
}

func (r *request) report() *RequestSide {
	if r == nil {
		return nil
	}
	return &RequestSide{
		Exchanges: r.exchanges, Ends: r.ends, Retries: r.retries,
		P50: r.latency.quantile(0.5), P95: r.latency.quantile(0.95),
	}
}

// same says whether nothing differs that counts.
func (r *Report) same() bool {
	a, b := r.A.Counts, r.B.Counts
	if a.Trips != b.Trips || a.Retries != b.Retries || a.NotRetried != b.NotRetried || a.Rejected != b.Rejected ||
		a.Pages != b.Pages || a.LostPages != b.LostPages {
		return false
	}
	return !slices.ContainsFunc(r.Requests, func(q Request) bool { return !q.Same }) &&
		!slices.ContainsFunc(r.Lists, func(l List) bool { return l.ItemCounts != ItemCounts{} })
}
