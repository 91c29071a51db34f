package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/ui/layout"
	"weir/ui/memory"
)

// memo is what is known of the file that remembers the screen.
type memo struct {
	place memory.Place // as it was kept last
	busy  bool         // it is being written
	told  bool         // that it cannot be written
}

// keptMsg says that a place was kept, or why not.
type keptMsg struct {
	place memory.Place
	err   error
}

// recall brings the screen back as it stood last.
func (m *Model) recall() {
	if m.opts.Workspace == "" {
		return
	}
	p := m.opts.Memory.Place(m.opts.Workspace)
	m.place.dividers = layout.Dividers{Left: p.Left, Right: p.Right}
	for _, one := range layout.Hideable() {
		if slices.Contains(p.Hidden, one.String()) {
			m.place.toggle(one)
		}
	}
	for t := range tabs {
		if t.String() == p.Tab {
			m.place.tab = t
		}
	}
	for _, one := range ring() {
		if one.String() == p.Zoom {
			m.place.zoom = one
			m.place.goTo(one)
		}
	}
	m.place.memo.place = m.standingPlace()
}

// standingPlace is how the screen stands, as it is remembered.
func (m *Model) standingPlace() memory.Place {
	p := memory.Place{Left: m.place.dividers.Left, Right: m.place.dividers.Right}
	for _, one := range layout.Hideable() {
		if m.place.hidden.Has(one) {
			p.Hidden = append(p.Hidden, one.String())
		}
	}
	if m.place.zoom != layout.None {
		p.Zoom = m.place.zoom.String()
	}
	if m.place.tab != tabItems {
		p.Tab = m.place.tab.String()
	}
	return p
}

// keepPlace writes down how the screen stands after it changed, one write at a
// time, and not while a divider is dragged.
func (m *Model) keepPlace() tea.Cmd {
	if m.opts.Workspace == "" || m.place.memo.busy || m.place.drag != noDrag {
		return nil
	}
	p := m.standingPlace()
	if p.Equal(m.place.memo.place) {
		return nil
	}
	m.place.memo.busy = true
	file, workspace, now := m.opts.Memory, m.opts.Workspace, m.now()
	return func() tea.Msg { return keptMsg{p, file.KeepPlace(workspace, p, now)} }
}

// settled acts on what commands about themes and memory bring back.
func (m *Model) settled(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case themesMsg:
		m.offerThemes(msg)
	case reloadedMsg:
		return m.reloaded(msg)
	case keptMsg:
		m.kept(msg)
	case keptThemeMsg:
		m.forgetful(msg.err)
	}
	return nil
}

// kept takes in that a place was written. That it could not be is told once.
func (m *Model) kept(msg keptMsg) {
	m.place.memo.busy, m.place.memo.place = false, msg.place
	m.forgetful(msg.err)
}

func (m *Model) forgetful(err error) {
	if err != nil && !m.place.memo.told {
		m.place.memo.told = true
		m.notices.fail(err)
	}
}

// remember writes down what a last key changed, after the screen has ended.
func (m *Model) remember() {
	if p := m.standingPlace(); m.opts.Workspace != "" && !p.Equal(m.place.memo.place) {
		_ = m.opts.Memory.KeepPlace(m.opts.Workspace, p, time.Now()) // nobody is there any more to be told
	}
}
