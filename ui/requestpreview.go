package ui

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/book"
	"weir/sessions/collection"
	"weir/ui/dialogs"
	"weir/ui/styles"
)

// previewMsg brings what would be sent.
type previewMsg struct {
	name     string
	passages []dialogs.Passage
	err      error
}

// preview makes what would be sent for the selected request; nothing is sent.
func (m *Model) preview() tea.Cmd {
	row, ok := m.requests.selected()
	if !ok {
		m.notices.say("Select a request first.")
		return nil
	}
	b, redactor, policy := m.requests.book, m.redactor(), m.opts.Policy
	if m.opts.PolicyOf != nil {
		policy = m.opts.PolicyOf(row.URL)
	}
	r := m.resolved(row)
	return func() tea.Msg {
		if r == nil {
			s := book.Sending{Policy: policy, Request: engine.Request{Method: methodOf(row), URL: row.URL, Header: row.Header, Body: row.Body}}
			if row.Walk != nil {
				s.Walk = *row.Walk
			}
			return previewMsg{name: label(row), passages: sendingPassages(s, string(row.Body), redactor)}
		}
		s, err := b.Prepare(*r)
		if err != nil {
			return previewMsg{name: label(row), err: err}
		}
		return previewMsg{name: label(row), passages: sendingPassages(s, shownBody(b, *r), redactor)}
	}
}

// redactor strikes secrets out of what is shown.
func (m *Model) redactor() *sessions.Redactor {
	if m.opts.Session != nil && m.opts.Session.Redactor() != nil {
		return m.opts.Session.Redactor()
	}
	return sessions.NewRedactor()
}

func (m *Model) previewed(msg previewMsg) {
	if msg.err != nil {
		m.notices.fail(m.nearer(msg.err))
		return
	}
	m.dialogs.Push(dialogs.NewNote("Would be sent: "+msg.name, msg.passages))
}

// shownBody is a body with its variables, secrets hidden, and files named.
func shownBody(b *book.Book, r collection.Request) string {
	var out strings.Builder
	for _, p := range r.Body {
		switch {
		case p.File != "":
			out.WriteString("‹the content of " + p.File + "›")
		case p.Literal:
			out.WriteString(p.Text)
		default:
			shown, _ := b.Shown(p.Text)
			out.WriteString(shown)
		}
	}
	return out.String()
}

// struckOut finds what a redactor left in place of a secret.
func struckOut() *regexp.Regexp { return regexp.MustCompile(`‹redacted:[0-9a-f]{8}›`) }

// mostBody is how many lines of a body a preview shows.
const mostBody = 40

// sendingPassages says what is sent, and under which policies.
func sendingPassages(s book.Sending, body string, redactor *sessions.Redactor) []dialogs.Passage {
	hide := func(text string) string { return plainLine(struckOut().ReplaceAllString(text, "•••")) }
	sent := engine.AttemptStarted{Method: s.Request.Method, URL: s.Request.URL, Fields: engine.FieldLines(s.Request.Header)}
	if clean, ok := redactor.Event(sent).(engine.AttemptStarted); ok {
		sent = clean
	}
	out := []dialogs.Passage{{Ink: styles.Strong, Text: hide(sent.Method + " " + sent.URL)}}
	names := make([]string, 0, len(sent.Fields))
	for name := range sent.Fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range sent.Fields[name] {
			out = append(out, dialogs.Passage{Ink: styles.Text, Text: hide(name + ": " + value)})
		}
	}
	if body != "" {
		out = append(out, dialogs.Passage{})
		lines := strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
		for _, line := range lines[:min(len(lines), mostBody)] {
			out = append(out, dialogs.Passage{Ink: styles.Muted, Text: hide(line)})
		}
		if n := len(lines) - mostBody; n > 0 {
			out = append(out, dialogs.Passage{Ink: styles.Faint, Text: "… and " + strconv.Itoa(n) + " more lines"})
		}
	}
	return append(append(out, dialogs.Passage{}), policyPassages(s)...)
}

// policyPassages says under which policies something is sent, and where they
// come from.
func policyPassages(s book.Sending) []dialogs.Passage {
	f := s.Policy.Facts()
	var out []dialogs.Passage
	add := func(name, text string) {
		ink := styles.Muted
		for _, set := range s.Settings {
			if set.Name == name {
				ink, text = styles.Text, text+" · "+plainLine(filepath.Base(set.Place.String()))
			}
		}
		out = append(out, dialogs.Passage{Ink: ink, Label: name, Text: text})
	}
	add("rate", f.Rate)
	if f.Rate != "off" {
		add("burst", strconv.Itoa(f.Burst))
	}
	add("retries", strconv.Itoa(f.Retries))
	add("backoff", f.Backoff+", jitter "+f.Jitter)
	add("breaker", apart(f.Breaker))
	add("timeout", apart(f.Timeouts))
	add("concurrency", strconv.Itoa(f.Concurrency))
	if s.Walks() {
		dialect := s.Walk.Spec.Dialect
		if dialect == "" {
			dialect = "auto"
		}
		add("paginate", dialect)
	}
	return out
}

// apart puts blanks between settings, so that they go on in the next line.
func apart(settings string) string { return strings.ReplaceAll(settings, ",", ", ") }
