package sessions

import (
	"fmt"
	"strconv"

	"weir/engine"
	"weir/engine/breaker"
)

func originWords(e engine.Event) string {
	host := hostOf(e.Head().Origin)
	switch e := e.(type) {
	case engine.BreakerChanged:
		return "breaker of " + host + " " + breakerWords(e)
	case engine.BreakerRejected:
		return number(e.Exchange) + " is turned away: the breaker of " + host + " is " + clean(e.State) + rejectedLeft(e)
	case engine.BucketChanged:
		return "bucket of " + host + " " + bucketWords(e)
	case engine.ConcurrencyChanged:
		return fmt.Sprintf("at most %d attempts at once to %s, of %d allowed: %s", e.Limit, host, e.Max, whyWords(e.Why))
	case engine.QuotaSeen:
		return host + " " + quotaWords(e)
	case engine.PolicyChanged:
		return clean(e.Policy) + " of " + host + " set from " + clean(e.From) + " to " + clean(e.To)
	case engine.ConnectionOpened:
		return "connection " + strconv.FormatUint(e.Conn, 10) + " to " + host + " opened: " + connectionWords(e)
	case engine.ConnectionClosed:
		return "connection " + strconv.FormatUint(e.Conn, 10) + " to " + host + " closed after " +
			several(int64(e.Requests), "request") + detail(e.Reason)
	}
	return clean(string(e.Kind()))
}

func whyWords(why string) string {
	switch why {
	case "", "start":
		return "as set"
	}
	return clean(why)
}

func breakerWords(e engine.BreakerChanged) string {
	if e.From == e.To {
		if e.Rule == "start" {
			return "starts " + clean(e.To)
		}
		return "stays " + clean(e.To) + ": " + ruleWords(e.Rule, e.Tally)
	}
	text := "goes from " + clean(e.From) + " to " + clean(e.To) + ": " + ruleWords(e.Rule, e.Tally)
	if e.Cause != 0 {
		text += " (" + number(e.Cause) + ")"
	}
	if !e.Until.IsZero() {
		text += ", probes in " + Left(e.Until.Sub(e.At))
	}
	return text
}

// ruleWords says what moved a breaker.
func ruleWords(rule string, t engine.Tally) string {
	switch breaker.Rule(rule) {
	case breaker.RuleConsecutive:
		if t.Consecutive > 1 {
			return strconv.Itoa(t.Consecutive) + " failures in a row"
		}
		return "failures in a row"
	case breaker.RuleRatio:
		return windowWords("failures", t.Failures, t.Calls)
	case breaker.RuleSlow:
		return windowWords("slow calls", t.Slow, t.Calls)
	case breaker.RuleProbe:
		return "a failed probe"
	case breaker.RuleElapsed, breaker.RuleRecovered, breaker.RuleManual, breaker.RuleSettings:
	}
	return clean(rule)
}

func windowWords(what string, n, calls int) string {
	if calls < 1 {
		return "too many " + what
	}
	return fmt.Sprintf("%d %s in the last %d calls", n, what, calls)
}

func rejectedLeft(e engine.BreakerRejected) string {
	if e.Left <= 0 {
		return ""
	}
	return " for " + Left(e.Left)
}

func bucketWords(e engine.BucketChanged) string {
	text := "is without limit"
	if e.Rate > 0 {
		text = "lets " + strconv.FormatFloat(e.Rate, 'g', 4, 64) + " a second through, burst " + strconv.Itoa(e.Burst)
	}
	if !e.PausedUntil.IsZero() {
		text = "is held for " + Left(e.PausedUntil.Sub(e.At))
	}
	return text + ": " + whyWords(e.Why)
}

func quotaWords(e engine.QuotaSeen) string {
	text := "tells its quota: "
	switch {
	case e.Remaining >= 0 && e.Limit >= 0:
		text += quantity(e.Remaining) + " of " + quantity(e.Limit) + " left"
	case e.Remaining >= 0:
		text += quantity(e.Remaining) + " left"
	case e.Limit >= 0:
		text += quantity(e.Limit) + " allowed"
	default:
		text += clean(e.Dialect)
	}
	if !e.Reset.IsZero() {
		text += ", resets in " + Left(e.Reset.Sub(e.At))
	}
	return text
}

func quantity(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func connectionWords(e engine.ConnectionOpened) string {
	text := clean(e.Proto)
	if e.Remote != "" {
		text += " to " + clean(e.Remote)
	}
	if e.TLS != nil {
		text += ", " + clean(e.TLS.Version)
		if !e.TLS.Verified {
			text += ", NOT VERIFIED"
		}
	}
	return text
}

// phaseWords says what an attempt does in the phase it came to.
func phaseWords(phase string) string {
	switch phase {
	case "pool":
		return "asks for a connection"
	case "dns":
		return "looks up the name"
	case "connect":
		return "connects"
	case "tls":
		return "begins its TLS handshake"
	case "write":
		return "sends its body"
	case "wait", "first-byte":
		return "is sent and waits for the answer"
	case "body":
		return "receives the answer"
	}
	return "comes to its phase " + clean(phase)
}

func walkWords(e engine.Event) string {
	switch e := e.(type) {
	case engine.PageFetched:
		return pageWords(e)
	case engine.PageFailed:
		text := fmt.Sprintf("page %d failed: %s", e.Number, because(e.Error, answerOf(e.Status, e.Error)))
		if e.GoesOn {
			return text + "; the walk goes on without it"
		}
		return text
	case engine.PaginationDetected:
		return "pages by " + clean(e.Dialect) + sureWords(e)
	case engine.WalkStopped:
		return "the walk ends after " + several(int64(e.Pages), "page") + " and " + several(e.Items, "item") + ": " + clean(e.Text)
	}
	return ""
}

func pageWords(e engine.PageFetched) string {
	text := fmt.Sprintf("page %d is there: %s", e.Number, several(int64(e.Items), "item"))
	if n := len(e.Doubles); n > 0 {
		text += ", " + strconv.Itoa(n) + " seen before"
	}
	if e.Total >= 0 {
		text += ", " + Count(e.Total) + " in all"
	}
	text += ", " + Span(e.Elapsed)
	if e.Drift != "" {
		text += "; " + clean(e.Drift)
	}
	if e.Trouble != "" {
		text += "; with an error: " + clean(e.Trouble)
	}
	return text
}

func sureWords(e engine.PaginationDetected) string {
	text := ""
	switch {
	case e.Verified:
		text = ", verified by a second page"
	case e.Guess:
		text = ", a guess"
	}
	if len(e.Evidence) > 0 {
		text += ": " + clean(e.Evidence[0])
	}
	return text
}
