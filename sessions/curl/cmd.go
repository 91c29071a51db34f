package curl

import (
	"strings"
)

// unix turns what browsers copy as "cURL (cmd)" for Windows into words for
// sh; other texts stay as they are.
func unix(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if !windows(text) {
		return text
	}
	var b strings.Builder
	for _, w := range arguments(carets(text)) {
		b.WriteString(w)
		b.WriteByte(' ')
	}
	return b.String()
}

// windows tells a command for cmd by its carets: before the quote of the first
// argument, or at line ends where nothing is quoted as in sh.
func windows(text string) bool {
	name, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if !strings.HasPrefix(name, "curl") {
		return false
	}
	return strings.HasPrefix(strings.TrimSpace(rest), `^"`) ||
		!strings.Contains(text, "'") && (strings.Contains(text, " ^\n") || strings.Contains(text, " ^\r\n"))
}

// variableMark stands for %NAME% between carets and arguments.
const variableMark = '\x00'

// carets does what cmd does before it starts a program: a ^ outside quotes
// takes the meaning of what follows, and %NAME% is a variable.
func carets(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "\r\n", "\n")
	var b strings.Builder
	inside := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inside = !inside
			b.WriteByte(c)
		case c == '^' && !inside && i+1 < len(text):
			i++
			if text[i] == '\n' && i+1 < len(text) { // the next one is text, also if it is a line end
				i++
			}
			b.WriteByte(text[i])
		case c == '%':
			name := nameAt(text[i+1:])
			if name != "" && strings.HasPrefix(text[i+1+len(name):], "%") {
				b.WriteByte(variableMark)
				b.WriteString(name)
				b.WriteByte(variableMark)
				i += len(name) + 1
				continue
			}
			b.WriteByte(c)
		case c == '\n' && !inside:
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// arguments splits a command line as programs for Windows do, and writes each
// argument for sh.
func arguments(text string) []string {
	var words []string
	var w strings.Builder
	inside, some := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i += backslashes(&w, text[i:]) - 1
			some = true
		case c == '"' && inside && strings.HasPrefix(text[i:], `""`):
			w.WriteByte('"')
			i++
		case c == '"':
			inside, some = !inside, true
		case (c == ' ' || c == '\t' || c == '\n') && !inside:
			if some {
				words = append(words, sh(w.String()))
			}
			w.Reset()
			some = false
		default:
			w.WriteByte(c)
			some = true
		}
	}
	if some {
		words = append(words, sh(w.String()))
	}
	return words
}

// backslashes writes what a row of them stands for, and a quote that the last
// one escapes. It returns how many bytes it used.
func backslashes(w *strings.Builder, text string) int {
	n := len(text) - len(strings.TrimLeft(text, `\`))
	if n == len(text) || text[n] != '"' {
		w.WriteString(text[:n])
		return n
	}
	w.WriteString(text[:n/2])
	if n%2 == 1 {
		w.WriteByte('"')
		n++
	}
	return n
}

// sh writes an argument for sh, its variables as $NAME.
func sh(text string) string {
	var b strings.Builder
	for i, s := range strings.Split(text, string(variableMark)) {
		if i%2 == 1 {
			b.WriteString(`"$` + s + `"`)
		} else if s != "" || text == "" {
			b.WriteString(quote(s))
		}
	}
	return b.String()
}

// quote makes a text one word of a POSIX shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
