package playground

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// preset of the quotas, and what they may be set to.
const (
	presetQuota  = 20
	presetWindow = 10 * time.Second
	mostQuota    = 1_000_000
	mostWindow   = 24 * time.Hour
)

// fixedWindow admits a number of requests in each window of time. A window
// begins with its first request and ends on a whole second of the clock, so
// that a reset told in epoch seconds is exact. Safe for concurrent use.
type fixedWindow struct {
	mu     sync.Mutex
	limit  int
	length time.Duration
	used   int
	end    time.Time
}

// take admits or refuses a request that comes now.
func (w *fixedWindow) take(now time.Time) quota {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !now.Before(w.end) {
		w.used = 0
		w.end = now.Add(w.length)
		if whole := w.end.Truncate(time.Second); whole.Before(w.end) {
			w.end = whole.Add(time.Second)
		}
	}
	q := quota{limit: w.limit, window: w.length, full: w.end.Sub(now)}
	if w.used < w.limit {
		w.used++
		q.admitted = true
	}
	if q.remaining = w.limit - w.used; q.remaining == 0 {
		q.next = q.full
	}
	return q
}

// taker is a limiter of either kind.
type taker interface{ take(now time.Time) quota }

// quotaKey names a quota: its family and its size.
type quotaKey struct {
	family string
	limit  int
	window time.Duration
}

// mostQuotas bounds the quotas that are kept apart.
const mostQuotas = 256

// quotaHandler is a list in the form of cursorList behind a quota that is told
// as one family of APIs does.
func quotaHandler(f family) func(*Playground, *call) error {
	return func(p *Playground, c *call) error {
		limit, err := c.number(presetQuota, 1, mostQuota, "quota")
		if err != nil {
			return err
		}
		window, err := c.duration("window", presetWindow, mostWindow)
		if err != nil {
			return err
		}
		if window < time.Second {
			return badRequest("bad_window", "window=%s is shorter than 1s; resets are told in seconds", window)
		}
		now := p.now()
		q := p.quota(quotaKey{f.name, limit, window}, f.leaky).take(now)
		f.tell(c.w.Header(), q, now)
		if !q.admitted {
			return f.refusal(q, now)
		}
		return p.cursorList(c)
	}
}

// quota finds the limiter of a key, or makes it.
func (p *Playground) quota(key quotaKey, leaky bool) taker {
	return p.quotas.find(key, func() taker {
		if leaky {
			return newLimiter(float64(key.limit)/key.window.Seconds(), key.limit)
		}
		return &fixedWindow{limit: key.limit, length: key.window}
	})
}

// family is a way in which APIs tell their quota.
type family struct {
	name    string
	about   string
	leaky   bool // refills steadily instead of in windows
	tell    func(h http.Header, q quota, now time.Time)
	refusal func(q quota, now time.Time) *problem
}

// families returns every family.
func families() []family {
	return []family{
		{"github", "X-RateLimit-*, reset as epoch; a refusal is a 403", false, tellGitHub, refuseGitHub},
		{"x", "x-rate-limit-*, reset as epoch; no Retry-After", false, tellX, refusePlain},
		{"gitlab", "RateLimit-*, reset as epoch", false, tellGitLab, refuseSeconds},
		{"reddit", "X-Ratelimit-*, reset in seconds, remaining with a decimal", false, tellReddit, refusePlain},
		{"draft6", "IETF drafts 01-06: RateLimit-Limit, -Remaining, -Reset", false, tellDraft6, refuseSeconds},
		{"draft7", "IETF draft 07: RateLimit: limit=, remaining=, reset=", false, tellDraft7, refuseSeconds},
		{"draft8", `IETF drafts 08 on: RateLimit: "default";r=;t=`, false, tellDraft8, refuseSeconds},
		{"shopify", "X-Shopify-Shop-Api-Call-Limit of a leaky bucket; Retry-After with a decimal", true, tellShopify, refuseDecimal},
		{"discord", "X-RateLimit-* with fractions, and Reset-After", false, tellDiscord, refuseDiscord},
		{"openai", "x-ratelimit-*-requests and -tokens; reset as 6m0s", false, tellOpenAI, refusePlain},
		{"anthropic", "anthropic-ratelimit-*, reset as RFC 3339", false, tellAnthropic, refuseSeconds},
	}
}

// epoch is the moment of the reset in seconds since 1970, rounded up.
func (q quota) epoch(now time.Time) string {
	reset := now.Add(q.full)
	return strconv.FormatInt(reset.Add(time.Second-1).Unix(), 10)
}

// decimal writes d in seconds with three decimals, rounded up.
func decimal(d time.Duration) string {
	return string(appendFixed(nil, int((d+time.Millisecond-1)/time.Millisecond), 3))
}

func tellGitHub(h http.Header, q quota, now time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(q.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(q.remaining))
	h.Set("X-RateLimit-Used", strconv.Itoa(q.limit-q.remaining))
	h.Set("X-RateLimit-Reset", q.epoch(now))
	h.Set("X-RateLimit-Resource", "core")
}

func tellX(h http.Header, q quota, now time.Time) {
	h.Set("x-rate-limit-limit", strconv.Itoa(q.limit))
	h.Set("x-rate-limit-remaining", strconv.Itoa(q.remaining))
	h.Set("x-rate-limit-reset", q.epoch(now))
}

func tellGitLab(h http.Header, q quota, now time.Time) {
	h.Set("RateLimit-Name", "throttle_gauges_api")
	h.Set("RateLimit-Limit", strconv.Itoa(q.limit))
	h.Set("RateLimit-Observed", strconv.Itoa(q.limit-q.remaining))
	h.Set("RateLimit-Remaining", strconv.Itoa(q.remaining))
	h.Set("RateLimit-Reset", q.epoch(now))
}

func tellReddit(h http.Header, q quota, _ time.Time) {
	h.Set("X-Ratelimit-Remaining", strconv.Itoa(q.remaining)+".0")
	h.Set("X-Ratelimit-Used", strconv.Itoa(q.limit-q.remaining))
	h.Set("X-Ratelimit-Reset", strconv.Itoa(wholeSeconds(q.full)))
}

func tellDraft6(h http.Header, q quota, _ time.Time) {
	h.Set("RateLimit-Limit", strconv.Itoa(q.limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(q.remaining))
	h.Set("RateLimit-Reset", strconv.Itoa(wholeSeconds(q.full)))
	h.Set("RateLimit-Policy", fmt.Sprintf("%d;w=%d", q.limit, wholeSeconds(q.window)))
}

func tellDraft7(h http.Header, q quota, _ time.Time) {
	h.Set("RateLimit", fmt.Sprintf("limit=%d, remaining=%d, reset=%d", q.limit, q.remaining, wholeSeconds(q.full)))
	h.Set("RateLimit-Policy", fmt.Sprintf("%d;w=%d", q.limit, wholeSeconds(q.window)))
}

func tellDraft8(h http.Header, q quota, _ time.Time) {
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, q.remaining, wholeSeconds(q.full)))
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=%d`, q.limit, wholeSeconds(q.window)))
}

func tellShopify(h http.Header, q quota, _ time.Time) {
	h.Set("X-Shopify-Shop-Api-Call-Limit", fmt.Sprintf("%d/%d", q.limit-q.remaining, q.limit))
}

func tellDiscord(h http.Header, q quota, now time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(q.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(q.remaining))
	h.Set("X-RateLimit-Reset", decimal(time.Duration(now.Add(q.full).UnixNano())))
	h.Set("X-RateLimit-Reset-After", decimal(q.full))
	h.Set("X-RateLimit-Bucket", "a1b2c3d4e5f60718")
}

func tellOpenAI(h http.Header, q quota, _ time.Time) {
	const tokens = 500 // that a request is taken to cost
	reset := (time.Duration(wholeSeconds(q.full)) * time.Second).String()
	h.Set("x-ratelimit-limit-requests", strconv.Itoa(q.limit))
	h.Set("x-ratelimit-remaining-requests", strconv.Itoa(q.remaining))
	h.Set("x-ratelimit-reset-requests", reset)
	h.Set("x-ratelimit-limit-tokens", strconv.Itoa(tokens*q.limit))
	h.Set("x-ratelimit-remaining-tokens", strconv.Itoa(tokens*q.remaining))
	h.Set("x-ratelimit-reset-tokens", reset)
}

func tellAnthropic(h http.Header, q quota, now time.Time) {
	h.Set("anthropic-ratelimit-requests-limit", strconv.Itoa(q.limit))
	h.Set("anthropic-ratelimit-requests-remaining", strconv.Itoa(q.remaining))
	reset := now.Add(q.full).Add(time.Second - 1).UTC().Truncate(time.Second)
	h.Set("anthropic-ratelimit-requests-reset", reset.Format(time.RFC3339))
}

// refuseSeconds is a 429 with Retry-After in seconds.
func refuseSeconds(q quota, _ time.Time) *problem { return tooMany(q) }

// refusePlain is a 429 that leaves it to the quota's own fields when to retry.
func refusePlain(q quota, _ time.Time) *problem {
	p := tooMany(q)
	p.header = nil
	return p
}

// refuseGitHub is a 403, as for the primary limit of GitHub.
func refuseGitHub(q quota, _ time.Time) *problem {
	p := tooMany(q)
	p.status, p.header = http.StatusForbidden, nil
	return p
}

// refuseDecimal is a 429 with Retry-After in seconds with a decimal.
func refuseDecimal(q quota, _ time.Time) *problem {
	p := tooMany(q)
	const tenth = time.Second / 10
	p.header.Set("Retry-After", string(appendFixed(nil, int((q.next+tenth-1)/tenth), 1)))
	return p
}

// refuseDiscord is a 429 with Retry-After in seconds and its scope.
func refuseDiscord(q quota, _ time.Time) *problem {
	p := tooMany(q)
	p.header.Set("X-RateLimit-Scope", "user")
	return p
}
