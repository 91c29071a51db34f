package ui

import (
	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

// The dialogs about sessions.
const (
	askName       dialogs.Kind = "name"
	pickSession   dialogs.Kind = "session"
	removeSession dialogs.Kind = "remove-session"
)

// savedMsg says whether the session has its name.
type savedMsg struct {
	name  string
	other bool // not the live session, which goes on
	err   error
}

// sessionsMsg brings the recorded sessions.
type sessionsMsg struct {
	infos []sessions.Info
	err   error
}

// actSession carries out what is about recorded sessions.
func (m *Model) actSession(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Save:
		m.askName()
	case keys.OpenSession:
		return m.openShelf(), true
	case keys.FindSession:
		m.askHunting()
	case keys.CompareLive:
		return m.compareLive(), true
	case keys.Export:
		m.openExport()
	case keys.Replay:
		return m.replayThis(), true
	case keys.HideSteps:
		m.hideSteps()
	case keys.NextLesson:
		return m.turnLesson(1), true
	case keys.PrevLesson:
		return m.turnLesson(-1), true
	default:
		return nil, false
	}
	return nil, true
}

// askName asks for the name of the session that is shown.
func (m *Model) askName() {
	s := m.shownSession()
	if s == nil {
		m.notices.say("Nothing is recorded, so there is nothing to save.")
		return
	}
	if s == m.opts.Session {
		m.pushName("", "Save the session as")
		return
	}
	m.notices.say("This recording is listed by " + m.keyOf(keys.OpenSession, keys.Global) + ", where " + m.keyOf(keys.NameSession, keys.Sessions) + " names it.")
}

// askNewName asks for the name of a session of the list.
func (m *Model) askNewName(path string) {
	if m.opts.Session != nil && m.opts.Session.Path() == path {
		path = ""
	}
	m.pushName(path, "Name the session")
}

func (m *Model) pushName(path, title string) {
	m.naming = path
	dir := m.folder()
	check := func(text string) error {
		_, err := sessions.PathOf(dir, text)
		return err
	}
	m.dialogs.Push(dialogs.NewPrompt(askName, title, "", "a name, or a path; a named session is kept until you delete it", check))
}

// save names the session: the live one goes on, another is moved.
func (m *Model) save(name string) tea.Cmd {
	s, ctx, from, dir := m.opts.Session, m.ctx, m.naming, m.folder()
	return func() tea.Msg {
		path, err := sessions.PathOf(dir, name)
		switch {
		case err != nil:
		case from != "":
			err = sessions.Rename(ctx, from, path)
		default:
			err = s.SaveAs(ctx, path)
		}
		return savedMsg{name, from != "", err}
	}
}

func (m *Model) saved(msg savedMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		m.notices.fail(msg.err)
	case !msg.other:
		m.steps.saved = true
		m.notices.say("Saved as " + plainLine(msg.name) + ": it goes on being recorded, and is kept.")
	default:
		m.notices.say("Named " + plainLine(msg.name) + ": it is kept until you delete it.")
	}
	return m.listSessions()
}

// openShelved opens a session of the list. The live one is not read by a second
// connection.
func (m *Model) openShelved(path string) tea.Cmd {
	m.marked = ""
	if m.opts.Session != nil && m.opts.Session.Path() == path {
		return m.openReplay(m.opts.Session)
	}
	return m.openFile(path, 0)
}

// askRemove asks before a session is deleted.
func (m *Model) askRemove(path string) {
	m.dialogs.Push(dialogs.NewConfirm(removeSession, path,
		"This deletes the session "+plainLine(path)+" with everything in it.", "delete it", "keep it"))
}

// remove deletes a session and lists those that are left.
func (m *Model) remove(path string) tea.Cmd {
	ctx, dir := m.ctx, m.folder()
	return func() tea.Msg {
		err := sessions.Remove(ctx, path)
		infos, lerr := sessions.List(ctx, dir)
		if err == nil {
			err = lerr
		}
		return sessionsMsg{infos, err}
	}
}

func (m *Model) replayThis() tea.Cmd {
	if m.opts.Session == nil {
		m.notices.say("Nothing is recorded, so there is nothing to replay.")
		return nil
	}
	return m.openReplay(m.opts.Session)
}
