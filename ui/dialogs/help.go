package dialogs

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
)

// Help shows the keys for where a person is.
type Help struct {
	title    string
	sections []keys.Section
	top      int
	rows     int // that are shown at once
	all      int // that there are
	columns  int
	w, h     int // of the box
}

// NewHelp returns the help over sections, the innermost first.
func NewHelp(title string, sections []keys.Section) *Help {
	return &Help{title: title, sections: sections}
}

// Chain implements Dialog.
func (h *Help) Chain() keys.Chain { return keys.Chain{keys.Dialog, keys.Menu} }

// Do implements Dialog.
func (h *Help) Do(i keys.Intent) Action {
	switch i {
	case keys.Leave, keys.Accept:
		return Closed{}
	case keys.Up:
		h.scroll(-1)
	case keys.Down:
		h.scroll(1)
	case keys.PageUp:
		h.scroll(-h.rows)
	case keys.PageDown:
		h.scroll(h.rows)
	case keys.Home:
		h.scroll(-h.all)
	case keys.End:
		h.scroll(h.all)
	default:
	}
	return nil
}

func (h *Help) scroll(by int) { h.top = max(0, min(h.top+by, h.all-h.rows)) }

// Type implements Dialog.
func (h *Help) Type(msg tea.Msg) Action {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "space" {
		h.scroll(h.rows)
	}
	return nil
}

// Click implements Dialog.
func (h *Help) Click(int, int) Action { return nil }

// Wheel implements Dialog.
func (h *Help) Wheel(lines int) Action {
	h.scroll(lines)
	return nil
}
