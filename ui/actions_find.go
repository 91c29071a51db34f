package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/panels"
)

// The dialogs about finding.
const (
	askFind   dialogs.Kind = "find"
	askFilter dialogs.Kind = "filter"
	askJQ     dialogs.Kind = "jq"
)

// foundMsg brings what a search found, in the items or in the body.
type foundMsg struct {
	pattern browse.Pattern
	body    *bodyAsk // nil for the items
	matches *browse.Matches
	covered int64 // items that were looked at
	err     error
}

// actFind carries out what looks for things.
func (m *Model) actFind(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Search:
		m.dialogs.Push(dialogs.NewPrompt(askFind, "Find", m.widgets.found.String(),
			"a text; ctrl+n and ctrl+r go to the next and the one before, an empty text ends it", nil))
	case keys.SearchOn:
		m.nextFind(true)
	case keys.SearchUp:
		m.nextFind(false)
	case keys.Filter:
		m.openFilter()
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) openFilter() {
	if m.place.tab == tabLog {
		m.dialogs.Push(dialogs.NewPrompt(askFilter, "Filter the log", m.widgets.log.Filtered(),
			"words that an event must hold; !word must not occur; retry.scheduled and #83 work too", nil))
		return
	}
	m.openLiveFilter()
}

// filterBody shows what jq makes of the body.
func (m *Model) filterBody(program string) {
	m.widgets.body.ask(func(a *bodyAsk) { a.filter, a.raw = program, false })
	m.place.show(tabBody)
}

// find looks for a text in what the main panel shows.
func (m *Model) find(text string) tea.Cmd {
	p := browse.NewPattern(text)
	w := &m.widgets
	m.markFind(p)
	if p.IsZero() {
		return nil
	}
	if m.rowFinder() != nil {
		m.findRow(true)
		return nil
	}
	ctx := m.ctx
	if m.place.tab == tabBody {
		ask, body := w.body.asked, w.body.shown.body
		return func() tea.Msg {
			matches, err := browse.SearchBody(ctx, body, p)
			return foundMsg{pattern: p, body: &ask, matches: matches, err: err}
		}
	}
	if m.sieve.on() {
		rows := m.sieve.sieved()
		return func() tea.Msg { return searchItems(ctx, rows, p) }
	}
	items := m.archive()
	return func() tea.Msg { return searchItems(ctx, items, p) }
}

func searchItems(ctx context.Context, items browse.Source, p browse.Pattern) foundMsg {
	matches, err := browse.SearchItems(ctx, items, p)
	return foundMsg{pattern: p, covered: int64(items.Len()), matches: matches, err: err}
}

// notFound says where a text was looked for in vain.
func (m *Model) notFound(msg foundMsg) string {
	text := "“" + plainLine(msg.pattern.String()) + "” does not stand in "
	switch {
	case msg.body != nil:
		return text + "this body."
	case m.sieve.on():
		return text + "the " + sessions.Count(msg.covered) + " rows of the filter."
	}
	text += "the " + sessions.Count(msg.covered) + " items that were fetched"
	if r := m.state.Focus(); r != nil && r.Walk != nil && r.Walk.Total > msg.covered {
		return text + " of " + sessions.Count(r.Walk.Total) + "; " + keys.Show(m.keys.KeyOf(keys.AllPages, m.chain())) + " fetches all."
	}
	return text + "."
}

// note says which find is stood on and what was looked through, and what a
// filter lets through.
func (m *Model) note() string {
	w := &m.widgets
	switch {
	case m.place.tab == tabBody && w.body.matches != nil:
		return "find " + w.body.matches.Label()
	case m.place.tab == tabBody:
		return ""
	case w.matches != nil && m.sieve.on():
		return "find " + w.matches.Label() + " in " + sessions.Count(w.covered) + " rows"
	case w.matches != nil:
		return "find " + w.matches.Label() + " in " + sessions.Count(w.covered) + " fetched"
	case m.sieve.on():
		return m.sieveLabel()
	}
	return ""
}

// foundThem goes to the first find after where a person stands.
func (m *Model) foundThem(msg foundMsg) {
	w := &m.widgets
	if msg.err != nil || msg.pattern.String() != w.found.String() {
		return
	}
	if msg.matches.Len() == 0 {
		m.notices.say(m.notFound(msg))
	}
	if msg.body == nil {
		w.matches, w.covered = msg.matches, msg.covered
	} else if *msg.body == w.body.asked {
		w.body.matches = msg.matches
	}
	m.nextFind(true)
}

// markFind marks a pattern wherever it stands, in place of the one before; the
// zero pattern takes the marks away.
func (m *Model) markFind(p browse.Pattern) {
	w := &m.widgets
	w.found, w.matches, w.body.matches = p, nil, nil
	m.walk.table.Mark(p)
	m.sieve.table.Mark(p)
	if m.detail.tree != nil {
		m.detail.tree.Mark(p)
	}
	w.body.mark(p)
}

// nextFind goes to the next find, or to the one before.
func (m *Model) nextFind(forward bool) {
	w := &m.widgets
	if m.rowFinder() != nil {
		m.findRow(forward)
		return
	}
	if m.place.tab == tabBody {
		if at, ok := step(w.body.matches, w.body.offset(), forward); ok {
			w.body.jump(at, len(w.found.String()))
		}
		return
	}
	if at, ok := step(w.matches, m.table().Selected(), forward); ok {
		m.place.tab = tabItems
		m.table().Select(at)
	}
}

// rowFinder is the list of rows that the main panel shows, where a search goes
// from row to row; nil where it shows items or a body.
func (m *Model) rowFinder() rowFinder {
	switch m.place.tab {
	case tabLog:
		return m.widgets.log
	case tabHeaders:
		return m.widgets.headers
	case tabItems, tabBody, tabTiming, tabs:
	}
	return nil
}

type rowFinder interface {
	Find(f panels.Frame, text string, forward bool) (at, of int)
}

// findRow selects the next row that holds what is looked for, or the one
// before, and says how many there are and in what.
func (m *Model) findRow(forward bool) {
	text := m.widgets.found.String()
	if text == "" {
		return
	}
	r := m.frame.Rect(layout.Main).Inner()
	at, of := m.rowFinder().Find(m.panelFrame(layout.Main, r.W, r.H), text, forward)
	where := "these header fields"
	if m.place.tab == tabLog {
		where = m.logWindow()
	}
	if of == 0 {
		m.notices.say("“" + plainLine(text) + "” does not stand in " + where + ".")
		return
	}
	m.notices.say("Find " + sessions.Count(int64(at)) + " of " + sessions.Count(int64(of)) + " in " + where + ".")
	m.followLog()
}

// logWindow says which events the log can show.
func (m *Model) logWindow() string {
	kept := int64(m.state.LogLen())
	text := "the " + sessions.Count(kept) + " events"
	if kept < m.state.Logged() {
		text = "the last " + sessions.Count(kept) + " of " + sessions.Count(m.state.Logged()) + " events; older ones are in the session"
	}
	if m.widgets.log.Filtered() != "" {
		text += ", as far as the filter shows them"
	}
	return text
}

// followLog shows in the other panels what the selected event speaks of. While
// the log follows the newest event they follow the reader.
func (m *Model) followLog() {
	if m.place.tab != tabLog {
		return
	}
	if m.widgets.log.Following() {
		m.widgets.exchange, m.widgets.attempt = 0, 0
		return
	}
	r := m.frame.Rect(layout.Main).Inner()
	if t, ok := m.widgets.log.Selected(m.panelFrame(layout.Main, r.W, r.H)); ok && t.Exchange > 0 {
		m.widgets.exchange, m.widgets.attempt = t.Exchange, t.Attempt
	}
}

func step(matches *browse.Matches, from int, forward bool) (int, bool) {
	switch {
	case matches == nil:
		return 0, false
	case forward:
		return matches.Next(from)
	}
	return matches.Prev(from)
}
