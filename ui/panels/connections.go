package panels

import (
	"strconv"
	"time"

	"weir/sessions"
	"weir/ui/styles"
)

// Connections draws an origin's pool, how long its attempts take, and the
// phases of the selected attempt.
type Connections struct{}

// Title implements Panel.
func (p *Connections) Title(f Frame) Title {
	return Title{Segments: named("Connections"), Tail: f.host()}
}

// View implements Panel.
func (p *Connections) View(f Frame) []string { return p.stack(f).view(f, -1) }

// Move implements Panel; there is nothing to move to.
func (p *Connections) Move(Frame, int) {}

// Selected implements Panel: the attempt whose phases are drawn.
func (p *Connections) Selected(f Frame) (Target, bool) {
	a, id := selectedAttempt(f)
	if a == nil {
		return Target{}, false
	}
	return Target{Exchange: id, Attempt: a.N}, true
}

// The ranks of the rows of connections.
const (
	keepPool = iota
	keepLatency
	keepAttempt
	keepSpark
	keepPhases
	keepOpen = keepPhases + 16
)

// listedConnections is how many open connections are listed.
const listedConnections = 32

func (p *Connections) stack(f Frame) *stack {
	s := &stack{}
	o := f.origin()
	if o == nil {
		s.hint(0, "no connection yet: the first request opens one and times its phases")
		return s
	}
	s.add(keepPool, func(l *styles.Line) { pool(l, o) })
	if o.Latency.Len() > 0 {
		s.add(keepLatency, func(l *styles.Line) { quantiles(l, &o.Latency) })
		s.add(keepSpark, func(l *styles.Line) { sparkline(l, &o.Latency) })
	}
	if a, id := selectedAttempt(f); a != nil {
		s.attempt(f, a, id)
	}
	open := o.Connections.Open
	for i := range open[:min(len(open), listedConnections)] {
		c := &open[len(open)-1-i]
		s.text(min(keepOpen+i, maxKeep), Target{}, connection(c, f.Now)...)
	}
	return s
}

// selectedAttempt returns the attempt that is looked at: the one asked for,
// else the run's newest.
func selectedAttempt(f Frame) (*sessions.Attempt, uint64) {
	x := selectedExchange(f)
	if x == nil {
		return nil, 0
	}
	if a := x.Attempt(f.Attempt); a != nil && f.Exchange != 0 {
		return a, x.ID
	}
	return x.Last(), x.ID
}

// selectedExchange returns the exchange that is looked at: the one asked for,
// else the newest that came as far as the wire; nil where there is none.
func selectedExchange(f Frame) *sessions.Exchange {
	switch {
	case f.State == nil:
		return nil
	case f.Exchange != 0:
		return f.State.Exchange(f.Exchange)
	}
	n := f.State.Len()
	for i := n - 1; i >= 0 && i >= n-lookedAt; i-- {
		if x := f.State.Row(i); len(x.Attempts) > 0 && (f.Run == 0 || x.Run == f.Run) {
			return x
		}
	}
	return nil
}

// attempt appends an attempt and its phases.
func (s *stack) attempt(f Frame, a *sessions.Attempt, id uint64) {
	all := phasesOf(a, f.Now)
	total := whole(a, f.Now)
	s.add(keepAttempt, func(l *styles.Line) { drawParts(l, attemptWords(f, a, id, all, total)) }) // never two lines: what is below would jump
	for _, ph := range all {
		s.add(min(keepPhases+longer(all, ph), keepOpen-1), func(l *styles.Line) { phaseRow(l, ph, total) })
	}
}

// longer counts the phases that took longer: of those the rows are kept first.
func longer(all []phase, than phase) int {
	n := 0
	for _, p := range all {
		if p.length > than.length {
			n++
		}
	}
	return n
}

// wideAttempt is the width from which on the longest phase is timed beside its
// name too.
const wideAttempt = 44

// attemptWords says what came of an attempt, and which phase took longest.
func attemptWords(f Frame, a *sessions.Attempt, id uint64, all []phase, total time.Duration) []part {
	out := []part{{styles.Link, number(id)}}
	if a.N > 1 {
		out = append(out, part{styles.Muted, "." + strconv.Itoa(a.N)})
	}
	if a.Ended.IsZero() {
		out = append(out, part{styles.Info, " in flight"})
	} else {
		out = append(out, part{outcomeInk(a), " " + answer(a.Status, a.Err)})
	}
	out = append(out, part{styles.Strong, " " + sessions.Span(total)})
	if most := longest(all); most.length > 0 {
		out = append(out, part{styles.Muted, ", most "}, part{phaseInk(most.name), most.name})
		if f.Width >= wideAttempt {
			out = append(out, part{styles.Muted, " " + sessions.Span(most.length)})
		}
	}
	return out
}

// pool draws the pool in one row.
func pool(l *styles.Line, o *sessions.Origin) {
	c := &o.Connections
	between := " · "
	if l.Room() < 32 {
		between = " "
	}
	if n := len(c.Open); n > 0 {
		l.Text(styles.Strong, spoken(c.Open[n-1].Proto)).Space(1)
	}
	l.Text(styles.Text, strconv.Itoa(len(c.Open))).Text(styles.Muted, " open"+between)
	l.Text(styles.Text, strconv.Itoa(o.Concurrency.InFlight)).Text(styles.Muted, " busy")
	if o.Waiting.Pool > 0 {
		l.Text(styles.Muted, between).Text(styles.Warning, sessions.Count(int64(o.Waiting.Pool))+" wait")
	}
	if c.Fresh+c.Reused > 0 {
		l.Text(styles.Muted, between+"reuse ").Text(styles.Text, percent(c.ReuseRatio()))
	}
	if c.Silent > 0 {
		l.Text(styles.Muted, between).Text(styles.Warning, several(c.Silent, "silent retry", "silent retries"))
	}
}

func spoken(proto string) string {
	switch proto {
	case "HTTP/2.0", "h2", "HTTP/2", "h2c":
		return "h2"
	case "HTTP/1.1", "HTTP/1.0":
		return "h1"
	}
	return proto
}

// tightLatency is the width below which p99 stands beside the sparkline.
const tightLatency = 34

// quantiles draws how long attempts took.
func quantiles(l *styles.Line, t *sessions.Latency) {
	q := t.Quantiles(0.5, 0.95, 0.99)
	names := [...]string{"p50", "p95", "p99"}
	shown := len(names)
	if l.Room() < tightLatency {
		shown--
	}
	for i := range shown {
		if i == 0 || l.Room() >= quantileCells-1 {
			quantile(l, names[i], q[i])
		}
	}
}

// quantileCells is how many cells a quantile takes.
const quantileCells = 12

func quantile(l *styles.Line, name string, d time.Duration) {
	outer := l.Fit(min(quantileCells, l.Room()))
	l.Text(styles.Muted, name+" ").Text(styles.Text, sessions.Span(d)).Unfit(outer)
}

// sparkline draws the last attempts, each as high as it was long.
func sparkline(l *styles.Line, t *sessions.Latency) {
	switch {
	case l.Room() >= tightLatency:
		l.Text(styles.Muted, "latency ")
	case l.Room() >= 2*quantileCells:
		quantile(l, "p99", t.Quantiles(0.99)[0])
	}
	n := min(t.Len(), l.Room())
	most := time.Duration(1)
	for i := t.Len() - n; i < t.Len(); i++ {
		most = max(most, t.At(i))
	}
	l.Space(l.Room() - n)
	for i := t.Len() - n; i < t.Len(); i++ {
		l.Text(styles.Info, styles.Spark(float64(t.At(i))/float64(most)))
	}
}

// connection says what an open connection is and what it has carried.
func connection(c *sessions.Connection, now time.Time) []part {
	out := []part{
		{styles.Muted, "c" + strconv.FormatUint(c.ID, 10) + glue},
		{styles.Text, spoken(c.Proto) + glue + c.Remote},
		{styles.Muted, " · " + together(several(int64(c.Requests), "request", "requests")) + " · " + together("idle "+sessions.Span(now.Sub(c.Used)))},
	}
	if c.TLS == nil {
		return out
	}
	out = append(out, part{styles.Muted, " · " + together(c.TLS.Version)})
	if !c.TLS.Verified {
		out = append(out, part{styles.LitDanger, " NOT VERIFIED "})
	}
	return out
}
