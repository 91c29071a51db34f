package breaker

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Settings are a breaker's rules. Any rule that trips opens it; a rule whose
// threshold is 0 does not count.
type Settings struct {
	Off          bool          // everything passes, as when disabled
	Consecutive  int           // failures in a row that trip it, from 1
	FailureRatio float64       // part of failed calls in the window that trips it, 0 to 1
	SlowRatio    float64       // part of slow calls in the window that trips it, 0 to 1
	SlowCall     time.Duration // from which on a call is slow; 0 means none is
	Window       int           // how many calls the window holds, 1 to MaxWindow
	WindowTime   time.Duration // how long a call stays in the window; 0 is for ever
	Minimum      int           // calls in the window before a ratio counts, from 1
	OpenFor      time.Duration // how long it stays open
	Growth       float64       // factor of the open time on each reopening; up to 1 is none
	OpenMax      time.Duration // longest open time that growth leads to; 0 is 10 times OpenFor
	Probes       int           // how many it admits when half-open, all of which must succeed
}

// MaxWindow is the largest Window.
const MaxWindow = 10_000

// Defaults returns the rules that hold where nothing else is said: 5 failures
// in a row, or half of the last 20 calls once there are 10; open for 30 s; 3
// probes.
func Defaults() Settings {
	return Settings{
		Consecutive: 5, FailureRatio: 0.5, Window: 20, Minimum: 10, OpenFor: 30 * time.Second, Probes: 3,
	}
}

// Validate returns an error that names the first value out of range, and its
// range.
func (s Settings) Validate() error {
	if s.Off {
		return nil
	}
	for _, r := range []struct {
		name   string
		ok     bool
		bounds string
	}{
		{"consecutive", s.Consecutive >= 0, "0 or more"},
		{"ratio", s.FailureRatio >= 0 && s.FailureRatio <= 1, "from 0 to 1"},
		{"slow-ratio", s.SlowRatio >= 0 && s.SlowRatio <= 1, "from 0 to 1"},
		{"slow", s.SlowCall >= 0, "a time such as 2s"},
		{"window", s.Window >= 1 && s.Window <= MaxWindow, "a number of calls from 1 to 10000, or a time such as 10s"},
		{"window", s.WindowTime >= 0, "a number of calls from 1 to 10000, or a time such as 10s"},
		{"minimum", s.Minimum >= 1, "1 or more"},
		{"open", s.OpenFor > 0, "a time such as 30s"},
		{"growth", s.Growth >= 0 && s.Growth <= 100, "from 0 to 100"},
		{"open-max", s.OpenMax >= 0, "a time such as 5m"},
		{"probes", s.Probes >= 1, "1 or more"},
	} {
		if !r.ok {
			return fmt.Errorf("%s is out of range: use %s", r.name, r.bounds)
		}
	}
	if s.WindowTime == 0 && s.Minimum > s.Window {
		return fmt.Errorf("minimum %d is more than the window of %d calls ever holds", s.Minimum, s.Window)
	}
	return nil
}

// keys lists the parts of the text form, in the order in which String writes
// them.
func keys() []string {
	return []string{"consecutive", "ratio", "window", "minimum", "slow", "slow-ratio", "open", "growth", "open-max", "probes"}
}

// String returns the text form that ParseSettings reads.
func (s Settings) String() string {
	if s.Off {
		return "off"
	}
	parts := make([]string, 0, len(keys()))
	for _, key := range keys() {
		if value := s.value(key); value != "" {
			parts = append(parts, key+"="+value)
		}
	}
	return strings.Join(parts, ",")
}

// value returns a part in its text form; empty where it says nothing.
func (s Settings) value(key string) string {
	switch key {
	case "consecutive":
		return strconv.Itoa(s.Consecutive)
	case "ratio":
		return number(s.FailureRatio)
	case "window":
		if s.WindowTime > 0 {
			return s.WindowTime.String()
		}
		return strconv.Itoa(s.Window)
	case "minimum":
		return strconv.Itoa(s.Minimum)
	case "slow":
		return span(s.SlowCall)
	case "slow-ratio":
		return optional(s.SlowRatio)
	case "open":
		return s.OpenFor.String()
	case "growth":
		return optional(s.Growth)
	case "open-max":
		return span(s.OpenMax)
	default:
		return strconv.Itoa(s.Probes)
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func optional(f float64) string {
	if f == 0 {
		return ""
	}
	return number(f)
}

func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// ParseSettings reads "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3"
// or "off". What is not named is taken from base. A window that is a time,
// such as 10s, counts the calls of that time. Errors name the part and what
// would be right.
func ParseSettings(text string, base Settings) (Settings, error) {
	s := base
	text = strings.TrimSpace(text)
	if text == "off" {
		s.Off = true
		return s, nil
	}
	s.Off = false
	for part := range strings.SplitSeq(text, ",") {
		key, value, found := strings.Cut(strings.TrimSpace(part), "=")
		if !found || !slices.Contains(keys(), key) {
			return base, fmt.Errorf("%q is no part of it: write NAME=VALUE with one of %s, or off", part, strings.Join(keys(), ", "))
		}
		if err := s.set(key, value); err != nil {
			return base, fmt.Errorf("%s: %w", part, err)
		}
	}
	return s, s.Validate()
}

// set reads one part.
func (s *Settings) set(key, value string) (err error) {
	switch key {
	case "consecutive":
		s.Consecutive, err = whole(value)
	case "ratio":
		s.FailureRatio, err = decimal(value)
	case "window":
		return s.setWindow(value)
	case "minimum":
		s.Minimum, err = whole(value)
	case "slow":
		s.SlowCall, err = duration(value)
	case "slow-ratio":
		s.SlowRatio, err = decimal(value)
	case "open":
		s.OpenFor, err = duration(value)
	case "growth":
		s.Growth, err = decimal(value)
	case "open-max":
		s.OpenMax, err = duration(value)
	default:
		s.Probes, err = whole(value)
	}
	return err
}

// setWindow reads a number of calls or a time.
func (s *Settings) setWindow(value string) error {
	if n, err := strconv.Atoi(value); err == nil {
		s.Window, s.WindowTime = n, 0
		return nil
	}
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return errors.New("use a number of calls such as 20, or a time such as 10s")
	}
	s.Window, s.WindowTime = MaxWindow, d
	return nil
}

func whole(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0, errors.New("use a whole number such as 5")
	}
	return n, nil
}

func decimal(value string) (float64, error) {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f != f {
		return 0, errors.New("use a number such as 0.5")
	}
	return f, nil
}

func duration(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil {
		return 0, errors.New("use a time such as 30s")
	}
	return d, nil
}
