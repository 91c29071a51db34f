package sessions

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"weir/engine"
)

// Words says an event in one sentence for people, without a full stop. It
// holds no query, no header field and no user of a URL, so nothing that could
// be secret, and nothing that a terminal would take for a command.
func Words(e engine.Event) string {
	switch e := e.(type) {
	case nil:
		return ""
	case engine.RunStarted, engine.RunFinished, engine.RunPaused, engine.RunResumed:
		return runWords(e)
	case engine.ExchangeStarted, engine.ExchangeFinished, engine.WaitStarted, engine.WaitChanged, engine.WaitEnded:
		return exchangeWords(e)
	case engine.AttemptStarted, engine.AttemptFinished, engine.PhaseReached, engine.BodyProgress,
		engine.RetryScheduled, engine.RetryRefused:
		return attemptWords(e)
	case engine.PageFetched, engine.PageFailed, engine.PaginationDetected, engine.WalkStopped:
		return walkWords(e)
	}
	return originWords(e)
}

func runWords(e engine.Event) string {
	run := "run " + strconv.FormatUint(e.Head().Run, 10)
	switch e := e.(type) {
	case engine.RunStarted:
		return run + " starts: " + shape(e) + target(e.Method, e.URL) + at(e.Origin)
	case engine.RunFinished:
		return run + " " + finishWords(e)
	case engine.RunPaused:
		return run + " is paused"
	}
	return run + " goes on"
}

func at(origin string) string {
	if origin == "" {
		return ""
	}
	return " at " + hostOf(origin)
}

func shape(e engine.RunStarted) string {
	switch e.Mode {
	case engine.ModeWalk:
		return "the pages of "
	case engine.ModeFanOut:
		return several(int64(e.Requests), "request") + ", first "
	case engine.ModeRepeat:
		return "repeating "
	case engine.ModeSingle:
	}
	return ""
}

// finishWords says how a run ended and what it brought.
func finishWords(e engine.RunFinished) string {
	text := string(e.Outcome)
	if text == "" {
		text = "ended"
	}
	reason, givenUp := strings.CutSuffix(e.Reason, ": "+text)
	switch {
	case e.Reason == text:
	case e.Outcome == engine.RunCancelled && givenUp:
		text += ": " + clean(reason) + " was given up"
	case e.Reason != "":
		text += ": " + clean(e.Reason)
	case e.Error != nil:
		text += ": " + clean(e.Error.Text)
	}
	brought := []string{several(int64(e.Exchanges), "exchange")}
	if e.Pages > 0 {
		brought = []string{several(int64(e.Pages), "page"), several(e.Items, "item")}
	}
	if e.Retries > 0 {
		brought = append(brought, several(int64(e.Retries), "retry"))
	}
	return text + " (" + strings.Join(brought, ", ") + " in " + Span(e.Elapsed) + ")"
}

func exchangeWords(e engine.Event) string {
	id := number(e.Head().Exchange)
	switch e := e.(type) {
	case engine.ExchangeStarted:
		if e.Page > 0 {
			return fmt.Sprintf("%s asks for page %d: %s", id, e.Page, target(e.Method, e.URL))
		}
		return id + " begins: " + target(e.Method, e.URL) + at(e.Origin)
	case engine.ExchangeFinished:
		return id + " " + endWords(e)
	case engine.WaitStarted:
		return id + " waits " + forWords(e.Until, e.At) + waitWords(e)
	case engine.WaitChanged:
		return id + " now waits " + forWords(e.Until, e.At) + reasonWords(e.Reason) + place(e.Position)
	case engine.WaitEnded:
		return id + " " + waitedWords(e)
	}
	return id
}

func endWords(e engine.ExchangeFinished) string {
	after := " after " + Span(e.Elapsed)
	if e.Attempts > 1 {
		after = fmt.Sprintf(" at attempt %d after %s", e.Attempts, Span(e.Elapsed))
	}
	switch e.Outcome {
	case engine.ExchangeAnswered:
		return "answered: " + answerOf(e.Status, e.Error) + after
	case engine.ExchangeRefused:
		return "refused: " + answerOf(e.Status, e.Error) + after
	case engine.ExchangeRejected:
		return "rejected: " + because(e.Error, "the breaker is open")
	case engine.ExchangeCancelled:
		return "cancelled" + after
	case engine.ExchangeFailed:
	}
	return "failed" + after + ": " + because(e.Error, answerOf(e.Status, e.Error))
}

func because(err *engine.ErrorFacts, otherwise string) string {
	if err == nil || err.Text == "" {
		return otherwise
	}
	return clean(err.Text)
}

func forWords(until, now time.Time) string {
	if until.IsZero() {
		return ""
	}
	return Left(until.Sub(now)) + " "
}

// reasonWords says what an exchange waits for.
func reasonWords(r engine.WaitReason) string {
	switch r {
	case engine.WaitLimiter:
		return "for a token of the bucket"
	case engine.WaitBackoff:
		return "before it is tried again"
	case engine.WaitRetryAfter:
		return "because the server asked for it"
	case engine.WaitBreakerOpen:
		return "for the open breaker"
	case engine.WaitSlot:
		return "for a free slot"
	case engine.WaitPool:
		return "for a connection"
	case engine.WaitPaused:
		return "because the run is paused"
	}
	return "for " + clean(string(r))
}

// waitWords says what an exchange waits for, and what is known of it. What the
// engine says of a breaker repeats that it is open, and for how long.
func waitWords(e engine.WaitStarted) string {
	text := e.Detail
	if e.Reason == engine.WaitBreakerOpen {
		text = strings.TrimPrefix(strings.TrimPrefix(text, "breaker open: "), "breaker ")
		if i := strings.LastIndex(text, ", probes "); i >= 0 {
			text = text[:i]
		}
	}
	return reasonWords(e.Reason) + place(e.Position) + detail(text)
}

func place(position int) string {
	if position < 1 {
		return ""
	}
	return ", place " + strconv.Itoa(position) + " in the line"
}

func detail(text string) string {
	if text == "" {
		return ""
	}
	return ": " + clean(text)
}

func waitedWords(e engine.WaitEnded) string {
	after := " after " + Span(e.Waited)
	switch e.End {
	case engine.WaitSkipped:
		return "skips the rest of its wait" + after
	case engine.WaitWoken:
		return "need not wait any longer" + after
	case engine.WaitCancelled:
		return "is cancelled while it waits," + after
	case engine.WaitElapsed:
	}
	return "has waited " + Span(e.Waited) + " " + reasonWords(e.Reason)
}

func attemptWords(e engine.Event) string {
	h := e.Head()
	id := fmt.Sprintf("%s attempt %d", number(h.Exchange), h.Attempt)
	switch e := e.(type) {
	case engine.AttemptStarted:
		if e.Probe {
			return id + " goes out as a probe: " + target(e.Method, e.URL)
		}
		return fmt.Sprintf("%s of %d goes out: %s", id, e.Max, target(e.Method, e.URL))
	case engine.PhaseReached:
		return id + " " + phaseWords(e.Phase) + " at " + Span(e.Elapsed)
	case engine.BodyProgress:
		return id + " has " + progressWords(e)
	case engine.AttemptFinished:
		return id + " " + attemptEndWords(e)
	case engine.RetryScheduled:
		return fmt.Sprintf("%s retries in %s after %s: %d of %d%s",
			number(h.Exchange), Left(e.Delay), clean(e.Why), e.Next, e.Max, floorWords(e.Floor))
	case engine.RetryRefused:
		return number(h.Exchange) + " is not retried after " + clean(e.Why) + ": " + clean(e.Reason)
	}
	return id
}

func floorWords(floor time.Duration) string {
	if floor <= 0 {
		return ""
	}
	return ", the server asked for " + Span(floor)
}

func progressWords(e engine.BodyProgress) string {
	switch {
	case e.Received == 0 && e.Sent > 0:
		return "sent " + Size(e.Sent)
	case e.Expected > 0:
		return "received " + Size(e.Received) + " of " + Size(e.Expected)
	}
	return "received " + Size(e.Received)
}

func attemptEndWords(e engine.AttemptFinished) string {
	if e.Error != nil {
		return "failed after " + Span(e.Timing.Total) + ": " + clean(e.Error.Text)
	}
	text := "got " + answerOf(e.Status, e.Error) + " in " + Span(e.Timing.Total)
	if e.Decoded > 0 {
		text += ", " + Size(e.Decoded)
	}
	if e.Cut {
		text += ", cut at the cap"
	}
	if e.Slow {
		text += ", slow"
	}
	if e.Silent > 0 {
		text += ", " + several(int64(e.Silent), "silent retry")
	}
	return text
}
