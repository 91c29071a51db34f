package ui

import (
	tea "charm.land/bubbletea/v2"

	"weir/sessions/export"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

// The dialogs about the program.
const (
	pickAction dialogs.Kind = "palette"
	pickTheme  dialogs.Kind = "theme"
	pickCopy   dialogs.Kind = "copy"
	askQuit    dialogs.Kind = "quit"
)

// actProgram carries out what is about the program itself.
func (m *Model) actProgram(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Palette:
		m.openPalette()
	case keys.Help:
		m.dialogs.Push(dialogs.NewHelp("Keys", m.keys.Help(m.chain())))
	case keys.Explain:
		m.explain()
	case keys.Theme:
		return m.readThemes(), true
	case keys.ClearNotices:
		m.notices.drop()
	case keys.Redraw:
		return tea.ClearScreen, true
	case keys.Suspend:
		return tea.Suspend, true
	case keys.Quit:
		return m.quit(), true
	default:
		return nil, false
	}
	return nil, true
}

// openPalette offers every action that there is where the focus is.
func (m *Model) openPalette() {
	chain := m.chain()
	var rows []dialogs.Row
	for _, b := range m.keys.Actions(chain) {
		rows = append(rows, dialogs.Row{ID: string(b.Intent), Text: b.Help, Note: keys.ShowAll(b)})
	}
	m.dialogs.Push(dialogs.NewPalette(pickAction, "Actions", "type what you want to do", rows))
}

// quit leaves, and asks first while something would be lost.
func (m *Model) quit() tea.Cmd {
	if b := m.requests.book; b != nil && b.Edited() {
		m.dialogs.Push(dialogs.NewConfirm(askQuit, "",
			"Changes to "+plainLine(b.Path())+" are not saved: w in the list of requests saves them.", "leave", "stay"))
		return nil
	}
	if !m.losing() {
		return tea.Quit
	}
	m.dialogs.Push(dialogs.NewConfirm(askQuit, "",
		"A run is under way. Leaving cancels it; what was fetched is kept in the session.", "leave", "stay"))
	return nil
}

// losing says whether leaving would end work that a person asked for: not what
// is only fetched ahead of the reader.
func (m *Model) losing() bool {
	r := m.state.Focus()
	switch {
	case m.replay != nil || r == nil || r.Finished != nil || r.Live() == 0:
		return false
	case r.Walk != nil:
		return lastPage(r.Walk) > m.current()+m.opts.Prefetch
	}
	return r.Method != "GET"
}

// decided acts on what came of a dialog.
func (m *Model) decided(a dialogs.Action) tea.Cmd {
	switch a := a.(type) {
	case dialogs.Wanted:
		return m.act(a.Intent)
	case dialogs.Chosen:
		return m.chosen(a.Kind, a.ID)
	case dialogs.Previewed:
		m.previewTheme(a.ID)
	case dialogs.Typed:
		return m.typedFilter(a.Text)
	case dialogs.Closed:
		m.closed(a.Kind)
	case dialogs.Entered:
		return m.entered(a.Kind, a.Text)
	case dialogs.Filled:
		m.filled(a.Values)
	case dialogs.Removed:
		m.askRemove(a.ID)
	case dialogs.Asked:
		return m.served(a.Intent, a.ID)
	case dialogs.Confirmed:
		return m.confirmed(a)
	}
	return nil
}

// closed acts on a dialog that was left without a decision.
func (m *Model) closed(kind dialogs.Kind) {
	switch kind {
	case askJQ:
		m.endFilter(m.widgets.filter.before)
	case pickTheme:
		m.theme.try("")
		m.restyle()
	case pickFind:
		m.endHunt()
	case showReport:
		m.endWeighing()
	case askStruck:
		m.again.given = nil
		m.notices.say("Nothing was sent.")
	}
}

// confirmed acts on a question that was answered with yes.
func (m *Model) confirmed(a dialogs.Confirmed) tea.Cmd {
	switch a.Kind {
	case removeSession:
		return m.remove(a.ID)
	case confirmAgain:
		return m.begin()
	case removeRequest:
		m.removeKept()
		return nil
	case reloadBook:
		return m.reloadBook()
	}
	return tea.Quit
}

// chosen acts on a row that was taken.
func (m *Model) chosen(kind dialogs.Kind, id string) tea.Cmd {
	switch kind {
	case pickAction:
		return m.act(keys.Intent(id))
	case pickTheme:
		return m.keepTheme(id)
	case pickPanel:
		m.togglePanel(id)
	case pickBreaker:
		return m.moveBreaker(id)
	case pickLevel:
		m.foldTo(id)
	case pickColumn:
		m.toggleColumn(id)
	case pickMark:
		return m.keepTo(id)
	case pickSession:
		return m.openShelved(id)
	case pickFind:
		return m.openFound(id)
	case pickAgain:
		return m.chosenAgain(id)
	case pickExport:
		m.askExportTo(export.Form(id))
	case pickEnviron:
		m.edit(m.requests.book.Use(id))
	case pickCopy:
		return m.act(keys.Intent(id))
	}
	return nil
}

// entered acts on a text that was given.
func (m *Model) entered(kind dialogs.Kind, text string) tea.Cmd {
	switch kind {
	case askName:
		return m.save(text)
	case askHunt:
		return m.beginHunt(text)
	case askExport:
		return m.export(text)
	case askStruck:
		return m.givenStruck(text)
	case askFind:
		return m.find(text)
	case askFilter:
		m.widgets.log.Filter(text)
		return nil
	case askRequests:
		m.requests.narrow(text)
		return nil
	case askRename:
		m.rename(text)
		return nil
	case askNew:
		m.addRequest(text)
		return nil
	case askJQ:
		m.endFilter(text)
		return nil
	case askPage:
		n, err := parseNumber(text, mostPages)
		w := m.walking()
		if err != nil || w == nil {
			return nil
		}
		return m.goToPage(w, n)
	}
	return m.setPolicy(kind, text)
}
