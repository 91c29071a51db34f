package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/engine/bucket"
	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

// The dialogs about policies.
const (
	askRate        dialogs.Kind = "rate"
	askBurst       dialogs.Kind = "burst"
	askConcurrency dialogs.Kind = "concurrency"
	pickBreaker    dialogs.Kind = "breaker"
)

// Bounds of what is asked for.
const (
	mostBurst       = 1_000_000
	mostConcurrency = 10_000
)

// actPolicy carries out what changes the policies of the origin.
func (m *Model) actPolicy(i keys.Intent) (tea.Cmd, bool) {
	if m.replay != nil {
		return nil, false
	}
	switch i {
	case keys.TripBreaker:
		return m.toggleBreaker(), true
	case keys.ResetBreaker:
		return m.moveBreaker("reset"), true
	case keys.DisableBreaker:
		return m.moveBreaker("disable"), true
	case keys.BreakerMenu:
		m.openBreakerMenu()
	case keys.Rate:
		m.askRate()
	case keys.Burst:
		m.askNumber(askBurst, "Burst", "tokens that may be taken at once, from 1", mostBurst, func(o *sessions.Origin) int { return o.Bucket.Burst })
	case keys.Concurrency:
		m.askNumber(askConcurrency, "Requests in flight", "at the same time, from 1", mostConcurrency, func(o *sessions.Origin) int { return o.Concurrency.Max })
	case keys.Faster:
		return m.scaleRate(1.25), true
	case keys.Slower:
		return m.scaleRate(0.8), true
	default:
		return nil, false
	}
	return nil, true
}

// known returns the origin that a policy is changed of, or says that there is
// none yet.
func (m *Model) known() *sessions.Origin {
	o := m.origin()
	if o == nil {
		m.notices.say("Nothing was sent yet: send a request first, then its breaker and bucket are here.")
	}
	return o
}

// toggleBreaker trips a breaker that lets requests pass, and resets any other.
func (m *Model) toggleBreaker() tea.Cmd {
	o := m.known()
	if o == nil {
		return nil
	}
	if o.Breaker.State == "closed" {
		return m.moveBreaker("trip")
	}
	return m.moveBreaker("reset")
}

// moveBreaker sets the breaker of the origin by hand.
func (m *Model) moveBreaker(move string) tea.Cmd {
	o := m.known()
	if o == nil {
		return nil
	}
	d, name := m.driver, o.Name
	return func() tea.Msg {
		ok := false
		switch move {
		case "trip":
			ok = d.Trip(name)
		case "reset":
			ok = d.ResetBreaker(name)
		case "disable":
			ok = d.Disable(name)
		}
		if !ok {
			return doneMsg{err: fmt.Errorf("the breaker of %s is not there: send a request first", name)}
		}
		return doneMsg{}
	}
}

func (m *Model) openBreakerMenu() {
	o := m.known()
	if o == nil {
		return
	}
	state := o.Breaker.State
	off := func(is bool, why string) string {
		if is {
			return why
		}
		return ""
	}
	m.dialogs.Push(dialogs.NewMenu(pickBreaker, "Breaker of "+plainLine(o.Name), []dialogs.Row{
		{ID: "trip", Key: "t", Text: "Trip: reject everything until it is reset", Off: off(state == "forced-open", "it is")},
		{ID: "reset", Key: "r", Text: "Reset: close it and forget what it counted", Off: off(state == "closed" && o.Breaker.Len() == 0, "it is")},
		{ID: "disable", Key: "d", Text: "Disable: let everything pass, count only", Off: off(state == "disabled", "it is")},
	}))
}

func (m *Model) askRate() {
	o := m.known()
	if o == nil {
		return
	}
	check := func(text string) error {
		_, err := bucket.ParseRate(text)
		return err
	}
	m.dialogs.Push(dialogs.NewPrompt(askRate, "Rate for "+plainLine(o.Name), bucket.FormatRate(rateOf(o)),
		"10/s, 600/m, 1000/h, 100/15m or off; those who wait are timed anew", check))
}

// rateOf is the rate of an origin's bucket as the engine takes it.
func rateOf(o *sessions.Origin) float64 {
	if o.Bucket.Unlimited() {
		return bucket.Unlimited
	}
	return o.Bucket.Rate
}

func (m *Model) askNumber(kind dialogs.Kind, title, hint string, most int, now func(*sessions.Origin) int) {
	o := m.known()
	if o == nil {
		return
	}
	check := func(text string) error {
		_, err := parseNumber(text, most)
		return err
	}
	m.dialogs.Push(dialogs.NewPrompt(kind, title+" for "+plainLine(o.Name), strconv.Itoa(now(o)), hint, check))
}

func parseNumber(text string, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("write a whole number from 1 to %s", sessions.Count(int64(most)))
	}
	return n, nil
}

// setPolicy carries out what a prompt about a policy was answered with.
func (m *Model) setPolicy(kind dialogs.Kind, text string) tea.Cmd {
	o := m.known()
	if o == nil {
		return nil
	}
	d, name, rate := m.driver, o.Name, rateOf(o)
	switch kind {
	case askRate:
		wanted, err := bucket.ParseRate(text)
		return setting(err, func() error { return d.SetLimit(name, wanted, burstFor(o, wanted)) })
	case askBurst:
		n, err := parseNumber(text, mostBurst)
		return setting(err, func() error { return d.SetLimit(name, rate, n) })
	case askConcurrency:
		n, err := parseNumber(text, mostConcurrency)
		return setting(err, func() error { return d.SetConcurrency(name, n) })
	}
	return nil
}

// burstFor is the burst that goes with a new rate of an origin: a chosen one
// stays, one that came of the rate before follows it.
func burstFor(o *sessions.Origin, rate float64) int {
	b := &o.Bucket
	if (bucket.Limit{Rate: rate}).Limited() && (b.Unlimited() || b.Burst == bucket.BurstOf(b.Rate)) {
		return bucket.BurstOf(rate)
	}
	return max(1, b.Burst)
}

func setting(err error, set func() error) tea.Cmd {
	return func() tea.Msg {
		if err != nil {
			return doneMsg{err: err}
		}
		return doneMsg{err: set()}
	}
}

// scaleRate makes the bucket faster or slower by a part of its rate.
func (m *Model) scaleRate(by float64) tea.Cmd {
	o := m.known()
	switch {
	case o == nil:
		return nil
	case o.Bucket.Unlimited():
		m.notices.say("The bucket has no limit yet: " + m.keyNow(keys.Rate) + " gives it a rate.")
		return nil
	}
	rate := math.Max(0.1, math.Round(o.Bucket.Rate*by*10)/10)
	d, name, burst := m.driver, o.Name, o.Bucket.Burst
	return setting(nil, func() error { return d.SetLimit(name, rate, burst) })
}
