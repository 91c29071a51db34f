package ui

import (
	"errors"

	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/styles"
)

// bodyLines draws the body of the reply, or says why there is none.
func (m *Model) bodyLines(f browse.Frame) []string {
	b := &m.widgets.body
	switch {
	case m.exchange() == nil && m.replay != nil:
		return m.middle(f, "nothing has happened yet")
	case m.exchange() == nil:
		return m.middle(f, m.sends("; its reply comes here"))
	case m.widgets.filter.open && b.window != nil: // what comes of the text is not there yet
		return b.window.View(f)
	case b.shown.asked != b.asked || b.asked.exchange == 0:
		return m.middle(f, m.notYet())
	case errors.Is(b.shown.err, sessions.ErrNoBody):
		if text := trouble(m.exchange()); text != "" {
			return m.middle(f, "there is no body: "+text)
		}
		return m.middle(f, "no body was kept of this reply")
	case b.shown.err != nil:
		return m.middle(f, b.shown.err.Error())
	case b.shown.picture != nil:
		return b.shown.picture.View(f)
	case b.window != nil:
		return b.window.View(f)
	}
	return m.middle(f, "the reply has no body")
}

// bodyTail says what the body is.
func (m *Model) bodyTail() []styles.Segment {
	b := &m.widgets.body
	if b.shown.asked != b.asked || b.shown.err != nil || b.asked.exchange == 0 {
		return nil
	}
	text := b.shown.kind.String() + " " + sessions.Size(b.shown.facts.Size)
	switch {
	case b.asked.filter != "":
		text = "jq " + b.asked.filter
	case !b.shown.facts.Complete:
		text += ", not all of it"
	}
	if b.shown.rest != nil {
		text += " …"
	}
	return []styles.Segment{{Ink: styles.Muted, Text: text}}
}

// middle says one thing in the middle of a panel.
func (m *Model) middle(f browse.Frame, text string) []string {
	lines := make([]string, 0, f.Height)
	for range f.Height / 3 {
		lines = append(lines, f.Styles.Blank(f.Width))
	}
	for _, part := range wrapWords(text, max(10, f.Width-4)) {
		if len(lines) < f.Height {
			l := f.Styles.Line(f.Width)
			lines = append(lines, l.Space((f.Width-f.Styles.Width(part))/2).Text(styles.Muted, part).End())
		}
	}
	return lines
}
