package tour

import (
	"weir/sessions"
	"weir/ui/keys"
)

// lessons lists them in their order.
func lessons() []Lesson {
	return []Lesson{
		sending(), walking(), styles(), retrying(), pacing(), quotas(), breaking(), byHand(), keeping(),
	}
}

func sending() Lesson {
	return Lesson{
		Title: "Send a request", Request: "link header",
		Text: "Everything here runs against a practice API inside weir: rivers and their gauges. The line at the bottom always says what is being waited for, and E explains what you see, why it happened, and which setting would change it.",
		Tasks: []Task{
			{keys.Send, "send it", sent("link header")},
			{keys.Explain, "have it explained", func(s Seen) bool { return s.Asked }},
		},
	}
}

func walking() Lesson {
	return Lesson{
		Title: "Walk the pages", Request: "link header",
		Text: "A long list comes in pages. weir found out by itself how this API pages: the Pages panel shows the style and its evidence. One page is fetched ahead of you; the items of all pages are one table.",
		Tasks: []Task{
			{keys.NextPage, "turn to page 2", func(s Seen) bool { return s.Page >= 2 }},
			{keys.AllPages, "fetch every page", fetched("link header", 20)},
		},
	}
}

func styles() Lesson {
	return Lesson{
		Title: "Page numbers and cursors", Request: "page numbers",
		Text: "Page numbers only count: where items come or go meanwhile, some are met twice or missed. A cursor stands at a place in the list, so it is the stable choice. Send both and compare the evidence in the Pages panel.",
		Tasks: []Task{
			{keys.Send, "send page numbers", sent("page numbers")},
			{keys.Focus1, "then select and send cursor", sent("cursor")},
		},
	}
}

func retrying() Lesson {
	return Lesson{
		Title: "Retries and jitter", Request: "flaky replies",
		Text: "Three of ten replies are a 503. Each is tried again after a delay that is drawn at random below a ceiling which doubles (full jitter), so that clients which failed together do not come back together. Retries are a part of all requests at most: the budget.",
		Tasks: []Task{
			{keys.Send, "send it", sent("flaky replies")},
			{keys.AllPages, "fetch every page", fetched("flaky replies", 10)},
			{keys.None, "watch three retries", retried("flaky replies", 3)},
		},
	}
}

func pacing() Lesson {
	return Lesson{
		Title: "The token bucket", Request: "cursor",
		Text: "A token is spent for each attempt, retries too. Tokens come back at the rate, and are saved up to the burst: over any time t at most rate·t + burst attempts go out. Set a rate such as 5/s, fetch pages and watch the level and the queue.",
		Tasks: []Task{
			{keys.Rate, "set a rate", func(s Seen) bool { return changed(s, "rate") }},
			{keys.Send, "send it", sent("cursor")},
			{keys.AllPages, "fetch every page, see them wait", queued("cursor")},
			{keys.Faster, "raise the rate in the bucket (5)", func(s Seen) bool { return changes(s, "rate") >= 2 }},
		},
	}
}

func quotas() Lesson {
	return Lesson{
		Title: "The server's own limit", Request: "limited API",
		Text: "This server allows ten requests a second and says so in its headers; beyond that it answers 429. weir reads the quota, holds its bucket until the reset, and never asks earlier than a Retry-After. Take your own rate off (r, then off) to meet the server's.",
		Tasks: []Task{
			{keys.Send, "send it", sent("limited API")},
			{keys.AllPages, "fetch every page", fetched("limited API", 10)},
			{keys.None, "watch the bucket being held", held},
		},
	}
}

func breaking() Lesson {
	return Lesson{
		Title: "The circuit breaker", Request: "outage",
		Text: "This server is well for 14 seconds, then down for 6. After five failures in a row the breaker opens, and nothing more is sent: retries alone would make the outage worse. When its time is up a few probes pass, and if they succeed it closes.",
		Tasks: []Task{
			{keys.Send, "send it", sent("outage")},
			{keys.AllPages, "fetch every page", fetched("outage", 5)},
			{keys.None, "watch it open", func(s Seen) bool { return moved(s, "open") }},
			{keys.SkipWait, "hurry the probe, or wait", func(s Seen) bool { return moved(s, "half-open") }},
		},
	}
}

func byHand() Lesson {
	return Lesson{
		Title: "The breaker by hand", Request: "cursor",
		Text: "You can trip the breaker yourself, say while a server is being repaired: a walk then waits, a single request fails at once with the reason. Reset lets everything pass again.",
		Tasks: []Task{
			{keys.TripBreaker, "trip it", func(s Seen) bool { return moved(s, "forced-open") }},
			{keys.TripBreaker, "reset it", func(s Seen) bool { return moved(s, "closed") }},
		},
	}
}

func keeping() Lesson {
	return Lesson{
		Title: "Keep it and see it again",
		Text:  "All of this was recorded: every event and every body, without secrets. Name the session to keep it. A replay shows the same panels at any moment of it: n and p jump between trips, retries and failures.",
		Tasks: []Task{
			{keys.Save, "save the session", func(s Seen) bool { return s.Saved }},
			{keys.Replay, "replay it", func(s Seen) bool { return s.Replay }},
		},
	}
}

// sent says whether a request was sent since the lesson began.
func sent(request string) func(Seen) bool {
	return func(s Seen) bool {
		for _, r := range s.State.Runs() {
			if r.Name == request && r.ID > s.Last && r.Exchanges > 0 {
				return true
			}
		}
		return false
	}
}

// fetched says whether walks of a request brought so many pages since.
func fetched(request string, pages int) func(Seen) bool {
	return since(request, pages, func(t tally) int { return t.pages })
}

// retried says whether runs of a request retried so often since.
func retried(request string, times int) func(Seen) bool {
	return since(request, times, func(t tally) int { return t.retries })
}

// since says whether the runs of a request came to so many of what is counted
// since the lesson began.
func since(request string, least int, count func(tally) int) func(Seen) bool {
	return func(s Seen) bool {
		n := 0
		for _, r := range s.State.Runs() {
			if r.Name == request {
				n += count(tallyOf(r)) - count(s.Before[r.ID])
			}
		}
		return n >= least
	}
}

// queued says whether a run of a request, begun since, waits for tokens.
func queued(request string) func(Seen) bool {
	return func(s Seen) bool {
		for _, r := range s.State.Runs() {
			if r.Name == request && r.ID > s.Last && r.Waiting.Limiter > 0 {
				return true
			}
		}
		return false
	}
}

// changes counts how often a policy was changed since the lesson began.
func changes(s Seen, policy string) int {
	n := 0
	for _, o := range s.State.Origins() {
		for _, c := range o.Changes {
			if c.Policy == policy && !c.At.Before(s.Began) {
				n++
			}
		}
	}
	return n
}

func changed(s Seen, policy string) bool { return changes(s, policy) > 0 }

func anyOrigin(s Seen, is func(*sessions.Origin) bool) bool {
	for _, o := range s.State.Origins() {
		if is(o) {
			return true
		}
	}
	return false
}

// held says whether a server's quota held a bucket since the lesson began.
func held(s Seen) bool {
	return sent("limited API")(s) && anyOrigin(s, func(o *sessions.Origin) bool {
		return len(o.Quotas) > 0 && o.Bucket.PausedUntil.After(s.Began)
	})
}

// moved says whether a breaker came to a state since the lesson began.
func moved(s Seen, to string) bool {
	return anyOrigin(s, func(o *sessions.Origin) bool {
		for _, c := range o.Breaker.Changes {
			if c.To == to && c.From != to && !c.At.Before(s.Began) {
				return true
			}
		}
		return false
	})
}
