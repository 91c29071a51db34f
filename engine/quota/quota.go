package quota

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// The names of dialects. Where headers do not give away whose they are, the
// dialect is the family of header names.
const (
	DialectDraft06    = "draft-06"
	DialectDraft07    = "draft-07"
	DialectDraft08    = "draft-08"
	DialectGitHub     = "github"
	DialectGitLab     = "gitlab"
	DialectReddit     = "reddit"
	DialectDiscord    = "discord"
	DialectShopify    = "shopify"
	DialectOpenAI     = "openai"
	DialectAnthropic  = "anthropic"
	DialectKong       = "kong"
	DialectXRateLimit = "x-ratelimit"
	// DialectXRateDashLimit is X-Rate-Limit-*, as X and Okta write it.
	DialectXRateDashLimit = "x-rate-limit"
)

// Unknown stands for a number that the server did not tell.
const Unknown = -1

// Quota is one allowance that a server told of.
type Quota struct {
	// Dialect is whose way of writing it is, one of the Dialect names or, for
	// headers of the same build, their prefix.
	Dialect string
	// Policy is the server's name for it, if it gave one: core, tokens, minute.
	Policy string
	// Limit is how much is allowed in a window and Remaining how much of that is
	// left, in the server's own unit; Unknown if it did not say.
	Limit, Remaining float64
	// Reset is when the quota is whole again by our clock, zero if unknown. It can
	// have passed.
	Reset time.Time
	// Window is how long a window is, zero if unknown.
	Window time.Duration
	// Evidence is the header lines this was read from, one a line, as received
	// but cut to a bound. It is a stranger's text.
	Evidence string
}

// Exhausted reports whether the server said that less than one is left.
func (q Quota) Exhausted() bool {
	return q.Remaining != Unknown && q.Remaining < 1
}

// maxQuotas bounds how many quotas one reply can tell of.
const maxQuotas = 16

// Parse returns every quota that the headers of a reply tell of, the tightest
// first: exhausted ones, of these the one that resets last; then by the share
// that remains. It returns nil if there is none. Now is when the reply arrived.
func Parse(h http.Header, now time.Time) []Quota {
	found := collect(h)
	if len(found) == 0 {
		return nil
	}
	clock := clockOf(h, now)
	quotas := structured(found, clock)
	quotas = append(quotas, grouped(found, clock)...)
	quotas = append(quotas, shopify(found)...)
	quotas = slices.DeleteFunc(quotas, func(q Quota) bool {
		return q.Limit == Unknown && q.Remaining == Unknown
	})
	quotas = withoutEchoes(quotas)
	slices.SortStableFunc(quotas, tighter)
	return quotas[:min(len(quotas), maxQuotas)]
}

// withoutEchoes drops a quota that repeats an earlier one in another dialect:
// some servers say the same in two.
func withoutEchoes(quotas []Quota) []Quota {
	kept := quotas[:0]
	for _, q := range quotas {
		echo := func(earlier Quota) bool {
			return earlier.Dialect != q.Dialect && earlier.Limit == q.Limit &&
				earlier.Remaining == q.Remaining && sameReset(earlier.Reset, q.Reset)
		}
		if !slices.ContainsFunc(kept, echo) {
			kept = append(kept, q)
		}
	}
	return kept
}

// sameReset allows for the rounding of an epoch and of Date.
func sameReset(a, b time.Time) bool {
	if a.IsZero() || b.IsZero() {
		return a.Equal(b)
	}
	return a.Sub(b).Abs() <= 2*time.Second
}

func tighter(a, b Quota) int {
	return cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		later(a, b),
		cmp.Compare(share(a), share(b)),
		cmp.Compare(a.Remaining, b.Remaining),
		cmp.Compare(a.Dialect, b.Dialect),
		cmp.Compare(a.Policy, b.Policy),
	)
}

// rank puts exhausted quotas before those with something left, and those before
// the ones that do not say.
func rank(q Quota) int {
	switch {
	case q.Exhausted():
		return 0
	case q.Remaining != Unknown:
		return 1
	default:
		return 2
	}
}

// later orders exhausted quotas by who holds longest.
func later(a, b Quota) int {
	if !a.Exhausted() || !b.Exhausted() {
		return 0
	}
	return b.Reset.Compare(a.Reset)
}

// share is the part of the limit that remains, 1 if the limit is unknown.
func share(q Quota) float64 {
	if q.Limit <= 0 {
		return 1
	}
	return q.Remaining / q.Limit
}
