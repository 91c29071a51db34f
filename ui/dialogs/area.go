package dialogs

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/ui/styles"
)

// mostArea is how many characters a text may have.
const mostArea = 1 << 20

// Area is a text of lines that is edited.
type Area struct {
	lines    [][]rune // at least one
	row, col int      // of the cursor
	hint     string
}

// NewArea returns an area that holds a text, with the cursor at its beginning,
// and shows the hint while it is empty.
func NewArea(text, hint string) *Area {
	a := &Area{hint: hint}
	for line := range strings.SplitSeq(text, "\n") {
		a.lines = append(a.lines, []rune(line))
	}
	return a
}

// Value returns the text.
func (a *Area) Value() string {
	lines := make([]string, len(a.lines))
	for i, line := range a.lines {
		lines[i] = string(line)
	}
	return strings.Join(lines, "\n")
}

// Len is how many lines there are.
func (a *Area) Len() int { return len(a.lines) }

// Up moves the cursor up; false where it stands in the first line.
func (a *Area) Up() bool { return a.to(a.row - 1) }

// Down moves the cursor down; false where it stands in the last line.
func (a *Area) Down() bool { return a.to(a.row + 1) }

func (a *Area) to(row int) bool {
	if row < 0 || row >= len(a.lines) {
		return false
	}
	a.row, a.col = row, min(a.col, len(a.lines[row]))
	return true
}

// Break begins a new line at the cursor, indented as the one before.
func (a *Area) Break() {
	line := a.lines[a.row]
	indent := 0
	for indent < a.col && line[indent] == ' ' {
		indent++
	}
	rest := append(slices.Clone(line[:indent]), line[a.col:]...)
	a.lines[a.row] = slices.Clone(line[:a.col])
	a.lines = slices.Insert(a.lines, a.row+1, rest)
	a.row, a.col = a.row+1, indent
}

// Type takes a key press or a paste.
func (a *Area) Type(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		a.insert(strings.ReplaceAll(msg.Content, "\r\n", "\n"))
	case tea.KeyPressMsg:
		if msg.Text != "" {
			a.insert(msg.Text)
			return
		}
		a.key(msg.String())
	}
}

func (a *Area) key(key string) {
	switch key {
	case "left", "ctrl+b":
		if a.col > 0 {
			a.col--
		} else if a.Up() {
			a.col = len(a.lines[a.row])
		}
	case "right", "ctrl+f":
		if a.col < len(a.lines[a.row]) {
			a.col++
		} else if a.Down() {
			a.col = 0
		}
	case "home", "ctrl+a":
		a.col = 0
	case "end", "ctrl+e":
		a.col = len(a.lines[a.row])
	case "backspace":
		if a.col > 0 || a.row > 0 {
			a.key("left")
			a.key("delete")
		}
	case "delete", "ctrl+d":
		a.delete()
	case "ctrl+k":
		a.lines[a.row] = slices.Clone(a.lines[a.row][:a.col])
	case "ctrl+u":
		a.lines[a.row], a.col = slices.Clone(a.lines[a.row][a.col:]), 0
	}
}

// delete takes the character at the cursor away, or the line's end.
func (a *Area) delete() {
	line := a.lines[a.row]
	switch {
	case a.col < len(line):
		a.lines[a.row] = slices.Delete(slices.Clone(line), a.col, a.col+1)
	case a.row+1 < len(a.lines):
		a.lines[a.row] = append(slices.Clone(line), a.lines[a.row+1]...)
		a.lines = slices.Delete(a.lines, a.row+1, a.row+2)
	}
}

// insert puts a text in at the cursor.
func (a *Area) insert(text string) {
	if len(a.Value())+len(text) > mostArea {
		return
	}
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			rest := slices.Clone(a.lines[a.row][a.col:])
			a.lines[a.row] = slices.Clone(a.lines[a.row][:a.col])
			a.lines = slices.Insert(a.lines, a.row+1, rest)
			a.row, a.col = a.row+1, 0
		}
		runes := []rune(part)
		a.lines[a.row] = slices.Concat(a.lines[a.row][:a.col], runes, a.lines[a.row][a.col:])
		a.col += len(runes)
	}
}

// shift is how many characters are left of what n cells show of the cursor's
// line.
func (a *Area) shift(st *styles.Styles, n int) int {
	start, width := a.col, 0
	for start > 0 {
		if width += st.Width(string(a.lines[a.row][start-1])); width > n-1 {
			break
		}
		start--
	}
	return start
}

// Draw draws a line of the text in n cells, with the colours of JSON.
func (a *Area) Draw(l *styles.Line, st *styles.Styles, row, n int) {
	outer := l.Fit(n)
	defer l.Unfit(outer)
	if row >= len(a.lines) {
		return
	}
	if len(a.lines) == 1 && len(a.lines[0]) == 0 {
		l.Text(styles.Faint, a.hint)
		return
	}
	shift := 0
	if row == a.row {
		shift = a.shift(st, n)
	}
	for _, s := range paint(string(a.lines[row])) {
		runes := []rune(s.text)
		cut := min(shift, len(runes))
		shift -= cut
		l.Text(s.ink, string(runes[cut:]))
	}
}

// Cursor returns the column of the cursor within n cells.
func (a *Area) Cursor(st *styles.Styles, n int) int {
	return st.Width(string(a.lines[a.row][a.shift(st, n):a.col]))
}

// stroke is a piece of a line in one ink.
type stroke struct {
	ink  styles.Ink
	text string
}

// paint colours a line as JSON: strings end with their line, so that none has
// to be known but the line itself. Variables stand out.
func paint(line string) []stroke {
	var out []stroke
	for line != "" {
		var n int
		ink := styles.Text
		switch c := line[0]; {
		case strings.HasPrefix(line, "{{") && strings.Contains(line, "}}"):
			n, ink = strings.Index(line, "}}")+2, styles.Accent
		case c == '"':
			n, ink = stringEnd(line), styles.JSONString
			if strings.HasPrefix(strings.TrimLeft(line[n:], " "), ":") {
				ink = styles.JSONKey
			}
		case c >= '0' && c <= '9' || c == '-':
			n, ink = span(line, "-+.eE0123456789"), styles.JSONNumber
		case strings.HasPrefix(line, "true"), strings.HasPrefix(line, "null"):
			n, ink = 4, styles.JSONLiteral
		case strings.HasPrefix(line, "false"):
			n, ink = 5, styles.JSONLiteral
		default:
			n = max(1, strings.IndexAny(line[1:], "\"{-0123456789tfn")+1)
			if !strings.ContainsAny(line[1:], "\"{-0123456789tfn") {
				n = len(line)
			}
		}
		out = append(out, stroke{ink, line[:n]})
		line = line[n:]
	}
	return out
}

// stringEnd is where the string that a line begins with ends.
func stringEnd(line string) int {
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(line)
}

func span(line, of string) int { return len(line) - len(strings.TrimLeft(line, of)) }
