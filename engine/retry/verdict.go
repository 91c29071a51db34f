package retry

import (
	"net/http"
	"strconv"
	"time"
)

// Case is an attempt that has ended, as far as trying again goes.
type Case struct {
	Method         string // GET where empty
	IdempotencyKey bool   // the request has an Idempotency-Key
	Replayable     bool   // the request's body, if any, can be sent again
	Status         int    // of the reply; 0 where there is none
	Header         http.Header
	Class          Class // of the error that kept the reply from being whole
	Attempt        int   // that has ended, from 1
	// Previous is the delay before this attempt, for decorrelated jitter.
	Previous time.Duration
	Now      time.Time
	Started  bool // the reply had begun when the error came
}

// Verdict says what to do after an attempt.
type Verdict struct {
	Retry bool
	// Delay is how long to wait: Floor + Backoff. Zero unless Retry.
	Delay time.Duration
	// Backoff is what the schedule adds to Floor, from 0 to Ceiling.
	Backoff time.Duration
	// Ceiling is what the backoff was drawn under.
	Ceiling time.Duration
	// Floor is what the server asked for, from 0. It is set where it is the
	// reason for the refusal too.
	Floor time.Duration
	// Why says what failed: "503", "connection reset". Empty if nothing did.
	Why string
	// Refusal says why not, RefusalNone where Retry is true.
	Refusal Refusal
}

// Refusal is why an attempt is not repeated, in words for people.
type Refusal string

// The refusals.
const (
	RefusalNone     Refusal = ""
	RefusalSuccess  Refusal = "nothing failed"
	RefusalStatus   Refusal = "status is not retryable"
	RefusalError    Refusal = "error cannot be mended by retrying"
	RefusalMethod   Refusal = "method is not idempotent"
	RefusalBody     Refusal = "body cannot be replayed"
	RefusalAttempts Refusal = "attempts used up"
	RefusalTooLong  Refusal = "server asked to wait longer than allowed"
	RefusalBudget   Refusal = "retry budget is used up" // set by the owner of the budget
)

// Decide says whether an attempt is repeated and after how long. It draws from
// random, which returns 0 to 1, at most once, and only for a retry that has
// something to draw.
func (p Policy) Decide(c Case, random func() float64) Verdict {
	v := Verdict{Why: c.why()}
	v.Refusal = p.refusal(c)
	if v.Refusal != RefusalNone {
		return v
	}
	if c.statusMayPass() {
		v.Floor, _ = RetryAfter(c.Header, c.Now)
	}
	if v.Floor > p.MaxRetryAfter {
		v.Refusal = RefusalTooLong
		return v
	}
	least, most := p.bounds(c.Attempt, c.Previous)
	drawn := draw(least, most, random) - least
	v.Retry, v.Ceiling = true, most
	v.Delay = max(v.Floor, least) + drawn
	v.Backoff = v.Delay - v.Floor
	return v
}

// refusal says why an attempt is not repeated, whatever its server asks.
func (p Policy) refusal(c Case) Refusal {
	switch {
	case c.Class == ClassNone && c.Status < 400:
		return RefusalSuccess
	case c.Class == ClassNone && !c.statusMayPass():
		return RefusalStatus
	case c.Class != ClassNone && !c.Class.Retryable():
		return RefusalError
	case !p.AnyMethod && !c.IdempotencyKey && !idempotent(c.Method):
		return RefusalMethod
	case !c.Replayable:
		return RefusalBody
	case c.Attempt >= p.Attempts:
		return RefusalAttempts
	default:
		return RefusalNone
	}
}

// idempotent reports whether doing a method twice is as doing it once (RFC
// 9110, section 9.2.2). Methods are case-sensitive.
func idempotent(method string) bool {
	switch method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace,
		http.MethodPut, http.MethodDelete, "QUERY":
		return true
	default:
		return false
	}
}

// statusMayPass reports whether a reply's status speaks of a passing state.
func (c Case) statusMayPass() bool {
	switch c.Status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusForbidden:
		return RateLimited(c.Status, c.Header)
	default:
		return false
	}
}

// why says what failed.
func (c Case) why() string {
	switch {
	case c.Class == ClassNone && c.Status < 400:
		return ""
	case c.Class == ClassNone:
		return strconv.Itoa(c.Status)
	case c.Started && c.Class != ClassTruncated && c.Class != ClassMalformed:
		return "reply cut off: " + c.Class.String()
	default:
		return c.Class.String()
	}
}
