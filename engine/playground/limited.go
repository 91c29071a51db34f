package playground

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// preset of the limiter of /v1/limited, and what it may be set to.
const (
	presetRate  = 10
	presetBurst = 10
	mostRate    = 1_000_000
	leastRate   = 0.01
	mostBurst   = 1_000_000
)

// limitedList is cursorList behind the server's token bucket.
func (p *Playground) limitedList(c *call) error {
	q := p.limiter.take(p.now())
	quotaHeader(c.w.Header(), q)
	if !q.admitted {
		return tooMany(q)
	}
	return p.cursorList(c)
}

// quotaHeader tells a quota in the fields of the IETF drafts 01–06 and in
// those of the draft 08 and later. Its times are rounded up to seconds.
func quotaHeader(h http.Header, q quota) {
	reset := strconv.Itoa(wholeSeconds(q.full))
	h.Set("RateLimit-Limit", strconv.Itoa(q.limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(q.remaining))
	h.Set("RateLimit-Reset", reset)
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%s`, q.remaining, reset))
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=%d`, q.limit, max(1, wholeSeconds(q.window))))
}

// tooMany is the 429 of a quota that is used up. Retry-After is the time of
// the next admission, rounded up to seconds.
func tooMany(q quota) *problem {
	wait := max(q.next, time.Nanosecond)
	p := &problem{
		status: http.StatusTooManyRequests, code: "rate_limited",
		message: fmt.Sprintf("the limit of %d requests is used up; the next is admitted in %s",
			q.limit, wait.Round(time.Millisecond)),
	}
	return p.retryAfter(wait)
}
