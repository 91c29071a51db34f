package ui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// plainLine makes a text of unknown origin fit for one line: what is not
// printable, direction marks included, becomes a space.
func plainLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text))
}

// harmless writes out with mark what of a text a terminal would obey, hide or
// reorder when it is pasted: control characters other than the ends of lines
// and tabs, direction marks, invisible characters, broken UTF-8. It returns how
// many there were.
func harmless(text string, mark func(string) string) (safe string, marked int) {
	var b strings.Builder
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		one := text[at : at+size]
		switch {
		case r == '\r' && strings.HasPrefix(text[at+1:], "\n"):
			b.WriteString(one)
		case r == utf8.RuneError && size == 1, obeyed(r):
			b.WriteString(mark(one))
			marked++
		default:
			b.WriteString(one)
		}
		at += size
	}
	if marked == 0 {
		return text, 0
	}
	return b.String(), marked
}

// obeyed says of a character that a terminal acts on it or does not show it.
// What joins emoji and letters is shown by what it joins.
func obeyed(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case unicode.IsControl(r), unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp):
		return true
	case r == '\u200c', r == '\u200d':
		return false
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// escapeJSON writes a character as JSON does.
func escapeJSON(one string) string {
	r, _ := utf8.DecodeRuneInString(one)
	if r > 0xffff {
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
