package browse

import (
	"strconv"

	"weir/ui/styles"
)

// Hex shows bytes in hexadecimal: the offset, 16 bytes (8 or 4 where there is
// little room), and those of them that are ASCII. The zero value is empty.
type Hex struct {
	body []byte
	per  int // bytes a row
	win  window
	// mark is the range of bytes that was jumped to.
	mark, markEnd int
}

// NewHex returns a view of a body, which must not change.
func NewHex(body []byte) *Hex {
	h := &Hex{body: body, per: 16}
	h.win.resize(h.rows(), 1)
	return h
}

func (h *Hex) rows() int {
	per := max(1, h.per)
	return (len(h.body) + per - 1) / per
}

// Move moves the cursor by rows, down where by is positive.
func (h *Hex) Move(by int) { h.win.move(by) }

// Page moves the cursor by screens.
func (h *Hex) Page(by int) { h.win.page(by) }

// Scroll moves what is seen by rows, as a wheel does.
func (h *Hex) Scroll(by int) { h.win.scroll(by) }

// Home moves to the first row.
func (h *Hex) Home() { h.win.to(0) }

// End moves to the last row.
func (h *Hex) End() { h.win.to(h.win.n - 1) }

// Click moves to the row at y of the last drawing and says whether there is one.
func (h *Hex) Click(_, y int) bool { return h.win.click(y) }

// Jump moves to a byte and marks n bytes from it on.
func (h *Hex) Jump(offset, n int) {
	h.mark, h.markEnd = offset, offset+n
	h.win.to(offset / max(1, h.per))
}

// Offset returns the number of the first byte of the cursor's row.
func (h *Hex) Offset() int { return h.win.cursor * max(1, h.per) }

// Position tells the byte that the cursor's row begins with: 4,096 / 1,048,576.
func (h *Hex) Position() string {
	if len(h.body) == 0 {
		return place(0, 0)
	}
	return grouped(h.Offset()) + " / " + grouped(len(h.body))
}

// fit chooses how many bytes fit into a row.
func (h *Hex) fit(width int) {
	per := 4
	if width >= hexWidth(8) {
		per = 8
	}
	if width >= hexWidth(16) {
		per = 16
	}
	if per != h.per {
		offset, top := h.Offset(), h.win.top*max(1, h.per)
		h.per = per
		h.win = window{n: h.rows(), cursor: offset / per, top: top / per, height: h.win.height}
	}
}

// hexWidth is how many cells a row of so many bytes takes.
func hexWidth(per int) int { return 1 + 8 + 2 + 3*per + per/8 + 1 + per }

// View draws the bytes and a line that tells the position.
func (h *Hex) View(f Frame) []string {
	c := newCanvas(f)
	if f.Height < 1 || f.Width < 1 {
		return c.done()
	}
	if len(h.body) == 0 {
		return c.empty("No bytes.")
	}
	foot := 0
	if f.Height >= 4 {
		foot = 1
	}
	h.fit(f.Width)
	h.win.resize(h.rows(), f.Height-foot)
	for row := h.win.top; row < h.win.end(); row++ {
		h.drawRow(c, row)
	}
	if foot > 0 {
		c.foot("", h.Position()+" bytes")
	}
	return c.done()
}

func (h *Hex) drawRow(c *canvas, row int) {
	start := row * h.per
	data := h.body[start:min(start+h.per, len(h.body))]
	l := c.begin(row == h.win.cursor)
	offset := strconv.FormatInt(int64(start), 16)
	for range 8 - len(offset) {
		l.Text(styles.Faint, "0")
	}
	l.Text(styles.Faint, offset).Space(2)
	for i := range h.per {
		if i > 0 && i%8 == 0 {
			l.Space(1)
		}
		if i < len(data) {
			const digits = "0123456789abcdef"
			b := data[i]
			l.Text(h.ink(start+i, styles.Text), string([]byte{digits[b>>4], digits[b&15]})).Space(1)
		} else {
			l.Space(3)
		}
	}
	l.Space(1)
	for i, b := range data {
		if b < ' ' || b > '~' {
			l.Text(h.ink(start+i, styles.Faint), "·")
		} else {
			l.Text(h.ink(start+i, styles.JSONString), string(rune(b)))
		}
	}
	c.end()
}

// ink is how a byte is drawn.
func (h *Hex) ink(at int, usual styles.Ink) styles.Ink {
	if at >= h.mark && at < h.markEnd {
		return styles.MatchNow
	}
	return usual
}
