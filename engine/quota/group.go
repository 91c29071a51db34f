package quota

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// group is the headers that speak of one quota: they share the prefix of their
// names and the name of a policy, which may be none.
type group struct {
	prefix, policy string
	// roleFirst tells Limit-Tokens from Tokens-Limit.
	roleFirst bool
	fields    []field
	values    [roles]string
}

// role is what one header of a group says.
type role int

const (
	roleLimit role = iota
	roleRemaining
	roleUsed
	roleReset
	roleResetAfter
	roleResource // GitHub's name of the policy
	roleBucket   // Discord's
	roleName     // GitLab's
	roles
)

// roleOf returns the role of a word; false if it has none.
func roleOf(word string) (role, bool) {
	switch word {
	case "limit":
		return roleLimit, true
	case "remaining":
		return roleRemaining, true
	case "used", "observed":
		return roleUsed, true
	case "reset":
		return roleReset, true
	case "reset-after":
		return roleResetAfter, true
	case "resource":
		return roleResource, true
	case "bucket":
		return roleBucket, true
	case "name":
		return roleName, true
	default:
		return 0, false
	}
}

// grouped reads all families of headers that give each number its own header.
func grouped(found []field, c clock) []Quota {
	policies, _ := lookup(found, "ratelimit-policy")
	rules := members(policies.value)
	var quotas []Quota
	for _, g := range groups(found) {
		q := g.quota(rules, c)
		if q.Window > 0 && g.prefix == "ratelimit-" {
			g.fields = append(g.fields, policies)
		}
		q.Evidence = evidence(g.fields...)
		quotas = append(quotas, q)
	}
	return quotas
}

func groups(found []field) []group {
	var list []group
	for _, f := range found {
		prefix, rest, ok := family(f.lower)
		if !ok {
			continue
		}
		role, policy, roleFirst, ok := dissect(rest)
		if !ok {
			continue
		}
		at := slices.IndexFunc(list, func(g group) bool { return g.prefix == prefix && g.policy == policy })
		if at < 0 {
			at = len(list)
			list = append(list, group{prefix: prefix, policy: policy, roleFirst: roleFirst})
		}
		list[at].fields = append(list[at].fields, f)
		list[at].values[role] = f.value
	}
	return list
}

// family cuts a header's name after the words that make it one about limits.
func family(lower string) (prefix, rest string, ok bool) {
	for _, mark := range [...]string{"ratelimit-", "rate-limit-", "x-app-limit-", "x-user-limit-"} {
		if at := strings.Index(lower, mark); at >= 0 {
			cut := at + len(mark)
			return lower[:cut], lower[cut:], true
		}
	}
	return "", "", false
}

// dissect splits the rest of a name into its role and the name of a policy,
// whichever comes first.
func dissect(rest string) (r role, policy string, roleFirst, ok bool) {
	if r, ok = roleOf(rest); ok {
		return r, "", true, true
	}
	head, tail, _ := strings.Cut(rest, "-")
	if r, ok = roleOf(head); ok && r <= roleReset {
		return r, tail, true, true
	}
	if at := strings.LastIndexByte(rest, '-'); at >= 0 {
		if r, ok = roleOf(rest[at+1:]); ok && r <= roleReset {
			return r, rest[:at], false, true
		}
	}
	return 0, "", false, false
}

func (g *group) quota(rules []member, c clock) Quota {
	q := Quota{
		Dialect:   g.dialect(),
		Policy:    cmp.Or(g.policy, g.values[roleResource], g.values[roleBucket], g.values[roleName]),
		Limit:     amount(first(g.values[roleLimit])),
		Remaining: amount(first(g.values[roleRemaining])),
		Reset:     c.resetIn(g.values[roleReset]),
		Window:    namedWindow(g.policy),
	}
	if after, ok := number(g.values[roleResetAfter]); ok {
		q.Reset = c.resetOf(after)
	}
	if g.prefix == "ratelimit-" {
		limits := members(g.values[roleLimit])
		q.Window = cmp.Or(windowOf(limits, q.Limit), windowOf(rules, q.Limit), q.Window)
	}
	return complete(q, amount(first(g.values[roleUsed])))
}

// complete works out a number that is missing from how much was used, if that
// was said.
func complete(q Quota, used float64) Quota {
	switch {
	case used == Unknown:
	case q.Limit == Unknown && q.Remaining != Unknown:
		q.Limit = used + q.Remaining
	case q.Limit != Unknown && q.Remaining == Unknown:
		q.Remaining = max(0, q.Limit-used)
	}
	return q
}

// first is what leads a list such as 100, 100;w=60.
func first(value string) string {
	if end := strings.IndexAny(value, ",;"); end >= 0 {
		value = value[:end]
	}
	return strings.TrimSpace(value)
}

func (g *group) dialect() string {
	switch g.prefix {
	case "x-ratelimit-":
		return g.xDialect()
	case "ratelimit-":
		if seconds, ok := number(g.values[roleReset]); ok && seconds > minEpoch || g.has(roleName) || g.has(roleUsed) {
			return DialectGitLab
		}
		return DialectDraft06
	case "x-rate-limit-", "x-app-limit-", "x-user-limit-":
		return DialectXRateDashLimit
	case "anthropic-ratelimit-":
		return DialectAnthropic
	default:
		return strings.TrimSuffix(g.prefix, "-")
	}
}

// xDialect tells apart those who write X-RateLimit, by what else they write.
func (g *group) xDialect() string {
	switch {
	case g.has(roleResource):
		return DialectGitHub
	case g.has(roleBucket), g.has(roleResetAfter):
		return DialectDiscord
	case g.has(roleUsed) && !g.has(roleLimit):
		return DialectReddit
	case g.roleFirst && (g.policy == "requests" || g.policy == "tokens"):
		return DialectOpenAI
	case g.roleFirst && namedWindow(g.policy) > 0:
		return DialectKong
	default:
		return DialectXRateLimit
	}
}

func (g *group) has(r role) bool { return g.values[r] != "" }

// namedWindow returns the window that a policy is named for, zero if none.
func namedWindow(policy string) time.Duration {
	switch policy[strings.LastIndexByte(policy, '-')+1:] {
	case "second":
		return time.Second
	case "minute":
		return time.Minute
	case "hour":
		return time.Hour
	case "day", "daily", "24hour":
		return 24 * time.Hour
	default:
		return 0
	}
}
