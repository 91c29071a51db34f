package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
)

// actReplay carries out what is about a replay.
func (m *Model) actReplay(i keys.Intent) (tea.Cmd, bool) {
	r := m.replay
	if r == nil {
		return nil, false
	}
	switch i {
	case keys.PlayPause:
		return m.play(), true
	case keys.StepForward:
		return m.wind(seek(r.at + 1)), true
	case keys.StepBack:
		return m.wind(seek(r.at - 1)), true
	case keys.LeapForward:
		return m.leap(1), true
	case keys.LeapBack:
		return m.leap(-1), true
	case keys.NextMark:
		return m.wind(seekMark(false)), true
	case keys.PrevMark:
		return m.wind(seekMark(true)), true
	case keys.Faster:
		r.speed = min(r.speed+1, len(speeds())-1)
	case keys.Slower:
		r.speed = max(r.speed-1, 0)
	case keys.ReplayStart:
		return m.wind(seek(1)), true
	case keys.ReplayEnd:
		return m.wind(seek(r.length)), true
	case keys.LeaveReplay:
		return m.endReplay(), true
	default:
		return nil, false
	}
	return nil, true
}

// wind stops the playing and moves by hand.
func (m *Model) wind(to move) tea.Cmd {
	if !m.replay.loaded || m.replay.length == 0 {
		return nil
	}
	m.replay.playing = false
	return m.replay.put(m.ctx, to)
}

// leap goes by a tenth of the time.
func (m *Model) leap(by int) tea.Cmd {
	r := m.replay
	to := r.moment.Add(r.last.Sub(r.first) / 10 * time.Duration(by))
	switch {
	case to.Before(r.first):
		to = r.first
	case to.After(r.last):
		to = r.last
	}
	return m.wind(seekTo(to))
}

// endReplay goes back to the live session, where there is one.
func (m *Model) endReplay() tea.Cmd {
	if m.driver == nil {
		m.notices.say("There is no live session to go back to: q leaves weir.")
		return nil
	}
	return m.leaveReplay()
}
