package ui

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/browse"
	"weir/ui/keys"
	"weir/ui/layout"
)

// actFocus carries out what moves the focus, the tabs and the dividers.
func (m *Model) actFocus(i keys.Intent) (tea.Cmd, bool) {
	if p, t, ok := numbered(i); ok {
		if p == layout.Main {
			m.place.show(t)
		} else {
			m.place.goTo(p)
		}
		return nil, true
	}
	switch i {
	case keys.FocusNext:
		m.place.next(1)
	case keys.FocusPrev:
		m.place.next(-1)
	case keys.NextTab:
		m.place.turn(1)
	case keys.PrevTab:
		m.place.turn(-1)
	case keys.Zoom:
		m.place.toggleZoom()
	case keys.GrowLeft:
		m.nudge(4)
	case keys.ShrinkLeft:
		m.nudge(-4)
	case keys.Back:
		if !m.takeBack() {
			m.notices.drop()
		}
	default:
		return nil, false
	}
	return nil, true
}

// takeBack ends what the screen is narrowed to: a zoom, a find, a filter. It
// says whether there was any.
func (m *Model) takeBack() bool {
	switch {
	case m.place.zoom != layout.None:
		m.place.zoom = layout.None
	case !m.widgets.found.IsZero():
		m.markFind(browse.Pattern{})
	case m.place.tab == tabItems && m.sieve.on():
		m.filterItems("")
	case m.place.tab == tabBody && m.widgets.body.asked.filter != "":
		m.filterBody("")
	default:
		return false
	}
	return true
}

// numbered is where the numbers 1 to 9 lead.
func numbered(i keys.Intent) (layout.Panel, tab, bool) {
	switch i {
	case keys.Focus1:
		return layout.Requests, 0, true
	case keys.Focus2:
		return layout.Main, tabItems, true
	case keys.Focus3:
		return layout.Pages, 0, true
	case keys.Focus4:
		return layout.Breaker, 0, true
	case keys.Focus5:
		return layout.Bucket, 0, true
	case keys.Focus6:
		return layout.Retries, 0, true
	case keys.Focus7:
		return layout.Connections, 0, true
	case keys.Focus8:
		return layout.Main, tabBody, true
	case keys.Focus9:
		return layout.Main, tabLog, true
	default:
		return layout.None, 0, false
	}
}

// nudge widens the outer column that is next to the focus.
func (m *Model) nudge(columns int) {
	left := !m.place.focus.IsSide()
	m.place.dividers = m.frame.Nudge(m.place.dividers, left, columns)
}
