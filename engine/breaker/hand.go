package breaker

import "time"

// Trip forces the breaker open until Reset or Disable. It returns false if it
// is forced open already.
func (b *Breaker) Trip(now time.Time) (Change, bool) {
	return b.byHand(now, ForcedOpen)
}

// Disable lets every call pass until Reset or Trip. Outcomes are still counted
// and shown, but no rule opens the breaker. It returns false if it is disabled
// already.
func (b *Breaker) Disable(now time.Time) (Change, bool) {
	return b.byHand(now, Disabled)
}

func (b *Breaker) byHand(now time.Time, to State) (Change, bool) {
	now = b.tell(now)
	if b.state == to {
		return Change{}, false
	}
	return b.move(now, to, RuleManual, 0), true
}

// Reset closes the breaker, or disables it if its settings are off, and empties
// its window; results of calls under way will not count. It returns false if
// there is nothing to reset. A closed breaker whose window was emptied is a
// Change from closed to closed.
func (b *Breaker) Reset(now time.Time) (Change, bool) {
	now = b.tell(now)
	if b.state == b.rest() && b.window.size == 0 && b.consecutive == 0 {
		return Change{}, false
	}
	c := b.move(now, b.rest(), RuleManual, 0)
	b.forget()
	return c, true
}

// Probe turns an open breaker half-open before its time. It returns false in
// any other state; one that is forced open is ended by Reset.
func (b *Breaker) Probe(now time.Time) (Change, bool) {
	now = b.tell(now)
	if b.state != Open {
		return Change{}, false
	}
	return b.move(now, HalfOpen, RuleManual, 0), true
}

// Configure replaces the settings; those that Validate would refuse are brought
// into range. The state stays, with three exceptions: settings that are off
// disable the breaker, settings that are on again close one that was disabled
// by them, and a half-open one closes if as many probes as are asked for now
// have succeeded. The window keeps the newest outcomes that fit; whether one
// was slow is not judged anew. No rule opens the breaker before the next
// outcome. An open one is re-timed from when it opened, so Due may change.
//
// The Change is filled in even where the bool, whether the state changed, is
// false; From and To are then the present state.
func (b *Breaker) Configure(now time.Time, s Settings) (Change, bool) {
	now = b.tell(now)
	wasOff := b.settings.Off
	b.settings = s.usable()
	b.fitWindow()
	switch {
	case b.settings.Off && b.state != Disabled:
		return b.move(now, Disabled, RuleSettings, 0), true
	case wasOff && !b.settings.Off && b.state == Disabled:
		return b.move(now, Closed, RuleSettings, 0), true
	case b.state == HalfOpen && b.probes.succeeded >= b.settings.Probes:
		return b.move(now, Closed, RuleSettings, 0), true
	case b.state == Open:
		b.until = b.since.Add(b.openTime())
	}
	return Change{From: b.state, To: b.state, At: now, Rule: RuleSettings, Until: b.until, Tally: b.tally()}, false
}

// fitWindow gives the window the size that the settings ask for.
func (b *Breaker) fitWindow() {
	limit := b.settings.Window
	if b.settings.WindowTime > 0 {
		limit = mostOutcomes
	}
	b.window.resize(limit, b.settings.WindowTime)
	b.window.prune(b.seen.Sub(b.epoch))
}
