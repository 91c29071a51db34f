package panels

import (
	"strconv"
	"time"

	"weir/sessions"
	"weir/ui/styles"
)

// Bucket draws an origin's token bucket: its level, its line with the times of
// release, the slots, and what the server says of its own quota.
type Bucket struct{ pick choice }

// Title implements Panel.
func (p *Bucket) Title(f Frame) Title { return Title{Segments: named("Bucket"), Tail: f.host()} }

// View implements Panel.
func (p *Bucket) View(f Frame) []string {
	s := p.stack(f)
	return s.view(f, p.pick.among(s.targets(f.Height)))
}

// Move implements Panel.
func (p *Bucket) Move(f Frame, by int) {
	s := p.stack(f)
	p.pick.move(s.targets(f.Height), by)
}

// Selected implements Panel: the exchange that waits there.
func (p *Bucket) Selected(f Frame) (Target, bool) {
	s := p.stack(f)
	return p.pick.in(s.targets(f.Height))
}

// The ranks of the bucket's rows.
const (
	keepLevel = iota
	keepPause
	keepLine
	keepQuota
	keepSlots
	keepFewer
	keepQueue
)

// queueRows is how many of the line are drawn at most.
const queueRows = 64

func (p *Bucket) stack(f Frame) *stack {
	s := &stack{}
	o := f.origin()
	if o == nil {
		s.hint(0, "no bucket yet: each origin gets one with its first request")
		return s
	}
	b := &o.Bucket
	s.add(keepLevel, func(l *styles.Line) { level(l, b, f.Now) })
	if b.Paused(f.Now) {
		s.add(keepPause, func(l *styles.Line) { held(l, b, f.Now) })
	}
	if !b.Unlimited() || len(b.Queue()) > 0 {
		s.add(keepLine, func(l *styles.Line) { queue(l, f, b) })
	}
	for i := range o.Quotas {
		q := &o.Quotas[i]
		s.text(keepQuota+min(i, 1)*keepQueue, Target{}, quota(q, f.Now)...)
	}
	if o.Concurrency.Max > 0 {
		s.add(keepSlots, func(l *styles.Line) { slots(l, o) })
		if c := &o.Concurrency; c.Limit < c.Max {
			s.text(keepFewer, Target{}, fewer(c)...)
		}
	}
	line := b.Queue()
	for i, id := range line[:min(len(line), queueRows)] {
		s.link(min(keepQueue+i, maxKeep), Target{Exchange: id}, func(l *styles.Line) { waiter(l, f, i, id) })
	}
	return s
}

// level draws the tokens that are there: rising between events, as the bucket
// fills.
func level(l *styles.Line, b *sessions.Bucket, now time.Time) {
	if b.Unlimited() {
		l.Text(styles.Strong, "no rate limit").Text(styles.Muted, ": nothing waits")
		return
	}
	tokens := b.TokensAt(now)
	text := levelWords(b, tokens)
	speed := rate(b.Rate)
	width := l.Room() - len(text) - len(speed) - 4
	ink := styles.Gauge
	if b.Paused(now) {
		ink = styles.Warning
	}
	part := 0.0
	if b.Burst > 0 {
		part = tokens / float64(b.Burst)
	}
	l.Bar(styles.Bar{Ink: ink, Cells: min(max(width, 3), mostBar), Part: part}).Space(1)
	l.Text(styles.Strong, text).Right(styles.Muted, speed)
}

// levelWords writes the level as wide for an empty bucket as for a full one.
func levelWords(b *sessions.Bucket, tokens float64) string {
	burst := strconv.Itoa(b.Burst)
	left := strconv.FormatFloat(max(0, tokens), 'f', 1, 64)
	for len(left) < len(burst)+2 {
		left = " " + left
	}
	return left + " / " + burst
}

// label begins a row, so that what follows stands below one another.
func label(l *styles.Line, text string) *styles.Line { return l.Field(styles.Muted, text, 7) }

func held(l *styles.Line, b *sessions.Bucket, now time.Time) {
	l.Field(styles.Warning, "held", 7).Field(styles.Strong, sessions.Left(until(b.PausedUntil, now)), 7)
	l.Text(styles.Muted, b.PauseWhy)
}

// queue draws how many wait, and when the first and the last of them go.
func queue(l *styles.Line, f Frame, b *sessions.Bucket) {
	label(l, "queue")
	line := b.Queue()
	if len(line) == 0 {
		l.Text(styles.Muted, "empty")
		return
	}
	l.Text(styles.Strong, sessions.Count(int64(len(line)))+" wait")
	if next, ok := releaseOf(f, line[0]); ok {
		l.Text(styles.Muted, " · next ").Text(styles.Text, sessions.Left(until(next, f.Now)))
	}
	if last, ok := releaseOf(f, line[len(line)-1]); ok && len(line) > 1 && l.Room() >= len(" · last 0.0 s") {
		l.Text(styles.Muted, " · last ").Text(styles.Text, sessions.Left(until(last, f.Now)))
	}
}

// releaseOf returns when a waiting exchange gets its token.
func releaseOf(f Frame, id uint64) (time.Time, bool) {
	x := f.State.Exchange(id)
	if x == nil || x.Wait == nil || x.Wait.Until.IsZero() {
		return time.Time{}, false
	}
	return x.Wait.Until, true
}

// quota says what the server allows.
func quota(q *sessions.Quota, now time.Time) []part {
	left := until(q.Reset, now)
	ink := styles.Text
	if q.Remaining == 0 && left > 0 {
		ink = styles.Danger
	}
	out := []part{{styles.Muted, together("server ")}}
	switch {
	case q.Remaining >= 0 && q.Limit > 0:
		out = append(out, part{ink, quantity(q.Remaining) + "/" + quantity(q.Limit)})
	case q.Remaining >= 0:
		out = append(out, part{ink, together(quantity(q.Remaining) + " left")})
	case q.Limit >= 0:
		out = append(out, part{ink, together(quantity(q.Limit) + " allowed")})
	default:
		out = append(out, part{styles.Text, q.Dialect})
	}
	switch {
	case q.Reset.IsZero():
	case left > 0:
		out = append(out, part{styles.Muted, ", " + together("resets in ")}, part{styles.Text, together(sessions.Left(left))})
	default:
		out = append(out, part{styles.Muted, ", " + together("was reset since")})
	}
	if q.Policy != "" {
		out = append(out, part{styles.Faint, " · " + q.Policy})
	}
	return out
}

// slots draws how many attempts are in flight, and how many may be.
func slots(l *styles.Line, o *sessions.Origin) {
	c := &o.Concurrency
	label(l, "slots")
	cells := min(c.Limit, max(0, l.Room()-22), 16)
	if cells > 1 {
		part := float64(c.InFlight) / float64(c.Limit)
		l.Bar(styles.Bar{Ink: styles.Info, Cells: cells, Part: part, Thin: true}).Space(1)
	}
	l.Text(styles.Text, strconv.Itoa(c.InFlight)+"/"+strconv.Itoa(c.Limit))
	if c.Limit < c.Max {
		l.Space(1).Text(styles.Warning, "of "+strconv.Itoa(c.Max))
	}
	if n := len(o.SlotQueue()); n > 0 {
		l.Text(styles.Muted, " · "+sessions.Count(int64(n))+" wait")
	}
}

// fewer says what changed the slots last, while there are fewer than there
// could be.
func fewer(c *sessions.Concurrency) []part {
	return []part{{styles.Warning, "slots"}, {styles.Muted, " changed by " + c.Why}}
}

// waiter draws one exchange of the line.
func waiter(l *styles.Line, f Frame, place int, id uint64) {
	l.FieldRight(styles.Faint, strconv.Itoa(place+1), 3).Space(1)
	l.Text(styles.Link, number(id))
	x := f.State.Exchange(id)
	if x == nil {
		return
	}
	if left, ok := x.Wait.Left(f.Now); ok {
		l.Text(styles.Muted, " in ").FieldRight(styles.Strong, sessions.Left(left), 7)
	}
	l.Space(1).Text(styles.Muted, x.Method+" "+pathOf(x.URL))
}
