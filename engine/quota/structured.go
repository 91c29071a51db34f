package quota

import (
	"slices"
	"strings"
	"time"
)

// structured reads RateLimit and RateLimit-Policy as drafts 07 and later have
// them. A policy that no RateLimit speaks of is a quota whose rest is unknown,
// unless it belongs to the older RateLimit-Limit.
func structured(found []field, c clock) []Quota {
	state, _ := lookup(found, "ratelimit")
	rules, _ := lookup(found, "ratelimit-policy")
	policies := members(rules.value)
	lines := evidence(state, rules)
	if q, ok := draft07(members(state.value), policies, c); ok {
		q.Evidence = lines
		return []Quota{q}
	}
	var quotas []Quota
	for _, m := range members(state.value) {
		if q, ok := draft08(m, policies, c); ok {
			q.Evidence = lines
			quotas = append(quotas, q)
		}
	}
	for _, p := range policies {
		if p.param("q") != "" && !tells(quotas, p.name) {
			quotas = append(quotas, Quota{
				Dialect: DialectDraft08, Policy: p.name, Limit: amount(p.param("q")), Remaining: Unknown,
				Window: window(p.param("w")), Evidence: evidence(rules),
			})
		}
	}
	return quotas
}

// draft07 reads limit=100, remaining=50, reset=5 with the policy 100;w=60.
func draft07(state, policies []member, c clock) (Quota, bool) {
	q := Quota{Dialect: DialectDraft07, Limit: Unknown, Remaining: Unknown}
	for _, m := range state {
		switch strings.ToLower(m.name) {
		case "limit":
			q.Limit = amount(m.value)
		case "remaining":
			q.Remaining = amount(m.value)
		case "reset":
			q.Reset = c.reset(m.value)
		}
	}
	q.Window = windowOf(policies, q.Limit)
	return q, q.Limit != Unknown || q.Remaining != Unknown
}

// draft08 reads "name";r=50;t=30 with the policy "name";q=100;w=60.
func draft08(m member, policies []member, c clock) (Quota, bool) {
	q := Quota{Dialect: DialectDraft08, Policy: m.name, Limit: Unknown, Remaining: amount(m.param("r"))}
	q.Reset = c.reset(m.param("t"))
	for _, p := range policies {
		if p.name == m.name {
			q.Limit, q.Window = amount(p.param("q")), window(p.param("w"))
		}
	}
	return q, q.Remaining != Unknown
}

// windowOf returns the window of the policy with the limit, of drafts up to 07.
func windowOf(policies []member, limit float64) time.Duration {
	for _, p := range policies {
		if w := window(p.param("w")); w > 0 && limit != Unknown && amount(p.name) == limit {
			return w
		}
	}
	return 0
}

func tells(quotas []Quota, policy string) bool {
	return slices.ContainsFunc(quotas, func(q Quota) bool { return q.Policy == policy })
}
