package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/sessions/export"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

// recordings is what the screen knows of recorded sessions.
type recordings struct {
	replay *replay // nil while live
	marked string  // the file that is to be compared; empty for none
	hunt   *hunt   // through all sessions; nil for none
	weigh  *weighing
	again  again
	form   export.Form // in which the session is to be exported
	naming string      // the file that a name is asked for; empty for the live session
}

// shelfColumns are those of the list of sessions.
func shelfColumns() []dialogs.Column {
	return []dialogs.Column{
		{Title: "name", Wide: true},
		{Title: "first request", Wide: true, Spare: true},
		{Title: "begun"},
		{Title: "exch.", Right: true},
		{Title: "took", Right: true},
		{Title: "size", Right: true},
		{Title: ""},
	}
}

// shelfRow is the row of a session.
func (m *Model) shelfRow(i sessions.Info) dialogs.Row {
	begun := "-"
	if !i.Created.IsZero() {
		begun = i.Created.In(m.moment.Location()).Format("02 Jan 15:04")
	}
	standing, below := m.lasting(i)
	row := dialogs.Row{
		ID: i.Path, Below: below,
		Cells: []string{
			plainLine(i.Name), plainLine(i.Target), begun, sessions.Count(i.Exchanges), sessions.Span(i.Duration), sessions.Size(i.Size), standing,
		},
	}
	row.Text = strings.Join(append(row.Cells, i.Created.Format("2006-01-02"), i.Origin, plainLine(i.Path)), " ")
	if i.Path == m.marked {
		row.Mark = "A"
	}
	return row
}

// lasting says in a word or two how a session stands, and in a sentence what that
// means.
func (m *Model) lasting(i sessions.Info) (word, sentence string) {
	about := sessions.Count(i.Events) + " events"
	if i.Target != "" {
		about = plainLine(i.Target) + ofHost(i.Origin) + " · " + about
	}
	if !i.Redacted {
		about += " · secrets kept as they are"
	}
	switch {
	case i.Damage != nil:
		return "damaged", plainLine(i.Damage.Error()) + ": it opens as far as it can be read"
	case m.opts.Session != nil && m.opts.Session.Path() == i.Path:
		return "this one", about + "; it is being recorded here"
	case i.Held != nil:
		return "recording", about + "; process " + fmt.Sprint(i.Held.PID) + " records it: open it and follow it with " + m.keyOf(keys.FollowOn, keys.Replaying)
	case i.Kept:
		return "kept", about + "; it is kept until you delete it"
	}
	left := i.Created.Add(sessions.DefaultRetention().Age).Sub(m.opts.Now())
	if left < 24*time.Hour {
		return "< 1 day", about + "; it is deleted within a day unless it is named"
	}
	days := int(left / (24 * time.Hour))
	return fmt.Sprintf("%d days", days), about + fmt.Sprintf("; it is deleted in %d days, or when all of them are larger than %s, unless it is named",
		days, sessions.Size(sessions.DefaultRetention().Bytes))
}

// ofHost names an origin after what was asked of it; empty for none.
func ofHost(origin string) string {
	if origin == "" {
		return ""
	}
	return " of " + plainLine(origin)
}

// keyOf is the key for an intent in a scope, as people read it.
func (m *Model) keyOf(i keys.Intent, s keys.Scope) string {
	return keys.Show(m.keys.KeyOf(i, keys.Chain{s}))
}

// folder is where sessions are recorded.
func (m *Model) folder() string {
	if m.opts.Folder != "" {
		return m.opts.Folder
	}
	return sessions.DefaultDir()
}

// listSessions reads which sessions there are.
func (m *Model) listSessions() tea.Cmd {
	ctx, dir := m.ctx, m.folder()
	return func() tea.Msg {
		infos, err := sessions.List(ctx, dir)
		return sessionsMsg{infos, err}
	}
}

// openShelf shows the list of sessions at once, and asks for what stands in it.
func (m *Model) openShelf() tea.Cmd {
	m.dialogs.Push(dialogs.NewPalette(pickSession, "Sessions · reading", "a name, a target or a date", nil).
		Tabular(shelfColumns()...).Removing("").Serving(keys.Sessions, m.shelfHint()))
	return m.listSessions()
}

func (m *Model) shelfHint() string {
	var parts []string
	for _, one := range []hint{
		{"⏎", "opens"},
		{"del", "deletes"},
		{m.keyOf(keys.Compare, keys.Sessions), "compares"},
		{m.keyOf(keys.NameSession, keys.Sessions), "names"},
		{m.keyOf(keys.FindSession, keys.Sessions), "finds"},
	} {
		if one.key != "" {
			parts = append(parts, one.key+" "+one.text)
		}
	}
	return strings.Join(parts, " · ")
}

// listed fills the list of sessions, where it is still open.
func (m *Model) listed(msg sessionsMsg) {
	m.notices.fail(msg.err)
	p, ok := m.dialogs.Top().(*dialogs.Picker)
	if !ok || p.Kind() != pickSession {
		return
	}
	rows := make([]dialogs.Row, 0, len(msg.infos))
	size := int64(0)
	for _, info := range msg.infos {
		rows = append(rows, m.shelfRow(info))
		size += info.Size
	}
	p.Renew(fmt.Sprintf("Sessions · %s · %s", sessions.Count(int64(len(rows))), sessions.Size(size)), rows)
}

// served acts on what a person wants done with a session of the list.
func (m *Model) served(i keys.Intent, id string) tea.Cmd {
	switch i {
	case keys.Compare:
		return m.markOrCompare(id)
	case keys.NameSession:
		m.askNewName(id)
	case keys.FindSession:
		if p, ok := m.dialogs.Top().(*dialogs.Picker); ok {
			return m.beginHunt(p.Query())
		}
	default:
	}
	return nil
}
