package explain

import (
	"weir/engine"
	"weir/sessions"
)

// Explanation is an event in plain words.
type Explanation struct {
	What  string   // happened, in one sentence without a full stop
	Why   []string // paragraphs
	Knobs []Knob   // what would have changed it, the most likely first
}

// Knob is a setting, by its flag, and what it does.
type Knob struct {
	Flag string // such as "--retries"
	Text string // in a few words
}

// Of explains an event. Every kind has at least one paragraph.
func Of(e engine.Event) Explanation {
	x := Explanation{What: sessions.Words(e)}
	switch e := e.(type) {
	case engine.RunStarted, engine.RunFinished, engine.RunPaused, engine.RunResumed:
		x.run(e)
	case engine.ExchangeStarted, engine.ExchangeFinished:
		x.exchange(e)
	case engine.AttemptStarted, engine.AttemptFinished, engine.PhaseReached, engine.BodyProgress:
		x.attempt(e)
	case engine.WaitStarted:
		x.waitStarted(e)
	case engine.WaitChanged:
		x.say("What it waits for has come nearer or gone further: a rate was changed, someone left the line, or the server asked for more time.")
		x.wait(e.Reason)
	case engine.WaitEnded:
		x.waitEnded(e)
	case engine.RetryScheduled:
		x.retry(e)
	case engine.RetryRefused:
		x.noRetry(e)
	case engine.PageFetched, engine.PageFailed, engine.PaginationDetected, engine.WalkStopped:
		x.walk(e)
	default:
		x.origin(e)
	}
	return x
}

// say adds a paragraph.
func (x *Explanation) say(text string) { x.Why = append(x.Why, text) }

// knob adds a setting.
func (x *Explanation) knob(flag, text string) { x.Knobs = append(x.Knobs, Knob{flag, text}) }

func (x *Explanation) run(e engine.Event) {
	switch e := e.(type) {
	case engine.RunStarted:
		x.say("A run is one order to the engine: a single request, a walk over the pages of a list, several requests at once, or one request again and again.")
		if e.Mode == engine.ModeWalk {
			x.say("This one walks a list. Each page is an exchange of its own, and each exchange may take several attempts.")
			x.knob("--paginate", "how the list is paged, where the detection errs")
		}
	case engine.RunFinished:
		x.say("This is the run's last event: nothing of it is under way any more. What it fetched is in the session.")
	case engine.RunPaused:
		x.say("You hold the run. What is on the wire goes on to its end; what would be sent next waits and holds no slot and no token.")
	case engine.RunResumed:
		x.say("The run goes on where it was held.")
	}
}

func (x *Explanation) exchange(e engine.Event) {
	switch e := e.(type) {
	case engine.ExchangeStarted:
		x.say("An exchange is one request with its final answer. On its way to the wire it passes the breaker, takes a slot, then a token; each of them may make it wait.")
	case engine.ExchangeFinished:
		x.ending(e)
	}
}

func (x *Explanation) ending(e engine.ExchangeFinished) {
	switch e.Outcome {
	case engine.ExchangeAnswered:
		x.say("The server gave its final answer, and it is no error.")
	case engine.ExchangeRefused:
		x.say("The server's final answer is an error. A status of 4xx says that the request is at fault; 5xx, that the server is.")
	case engine.ExchangeFailed, "":
		x.say("No whole answer came, and no attempt is left that could bring one.")
		x.knob("--timeout", "how long each part of an attempt may take")
	case engine.ExchangeRejected:
		x.say("The breaker was open, so nothing was sent at all: the server is spared, and you know at once.")
		x.knob("--breaker", "when it opens and for how long")
	default: // cancelled
		x.say("You, or the program's end, called it off. That says nothing of the server, so the breaker does not count it.")
	}
	if e.Attempts > 1 {
		x.say("It took more than one attempt: see the retries before it.")
		x.knob("--retries", "how many attempts may follow the first")
	}
}
