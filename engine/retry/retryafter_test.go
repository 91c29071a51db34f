package retry_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"weir/engine/retry"
)

const century = 100 * 365 * 24 * time.Hour

func after(seconds int) http.Header {
	return http.Header{"Retry-After": {strconv.Itoa(seconds)}}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	const date = "Sun, 01 Nov 2026 11:00:00 GMT" // an hour slow
	tests := []struct {
		name, value, date string
		want              time.Duration
		ok                bool
	}{
		{"seconds", "120", "", 2 * time.Minute, true},
		{"seconds with the reply's date", "120", date, 2 * time.Minute, true},
		{"zero", "0", "", 0, true},
		{"leading zeros", "007", "", 7 * time.Second, true},
		{"a fraction", "1.5", "", 1500 * time.Millisecond, true},
		{"a tiny fraction is not nothing", "0.0000000001", "", 1, true},
		{"space around", " \t3 ", "", 3 * time.Second, true},
		{"less than nothing", "-5", "", 0, true},
		{"less than nothing, by a fraction", "-0.5", "", 0, true},
		{"more than a century", "99999999999", "", century, true},
		{"more than any number", strings.Repeat("9", 400), "", century, true},
		{"less than any number", "-" + strings.Repeat("9", 400), "", 0, true},

		{"a date", "Sun, 01 Nov 2026 12:00:30 GMT", "", 30 * time.Second, true},
		{"a date from a slow clock", "Sun, 01 Nov 2026 11:00:30 GMT", date, 30 * time.Second, true},
		{"a date from a fast clock", "Sun, 01 Nov 2026 15:00:30 GMT", "Sun, 01 Nov 2026 15:00:00 GMT", 30 * time.Second, true},
		{"a date beside no date", "Sun, 01 Nov 2026 12:00:30 GMT", "soon", 30 * time.Second, true},
		{"a date that has passed", "Sun, 01 Nov 2026 10:00:00 GMT", "", 0, true},
		{"the oldest form", "Sun Nov  1 12:00:30 2026", "", 30 * time.Second, true},
		{"the form of RFC 850", "Sunday, 01-Nov-26 12:00:30 GMT", "", 30 * time.Second, true},
		{"a date in another millennium", "Fri, 01 Nov 9999 12:00:00 GMT", "", century, true},
		{"a date before ours", "Mon, 01 Jan 0001 00:00:00 GMT", "", 0, true},

		{"nothing", "", "", 0, false},
		{"words", "later", "", 0, false},
		{"a unit", "5s", "", 0, false},
		{"two numbers", "5, 6", "", 0, false},
		{"an exponent", "1e3", "", 0, false},
		{"infinity", "Inf", "", 0, false},
		{"no number", "NaN", "", 0, false},
		{"hexadecimal", "0x10", "", 0, false},
		{"underscores", "1_000", "", 0, false},
		{"a plus", "+5", "", 0, false},
		{"two signs", "--5", "", 0, false},
		{"a point alone", ".", "", 0, false},
		{"no digit before the point", ".5", "", 0, false},
		{"no digit behind the point", "5.", "", 0, false},
		{"two points", "1.2.3", "", 0, false},
		{"digits of another script", "５", "", 0, false},
		{"a date without its zone", "Sun, 01 Nov 2026 12:00:30", "", 0, false},
		{"a date as RFC 3339 has it", "2026-11-01T12:00:30Z", "", 0, false},
	}
	for _, tt := range tests {
		h := http.Header{"Retry-After": {tt.value}}
		if tt.date != "" {
			h.Set("Date", tt.date)
		}
		if got, ok := retry.RetryAfter(h, now); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %q gives %v, %v; want %v, %v", tt.name, tt.value, got, ok, tt.want, tt.ok)
		}
	}
}

func TestRetryAfterOfSeveralFields(t *testing.T) {
	t.Parallel()
	for want, values := range map[time.Duration][]string{
		0:               nil,
		7 * time.Second: {"5", "7", "soon"},
		9 * time.Second: {"", "9"},
	} {
		got, ok := retry.RetryAfter(http.Header{"Retry-After": values}, now)
		if got != want || ok != (want > 0) {
			t.Errorf("%q give %v, %v; want %v", values, got, ok, want)
		}
	}
}

func TestRateLimited(t *testing.T) {
	t.Parallel()
	field := func(name, value string) http.Header { h := http.Header{}; h.Set(name, value); return h }
	tests := []struct {
		status int
		h      http.Header
		want   bool
	}{
		{429, nil, true},
		{403, nil, false},
		{403, field("Retry-After", "60"), true},
		{403, field("Retry-After", "Sun, 01 Nov 2026 12:00:30 GMT"), true},
		{403, field("Retry-After", "never"), false},
		{403, field("X-RateLimit-Remaining", "0"), true},
		{403, field("X-RateLimit-Remaining", " 0.0 "), true},
		{403, field("X-RateLimit-Remaining", "4999"), false},
		{403, field("X-RateLimit-Remaining", ""), false},
		{403, field("X-RateLimit-Remaining", "none"), false},
		{403, field("RateLimit-Remaining", "0"), true},
		{403, field("X-Rate-Limit-Remaining", "-1"), true},
		{403, field("RateLimit", "limit=100, remaining=0, reset=5"), true},
		{403, field("RateLimit", "limit=100, remaining=10, reset=5"), false},
		{403, field("RateLimit", `"default";r=0;t=30`), true},
		{403, field("RateLimit", `"burst";r=5;t=1, "day"; r=0; t=3600`), true},
		{403, field("RateLimit", `"default";r=50;t=30`), false},
		{403, field("RateLimit", `;;,,=,r=,r`), false},
		{503, field("X-RateLimit-Remaining", "0"), false},
		{200, field("RateLimit-Remaining", "0"), false},
	}
	for _, tt := range tests {
		if got := retry.RateLimited(tt.status, tt.h); got != tt.want {
			t.Errorf("%d with %v: %v", tt.status, tt.h, got)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, value := range []string{"120", "1.5", "-3", "Sun, 01 Nov 2026 12:00:30 GMT", "Sunday, 01-Nov-26 12:00:30 GMT", "1e9", "99999999999999999999999"} {
		f.Add(value, "Sun, 01 Nov 2026 11:59:00 GMT", "100")
		f.Add(value, "", "r=0")
	}
	f.Fuzz(func(t *testing.T, value, date, left string) {
		h := http.Header{
			"Retry-After": {value}, "Date": {date},
			"Ratelimit": {left}, "X-Ratelimit-Remaining": {left},
		}
		d, ok := retry.RetryAfter(h, now)
		if d < 0 || d > century || !ok && d != 0 {
			t.Fatalf("%q of %q gives %v, %v", value, date, d, ok)
		}
		if n, err := strconv.ParseUint(value, 10, 31); err == nil && (!ok || d != time.Duration(n)*time.Second) {
			t.Fatalf("%q gives %v, %v", value, d, ok)
		}
		retry.RateLimited(http.StatusForbidden, h)
		for jitter := retry.Full; jitter <= retry.None; jitter++ {
			p := retry.Defaults()
			p.Jitter = jitter
			v := p.Decide(failing(func(c *retry.Case) { c.Header = h }), half)
			if v.Retry && (v.Delay < d || v.Delay > d+v.Ceiling) || !v.Retry && d <= p.MaxRetryAfter {
				t.Fatalf("%q of %q asks for %v, and the verdict is %+v", value, date, d, v)
			}
		}
	})
}
