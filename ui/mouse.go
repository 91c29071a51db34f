package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/ui/layout"
	"weir/ui/styles"
)

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

// mouse acts on a click, the wheel, or a divider that is dragged.
func (m *Model) mouse(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return m.click(msg.X, msg.Y)
		}
	case tea.MouseWheelMsg:
		return m.wheel(msg)
	case tea.MouseMotionMsg:
		switch m.place.drag {
		case dragTime:
			return m.scrub(msg.X)
		case noDrag:
		case dragLeft, dragRight:
			m.place.dividers = m.place.dividers.Drag(m.place.drag == dragLeft, msg.X, m.place.width)
		}
	case tea.MouseReleaseMsg:
		m.place.drag = noDrag
	}
	return nil
}

// click gives the focus to what was clicked and selects in it.
func (m *Model) click(x, y int) tea.Cmd {
	if m.dialogs.Open() {
		return m.decided(m.dialogs.Click(x, y))
	}
	m.place.jumping = false
	switch {
	case m.frame.LeftDivider.Contains(x, y):
		m.place.drag = dragLeft
		return nil
	case m.frame.RightDivider.Contains(x, y):
		m.place.drag = dragRight
		return nil
	case m.frame.Header.Contains(x, y):
		if m.replay == nil {
			m.editURL()
		}
		return nil
	}
	p := m.frame.At(x, y)
	r := m.frame.Rect(p)
	if p == layout.Timeline {
		m.place.drag = dragTime
		return m.scrub(x)
	}
	if p == layout.None || p == layout.Steps || p == layout.Tour {
		return nil
	}
	m.line.leave()
	m.place.goTo(p)
	return m.clickPanel(p, x-r.X, y-r.Y)
}

// clickPanel selects what was clicked in a panel; x and y count from its border.
func (m *Model) clickPanel(p layout.Panel, x, y int) tea.Cmd {
	switch {
	case p == layout.Requests && y > 0:
		m.requests.move(m.requests.top + y - 1 - m.requests.at)
	case p == layout.Main && y == 0:
		if t, ok := m.tabAt(x); ok {
			m.place.tab = t
		}
	default:
		return m.widgets.click(m, p, x-1, y-1)
	}
	return nil
}

// tabAt is the tab whose title stands at a column of the main panel's border.
func (m *Model) tabAt(x int) (tab, bool) {
	r := m.frame.Rect(layout.Main)
	i := m.theme.st.SegmentAt(styles.Box{Title: m.tabHeading(), Width: r.W, Height: r.H}, x)
	return tab(i), i >= 0
}

// wheel scrolls what is below the mouse, without moving the focus.
func (m *Model) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	by := 0
	switch msg.Button {
	case tea.MouseWheelUp:
		by = -wheelLines
	case tea.MouseWheelDown:
		by = wheelLines
	default:
		return nil
	}
	if d := m.dialogs.Top(); d != nil {
		return m.decided(d.Wheel(by))
	}
	switch p := m.frame.At(msg.X, msg.Y); p {
	case layout.Requests:
		m.requests.move(by / wheelLines)
	case layout.Timeline:
		return m.wind(seek(m.replay.at + by/wheelLines))
	default:
		return m.widgets.scroll(m, p, by)
	}
	return nil
}

// scrub goes to the moment at a column of the screen.
func (m *Model) scrub(x int) tea.Cmd {
	r, bar := m.replay, m.bar()
	if r == nil || bar.W < 2 {
		return nil
	}
	x = max(0, min(x-bar.X, bar.W-1))
	return m.wind(seekTo(r.first.Add(time.Duration(float64(r.last.Sub(r.first)) * float64(x) / float64(bar.W-1)))))
}
