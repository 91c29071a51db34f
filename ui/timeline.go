package ui

import (
	"slices"
	"strconv"
	"time"

	"weir/sessions"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
)

// factsWidth is what the facts take where they share the row with the bar.
const factsWidth = 26

// lane is the signs of a time line as its cells show them. It is laid out when
// something changes, not with every frame: a session may hold a million signs.
type lane struct {
	width, laid int
	cells       []int // the sign of each cell, from 1; 0 for none
	counts      []int // of each sign
}

// lay puts landmarks into w cells, the gravest of a cell before the others.
func (l *lane) lay(all []sessions.Landmark, first, last time.Time, w int) {
	if l.width == w && l.laid == len(all) {
		return
	}
	*l = lane{width: w, laid: len(all), cells: make([]int, max(0, w)), counts: make([]int, len(sessions.Signs()))}
	for _, mark := range all {
		l.counts[mark.Sign]++
		if w <= 0 {
			continue
		}
		x := column(mark.At, first, last, w)
		if old := l.cells[x]; old == 0 || gravity(mark.Sign) > gravity(sessions.Sign(old-1)) {
			l.cells[x] = int(mark.Sign) + 1
		}
	}
}

// gravity orders signs by what a person looks for first.
func gravity(s sessions.Sign) int {
	order := [...]int{
		sessions.SignRunEnd: 0, sessions.SignRunStart: 1, sessions.SignRetry: 2, sessions.SignRecovery: 3, sessions.SignPolicy: 4,
		sessions.SignQuota: 5, sessions.SignGivenUp: 6, sessions.SignTrip: 7, sessions.SignFailedPage: 8,
	}
	return order[s]
}

// glyph is what stands for a sign: filled where it is grave, so that it is told
// without colour.
func glyph(s sessions.Sign) (string, styles.Ink) {
	switch s {
	case sessions.SignRunStart:
		return "├", styles.Accent
	case sessions.SignRunEnd:
		return "┤", styles.Accent
	case sessions.SignTrip:
		return "▲", styles.Open
	case sessions.SignRecovery:
		return "△", styles.Closed
	case sessions.SignRetry:
		return "○", styles.Warning
	case sessions.SignGivenUp:
		return "●", styles.Danger
	case sessions.SignFailedPage:
		return "■", styles.Danger
	case sessions.SignQuota:
		return "◆", styles.Info
	case sessions.SignPolicy:
		return "◇", styles.Info
	}
	return "·", styles.Muted
}

// bar is where the time line can be clicked and dragged.
func (m *Model) bar() layout.Rect {
	r := m.frame.Rect(layout.Timeline)
	switch {
	case r.H == 1 && r.W > 2*factsWidth:
		r.X, r.W = r.X+factsWidth, r.W-factsWidth
	case r.H > 2:
		r.Y, r.H = r.Y+1, 1
	default:
		r.H = min(r.H, 1)
	}
	return r
}

// timeline draws where a replay stands: its signs, its moment and its speed.
func (m *Model) timeline(w, h int) []string {
	r, st := m.replay, m.theme.st
	if !r.loaded {
		return m.readingLines(w, h)
	}
	width := m.bar().W
	l := st.LineOn(w, styles.Surface)
	if h == 1 {
		if width < w {
			m.shortFacts(l.Space(1))
			l.Pad(w - width)
		}
		r.drawBar(l, width)
		return []string{l.End()}
	}
	var lines []string
	if h > 2 {
		lines = append(lines, r.runLane(st.LineOn(w, styles.Surface), w))
	}
	r.drawBar(l, width)
	lines = append(lines, l.End())
	m.facts(l.Space(1))
	return append(lines, l.End())
}

// drawBar draws the signs, and where the replay stands among them.
func (r *replay) drawBar(l *styles.Line, w int) {
	at := column(r.moment, r.first, r.last, w)
	for x := range w {
		switch {
		case x == at:
			l.Text(styles.Focus, "┃")
		case x < len(r.lane.cells) && r.lane.cells[x] > 0:
			text, ink := glyph(sessions.Sign(r.lane.cells[x] - 1))
			l.Text(ink, text)
		case x < at:
			l.Text(styles.Gauge, "━")
		default:
			l.Text(styles.Faint, "─")
		}
	}
}

// runLane draws the names of the runs above where they begin, as far as there
// is room.
func (r *replay) runLane(l *styles.Line, w int) string {
	for i, one := range r.runs {
		x := column(one.Started, r.first, r.last, w)
		end := w
		if i+1 < len(r.runs) {
			end = column(r.runs[i+1].Started, r.first, r.last, w)
		}
		if x < l.At() || end-x < 4 {
			continue
		}
		ink := styles.Muted
		if !one.Started.After(r.moment) && (i+1 == len(r.runs) || r.runs[i+1].Started.After(r.moment)) {
			ink = styles.Strong
		}
		outer := l.Pad(x).Fit(end - x - 1)
		l.Text(styles.Accent, "┌ ").Text(ink, label(Named{Name: one.Name, URL: one.URL}))
		l.Unfit(outer)
	}
	return l.End()
}

// facts says position, moment and speed, and what the signs mean.
func (m *Model) facts(l *styles.Line) {
	r := m.replay
	if r.length == 0 {
		l.Text(styles.Muted, "nothing is recorded here yet")
		return
	}
	m.stand(l)
	l.Text(styles.Muted, " · "+r.moment.In(r.first.Location()).Format("15:04:05.000"))
	l.Text(styles.Muted, " · event "+sessions.Count(int64(r.at))+" of "+sessions.Count(int64(r.length)))
	l.Text(styles.Muted, " · ").Text(styles.Text, speedText(speeds()[r.speed]))
	if r.following {
		l.Text(styles.Success, " · ● following")
	}
	if r.only != nil {
		l.Text(styles.Muted, " · n: ").Text(styles.Text, plural(*r.only))
	}
	m.legend(l)
}

// shortFacts says the least of it.
func (m *Model) shortFacts(l *styles.Line) {
	m.stand(l)
	l.Space(1).Text(styles.Text, speedText(speeds()[m.replay.speed]))
}

// stand says whether it plays, and how far it is.
func (m *Model) stand(l *styles.Line) {
	r := m.replay
	sign := "‖"
	if r.playing {
		sign = "▸"
	}
	l.Text(styles.Strong, sign+" "+clock(r.moment.Sub(r.first))).Text(styles.Muted, " of "+clock(r.last.Sub(r.first)))
}

// legend names the signs that there are, at the right end: with how many there
// are where there is room, else the gravest of them.
func (m *Model) legend(l *styles.Line) {
	var there []sessions.Sign
	for _, s := range sessions.Signs() {
		if s != sessions.SignRunStart && s != sessions.SignRunEnd && m.replay.lane.count(s) > 0 {
			there = append(there, s)
		}
	}
	slices.SortFunc(there, func(a, b sessions.Sign) int { return gravity(b) - gravity(a) })
	counted := func(s sessions.Sign) string { return sessions.Count(int64(m.replay.lane.count(s))) + " " + short(s) }
	named := counted
	if legendWidth(there, counted) > l.Room()-3 {
		named = short
	}
	for len(there) > 0 && legendWidth(there, named) > l.Room()-3 {
		there = there[:len(there)-1]
	}
	l.Space(l.Room() - legendWidth(there, named))
	for _, s := range there {
		text, ink := glyph(s)
		l.Text(ink, text).Text(styles.Muted, " "+named(s)+"  ")
	}
}

// legendWidth is how many cells a legend takes.
func legendWidth(of []sessions.Sign, named func(sessions.Sign) string) int {
	n := 0
	for _, s := range of {
		n += len(named(s)) + 4
	}
	return n
}

func (l *lane) count(s sessions.Sign) int {
	if int(s) < len(l.counts) {
		return l.counts[s]
	}
	return 0
}

// short names a sign in a word.
func short(s sessions.Sign) string {
	switch s {
	case sessions.SignGivenUp:
		return "given up"
	case sessions.SignFailedPage:
		return "lost page"
	case sessions.SignQuota:
		return "quota"
	case sessions.SignPolicy:
		return "policy"
	default:
		return s.String()
	}
}

// plural names all of a sign.
func plural(s sessions.Sign) string {
	switch s {
	case sessions.SignRecovery:
		return "recoveries"
	case sessions.SignRetry:
		return "retries"
	case sessions.SignGivenUp:
		return "failures given up"
	default:
		return s.String() + "s"
	}
}

// readingLines draws how far the reading of a session has come.
func (m *Model) readingLines(w, h int) []string {
	r, st := m.replay, m.theme.st
	done, all := r.read.Load(), r.total
	l := st.LineOn(w, styles.Surface).Space(1)
	l.Text(styles.Warning, "reading ").Text(styles.Text, sessions.Count(done))
	if all > 0 {
		l.Text(styles.Muted, " of "+sessions.Count(all))
	}
	l.Text(styles.Muted, " events ")
	if stop := m.keys.KeyOf(keys.Back, m.chain()); stop != "" {
		l.Text(styles.Muted, "· ").Text(styles.Key, keys.Show(stop)).Text(styles.Muted, " stops ")
	}
	if all > 0 {
		part := min(1, float64(done)/float64(all))
		l.Bar(styles.Bar{Ink: styles.Gauge, Cells: l.Room() - 6, Part: part, Thin: true})
		l.Right(styles.Muted, strconv.Itoa(int(100*part))+" %")
	}
	lines := []string{l.End()}
	for len(lines) < h {
		lines = append(lines, st.LineOn(w, styles.Surface).End())
	}
	return lines
}

// column is where a moment stands on a time line of w cells.
func column(t, first, last time.Time, w int) int {
	span := last.Sub(first)
	if span <= 0 {
		return 0
	}
	return max(0, min(int(float64(t.Sub(first))/float64(span)*float64(w-1)+0.5), w-1))
}

// clock writes a time of a replay: 01:23.4.
func clock(d time.Duration) string {
	d = max(0, d)
	tenths := d.Milliseconds() / 100
	text := pad2(tenths/600%60) + ":" + pad2(tenths/10%60) + "." + strconv.FormatInt(tenths%10, 10)
	if h := tenths / 36000; h > 0 {
		return strconv.FormatInt(h, 10) + ":" + text
	}
	return text
}

func pad2(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

func speedText(v float64) string {
	if v == 0 {
		return "max speed"
	}
	return "×" + strconv.FormatFloat(v, 'f', -1, 64)
}
