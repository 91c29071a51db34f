package ui

import (
	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/panels"
	"weir/ui/styles"
)

// heading is what stands in the border above a panel.
func (m *Model) heading(p layout.Panel) []styles.Segment {
	switch {
	case p == layout.Main:
		return m.tabHeading()
	case m.widgets.of(p, m.place.tab) != nil:
		r := m.frame.Rect(p).Inner()
		return m.widgets.of(p, m.place.tab).Title(m.panelFrame(p, r.W, r.H)).Segments
	}
	if p == layout.Requests && m.replay != nil {
		return []styles.Segment{{Ink: styles.Title, Text: "Runs"}}
	}
	return []styles.Segment{{Ink: styles.Title, Text: p.String()}}
}

// tabHeading are the tabs of the main panel, the open one with what it holds.
func (m *Model) tabHeading() []styles.Segment {
	var out []styles.Segment
	for t := range tabs {
		text := t.String()
		if t == tabItems && m.place.tab == tabItems {
			text += m.itemCount()
		}
		out = append(out, styles.Segment{Ink: styles.Muted, Text: text, On: t == m.place.tab})
	}
	return out
}

// itemCount says how many items there are, and of how many.
func (m *Model) itemCount() string {
	r := m.state.Focus()
	if r == nil || r.Walk == nil || r.Walk.Items == 0 {
		return ""
	}
	text := " " + sessions.Count(r.Walk.Items)
	if r.Walk.Total > r.Walk.Items {
		text += " of " + sessions.Count(r.Walk.Total)
	}
	return text
}

// tail is what stands at the right end of the border.
func (m *Model) tail(p layout.Panel) []styles.Segment {
	switch {
	case p == layout.Requests && m.replay == nil:
		return m.requestsTail()
	case p == layout.Main && m.place.tab == tabBody:
		return m.bodyTail()
	case p == layout.Main && m.place.tab == tabItems && m.sieve.on():
		return []styles.Segment{{Ink: styles.Accent, Text: "jq " + m.sieve.program}}
	case m.widgets.of(p, m.place.tab) != nil:
		r := m.frame.Rect(p).Inner()
		return m.widgets.of(p, m.place.tab).Title(m.panelFrame(p, r.W, r.H)).Tail
	case m.place.focus == p && !m.frame.Shown(layout.Breaker) && m.place.zoom != layout.None:
		return []styles.Segment{{Ink: styles.Muted, Text: keys.Show(m.keys.KeyOf(keys.Zoom, m.chain())) + " ends zoom"}}
	}
	return nil
}

// requestsTail says what is not saved, or which environment is used.
func (m *Model) requestsTail() []styles.Segment {
	l := &m.requests
	switch {
	case l.filter != "":
		return []styles.Segment{{Ink: styles.Match, Text: plainLine(l.filter)}}
	case l.book != nil && l.book.Edited():
		return []styles.Segment{{Ink: styles.Warning, Text: "unsaved"}}
	case l.book != nil && l.book.Environment() != "":
		return []styles.Segment{{Ink: styles.Muted, Text: plainLine(l.book.Environment())}}
	}
	return nil
}

// content draws what a panel frames.
func (m *Model) content(p layout.Panel, w, h int) []string {
	switch p {
	case layout.Requests:
		return m.requestLines(w, h)
	case layout.Steps:
		return m.stepLines(w)
	default:
	}
	if one := m.widgets.of(p, m.place.tab); one != nil {
		return one.View(m.panelFrame(p, w, h))
	}
	if p != layout.Main {
		return nil
	}
	f := browse.Frame{Styles: m.theme.st, Width: w, Height: h, Focused: m.focused(p), Note: m.note()}
	switch {
	case m.place.tab == tabBody:
		return m.bodyLines(f)
	case m.walk.table.Selected() < 0 || m.walk.library == nil:
		return m.middle(f, m.noItems())
	case m.sieve.on() && len(m.sieve.rows) == 0:
		return m.middle(f, m.noRows())
	}
	return m.itemsLines(f)
}

// gauges draws the folded panels as one line.
func (m *Model) gauges(w int) string {
	return (&panels.Gauges{}).View(m.panelFrame(layout.None, w, 1))
}

// arrange says where everything stands after something changed.
func (m *Model) arrange() {
	m.frame = layout.For(layout.Ask{
		Width: m.place.width, Height: m.place.height, Dividers: m.place.dividers, Focus: m.place.focus, Zoom: m.place.zoom, Hidden: m.place.hidden,
		Timeline: m.replay != nil, Steps: m.stepRows(), Tour: m.tourRows(),
	})
	if m.replay != nil {
		m.replay.lane.lay(m.replay.marks, m.replay.first, m.replay.last, m.bar().W)
	}
	m.dialogs.Arrange(m.theme.st, m.frame.Screen)
	m.requests.fit(m.frame.Rect(layout.Requests).Inner().H)
	m.steps.read = max(m.steps.read, m.reading())
	m.steps.replayed = m.steps.replayed || m.replay != nil
	m.lookAtTour()
}

// reading is the number of the page that the reader is on.
func (m *Model) reading() int {
	if p, ok := m.walk.page(m.state); ok && p.Status == sessions.PageFetched {
		return p.Number
	}
	return 0
}
