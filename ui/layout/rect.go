package layout

// Rect is a rectangle of cells; X and Y count from 0 at the screen's top left.
type Rect struct{ X, Y, W, H int }

// Empty says whether the rectangle holds no cell.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Contains says whether the cell (x, y) lies within.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Inner returns what a border of one cell leaves; it is empty where nothing is
// left.
func (r Rect) Inner() Rect {
	if r.W < 3 || r.H < 3 {
		return Rect{X: r.X, Y: r.Y}
	}
	return Rect{X: r.X + 1, Y: r.Y + 1, W: r.W - 2, H: r.H - 2}
}

// Centre returns a rectangle of at most w×h cells in the middle of r.
func (r Rect) Centre(w, h int) Rect {
	w, h = max(0, min(w, r.W)), max(0, min(h, r.H))
	return Rect{X: r.X + (r.W-w)/2, Y: r.Y + (r.H-h)/2, W: w, H: h}
}

// cutTop takes n rows off the top: first the rows, then the rest.
func (r Rect) cutTop(n int) (top, rest Rect) {
	n = max(0, min(n, r.H))
	return Rect{r.X, r.Y, r.W, n}, Rect{r.X, r.Y + n, r.W, r.H - n}
}

// cutBottom takes n rows off the bottom: first the rows, then the rest.
func (r Rect) cutBottom(n int) (bottom, rest Rect) {
	n = max(0, min(n, r.H))
	return Rect{r.X, r.Y + r.H - n, r.W, n}, Rect{r.X, r.Y, r.W, r.H - n}
}

// cutLeft takes n columns off the left: first the columns, then the rest.
func (r Rect) cutLeft(n int) (left, rest Rect) {
	n = max(0, min(n, r.W))
	return Rect{r.X, r.Y, n, r.H}, Rect{r.X + n, r.Y, r.W - n, r.H}
}

// cutRight takes n columns off the right: first the columns, then the rest.
func (r Rect) cutRight(n int) (right, rest Rect) {
	n = max(0, min(n, r.W))
	return Rect{r.X + r.W - n, r.Y, n, r.H}, Rect{r.X, r.Y, r.W - n, r.H}
}
