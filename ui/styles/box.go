package styles

// Segment is a part of a box's title.
type Segment struct {
	Ink  Ink
	Text string
	// On marks the one of several segments that is open, as a tab is.
	On bool
	// Joined keeps a segment beside the one before it, with a blank between
	// them instead of a piece of the border; Tight without the blank.
	Joined, Tight bool
}

// Box frames lines, with a title and a tail in its upper border.
//
// Boxes that stand upon each other share a border: the lower one is Joined and
// draws it, the upper one is Open and leaves it out.
type Box struct {
	Title []Segment
	Tail  []Segment // at the right end; gives way to the title
	// Width and Height are of the whole box, borders included.
	Width, Height int
	// Focused draws the border heavy, so that it is seen without colours too.
	Focused bool
	Joined  bool
	// AboveFocused says that the box above, with which the border is shared,
	// has the focus.
	AboveFocused bool
	Open         bool
}

// InnerSize returns the size of what a box frames.
func (b Box) InnerSize() (width, height int) {
	height = b.Height - 2
	if b.Open {
		height++
	}
	return max(0, b.Width-2), max(0, height)
}

// Box draws a box around lines that are already drawn, each as wide as
// InnerSize tells; lines that are missing are blank.
func (s *Styles) Box(b Box, lines []string) []string {
	if b.Width < 2 || b.Height < 1 {
		return nil
	}
	inner, rows := b.InnerSize()
	out := make([]string, 0, b.Height)
	out = append(out, s.boxTop(b))
	side := s.edge(b.Focused, "│", "┃")
	for i := range rows {
		line := ""
		if i < len(lines) {
			line = lines[i]
		} else {
			line = s.Blank(inner)
		}
		out = append(out, side+line+side)
	}
	if !b.Open && b.Height > 1 {
		out = append(out, s.boxBottom(b))
	}
	return out
}

func (b Box) ink(focused bool) Ink {
	if focused {
		return Focus
	}
	return Border
}

func (s *Styles) edge(focused bool, light, heavy string) string {
	l := s.Line(1)
	if focused {
		return l.Text(Focus, heavy).End()
	}
	return l.Text(Border, light).End()
}

func (s *Styles) boxBottom(b Box) string {
	l := s.Line(b.Width)
	if b.Focused {
		return l.Text(Focus, "┗").Repeat(Focus, '━', b.Width-2).Text(Focus, "┛").End()
	}
	return l.Text(Border, "└").Repeat(Border, '─', b.Width-2).Text(Border, "┘").End()
}

// corners returns the ends of the upper border.
func (b Box) corners() (left, right string) {
	switch {
	case !b.Joined && b.Focused:
		return "┏", "┓"
	case !b.Joined:
		return "┌", "┐"
	case b.Focused && b.AboveFocused:
		return "┣", "┫"
	case b.Focused:
		return "┢", "┪"
	case b.AboveFocused:
		return "┡", "┩"
	}
	return "├", "┤"
}

func (s *Styles) boxTop(b Box) string {
	heavy := b.Focused || (b.Joined && b.AboveFocused)
	ink := b.ink(heavy)
	rule := '─'
	if heavy {
		rule = '━'
	}
	left, right := b.corners()
	l := s.Line(b.Width)
	l.Text(ink, left)
	outer := l.Fit(b.Width - 2)
	s.segments(l, b.Title, b.Focused, ink, rule)
	tail := s.span(b.Tail)
	if tail > 0 && l.Room() > tail+1 {
		l.Repeat(ink, rule, l.Room()-tail-1)
		s.segments(l, b.Tail, b.Focused, ink, rule)
	}
	l.Repeat(ink, rule, l.Room())
	l.Unfit(outer)
	return l.Text(ink, right).End()
}

// segments draws the parts of a title, a piece of border between them.
func (s *Styles) segments(l *Line, parts []Segment, focused bool, border Ink, rule rune) {
	for i, p := range parts {
		switch lead := p.lead(i == 0); lead {
		case 3:
			l.Space(1).Repeat(border, rule, 1).Space(1)
		default:
			l.Space(lead)
		}
		l.Text(p.ink(focused), p.Text)
	}
	if len(parts) > 0 {
		l.Space(1)
	}
}

// lead is how many cells stand before a segment.
func (p Segment) lead(first bool) int {
	switch {
	case first || p.Joined:
		return 1
	case p.Tight:
		return 0
	}
	return 3
}

func (p Segment) ink(focused bool) Ink {
	switch {
	case p.On && focused:
		return TitleFocus
	case p.On:
		return Strong
	case p.Ink == Title && focused:
		return TitleFocus
	}
	return p.Ink
}

// span returns how many cells segments take.
func (s *Styles) span(parts []Segment) int {
	if len(parts) == 0 {
		return 0
	}
	n := 1
	for i, p := range parts {
		n += p.lead(i == 0) + s.Width(p.Text)
	}
	return n
}

// SegmentAt returns which segment of the title stands at column x of the box,
// for a click there; -1 for none.
func (s *Styles) SegmentAt(b Box, x int) int {
	at := 1
	for i, p := range b.Title {
		at += p.lead(i == 0)
		end := at + s.Width(p.Text)
		if x >= at && x < end && x < b.Width-1 {
			return i
		}
		at = end
	}
	return -1
}
