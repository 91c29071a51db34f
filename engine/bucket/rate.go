package bucket

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// rateForms ends every error about a rate.
const rateForms = "write it as 10/s, 600/m, 1000/h, 100/15m or off"

// ParseRate reads a rate as a person writes it and returns tokens per second.
//
// A number alone is per second; after a slash stands the time it covers: s, m, h
// or d (also sec, min, hour, day), or a duration such as 15m. "off" and
// "unlimited" are Unlimited. An error wraps ErrLimit and shows the forms.
func ParseRate(text string) (float64, error) {
	switch trimmed := strings.ToLower(strings.TrimSpace(text)); trimmed {
	case "off", "unlimited":
		return Unlimited, nil
	default:
		rate, err := parseLimited(trimmed)
		if err != nil {
			return 0, fmt.Errorf("%w: rate %q: %w; %s", ErrLimit, text, err, rateForms)
		}
		return rate, nil
	}
}

func parseLimited(text string) (float64, error) {
	number, unit, perUnit := strings.Cut(text, "/")
	count, err := parseCount(strings.TrimSpace(number))
	if err != nil {
		return 0, err
	}
	period := time.Second
	if perUnit {
		if period, err = parsePeriod(strings.TrimSpace(unit)); err != nil {
			return 0, err
		}
	}
	rate := count / period.Seconds()
	if rate < MinRate || rate > MaxRate {
		return 0, fmt.Errorf("out of range, which is 1/d to %.0f/s", MaxRate)
	}
	return rate, nil
}

// parseCount reads plain digits with at most one point: no sign, exponent,
// infinity or hexadecimal, which strconv would take.
func parseCount(text string) (float64, error) {
	if strings.Trim(text, "0123456789.") != "" {
		return 0, fmt.Errorf("%q is no number", text)
	}
	count, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number", text)
	}
	if count == 0 {
		return 0, fmt.Errorf("zero would never send anything")
	}
	return count, nil
}

func parsePeriod(unit string) (time.Duration, error) {
	switch unit {
	case "s", "sec", "second":
		return time.Second, nil
	case "m", "min", "minute":
		return time.Minute, nil
	case "h", "hour":
		return time.Hour, nil
	case "d", "day":
		return 24 * time.Hour, nil
	}
	period, err := time.ParseDuration(unit)
	if err != nil || period <= 0 {
		return 0, fmt.Errorf("unknown time %q", unit)
	}
	return period, nil
}

// BurstOf is the burst that goes with a rate where none is chosen: one second's
// worth, at least 1.
func BurstOf(rate float64) int { return max(1, int(math.Ceil(rate))) }

// FormatRate writes a rate the way a person would: in the shortest unit in which
// it is at least one and has at most two decimals, else rounded to three.
// ParseRate reads the result back.
func FormatRate(rate float64) string {
	if !(Limit{Rate: rate}).Limited() {
		return "off"
	}
	units := [...]struct {
		name    string
		seconds float64
	}{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}
	short := ""
	for _, unit := range units {
		count := rate * unit.seconds
		if count < 1-1e-9 {
			continue
		}
		if isShort(count) {
			return decimals(count, 2) + "/" + unit.name
		}
		if short == "" {
			short = decimals(count, 3) + "/" + unit.name
		}
	}
	if short == "" {
		return decimals(rate*86400, 3) + "/d"
	}
	return short
}

// isShort reports whether two decimals show the count as it is.
func isShort(count float64) bool {
	hundredths := count * 100
	return math.Abs(hundredths-math.Round(hundredths)) <= 1e-9*hundredths
}

func decimals(count float64, digits int) string {
	text := strconv.FormatFloat(count, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
