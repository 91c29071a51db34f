package ui

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/browse"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
)

// The dialogs about finding.
const (
	askFind   dialogs.Kind = "find"
	askFilter dialogs.Kind = "filter"
)

// actFind carries out what looks for things and arranges what is shown.
func (m *Model) actFind(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Search:
		m.dialogs.Push(dialogs.NewPrompt(askFind, "Find", m.widgets.found.String(), "a text; an empty one ends the search", nil))
	case keys.Filter:
		m.openFilter()
	case keys.Follow:
		m.widgets.log.Follow()
	case keys.Sort:
		m.walk.table.Sort()
	case keys.Widen:
		m.walk.table.Widen(2)
	case keys.Narrow:
		m.walk.table.Widen(-2)
	case keys.Left, keys.Right:
		return nil, m.sideways(i)
	default:
		return nil, false
	}
	return nil, true
}

// sideways moves to another column of the items.
func (m *Model) sideways(i keys.Intent) bool {
	if m.place.focus != layout.Main || m.place.tab != tabItems {
		return false
	}
	if i == keys.Left {
		m.walk.table.MoveColumn(-1)
	} else {
		m.walk.table.MoveColumn(1)
	}
	return true
}

func (m *Model) openFilter() {
	if m.place.tab == tabLog {
		m.dialogs.Push(dialogs.NewPrompt(askFilter, "Filter the log", m.widgets.log.Filtered(),
			"words that an event must hold; !word must not occur; retry.scheduled and #83 work too", nil))
	}
}

// find looks for a text in what the main panel shows.
func (m *Model) find(text string) tea.Cmd {
	m.widgets.found = browse.NewPattern(text)
	m.walk.table.Mark(m.widgets.found)
	return nil
}
