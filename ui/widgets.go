package ui

import (
	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/panels"
)

// farAway is further than any list reaches.
const farAway = 1 << 30

// widgets are the panels that draw the state, and what is selected by them.
type widgets struct {
	panels   map[layout.Panel]panels.Panel
	pages    *panels.Pages
	headers  *panels.Headers
	timing   *panels.Timing
	log      *panels.Log
	exchange uint64 // selected by hand; 0 follows the reader
	attempt  int
	body     bodyView
	found    browse.Pattern
	matches  *browse.Matches // in the items
	covered  int64           // items that were looked at for them
	filter   liveFilter
	clip     clip
}

func newWidgets() widgets {
	pages := &panels.Pages{}
	return widgets{
		panels: map[layout.Panel]panels.Panel{
			layout.Pages: pages, layout.Breaker: &panels.Breaker{}, layout.Bucket: &panels.Bucket{},
			layout.Retries: &panels.Retries{}, layout.Connections: &panels.Connections{},
		},
		pages: pages, headers: &panels.Headers{}, timing: &panels.Timing{}, log: &panels.Log{},
	}
}

// reset forgets what was selected, when another run is looked at.
func (w *widgets) reset() {
	w.exchange, w.attempt = 0, 0
	w.matches = nil
	w.pages.Follow()
	w.log.Follow()
	w.body.reset()
}

// of is the panel that draws a part of the screen; nil where the screen does
// it itself.
func (w *widgets) of(p layout.Panel, t tab) panels.Panel {
	if p != layout.Main {
		return w.panels[p]
	}
	switch t {
	case tabHeaders:
		return w.headers
	case tabTiming:
		return w.timing
	case tabLog:
		return w.log
	case tabItems, tabBody, tabs:
	}
	return nil
}

// panelFrame is what a panel draws from.
func (m *Model) panelFrame(p layout.Panel, w, h int) panels.Frame {
	f := panels.Frame{
		Styles: m.theme.st, State: m.state, Now: m.moment, Width: w, Height: h, Focused: m.focused(p), Attempt: m.widgets.attempt,
	}
	if x := m.exchange(); x != nil {
		f.Exchange = x.ID
	}
	f.Page = m.pageShown()
	return f
}

// pageShown is the page that the trail marks: that of the selected exchange,
// else the reader's.
func (m *Model) pageShown() int {
	if x := m.state.Exchange(m.widgets.exchange); x != nil && x.Page > 0 {
		return x.Page
	}
	return m.reading()
}

// exchange is the one that headers, timing and body show: the one that was
// selected, else that of the reader's page, else the newest. nil before the
// first.
func (m *Model) exchange() *sessions.Exchange {
	if x := m.state.Exchange(m.widgets.exchange); x != nil {
		return x
	}
	if p, ok := m.walk.page(m.state); ok {
		if x := m.state.Exchange(p.Exchange); x != nil {
			return x
		}
	}
	if n := m.state.Len(); n > 0 {
		return m.state.Row(n - 1)
	}
	return nil
}

// actWidget carries out what moves within the panel that has the focus.
func (m *Model) actWidget(i keys.Intent) (tea.Cmd, bool) {
	if i == keys.Open {
		return m.openSelected(), true
	}
	r := m.frame.Rect(m.place.focus).Inner()
	by, ok := distance(i, r.H)
	if !ok {
		return nil, false
	}
	return m.moveIn(m.place.focus, by), true
}

// distance is how far an intent moves in a list of which so many rows show.
func distance(i keys.Intent, rows int) (by int, ok bool) {
	switch i {
	case keys.Up:
		return -1, true
	case keys.Down:
		return 1, true
	case keys.PageUp:
		return -max(1, rows-1), true
	case keys.PageDown:
		return max(1, rows-1), true
	case keys.Home:
		return -farAway, true
	case keys.End:
		return farAway, true
	default:
		return 0, false
	}
}

// moveIn moves the selection of a panel.
func (m *Model) moveIn(p layout.Panel, by int) tea.Cmd {
	if p == layout.Requests && m.replay != nil {
		m.replay.list.move(by, len(m.replay.runs))
		return nil
	}
	if p == layout.Requests {
		m.requests.move(by)
		return nil
	}
	r := m.frame.Rect(p).Inner()
	if w := m.widgets.of(p, m.place.tab); w != nil {
		w.Move(m.panelFrame(p, r.W, r.H), by)
		if p == layout.Main {
			m.followLog()
		}
		return nil
	}
	if p == layout.Main {
		return m.moveMain(by)
	}
	return nil
}

// openSelected goes to what the selected row leads to.
func (m *Model) openSelected() tea.Cmd {
	p := m.place.focus
	if p == layout.Requests && m.replay != nil {
		return m.openRun()
	}
	w := m.widgets.of(p, m.place.tab)
	if w == nil {
		if p == layout.Main && m.place.tab == tabItems {
			m.openItem()
		}
		return nil
	}
	r := m.frame.Rect(p).Inner()
	t, ok := w.Selected(m.panelFrame(p, r.W, r.H))
	if !ok {
		m.notices.say("There is nothing to open here.")
		return nil
	}
	return m.goTo(t)
}

// goTo shows what a row leads to everywhere.
func (m *Model) goTo(t panels.Target) tea.Cmd {
	switch {
	case t.Page > 0:
		return m.openPage(t.Page)
	case t.Exchange > 0:
		m.widgets.exchange, m.widgets.attempt = t.Exchange, t.Attempt
		m.place.show(tabTiming)
	}
	return nil
}

// retrying is the exchange that is selected among the retries; 0 for none.
func (w *widgets) retrying(m *Model) uint64 {
	p := w.panels[layout.Retries]
	r := m.frame.Rect(layout.Retries).Inner()
	t, _ := p.Selected(m.panelFrame(layout.Retries, r.W, r.H))
	return t.Exchange
}

// moveMain moves within the items or the body.
func (m *Model) moveMain(by int) tea.Cmd {
	if m.place.tab != tabItems {
		moveWindow(m.widgets.body.window, by)
		return nil
	}
	if m.detail.open {
		if t := m.detail.tree; t != nil { // a nil tree is no nil scroller
			moveWindow(t, by)
		}
		return nil
	}
	t := m.table()
	switch {
	case by <= -farAway:
		t.Home()
	case by >= farAway:
		t.End()
	default:
		before := t.Selected()
		t.Move(by)
		if by > 0 && t.Selected() == before && !m.sieve.on() {
			return m.beyond()
		}
	}
	return m.ahead()
}

// moveWindow moves within a body or an item; nil is one that is not there yet.
func moveWindow(w scroller, by int) {
	switch {
	case w == nil:
	case by <= -farAway:
		w.Home()
	case by >= farAway:
		w.End()
	default:
		w.Move(by)
	}
}

// beyond asks for the page after the last one, when a reader goes on there.
func (m *Model) beyond() tea.Cmd {
	r := m.state.Focus()
	if r == nil || r.Walk == nil || r.Walk.Stop != nil {
		return nil
	}
	newest, _ := r.Walk.Newest()
	return m.want(newest.Number + 1 + m.opts.Prefetch)
}

// ahead keeps the pages in front of the reader coming.
func (m *Model) ahead() tea.Cmd {
	number := m.reading()
	r := m.state.Focus()
	if number == 0 || r == nil || r.Walk == nil || r.Walk.Stop != nil || lastPage(r.Walk) >= number+m.opts.Prefetch {
		return nil
	}
	return m.want(number + m.opts.Prefetch)
}

// selection is what is stood on: a value, its name and its path.
type selection struct {
	value, key, path string
	json             bool // the value is JSON
}

// selection returns what is stood on; its fields are empty for none.
func (m *Model) selection() selection {
	switch {
	case m.place.tab == tabItems && m.detail.tree != nil:
		t := m.detail.tree
		return selection{string(t.Value()), t.Key(), m.detail.path(), true}
	case m.place.tab == tabItems:
		name, value := m.table().Value()
		return selection{string(value), name, m.cellPath(name), true}
	case m.place.tab == tabHeaders:
		name, value, _ := m.widgets.headers.Field(m.panelFrame(layout.Main, 80, 24))
		return selection{value: value, key: name}
	case m.place.tab != tabBody:
		return selection{}
	}
	switch one := m.widgets.body.window.(type) {
	case *browse.Tree:
		return selection{string(one.Value()), one.Key(), one.Path(), true}
	case *browse.Raw:
		return selection{value: one.Line()}
	}
	return selection{}
}

// click selects what stands at a cell of a panel's inside.
func (w *widgets) click(m *Model, p layout.Panel, x, y int) tea.Cmd {
	switch {
	case p == layout.Main && m.place.tab == tabItems:
		return m.clickItems(x, y)
	case p == layout.Main && m.place.tab == tabBody && w.body.window != nil:
		w.body.window.Click(x, y)
	}
	return nil
}

// scroll moves what a panel shows.
func (w *widgets) scroll(m *Model, p layout.Panel, by int) tea.Cmd {
	if p == layout.Main && m.place.tab == tabItems {
		if m.detail.tree != nil {
			m.detail.tree.Scroll(by)
			return nil
		}
		m.table().Scroll(by)
		return m.ahead()
	}
	if p == layout.Main && m.place.tab == tabBody && w.body.window != nil {
		w.body.window.Scroll(by)
		return nil
	}
	return m.moveIn(p, by)
}
