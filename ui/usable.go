package ui

import (
	"weir/engine"
	"weir/engine/breaker"
	"weir/sessions"
	"weir/ui/keys"
	"weir/ui/layout"
)

// usable says whether an intent would do something as things stand, so that
// nothing is offered in vain.
func (m *Model) usable(i keys.Intent) bool {
	switch i {
	case keys.Send, keys.Change:
		return m.sendable(i)
	case keys.Pause, keys.Cancel, keys.AllPages:
		return m.running() != nil
	case keys.NextPage:
		return m.more()
	case keys.RetryPage:
		w := m.trailing()
		return w != nil && w.Failed > 0 && m.running() != nil
	case keys.GoToPage:
		return m.trailing() != nil
	case keys.SkipWait, keys.GiveUp:
		return m.waiting(i)
	case keys.Save:
		return m.replay != nil || m.opts.Session != nil
	default:
		return m.adjustable(i) && m.readable(i)
	}
}

// adjustable says whether there is a policy that an intent would change; it
// says so of all other intents.
func (m *Model) adjustable(i keys.Intent) bool {
	switch o := m.origin(); i {
	case keys.TripBreaker, keys.Rate, keys.Burst, keys.Concurrency:
		return o != nil
	case keys.Faster, keys.Slower:
		return m.replay != nil || o != nil && !o.Bucket.Unlimited()
	default:
		return true
	}
}

// waiting says whether an exchange waits that could be hurried, or is under
// way and could be given up.
func (m *Model) waiting(i keys.Intent) bool {
	x := m.state.Exchange(m.target())
	if x == nil || m.running() == nil {
		return false
	}
	return i == keys.GiveUp && x.Live() || i == keys.SkipWait && m.hurryable(x)
}

// hurryable says whether the wait of an exchange can be cut short: nothing ends
// that for a breaker which is not open by its own rule, nor that for a
// connection.
func (m *Model) hurryable(x *sessions.Exchange) bool {
	switch {
	case x.Wait == nil || x.Wait.Reason == engine.WaitPool:
		return false
	case x.Wait.Reason == engine.WaitBreakerOpen:
		o := m.state.Origin(x.Origin)
		return o == nil || o.Breaker.State == breaker.Open.String()
	}
	return true
}

// trailing is the walk that is shown; nil for none.
func (m *Model) trailing() *sessions.Walk {
	if r := m.state.Focus(); r != nil {
		return r.Walk
	}
	return nil
}

// readable says whether an intent that is about what is shown would do
// something.
func (m *Model) readable(i keys.Intent) bool {
	switch i {
	case keys.Open:
		return m.openable()
	case keys.Sort:
		return m.table().Selected() >= 0
	case keys.Toggle, keys.FoldLevel:
		return m.tree() != nil
	case keys.Filter, keys.Search:
		return m.searchable(i)
	case keys.Follow:
		return m.state.Counters.Events > 0
	default:
		return true
	}
}

// sendable says whether a request is selected that can be sent or changed.
func (m *Model) sendable(i keys.Intent) bool {
	if m.replay != nil {
		return false
	}
	if _, ok := m.requests.folder(); ok {
		return i == keys.Send
	}
	_, ok := m.requests.selected()
	return ok
}

// more says whether there is a page after the reader's, or can be.
func (m *Model) more() bool {
	w := m.trailing()
	return w != nil && (m.current() < lastPage(w) || m.running() != nil && w.Stop == nil)
}

// openable says whether the selected row of the panel with the focus leads
// anywhere.
func (m *Model) openable() bool {
	p := m.place.focus
	switch w := m.widgets.of(p, m.place.tab); {
	case w != nil:
		r := m.frame.Rect(p).Inner()
		_, ok := w.Selected(m.panelFrame(p, r.W, r.H))
		return ok
	case p == layout.Main && m.place.tab == tabItems:
		return m.table().Selected() >= 0
	}
	return true
}

// searchable says whether there is something to search or to filter.
func (m *Model) searchable(i keys.Intent) bool {
	if m.place.focus != layout.Main {
		return true
	}
	switch m.place.tab {
	case tabItems:
		return m.table().Selected() >= 0 || m.sieve.on()
	case tabBody:
		b := &m.widgets.body
		return m.exchange() != nil && b.window != nil && (m.tree() != nil || i == keys.Search || b.asked.filter != "")
	case tabHeaders:
		return m.exchange() != nil
	case tabLog:
		return m.state.Counters.Events > 0
	case tabTiming, tabs:
	}
	return true
}

// offered is the short name of what a binding does as things stand; empty
// where it would do nothing.
func (m *Model) offered(b keys.Binding) string {
	switch {
	case b.Short == "" || !m.usable(b.Intent):
		return ""
	case b.Intent == keys.Send && b.Scope == keys.Requests:
		if _, ok := m.requests.folder(); ok {
			return "open/close"
		}
	case b.Intent == keys.Pause && m.state.Focus().Paused:
		return "resume"
	case b.Intent == keys.TripBreaker:
		if o := m.origin(); o.Breaker.State != "closed" {
			return "reset"
		}
		return "trip"
	}
	return b.Short
}

// keyNow is the key that means an intent where the focus is, written for
// people; empty for none.
func (m *Model) keyNow(i keys.Intent) string { return keys.Show(m.keys.KeyOf(i, m.chain())) }
