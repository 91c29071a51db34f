package breaker

import (
	"fmt"
	"time"
)

// Rule is what moved a breaker, in words for people.
type Rule string

// The rules.
const (
	RuleConsecutive Rule = "consecutive failures" // closed → open
	RuleRatio       Rule = "failure ratio"        // closed → open
	RuleSlow        Rule = "slow-call ratio"      // closed or half-open → open
	RuleProbe       Rule = "probe failed"         // half-open → open
	RuleElapsed     Rule = "open time elapsed"    // open → half-open
	RuleRecovered   Rule = "probes succeeded"     // half-open → closed
	RuleManual      Rule = "by hand"              // Trip, Reset, Disable, Probe
	RuleSettings    Rule = "settings changed"     // Configure
)

// Change is one change of a breaker's state.
type Change struct {
	From, To State
	At       time.Time
	Rule     Rule
	Exchange uint64    // whose outcome moved it; 0 if no call's did
	Until    time.Time // when it will probe; zero unless To is Open
	Tally    Tally     // as it stood when the breaker moved, with what moved it
}

// Reason says in a few words what moved the breaker, such as
// "5 consecutive failures" or "6 of the last 10 calls failed".
func (c Change) Reason() string {
	switch c.Rule {
	case RuleConsecutive:
		return fmt.Sprintf("%d consecutive failures", c.Tally.Consecutive)
	case RuleRatio:
		return fmt.Sprintf("%d of the last %d calls failed", c.Tally.Failures, c.Tally.Calls)
	case RuleSlow:
		return fmt.Sprintf("%d of the last %d calls were slow", c.Tally.Slow, c.Tally.Calls)
	case RuleProbe:
		return "a probe failed"
	default:
		return string(c.Rule)
	}
}
