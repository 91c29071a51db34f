package ui

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

// mostCopied bounds in bytes what is given to the terminal's clipboard: more
// is refused by most of them without a word.
const mostCopied = 256 << 10

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
		return m.copyText("the request as a curl command", m.curl()), true
	case keys.CopyBody:
		return m.copyBody(), true
	case keys.CopyValue:
		value, _ := m.widgets.selection(m)
		return m.copyText("the value", value), true
	case keys.CopyPath:
		_, path := m.widgets.selection(m)
		return m.copyText("the path", path), true
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) openCopyMenu() {
	value, path := m.widgets.selection(m)
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
		{ID: string(keys.CopyValue), Key: "v", Text: "the selected value", Off: off(value == "", "nothing is selected")},
		{ID: string(keys.CopyPath), Key: "p", Text: "the path of the selected value", Off: off(path == "", "nothing is selected")},
	}))
}

// copyText gives a text to the clipboard.
func (m *Model) copyText(what, text string) tea.Cmd {
	switch {
	case text == "":
		m.notices.say("There is nothing to copy here.")
		return nil
	case len(text) > mostCopied:
		m.notices.say("This is " + sessions.Size(int64(len(text))) + ", too much for a terminal's clipboard.")
		return nil
	}
	m.notices.say("Copied " + what + ".")
	return tea.SetClipboard(text)
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

// curl is the selected request as a command for a shell.
func (m *Model) curl() string {
	method, target := m.shownRequest()
	var fields engine.FieldLines
	if x := m.exchange(); x != nil {
		method, target = x.Method, x.URL
		if a := x.Last(); a != nil {
			fields = a.RequestFields
		}
	}
	if target == "" {
		return ""
	}
	words := []string{"curl"}
	if method != "GET" {
		words = append(words, "-X", quote(method))
	}
	words = append(words, quote(target))
	for _, name := range sortedNames(fields) {
		for _, value := range fields[name] {
			words = append(words, "-H", quote(name+": "+value))
		}
	}
	return strings.Join(words, " ")
}

// sortedNames lists the fields that curl does not set by itself.
func sortedNames(fields engine.FieldLines) []string {
	var names []string
	for name := range fields {
		switch name {
		case "Accept-Encoding", "Content-Length", "Host", "User-Agent", "Connection":
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// quote makes a text one word of a POSIX shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
