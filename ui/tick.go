package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
)

// How often the screen is drawn while something moves.
const (
	smooth = 33 * time.Millisecond  // a gauge that fills, a replay that plays
	brisk  = 100 * time.Millisecond // tenths of seconds that count
	lively = 250 * time.Millisecond // a recording that is followed
	calm   = time.Second            // seconds that count
)

// tickMsg draws the next frame.
type tickMsg struct{}

// tick schedules the next frame where something moves and none is scheduled.
func (m *Model) tick() tea.Cmd {
	if m.ticking {
		return nil
	}
	pace := m.pace()
	if pace == 0 {
		return nil
	}
	m.ticking = true
	return tea.Tick(pace, func(time.Time) tea.Msg { return tickMsg{} })
}

// pace is the time to the next frame; 0 where nothing moves.
func (m *Model) pace() time.Duration {
	if m.replay != nil {
		return m.replay.pace()
	}
	pace := runPace(m.state)
	for _, o := range m.state.Origins() {
		pace = quicker(pace, originPace(o, m.moment))
	}
	if pace == smooth && m.moment.Sub(m.feed.came) < brisk {
		return brisk // the events that come draw it meanwhile
	}
	return pace
}

// pace is how fast a replay moves.
func (r *replay) pace() time.Duration {
	switch {
	case r.playing:
		return smooth
	case r.following:
		return lively
	case !r.loaded:
		return brisk
	}
	return 0
}

// runPace is how fast the newest run moves.
func runPace(s *sessions.State) time.Duration {
	r := s.Focus()
	switch {
	case r == nil || r.Finished != nil:
		return 0
	case r.Paused && r.InFlight == 0:
		return calm
	case r.InFlight > 0 || r.Waiting.Total() > 0:
		return brisk
	}
	return 0
}

// originPace is how fast an origin's gauges move.
func originPace(o *sessions.Origin, now time.Time) time.Duration {
	pace := time.Duration(0)
	b := &o.Bucket
	if !b.Unlimited() && !b.Paused(now) && b.TokensAt(now) < float64(b.Burst) {
		pace = smooth
	}
	if b.Paused(now) {
		pace = quicker(pace, brisk)
	}
	if left, ok := o.Breaker.Left(now); ok && left > 0 {
		pace = quicker(pace, brisk)
	}
	for i := range o.Quotas {
		if o.Quotas[i].Reset.After(now) {
			pace = quicker(pace, calm)
		}
	}
	return pace
}

// quicker returns the shorter of two paces, of which 0 is none.
func quicker(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
