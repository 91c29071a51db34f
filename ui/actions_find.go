package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"weir/ui/browse"
	"weir/ui/dialogs"
	"weir/ui/keys"
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
	m.dialogs.Push(dialogs.NewPrompt(askJQ, "Filter with jq", m.widgets.body.asked.filter,
		"such as .items[] | .name; an empty one shows the whole body again", checkJQ))
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
	ctx := m.ctx
	if m.place.tab == tabBody {
		ask, body := w.body.asked, w.body.shown.body
		return func() tea.Msg {
			matches, err := browse.SearchBody(ctx, body, p)
			return foundMsg{p, &ask, matches, err}
		}
	}
	items := m.still()
	return func() tea.Msg { return searchItems(ctx, items, p) }
}

func searchItems(ctx context.Context, items still, p browse.Pattern) foundMsg {
	matches, err := browse.SearchItems(ctx, items, p)
	return foundMsg{p, nil, matches, err}
}

// still is what of the list is loaded, for a search beside the screen.
type still struct {
	length int
	items  map[int][]byte
}

// Len implements browse.Source.
func (s still) Len() int { return s.length }

// Item implements browse.Source.
func (s still) Item(i int) ([]byte, bool) {
	item, ok := s.items[i]
	return item, ok
}

// still copies what of the list is loaded.
func (m *Model) still() still {
	t := m.walk.trail(m.state)
	if t == nil {
		return still{}
	}
	s := still{length: int(t.Items()), items: map[int][]byte{}}
	for number, p := range m.walk.pages {
		i, ok := t.Find(number)
		if !ok {
			continue
		}
		first := int(t.FirstItem(i))
		for j, item := range p.items {
			s.items[first+j] = item
		}
	}
	return s
}

// foundThem goes to the first find after where a person stands.
func (m *Model) foundThem(msg foundMsg) {
	w := &m.widgets
	if msg.err != nil || msg.pattern.String() != w.found.String() {
		return
	}
	if msg.matches.Len() == 0 {
		m.notices.say("Not found in what is loaded: " + plainLine(msg.pattern.String()))
	}
	if msg.body == nil {
		w.matches = msg.matches
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
	w.body.mark(p)
}

// nextFind goes to the next find, or to the one before.
func (m *Model) nextFind(forward bool) {
	w := &m.widgets
	if m.place.tab == tabBody {
		if at, ok := step(w.body.matches, w.body.offset(), forward); ok {
			w.body.jump(at, len(w.found.String()))
		}
		return
	}
	if at, ok := step(w.matches, m.walk.table.Selected(), forward); ok {
		m.place.tab = tabItems
		m.walk.table.Select(at)
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
