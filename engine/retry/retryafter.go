package retry

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestRetryAfter bounds what RetryAfter returns; nobody waits longer.
const longestRetryAfter = 365 * 24 * time.Hour

// RetryAfter reads how long a reply asks to wait (RFC 9110, section 10.2.3):
// seconds, also with a fraction, or a date. A date is taken relative to the
// reply's own Date, so that a server's wrong clock does no harm; without one,
// relative to now. What lies in the past is 0, more than a year is a year, and
// what cannot be read is false.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if seconds, ok := parseSeconds(text); ok {
		return seconds, true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(0, at.Sub(now)), longestRetryAfter), true
}

// parseSeconds reads a plain decimal number of seconds.
func parseSeconds(text string) (time.Duration, bool) {
	if strings.Trim(text, "0123456789.") != "" && strings.Trim(strings.TrimPrefix(text, "-"), "0123456789.") != "" {
		return 0, false // no exponents, no "Inf"
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) {
		return 0, false
	}
	if f >= longestRetryAfter.Seconds() {
		return longestRetryAfter, true
	}
	return time.Duration(max(0, f) * float64(time.Second)), true
}
