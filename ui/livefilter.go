package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/ui/dialogs"
)

// typingRest is how long nothing is typed before a filter is tried.
const typingRest = 120 * time.Millisecond

// liveFilter is the jq program that is being typed: what comes of it is shown
// as it is typed, and what was there before comes back where it is given up.
type liveFilter struct {
	open   bool
	body   bool   // it filters the body, not the items
	before string // the program that was there
	typed  string
	turn   int // of the text; a rest that belongs to an older one is over
}

// restMsg says that a text was left alone for a while.
type restMsg struct{ turn int }

// openLiveFilter asks for a jq program.
func (m *Model) openLiveFilter() {
	f := liveFilter{open: true, body: m.place.tab == tabBody, turn: m.widgets.filter.turn + 1}
	title := "Filter the items with jq"
	hint := `each item in turn, such as select(.level > 3) or {id, name}; an empty one shows all items again`
	if f.before = m.sieve.program; f.body {
		f.before = m.widgets.body.asked.filter
		title, hint = "Filter the body with jq", "such as .items[] | .name; an empty one shows the whole body again"
	}
	f.typed = f.before
	m.widgets.filter = f
	m.dialogs.Push(dialogs.NewPrompt(askJQ, title, f.before, hint, checkJQ).Live())
}

// typedFilter takes in a text that is not finished: it ends what the text
// before it had begun, and is tried when it is left alone.
func (m *Model) typedFilter(text string) tea.Cmd {
	f := &m.widgets.filter
	f.turn++
	f.typed = text
	m.refuseFilter(nil)
	if f.body {
		m.widgets.body.cancel()
	} else {
		m.sieve.cancel()
	}
	turn := f.turn
	return tea.Tick(m.opts.rest, func(time.Time) tea.Msg { return restMsg{turn} })
}

// rested tries the text that was left alone.
func (m *Model) rested(msg restMsg) {
	f := &m.widgets.filter
	if !f.open || msg.turn != f.turn {
		return
	}
	if err := checkJQ(f.typed); err != nil {
		m.refuseFilter(err)
		return
	}
	m.applyFilter(f.typed)
}

// applyFilter shows what a program makes of what it is about.
func (m *Model) applyFilter(program string) {
	if m.widgets.filter.body {
		m.filterBody(program)
		return
	}
	m.place.tab = tabItems
	m.filterItems(program)
}

// endFilter closes the prompt with a program: the one that was typed, or the
// one from before.
func (m *Model) endFilter(program string) {
	if !m.widgets.filter.open {
		return
	}
	m.widgets.filter.open = false
	m.applyFilter(program)
}

// refuseFilter shows in the prompt what is wrong with its text.
func (m *Model) refuseFilter(err error) {
	if p, ok := m.dialogs.Top().(*dialogs.Prompt); ok && p.Kind() == askJQ {
		p.Refuse(err)
	}
}
