package ui

import (
	"strings"
	"unicode"
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
