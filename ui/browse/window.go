package browse

// window is a cursor in a number of rows, and which of them the screen shows.
type window struct {
	n      int // rows
	cursor int
	top    int
	height int // rows on the screen
}

// resize takes in how many rows there are and how many the screen shows, and
// keeps the cursor in sight.
func (w *window) resize(n, height int) {
	w.n, w.height = max(0, n), max(1, height)
	w.to(w.cursor)
}

// to moves the cursor to a row, or to the nearest that there is.
func (w *window) to(row int) {
	w.cursor = max(0, min(row, w.n-1))
	height := max(1, w.height)
	w.top = max(0, min(w.top, w.n-height))
	w.top = min(w.top, w.cursor)
	w.top = max(w.top, w.cursor-height+1)
}

// move moves the cursor by rows.
func (w *window) move(by int) { w.to(w.target(by)) }

// page moves by screens; what is seen moves as far as the cursor.
func (w *window) page(by int) {
	step := max(1, w.height-1) * max(-w.n, min(by, w.n))
	w.top += step
	w.to(w.cursor + step)
}

// scroll moves what is seen by rows; the cursor stays where it can.
func (w *window) scroll(by int) {
	w.top = max(0, min(w.top+max(-w.n, min(by, w.n)), w.n-max(1, w.height)))
	w.to(max(w.top, min(w.cursor, w.top+max(1, w.height)-1)))
}

// target is the row that many rows from the cursor.
func (w *window) target(by int) int { return w.cursor + max(-w.n, min(by, w.n)) }

// end is the row after the last one on the screen.
func (w *window) end() int { return min(w.n, w.top+max(1, w.height)) }

// click moves to the row that stands in a line of the screen.
func (w *window) click(y int) bool {
	if y < 0 || w.top+y >= w.end() {
		return false
	}
	w.to(w.top + y)
	return true
}
