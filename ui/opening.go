package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/keys"
)

// Live is what a screen sends with.
type Live struct {
	Engine  *engine.Engine
	Session *sessions.Session // that is recorded; nil records nothing
	Warning error             // what a person should know about it; may be nil
}

// opening holds what is typed until the engine is there, which is made beside
// the first frame.
type opening struct {
	under  bool
	held   []tea.Msg
	failed error // why there is none
}

// settle is how long the first frame has the machine to itself: long enough on a
// busy one, and nobody has pressed a key by then.
const settle = 30 * time.Millisecond

// openedMsg brings the engine.
type openedMsg struct {
	live Live
	err  error
}

// open makes the engine, once the first frame has had the machine to itself.
func (m *Model) open() tea.Cmd {
	begin := m.opts.Open
	if begin == nil {
		return nil
	}
	m.opening.under = true
	return tea.Tick(settle, func(time.Time) tea.Msg {
		live, err := begin()
		return openedMsg{live, err}
	})
}

// holds keeps a message until the engine is there, if it is a person's: all of
// them, so that they keep their order, but leaving.
func (m *Model) holds(msg tea.Msg) bool {
	o := &m.opening
	if !o.under {
		return false
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if len(o.held) == 0 && m.keys.Lookup(msg.String(), m.chain()) == keys.Quit {
			return false
		}
	case tea.PasteMsg, tea.MouseClickMsg, tea.MouseWheelMsg, tea.MouseMotionMsg, tea.MouseReleaseMsg:
	default:
		return false
	}
	o.held = append(o.held, msg)
	return true
}

// opened begins to work with the engine, and acts on what was typed meanwhile.
func (m *Model) opened(msg openedMsg) tea.Cmd {
	held := m.opening.held
	m.opening = opening{failed: msg.err}
	if msg.err != nil {
		return tea.Quit
	}
	m.attach(msg.live)
	m.notices.fail(msg.live.Warning)
	cmds := []tea.Cmd{m.listen()}
	for _, one := range held {
		m.follow()
		m.arrange()
		cmds = append(cmds, m.handle(one))
	}
	return tea.Batch(cmds...)
}

// attach makes an engine that which the screen drives and shows.
func (m *Model) attach(l Live) {
	m.opts.Engine, m.opts.Session = l.Engine, l.Session
	if l.Engine != nil {
		m.driver = engineDriver{l.Engine}
		m.feed.source = l.Engine.Watch(watchSize)
	}
	if l.Session != nil {
		m.feed.history = past{l.Session}
		m.tell(l.Session.Redactor())
		if r := l.Session.Redactor(); r != nil {
			m.feed.clean = r.Event // the screen shows what is recorded
		}
	}
	m.readFrom(m.liveLibrary(), 0)
}

// tell lets what strikes secrets out know those of the file of requests; nil
// keeps them.
func (m *Model) tell(redactor *sessions.Redactor) {
	if m.requests.book == nil {
		return
	}
	var know func(secrets ...string)
	if redactor != nil {
		know = redactor.Know
	}
	m.requests.book = m.requests.book.Telling(know)
}

// listen waits for what the engine and the session tell, and sends where that
// was asked for.
func (m *Model) listen() tea.Cmd {
	cmds := []tea.Cmd{m.feed.next(m.ctx), m.awaitTrouble(m.opts.Session)}
	if m.opts.Send {
		cmds = append(cmds, m.send())
	}
	return tea.Batch(cmds...)
}
