package ui

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/sessions/collection"
	"weir/sessions/export"
	"weir/ui/dialogs"
)

// The dialogs about writing a session in another form.
const (
	pickExport dialogs.Kind = "export"
	askExport  dialogs.Kind = "export-to"
)

// openExport offers the forms.
func (m *Model) openExport() {
	if m.shownSession() == nil {
		m.notices.say("Nothing is recorded, so there is nothing to export.")
		return
	}
	m.dialogs.Push(dialogs.NewMenu(pickExport, "Export the session as", []dialogs.Row{
		{ID: string(export.HAR), Key: "h", Text: "a HAR file: every attempt, with its timing"},
		{ID: string(export.Curl), Key: "c", Text: "its requests as curl commands"},
		{ID: string(export.HTTP), Key: "r", Text: "its requests as a .http file"},
		{ID: string(export.Go), Key: "o", Text: "its requests as a Go program"},
		{ID: string(export.Python), Key: "p", Text: "its requests as a Python program"},
	}))
}

// shownSession is the one that is replayed, else the live one; nil for none.
func (m *Model) shownSession() *sessions.Session {
	if m.replay != nil {
		return m.replay.session
	}
	return m.opts.Session
}

// askExportTo asks for the file, and proposes one of the session's name.
func (m *Model) askExportTo(form export.Form) {
	s := m.shownSession()
	if s == nil {
		return
	}
	m.form = form
	name := strings.TrimSuffix(filepath.Base(s.Path()), sessions.Extension) + form.Ending()
	m.dialogs.Push(dialogs.NewPrompt(askExport, "Write it to", name, "a path; a file that is there is not overwritten", func(path string) error {
		if strings.TrimSpace(path) == "" {
			return errors.New("write the path of a file")
		}
		return nil
	}))
}

// export writes the session to a file.
func (m *Model) export(path string) tea.Cmd {
	s, form, ctx := m.shownSession(), m.form, m.ctx
	if s == nil {
		return nil
	}
	home := m.opts.getenv("HOME")
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
		path = filepath.Join(home, rest)
	}
	return func() tea.Msg {
		losses, err := writeNew(path, func(w io.Writer) ([]collection.Loss, error) {
			return export.Write(ctx, w, s, form, "weir", "")
		})
		if err != nil {
			return doneMsg{err: fmt.Errorf("the session was not exported: %w", err)}
		}
		return doneMsg{said: exported(path, losses)}
	}
}

// exported says what was written, and what is not in it.
func exported(path string, losses []collection.Loss) string {
	text := "Written to " + plainLine(path) + "."
	switch len(losses) {
	case 0:
		return text
	case 1:
		return text + " Not carried over: " + plainLine(losses[0].String()) + "."
	}
	return text + fmt.Sprintf(" Not carried over: %s, and %d more.", plainLine(losses[0].String()), len(losses)-1)
}

// writeNew writes a file that must not be there; one that could not be written
// whole is not left behind.
func writeNew(path string, write func(io.Writer) ([]collection.Loss, error)) ([]collection.Loss, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s exists already: choose another name", path)
	}
	if err != nil {
		return nil, err
	}
	losses, err := write(file)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(path)
	}
	return losses, err
}
