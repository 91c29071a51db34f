package breaker

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Bounds of the settings.
const (
	mostOutcomes = 1 << 16 // in a window
	mostProbes   = 1000
	mostGrowth   = 100.0
	shortestSpan = time.Millisecond
	longestSpan  = 24 * time.Hour
)

// Settings are the rules of a breaker.
type Settings struct {
	// Off lets everything pass; the rest does not count then.
	Off bool
	// Consecutive is how many failures in a row open the breaker, 0 to 65,536.
	// 0 is no such rule.
	Consecutive int
	// FailureRatio is the part of the window's outcomes, above 0 to 1, that
	// opens the breaker if they are failures. 0 is no such rule.
	FailureRatio float64
	// SlowRatio is the part of the window's outcomes, above 0 to 1, that opens
	// the breaker if they are slow. 0 is no such rule. Probes that are that slow
	// do not close it.
	SlowRatio float64
	// SlowCall is how long a call takes to be slow. 0 makes no call slow.
	SlowCall time.Duration
	// Window is how many outcomes the window holds, 1 to 65,536. It does not
	// count if WindowTime is set.
	Window int
	// WindowTime is how long an outcome stays in the window, 1 ms to 24 h; of
	// more than 65,536 the oldest leave before that. 0 goes by Window.
	WindowTime time.Duration
	// Minimum is how many outcomes have to be in the window before a ratio
	// opens the breaker, 1 to the window's size.
	Minimum int
	// OpenFor is how long the breaker stays open, 1 ms to 24 h.
	OpenFor time.Duration
	// Growth multiplies the open time each time that probing fails, 0 to 100;
	// up to 1 it stays as it is.
	Growth float64
	// OpenMax bounds the open time that grows, OpenFor to 24 h.
	OpenMax time.Duration
	// Probes is how many calls may probe a half-open breaker and have to
	// succeed to close it, 1 to 1,000.
	Probes int
}

// Defaults returns the settings that hold where nothing else is said: 5
// consecutive failures, or half of the last 20 calls once there are 10, open
// for 30 s, 3 probes. No call is slow.
func Defaults() Settings {
	return Settings{
		Consecutive: 5, FailureRatio: 0.5, SlowRatio: 0.5, Window: 20, Minimum: 10,
		OpenFor: 30 * time.Second, Growth: 1, OpenMax: 5 * time.Minute, Probes: 3,
	}
}

// Validate returns an error that names the first value out of range and the
// range, in the words of ParseSettings.
func (s Settings) Validate() error {
	if s.Off {
		return nil
	}
	return cmp.Or(
		whole("consecutive", s.Consecutive, 0, mostOutcomes),
		fraction("ratio", s.FailureRatio, 0, 1),
		fraction("slow-ratio", s.SlowRatio, 0, 1),
		span("slow", s.SlowCall, 0, longestSpan),
		s.validateWindow(),
		span("open", s.OpenFor, shortestSpan, longestSpan),
		fraction("growth", s.Growth, 0, mostGrowth),
		s.validateOpenMax(),
		whole("probes", s.Probes, 1, mostProbes),
	)
}

func (s Settings) validateWindow() error {
	if s.WindowTime != 0 {
		return cmp.Or(
			span("window", s.WindowTime, shortestSpan, longestSpan),
			whole("minimum", s.Minimum, 1, mostOutcomes),
		)
	}
	if err := whole("window", s.Window, 1, mostOutcomes); err != nil {
		return err
	}
	if s.Minimum > s.Window {
		return fmt.Errorf("minimum is %d, but the window holds only %d calls: use 1 to %d", s.Minimum, s.Window, s.Window)
	}
	return whole("minimum", s.Minimum, 1, s.Window)
}

func (s Settings) validateOpenMax() error {
	if s.Growth <= 1 {
		return nil
	}
	return span("open-max", s.OpenMax, s.OpenFor, longestSpan)
}

func whole(name string, n, least, most int) error {
	if n >= least && n <= most {
		return nil
	}
	return fmt.Errorf("%s is %d, but must be from %d to %d", name, n, least, most)
}

func fraction(name string, f, least, most float64) error {
	if f >= least && f <= most {
		return nil
	}
	return fmt.Errorf("%s is %s, but must be from %s to %s", name, number(f), number(least), number(most))
}

func span(name string, d, least, most time.Duration) error {
	if d >= least && d <= most {
		return nil
	}
	return fmt.Errorf("%s is %s, but must be from %s to %s", name, inWords(d), inWords(least), inWords(most))
}

// usable returns the settings with every value brought into range.
func (s Settings) usable() Settings {
	s.Consecutive = within(s.Consecutive, 0, mostOutcomes)
	s.FailureRatio = within(s.FailureRatio, 0, 1)
	s.SlowRatio = within(s.SlowRatio, 0, 1)
	s.SlowCall = within(s.SlowCall, 0, longestSpan)
	s.WindowTime = within(s.WindowTime, 0, longestSpan)
	s.Minimum = within(s.Minimum, 1, mostOutcomes)
	if s.WindowTime == 0 {
		s.Window = within(s.Window, 1, mostOutcomes)
		s.Minimum = min(s.Minimum, s.Window)
	}
	s.OpenFor = within(s.OpenFor, shortestSpan, longestSpan)
	s.Growth = within(s.Growth, 0, mostGrowth)
	if s.Growth > 1 {
		s.OpenMax = within(s.OpenMax, s.OpenFor, longestSpan)
	}
	s.Probes = within(s.Probes, 1, mostProbes)
	return s
}

// within returns n, or the bound that it exceeds; the least for a NaN.
func within[N cmp.Ordered](n, least, most N) N {
	if n >= least {
		return min(n, most)
	}
	return least
}

// slow reports whether a call that took that long was slow.
func (s Settings) slow(elapsed time.Duration) bool {
	return s.SlowCall > 0 && elapsed >= s.SlowCall
}

// tooSlow reports whether that part of the calls is what the slow-call rule
// does not bear.
func (s Settings) tooSlow(slow, calls int) bool {
	return s.SlowCall > 0 && s.SlowRatio > 0 && ratio(slow, calls) >= s.SlowRatio
}

// broken returns the first rule that the last outcome broke, or "". The tally
// includes it. Only a failure breaks the rules on failures, and only a slow call
// the one on slow calls: what opens the breaker is then part of the evidence.
func (s Settings) broken(last Mark, t Tally) Rule {
	failed, judged := last.Outcome == Failure, t.Calls >= s.Minimum
	switch {
	case failed && s.Consecutive > 0 && t.Consecutive >= s.Consecutive:
		return RuleConsecutive
	case failed && judged && s.FailureRatio > 0 && t.FailureRatio() >= s.FailureRatio:
		return RuleRatio
	case last.Slow && judged && s.tooSlow(t.Slow, t.Calls):
		return RuleSlow
	default:
		return ""
	}
}

// number writes a float as short as it goes.
func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// inWords writes a duration without the zeros that its String has.
func inWords(d time.Duration) string {
	text := d.String()
	if rest, ok := strings.CutSuffix(text, "m0s"); ok {
		text = rest + "m"
	}
	if rest, ok := strings.CutSuffix(text, "h0m"); ok {
		text = rest + "h"
	}
	return text
}
