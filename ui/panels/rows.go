package panels

import (
	"slices"

	"weir/ui/styles"
)

// row is one row that a panel could draw.
type row struct {
	// keep ranks rows: where there is little room the highest go first.
	keep   int
	target Target
	draw   func(l *styles.Line)
	// flow is drawn instead: text that goes on in the next lines as far as there
	// are lines to spare, and is cut there.
	flow []part
}

// stack is a column of rows from which those that fit are drawn, with a column
// before them for the cursor and a blank one after them.
type stack struct{ rows []row }

// add appends a row.
func (s *stack) add(keep int, draw func(l *styles.Line)) {
	s.rows = append(s.rows, row{keep: keep, draw: draw})
}

// link appends a row that can be selected and leads to a target.
func (s *stack) link(keep int, t Target, draw func(l *styles.Line)) {
	s.rows = append(s.rows, row{keep: keep, target: t, draw: draw})
}

// text appends a row of text that may go on in the next line; it leads to the
// target where there is one.
func (s *stack) text(keep int, t Target, flow ...part) {
	s.rows = append(s.rows, row{keep: keep, target: t, flow: flow})
}

// hint appends a row that says what is not there yet.
func (s *stack) hint(keep int, text string) { s.text(keep, Target{}, part{styles.Muted, text}) }

// fit returns the rows that n lines have room for, in their order.
func (s *stack) fit(n int) []row {
	if len(s.rows) <= n {
		return s.rows
	}
	// limit is the rank of the last that fits, left how many of it do.
	limit, left := 0, n
	for {
		here := 0
		for i := range s.rows {
			if s.rows[i].keep == limit {
				here++
			}
		}
		if here > left || limit > maxKeep {
			break
		}
		left -= here
		limit++
	}
	out := make([]row, 0, n)
	for i := range s.rows {
		switch k := s.rows[i].keep; {
		case k < limit:
			out = append(out, s.rows[i])
		case k == limit && left > 0:
			out = append(out, s.rows[i])
			left--
		}
	}
	return out
}

// maxKeep is the highest rank.
const maxKeep = 99

// view draws the rows that fit, with the selected one lit: the one at place
// selected among those that can be, -1 for none.
func (s *stack) view(f Frame, selected int) []string {
	out := make([]string, 0, max(0, f.Height))
	if f.Height <= 0 {
		return out
	}
	l := f.Styles.Line(f.Width)
	rows := s.fit(f.Height)
	spare := f.Height - len(rows)
	for _, r := range rows {
		on := false
		if (r.target != Target{}) {
			on = f.Focused && selected == 0
			selected--
		}
		if on {
			l.On(styles.Selection)
		}
		cursor(l, on)
		l.Fit(f.Width - 2)
		rest := r.drawOn(l, f, spare)
		out = append(out, l.End())
		spare -= len(rest)
		for _, line := range rest {
			drawParts(l.Space(1), tidy(line))
			out = append(out, l.End())
		}
	}
	for len(out) < f.Height {
		out = append(out, l.End())
	}
	return out
}

// drawOn draws the row's first line and returns the lines that follow, as many
// as there are to spare; what goes on after the last is cut there.
func (r row) drawOn(l *styles.Line, f Frame, spare int) (rest [][]part) {
	if r.draw != nil {
		r.draw(l)
		return nil
	}
	lines := wrapped(f, r.flow)
	if len(lines) > spare+1 {
		lines[spare] = slices.Concat(lines[spare:]...)
		lines = lines[:spare+1]
	}
	drawParts(l, tidy(lines[0]))
	return lines[1:]
}

// cursor draws the column that says without colours which row is selected.
func cursor(l *styles.Line, on bool) {
	if on {
		l.Text(styles.Strong, "▸")
		return
	}
	l.Space(1)
}

// targets lists what can be selected among the rows that fit.
func (s *stack) targets(n int) []Target {
	var out []Target
	for _, r := range s.fit(n) {
		if (r.target != Target{}) {
			out = append(out, r.target)
		}
	}
	return out
}

// choice is a selection among targets that come and go: it follows its target,
// and where that has gone it stays at its place.
type choice struct {
	at     int
	target Target
}

// among returns where the selection stands among the targets, -1 for none.
func (c choice) among(all []Target) int {
	if len(all) == 0 {
		return -1
	}
	at := min(max(c.at, 0), len(all)-1)
	if all[at] == c.target {
		return at
	}
	for i, t := range all {
		if t == c.target {
			return i
		}
	}
	return at
}

// in returns the selected target.
func (c choice) in(all []Target) (Target, bool) {
	i := c.among(all)
	if i < 0 {
		return Target{}, false
	}
	return all[i], true
}

// move moves the selection.
func (c *choice) move(all []Target, by int) {
	i := c.among(all)
	if i < 0 {
		return
	}
	c.at = min(max(i+by, 0), len(all)-1)
	c.target = all[c.at]
}
