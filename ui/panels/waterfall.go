package panels

import (
	"time"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// phase is a phase of an attempt on its own time axis.
type phase struct {
	name          string
	start, length time.Duration
	open          bool // it goes on
}

// phasesOf returns the phases that an attempt went through, in their order. Of
// one on the wire they are known by when they began.
func phasesOf(a *sessions.Attempt, now time.Time) []phase {
	if a.Ended.IsZero() {
		return flyingPhases(a, now)
	}
	return endedPhases(a.Timing)
}

func endedPhases(t engine.Timing) []phase {
	out := make([]phase, 0, 7)
	at := time.Duration(0)
	add := func(name string, d time.Duration) {
		if d > 0 {
			out = append(out, phase{name: name, start: at, length: d})
			at += d
		}
	}
	add("pool", t.Pool)
	add("dns", t.DNS)
	add("connect", t.Connect)
	add("tls", t.TLS)
	add("write", t.Write)
	add("wait", t.FirstByte)
	add("body", t.Body)
	return out
}

func flyingPhases(a *sessions.Attempt, now time.Time) []phase {
	gone := max(0, now.Sub(a.Started))
	out := []phase{{name: "pool"}}
	for _, p := range a.Phases {
		last := &out[len(out)-1]
		at := min(max(p.Elapsed, last.start), gone)
		last.length = at - last.start
		out = append(out, phase{name: p.Name, start: at})
	}
	last := &out[len(out)-1]
	last.length, last.open = gone-last.start, true
	if out[0].length == 0 && len(out) > 1 {
		out = out[1:]
	}
	return out
}

// whole is how long an attempt took, or takes.
func whole(a *sessions.Attempt, now time.Time) time.Duration {
	if a.Ended.IsZero() {
		return max(0, now.Sub(a.Started))
	}
	if a.Timing.Total > 0 {
		return a.Timing.Total
	}
	return max(0, a.Ended.Sub(a.Started))
}

// longest returns the phase that took most.
func longest(all []phase) phase {
	best := phase{}
	for _, p := range all {
		if p.length > best.length || best.name == "" {
			best = p
		}
	}
	return best
}

// phaseInk tells phases apart beside their names.
func phaseInk(name string) styles.Ink {
	switch name {
	case "pool":
		return styles.Muted
	case "dns", "connect", "tls":
		return styles.Warning
	case "write":
		return styles.Info
	case "wait":
		return styles.Accent
	}
	return styles.Success
}

// phaseRow draws one phase on the axis from 0 to total.
func phaseRow(l *styles.Line, p phase, total time.Duration) {
	l.Field(styles.Muted, p.name, 8)
	track := l.Room() - 9
	if track >= 6 && total > 0 {
		span(l, phaseInk(p.name), float64(p.start)/float64(total), float64(p.start+p.length)/float64(total), track)
	} else {
		l.Space(max(0, l.Room()-9))
	}
	text := sessions.Span(p.length)
	if p.open {
		text = "…" + text
	}
	l.FieldRight(styles.Text, text, l.Room())
}

// span draws a part of a track, at least a sliver of it.
func span(l *styles.Line, ink styles.Ink, from, to float64, track int) {
	from, to = min(max(from, 0), 1), min(max(to, 0), 1)
	lead := min(int(from*float64(track)), track-1)
	l.Repeat(styles.Faint, '·', lead)
	cells := min(max(int(to*float64(track)+0.5)-lead, 0), track-lead)
	if cells == 0 {
		l.Text(ink, "╸")
		cells = 1
	} else {
		l.Repeat(ink, '━', cells)
	}
	l.Repeat(styles.Faint, '·', track-lead-cells)
}
