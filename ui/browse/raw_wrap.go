package browse

// spot is a line of the screen: a part of a row. Without wrapping each row has
// one part.
type spot struct{ row, part int }

// before says whether the spot stands above another.
func (s spot) before(o spot) bool {
	return s.row < o.row || s.row == o.row && s.part < o.part
}

// Wrap breaks lines that are wider than the screen, or shifts them instead.
func (r *Raw) Wrap(on bool) {
	r.wrap, r.left = on, 0
	r.part, r.topPart = 0, 0
}

// Wraps says whether long lines are broken.
func (r *Raw) Wraps() bool { return r.wrap }

// cursorSpot is the line that the cursor is on.
func (r *Raw) cursorSpot() spot { return spot{r.win.cursor, r.part} }

// parts returns where the parts of a row begin in its text, the first at 0.
func (r *Raw) parts(row int) []int {
	starts := []int{0}
	if r.st == nil || r.width < 1 {
		return starts
	}
	text := r.text(row)
	if len(text) <= r.width {
		return starts // a cell takes a byte at least
	}
	for rest := text; ; {
		next, cut := after(r.st, rest, r.width)
		if cut > 0 { // a wide character stands over the edge
			next, _ = after(r.st, rest, r.width-1)
		}
		if next == "" || len(next) == len(rest) {
			return starts
		}
		starts = append(starts, len(text)-len(next))
		rest = next
	}
}

// step returns the line that many lines below, or the last one that there is.
func (r *Raw) step(s spot, by int) spot {
	for by > 0 {
		left := len(r.parts(s.row)) - 1 - s.part
		if by <= left {
			return spot{s.row, s.part + by}
		}
		if s.row == r.len()-1 {
			return spot{s.row, s.part + max(0, left)}
		}
		s, by = spot{s.row + 1, 0}, by-left-1
	}
	for by < 0 {
		if -by <= s.part {
			return spot{s.row, s.part + by}
		}
		if s.row == 0 {
			return spot{}
		}
		by += s.part + 1
		s = spot{s.row - 1, len(r.parts(s.row-1)) - 1}
	}
	return s
}

// toSpot moves the cursor to a line, and what is seen with it.
func (r *Raw) toSpot(s spot) {
	if r.len() == 0 {
		return
	}
	row := max(0, min(s.row, r.len()-1))
	s = spot{row, max(0, min(s.part, len(r.parts(row))-1))}
	top, height := spot{max(0, min(r.win.top, r.len()-1)), r.topPart}, max(1, r.win.height)
	if s.before(top) {
		top = s
	}
	if first := r.step(s, 1-height); top.before(first) {
		top = first
	}
	// At the end of the text no line is left empty.
	end := r.len() - 1
	if last := r.step(spot{end, len(r.parts(end)) - 1}, 1-height); last.before(top) {
		top = last
	}
	r.win.cursor, r.part = s.row, s.part
	r.win.top, r.topPart = top.row, top.part
}

// moveWrapped moves the cursor by lines of the screen.
func (r *Raw) moveWrapped(by int) {
	if r.len() > 0 {
		r.toSpot(r.step(r.cursorSpot(), by))
	}
}

// scrollWrapped moves what is seen by lines of the screen.
func (r *Raw) scrollWrapped(by int) {
	if r.len() == 0 {
		return
	}
	top := r.step(spot{r.win.top, r.topPart}, by)
	r.win.top, r.topPart = top.row, top.part
	s, last := r.cursorSpot(), r.step(top, max(1, r.win.height)-1)
	if s.before(top) {
		s = top
	}
	if last.before(s) {
		s = last
	}
	r.toSpot(s)
}

// pageWrapped moves by screens.
func (r *Raw) pageWrapped(by int) {
	if r.len() == 0 {
		return
	}
	step := max(1, r.win.height-1) * max(-r.len(), min(by, r.len()))
	to := r.step(r.cursorSpot(), step)
	top := r.step(spot{r.win.top, r.topPart}, step)
	r.win.top, r.topPart = top.row, top.part
	r.toSpot(to)
}
