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
		l.Text(p.ink, strings.ReplaceAll(p.text, glue, " "))
	}
}

// glue stands for the blanks of words that stay together.
const glue = "\u00a0"

// together keeps the words of a text on one line.
func together(text string) string { return strings.ReplaceAll(text, " ", glue) }

// wrapped breaks parts at blanks into lines that fit into a panel; what has no
// blank is left as wide as it is. The lines together are the parts: tidy takes
// from each what the break stands for.
func wrapped(f Frame, parts []part) [][]part {
	room := f.Width - 2
	var lines [][]part
	var line []part
	at := 0
	for _, p := range parts {
		for _, word := range strings.SplitAfter(p.text, " ") {
			if at > 0 && at+f.Styles.Width(strings.TrimRight(word, " ")) > room {
				lines, line, at = append(lines, line), nil, 0
			}
			line = append(line, part{p.ink, word})
			if at > 0 || !between(word) {
				at += f.Styles.Width(word)
			}
		}
	}
	return append(lines, line)
}

// tidy takes blanks and dots away at both ends of a line.
func tidy(line []part) []part {
	for len(line) > 0 && between(line[0].text) {
		line = line[1:]
	}
	for len(line) > 0 && between(line[len(line)-1].text) {
		line = line[:len(line)-1]
	}
	if n := len(line); n > 0 {
		line[n-1].text = strings.TrimRight(line[n-1].text, " ")
	}
	return line
}

// between says whether a word only parts two others.
func between(word string) bool { return strings.Trim(word, " ·") == "" }
