package ui

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/engine/breaker"
	"weir/sessions"
	"weir/ui/keys"
	"weir/ui/layout"
)

var errNothingToSend = errors.New("there is nothing to send: press u and write a URL")

// startedMsg says that a run began, or why it did not.
type startedMsg struct {
	run   run
	err   error
	name  string
	ruled ruled
}

// doneMsg says how a call on the engine went that states no event of its own.
type doneMsg struct {
	err  error
	said string // in passing, where it went well
}

// actRun carries out what is about the run.
func (m *Model) actRun(i keys.Intent) (tea.Cmd, bool) {
	if m.replay != nil {
		return nil, false
	}
	switch i {
	case keys.Send:
		return m.send(), true
	case keys.EditURL:
		m.editURL()
	case keys.Edit:
		return m.editRequest(), true
	case keys.Pause:
		return m.pause(), true
	case keys.Cancel:
		return m.steer("cancel", func(r run) { r.Cancel() }), true
	case keys.SkipWait:
		return m.skipWait(), true
	case keys.GiveUp:
		return m.giveUp(), true
	case keys.Back:
		return m.back(), true
	default:
		return nil, false
	}
	return nil, true
}

// send starts the selected request.
func (m *Model) send() tea.Cmd {
	if _, ok := m.requests.folder(); ok {
		m.requests.fold(keys.Toggle)
		return nil
	}
	row, ok := m.requests.selected()
	if !ok || m.driver == nil {
		m.notices.fail(errNothingToSend)
		return nil
	}
	planned := m.planned(row)
	d, ctx := m.driver, m.ctx
	stop := m.running()
	return func() tea.Msg {
		p, ruled, err := planned()
		if err != nil {
			return startedMsg{err: err, name: label(row)}
		}
		if stop != nil {
			stop.Cancel() // a new request takes the place of the one before
		}
		r, err := d.Start(ctx, p)
		return startedMsg{run: r, err: err, name: label(row), ruled: ruled}
	}
}

func (m *Model) started(msg startedMsg) {
	if msg.err != nil {
		m.again.plans = nil
		m.notices.fail(fmt.Errorf("%s was not sent: %w", msg.name, m.nearer(msg.err)))
		return
	}
	m.runs[msg.run.ID()] = msg.run
	m.requests.ruled[msg.ruled.origin] = msg.ruled.settings
	if m.place.focus == layout.Requests && !m.line.editing {
		m.place.show(tabItems)
	}
	for id := range m.runs {
		if r := m.state.Run(id); r != nil && r.Finished != nil {
			delete(m.runs, id)
		}
	}
}

func (m *Model) editURL() {
	row, _ := m.requests.selected()
	m.line.edit(row)
}

// acceptLine sends what was written.
func (m *Model) acceptLine() tea.Cmd {
	if row, ok := m.requests.selected(); ok && row.Kept != nil {
		return m.acceptKept(row)
	}
	n, err := parseLine(m.line.field.Value())
	if err != nil {
		m.notices.fail(err)
		return nil
	}
	m.line.leave()
	m.requests.put(n)
	return m.send()
}

// steer calls on the run, or says that there is none.
func (m *Model) steer(what string, call func(run)) tea.Cmd {
	r := m.running()
	if r == nil {
		m.notices.say("Nothing runs that one could " + what + ".")
		return nil
	}
	return func() tea.Msg {
		call(r)
		return nil
	}
}

func (m *Model) pause() tea.Cmd {
	if r := m.state.Focus(); r != nil && r.Paused {
		return m.steer("resume", func(r run) { r.Resume() })
	}
	return m.steer("pause", func(r run) { r.Pause() })
}

// target is the exchange that skipping and giving up are about: the one that
// is selected among the retries, else the one of the why-line.
func (m *Model) target() uint64 {
	if m.place.focus == layout.Retries {
		if id := m.widgets.retrying(m); id != 0 {
			return id
		}
	}
	return m.state.Why(m.moment).Exchange
}

func (m *Model) skipWait() tea.Cmd {
	x := m.state.Exchange(m.target())
	if x == nil || x.Wait == nil {
		m.notices.say("Nothing waits that one could hurry.")
		return nil
	}
	if !m.hurryable(x) {
		m.notices.say(m.unhurried(x))
		return nil
	}
	return m.steer("hurry", func(r run) { r.Skip(x.ID) })
}

// unhurried says why a wait cannot be cut short, and what ends it.
func (m *Model) unhurried(x *sessions.Exchange) string {
	o := m.state.Origin(x.Origin)
	switch {
	case x.Wait.Reason == engine.WaitPool:
		return "That wait cannot be hurried: it ends when a connection is free."
	case o != nil && o.Breaker.State == breaker.ForcedOpen.String():
		return "That wait cannot be hurried: the breaker was opened by hand, and " + m.keyNow(keys.TripBreaker) + " resets it."
	}
	return "That wait cannot be hurried: the breaker's probes are under way."
}

func (m *Model) giveUp() tea.Cmd {
	x := m.state.Exchange(m.target())
	if x == nil || !x.Live() {
		m.notices.say("Nothing is under way that one could give up.")
		return nil
	}
	return m.steer("give up", func(r run) { r.GiveUp(x.ID) })
}

// back leaves the innermost thing: the zoom, a find, what waits or flies, a
// side panel. From the main panel it leads nowhere: among the requests letters
// mean other things.
func (m *Model) back() tea.Cmd {
	switch {
	case m.takeBack():
	case m.hangs() && m.state.Focus().Walk != nil:
		return m.doubt()
	case m.hangs():
		return m.giveUp()
	case len(m.notices.list) > 0:
		m.notices.drop()
	case m.place.focus != layout.Main && m.place.focus != layout.Requests:
		m.place.goTo(layout.Main)
	case m.frame.Shape == layout.Single:
		m.place.goTo(layout.Requests) // where one panel stands, the list is behind it
	default:
		m.notices.say("There is nothing to cancel or to close: " + m.keyNow(keys.Focus1) + " goes to the requests, " + m.keyNow(keys.Quit) + " leaves.")
	}
	return nil
}

// doubt asks before it cancels a walk, which has more to lose than one reply:
// the same key again means it.
func (m *Model) doubt() tea.Cmd {
	if m.walk.doubted {
		m.walk.doubted = false
		return m.steer("cancel", func(r run) { r.Cancel() })
	}
	m.walk.doubted = true
	m.notices.say(firstUpper(m.keyNow(keys.Back)) + " again cancels the walk; what it has fetched stays.")
	return nil
}

// hangs says whether the run waits for something that can be given up.
func (m *Model) hangs() bool {
	if m.running() == nil {
		return false
	}
	switch w := m.state.Why(m.moment); w.Reason {
	case sessions.WhyServer, string(engine.WaitBackoff), string(engine.WaitRetryAfter), string(engine.WaitBreakerOpen),
		string(engine.WaitLimiter), string(engine.WaitSlot), string(engine.WaitPool):
		return w.Exchange != 0
	default:
		return false
	}
}

func (m *Model) done(msg doneMsg) {
	switch {
	case msg.err != nil:
		m.notices.fail(msg.err)
	case msg.said != "":
		m.notices.say(msg.said)
	}
}
