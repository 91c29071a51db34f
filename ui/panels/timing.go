package panels

import (
	"strconv"
	"time"

	"weir/sessions"
	"weir/ui/styles"
)

// Timing draws one exchange from its start to its end on one axis: its waits,
// its attempts, and the phases of the selected attempt.
type Timing struct{ pick choice }

// Title implements Panel.
func (p *Timing) Title(f Frame) Title {
	return Title{Segments: named("Timing")}
}

// View implements Panel.
func (p *Timing) View(f Frame) []string {
	s := p.stack(f)
	return s.view(f, p.pick.among(s.targets(f.Height)))
}

// Move implements Panel.
func (p *Timing) Move(f Frame, by int) {
	s := p.stack(f)
	p.pick.move(s.targets(f.Height), by)
}

// Selected implements Panel: an attempt.
func (p *Timing) Selected(f Frame) (Target, bool) {
	s := p.stack(f)
	return p.pick.in(s.targets(f.Height))
}

func (p *Timing) stack(f Frame) *stack {
	s := &stack{}
	x := selectedExchange(f)
	if x == nil {
		s.hint(0, "no exchange yet: send a request to see where its time goes")
		return s
	}
	total := exchangeSpan(x, f.Now)
	s.add(0, func(l *styles.Line) { exchangeLine(l, x, total) })
	targets := make([]Target, len(x.Attempts))
	for i := range x.Attempts {
		a := &x.Attempts[i]
		targets[i] = Target{Exchange: x.ID, Attempt: a.N}
		s.waitBefore(x, i, total, f.Now)
		s.link(min(1+i, maxKeep), targets[i], func(l *styles.Line) { attemptRow(l, x, a, total, f.Now) })
	}
	if x.Wait != nil {
		s.add(2, func(l *styles.Line) {
			waitRow(l, string(x.Wait.Reason), x.Wait.Since.Sub(x.Started), f.Now.Sub(x.Wait.Since), total)
		})
	}
	t, ok := p.pick.in(targets)
	if !ok {
		return s
	}
	if a := x.Attempt(t.Attempt); a != nil {
		s.detail(a, f.Now)
	}
	return s
}

// detail appends the phases and the facts of the selected attempt.
func (s *stack) detail(a *sessions.Attempt, now time.Time) {
	const rank = 40
	s.add(maxKeep, nil)
	total := whole(a, now)
	s.add(rank, func(l *styles.Line) {
		l.Text(styles.Title, "attempt "+strconv.Itoa(a.N)).Text(styles.Muted, " by phase")
	})
	if a.Err != nil {
		s.text(rank, Target{}, part{styles.Danger, together("error   ")}, part{styles.Text, a.Err.Text})
	}
	for i, ph := range phasesOf(a, now) {
		s.add(rank+1+min(i, 20), func(l *styles.Line) { phaseRow(l, ph, total) })
	}
	s.add(rank+22, func(l *styles.Line) { carrierLine(l, a) })
	if a.TLS != nil {
		s.add(rank+23, func(l *styles.Line) {
			l.Text(styles.Muted, "tls     ").Text(styles.Text, a.TLS.Version+" "+a.TLS.Cipher)
			certificateOwner(l, a)
		})
	}
	s.add(rank+24, func(l *styles.Line) {
		l.Text(styles.Muted, "bytes   ").Text(styles.Text, sessions.Size(a.Sent)).Text(styles.Muted, " sent · ")
		l.Text(styles.Text, sessions.Size(a.Received)).Text(styles.Muted, " received · ")
		l.Text(styles.Text, sessions.Size(a.Decoded)).Text(styles.Muted, " decoded")
		if a.Cut {
			l.Text(styles.Warning, " · cut at the cap")
		}
	})
}

func certificateOwner(l *styles.Line, a *sessions.Attempt) {
	if a.TLS.Subject != "" {
		l.Text(styles.Muted, " · "+a.TLS.Subject)
	}
	if !a.TLS.Verified {
		l.Space(1).Text(styles.LitDanger, " NOT VERIFIED ")
	}
}

// carrierLine says which connection carried an attempt.
func carrierLine(l *styles.Line, a *sessions.Attempt) {
	l.Text(styles.Muted, "via     ")
	if a.Conn == 0 {
		l.Text(styles.Muted, "no connection")
		return
	}
	l.Text(styles.Text, spoken(a.Proto)+" "+a.Remote).Text(styles.Muted, " · connection "+strconv.FormatUint(a.Conn, 10))
	if a.Reused {
		l.Text(styles.Muted, ", reused")
	} else {
		l.Text(styles.Muted, ", new")
	}
	if a.Redirects > 0 {
		l.Text(styles.Muted, " · "+several(int64(a.Redirects), "redirect", "redirects"))
	}
}

// exchangeSpan is how long an exchange took, or takes.
func exchangeSpan(x *sessions.Exchange, now time.Time) time.Duration {
	if !x.Live() {
		return max(x.Elapsed, x.Ended.Sub(x.Started))
	}
	return max(0, now.Sub(x.Started))
}

func exchangeLine(l *styles.Line, x *sessions.Exchange, total time.Duration) {
	l.Text(styles.Link, number(x.ID)).Space(1).Text(styles.Strong, x.Method).Space(1)
	right := sessions.Span(total)
	outer := l.Fit(l.Room() - len(right) - 1)
	l.Text(styles.Text, pathOf(x.URL)).Unfit(outer)
	l.Right(styles.Strong, right)
}

// waitBefore appends the time that went by before attempt i.
func (s *stack) waitBefore(x *sessions.Exchange, i int, total time.Duration, now time.Time) {
	from, name := x.Started, "held"
	if i > 0 {
		before := &x.Attempts[i-1]
		if before.Ended.IsZero() {
			return
		}
		from, name = before.Ended, "backoff"
		if before.Retry != nil && before.Retry.Floor > 0 {
			name = "asked"
		}
	}
	length := x.Attempts[i].Started.Sub(from)
	if length < time.Millisecond {
		return
	}
	s.add(min(20+i, maxKeep), func(l *styles.Line) { waitRow(l, name, from.Sub(x.Started), length, total) })
}

func waitRow(l *styles.Line, name string, start, length, total time.Duration) {
	l.Field(styles.Muted, "  "+name, 12)
	track := l.Room() - 9
	if track >= 6 && total > 0 {
		dashes(l, start, length, total, track)
	} else {
		l.Space(max(0, track))
	}
	l.FieldRight(styles.Muted, sessions.Span(length), l.Room())
}

// dashes draws a time in which nothing was on the wire.
func dashes(l *styles.Line, start, length, total time.Duration, track int) {
	lead := min(max(int(float64(start)/float64(total)*float64(track)), 0), track-1)
	cells := min(max(int(float64(length)/float64(total)*float64(track)+0.5), 1), track-lead)
	l.Repeat(styles.Faint, '·', lead).Repeat(styles.Warning, '╌', cells).Repeat(styles.Faint, '·', track-lead-cells)
}

func attemptRow(l *styles.Line, x *sessions.Exchange, a *sessions.Attempt, total time.Duration, now time.Time) {
	outer := l.Fit(12)
	l.Text(styles.Muted, strconv.Itoa(a.N)+" ")
	if a.Ended.IsZero() {
		l.Text(styles.Info, "in flight")
	} else {
		l.Text(outcomeInk(a), answer(a.Status, a.Err))
	}
	l.Unfit(outer)
	track := l.Room() - 9
	length := whole(a, now)
	start := a.Started.Sub(x.Started)
	if track >= 6 && total > 0 {
		span(l, outcomeInk(a), float64(start)/float64(total), float64(start+length)/float64(total), track)
	} else {
		l.Space(max(0, track))
	}
	l.FieldRight(styles.Text, sessions.Span(length), l.Room())
}
