package retry

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter returns how long a reply's Retry-After asks to wait from now on
// (RFC 9110, section 10.2.3), and whether it asks at all. It is a number of
// seconds, for which fractions are taken too, or a date; a date counts from the
// reply's own Date, or from now where that is missing or no date, so that a
// server whose clock is wrong is understood as it means it. What has passed is
// 0, more than a century is a century, what cannot be read asks nothing. Of
// several fields the longest counts.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) { //nolint:revive // it is the name of the field
	var wait time.Duration
	asked := false
	for _, value := range h["Retry-After"] {
		if d, ok := parseAfter(strings.Trim(value, " \t"), h, now); ok {
			wait, asked = max(wait, d), true
		}
	}
	return min(wait, longest), asked
}

func parseAfter(value string, h http.Header, now time.Time) (time.Duration, bool) {
	if d, ok := parseSeconds(value); ok {
		return d, true
	}
	when, ok := parseDate(value)
	if !ok {
		return 0, false
	}
	if date, ok := parseDate(h.Get("Date")); ok {
		now = date
	}
	return when.Sub(now), true
}

// parseDate reads a date in any of the three forms of RFC 9110, section 5.6.7.
func parseDate(value string) (time.Time, bool) {
	const shortest = len(time.ANSIC)
	if len(value) < shortest || value[0] < 'A' || value[0] > 'Z' {
		return time.Time{}, false // without the cost of three errors
	}
	t, err := http.ParseTime(value)
	return t, err == nil
}

// parseSeconds reads a decimal number of seconds, rounded up to the nanosecond.
func parseSeconds(value string) (time.Duration, bool) {
	digits := strings.TrimPrefix(value, "-")
	if !decimal(digits) {
		return 0, false
	}
	seconds, err := strconv.ParseFloat(digits, 64)
	if digits != value {
		return 0, true // less than nothing
	}
	if err != nil || seconds >= longest.Seconds() {
		return longest, true // an error here is a number too large for a float
	}
	return time.Duration(math.Ceil(seconds * float64(time.Second))), true
}

// decimal reports whether text is digits with at most one point between them.
func decimal(text string) bool {
	whole, fraction, point := strings.Cut(text, ".")
	return allDigits(whole) && (!point || allDigits(fraction))
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// RateLimited reports whether a reply says that a rate limit was exceeded: its
// status is 429, or it is 403 and its header has a Retry-After or tells of a
// quota with nothing remaining, as GitHub, for one, does.
func RateLimited(status int, h http.Header) bool {
	switch status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		_, asked := RetryAfter(h, time.Time{})
		return asked || exhausted(h)
	default:
		return false
	}
}

// exhausted reports whether a header tells of a quota with nothing remaining.
func exhausted(h http.Header) bool {
	for _, name := range [...]string{"X-Ratelimit-Remaining", "Ratelimit-Remaining", "X-Rate-Limit-Remaining"} {
		for _, value := range h[name] {
			if isZero(value) {
				return true
			}
		}
	}
	for _, value := range h["Ratelimit"] {
		if fieldExhausted(value) {
			return true
		}
	}
	return false
}

// fieldExhausted reads a RateLimit field: "limit=10, remaining=0, reset=5" of
// the IETF draft's version 07, or `"name";r=0;t=5` of the later ones.
func fieldExhausted(value string) bool {
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ';' }) {
		name, left, _ := strings.Cut(strings.TrimSpace(part), "=")
		if (name == "r" || name == "remaining") && isZero(left) {
			return true
		}
	}
	return false
}

func isZero(value string) bool {
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err == nil && n <= 0
}
