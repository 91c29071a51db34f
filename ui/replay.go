package ui

import (
	"context"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
)

// replay looks at a recorded session at any of its moments. Its tape reads the
// file, so it moves in commands, one at a time; what is drawn is a copy.
type replay struct {
	session *sessions.Session
	owned   bool            // to be closed when it is left
	live    *sessions.State // what the screen goes back to
	tape    *sessions.Replay
	busy    bool // a command has the tape
	wish    move // for when it comes back; the newest counts
	loaded  bool
	read    *atomic.Int64 // events, while it is loaded

	at, length  int
	first, last time.Time
	marks       []sessions.Landmark
	moment      time.Time
	playing     bool
	speed       int // index into speeds
	ticked      time.Time
}

// move moves a tape. The moment it returns is the one to show; zero is that of
// the last event which is applied.
type move func(context.Context, *sessions.Replay) (time.Time, error)

// normalSpeed is where ×1 stands among the speeds.
const normalSpeed = 2

// speeds lists how fast a replay can play; 0 shows so many events a frame.
func speeds() []float64 { return []float64{0.25, 0.5, 1, 2, 4, 16, 64, 0} }

// fullSpeed is how many events a frame shows at the highest speed.
const fullSpeed = 256

// replayMsg says that a session is open for a replay, or why not.
type replayMsg struct {
	session *sessions.Session
	owned   bool
	err     error
}

// loadedMsg says that a tape is read.
type loadedMsg struct {
	of  *replay
	err error
}

// movedMsg says where a tape stands.
type movedMsg struct {
	of     *replay
	state  *sessions.State
	at     int
	moment time.Time
	err    error
}

// openReplay opens the replay of a session that is open already.
func (m *Model) openReplay(s *sessions.Session) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg { return replayMsg{session: s, err: s.Sync(ctx)} }
}

// openFile opens the replay of a session's file.
func (m *Model) openFile(path string) tea.Cmd {
	return func() tea.Msg {
		s, err := sessions.Open(path)
		return replayMsg{session: s, owned: true, err: err}
	}
}

// replayed acts on what the commands of a replay bring back.
func (m *Model) replayed(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case replayMsg:
		return m.replayOpened(msg)
	case loadedMsg:
		return m.replayLoaded(msg)
	case movedMsg:
		return m.replayMoved(msg)
	}
	return nil
}

// now is the moment that is drawn: the present, or that of a replay.
func (m *Model) now() time.Time {
	if m.replay != nil {
		return m.replay.moment
	}
	return m.opts.Now()
}

// replayOpened begins a replay.
func (m *Model) replayOpened(msg replayMsg) tea.Cmd {
	if msg.err != nil {
		m.notices.fail(msg.err)
		return nil
	}
	left := m.leaveReplay()
	r := &replay{
		session: msg.session, owned: msg.owned, live: m.state, tape: sessions.NewReplay(msg.session),
		busy: true, read: &atomic.Int64{}, speed: normalSpeed,
	}
	m.replay, m.state = r, sessions.NewState()
	m.readFrom(msg.session, 0)
	m.place.show(m.place.tab)
	ctx := m.ctx
	return tea.Batch(left, func() tea.Msg {
		return loadedMsg{r, r.tape.Load(ctx, func(n int) { r.read.Store(int64(n)) })}
	})
}

// replayLoaded shows the end of what was read: who opens a session wants to see
// what it holds. Playing it begins at the beginning.
func (m *Model) replayLoaded(msg loadedMsg) tea.Cmd {
	r := msg.of
	if r != m.replay {
		return nil
	}
	m.notices.fail(msg.err)
	for _, damage := range r.tape.Damages() {
		m.notices.fail(damage)
	}
	r.busy, r.loaded, r.length, r.marks = false, true, r.tape.Len(), r.tape.Landmarks()
	if r.length == 0 {
		m.notices.say("This session holds nothing yet.")
		return nil
	}
	r.first, r.last = r.tape.TimeOf(0), r.tape.TimeOf(r.length-1)
	return r.put(m.ctx, seek(r.length))
}

// atEnd reports whether a replay shows all that there is. It may be nil.
func (r *replay) atEnd() bool {
	return r != nil && r.loaded && !r.playing && r.length > 0 && r.at >= r.length
}

// leaveReplay goes back to the live session.
func (m *Model) leaveReplay() tea.Cmd {
	r := m.replay
	if r == nil {
		return nil
	}
	m.replay, m.state = nil, r.live
	m.readFrom(m.liveLibrary(), 0)
	if !r.owned {
		return nil
	}
	return func() tea.Msg { return doneMsg{err: r.session.Close()} }
}

// liveLibrary is where the bodies of the live session are; nil for nowhere.
func (m *Model) liveLibrary() library {
	if m.opts.Session == nil {
		return nil
	}
	return m.opts.Session
}

// live is the state that the engine's events go to.
func (m *Model) live() *sessions.State {
	if m.replay != nil {
		return m.replay.live
	}
	return m.state
}

// put moves the tape, now or when it is free.
func (r *replay) put(ctx context.Context, to move) tea.Cmd {
	if r.busy {
		r.wish = to
		return nil
	}
	r.busy, r.wish = true, nil
	tape := r.tape
	return func() tea.Msg {
		moment, err := to(ctx, tape)
		at := tape.Position()
		if moment.IsZero() && at > 0 {
			moment = tape.TimeOf(at - 1)
		}
		return movedMsg{of: r, state: tape.State().Clone(), at: at, moment: moment, err: err}
	}
}

// replayMoved shows where the tape came to, and moves it on where that was
// wished meanwhile.
func (m *Model) replayMoved(msg movedMsg) tea.Cmd {
	r := msg.of
	if r != m.replay {
		return nil
	}
	r.busy = false
	if msg.err != nil {
		r.playing = false
		m.notices.fail(msg.err)
	} else {
		m.state, r.at, r.moment = msg.state, msg.at, msg.moment
	}
	if r.playing && r.at >= r.length {
		r.playing = false
	}
	if r.wish == nil {
		return nil
	}
	return r.put(m.ctx, r.wish)
}

// seek moves to where so many events are applied.
func seek(position int) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		return time.Time{}, t.Seek(ctx, max(1, position))
	}
}

// seekTo moves to a moment.
func seekTo(moment time.Time) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) { return moment, t.SeekTo(ctx, moment) }
}

// seekMark moves to the next landmark, or the one before.
func seekMark(back bool) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		_, err := t.SeekMark(ctx, back)
		return time.Time{}, err
	}
}

// frameOfReplay moves a replay that plays on by the time that has passed.
func (m *Model) frameOfReplay() tea.Cmd {
	r := m.replay
	if r == nil || !r.playing {
		return nil
	}
	now := m.opts.Now()
	passed := now.Sub(r.ticked)
	r.ticked = now
	if r.busy {
		return nil // the disk is slower than that: go on from where it comes to
	}
	speed := speeds()[r.speed]
	if speed == 0 {
		return r.put(m.ctx, seek(r.at+fullSpeed))
	}
	return r.put(m.ctx, seekTo(r.moment.Add(time.Duration(float64(passed)*speed))))
}

// play starts or stops the playing; at its end it begins anew.
func (m *Model) play() tea.Cmd {
	r := m.replay
	r.playing = !r.playing && r.loaded && r.length > 0
	r.ticked = m.opts.Now()
	if r.playing && r.at >= r.length {
		return r.put(m.ctx, seek(1))
	}
	return nil
}
