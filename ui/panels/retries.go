package panels

import (
	"fmt"
	"strconv"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// Retries draws a ladder: each exchange that is tried again, how far it is, why,
// and when it goes on; below it the steps of the selected one.
type Retries struct{ pick choice }

// ladderRows is how many exchanges are drawn at most.
const ladderRows = 64

// The ranks of the rows of retries.
const (
	keepFirstTry = 0
	keepBudget   = 1
	keepTries    = 2
	keepSteps    = keepTries + ladderRows
)

// Title implements Panel.
func (p *Retries) Title(f Frame) Title {
	t := Title{Segments: named("Retries")}
	if f.State == nil {
		return t
	}
	if n := len(f.State.Retrying()); n > 0 {
		t.Tail = []styles.Segment{{Ink: styles.Warning, Text: sessions.Count(int64(n)) + " now"}}
	}
	return t
}

// View implements Panel.
func (p *Retries) View(f Frame) []string {
	s := p.stack(f)
	return s.view(f, p.pick.among(s.targets(f.Height)))
}

// Move implements Panel.
func (p *Retries) Move(f Frame, by int) {
	s := p.stack(f)
	p.pick.move(s.targets(f.Height), by)
}

// Selected implements Panel: the exchange that is tried again.
func (p *Retries) Selected(f Frame) (Target, bool) {
	s := p.stack(f)
	return p.pick.in(s.targets(f.Height))
}

func (p *Retries) stack(f Frame) *stack {
	s := &stack{}
	if f.State == nil || f.State.Counters.Exchanges == 0 {
		s.hint(0, "nothing was sent yet: what fails and may be repeated climbs here")
		return s
	}
	ladder := f.State.Retrying()
	ladder = ladder[:min(len(ladder), ladderRows)]
	targets := make([]Target, len(ladder))
	for i, id := range ladder {
		targets[i] = Target{Exchange: id}
		s.link(rankOfTry(i), targets[i], func(l *styles.Line) { rung(l, f, id) })
	}
	if len(ladder) == 0 {
		s.hint(keepFirstTry, "nothing is being tried again")
	}
	s.text(keepBudget, Target{}, budget(f)...)
	if t, ok := p.pick.in(targets); ok {
		s.steps(f, t.Exchange)
	}
	return s
}

func rankOfTry(i int) int {
	if i == 0 {
		return keepFirstTry
	}
	return keepTries + i - 1
}

// rung draws one exchange: a dot for each attempt, why it is tried again, and
// when.
func rung(l *styles.Line, f Frame, id uint64) {
	x := f.State.Exchange(id)
	if x == nil || x.Retry == nil {
		l.Text(styles.Link, number(id))
		return
	}
	l.Field(styles.Link, number(id), max(len(number(id)), 4)).Space(1)
	if x.Max <= 8 && l.Room() >= x.Max+20 {
		dots(l, x)
	}
	l.Text(styles.Strong, strconv.Itoa(x.Retry.Next)+"/"+strconv.Itoa(x.Max)).Space(1)
	pending(l, f, x)
	l.Space(1).Text(styles.Danger, x.Retry.Why)
	if l.Room() > 12 {
		l.Space(1).Text(styles.Muted, x.Method+" "+pathOf(x.URL))
	}
}

// dots draws the attempts: failed ones, the one that is next or on the wire,
// and those that are left.
func dots(l *styles.Line, x *sessions.Exchange) {
	failed := x.Retry.Next - 1
	for n := 1; n <= x.Max; n++ {
		switch {
		case n <= failed:
			l.Text(styles.Danger, "✗")
		case n == failed+1 && x.Flying() != nil:
			l.Text(styles.Info, "▸")
		case n == failed+1:
			l.Text(styles.Warning, "◌")
		default:
			l.Text(styles.Faint, "·")
		}
	}
	l.Space(1)
}

// pending says when the next attempt goes out, or that it is out.
func pending(l *styles.Line, f Frame, x *sessions.Exchange) {
	const cells = 11
	outer := l.Fit(cells)
	switch left, timed := x.Wait.Left(f.Now); {
	case timed:
		l.Text(styles.Muted, "in ").Text(styles.Strong, sessions.Left(left))
	case x.Wait != nil:
		l.Text(styles.Muted, string(x.Wait.Reason))
	case x.Flying() != nil:
		l.Text(styles.Info, "in flight")
	default:
		l.Text(styles.Muted, "is next")
	}
	l.Unfit(outer)
}

// budget says what the origin may still retry.
func budget(f Frame) []part {
	left, ink := "-", styles.Muted
	if o := f.origin(); o != nil && o.RetryBudget >= 0 {
		left, ink = strconv.FormatFloat(o.RetryBudget, 'f', 1, 64), styles.Text
		if o.RetryBudget < 1 {
			ink = styles.Danger
		}
	}
	c := &f.State.Counters
	out := []part{
		{styles.Muted, "budget" + glue},
		{ink, together(fmt.Sprintf("%5s", left))},
		{styles.Muted, " · "},
		{styles.Text, together(several(c.Retries, "retry", "retries"))},
	}
	if c.Refused > 0 {
		out = append(out, part{styles.Muted, " · "}, part{styles.Warning, together(sessions.Count(c.Refused) + " refused")})
	}
	return out
}

// steps appends the attempts of an exchange, each with what followed it.
func (s *stack) steps(f Frame, id uint64) {
	x := f.State.Exchange(id)
	if x == nil {
		return
	}
	s.add(keepSteps, func(l *styles.Line) {
		l.Text(styles.Link, number(id)).Text(styles.Muted, " so far, "+x.Method+" "+pathOf(x.URL))
	})
	for i := range x.Attempts {
		a := &x.Attempts[i]
		s.text(min(keepSteps+1+i, maxKeep), Target{}, step(a)...)
	}
}

func step(a *sessions.Attempt) []part {
	n := part{styles.Faint, together("  " + strconv.Itoa(a.N) + " ")}
	if a.Ended.IsZero() {
		return []part{n, {styles.Info, "in flight"}}
	}
	out := []part{
		n, {outcomeInk(a), together(answer(a.Status, a.Err))}, {styles.Muted, together(" in " + sessions.Span(a.Timing.Total))},
	}
	if a.Retry != nil {
		out = append(out, waited(a.Retry)...)
	}
	return out
}

// waited says how long the pause after an attempt was and what set it.
func waited(r *engine.RetryScheduled) []part {
	out := []part{{styles.Muted, ", " + together("waits ")}, {styles.Text, together(sessions.Span(r.Delay))}}
	switch {
	case r.Floor > 0:
		out = append(out, part{styles.Muted, ": the server asked for " + together(sessions.Span(r.Floor))})
	case r.Ceiling > 0:
		out = append(out, part{styles.Muted, ", " + together("drawn of "+sessions.Span(r.Ceiling))})
	}
	return out
}

func outcomeInk(a *sessions.Attempt) styles.Ink {
	switch {
	case a.Err != nil || a.Status >= 500 || a.Status == 0:
		return styles.Danger
	case a.Status >= 400:
		return styles.Warning
	}
	return styles.Success
}
