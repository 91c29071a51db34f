package breaker

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseSettings reads settings such as
// "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3", or "off".
// What is not named stays as it is in base. Besides these there are slow=2s and
// slow-ratio=0.5, window=10s for a window of time, and growth=2 and open-max=5m
// for an open time that grows. Names may come in any order, each once.
//
// A window smaller than a minimum that was not named lowers that, and an open
// time longer than an open-max that was not named raises that. An error names
// the part and says what would be right; the settings are then base.
func ParseSettings(text string, base Settings) (Settings, error) {
	s := base
	if strings.TrimSpace(text) == "off" {
		s.Off = true
		return s, nil
	}
	s.Off = false
	var named []string
	for part := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if slices.Contains(named, name) {
			return base, fmt.Errorf("%s is named twice", name)
		}
		named = append(named, name)
		if err := s.set(name, value); err != nil {
			return base, err
		}
	}
	s.fit(named)
	if err := s.Validate(); err != nil {
		return base, err
	}
	return s, nil
}

// fit brings what was not named in line with what was.
func (s *Settings) fit(named []string) {
	if !slices.Contains(named, "minimum") && s.WindowTime == 0 && s.Window > 0 {
		s.Minimum = min(s.Minimum, s.Window)
	}
	if !slices.Contains(named, "open-max") && s.Growth > 1 {
		s.OpenMax = max(s.OpenMax, s.OpenFor)
	}
}

// set takes one part.
func (s *Settings) set(name, value string) error {
	var err error
	switch name {
	case "consecutive":
		s.Consecutive, err = parseWhole(value)
	case "ratio":
		s.FailureRatio, err = parseNumber(value)
	case "slow-ratio":
		s.SlowRatio, err = parseNumber(value)
	case "slow":
		s.SlowCall, err = parseSpan(value)
	case "window":
		s.Window, s.WindowTime, err = parseWindow(value, s.Window)
	case "minimum":
		s.Minimum, err = parseWhole(value)
	case "open":
		s.OpenFor, err = parseSpan(value)
	case "growth":
		s.Growth, err = parseNumber(value)
	case "open-max":
		s.OpenMax, err = parseSpan(value)
	case "probes":
		s.Probes, err = parseWhole(value)
	default:
		return fmt.Errorf("unknown part %q: use off alone, or any of consecutive, ratio, window, minimum, "+
			"open, probes, slow, slow-ratio, growth and open-max, such as consecutive=5,open=30s", name)
	}
	if err != nil {
		return fmt.Errorf("%s=%s: %w", name, value, err)
	}
	return nil
}

func parseWhole(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0, errors.New("write a whole number such as 5")
	}
	return n, nil
}

func parseNumber(value string) (float64, error) {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, errors.New("write a number such as 0.5")
	}
	return f, nil
}

func parseSpan(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil {
		return 0, errors.New("write a time with its unit, such as 30s or 500ms")
	}
	return d, nil
}

// parseWindow reads a number of calls, or a time; the number of calls then
// stays.
func parseWindow(value string, calls int) (int, time.Duration, error) {
	if n, err := strconv.Atoi(value); err == nil {
		return n, 0, nil
	}
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return 0, 0, errors.New("write a number of calls such as 20, or a time such as 10s")
	}
	return calls, d, nil
}

// String writes the settings as ParseSettings reads them. What speaks of slow
// calls and of a growing open time is left out where it is as in Defaults, so
// ParseSettings(s.String(), Defaults()) is s.
func (s Settings) String() string {
	if s.Off {
		return "off"
	}
	window := strconv.Itoa(s.Window)
	if s.WindowTime > 0 {
		window = inWords(s.WindowTime)
	}
	text := fmt.Sprintf("consecutive=%d,ratio=%s,window=%s,minimum=%d,open=%s,probes=%d",
		s.Consecutive, number(s.FailureRatio), window, s.Minimum, inWords(s.OpenFor), s.Probes)
	d := Defaults()
	if s.SlowCall != d.SlowCall {
		text += ",slow=" + inWords(s.SlowCall)
	}
	if s.SlowRatio != d.SlowRatio {
		text += ",slow-ratio=" + number(s.SlowRatio)
	}
	if s.Growth != d.Growth {
		text += ",growth=" + number(s.Growth)
	}
	if s.OpenMax != d.OpenMax {
		text += ",open-max=" + inWords(s.OpenMax)
	}
	return text
}
