package ui

import (
	"weir/sessions"
	"weir/ui/keys"
	"weir/ui/tour"
)

// steps is a newcomer's way through the practice API. Each step ticks itself
// off when it was done, in whatever order.
type steps struct {
	shown    bool
	saved    bool
	replayed bool
	read     int  // the highest page that was looked at
	asked    bool // something was explained
	tour     tour.Tour
}

// firstStep is one of them.
type firstStep struct {
	intent keys.Intent
	text   string
	done   bool
}

// list says how far a newcomer is.
func (s *steps) list(state *sessions.State) []firstStep {
	rated, tripped := false, false
	for _, o := range state.Origins() {
		for _, c := range o.Changes {
			rated = rated || c.Policy == "rate"
		}
		for _, c := range o.Breaker.Changes {
			tripped = tripped || c.To == "forced-open"
		}
	}
	return []firstStep{
		{keys.Send, "send", state.Counters.Exchanges > 0},
		{keys.NextPage, "next page", s.read >= 2},
		{keys.TripBreaker, "trip breaker", tripped},
		{keys.Rate, "change rate", rated},
		{keys.Save, "save", s.saved},
		{keys.Replay, "replay", s.replayed},
		{keys.NextLesson, "take the tour", false},
		{keys.Quit, "leave", false},
	}
}
