package ui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

const pickMark dialogs.Kind = "mark"

// actReplay carries out what is about a replay.
func (m *Model) actReplay(i keys.Intent) (tea.Cmd, bool) {
	r := m.replay
	if r == nil {
		return nil, false
	}
	switch i {
	case keys.PlayPause:
		return m.play(), true
	case keys.Faster:
		r.speed = min(r.speed+1, len(speeds())-1)
	case keys.Slower:
		r.speed = max(r.speed-1, 0)
	case keys.ChooseMarks:
		m.openMarks()
	case keys.FollowOn:
		return m.followOn(), true
	case keys.SendAgain:
		return m.sendAgain(), true
	case keys.LeaveReplay:
		return m.endReplay(), true
	case keys.Back:
		if r.loaded {
			return nil, false
		}
		return m.stopReading(), true
	default:
		return m.windBy(i)
	}
	return nil, true
}

// windBy carries out what moves a replay.
func (m *Model) windBy(i keys.Intent) (tea.Cmd, bool) {
	r := m.replay
	switch i {
	case keys.StepForward:
		return m.wind(stepBy(1)), true
	case keys.StepBack:
		return m.wind(stepBy(-1)), true
	case keys.LeapForward:
		return m.leap(1), true
	case keys.LeapBack:
		return m.leap(-1), true
	case keys.NextMark:
		return m.wind(seekMark(false, r.only)), true
	case keys.PrevMark:
		return m.wind(seekMark(true, r.only)), true
	case keys.ReplayStart:
		return m.wind(seek(1)), true
	case keys.ReplayEnd:
		return m.wind(seek(r.length)), true
	default:
		return nil, false
	}
}

// wind stops the playing and moves by hand.
func (m *Model) wind(to move) tea.Cmd {
	if !m.replay.loaded || m.replay.length == 0 {
		return nil
	}
	m.replay.playing, m.replay.following = false, false
	return m.replay.put(to)
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

// openMarks offers the signs to jump to, with how many there are of each.
func (m *Model) openMarks() {
	r := m.replay
	rows := []dialogs.Row{{ID: "", Key: "a", Text: "any mark", Note: sessions.Count(int64(len(r.marks)))}}
	letters := [...]string{
		sessions.SignRunStart: "s", sessions.SignRunEnd: "e", sessions.SignTrip: "t", sessions.SignRecovery: "c", sessions.SignRetry: "r",
		sessions.SignGivenUp: "u", sessions.SignFailedPage: "f", sessions.SignQuota: "l", sessions.SignPolicy: "p",
	}
	for _, s := range sessions.Signs() {
		text, _ := glyph(s)
		row := dialogs.Row{
			ID: strconv.Itoa(int(s)), Key: letters[s], Text: text + " " + plural(s), Note: sessions.Count(int64(r.lane.count(s))),
		}
		if r.lane.count(s) == 0 {
			row.Off = "none"
		}
		rows = append(rows, row)
	}
	m.dialogs.Push(dialogs.NewMenu(pickMark, "Go to the next, and keep to those", rows))
}

// keepTo jumps to the next mark of a sign and stays with that sign.
func (m *Model) keepTo(id string) tea.Cmd {
	r := m.replay
	if r == nil {
		return nil
	}
	r.only = nil
	if n, err := strconv.Atoi(id); err == nil {
		s := sessions.Sign(n)
		r.only = &s
	}
	if r.at >= r.length { // nothing comes after the end: the first is meant
		return m.wind(fromStart(r.only))
	}
	return m.wind(seekMark(false, r.only))
}

// followOn takes in what is recorded from now on, or stops that.
func (m *Model) followOn() tea.Cmd {
	r := m.replay
	if !r.loaded {
		return nil
	}
	if r.following = !r.following; !r.following {
		return nil
	}
	r.playing = false
	return r.put(readOn)
}

// stopReading gives up the reading of a session that is large. Without a live
// session to go back to, what was read is shown.
func (m *Model) stopReading() tea.Cmd {
	if m.driver == nil {
		m.replay.cancel()
		return nil
	}
	return m.leaveReplay()
}

// endReplay goes back to the live session, where there is one.
func (m *Model) endReplay() tea.Cmd {
	if m.driver == nil {
		m.notices.say("There is no live session to go back to: q leaves weir.")
		return nil
	}
	return m.leaveReplay()
}
