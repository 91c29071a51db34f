package ui

import (
	"fmt"
	"time"

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
	name string
	err  error
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
		return m.listSessions(), true
	case keys.Replay:
		return m.replayThis(), true
	case keys.HideSteps:
		m.hideSteps()
	case keys.NextLesson:
		m.turnLesson(1)
	case keys.PrevLesson:
		m.turnLesson(-1)
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) askName() {
	if m.opts.Session == nil {
		m.notices.say("Nothing is recorded, so there is nothing to save.")
		return
	}
	check := func(text string) error {
		_, err := sessions.PathOf(sessions.DefaultDir(), text)
		return err
	}
	m.dialogs.Push(dialogs.NewPrompt(askName, "Save the session as", "",
		"a name, or a path; a saved session is kept until you delete it", check))
}

// save names the session, which goes on.
func (m *Model) save(name string) tea.Cmd {
	s, ctx := m.opts.Session, m.ctx
	return func() tea.Msg {
		path, err := sessions.PathOf(sessions.DefaultDir(), name)
		if err != nil {
			return savedMsg{name, err}
		}
		return savedMsg{name, s.SaveAs(ctx, path)}
	}
}

func (m *Model) saved(msg savedMsg) {
	if msg.err != nil {
		m.notices.fail(msg.err)
		return
	}
	m.steps.saved = true
	m.notices.say("Saved as " + plainLine(msg.name) + ": it goes on being recorded, and is kept.")
}

func (m *Model) listSessions() tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		infos, err := sessions.List(ctx, sessions.DefaultDir())
		return sessionsMsg{infos, err}
	}
}

// listed opens the list of sessions.
func (m *Model) listed(msg sessionsMsg) {
	if msg.err != nil {
		m.notices.fail(msg.err)
	}
	rows := make([]dialogs.Row, 0, len(msg.infos))
	for _, info := range msg.infos {
		rows = append(rows, dialogs.Row{ID: info.Path, Text: sessionText(info), Note: m.sessionNote(info)})
	}
	m.dialogs.Push(dialogs.NewPalette(pickSession, "Sessions", "type to find", rows).
		Removing("⏎ opens it as a replay · del deletes it"))
}

func sessionText(i sessions.Info) string {
	text := plainLine(i.Name)
	if i.Target != "" {
		text += "  " + plainLine(i.Target)
	}
	return text
}

func (m *Model) sessionNote(i sessions.Info) string {
	note := sessions.Count(i.Exchanges) + " exchanges"
	switch {
	case i.Held != nil:
		note += " · being recorded"
	case !i.Created.IsZero():
		note += " · " + age(m.moment.Sub(i.Created))
	}
	return note
}

// age says roughly how long ago something was.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	}
	return fmt.Sprintf("%d days ago", d/(24*time.Hour))
}

// askRemove asks before a session is deleted.
func (m *Model) askRemove(path string) {
	m.dialogs.Push(dialogs.NewConfirm(removeSession, path,
		"This deletes the session "+plainLine(path)+" with everything in it.", "delete it", "keep it"))
}

// remove deletes a session and lists those that are left.
func (m *Model) remove(path string) tea.Cmd {
	ctx := m.ctx
	m.dialogs.Pop() // the list is opened anew
	return func() tea.Msg {
		err := sessions.Remove(ctx, path)
		infos, lerr := sessions.List(ctx, sessions.DefaultDir())
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
