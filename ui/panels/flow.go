package panels

import (
	"strings"

	"weir/ui/styles"
)

// part is a piece of text in one ink.
type part struct {
	ink  styles.Ink
	text string
}

func drawParts(l *styles.Line, parts []part) {
	for _, p := range parts {
		l.Text(p.ink, p.text)
	}
}

// wrapped breaks parts at blanks into lines that fit into a panel; what has no
// blank is left as wide as it is.
func wrapped(f Frame, parts []part) [][]part {
	room := f.Width - 2
	var lines [][]part
	var line []part
	at := 0
	for _, p := range parts {
		for _, word := range strings.SplitAfter(p.text, " ") {
			w := f.Styles.Width(strings.TrimRight(word, " "))
			if at > 0 && at+w > room {
				lines, line, at = append(lines, line), nil, 0
				word = strings.TrimLeft(word, " ")
			}
			if word == "" {
				continue
			}
			line = append(line, part{p.ink, word})
			at += f.Styles.Width(word)
		}
	}
	if len(line) > 0 {
		lines = append(lines, line)
	}
	return lines
}
