package styles

// Bar is a gauge of some cells.
type Bar struct {
	Ink   Ink
	Cells int
	Part  float64 // that is filled, 0 to 1
	// Mark is a place on the gauge that is marked, such as a threshold, 0 to 1;
	// 0 is none.
	Mark float64
	// Thin draws a line instead of a block, so that gauges below one another
	// do not grow together.
	Thin bool
}

// strokes are what a gauge is drawn with.
type strokes struct {
	full, rest rune
	steps      int // in which a cell is filled
}

func (b Bar) strokes() strokes {
	if b.Thin {
		return strokes{full: '━', rest: '─', steps: 2}
	}
	return strokes{full: '█', rest: '░', steps: 8}
}

// Bar draws a gauge. Its end moves by parts of a cell, so that what rises
// slowly is seen to rise.
func (l *Line) Bar(b Bar) *Line {
	cells := min(b.Cells, l.Room())
	if cells <= 0 {
		return l
	}
	part := min(max(b.Part, 0), 1)
	if part != part { // not a number
		part = 0
	}
	k := b.strokes()
	fill := int(part*float64(cells*k.steps) + 0.5)
	if fill == 0 && part > 0 {
		fill = 1
	}
	if b.Mark <= 0 || b.Mark >= 1 {
		return l.stretch(b.Ink, k, fill, cells)
	}
	mark := min(int(b.Mark*float64(cells)), cells-1)
	l.stretch(b.Ink, k, min(fill, mark*k.steps), mark)
	l.Text(Strong, "┃")
	return l.stretch(b.Ink, k, max(0, fill-(mark+1)*k.steps), cells-mark-1)
}

// stretch draws some cells of which so many steps are filled.
func (l *Line) stretch(i Ink, k strokes, fill, cells int) *Line {
	l.Repeat(i, k.full, fill/k.steps)
	if rest := fill % k.steps; rest > 0 {
		l.Text(i, k.part(rest))
	}
	return l.Repeat(Faint, k.rest, cells-(fill+k.steps-1)/k.steps)
}

// part returns what fills so many steps of a cell.
func (k strokes) part(n int) string {
	if k.steps == 2 {
		return "╸"
	}
	return eighth(n)
}

// eighth returns the block that fills n eighths of a cell, 1 to 8, from the left.
func eighth(n int) string {
	const blocks, size = "▏▎▍▌▋▊▉█", len("█")
	return blocks[(n-1)*size : n*size]
}

// Spark returns the block whose height, 1 to 8, stands for a part of the
// greatest value, 0 to 1.
func Spark(part float64) string {
	step := int(min(max(part, 0), 1)*7 + 0.5)
	const blocks, size = "▁▂▃▄▅▆▇█", len("█")
	return blocks[step*size : (step+1)*size]
}
