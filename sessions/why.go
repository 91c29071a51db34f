package sessions

import (
	"fmt"
	"time"

	"weir/engine"
)

// Action is something a person can do about a wait.
type Action string

// The actions that a why-line offers.
const (
	ActionSkip     Action = "skip"       // cut the exchange's wait short
	ActionGiveUp   Action = "give-up"    // cancel the exchange
	ActionReset    Action = "reset"      // close the breaker by hand
	ActionResume   Action = "resume"     // end the pause
	ActionMore     Action = "more"       // ask for the next page
	ActionRate     Action = "rate"       // change the bucket's rate
	ActionSlots    Action = "slots"      // change the concurrency
	ActionCancel   Action = "cancel"     // end the run
	ActionRetry    Action = "retry-page" // fetch the failed page again
	ActionContinue Action = "continue"   // go on from where the walk stopped
	ActionSend     Action = "send"       // start the run anew
)

// Why says what the newest run waits for at one moment.
type Why struct {
	// Text is one sentence, with its countdown where there is one; empty
	// before the first run.
	Text string
	// Reason is a wait's reason, "server" where the wire is waited for,
	// "reader", "starting", or "finished".
	Reason   string
	Exchange uint64 // that the sentence speaks of; 0 for none
	Page     int    // that the sentence speaks of; 0 for none
	Origin   string
	Since    time.Time
	Until    time.Time // zero where nobody can know
	Actions  []Action  // the one most likely wanted first
}

// Reasons of a Why that are not reasons of waits.
const (
	WhyServer   = "server"
	WhyReader   = "reader"
	WhyStarting = "starting"
	WhyFinished = "finished"
)

// Why answers "what is it waiting for?" for the newest run at the moment now.
func (s *State) Why(now time.Time) Why { return s.WhyOf(s.focus, now) }

// WhyOf answers the same for the run of that number.
func (s *State) WhyOf(run uint64, now time.Time) Why {
	r := s.Run(run)
	switch {
	case r == nil:
		return Why{}
	case r.Finished != nil:
		return finishedWhy(r)
	case r.Paused && r.InFlight == 0:
		return Why{
			Text: "paused for " + Left(now.Sub(r.PausedAt)) + ": nothing is sent until you resume", Reason: string(engine.WaitPaused),
			Since: r.PausedAt, Actions: []Action{ActionResume, ActionCancel},
		}
	}
	x := s.obstacle(r)
	switch {
	case x == nil:
		return idleWhy(r)
	case x.Wait != nil:
		return s.waitWhy(r, x, now)
	case x.Flying() != nil:
		return serverWhy(x, now)
	}
	return readyWhy(x, now)
}

// readyWhy speaks of an exchange whose next wait or attempt is not stated yet:
// a moment that passes unseen, but where a replay may stand.
func readyWhy(x *Exchange, now time.Time) Why {
	w := Why{Reason: WhyStarting, Exchange: x.ID, Page: x.Page, Origin: x.Origin, Since: x.Started}
	if x.Retry == nil || x.Retry.Next <= x.Tries {
		w.Text = number(x.ID) + " is about to be sent"
		return w
	}
	w.Text = fmt.Sprintf("%s retries in %s after %s: attempt %d of %d", number(x.ID), Left(x.Retry.Until.Sub(now)), clean(x.Retry.Why), x.Retry.Next, x.Retry.Max)
	return w
}

const whyLooks = 256

// obstacle returns the live exchange that tells best what the run waits for.
func (s *State) obstacle(r *Run) *Exchange {
	var best *Exchange
	looked := 0
	for _, id := range s.live {
		x := s.Exchange(id)
		if x == nil || x.Run != r.ID {
			continue
		}
		if best == nil || moreTelling(x, best) {
			best = x
		}
		if looked++; looked >= whyLooks {
			break
		}
	}
	return best
}

func moreTelling(a, b *Exchange) bool {
	ra, rb := telling(a), telling(b)
	if ra != rb || a.Wait == nil || b.Wait == nil {
		return ra > rb
	}
	ua, ub := a.Wait.Until, b.Wait.Until
	return !ua.IsZero() && (ub.IsZero() || ua.Before(ub))
}

// telling ranks exchanges: an open breaker or an empty bucket holds up all of
// them, a backoff only its own.
func telling(x *Exchange) int {
	switch {
	case x.Wait == nil && x.Flying() != nil:
		return 3
	case x.Wait == nil:
		return 0
	}
	switch x.Wait.Reason {
	case engine.WaitBreakerOpen:
		return 7
	case engine.WaitLimiter:
		return 6
	case engine.WaitSlot:
		return 5
	case engine.WaitPool:
		return 4
	case engine.WaitRetryAfter:
		return 2
	case engine.WaitBackoff, engine.WaitPaused:
	}
	return 1
}

func (s *State) waitWhy(r *Run, x *Exchange, now time.Time) Why {
	w := Why{
		Reason: string(x.Wait.Reason), Exchange: x.ID, Page: x.Page, Origin: x.Origin,
		Since: x.Wait.Since, Until: x.Wait.Until, Actions: []Action{ActionSkip, ActionGiveUp},
	}
	lead := "waiting"
	if left, ok := x.Wait.Left(now); ok {
		lead += " " + Left(left)
	} else {
		lead += " for " + Left(now.Sub(x.Wait.Since))
	}
	lead += ": "
	o := s.Origin(x.Origin)
	if o == nil {
		o = &Origin{}
	}
	switch x.Wait.Reason {
	case engine.WaitBreakerOpen:
		w.Text, w.Actions = lead+openWords(x, o), []Action{ActionSkip, ActionReset, ActionCancel}
		if o.Breaker.State == stateForcedOpen {
			w.Actions = w.Actions[1:] // only a reset lets anything pass
		}
	case engine.WaitLimiter:
		w.Text, w.Actions = lead+throttleWords(r, x, o, now), []Action{ActionRate, ActionSkip}
	case engine.WaitSlot:
		w.Text = lead + fmt.Sprintf("all %d slots of %s are in use, %s", o.Concurrency.Limit, hostOf(x.Origin), waitersWords(r.Waiting.Slot))
		w.Actions = []Action{ActionSlots, ActionSkip}
	case engine.WaitPool:
		w.Text = lead + "no free connection to " + hostOf(x.Origin) + ", " + several(int64(len(o.Connections.Open)), "connection") + " open"
	case engine.WaitRetryAfter, engine.WaitBackoff:
		w.Text = lead + retryWords(x)
	default:
		w.Text = lead + number(x.ID) + " waits " + reasonWords(x.Wait.Reason)
		w.Actions = []Action{ActionResume, ActionSkip}
	}
	return w
}

func openWords(x *Exchange, o *Origin) string {
	host := hostOf(x.Origin)
	switch o.Breaker.State {
	case stateForcedOpen:
		return "breaker for " + host + " was opened by hand, until you reset it"
	case stateHalfOpen:
		return "breaker for " + host + " is half-open, its probes are under way"
	case stateClosed, stateDisabled:
		if o.Breaker.Trip != nil { // the wait's end is not stated yet
			return "breaker for " + host + " lets requests pass again, " + number(x.ID) + " goes on"
		}
	}
	text := "breaker open for " + host
	if o.Breaker.Trip != nil && o.Breaker.Trip.Text != "" {
		text += " after " + o.Breaker.Trip.Text
	}
	return text
}

func throttleWords(r *Run, x *Exchange, o *Origin, now time.Time) string {
	host := hostOf(x.Origin)
	if o.Bucket.Paused(now) {
		return "the bucket of " + host + " is held: " + whyWords(o.Bucket.PauseWhy)
	}
	switch {
	case o.Bucket.Unlimited() && x.Wait.Detail != "":
		return "the bucket of " + host + " was held: " + clean(x.Wait.Detail)
	case o.Bucket.Unlimited():
		return "a token of the bucket of " + host
	}
	text := "throttled to " + quantity(round3(o.Bucket.Rate)) + "/s for " + host
	if r.Waiting.Limiter > 1 {
		text += ", " + waitersWords(r.Waiting.Limiter)
	}
	return text
}

func round3(v float64) float64 { return float64(int64(v*1000+0.5)) / 1000 }

func waitersWords(n int) string {
	if n == 1 {
		return "1 waits"
	}
	return Count(int64(n)) + " wait"
}

func retryWords(x *Exchange) string {
	text := "backing off"
	if x.Wait.Reason == engine.WaitRetryAfter {
		text = hostOf(x.Origin) + " asked for it"
	}
	if x.Retry == nil {
		return text + " before " + number(x.ID) + " is tried again"
	}
	return fmt.Sprintf("%s after %s, then attempt %d of %d of %s", text, clean(x.Retry.Why), x.Retry.Next, x.Retry.Max, number(x.ID))
}

// serverWhy says which phase an attempt on the wire is in, and for how long.
func serverWhy(x *Exchange, now time.Time) Why {
	a := x.Flying()
	host := hostOf(x.Origin)
	phase, since := a.Phase()
	text := "waiting for " + host + " for " + Left(now.Sub(since)) + ": " + number(x.ID) + " " + wireWords(phase, a)
	if x.Max > 1 && a.N > 1 {
		text += fmt.Sprintf(", attempt %d of %d", a.N, x.Max)
	}
	return Why{
		Text: text, Reason: WhyServer, Exchange: x.ID, Page: x.Page, Origin: x.Origin, Since: since,
		Actions: []Action{ActionGiveUp, ActionCancel},
	}
}

// wireWords says what an attempt does in a phase.
func wireWords(phase string, a *Attempt) string {
	switch phase {
	case "pool":
		return "is given a connection"
	case "dns":
		return "looks up the name"
	case "connect":
		return "is being connected"
	case "tls":
		return "is in its TLS handshake"
	case "write":
		return "has sent " + partOf(a.Sent, a.BodySize)
	case "wait", "first-byte":
		return "is sent, no answer yet"
	case "body":
		return "has received " + partOf(a.Received, a.Expected)
	}
	return "is on the wire"
}

func partOf(n, whole int64) string {
	if whole > 0 {
		return Size(n) + " of " + Size(whole)
	}
	return Size(n)
}

func idleWhy(r *Run) Why {
	if w := r.Walk; w != nil && w.Stop == nil {
		if p, ok := w.Newest(); ok {
			return Why{
				Text:   fmt.Sprintf("page %d is there: the next is fetched when you ask for it", p.Number),
				Reason: WhyReader, Page: p.Number, Exchange: p.Exchange, Actions: []Action{ActionMore, ActionCancel},
			}
		}
	}
	if r.Exchanges > 0 {
		return Why{Text: "between exchanges, " + several(int64(r.Done), "exchange") + " done", Reason: WhyStarting, Actions: []Action{ActionCancel}}
	}
	return Why{Text: "starting", Reason: WhyStarting, Since: r.Started, Actions: []Action{ActionCancel}}
}

func finishedWhy(r *Run) Why {
	w := Why{Text: finishWords(*r.Finished), Reason: WhyFinished, Exchange: r.Last, Since: r.Finished.At, Actions: []Action{ActionSend}}
	if r.Walk == nil {
		return w
	}
	switch {
	case r.Walk.Failed > 0:
		w.Actions = []Action{ActionRetry, ActionSend}
	case r.Walk.Stop != nil && r.Walk.Stop.Resume != "":
		w.Actions = []Action{ActionContinue, ActionSend}
	}
	return w
}
