package retry

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Policy says what is tried again.
type Policy struct {
	Attempts      int           // in all, from 1; 1 never retries
	Base          time.Duration // backoff before the second attempt, without jitter
	Cap           time.Duration // longest backoff; it is applied before jitter
	Factor        float64       // by which the backoff grows, from 1
	Jitter        Jitter
	MaxRetryAfter time.Duration // longest wait that a server may ask for
	AnyMethod     bool          // methods that are not idempotent are retried too
}

// Defaults returns 4 attempts, 200 ms doubling to 30 s, full jitter, and 2
// minutes for what a server may ask.
func Defaults() Policy {
	return Policy{
		Attempts: 4, Base: 200 * time.Millisecond, Cap: 30 * time.Second, Factor: 2,
		Jitter: Full, MaxRetryAfter: 2 * time.Minute,
	}
}

// Validate returns an error that names the first value out of range.
func (p Policy) Validate() error {
	switch {
	case p.Attempts < 1:
		return fmt.Errorf("%d attempts are too few, use 1 or more", p.Attempts)
	case p.Base < 0 || p.Cap < p.Base:
		return fmt.Errorf("the backoff %v..%v must go from 0 or more to no less", p.Base, p.Cap)
	case !(p.Factor >= 1 && p.Factor <= 100):
		return fmt.Errorf("the backoff's factor %v must be from 1 to 100", p.Factor)
	case p.Jitter > None:
		return errors.New("the jitter must be full, equal, decorrelated or none")
	case p.MaxRetryAfter < 0:
		return errors.New("the longest Retry-After must not be negative")
	}
	return nil
}

// ParseBackoff reads "200ms..30s", base and cap, or one time for a base with
// the default cap.
func ParseBackoff(text string) (base, longest time.Duration, err error) {
	low, high, ranged := strings.Cut(text, "..")
	base, err = time.ParseDuration(low)
	longest = max(base, Defaults().Cap)
	if err == nil && ranged {
		longest, err = time.ParseDuration(high)
	}
	if err != nil || base < 0 || longest < base {
		return 0, 0, fmt.Errorf("%q is no backoff, write BASE..CAP such as 200ms..30s", text)
	}
	return base, longest, nil
}

// Case is what came of an attempt.
type Case struct {
	Method         string
	IdempotencyKey bool // the request carries one
	Replayable     bool // its body can be sent again
	Status         int  // of the reply; 0 where there was none
	Header         http.Header
	Class          Class         // of the error; ClassNone where the reply is whole
	Attempt        int           // the one that has ended, from 1
	Previous       time.Duration // the delay before it
	Now            time.Time
}

// Refusal is why no further attempt is made, in words for people.
type Refusal string

// The refusals.
const (
	RefusalNone     Refusal = ""
	RefusalStatus   Refusal = "a reply with this status is final"
	RefusalError    Refusal = "trying again cannot mend this error"
	RefusalMethod   Refusal = "the method is not idempotent"
	RefusalBody     Refusal = "the body cannot be sent again"
	RefusalAttempts Refusal = "all attempts are used up"
	RefusalTooLong  Refusal = "the server asks to wait longer than allowed"
	RefusalBudget   Refusal = "the origin's retry budget is used up"
)

// Verdict is what to do about a failed attempt.
type Verdict struct {
	Retry   bool
	Delay   time.Duration // to wait before the next attempt: Floor + Backoff, or Backoff alone
	Backoff time.Duration // the drawn part
	Ceiling time.Duration // what it was drawn under
	Floor   time.Duration // what the server asked for; 0 where it did not
	Why     string        // what failed: "503", "connection reset"
	Refusal Refusal       // why not; RefusalNone where Retry is true
}

// Decide says whether another attempt follows, and when. random returns a
// number from 0 up to 1; it is called at most once.
func (p Policy) Decide(c Case, random func() float64) Verdict {
	v := Verdict{Why: c.why()}
	if v.Refusal = p.refuse(c); v.Refusal != RefusalNone {
		return v
	}
	floor, asked := RetryAfter(c.Header, c.Now)
	if asked {
		v.Floor = floor
	}
	if v.Floor > p.MaxRetryAfter {
		v.Refusal = RefusalTooLong
		return v
	}
	if c.Attempt >= p.Attempts {
		v.Refusal = RefusalAttempts
		return v
	}
	v.Backoff, v.Ceiling = p.backoff(c.Attempt, c.Previous, random)
	v.Delay = v.Floor + v.Backoff
	v.Retry = true
	return v
}

// refuse says why a case is final whatever the number of its attempt.
func (p Policy) refuse(c Case) Refusal {
	switch {
	case c.Class == ClassNone && !retryableStatus(c):
		return RefusalStatus
	case c.Class != ClassNone && !c.Class.Retryable():
		return RefusalError
	case !c.Replayable:
		return RefusalBody
	case !p.AnyMethod && !c.IdempotencyKey && !idempotent(c.Method):
		return RefusalMethod
	}
	return RefusalNone
}

func (c Case) why() string {
	if c.Class != ClassNone {
		return c.Class.String()
	}
	return strconv.Itoa(c.Status)
}

// idempotent reports whether a method may be sent twice with the effect of
// once: RFC 9110, section 9.2.2, and QUERY of draft-ietf-httpbis-safe-method-w-body.
func idempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace,
		http.MethodPut, http.MethodDelete, "QUERY", "":
		return true
	}
	return false
}

// retryableStatus reports whether a status says that time may help.
func retryableStatus(c Case) bool {
	switch c.Status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return RateLimited(c.Status, c.Header)
}

// RateLimited reports whether a reply says that too many requests were made:
// 429, or 403 with headers that say so, as GitHub does.
func RateLimited(status int, h http.Header) bool {
	if status == http.StatusTooManyRequests {
		return true
	}
	if status != http.StatusForbidden {
		return false
	}
	if h.Get("Retry-After") != "" {
		return true
	}
	for _, name := range []string{"X-Ratelimit-Remaining", "Ratelimit-Remaining", "X-Rate-Limit-Remaining"} {
		if v := strings.TrimSpace(h.Get(name)); v != "" {
			if n, err := strconv.ParseFloat(v, 64); err == nil && n <= 0 {
				return true
			}
		}
	}
	return strings.Contains(strings.ReplaceAll(h.Get("Ratelimit"), " ", ""), "remaining=0") ||
		strings.Contains(strings.ReplaceAll(h.Get("Ratelimit"), " ", ""), ";r=0")
}
