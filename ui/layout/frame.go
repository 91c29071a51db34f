package layout

import "slices"

// The smallest screen that is drawn, in cells.
const (
	MinWidth  = 40
	MinHeight = 10
)

// Shape is how much of the screen's parts stand at once.
type Shape int

// The shapes.
const (
	TooSmall Shape = iota // only a note
	Single                // requests or the main panel, and a line of gauges
	Folded                // requests, the main panel, and a line of gauges
	Full                  // three columns
	Zoomed                // one panel
)

// Dividers say where the columns part, as parts of the width from 0 to 1; 0
// leaves it to the layout.
type Dividers struct{ Left, Right float64 }

// Ask is what a layout depends on.
type Ask struct {
	Width, Height int
	Dividers      Dividers
	Focus         Panel
	Zoom          Panel // None for none
	// Hidden are panels that do not stand, and whose room others take. The first
	// steps stand with the requests. The main panel cannot be hidden.
	Hidden   Set
	Timeline bool // a replay's time line is asked for
	// Steps and Tour are how many rows the first steps and the guided tour take;
	// 0 for none.
	Steps, Tour int
}

// Frame is where everything stands. A rectangle of a panel holds its border;
// panels of a column share the border between them. What is not shown has an
// empty rectangle.
type Frame struct {
	Shape  Shape
	Screen Rect
	Header Rect // one row
	Gauges Rect // one row that stands for the folded panels
	Why    Rect // one row
	Keys   Rect // one row of key help
	rects  [panels]Rect
	// LeftDivider and RightDivider are the columns that can be dragged.
	LeftDivider, RightDivider Rect
}

// Rect returns where a panel stands; empty where it is not shown.
func (f *Frame) Rect(p Panel) Rect {
	if p <= None || p >= panels {
		return Rect{}
	}
	return f.rects[p]
}

// Shown says whether a panel stands on the screen.
func (f *Frame) Shown(p Panel) bool { return !f.Rect(p).Empty() }

// At returns the panel that holds the cell (x, y), None for no panel. A
// shared border belongs to the panel below it, whose title it carries.
func (f *Frame) At(x, y int) Panel {
	for p := panels - 1; p > None; p-- {
		if f.rects[p].Contains(x, y) {
			return p
		}
	}
	return None
}

// For answers where everything stands.
func For(a Ask) Frame {
	f := Frame{Screen: Rect{W: max(0, a.Width), H: max(0, a.Height)}}
	if a.Width < MinWidth || a.Height < MinHeight {
		return f
	}
	body := f.edges(a)
	switch {
	case a.Zoom != None && a.Zoom != Timeline && a.Zoom != Tour:
		f.Shape = Zoomed
		f.rects[a.Zoom] = body
	case a.Width >= fullWidth && a.Height >= fullHeight:
		f.Shape = Full
		f.full(a, body)
	case a.Width >= foldedWidth:
		f.Shape = Folded
		f.folded(a, body)
	default:
		f.Shape = Single
		f.single(a, body)
	}
	return f
}

// Where the shapes begin, and the bounds of the columns.
const (
	fullWidth   = 100
	fullHeight  = 22
	foldedWidth = 60
	tallHeight  = 14 // from here on there is a row of key help
	// spaciousHeight is from where on a time line names its runs.
	spaciousHeight = 30
	leastLeft      = 20
	mostLeft       = 34
	leastRight     = 32
	mostRight      = 64
	leastMain      = 32
	// What a person may drag the outer columns to.
	leastList    = 12
	leastDragged = 24
	leastBody    = 9 // rows that the tour leaves to the rest
)

// edges places the rows at the top and the bottom and returns what is left.
func (f *Frame) edges(a Ask) Rect {
	var body Rect
	f.Header, body = f.Screen.cutTop(1)
	if a.Height >= tallHeight {
		f.Keys, body = body.cutBottom(1)
	}
	f.Why, body = body.cutBottom(1)
	if a.Timeline {
		rows := 1
		switch {
		case a.Height >= spaciousHeight:
			rows = 3
		case a.Height >= fullHeight:
			rows = 2
		}
		f.rects[Timeline], body = body.cutBottom(rows)
	}
	if a.Tour > 0 && body.W >= foldedWidth && body.H >= a.Tour+leastBody {
		f.rects[Tour], body = body.cutBottom(a.Tour)
	}
	return body
}

// full places three columns, or those of them that are not hidden.
func (f *Frame) full(a Ask, body Rect) {
	left, right := a.columns()
	body = f.leftColumn(a, left, body)
	if right > 0 {
		var r Rect
		r, body = body.cutRight(right)
		f.RightDivider = Rect{r.X - 1, r.Y, 2, r.H}
		f.sides(a, r)
	}
	f.main(a, body)
}

// leftColumn places the left column, where there is one, and returns what is
// left.
func (f *Frame) leftColumn(a Ask, width int, body Rect) Rect {
	if width == 0 {
		return body
	}
	l, body := body.cutLeft(width)
	f.LeftDivider = Rect{l.X + l.W - 1, l.Y, 2, l.H}
	f.left(a, l)
	return body
}

// folded places two columns and the gauges; a folded panel that has the focus
// opens below the main panel.
func (f *Frame) folded(a Ask, body Rect) {
	f.Gauges, body = body.cutBottom(1)
	left, _ := a.columns()
	f.open(a, f.leftColumn(a, left, body))
}

// single places one column: the requests while they have the focus, else the
// main panel.
func (f *Frame) single(a Ask, body Rect) {
	f.Gauges, body = body.cutBottom(1)
	if (a.Focus == Requests || a.Focus == Steps) && !a.Hidden.Has(Requests) {
		f.left(a, body)
		return
	}
	f.open(a, body)
}

// open places the main column with the folded panel that has the focus.
func (f *Frame) open(a Ask, body Rect) {
	if !a.Focus.IsSide() || a.Hidden.Has(a.Focus) {
		f.main(a, body)
		return
	}
	rows := max(min(comfort(a.Focus)+2, body.H*3/5), 5)
	if body.H < 8 {
		f.rects[a.Focus] = body
		return
	}
	below, above := body.cutBottom(rows)
	above.H++ // they share the border
	f.rects[Main], f.rects[a.Focus] = above, below
}

// columns returns the widths of the outer columns, 0 for one that does not
// stand.
func (a Ask) columns() (left, right int) {
	left = min(max(a.Width*18/100, leastLeft), mostLeft)
	if a.Dividers.Left > 0 {
		left = int(a.Dividers.Left*float64(a.Width) + 0.5)
	}
	right = min(max(a.Width*30/100, leastRight), mostRight)
	if a.Dividers.Right > 0 {
		right = int(a.Dividers.Right*float64(a.Width) + 0.5)
	}
	right = min(max(right, leastDragged), a.Width-leastMain-leastList)
	if a.Width < fullWidth || a.Height < fullHeight || len(a.standing()) == 0 {
		right = 0
	}
	left = min(max(left, leastList), a.Width-leastMain-right)
	if a.Hidden.Has(Requests) {
		left = 0
	}
	return left, right
}

// standing returns the panels of the right column that are not hidden.
func (a Ask) standing() []Panel {
	return slices.DeleteFunc(Sides(), a.Hidden.Has)
}

// left stacks the requests and the first steps.
func (f *Frame) left(a Ask, col Rect) {
	f.rects[Requests] = col
	rows := a.Steps + 2
	if a.Steps <= 0 || col.H-rows < 5 {
		return
	}
	below, above := col.cutBottom(rows)
	above.H++
	f.rects[Requests], f.rects[Steps] = above, below
}

// main stacks the main panel and the trail of pages.
func (f *Frame) main(a Ask, col Rect) {
	f.rects[Main] = col
	rows := 3
	if col.H >= 30 {
		rows = 4
	}
	if col.H < 12 || a.Hidden.Has(Pages) {
		return
	}
	if a.Focus == Pages {
		rows = max(rows, col.H/2)
	}
	below, above := col.cutBottom(rows)
	above.H++
	f.rects[Main], f.rects[Pages] = above, below
}

// sides stacks the panels of the right column.
func (f *Frame) sides(a Ask, col Rect) {
	sides, y := a.standing(), col.Y
	for i, rows := range a.share(col.H) {
		f.rects[sides[i]] = Rect{col.X, y, col.W, rows + 2}
		y += rows + 1
	}
}

// least is how many rows a panel of the right column is worth showing with.
func least(p Panel) int {
	switch p {
	case Breaker:
		return 4
	case Bucket:
		return 2
	default:
		return 1
	}
}

// comfort is how many rows a panel of the right column wants before any has
// more: what it shows of a busy origin.
func comfort(p Panel) int {
	switch p {
	case Breaker:
		return 9
	case Connections:
		return 12
	default:
		return 4
	}
}

// share splits a column's rows: first to each its least, as many as fit, then
// by turns up to the comfort of each, and what is left by turns. What the
// panels hold is not asked, so that none moves while a run goes on.
func (a Ask) share(height int) []int {
	sides := a.standing()
	rows := make([]int, len(sides))
	left, shown := height-1, 0
	for i, p := range sides {
		if left < least(p)+1 {
			break
		}
		rows[i], shown = least(p), i+1
		left -= least(p) + 1
	}
	rows = rows[:shown]
	left = deal(rows, left, func(i int) bool { return rows[i] < comfort(sides[i]) })
	deal(rows, left, func(int) bool { return true })
	return rows
}

// deal gives rows by turns to those that want more, and returns what is left.
func deal(rows []int, left int, wants func(i int) bool) int {
	for given := true; given; {
		given = false
		for i := range rows {
			if left > 0 && wants(i) {
				rows[i]++
				left--
				given = true
			}
		}
	}
	return left
}
