package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/dialogs"
)

// The dialogs about finding in sessions.
const (
	askHunt  dialogs.Kind = "find-session"
	pickFind dialogs.Kind = "found"
)

const (
	// mostFoundEach is how many exchanges of a session are shown.
	mostFoundEach = 50
	// mostFoundAll is how many are shown of all.
	mostFoundAll = 500
)

// hunt looks for a text in all sessions, one after the other.
type hunt struct {
	text   string
	ctx    context.Context //nolint:containedctx // the hunt's life
	cancel context.CancelFunc
	rows   []dialogs.Row
	left   []string // files that are still to be looked through
	looked int
}

// huntMsg brings what one session holds.
type huntMsg struct {
	of   *hunt
	all  []string // the files to look through, at the beginning
	rows []dialogs.Row
	done bool // of a session
	err  error
}

// askHunting asks what to look for.
func (m *Model) askHunting() {
	m.dialogs.Push(dialogs.NewPrompt(askHunt, "Find in all sessions", "",
		"a text that a URL, an error or a body holds, in either case", nil))
}

// beginHunt looks through all sessions, the newest first.
func (m *Model) beginHunt(text string) tea.Cmd {
	if strings.TrimSpace(text) == "" {
		m.askHunting()
		return nil
	}
	m.endHunt()
	h := &hunt{text: text}
	h.ctx, h.cancel = context.WithCancel(m.ctx)
	m.hunt = h
	m.dialogs.Push(dialogs.NewPalette(pickFind, "Finding “"+plainLine(text)+"”", "narrow it down", nil).
		Tabular(dialogs.Column{Title: "session", Wide: true}, dialogs.Column{Title: "", Right: true}, dialogs.Column{Title: "request", Wide: true},
			dialogs.Column{Title: "", Right: true}, dialogs.Column{Title: "where it stands", Wide: true}))
	dir := m.folder()
	return func() tea.Msg {
		infos, err := sessions.List(h.ctx, dir)
		msg := huntMsg{of: h, err: err}
		for _, info := range infos {
			msg.all = append(msg.all, info.Path)
		}
		return msg
	}
}

// endHunt ends a search that goes on.
func (m *Model) endHunt() {
	if m.hunt != nil {
		m.hunt.cancel()
		m.hunt = nil
	}
}

// hunted shows what was found so far and goes on with the next session.
func (m *Model) hunted(msg huntMsg) tea.Cmd {
	h := msg.of
	p, ok := m.dialogs.Top().(*dialogs.Picker)
	if h != m.hunt || !ok || p.Kind() != pickFind {
		return nil
	}
	if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
		m.notices.fail(msg.err)
	}
	if msg.done {
		h.looked++
	}
	h.left = append(h.left, msg.all...)
	h.rows = append(h.rows, msg.rows...)
	p.Renew(h.title(), h.rows)
	if len(h.left) == 0 || len(h.rows) >= mostFoundAll {
		return nil
	}
	path := h.left[0]
	h.left = h.left[1:]
	return func() tea.Msg {
		rows, err := h.look(path)
		return huntMsg{of: h, rows: rows, err: err, done: true}
	}
}

// title says what was found, and whether it still looks.
func (h *hunt) title() string {
	text := "“" + plainLine(h.text) + "” · " + sessions.Count(int64(len(h.rows))) + " found in " + sessions.Count(int64(h.looked)) + " sessions"
	if n := len(h.left); n > 0 && len(h.rows) < mostFoundAll {
		text += " · " + sessions.Count(int64(n)) + " to go"
	}
	return text
}

// look looks through one session.
func (h *hunt) look(path string) ([]dialogs.Row, error) {
	s, err := sessions.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	info, err := s.Info(h.ctx)
	if err != nil {
		return nil, err
	}
	var rows []dialogs.Row
	for match, err := range s.Search(h.ctx, sessions.Filter{Text: h.text, Limit: mostFoundEach}) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, foundRow(info.Name, path, match))
	}
	return rows, nil
}

// foundRow is the row of an exchange that was found.
func foundRow(session, path string, m sessions.Match) dialogs.Row {
	status := string(m.Outcome)
	if m.Status > 0 {
		status = strconv.Itoa(m.Status)
	}
	where := "the URL"
	switch {
	case m.Excerpt != "":
		where = strings.Join(strings.Fields(m.Excerpt), " ")
	case m.Error != "":
		where = m.Error
	}
	row := dialogs.Row{
		ID:    path + "\x00" + strconv.FormatUint(m.ID, 10),
		Cells: []string{plainLine(session), "#" + strconv.FormatUint(m.ID, 10), m.Method + " " + pathOf(m.URL), status, plainLine(where)},
		Below: plainLine(m.Method+" "+m.URL) + " · " + m.Started.Local().Format(time.DateTime),
	}
	row.Text = strings.Join(row.Cells, " ")
	return row
}

// openFound opens a session at the exchange that was found.
func (m *Model) openFound(id string) tea.Cmd {
	m.endHunt()
	path, number, _ := strings.Cut(id, "\x00")
	exchange, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return nil
	}
	m.dialogs.Drop(pickSession)
	return m.openFile(path, exchange)
}
