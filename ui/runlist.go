package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/layout"
	"weir/ui/styles"
)

// runList is the runs of a replay, past and to come, where the requests stand
// else.
type runList struct{ at int }

// runLines draws the runs with when each begins and how long it takes.
func (m *Model) runLines(w, h int) []string {
	r := m.replay
	top := max(0, min(r.list.at-h+1, len(r.runs)-h))
	lines := make([]string, 0, h)
	for i := top; i < min(len(r.runs), top+h); i++ {
		lines = append(lines, m.runLine(i, w))
	}
	return lines
}

func (m *Model) runLine(i, w int) string {
	r, one := m.replay, m.replay.runs[i]
	l := m.theme.st.Line(w)
	if i == r.list.at && m.focused(layout.Requests) {
		l = m.theme.st.LineOn(w, styles.Selection)
	}
	lead, ink := "  ", styles.Text
	switch now := m.state.Focus(); {
	case now != nil && now.ID == one.ID:
		lead = "▸ "
	case one.Started.After(r.moment):
		ink = styles.Muted
	}
	times := clock(one.Started.Sub(r.first))
	if w >= 30 {
		times += " +" + runLength(one, r.last)
	}
	l.Text(styles.Focus, lead)
	outer := l.Fit(l.Room() - len(times) - 1)
	l.Text(ink, label(Named{Name: one.Name, URL: one.URL})).Unfit(outer)
	return l.Right(styles.Muted, times).End()
}

// runLength says how long a run took, or has taken by the end of the recording.
func runLength(r *sessions.Run, last time.Time) string { return sessions.Span(r.Elapsed(last)) }

func (l *runList) move(by, n int) { l.at = max(0, min(l.at+by, n-1)) }

// openRun goes to where the selected run begins.
func (m *Model) openRun() tea.Cmd {
	r := m.replay
	if r.list.at >= len(r.runs) {
		return nil
	}
	id := r.runs[r.list.at].ID
	for _, mark := range r.marks {
		if mark.Sign == sessions.SignRunStart && mark.At.Equal(r.runs[r.list.at].Started) {
			return m.wind(seek(mark.Index + 1))
		}
	}
	return m.wind(seekTo(m.state.Run(id).Started))
}
