package quota

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// clock carries the server's time over to ours.
type clock struct {
	now time.Time
	// ahead is how far our clock is ahead of the server's.
	ahead time.Duration
}

// clockOf reads the server's clock from Date and Age. Without a Date the two
// clocks are taken to agree.
func clockOf(h http.Header, now time.Time) clock {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return clock{now: now}
	}
	if age, err := strconv.ParseUint(h.Get("Age"), 10, 31); err == nil {
		date = date.Add(time.Duration(age) * time.Second)
	}
	return clock{now: now, ahead: now.Sub(date)}
}

// A number above minEpoch is seconds since 1970, above minEpochMillis
// milliseconds: both begin long past and reach far ahead. No reset is believed
// that lies further off than maxReset.
const (
	minEpoch       = 1e9
	minEpochMillis = 1e11
	maxReset       = 10 * 365 * 24 * time.Hour
)

// reset reads any form of a reset; zero if it is none.
func (c clock) reset(text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	if seconds, ok := number(text); ok {
		return c.resetOf(seconds)
	}
	if delta, err := time.ParseDuration(strings.ToLower(text)); err == nil {
		return c.after(delta)
	}
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			return c.at(at)
		}
	}
	if at, err := http.ParseTime(text); err == nil {
		return c.at(at)
	}
	return time.Time{}
}

// resetIn reads a reset that may lead a list. The whole is tried first: an HTTP
// date holds a comma.
func (c clock) resetIn(value string) time.Time {
	if at := c.reset(value); !at.IsZero() {
		return at
	}
	return c.reset(first(value))
}

func (c clock) resetOf(seconds float64) time.Time {
	switch {
	case seconds > 1000*minEpochMillis:
		return time.Time{}
	case seconds > minEpochMillis:
		return c.at(time.UnixMilli(int64(seconds)))
	case seconds > minEpoch:
		whole, fraction := math.Modf(seconds)
		return c.at(time.Unix(int64(whole), int64(fraction*1e9)))
	default:
		return c.after(secondsOf(seconds))
	}
}

// after is a time from now.
func (c clock) after(delta time.Duration) time.Time {
	if delta < 0 || delta > maxReset {
		return time.Time{}
	}
	return c.now.Add(delta)
}

// at is a time by the server's clock. One that has passed is kept: it says that
// the quota is whole again.
func (c clock) at(server time.Time) time.Time {
	reset := server.Add(c.ahead)
	if reset.Sub(c.now).Abs() > maxReset {
		return time.Time{}
	}
	// What is left is added to now, so that the time keeps now's zone and
	// monotonic reading.
	return c.now.Add(reset.Sub(c.now))
}

// secondsOf converts seconds of at most minEpoch.
func secondsOf(seconds float64) time.Duration {
	return time.Duration(seconds * float64(time.Second))
}

// number reads a plain decimal number that is not negative: no sign, exponent,
// infinity or hexadecimal.
func number(text string) (float64, bool) {
	if text == "" || strings.Trim(text, "0123456789.") != "" {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value > math.MaxInt64 {
		return 0, false
	}
	return value, true
}

// amount reads a number of requests or the like; Unknown if it is none.
func amount(text string) float64 {
	if value, ok := number(text); ok {
		return value
	}
	return Unknown
}

// window reads a whole or fractional number of seconds; zero if it is none or
// absurd.
func window(text string) time.Duration {
	seconds, ok := number(text)
	if !ok || seconds > maxReset.Seconds() {
		return 0
	}
	return secondsOf(seconds)
}
