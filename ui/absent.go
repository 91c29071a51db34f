package ui

import (
	"strconv"

	"weir/sessions"
	"weir/ui/keys"
)

// noRows says why a filter shows nothing.
func (m *Model) noRows() string {
	switch s := &m.sieve; {
	case s.err != nil:
		return s.err.Error()
	case s.busy || s.held:
		return "on its way"
	}
	return "none of the " + sessions.Count(m.sieve.items) + " items passes; esc takes the filter away"
}

// noItems says why the table is empty.
func (m *Model) noItems() string {
	switch r := m.state.Focus(); {
	case m.walk.library == nil && r != nil:
		return "nothing is recorded, so there are no items to show"
	case r == nil && m.replay != nil:
		return "nothing has happened yet"
	case r == nil:
		return m.sends("; its items come here")
	case r.Finished == nil && (r.Live() > 0 || r.Done == 0):
		return m.notYet()
	case r.Walk == nil:
		return "this was a single request: its reply is under Body (" + m.keyNow(keys.Focus8) + ")"
	}
	if text := trouble(m.exchange()); text != "" {
		return "there are no items: " + text
	}
	return "the reply holds no list, so there are no items: it is shown under Body (" + m.keyNow(keys.Focus8) + ")"
}

// sends says by which key a request is sent, in the key's own name, and what
// comes of it; where a folder is selected, what the key does to that.
func (m *Model) sends(comes string) string {
	if m.line.editing {
		return "enter sends what is written" + comes
	}
	if _, ok := m.requests.folder(); ok {
		return m.folds()
	}
	return m.keys.KeyOf(keys.Send, m.chain()) + " sends the selected request" + comes
}

// folds and writes say by which keys a folder is opened and a URL is written.
func (m *Model) folds() string {
	return m.keys.KeyOf(keys.Send, m.chain()) + " opens and closes the folder"
}

func (m *Model) writes() string {
	return m.keys.KeyOf(keys.EditURL, m.chain()) + " lets you write a URL to send"
}

// notYet says of a reply that has not come what came of the last attempt.
func (m *Model) notYet() string {
	if text := trouble(m.exchange()); text != "" {
		return "no reply yet: " + text
	}
	return "on its way"
}

// trouble says why an exchange's last attempt that ended brought nothing; empty
// where it did, or where none has ended.
func trouble(x *sessions.Exchange) string {
	if x == nil {
		return ""
	}
	for i := len(x.Attempts) - 1; i >= 0; i-- {
		switch a := &x.Attempts[i]; {
		case a.Ended.IsZero():
		case a.Err != nil:
			return "attempt " + strconv.Itoa(a.N) + " failed: " + plainLine(a.Err.Text)
		case a.Status >= 400:
			return "attempt " + strconv.Itoa(a.N) + " was answered " + strconv.Itoa(a.Status)
		default:
			return ""
		}
	}
	return ""
}
