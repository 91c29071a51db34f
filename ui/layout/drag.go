package layout

// Drag returns the dividers after one was dragged to column x of a screen of
// that width; left says which.
func (d Dividers) Drag(left bool, x, width int) Dividers {
	if width <= 0 {
		return d
	}
	x = max(1, min(x, width-1))
	if left {
		d.Left = float64(x+1) / float64(width)
		return d
	}
	d.Right = float64(width-x) / float64(width)
	return d
}

// Nudge widens (positive) or narrows the outer column beside which the focus
// stands, by columns, starting from the frame as it is.
func (f *Frame) Nudge(d Dividers, left bool, columns int) Dividers {
	switch {
	case left && !f.LeftDivider.Empty():
		return d.Drag(true, f.LeftDivider.X+columns, f.Screen.W)
	case !left && !f.RightDivider.Empty():
		return d.Drag(false, f.RightDivider.X+1-columns, f.Screen.W)
	}
	return d
}
