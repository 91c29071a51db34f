package ui

import (
	"strconv"
	"strings"

	"weir/ui/layout"
	"weir/ui/styles"
)

// requestLines draws the list of requests, and below it what the selected one
// shows.
func (m *Model) requestLines(w, h int) []string {
	if m.replay != nil {
		return m.runLines(w, h)
	}
	st := m.theme.st
	about := m.about(w)
	rows := h
	if len(m.requests.lines)+len(about)+1 <= h {
		rows = h - len(about)
	} else {
		about = nil
	}
	lines := make([]string, 0, h)
	for i := m.requests.top; i < min(m.requests.top+rows, len(m.requests.lines)); i++ {
		lines = append(lines, m.requestRow(i, w))
	}
	for len(lines) < rows {
		lines = append(lines, st.Blank(w))
	}
	return append(lines, about...)
}

// requestRow draws line i of the tree.
func (m *Model) requestRow(i, w int) string {
	line := m.requests.lines[i]
	l := m.theme.st.Line(w)
	lead := "  "
	if i == m.requests.at {
		lead = "▸ "
		if m.focused(layout.Requests) {
			l = m.theme.st.LineOn(w, styles.Selection)
		}
	}
	l.Text(styles.Focus, lead).Space(2 * min(line.depth, 6))
	if line.row < 0 {
		return m.folderRow(l, line)
	}
	n := m.requests.rows[line.row]
	if method := methodOf(n); method != "GET" {
		l.Text(methodInk(method), method).Space(1)
	}
	return l.Text(styles.Text, label(n)).End()
}

// folderRow draws a folder, with how many requests a closed one holds.
func (m *Model) folderRow(l *styles.Line, line listLine) string {
	mark := "▾ "
	if m.requests.closed(line.folder) {
		mark = "▸ "
	}
	l.Text(styles.Muted, mark).Text(styles.Strong, plainLine(line.title))
	return l.Space(1).Text(styles.Faint, strconv.Itoa(line.holds)).End()
}

func methodInk(method string) styles.Ink {
	switch method {
	case "DELETE":
		return styles.Danger
	case "POST", "PUT", "PATCH":
		return styles.Warning
	}
	return styles.Info
}

// about says what the selected request shows.
func (m *Model) about(w int) []string {
	n, ok := m.requests.selected()
	if !ok || n.Hint == "" {
		return nil
	}
	st := m.theme.st
	var lines []string
	for _, text := range wrapWords(n.Hint, w-2) {
		lines = append(lines, st.Line(w).Space(1).Text(styles.Muted, text).End())
	}
	return lines
}

// stepLines draws a newcomer's first steps.
func (m *Model) stepLines(w int) []string {
	st := m.theme.st
	var lines []string
	for _, one := range m.steps.list(m.state) {
		l := st.Line(w)
		if one.done {
			l.Text(styles.Success, " ✓ ").Text(styles.Muted, one.text)
		} else {
			l.Text(styles.Faint, " · ").Text(styles.Key, m.stepKey(one.intent)).Space(1).Text(styles.Text, one.text)
		}
		lines = append(lines, l.End())
	}
	return lines
}

// wrapWords breaks a text at blanks into lines of at most w bytes.
func wrapWords(text string, w int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > w {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
