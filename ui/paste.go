package ui

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/sessions/collection"
	"weir/sessions/curl"
	"weir/ui/layout"
)

// paste takes a pasted text: into a dialog or the request line, or, where the
// list of requests has the focus, as a new request line. A curl command becomes
// the request.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	here := m.line.editing || m.place.focus == layout.Requests && m.replay == nil
	switch {
	case m.dialogs.Open():
		return m.decided(m.dialogs.Update(msg, m.keys))
	case here && isCurl(msg.Content):
		m.pasteCommand(msg.Content)
	case m.line.editing:
		m.line.typed(msg)
	case here:
		m.editURL()
		m.line.field.SetValue("")
		m.line.typed(msg)
	}
	return nil
}

// isCurl says whether a text is a curl command, as it stands in documents and
// comes from browsers.
func isCurl(text string) bool {
	text = strings.TrimPrefix(strings.TrimSpace(text), "$ ")
	first, rest, _ := strings.Cut(text, " ")
	return (first == "curl" || first == "curl.exe") && strings.TrimSpace(rest) != ""
}

// pasteCommand makes the request of a curl command the selected one. It is not
// sent yet.
func (m *Model) pasteCommand(text string) {
	r, losses, err := curl.Parse(strings.TrimPrefix(strings.TrimSpace(text), "$ "))
	if err != nil {
		m.notices.fail(fmt.Errorf("the pasted command is no request: %w", err))
		return
	}
	if b := m.requests.book; b != nil && b.Editable() {
		err = m.insertCommand(r)
	} else {
		losses, err = m.listCommand(r, losses)
	}
	if err != nil {
		m.notices.fail(err)
		return
	}
	m.line.leave()
	m.place.goTo(layout.Requests)
	m.notices.say("Enter sends the request of the command." + lossText(losses))
}

// insertCommand puts a request into the file of requests, after the selected
// one.
func (m *Model) insertCommand(r collection.Request) error {
	at := len(m.requests.book.Collection().Requests)
	if row, ok := m.requests.selected(); ok && row.Kept != nil {
		at = row.index + 1
	}
	next, err := m.requests.book.Insert(at, r)
	if err != nil {
		return err
	}
	m.requests.fill(next)
	m.requests.point(min(at, len(next.Collection().Requests)-1))
	return nil
}

// listCommand puts a request into the list. Outside of a file there are no
// variables, no files of bodies, and no settings of its own.
func (m *Model) listCommand(r collection.Request, losses []collection.Loss) ([]collection.Loss, error) {
	whole, err := r.Resolve(func(string) (string, bool) { return "", false }, nil)
	var unknown *collection.UnknownVariableError
	switch {
	case errors.As(err, &unknown):
		return nil, fmt.Errorf("the command reads the variable %s, which has no value here: write the value in its place", unknown.Name)
	case slices.ContainsFunc(r.Body, func(p collection.Piece) bool { return p.File != "" }):
		return nil, errors.New("the command sends a file, which a paste must not read: send it with weir get -d @FILE, or from a .http file")
	case err != nil:
		return nil, err
	}
	n := Named{Method: whole.Method, URL: whole.URL, Header: http.Header{}}
	for _, f := range whole.Header {
		n.Header.Add(f.Name, f.Value)
	}
	if len(whole.Body) > 0 {
		n.Body = []byte(whole.Body[0].Text)
	}
	for _, s := range whole.Settings {
		losses = append(losses, collection.Loss{What: s.Name + " " + s.Value + " is a setting: give it as --" + s.Name})
	}
	m.requests.put(n)
	return losses, nil
}

// lossText says what of a command was not taken over.
func lossText(losses []collection.Loss) string {
	if len(losses) == 0 {
		return ""
	}
	all := make([]string, 0, len(losses))
	for _, l := range losses {
		all = append(all, l.What)
	}
	return " Not taken over: " + plainLine(strings.Join(all, "; ")) + "."
}
