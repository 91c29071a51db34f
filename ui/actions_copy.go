package ui

import (
	"errors"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/collection"
	"weir/sessions/curl"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/styles"
)

// copyMsg brings a text for the clipboard.
type copyMsg struct {
	what, text string
	err        error
}

// actCopy carries out what copies to the clipboard, by the terminal (OSC 52),
// so that it works over SSH and in tmux too.
func (m *Model) actCopy(i keys.Intent) (tea.Cmd, bool) {
	switch i {
	case keys.Copy:
		m.openCopyMenu()
	case keys.CopyURL:
		_, target := m.shownRequest()
		if x := m.exchange(); x != nil {
			target = x.URL
		}
		return m.copyText("the URL", target), true
	case keys.CopyCurl:
		return m.copyCurl(), true
	case keys.CopyBody:
		return m.copyBody(), true
	case keys.CopyFile:
		return m.copyToFile(), true
	case keys.CopyValue:
		one := m.selection()
		if one.json {
			return m.copyJSON("the value", one.value), true
		}
		return m.copyText("the value", one.value), true
	case keys.CopyKey:
		return m.copyText("the name", m.selection().key), true
	case keys.CopyPath:
		return m.copyJSON("the path", m.selection().path), true
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) openCopyMenu() {
	one := m.selection()
	off := func(is bool, why string) string {
		if is {
			return why
		}
		return ""
	}
	x := m.exchange()
	m.dialogs.Push(dialogs.NewMenu(pickCopy, "Copy", []dialogs.Row{
		{ID: string(keys.CopyCurl), Key: "c", Text: "the request as a curl command"},
		{ID: string(keys.CopyURL), Key: "u", Text: "the URL"},
		{ID: string(keys.CopyBody), Key: "b", Text: "the body of the reply", Off: off(x == nil, "no reply yet")},
		{ID: string(keys.CopyValue), Key: "v", Text: "the selected value", Off: off(one.value == "", "nothing is selected")},
		{ID: string(keys.CopyKey), Key: "n", Text: "the name of the selected value", Off: off(one.key == "", "it has none")},
		{ID: string(keys.CopyPath), Key: "p", Text: "the path of the selected value", Off: off(one.path == "", "it has none")},
	}))
}

// copyText gives a text to the clipboard. Where it holds what a terminal would
// obey once it is pasted there, that is written out in a visible form, and the
// notice says so.
func (m *Model) copyText(what, text string) tea.Cmd {
	return m.copyMarked(what, text, func(one string) string { return styles.Safe(one) })
}

// copyJSON is copyText for JSON, which has a form of its own for such
// characters.
func (m *Model) copyJSON(what, text string) tea.Cmd { return m.copyMarked(what, text, escapeJSON) }

func (m *Model) copyMarked(what, text string, mark func(string) string) tea.Cmd {
	if text == "" {
		m.notices.say("There is nothing to copy here.")
		return nil
	}
	text, marked := harmless(text, mark)
	said := "Copied " + what
	switch marked {
	case 0:
	case 1:
		said += ", with one character written out that a terminal would obey or hide"
	default:
		said += ", with " + sessions.Count(int64(marked)) + " characters written out that a terminal would obey or hide"
	}
	return m.placeCopy(what, text, said+".")
}

func (m *Model) copyBody() tea.Cmd {
	x := m.exchange()
	if x == nil || m.walk.library == nil {
		m.notices.say("There is no reply yet.")
		return nil
	}
	lib, ctx, id, attempt := m.walk.library, m.ctx, x.ID, len(x.Attempts)
	return func() tea.Msg {
		body, _, err := lib.Body(ctx, id, attempt, engine.ResponseBody)
		if errors.Is(err, sessions.ErrNoBody) {
			err = errors.New("no body was kept of this reply")
		}
		return copyMsg{"the body", string(body), err}
	}
}

func (m *Model) copied(msg copyMsg) tea.Cmd {
	if msg.err != nil {
		m.notices.fail(msg.err)
		return nil
	}
	return m.copyText(msg.what, msg.text)
}

// copyCurl copies the selected request as a command for a shell, with the body
// that its last attempt sent.
func (m *Model) copyCurl() tea.Cmd {
	r, attempt := m.copiedRequest()
	if r.URL == "" {
		return m.copyText("", "")
	}
	x, lib, ctx := m.exchange(), m.walk.library, m.ctx
	if x == nil || lib == nil || attempt == 0 {
		return m.copied(curlMsg(r))
	}
	id := x.ID
	return func() tea.Msg {
		body, _, err := lib.Body(ctx, id, attempt, engine.RequestBody)
		switch {
		case err == nil:
			r.Body = []collection.Piece{{Text: string(body), Literal: true}}
		case !errors.Is(err, sessions.ErrNoBody):
			return copyMsg{err: err}
		}
		return curlMsg(r)
	}
}

// copiedRequest is the selected request, and the attempt that sent its body, 0
// where none did.
func (m *Model) copiedRequest() (collection.Request, int) {
	method, target := m.shownRequest()
	r := collection.Request{Method: method, URL: target}
	x := m.exchange()
	if x == nil {
		if n, ok := m.requests.selected(); ok && m.replay == nil && n.URL == target {
			r.Header = fieldsOf(engine.FieldLines(n.Header))
			r.Body = []collection.Piece{{Text: string(n.Body), Literal: true}}
		}
		return r, 0
	}
	r.Method, r.URL = x.Method, x.URL
	a := x.Last()
	if a == nil {
		return r, 0
	}
	r.Header = fieldsOf(a.RequestFields)
	if a.BodySize == 0 {
		return r, 0
	}
	return r, a.N
}

func curlMsg(r collection.Request) copyMsg {
	command, losses := curl.Command(r)
	what := "the request as a curl command"
	if len(losses) > 0 {
		what += "; " + losses[0].String()
	}
	return copyMsg{what: what, text: command}
}

// fieldsOf lists header fields by their names.
func fieldsOf(lines engine.FieldLines) []collection.Field {
	var fields []collection.Field
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		for _, value := range lines[name] {
			fields = append(fields, collection.Field{Name: name, Value: value})
		}
	}
	return fields
}
