package panels

import (
	"strconv"
	"strings"

	"weir/sessions"
	"weir/ui/styles"
)

// Pages draws a walk: the trail of its pages in the title; what is there, in
// which dialect and by what evidence, and why it stopped; then the pages.
type Pages struct {
	number int // of the selected page; 0 follows the reader
}

// Title implements Panel: the trail, with the cursor that the reader's page
// was asked by.
func (p *Pages) Title(f Frame) Title {
	t := Title{Segments: named("Pages")}
	w := walkOf(f)
	if w == nil || w.Trail.Len() == 0 {
		return t
	}
	token := ""
	if i, ok := p.index(f, w); ok {
		token = w.Trail.At(i).Token
	}
	room := f.Width - len(" Pages ") - 2
	if token != "" && room > 30 {
		room -= min(len(token)+len(" cursor "), room/2)
		t.Tail = []styles.Segment{{Ink: styles.Muted, Text: "cursor"}, {Ink: styles.Text, Text: short(token, 24), Joined: true}}
	}
	t.Segments = append(t.Segments, trail(f, w, p.reading(f, w), room)...)
	return t
}

// short cuts a text that is only there to be recognised.
func short(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n-1], "") + "…"
}

func walkOf(f Frame) *sessions.Walk {
	if r := f.run(); r != nil {
		return r.Walk
	}
	return nil
}

// reading returns the place in the trail of the page that the reader is on; the
// last if he is on none.
func (p *Pages) reading(f Frame, w *sessions.Walk) int {
	if i, ok := w.Trail.Find(f.Page); ok && f.Page > 0 {
		return i
	}
	return w.Trail.Len() - 1
}

// index returns the place in the trail of the selected page.
func (p *Pages) index(f Frame, w *sessions.Walk) (int, bool) {
	if w.Trail.Len() == 0 {
		return 0, false
	}
	if i, ok := w.Trail.Find(p.number); ok && p.number > 0 {
		return i, true
	}
	return p.reading(f, w), true
}

// trail draws a window of the trail around the reader's page, one character a
// page, equal ones together.
func trail(f Frame, w *sessions.Walk, reading, room int) []styles.Segment {
	n := min(w.Trail.Len(), max(1, room-2))
	first := min(max(reading-n*2/3, 0), w.Trail.Len()-n)
	var out []styles.Segment
	if first > 0 {
		out = append(out, styles.Segment{Ink: styles.Faint, Text: "‥", Joined: true})
	}
	for i := first; i < first+n; i++ {
		page := w.Trail.At(i)
		ink, glyph := pageLook(page.Status)
		if i == reading && page.Number == f.Page {
			ink, glyph = styles.Strong, "◆"
		}
		if k := len(out) - 1; k >= 0 && out[k].Ink == ink {
			out[k].Text += glyph
			continue
		}
		out = append(out, styles.Segment{Ink: ink, Text: glyph, Joined: len(out) == 0, Tight: true})
	}
	if first+n < w.Trail.Len() {
		out = append(out, styles.Segment{Ink: styles.Faint, Text: "‥", Tight: true})
	}
	return out
}

// pageLook is how a page is drawn in one cell.
func pageLook(s sessions.PageStatus) (styles.Ink, string) {
	switch s {
	case sessions.PageFetched:
		return styles.Accent, "■"
	case sessions.PageInFlight:
		return styles.Info, "▣"
	case sessions.PageFailed:
		return styles.Danger, "✗"
	case sessions.PageWaiting:
	}
	return styles.Muted, "□"
}

// View implements Panel.
func (p *Pages) View(f Frame) []string {
	head := p.head(f)
	n := len(head.rows)
	if f.Height < n+3 {
		return head.view(f, -1)
	}
	above := f
	above.Height = n
	return append(head.view(above, -1), p.list(f, f.Height-n)...)
}

// head tells of the walk as a whole.
func (p *Pages) head(f Frame) *stack {
	s := &stack{}
	w := walkOf(f)
	switch {
	case w == nil && f.run() == nil:
		s.hint(0, "no pages yet: a request that returns a list is walked page by page")
		return s
	case w == nil:
		s.hint(0, "one request, no pages")
		return s
	}
	s.add(0, func(l *styles.Line) { counts(l, w, f.Height == 1) })
	if w.Stop != nil {
		s.add(1, func(l *styles.Line) { stopped(l, w) })
	}
	s.add(2, func(l *styles.Line) { dialect(l, w) })
	if n := len(w.Troubles); n > 0 {
		s.add(3, func(l *styles.Line) { noted(l, styles.Danger, "error", w.Troubles[n-1]) })
	}
	if n := len(w.Drift); n > 0 {
		s.add(4, func(l *styles.Line) { noted(l, styles.Warning, "drift", w.Drift[n-1]) })
	}
	return s
}

// counts draws how far the walk is, with its dialect where that has no row of
// its own.
func counts(l *styles.Line, w *sessions.Walk, alone bool) {
	l.Text(styles.Strong, sessions.Count(int64(w.Fetched))).Text(styles.Muted, " fetched")
	flying, waiting := onTheWay(w)
	if flying > 0 {
		l.Text(styles.Muted, " · ").Text(styles.Info, strconv.Itoa(flying)).Text(styles.Muted, " in flight")
	}
	if waiting > 0 {
		l.Text(styles.Muted, " · ").Text(styles.Warning, strconv.Itoa(waiting)).Text(styles.Muted, " waiting")
	}
	if w.Failed > 0 {
		l.Text(styles.Muted, " · ").Text(styles.Danger, strconv.Itoa(w.Failed)).Text(styles.Muted, " failed")
	}
	l.Text(styles.Muted, " · ").Text(styles.Text, sessions.Count(w.Items))
	if w.Total >= 0 {
		l.Text(styles.Muted, " of "+sessions.Count(w.Total))
	}
	l.Text(styles.Muted, " items")
	if w.Doubles > 0 {
		l.Text(styles.Muted, " · "+sessions.Count(int64(w.Doubles))+" doubled")
	}
	if w.Dialect != "" && alone {
		l.Text(styles.Muted, " · why: "+w.Dialect)
	}
}

// lookedAt bounds how far from the end pages under way are looked for.
const lookedAt = 256

// onTheWay counts the pages that are neither there nor failed.
func onTheWay(w *sessions.Walk) (flying, waiting int) {
	n := w.Trail.Len()
	for i := max(0, n-lookedAt); i < n; i++ {
		switch w.Trail.At(i).Status {
		case sessions.PageInFlight:
			flying++
		case sessions.PageWaiting:
			waiting++
		case sessions.PageFetched, sessions.PageFailed:
		}
	}
	return flying, waiting
}

// dialect says how the walk pages, how sure that is, and by what evidence.
func dialect(l *styles.Line, w *sessions.Walk) {
	if w.Dialect == "" {
		l.Text(styles.Muted, "looking for the way this API pages")
		return
	}
	l.Text(styles.Strong, w.Dialect)
	switch {
	case w.Verified:
		l.Text(styles.Success, " ✓ verified")
	case w.Guess:
		l.Text(styles.Warning, " ? a guess")
	}
	if w.Confidence > 0 && !w.Verified {
		l.Text(styles.Muted, " "+percent(w.Confidence)+" sure")
	}
	for i, e := range w.Evidence {
		if i == 0 {
			l.Text(styles.Muted, ": ")
		} else {
			l.Text(styles.Muted, "; ")
		}
		l.Text(styles.Text, e)
	}
	if n := len(w.Candidates); n > 1 {
		l.Text(styles.Muted, " · "+several(int64(n-1), "other way", "other ways"))
	}
}

func stopped(l *styles.Line, w *sessions.Walk) {
	if w.Stop.Safety {
		l.Text(styles.Danger, "! stopped: ")
	} else {
		l.Text(styles.Success, "end: ")
	}
	text := w.Stop.Text
	if text == "" {
		text = w.Stop.Reason
	}
	l.Text(styles.Text, text)
	for _, e := range w.Stop.Evidence {
		l.Text(styles.Muted, " · "+e)
	}
}

func noted(l *styles.Line, ink styles.Ink, name string, n sessions.Note) {
	l.Text(ink, name).Text(styles.Muted, " on page "+strconv.Itoa(n.Page)+": ").Text(styles.Text, n.Text)
}

// list draws a window of the pages around the selected one.
func (p *Pages) list(f Frame, rows int) []string {
	out := make([]string, 0, rows)
	w := walkOf(f)
	l := f.Styles.Line(f.Width)
	if w != nil {
		at, _ := p.index(f, w)
		top := window0(at, w.Trail.Len(), rows)
		for i := top; i < min(top+rows, w.Trail.Len()); i++ {
			on := f.Focused && i == at
			if on {
				l.On(styles.Selection)
			}
			cursor(l, on)
			pageRow(l, w, i, w.Trail.At(i).Number == f.Page)
			out = append(out, l.End())
		}
	}
	for len(out) < rows {
		out = append(out, l.End())
	}
	return out
}

// window0 returns the first of rows that are drawn of n with one in the middle.
func window0(at, n, rows int) int { return max(0, min(at-rows/2, n-rows)) }

func pageRow(l *styles.Line, w *sessions.Walk, i int, reading bool) {
	page := w.Trail.At(i)
	ink, glyph := pageLook(page.Status)
	if reading {
		glyph = "◆"
	}
	l.Text(ink, glyph).FieldRight(styles.Text, sessions.Count(int64(page.Number)), 6).Space(1)
	switch page.Status {
	case sessions.PageFetched:
		l.FieldRight(styles.Text, sessions.Count(int64(page.Items)), 5).Text(styles.Muted, " items")
		l.FieldRight(styles.Muted, sessions.Span(page.Elapsed), 8).FieldRight(styles.Muted, sessions.Size(page.Bytes), 8)
	case sessions.PageFailed:
		l.Text(styles.Danger, "failed: "+answer(page.Code, page.Err))
	default:
		l.Text(styles.Muted, string(page.Status))
	}
	if page.Token != "" {
		l.Space(1).Text(styles.Faint, page.Token)
	}
}

// Move implements Panel.
func (p *Pages) Move(f Frame, by int) {
	w := walkOf(f)
	if w == nil {
		return
	}
	if i, ok := p.index(f, w); ok {
		p.number = w.Trail.At(min(max(i+by, 0), w.Trail.Len()-1)).Number
	}
}

// Follow lets the selection follow the reader's page again.
func (p *Pages) Follow() { p.number = 0 }

// Selected implements Panel: the page, and the exchange that asked for it.
func (p *Pages) Selected(f Frame) (Target, bool) {
	w := walkOf(f)
	if w == nil {
		return Target{}, false
	}
	i, ok := p.index(f, w)
	if !ok {
		return Target{}, false
	}
	page := w.Trail.At(i)
	return Target{Page: page.Number, Exchange: page.Exchange, Attempt: page.Attempt}, true
}
