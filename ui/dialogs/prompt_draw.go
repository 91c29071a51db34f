package dialogs

import "weir/ui/styles"

const (
	promptWidth  = 64
	confirmWidth = 60
)

// Fit implements Dialog.
func (p *Prompt) Fit(_ *styles.Styles, w, h int) (int, int) {
	p.w = min(w, promptWidth)
	if p.live {
		p.w = min(w, 2*promptWidth) // programs are longer than answers
	}
	p.h = min(4+len(wrap(p.below(), p.w-4)), h)
	return p.w, p.h
}

// below is what stands below the field.
func (p *Prompt) below() string {
	if p.err != nil {
		return p.err.Error()
	}
	return p.hint
}

// Lines implements Dialog.
func (p *Prompt) Lines(st *styles.Styles) []string {
	b := newBox(st, p.title, p.w, p.h)
	b.line(styles.Overlay, func(l *styles.Line) {
		l.Text(styles.Key, "› ")
		p.field.Draw(l, st, l.Room())
	})
	b.line(styles.Overlay, nil)
	ink := styles.Muted
	if p.err != nil {
		ink = styles.Danger
	}
	for _, text := range wrap(p.below(), b.inner()) {
		b.text(ink, text)
	}
	return b.end()
}

// Cursor implements Dialog.
func (p *Prompt) Cursor(st *styles.Styles) (x, y int, ok bool) {
	return 4 + p.field.Cursor(st, p.w-6), 1, true
}

// Fit implements Dialog.
func (c *Confirm) Fit(_ *styles.Styles, w, h int) (int, int) {
	c.w = min(w, confirmWidth)
	c.h = min(h, 4+len(wrap(c.text, c.w-4)))
	return c.w, c.h
}

// Lines implements Dialog.
func (c *Confirm) Lines(st *styles.Styles) []string {
	b := newBox(st, "Are you sure?", c.w, c.h)
	for _, text := range wrap(c.text, b.inner()) {
		b.text(styles.Text, text)
	}
	b.line(styles.Overlay, nil)
	b.line(styles.Overlay, func(l *styles.Line) {
		c.choice(l, c.at, "y", c.yes)
		l.On(styles.Overlay).Space(3)
		c.choice(l, !c.at, "n", c.no)
		l.On(styles.Overlay)
	})
	return b.end()
}

func (c *Confirm) choice(l *styles.Line, on bool, key, text string) {
	l.On(styles.Overlay)
	lead := "  "
	if on {
		l.On(styles.Selection)
		lead = "▸ "
	}
	l.Text(styles.Focus, lead).Text(styles.Key, key).Text(styles.Text, " "+text+" ")
}

// Cursor implements Dialog.
func (c *Confirm) Cursor(*styles.Styles) (x, y int, ok bool) { return 0, 0, false }
