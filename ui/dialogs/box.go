package dialogs

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// box frames lines to w×h cells with a title in the border.
func box(title string, lines []string, w, h int, look Look) []string {
	out := make([]string, 0, h)
	title = cut(title, w-6)
	rule := strings.Repeat("─", max(0, w-5-ansi.StringWidth(title)))
	out = append(out, look.Border("╭─ ")+look.Title(title)+look.Border(" "+rule+"╮"))
	side := look.Border("│")
	for i := range h - 2 {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out = append(out, side+" "+pad(line, w-4)+" "+side)
	}
	return append(out, look.Border("╰"+strings.Repeat("─", max(0, w-2))+"╯"))
}

// cut shortens a text to w cells and marks that.
func cut(text string, w int) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(text, w, "…")
}

// pad makes a text exactly w cells wide.
func pad(text string, w int) string {
	text = cut(text, w)
	return text + strings.Repeat(" ", max(0, w-ansi.StringWidth(text)))
}

// between puts left and right at the ends of w cells; the right gives way last.
func between(left, right string, w int) string {
	if right == "" {
		return pad(left, w)
	}
	right = cut(right, w)
	room := w - ansi.StringWidth(right) - 1
	if room < 4 {
		return pad(left, w)
	}
	return pad(left, room) + " " + right
}

// wrap breaks a text into lines of at most w cells.
func wrap(text string, w int) []string {
	return strings.Split(ansi.Wrap(text, max(1, w), ""), "\n")
}

// widest returns the width of the widest text.
func widest(texts []string) int {
	w := 0
	for _, t := range texts {
		w = max(w, ansi.StringWidth(t))
	}
	return w
}
