package browse

import "weir/ui/styles"

// Frame is the room that a widget draws in.
type Frame struct {
	Styles        *styles.Styles
	Width, Height int // in cells
	Focused       bool
}

// cursor draws the column that says without colours which row is selected.
func (f Frame) cursor(l *styles.Line, on bool) {
	switch {
	case on && f.Focused:
		l.On(styles.Selection).Text(styles.Strong, "▸")
	case on:
		l.Text(styles.Muted, "▸")
	default:
		l.Space(1)
	}
}

// fill appends blank lines up to the frame's height.
func (f Frame) fill(out []string) []string {
	for len(out) < f.Height {
		out = append(out, f.Styles.Blank(f.Width))
	}
	return out
}
