package sessions

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"weir/engine"
)

// Span writes how long something took, at most seven columns wide up to a
// hundred days: "231 ms", "3.2 s", "41 s", "4m 05s", "2h 10m". A negative time
// is "0 ms".
func Span(d time.Duration) string {
	switch {
	case d <= 0:
		return "0 ms"
	case d < time.Millisecond:
		return "< 1 ms"
	case d < 999500*time.Microsecond:
		return strconv.FormatInt(d.Round(time.Millisecond).Milliseconds(), 10) + " ms"
	case d < 9950*time.Millisecond:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
	s := int64(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return strconv.FormatInt(s, 10) + " s"
	case s < 3600:
		return fmt.Sprintf("%dm %02ds", s/60, s%60)
	case s < 24*3600:
		return fmt.Sprintf("%dh %02dm", s/3600, s/60%60)
	}
	return fmt.Sprintf("%dd %02dh", s/86400, s/3600%24)
}

// Left writes a time that runs while it is looked at, such as a countdown. It
// is Span without milliseconds: "0.3 s".
func Left(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatFloat(max(0, d.Seconds()), 'f', 1, 64) + " s"
	}
	return Span(d)
}

// Count writes a number with its thousands apart: "1,204".
func Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Size writes a number of bytes for people: "312 B", "4.1 kB", "23 MB".
func Size(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(max(0, n), 10) + " B"
	}
	value, unit := float64(n)/1000, 0
	for value >= 999.5 && unit < 3 {
		value, unit = value/1000, unit+1
	}
	digits := 0
	if value < 9.95 {
		digits = 1
	}
	return strconv.FormatFloat(value, 'f', digits, 64) + " " + []string{"kB", "MB", "GB", "TB"}[unit]
}

// several writes a number with its noun: "1 page", "23 pages".
func several(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	for _, end := range []string{"ry", "dy"} { // retries, bodies
		if stem, ok := strings.CutSuffix(noun, end); ok {
			noun = stem + end[:1] + "ie"
		}
	}
	return Count(n) + " " + noun + "s"
}

func number(exchange uint64) string { return "#" + strconv.FormatUint(exchange, 10) }

// hostOf returns an origin without its scheme and its scheme's own port.
func hostOf(origin string) string {
	scheme, host, ok := strings.Cut(origin, "://")
	if !ok {
		return clean(origin)
	}
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return clean(host)
}

// target returns method and path. Query and user are left out: they may hold
// secrets.
func target(method, address string) string {
	if method == "" {
		method = "GET"
	}
	u, err := url.Parse(address)
	if err != nil {
		return clean(method)
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	return clean(method) + " " + clean(path)
}

// answerOf names what came of an attempt: its status, or its error's class.
func answerOf(status int, err *engine.ErrorFacts) string {
	switch {
	case err != nil && status == 0:
		return clean(err.Class)
	case status != 0:
		return strconv.Itoa(status)
	}
	return "no answer"
}

const cleanLen = 200

// clean makes text from elsewhere fit for one line of a terminal: what is not
// printable becomes a space, and it is cut at 200 bytes.
func clean(text string) string {
	cut := len(text) > cleanLen
	if cut {
		end := cleanLen
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if cut {
		text += "…"
	}
	return strings.TrimSpace(text)
}
