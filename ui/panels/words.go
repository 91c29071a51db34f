package panels

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"weir/engine"
	"weir/sessions"
)

// hostOf returns an origin without its scheme.
func hostOf(origin string) string {
	if _, host, ok := strings.Cut(origin, "://"); ok {
		return host
	}
	return origin
}

// number names an exchange.
func number(exchange uint64) string { return "#" + strconv.FormatUint(exchange, 10) }

// pathOf returns the path of a URL and its query's first part.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}

// answer names what came of an attempt.
func answer(status int, err *engine.ErrorFacts) string {
	switch {
	case err != nil && status == 0:
		return err.Class
	case status != 0:
		return strconv.Itoa(status)
	}
	return "no answer"
}

// percent writes a part of one in whole percent.
func percent(part float64) string {
	return strconv.Itoa(int(math.Round(part*100))) + " %"
}

// quantity writes a number of tokens or requests, without decimals that say
// nothing.
func quantity(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return sessions.Count(int64(v))
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// rate writes tokens a second the way a person would say them.
func rate(perSecond float64) string {
	switch {
	case perSecond <= 0:
		return "no limit"
	case perSecond >= 1:
		return trimmed(perSecond) + "/s"
	case perSecond*60 >= 1:
		return trimmed(perSecond*60) + "/min"
	}
	return trimmed(perSecond*3600) + "/h"
}

func trimmed(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// several writes a number with its noun.
func several(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return sessions.Count(n) + " " + many
}

// clock writes a moment of the day to the millisecond, where now is.
func clock(t, now time.Time) string { return t.In(now.Location()).Format("15:04:05.000") }

// until returns how long it is to a moment, 0 where it has passed.
func until(t, now time.Time) time.Duration { return max(0, t.Sub(now)) }
