package explain

import (
	"net/http"

	"weir/engine"
	"weir/engine/retry"
	"weir/sessions"
)

func (x *Explanation) attempt(e engine.Event) {
	switch e := e.(type) {
	case engine.AttemptStarted:
		x.say("An attempt is one round trip. The breaker let it pass, and its slot and its token are taken.")
		if e.Probe {
			x.say("It is a probe: the breaker is half-open and lets only a few through, to see whether the server is well again.")
			x.knob("--breaker", "probes=N says how many have to succeed")
		}
	case engine.AttemptFinished:
		x.answer(e)
	case engine.PhaseReached:
		x.phase(e.Phase)
	case engine.BodyProgress:
		x.say("The body comes in pieces. As long as they come, the read timeout does not fire: it measures the time without progress.")
		x.knob("--timeout", "read=5s is the longest pause")
	}
}

// answer explains what an attempt brought and what the breaker makes of it.
func (x *Explanation) answer(e engine.AttemptFinished) {
	switch {
	case e.Error != nil:
		x.say("No whole answer came. A connection that fails, breaks off or falls silent counts as a failure to the breaker.")
		x.knob("--timeout", "how long each part of an attempt may take")
	case e.Status == http.StatusTooManyRequests:
		x.say("429 means: too many requests. The server is well, so the breaker does not count it; the bucket is held instead, until the server wants to hear from you again.")
		x.knob("--rate", "stay below the server's limit from the start")
	case e.Status >= 500 && e.Status != http.StatusNotImplemented:
		x.say("5xx means that the server failed. The breaker counts it, and once too many of the last calls failed it opens.")
		x.knob("--breaker", "how many failures it takes")
	case e.Status >= 400:
		x.say("4xx means that the request is at fault. The server answered as it should, so to the breaker it is a success.")
	default:
		x.say("The server answered. To the breaker that is a success.")
	}
	if e.Slow {
		x.say("It took longer than the breaker calls quick, so it also counts as a slow call.")
		x.knob("--breaker", "slow=D and slow-ratio=R judge by time")
	}
	if e.Stale {
		x.say("The breaker had changed its state since this attempt began, so this outcome counts for nothing: it speaks of another time.")
	}
	if e.Silent > 0 {
		x.say("The connection that was kept open had died meanwhile, and the request was sent again on another one before anyone could notice. It is counted here so that it is not hidden.")
	}
	if e.Cut {
		x.say("The body reached the cap and was cut: memory is bounded, whatever a server sends.")
		x.knob("--max-body", "bytes of a reply that are read")
	}
}

func (x *Explanation) phase(phase string) {
	switch phase {
	case "dns":
		x.say("The host's name is being looked up.")
	case "connect":
		x.say("A connection is being made, for none was free in the pool.")
		x.knob("--timeout", "connect=5s")
	case "tls":
		x.say("The two sides agree on keys, and the server shows its certificate.")
	case "write":
		x.say("The request is being sent.")
	case "wait":
		x.say("The request is sent, and the first byte of the reply is not there: this is the server's own time.")
		x.knob("--timeout", "read=5s")
	default:
		x.say("The reply has begun, and its body is being read.")
	}
}

// retry explains why another attempt follows, and why after this delay.
func (x *Explanation) retry(e engine.RetryScheduled) {
	x.say("What failed is likely to pass, and doing the request twice is as doing it once, so it is tried again.")
	switch {
	case e.Floor > 0 && e.Backoff > 0:
		x.say("The server asked for " + sessions.Span(e.Floor) + ". That is kept in full; jitter only adds to it (" + sessions.Span(e.Backoff) +
			"), so that not all who were told the same come back at the same moment.")
	case e.Floor > 0:
		x.say("The server asked for " + sessions.Span(e.Floor) + ", and that is kept in full.")
	default:
		x.say("The delay of " + sessions.Span(e.Delay) + " was drawn at random below a ceiling of " + sessions.Span(e.Ceiling) +
			", which doubles with each attempt. Without the draw, all clients that failed together would come back together and knock the server over again.")
	}
	x.knob("--retries", "how many attempts may follow the first")
	x.knob("--backoff", "BASE..CAP, where the ceiling begins and ends")
	x.knob("--jitter", "how the delay is drawn: full, equal, decorrelated or none")
}

// noRetry explains why no attempt follows.
func (x *Explanation) noRetry(e engine.RetryRefused) {
	switch retry.Refusal(e.Reason) {
	case retry.RefusalStatus:
		x.say("This status would be the same again: the request itself has to change.")
	case retry.RefusalError:
		x.say("This error would be the same again, such as a certificate that is not valid or a name that does not exist.")
	case retry.RefusalMethod:
		x.say("Doing this method twice may do its work twice, as a second order. An Idempotency-Key header tells the server to do it once, and then it is tried again.")
		x.knob("--retry-any-method", "try it again all the same")
	case retry.RefusalBody:
		x.say("The body came from a stream that cannot be read twice.")
	case retry.RefusalAttempts:
		x.say("All attempts that an exchange may make are made.")
		x.knob("--retries", "how many may follow the first")
	case retry.RefusalTooLong:
		x.say("The server asked for " + sessions.Span(e.Asked) + ", which is more than the " + sessions.Span(e.Allowed) +
			" that are allowed. It is never asked earlier than it said, so the exchange ends here.")
		x.knob("--max-retry-after", "the longest wait that a server may ask for")
	case retry.RefusalBudget:
		x.say("The budget is used up: retries may only be a part of all requests. Where everything fails, retries would otherwise multiply the load that brought the server down.")
	default:
		x.say("It would not help, or it is not allowed.")
	}
}
