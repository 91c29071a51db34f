package panels

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"weir/sessions"
	"weir/ui/styles"
)

// Breaker draws an origin's circuit breaker: its states with the live one lit,
// its window outcome by outcome, what it is near to, and what tripped it.
type Breaker struct{ pick choice }

// Title implements Panel.
func (p *Breaker) Title(f Frame) Title { return Title{Segments: named("Breaker"), Tail: f.host()} }

// View implements Panel.
func (p *Breaker) View(f Frame) []string {
	s := p.stack(f)
	return s.view(f, p.pick.among(s.targets(f.Height)))
}

// Move implements Panel.
func (p *Breaker) Move(f Frame, by int) {
	s := p.stack(f)
	p.pick.move(s.targets(f.Height), by)
}

// Selected implements Panel: the exchange that tripped the breaker, or moved it
// at an earlier time.
func (p *Breaker) Selected(f Frame) (Target, bool) {
	s := p.stack(f)
	return p.pick.in(s.targets(f.Height))
}

// The ranks of the breaker's rows.
const (
	keepDiagram = iota
	keepCountdown
	keepWindow
	keepRejected
	keepTrip
	keepRatio
	keepSlow
	keepSettings
	keepHistory
)

func (p *Breaker) stack(f Frame) *stack {
	s := &stack{}
	o := f.origin()
	if o == nil {
		s.add(0, diagram("", f.Width))
		s.hint(1, "no breaker yet: each origin gets one with its first request")
		return s
	}
	b := &o.Breaker
	rules := rulesOf(b.Settings)
	s.add(keepDiagram, diagram(b.State, f.Width))
	s.add(keepWindow, func(l *styles.Line) { window(l, b, rules) })
	s.add(keepCountdown, func(l *styles.Line) { standing(l, b, rules, f.Now) })
	s.add(keepRatio, func(l *styles.Line) { ratioBar(l, "fail", b.FailureRatio(), rules.ratio) })
	if b.Tally.Slow > 0 {
		s.add(keepSlow, func(l *styles.Line) { ratioBar(l, "slow", b.SlowRatio(), rules.slowRatio) })
	}
	s.add(keepRejected, func(l *styles.Line) { rejected(l, b) })
	if b.Trip != nil {
		s.text(keepTrip, Target{Exchange: b.Trip.Exchange}, trip(f, b.Trip)...)
	}
	s.text(keepSettings, Target{}, settings(b, rules))
	for i := len(b.Changes) - 1; i >= 0 && len(b.Changes)-i <= 32; i-- {
		c := b.Changes[i]
		s.text(keepHistory+len(b.Changes)-1-i, Target{Exchange: c.Cause}, change(f, c)...)
	}
	return s
}

// diagram draws the states with the live one lit: in capitals, reversed and in
// its colour. Its width is the same in every state.
func diagram(state string, width int) func(*styles.Line) {
	return func(l *styles.Line) {
		switch {
		case state == "forced-open" || state == "disabled":
			byHand(l, state)
		case width < 29:
			badge(l, state)
		default:
			arrow := "─▸"
			if width < 31 {
				arrow = "▸"
			}
			lamp(l, "closed", state, styles.LitClosed)
			l.Text(styles.Faint, arrow)
			lamp(l, "open", state, styles.LitOpen)
			l.Text(styles.Faint, arrow)
			lamp(l, "half-open", state, styles.LitHalfOpen)
		}
	}
}

func lamp(l *styles.Line, name, state string, lit styles.Ink) {
	if name == state {
		l.Text(lit, " "+strings.ToUpper(name)+" ")
		return
	}
	l.Text(styles.Muted, " "+name+" ")
}

// badge draws the live state alone.
func badge(l *styles.Line, state string) {
	ink, symbol := stateLook(state)
	if state == "" {
		l.Text(styles.Muted, "no breaker")
		return
	}
	l.Text(ink, symbol+" "+strings.ToUpper(state))
}

// stateLook is how a state is drawn where there is room for one word.
func stateLook(state string) (ink styles.Ink, symbol string) {
	switch state {
	case "closed":
		return styles.Closed, "○"
	case "open":
		return styles.Open, "●"
	case "half-open":
		return styles.HalfOpen, "◐"
	case "forced-open", "disabled":
		return styles.Forced, "■"
	}
	return styles.Muted, "·"
}

func byHand(l *styles.Line, state string) {
	if state == "disabled" {
		l.Text(styles.LitForced, " DISABLED ").Text(styles.Muted, " by hand")
		return
	}
	l.Text(styles.LitForced, " FORCED OPEN ").Text(styles.Muted, " by hand")
}

// window draws the outcomes, the newest at the right: a tall block is a
// failure, a half-high one was slow, a low one is a success, a dot is a place
// that is still free.
func window(l *styles.Line, b *sessions.Breaker, r rules) {
	text := percent(b.FailureRatio()) + " fail"
	cells := l.Room() - len("100 % fail") - 1
	if cells < 6 {
		cells = l.Room()
		text = ""
	}
	size := max(r.window, b.Len())
	shown := min(cells, size)
	n := min(b.Len(), shown)
	l.Repeat(styles.Faint, '·', shown-n)
	for i := b.Len() - n; i < b.Len(); i++ {
		mark(l, b.Mark(i))
	}
	if text != "" {
		l.Right(styles.Text, text)
	}
}

func mark(l *styles.Line, m sessions.Mark) {
	switch {
	case m.Failed && m.Slow:
		l.Text(styles.Danger, "█")
	case m.Failed:
		l.Text(styles.Danger, "▇")
	case m.Slow:
		l.Text(styles.Warning, "▃")
	default:
		l.Text(styles.Success, "▁")
	}
}

// mostBar is how many cells a gauge has at most: more say nothing more.
const mostBar = 48

// ratioBar draws a ratio against the threshold at which the breaker opens.
func ratioBar(l *styles.Line, name string, part, threshold float64) {
	ink := styles.Success
	switch {
	case threshold > 0 && part >= threshold:
		ink = styles.Danger
	case threshold > 0 && part >= threshold*0.6:
		ink = styles.Warning
	}
	l.Field(styles.Muted, name, 5)
	limit := ""
	if threshold > 0 && l.Room() >= 24 {
		limit = " of " + percent(threshold)
	}
	l.Bar(styles.Bar{Ink: ink, Cells: min(l.Room()-len(limit)-7, mostBar), Part: part, Mark: threshold, Thin: true})
	l.FieldRight(styles.Text, percent(part), 6).Text(styles.Muted, limit)
}

// standing says what the breaker does now: counts down, probes, or how far it
// is from opening.
func standing(l *styles.Line, b *sessions.Breaker, r rules, now time.Time) {
	switch b.State {
	case "open":
		countdown(l, b, now)
	case "half-open":
		l.Text(styles.HalfOpen, "probing ").Text(styles.Strong, strconv.Itoa(b.Tally.Probing))
		l.Text(styles.Muted, ", ").Text(styles.Strong, strconv.Itoa(b.Tally.ProbesLeft))
		l.Text(styles.Muted, " more may go, all must succeed")
	case "forced-open":
		l.Text(styles.Muted, "nothing passes until it is reset")
	case "disabled":
		l.Text(styles.Muted, "everything passes, nothing trips it")
	default:
		calmWords(l, b, r)
	}
}

func countdown(l *styles.Line, b *sessions.Breaker, now time.Time) {
	left, ok := b.Left(now)
	if !ok {
		l.Text(styles.Open, "open").Text(styles.Muted, " until it is reset")
		return
	}
	l.Text(styles.Muted, "probes in ").FieldRight(styles.Strong, sessions.Left(left), 7).Space(1)
	whole := b.Until.Sub(b.Since)
	if whole > 0 && l.Room() >= 4 {
		l.Bar(styles.Bar{Ink: styles.Open, Cells: min(l.Room(), mostBar), Part: float64(left) / float64(whole), Thin: true})
	}
}

// calmWords says how far a closed breaker is from opening.
func calmWords(l *styles.Line, b *sessions.Breaker, r rules) {
	if r.off {
		l.Text(styles.Muted, "off: it never opens")
		return
	}
	ink := styles.Text
	if b.Tally.Consecutive > 0 {
		ink = styles.Warning
	}
	l.Text(ink, strconv.Itoa(b.Tally.Consecutive))
	if r.consecutive > 0 {
		l.Text(styles.Muted, " of "+strconv.Itoa(r.consecutive))
	}
	calls := ""
	if r.minimum > 0 && b.Tally.Calls < r.minimum {
		calls = " · " + strconv.Itoa(b.Tally.Calls) + " of " + strconv.Itoa(r.minimum) + " calls"
	}
	text := " failures in a row" + calls
	switch room := l.Room() - utf8.RuneCountInString(text); {
	case room < 0:
		text = " in a row" + calls
	case calls != "" && room >= len(" to judge by"):
		text += " to judge by"
	}
	l.Text(styles.Muted, text)
}

func rejected(l *styles.Line, b *sessions.Breaker) {
	ink := styles.Text
	if b.Tally.Rejected > 0 {
		ink = styles.Danger
	}
	l.Text(styles.Muted, "rejected ").Text(ink, sessions.Count(b.Rejected))
	if b.Trips > 0 {
		l.Text(styles.Muted, " · opened ").Text(styles.Text, several(int64(b.Trips), "time", "times"))
	}
}

// trip says what opened the breaker last, and when.
func trip(f Frame, t *sessions.Trip) []part {
	text := t.Text
	if text == "" {
		text = t.Rule
	}
	var out []part
	if f.Width >= 52 {
		out = []part{{styles.Muted, "tripped by "}}
		text = strings.TrimPrefix(text, "by ")
	}
	return append(out, part{styles.Text, text},
		part{styles.Muted, " · " + together(sessions.Span(f.Now.Sub(t.At))+" ago")})
}

func settings(b *sessions.Breaker, r rules) part {
	if r.off || b.Settings == "" {
		return part{styles.Muted, "rules: off"}
	}
	return part{styles.Muted, "rules: " + strings.ReplaceAll(b.Settings, ",", " ")}
}

// change says when the breaker came to a state, and by what.
func change(f Frame, c sessions.Change) []part {
	ink, symbol := stateLook(c.To)
	state := c.To
	if f.Width >= wideHistory {
		state = fmt.Sprintf("%-*s", len("forced-open"), state)
	}
	out := []part{
		{styles.Faint, c.At.In(f.Now.Location()).Format("15:04:05") + glue}, {ink, symbol + glue + together(state)}, {styles.Muted, " "},
	}
	if c.Cause != 0 {
		out = append(out, part{styles.Link, number(c.Cause)}, part{styles.Muted, " "})
	}
	return append(out, part{styles.Muted, c.Rule})
}

// wideHistory is the width from which on what follows the states stands below
// one another.
const wideHistory = 52

// rules are a breaker's settings as far as they are drawn. What is not set is
// zero.
type rules struct {
	consecutive, window, minimum, probes int
	ratio, slowRatio                     float64
	off                                  bool
}

// rulesOf reads the words of --breaker.
func rulesOf(settings string) rules {
	r := rules{off: settings == "off"}
	for part := range strings.SplitSeq(settings, ",") {
		name, value, _ := strings.Cut(part, "=")
		n, _ := strconv.Atoi(value)
		f, _ := strconv.ParseFloat(value, 64)
		n, f = min(max(n, 0), 1<<20), min(max(f, 0), 1)
		switch name {
		case "consecutive":
			r.consecutive = n
		case "window":
			r.window = n
		case "minimum":
			r.minimum = n
		case "probes":
			r.probes = n
		case "ratio":
			r.ratio = f
		case "slow-ratio":
			r.slowRatio = f
		}
	}
	return r
}
