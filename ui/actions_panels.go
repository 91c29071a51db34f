package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
)

// pickPanel is the menu of the panels that are shown or hidden.
const pickPanel dialogs.Kind = "panels"

// actPanels carries out what shows and hides panels.
func (m *Model) actPanels(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Panels:
		m.openPanels("")
	case keys.HidePanel:
		m.hidePanel()
	case keys.ResetLayout:
		m.place.dividers, m.place.hidden, m.place.zoom = layout.Dividers{}, 0, layout.None
	case keys.Jump:
		m.place.jumping = true
	default:
		return nil, false
	}
	return nil, true
}

// hidePanel hides the panel that has the focus.
func (m *Model) hidePanel() {
	p := m.place.focus
	if p == layout.Main {
		m.notices.say("The main panel always stands.")
		return
	}
	m.place.toggle(p)
	m.notices.say(p.String() + " is hidden: " + keys.Show(m.keys.KeyOf(keys.Panels, m.chain())) + " shows it again.")
}

// openPanels offers the panels to show or hide, beginning at one.
func (m *Model) openPanels(at string) {
	var rows []dialogs.Row
	taken := "gjkq" // keys that move in a menu
	for _, p := range layout.Hideable() {
		letter := firstFree(p.String(), taken)
		taken += letter
		mark := "✓ "
		note := "shown"
		if m.place.hidden.Has(p) {
			mark, note = "  ", "hidden"
		}
		rows = append(rows, dialogs.Row{ID: p.String(), Key: letter, Text: mark + strings.ToLower(p.String()), Note: note})
	}
	m.dialogs.Push(dialogs.NewMenu(pickPanel, "Panels", rows).Selecting(at))
}

// togglePanel shows or hides a panel and offers the next.
func (m *Model) togglePanel(name string) {
	for _, p := range layout.Hideable() {
		if p.String() == name {
			m.place.toggle(p)
		}
	}
	m.openPanels(name)
}
