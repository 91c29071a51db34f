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
	ctx     context.Context //nolint:containedctx // the replay's life, which its commands end with
	cancel  context.CancelFunc
	busy    bool // a command has the tape
	wish    move // for when it comes back; the newest counts
	left    bool // to be closed when the command comes back
	loaded  bool
	read    *atomic.Int64 // events, while it is loaded
	total   int64         // events that the session holds; 0 while that is not known

	at, length  int
	first, last time.Time
	marks       []sessions.Landmark
	lane        lane
	runs        []*sessions.Run // all of them, as they are at the end
	list        runList
	moment      time.Time
	playing     bool
	following   bool // takes in what is still being recorded
	speed       int  // index into speeds
	ticked      time.Time
	only        *sessions.Sign // that jumps go to; nil goes to any
	aim         uint64         // the exchange to show first; 0 for the end
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
	aim     uint64
	err     error
}

// totalMsg says how many events there are to read.
type totalMsg struct {
	of    *replay
	total int64
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
	tape   *taped // what the tape holds, where more was read
	err    error
}

// taped is what is known of a tape as a whole.
type taped struct {
	length      int
	first, last time.Time
	marks       []sessions.Landmark
	runs        []*sessions.Run
}

func tapedOf(t *sessions.Replay) *taped {
	all := &taped{length: t.Len(), marks: t.Landmarks(), runs: t.Runs()}
	if all.length > 0 {
		all.first, all.last = t.TimeOf(0), t.TimeOf(all.length-1)
	}
	return all
}

func (r *replay) know(t *taped) {
	r.length, r.first, r.last, r.marks, r.runs = t.length, t.first, t.last, t.marks, t.runs
}

// openReplay opens the replay of a session that is open already.
func (m *Model) openReplay(s *sessions.Session) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg { return replayMsg{session: s, err: s.Sync(ctx)} }
}

// openFile opens the replay of a session's file, at an exchange or, where that
// is 0, at its end.
func (m *Model) openFile(path string, exchange uint64) tea.Cmd {
	return func() tea.Msg {
		s, err := sessions.Open(path)
		return replayMsg{session: s, owned: true, aim: exchange, err: err}
	}
}

// replayed acts on what the commands of a replay bring back.
func (m *Model) replayed(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case replayMsg:
		return m.replayOpened(msg)
	case totalMsg:
		msg.of.total = msg.total
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
		session: msg.session, owned: msg.owned, live: m.state, tape: sessions.NewReplay(msg.session), aim: msg.aim,
		busy: true, read: &atomic.Int64{}, speed: normalSpeed,
	}
	r.ctx, r.cancel = context.WithCancel(m.ctx)
	m.replay, m.state = r, sessions.NewState()
	m.readFrom(msg.session, 0)
	m.place.show(m.place.tab)
	return tea.Batch(left, r.load(), r.count())
}

// load reads the session.
func (r *replay) load() tea.Cmd {
	return func() tea.Msg {
		return loadedMsg{r, r.tape.Load(r.ctx, func(n int) { r.read.Store(int64(n)) })}
	}
}

// count asks how many events there are, for the progress.
func (r *replay) count() tea.Cmd {
	return func() tea.Msg {
		info, _ := r.session.Info(r.ctx) // without it the progress has no end, no more
		return totalMsg{r, info.Events}
	}
}

// replayLoaded shows the end of what was read: who opens a session wants to see
// what it holds. Playing it begins at the beginning.
func (m *Model) replayLoaded(msg loadedMsg) tea.Cmd {
	r := msg.of
	r.busy = false
	if r != m.replay {
		return r.close()
	}
	for _, damage := range r.tape.Damages() {
		m.notices.fail(damage)
	}
	r.loaded = true
	r.know(tapedOf(r.tape))
	switch {
	case msg.err != nil:
		m.notices.say("The reading was stopped: what is shown is the first " + sessions.Count(int64(r.length)) + " events.")
		r.ctx, r.cancel = context.WithCancel(m.ctx)
	case r.length == 0:
		m.notices.say("This session holds nothing yet.")
	}
	switch {
	case r.length == 0:
		return nil
	case r.aim > 0:
		return r.put(seekExchange(r.session, r.aim))
	}
	return r.put(seek(r.length))
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
	r.left = true
	r.cancel()
	return r.close()
}

// close closes a session that was left, once no command reads it.
func (r *replay) close() tea.Cmd {
	if !r.owned || !r.left || r.busy {
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
func (r *replay) put(to move) tea.Cmd {
	if r.busy {
		r.wish = to
		return nil
	}
	r.busy, r.wish = true, nil
	tape, ctx, known := r.tape, r.ctx, r.length
	return func() tea.Msg {
		moment, err := to(ctx, tape)
		msg := movedMsg{of: r, state: tape.State().Clone(), at: tape.Position(), moment: moment, err: err}
		if moment.IsZero() && msg.at > 0 {
			msg.moment = tape.TimeOf(msg.at - 1)
		}
		if tape.Len() != known {
			msg.tape = tapedOf(tape)
		}
		return msg
	}
}

// replayMoved shows where the tape came to, and moves it on where that was
// wished meanwhile.
func (m *Model) replayMoved(msg movedMsg) tea.Cmd {
	r := msg.of
	r.busy = false
	if r != m.replay {
		return r.close()
	}
	if msg.tape != nil {
		r.know(msg.tape)
	}
	if msg.err != nil {
		r.playing, r.following = false, false
		m.notices.fail(msg.err)
	} else {
		m.state, r.at, r.moment = msg.state, msg.at, msg.moment
		m.takeAim()
	}
	if r.playing && r.at >= r.length {
		r.playing = false
	}
	if r.wish == nil {
		return nil
	}
	return r.put(r.wish)
}

// seek moves to where so many events are applied.
func seek(position int) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		return time.Time{}, t.Seek(ctx, max(1, position))
	}
}

// stepBy moves by so many events, from wherever the tape is by then.
func stepBy(by int) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		return time.Time{}, t.Seek(ctx, max(1, t.Position()+by))
	}
}

// fromStart moves to the first landmark of a sign; nil is any.
func fromStart(only *sessions.Sign) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		if err := t.Seek(ctx, 0); err != nil {
			return time.Time{}, err
		}
		return seekMark(false, only)(ctx, t)
	}
}

// seekTo moves to a moment.
func seekTo(moment time.Time) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) { return moment, t.SeekTo(ctx, moment) }
}

// seekMark moves to the next landmark of a sign, or the one before; nil is any.
func seekMark(back bool, only *sessions.Sign) move {
	var wanted []sessions.Sign
	if only != nil {
		wanted = append(wanted, *only)
	}
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		_, err := t.SeekMark(ctx, back, wanted...)
		return time.Time{}, err
	}
}

// seekExchange moves to the end of an exchange.
func seekExchange(s *sessions.Session, id uint64) move {
	return func(ctx context.Context, t *sessions.Replay) (time.Time, error) {
		x, err := s.Exchange(ctx, id)
		switch {
		case err != nil:
			return time.Time{}, err
		case x.Live():
			return time.Time{}, t.Seek(ctx, t.Len())
		}
		return x.Ended, t.SeekTo(ctx, x.Ended)
	}
}

// takeAim shows the exchange that the replay was opened for.
func (m *Model) takeAim() {
	if m.replay.aim == 0 {
		return
	}
	m.follow()
	m.widgets.exchange, m.widgets.attempt = m.replay.aim, 0
	m.replay.aim = 0
	m.place.show(tabBody)
}

// readOn takes in what has been recorded since, and goes to its end.
func readOn(ctx context.Context, t *sessions.Replay) (time.Time, error) {
	if err := t.Load(ctx, nil); err != nil {
		return time.Time{}, err
	}
	return time.Time{}, t.Seek(ctx, t.Len())
}

// frameOfReplay moves a replay that plays on by the time that has passed.
func (m *Model) frameOfReplay() tea.Cmd {
	r := m.replay
	switch {
	case r == nil:
		return nil
	case r.following && !r.busy:
		return r.put(readOn)
	case !r.playing:
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
		return r.put(seek(r.at + fullSpeed))
	}
	return r.put(seekTo(r.moment.Add(time.Duration(float64(passed) * speed))))
}

// play starts or stops the playing; at its end it begins anew.
func (m *Model) play() tea.Cmd {
	r := m.replay
	r.following = false
	r.playing = !r.playing && r.loaded && r.length > 0
	r.ticked = m.opts.Now()
	if r.playing && r.at >= r.length {
		return r.put(seek(1))
	}
	return nil
}
