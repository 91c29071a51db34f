package explain

import (
	"strings"
	"unicode"

	"weir/engine"
	"weir/engine/breaker"
)

func (x *Explanation) origin(e engine.Event) {
	switch e := e.(type) {
	case engine.BreakerChanged:
		x.breaker(e)
	case engine.BreakerRejected:
		if e.State == breaker.ForcedOpen.String() {
			x.forced()
			return
		}
		x.say("Nothing was sent. While the breaker is open each request would most likely fail too, and would keep the server from recovering.")
		x.knob("--breaker", "open=30s is how long it stays open")
	case engine.BucketChanged:
		x.bucket(e)
	case engine.ConcurrencyChanged:
		x.say("How many attempts may be in flight is adapted as TCP does it: halved where the server shows strain (429, 503, time-outs), and raised by one after a round without any.")
		x.knob("--concurrency", "the most that may be in flight")
		x.knob("--no-adapt", "keep it where it was set")
	case engine.QuotaSeen:
		x.say("The server told in a header how many requests it still takes. Where none are left, the bucket is held until the reset, so that no request is wasted on a 429.")
		x.knob("--no-adapt", "do not act on it")
	case engine.PolicyChanged:
		x.say("You changed it. It holds from now on for this origin; who waits was timed anew.")
	case engine.ConnectionOpened:
		x.say("A connection costs round trips: one for TCP, one or two for TLS. So it is kept and used again.")
		x.knob("--http", "over HTTP/2 one connection carries many requests at once")
	case engine.ConnectionClosed:
		x.say("Connections end when nobody used them for a while, when the server hangs up, or when a reply broke off.")
	default:
		x.say("The engine states this as a fact; nothing waits for it.")
	}
}

func (x *Explanation) breaker(e engine.BreakerChanged) {
	switch {
	case e.From == e.To && e.Rule == "start":
		x.say("Each origin has its own breaker. It begins closed: everything passes, and the outcomes of the last calls are counted.")
	case e.Rule == string(breaker.RuleManual):
		x.handled(e.To)
		return
	default:
		x.say(stateWords(e.To))
	}
	switch breaker.Rule(e.Rule) {
	case breaker.RuleConsecutive:
		x.knob("--breaker", "consecutive=5 failures in a row open it")
	case breaker.RuleRatio:
		x.knob("--breaker", "ratio=0.5 of window=20 calls, once minimum=10 are in it")
	case breaker.RuleSlow:
		x.knob("--breaker", "slow=2s calls a call slow, slow-ratio=0.8 opens it")
	default:
	}
	x.knob("--breaker", "open=30s and probes=3 say how it closes again; off does without")
}

// handled explains what a person did to a breaker; no setting would do it.
func (x *Explanation) handled(to string) {
	switch to {
	case breaker.ForcedOpen.String():
		x.forced()
	case breaker.Disabled.String():
		x.say("You disabled it by hand: everything passes and nothing trips it, until you reset it.")
	case breaker.HalfOpen.String():
		x.say("You had it probe by hand, before its time was up. If all probes succeed it closes; if one fails it opens again.")
	default:
		x.say("You reset it by hand: everything passes again, and what it counted is forgotten.")
	}
}

func stateWords(state string) string {
	switch state {
	case "open":
		return "Too many calls failed, so the breaker opened: nothing is sent until its time is up. Retries alone would add load to a server that is down; this takes it away."
	case "half-open":
		return "Its time is up. Now a few probes may pass. If all succeed it closes; if one fails it opens again."
	case "closed":
		return "The probes succeeded: the server is well again, and everything passes. The window begins anew."
	}
	return "The breaker changed its state."
}

func (x *Explanation) bucket(e engine.BucketChanged) {
	switch {
	case !e.PausedUntil.IsZero():
		x.say("The bucket is held: the server said that its quota is used up, or answered 429. No token is given out until then, so no attempt is wasted.")
		x.knob("--no-adapt", "do not act on the server's quota")
	case e.Rate == 0:
		x.say("There is no limit, so nobody waits for a token.")
	default:
		x.say("Each attempt takes a token, retries too. Tokens come back at the rate and are saved up to the burst, so over any time t at most rate·t + burst attempts go out.")
	}
	x.knob("--rate", "tokens that come back in a second")
	x.knob("--burst", "how many may be saved up")
}

// clean takes out what is no letter, digit or plain mark: the texts of events
// come from servers and files.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, text)
}
