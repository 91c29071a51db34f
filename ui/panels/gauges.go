package panels

import (
	"strconv"

	"weir/sessions"
	"weir/ui/styles"
)

// Gauges draws the folded panels as one line:
//
//	● open 3.2 s ▏bucket 2/6 ▏retry 3/4 ▏page 23
type Gauges struct{}

// View draws the line; Height is not asked.
func (g *Gauges) View(f Frame) string {
	l := f.Styles.Line(f.Width)
	o := f.origin()
	if o == nil {
		return l.Text(styles.Muted, " · breaker ▏bucket ▏retry ▏page").End()
	}
	breakerGauge(l.Space(1), f, o)
	bucketGauge(l.Text(styles.Faint, " ▏"), f, o)
	tight := f.Width < tightGauges
	if n := len(f.State.Retrying()); n > 0 || !tight {
		retryGauge(l.Text(styles.Faint, " ▏"), f)
	}
	if r := f.run(); (r != nil && r.Walk != nil) || !tight {
		pageGauge(l.Text(styles.Faint, " ▏"), f)
	}
	if o.Waiting.Total() > 0 && l.Room() > 12 {
		l.Text(styles.Faint, " ▏").Text(styles.Muted, sessions.Count(int64(o.Waiting.Total()))+" wait")
	}
	return l.End()
}

// tightGauges is the width below which what says nothing is left out.
const tightGauges = 60

func breakerGauge(l *styles.Line, f Frame, o *sessions.Origin) {
	b := &o.Breaker
	ink, symbol := stateLook(b.State)
	l.Text(ink, symbol+" "+b.State)
	switch left, ok := b.Left(f.Now); {
	case ok:
		l.Space(1).Field(styles.Strong, sessions.Left(left), 7)
	case b.State == "half-open":
		l.Space(1).Text(styles.Strong, strconv.Itoa(b.Tally.Probing)+" probing")
	case b.State == "closed" && b.Tally.Calls > 0 && f.Width >= tightGauges:
		l.Space(1).Field(styles.Muted, percent(b.FailureRatio())+" fail", 10)
	}
}

func bucketGauge(l *styles.Line, f Frame, o *sessions.Origin) {
	b := &o.Bucket
	l.Text(styles.Muted, "bucket ")
	switch {
	case b.Paused(f.Now):
		l.Text(styles.Warning, "held ").Field(styles.Strong, sessions.Left(until(b.PausedUntil, f.Now)), 6)
	case b.Unlimited():
		l.Text(styles.Text, "no limit")
	default:
		burst := strconv.Itoa(b.Burst)
		l.FieldRight(styles.Text, strconv.Itoa(int(max(0, b.TokensAt(f.Now)))), len(burst)).Text(styles.Text, "/"+burst)
	}
}

func retryGauge(l *styles.Line, f Frame) {
	l.Text(styles.Muted, "retry ")
	ladder := f.State.Retrying()
	if len(ladder) == 0 {
		l.Text(styles.Muted, "none")
		return
	}
	if x := f.State.Exchange(ladder[0]); x != nil && x.Retry != nil {
		l.Text(styles.Warning, strconv.Itoa(x.Retry.Next)+"/"+strconv.Itoa(x.Max))
	}
	if len(ladder) > 1 {
		l.Text(styles.Muted, " +"+strconv.Itoa(len(ladder)-1))
	}
}

func pageGauge(l *styles.Line, f Frame) {
	l.Text(styles.Muted, "page ")
	r := f.run()
	if r == nil || r.Walk == nil {
		l.Text(styles.Muted, "none")
		return
	}
	l.Text(styles.Text, sessions.Count(int64(r.Walk.Fetched)))
	if r.Walk.Failed > 0 {
		l.Text(styles.Danger, " ✗"+strconv.Itoa(r.Walk.Failed))
	}
	if r.Walk.Stop != nil {
		l.Text(styles.Muted, " end")
	}
}
