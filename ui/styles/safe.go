package styles

import "strings"

// Safe returns a text as it may be sent to any terminal: without control
// characters, escape sequences, bidirectional controls, invisible or unassigned
// characters and broken UTF-8, each of which is shown by a visible form (␛,
// ‹U+202E›, ‹xff›). What is harmless is left as it is.
func Safe(text string) string { return (&Styles{}).Safe(text) }

// Safe is the function of the same name for the terminal of these styles.
func (s *Styles) Safe(text string) string {
	if plainRun(text) == len(text) {
		return text
	}
	var b strings.Builder
	for text != "" {
		if n := plainRun(text); n > 0 {
			b.WriteString(text[:n])
			text = text[n:]
			continue
		}
		c := s.next(text)
		b.WriteString(c.text)
		text = text[c.size:]
	}
	return b.String()
}

// Width returns how many cells a text is wide when it is drawn, the visible
// forms of what is not sent included.
func (s *Styles) Width(text string) int {
	width := 0
	for text != "" {
		if n := plainRun(text); n > 0 {
			width += n
			text = text[n:]
			continue
		}
		c := s.next(text)
		width += c.width
		text = text[c.size:]
	}
	return width
}
