package dialogs

const (
	promptWidth  = 64
	confirmWidth = 60
)

// Size implements Dialog.
func (p *Prompt) Size(w, h int) (int, int) {
	w = min(w, promptWidth)
	rows := 4 + len(wrap(p.hint, w-4))
	if p.err != nil {
		rows = 4 + len(wrap(p.err.Error(), w-4))
	}
	return w, min(rows, h)
}

// Lines implements Dialog.
func (p *Prompt) Lines(w, h int, look Look) []string {
	in := max(1, w-4)
	lines := []string{look.Key("› ") + p.field.View(in-2, true), ""}
	text, paint := p.hint, look.Muted
	if p.err != nil {
		text, paint = p.err.Error(), look.Danger
	}
	for _, l := range wrap(text, in) {
		lines = append(lines, paint(l))
	}
	return box(p.title, lines, w, h, look)
}

func (c *Confirm) width() int { return confirmWidth - 4 }

// Size implements Dialog.
func (c *Confirm) Size(w, h int) (int, int) {
	return min(w, confirmWidth), min(h, 4+len(wrap(c.text, c.width())))
}

// Lines implements Dialog.
func (c *Confirm) Lines(w, h int, look Look) []string {
	var lines []string
	for _, l := range wrap(c.text, w-4) {
		lines = append(lines, look.Text(l))
	}
	yes, no := "  y "+c.yes+" ", "  n "+c.no+" "
	if c.at {
		yes = look.Selected("▸ y " + c.yes + " ")
	} else {
		no = look.Selected("▸ n " + c.no + " ")
	}
	return box("Are you sure?", append(lines, "", yes+"   "+no), w, h, look)
}
