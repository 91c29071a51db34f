package explain

import (
	"weir/engine"
	"weir/engine/breaker"
)

// waitStarted explains a wait that has begun, of which more is known than of
// one that goes on.
func (x *Explanation) waitStarted(e engine.WaitStarted) {
	forced := breaker.OpenError{State: breaker.ForcedOpen}
	if e.Reason == engine.WaitBreakerOpen && e.Detail == forced.Error() {
		x.forced()
		x.say("A walk waits for that, since it has something to lose; a single request fails at once.")
		x.knob("--breaker-wait", "how long a walk waits in all")
		return
	}
	x.wait(e.Reason)
}

// forced explains a breaker that a person opened.
func (x *Explanation) forced() {
	x.say("You opened the breaker by hand. No time closes it and no probe goes out: nothing passes until you reset it.")
}

// wait explains why an exchange is not on the wire.
func (x *Explanation) wait(reason engine.WaitReason) {
	switch reason {
	case engine.WaitLimiter:
		x.say("The bucket has no token left. Tokens come back at the rate, up to the burst; who came first gets the next one.")
		x.knob("--rate", "tokens that come back in a second")
		x.knob("--burst", "how many may be saved up")
	case engine.WaitBackoff:
		x.say("The attempt failed, and the next one waits, so that a server in trouble has time. It holds no slot and no token meanwhile.")
		x.knob("--backoff", "BASE..CAP")
		x.knob("--jitter", "how the delay is drawn")
	case engine.WaitRetryAfter:
		x.say("The server said when it wants to be asked again. It is never asked earlier.")
		x.knob("--max-retry-after", "the longest wait that a server may ask for")
	case engine.WaitBreakerOpen:
		x.say("The breaker is open: the server failed too often, or you opened it by hand, and nothing passes meanwhile. A walk waits for it, since it has something to lose; a single request fails at once.")
		x.knob("--breaker", "open=30s is how long it stays open")
		x.knob("--breaker-wait", "how long a walk waits in all")
	case engine.WaitSlot:
		x.say("As many attempts are in flight to this origin as may be. Slots are taken before tokens: tokens held by those who queue for a slot would later leave as one burst.")
		x.knob("--concurrency", "attempts in flight at once")
	case engine.WaitPool:
		x.say("All connections that may be open are busy.")
		x.knob("--timeout", "pool=5s is how long it waits for one")
		x.knob("--http", "over HTTP/2 one connection carries many requests")
	case engine.WaitPaused:
		x.say("You hold the run before its next attempt.")
	default:
		x.say("Something has to happen before it can be sent.")
	}
}

func (x *Explanation) waitEnded(e engine.WaitEnded) {
	switch e.End {
	case engine.WaitElapsed:
		x.say("It got what it waited for and goes on to the next gate.")
	case engine.WaitSkipped:
		x.say("You cut the wait short. That never breaks a promise to the server: for a token it takes the next one that comes, for the breaker it is the one that probes.")
	case engine.WaitWoken:
		x.say("What it waited for is no longer what stands in its way: the breaker opened, the run was paused, or another obstacle is nearer.")
	case engine.WaitCancelled:
		x.say("Its exchange ended. A token that it was promised goes back to the bucket.")
	default:
		x.say("The wait is over.")
	}
	x.wait(e.Reason)
}
