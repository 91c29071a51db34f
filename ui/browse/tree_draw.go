package browse

import (
	"strconv"

	"weir/ui/styles"
)

// perLevel is how many cells a level is indented by.
const perLevel = 2

// View draws the tree: a value a line, below it the fault where there is one,
// and the path of the cursor.
func (t *Tree) View(f Frame) []string {
	c := newCanvas(f)
	if f.Height < 1 || f.Width < 1 {
		return c.done()
	}
	if t.len() == 0 {
		return t.viewEmpty(c)
	}
	foot := 0
	if f.Height >= 4 {
		foot = 1
	}
	t.width, t.height = f.Width, f.Height-foot
	broken := foot > 0 && t.index.fault != nil && !t.partial
	if broken {
		t.height--
	}
	t.to(t.cursor)
	n := t.top
	for range t.height {
		t.drawLine(c, n)
		if n = t.after(n); n == none {
			break
		}
	}
	if broken {
		t.drawFault(c)
	}
	if foot > 0 {
		c.foot(t.Path(), t.Position())
	}
	return c.done()
}

func (t *Tree) viewEmpty(c *canvas) []string {
	if t.index == nil || t.index.fault == nil || len(t.index.body) == 0 {
		return c.empty("Nothing here.")
	}
	c.line.Space(1).Text(styles.Danger, "✗ "+t.index.fault.Error())
	c.end()
	return c.done()
}

func (t *Tree) drawFault(c *canvas) {
	for len(c.lines) < t.height {
		c.end()
	}
	c.line.Space(1).Text(styles.Danger, "✗ "+t.index.fault.Error())
	c.end()
}

// Position tells which value the cursor is on: 451 / 10,000.
func (t *Tree) Position() string { return place(int(t.cursor), t.len()) }

// indent is how far a node is drawn from the left of a line of that width.
func (t *Tree) indent(n uint32, width int) int {
	return min(perLevel*int(t.index.nodes[n].depth), max(0, width/2))
}

func (t *Tree) drawLine(c *canvas, n uint32) {
	l := c.begin(n == t.cursor)
	l.Space(t.indent(n, c.Width))
	t.drawMark(l, n)
	limit := 4*c.Width + 64
	v := t.index.nodes[n]
	quoted, start := t.index.key(n)
	if quoted != nil {
		name, cut := unquoted(quoted, limit)
		t.drawText(l, styles.JSONKey, name, cut)
		l.Text(styles.Muted, ": ")
	} else if v.parent != none {
		l.Text(styles.Faint, strconv.Itoa(int(v.place))+": ")
	}
	t.drawValue(l, n, t.index.body[start:v.end], limit)
	c.end()
}

// drawMark shows whether a node is folded.
func (t *Tree) drawMark(l *styles.Line, n uint32) {
	switch {
	case !t.index.container(n):
		l.Space(2)
	case t.isFolded(n):
		l.Text(styles.Accent, "▸ ")
	default:
		l.Text(styles.Accent, "▾ ")
	}
}

// drawValue draws what stands after the name.
func (t *Tree) drawValue(l *styles.Line, n uint32, value []byte, limit int) {
	switch kind := t.index.nodes[n].kind; kind {
	case '{', '[':
		l.Text(styles.Muted, counted(kind, t.index.count(n)))
		if t.isFolded(n) {
			l.Space(1)
			t.pattern.draw(l, styles.Faint, flat(value, limit))
		}
	case '"':
		text, cut := unquoted(value, limit)
		l.Text(styles.JSONString, `"`)
		t.drawText(l, styles.JSONString, text, cut)
		l.Text(styles.JSONString, `"`)
	case '0':
		t.pattern.draw(l, styles.JSONNumber, string(value[:min(len(value), limit)]))
	default:
		t.pattern.draw(l, styles.JSONLiteral, string(value))
	}
}

// drawText draws a text of which more follows where it was cut.
func (t *Tree) drawText(l *styles.Line, ink styles.Ink, text string, cut bool) {
	if cut {
		text += "…"
	}
	t.pattern.draw(l, ink, text)
}
