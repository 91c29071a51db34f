package ui

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions/book"
	"weir/sessions/collection"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
)

// The dialogs about requests.
const (
	askRequests   dialogs.Kind = "requests"
	askRename     dialogs.Kind = "rename"
	askNew        dialogs.Kind = "new-request"
	pickEnviron   dialogs.Kind = "environment"
	changeRequest dialogs.Kind = "change-request"
	removeRequest dialogs.Kind = "remove-request"
	reloadBook    dialogs.Kind = "reload-requests"
)

var errNoFile = errors.New("these requests are of no file: open one with 'weir open api.http'")

// bookMsg brings a book that was saved or read anew.
type bookMsg struct {
	book *book.Book
	said string
	err  error
}

// ruled says under which settings an origin's requests are sent.
type ruled struct{ origin, settings string }

// named is the row of a request of a file.
func named(r *collection.Request, index int) Named {
	return Named{Name: r.Name, Method: r.Method, URL: r.URL, Hint: r.Hint, Folder: r.Folder, Kept: r, index: index}
}

// actRequests carries out what is about the tree of requests and its file.
func (m *Model) actRequests(i keys.Intent) (tea.Cmd, bool) {
	if m.replay != nil || m.place.focus != layout.Requests {
		return nil, false
	}
	switch i {
	case keys.Left, keys.Right:
		m.requests.fold(i)
	case keys.FoldAll, keys.Unfold:
		m.requests.foldAll(i == keys.FoldAll)
	case keys.Search:
		m.dialogs.Push(dialogs.NewPrompt(askRequests, "Find requests", m.requests.filter,
			"words of the name, URL, method or folder; an empty text shows all again", nil))
	case keys.Back:
		if m.requests.filter == "" {
			return nil, false
		}
		m.requests.narrow("")
	case keys.Change:
		m.openForm()
	case keys.Preview:
		return m.preview(), true
	case keys.Environ:
		m.openEnvironments()
	default:
		return m.actFile(i)
	}
	return nil, true
}

// actFile carries out what changes the file of requests.
func (m *Model) actFile(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Add, keys.Repeat, keys.Rename, keys.Remove, keys.Write, keys.Reload:
	default:
		return nil, false
	}
	b := m.requests.book
	row, ok := m.requests.selected()
	switch {
	case b == nil:
		m.notices.fail(errNoFile)
	case i == keys.Write:
		return m.writeBook(), true
	case i == keys.Reload && b.Edited():
		m.dialogs.Push(dialogs.NewConfirm(reloadBook, "", "Reading the file again gives up what is not saved.", "read it again", "keep it"))
	case i == keys.Reload:
		return m.reloadBook(), true
	case !b.Editable():
		m.notices.fail(book.ErrReadOnly)
	case i == keys.Add:
		m.dialogs.Push(dialogs.NewPrompt(askNew, "New request", "GET ", "method and URL, such as GET {{base}}/items", checkTarget))
	case !ok || row.Kept == nil:
		m.notices.say("Select a request of the file first.")
	case i == keys.Repeat:
		r := *row.Kept
		r.Name = strings.TrimSpace(r.Name + " copy")
		m.edit(b.Insert(row.index+1, r))
		m.requests.move(1)
	case i == keys.Rename:
		m.dialogs.Push(dialogs.NewPrompt(askRename, "Rename the request", row.Name, "a name of one line", nil))
	case i == keys.Remove:
		m.dialogs.Push(dialogs.NewConfirm(removeRequest, "", "This deletes the request "+label(row)+" from the file, once it is saved.", "delete it", "keep it"))
	}
	return nil, true
}

// sayLosses says what of a file could not be carried over.
func (m *Model) sayLosses(b *book.Book) {
	if b == nil {
		return
	}
	losses := b.Losses()
	if len(losses) == 0 {
		return
	}
	text := "Not carried over: " + strings.ReplaceAll(losses[0].String(), b.Path(), filepath.Base(b.Path()))
	if n := len(losses) - 1; n > 0 {
		text += fmt.Sprintf(" (and %d more, which 'weir get' lists)", n)
	}
	m.notices.say(plainLine(text))
}

// edit shows an edited book; nothing is written yet.
func (m *Model) edit(b *book.Book, err error) {
	if err != nil {
		m.notices.fail(err)
		return
	}
	m.requests.fill(b)
}

// removeKept deletes the selected request.
func (m *Model) removeKept() {
	if row, ok := m.requests.selected(); ok && row.Kept != nil {
		m.edit(m.requests.book.Delete(row.index))
	}
}

// replaceKept puts a request in place of the selected one.
func (m *Model) replaceKept(row Named, r collection.Request) bool {
	b, err := m.requests.book.Replace(row.index, r)
	m.edit(b, err)
	return err == nil
}

// rename gives the selected request a name.
func (m *Model) rename(name string) {
	if row, ok := m.requests.selected(); ok && row.Kept != nil {
		r := *row.Kept
		r.Name = strings.TrimSpace(name)
		m.replaceKept(row, r)
	}
}

// addRequest adds a request after the selected one and opens its form.
func (m *Model) addRequest(text string) {
	b, at := m.requests.book, len(m.requests.book.Collection().Requests)
	if row, ok := m.requests.selected(); ok && row.Kept != nil {
		at = row.index + 1
	}
	method, target := cutMethod(text)
	next, err := b.Insert(at, collection.Request{Method: method, URL: target})
	if m.edit(next, err); err == nil {
		at = min(at, len(next.Collection().Requests)-1)
		m.requests.point(at)
		m.openForm()
	}
}

// checkTarget refuses what holds no URL.
func checkTarget(text string) error {
	if _, target := cutMethod(text); target == "" {
		return errors.New("write a method and a URL, such as GET {{base}}/items")
	}
	return nil
}

// cutMethod splits "POST {{base}}/items"; without a method it is a GET.
func cutMethod(text string) (method, target string) {
	method, target = "GET", strings.TrimSpace(text)
	if first, rest, _ := strings.Cut(target, " "); isMethod(first) {
		method, target = strings.ToUpper(first), strings.TrimSpace(rest)
	}
	return method, target
}

// acceptKept takes the edited line of a request of a file, and sends it.
func (m *Model) acceptKept(row Named) tea.Cmd {
	text := m.line.field.Value()
	if err := checkTarget(text); err != nil {
		m.notices.fail(err)
		return nil
	}
	m.line.leave()
	r := *row.Kept
	r.Method, r.URL = cutMethod(text)
	switch changed := r.Method != row.Kept.Method || r.URL != row.Kept.URL; {
	case changed && !m.requests.book.Editable():
		m.putCopy(r)
	case changed && !m.replaceKept(row, r):
		return nil
	}
	return m.send()
}

// writeBook saves the file.
func (m *Model) writeBook() tea.Cmd {
	b := m.requests.book
	if !b.Edited() && b.Editable() {
		m.notices.say("Nothing was changed in " + plainLine(b.Path()) + ".")
		return nil
	}
	return func() tea.Msg {
		saved, err := b.Save()
		return bookMsg{saved, "Saved " + plainLine(b.Path()) + ": only what you changed was written.", err}
	}
}

func (m *Model) reloadBook() tea.Cmd {
	b := m.requests.book
	return func() tea.Msg {
		next, err := b.Reload()
		return bookMsg{next, "Read " + plainLine(b.Path()) + " again.", err}
	}
}

// bookBrought shows a book that was saved or read.
func (m *Model) bookBrought(msg bookMsg) {
	if m.edit(msg.book, msg.err); msg.err == nil {
		m.notices.say(msg.said)
	}
}

// openEnvironments offers the environments.
func (m *Model) openEnvironments() {
	b := m.requests.book
	if b == nil || len(b.Environments()) == 0 {
		m.notices.say("There are no environments: http-client.env.json beside the file of requests holds them.")
		return
	}
	rows := []dialogs.Row{{ID: "", Text: "none", Note: "the file's own values"}}
	for _, name := range b.Environments() {
		row := dialogs.Row{ID: name, Text: plainLine(name)}
		if name == b.Environment() {
			row.Note = "in use"
		}
		rows = append(rows, row)
	}
	m.dialogs.Push(dialogs.NewMenu(pickEnviron, "Environment", rows))
}

// planned returns what makes the plan of a row. It may read files, so it runs
// in a command.
func (m *Model) planned(row Named) func() (engine.Plan, ruled, error) {
	prefetch := m.opts.Prefetch
	r := m.resolved(row)
	if r == nil {
		return func() (engine.Plan, ruled, error) { return plan(row, prefetch), ruled{}, nil }
	}
	b, last := m.requests.book, maps.Clone(m.requests.ruled)
	return func() (engine.Plan, ruled, error) {
		s, err := b.Prepare(*r)
		if err != nil {
			return engine.Plan{}, ruled{}, err
		}
		now := ruled{settings: settingsText(s.Settings)}
		if now.origin, err = engine.OriginOf(s.Request.URL); err != nil {
			return engine.Plan{}, ruled{}, err
		}
		n := Named{Name: s.Request.Name, Method: s.Request.Method, URL: s.Request.URL, Header: s.Request.Header, Body: s.Request.Body}
		if s.Walks() {
			s.Walk.Parallel = max(s.Walk.Parallel, 1+prefetch)
			n.Walk = &s.Walk
		}
		p := plan(n, prefetch)
		if last[now.origin] != now.settings {
			p.Policy = &s.Policy
		}
		return p, now, nil
	}
}

func settingsText(settings []collection.Setting) string {
	var b strings.Builder
	for _, s := range settings {
		fmt.Fprintf(&b, "%s %s\n", s.Name, s.Value)
	}
	return b.String()
}

// nearer says what is wrong with a request of a file in the words of one who
// has it on the screen.
func (m *Model) nearer(err error) error {
	var unknown *collection.UnknownVariableError
	b := m.requests.book
	switch {
	case b == nil:
		return err
	case errors.As(err, &unknown) && !unknown.Endless && !strings.HasPrefix(unknown.Name, "$"):
		return fmt.Errorf("%s has no value (in the %s): press v and choose an environment, or set it in the file", unknown.Name, unknown.Where)
	}
	return errors.New(strings.ReplaceAll(err.Error(), b.Path(), filepath.Base(b.Path())))
}

// withoutSecrets is a URL as it may be seen: as the session records it. Until
// there is one nobody knows which parameters are secret, so none is shown.
func (m *Model) withoutSecrets(url string) string {
	if before, _, query := strings.Cut(url, "?"); query && m.opening.under {
		return before + "?…"
	}
	if m.opts.Session == nil || m.opts.Session.Redactor() == nil {
		return url
	}
	return m.opts.Session.Redactor().URL(url)
}

// shownURL is the URL of a row with its variables, secrets hidden.
func (m *Model) shownURL(n Named) string {
	r := m.resolved(n)
	if r == nil || m.requests.book == nil {
		return m.withoutSecrets(n.URL)
	}
	return m.requests.book.ShownURL(*r)
}
