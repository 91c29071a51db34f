package ui

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/sessions/collection"
	"weir/sessions/httpfile"
)

// editMsg says that a request is written to a file and can be edited there.
type editMsg struct {
	path string
	err  error
}

// editedMsg brings what came of the editing.
type editedMsg struct {
	text []byte
	err  error
}

// editRequest opens the selected request in the person's editor.
func (m *Model) editRequest() tea.Cmd {
	row, _ := m.requests.selected()
	text := writeRequest(row)
	if row.Kept != nil {
		alone := collection.Collection{Requests: []collection.Request{*row.Kept}}
		text, _ = httpfile.Write(&alone)
	}
	return func() tea.Msg {
		dir, err := os.MkdirTemp("", "weir-")
		if err != nil {
			return editMsg{err: fmt.Errorf("edit the request: %w", err)}
		}
		path := filepath.Join(dir, "request.http")
		return editMsg{path, os.WriteFile(path, text, 0o600)}
	}
}

// openEditor gives the terminal to the editor until it ends.
func (m *Model) openEditor(msg editMsg) tea.Cmd {
	if msg.err != nil {
		m.notices.fail(msg.err)
		return nil
	}
	words := m.editor()
	cmd := exec.Command(words[0], append(words[1:], msg.path)...) //nolint:gosec // it is the person's own editor
	return tea.ExecProcess(cmd, func(err error) tea.Msg {
		defer func() { _ = os.RemoveAll(filepath.Dir(msg.path)) }()
		if err != nil {
			return editedMsg{err: fmt.Errorf("edit the request with %s (set $EDITOR to another): %w", words[0], err)}
		}
		text, err := os.ReadFile(msg.path)
		return editedMsg{text, err}
	})
}

// editor is the command of the person's editor.
func (m *Model) editor() []string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if words := strings.Fields(m.opts.getenv(name)); len(words) > 0 {
			return words
		}
	}
	if runtime.GOOS == "windows" {
		return []string{"notepad"}
	}
	return []string{"vi"}
}

// edited takes the edited request into the list; it is not sent yet.
func (m *Model) edited(msg editedMsg) {
	if msg.err != nil {
		m.notices.fail(msg.err)
		return
	}
	if row, ok := m.requests.selected(); ok && row.Kept != nil && m.requests.book.Editable() {
		m.editedKept(row, msg.text)
		return
	}
	n, err := readRequest(msg.text)
	if err != nil {
		m.notices.fail(fmt.Errorf("the request stays as it was: %w", err))
		return
	}
	if row, ok := m.requests.selected(); ok && bytes.Equal(writeRequest(row), writeRequest(n)) {
		return
	}
	m.requests.put(n)
	m.notices.say("Enter sends the edited request.")
}

// editedKept takes the edited request of a file.
func (m *Model) editedKept(row Named, text []byte) {
	f, err := httpfile.Parse("request.http", text)
	if err == nil && len(f.Collection().Requests) != 1 {
		err = fmt.Errorf("there are %d requests in it, but one is expected", len(f.Collection().Requests))
	}
	if err != nil {
		m.notices.fail(fmt.Errorf("the request stays as it was: %w", err))
		return
	}
	if m.replaceKept(row, f.Collection().Requests[0]) && m.requests.book.Edited() {
		m.notices.say("Enter sends the changed request, w saves it to its file.")
	}
}

// writeRequest writes a request as HTTP does: a line, header fields, an empty
// line, the body.
func writeRequest(n Named) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s\n", methodOf(n), n.URL)
	names := make([]string, 0, len(n.Header))
	for name := range n.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range n.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	b.WriteByte('\n')
	b.Write(n.Body)
	return b.Bytes()
}

// readRequest reads what writeRequest writes. An editor's line end behind the
// body is not part of it.
func readRequest(text []byte) (Named, error) {
	r := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(slices.Clone(text), '\n'))))
	line, err := r.ReadLine()
	if err != nil {
		return Named{}, errors.New("the file is empty: its first line is a method and a URL")
	}
	n, err := parseLine(line)
	if err != nil {
		return Named{}, err
	}
	header, err := r.ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return Named{}, fmt.Errorf("a header field is written Name: value, and an empty line ends them: %w", err)
	}
	n.Header = http.Header(header)
	body, err := io.ReadAll(r.R)
	if err != nil {
		return Named{}, err
	}
	if body = bytes.TrimRight(body, "\r\n"); len(body) > 0 {
		n.Body = body
	}
	return n, nil
}
