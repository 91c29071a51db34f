package styles

// Bar is a gauge of some cells.
type Bar struct {
	Ink   Ink
	Cells int
	Part  float64 // that is filled, 0 to 1
	// Mark is a place on the gauge that is marked, such as a threshold, 0 to 1;
	// 0 is none.
	Mark float64
}

// Bar draws a gauge. Its end moves by eighths of a cell, so that what rises
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
	eighths := int(part*float64(cells*8) + 0.5)
	if eighths == 0 && part > 0 {
		eighths = 1
	}
	mark := -1
	if b.Mark > 0 && b.Mark < 1 {
		mark = min(int(b.Mark*float64(cells)), cells-1)
	}
	if mark < 0 {
		return l.stretch(b.Ink, eighths, cells)
	}
	l.stretch(b.Ink, min(eighths, mark*8), mark)
	l.Text(Strong, "┃")
	return l.stretch(b.Ink, max(0, eighths-(mark+1)*8), cells-mark-1)
}

// stretch draws some cells of which some eighths are filled.
func (l *Line) stretch(i Ink, eighths, cells int) *Line {
	l.Repeat(i, '█', eighths/8)
	if eighths%8 > 0 {
		l.Text(i, eighth(eighths%8))
	}
	return l.Repeat(Faint, '░', cells-(eighths+7)/8)
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
