package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
)

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.moment = m.now()
	if m.holds(msg) {
		return m, nil
	}
	cmd := m.handle(msg)
	m.follow()
	m.arrange()
	return m, tea.Batch(cmd, m.keepPlace(), m.walk.load(m.ctx, m.state), m.needBody(), m.needPlace(), m.needSieve(), m.needDetail(), m.tick())
}

// handle acts on a message.
func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.WindowSizeMsg:
		m.place.width, m.place.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg, tea.ColorProfileMsg, tea.ModeReportMsg:
		m.terminal(msg)
	case tea.FocusMsg:
		return tea.RequestBackgroundColor // it may have changed while nobody looked
	case tea.MouseClickMsg, tea.MouseWheelMsg, tea.MouseMotionMsg, tea.MouseReleaseMsg:
		return m.mouse(msg)
	case tickMsg:
		m.ticking = false
		return m.frameOfReplay()
	default:
		return m.report(msg)
	}
	return nil
}

// report acts on what commands bring back.
func (m *Model) report(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case openedMsg:
		return m.opened(msg)
	case eventsMsg:
		m.feed.came = m.moment
		return tea.Batch(m.feed.take(m.ctx, m.live(), msg.events), m.feed.next(m.ctx), m.goOn())
	case healedMsg:
		if msg.err != nil && m.ctx.Err() == nil {
			m.notices.fail(errors.Join(errors.New("some events are missing on the screen"), msg.err))
		}
		return tea.Batch(m.feed.healed(m.ctx, m.live(), msg), m.adopt())
	case endedMsg:
		m.feed.ended = true
		m.notices.fail(msg.err)
		return m.adopt()
	case startedMsg:
		m.started(msg)
	case doneMsg:
		m.done(msg)
	case troubleMsg:
		m.notices.fail(msg.err)
		return m.awaitTrouble(m.opts.Session)
	case copyMsg:
		return m.copied(msg)
	case placedMsg:
		m.placed(msg)
	default:
		return tea.Batch(m.recorded(msg), m.bring(msg))
	}
	return nil
}

// recorded acts on what commands bring of recorded sessions.
func (m *Model) recorded(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case savedMsg:
		return m.saved(msg)
	case sessionsMsg:
		m.listed(msg)
	case huntMsg:
		return m.hunted(msg)
	case weighedMsg:
		m.weighed(msg)
	case againMsg:
		return m.asked(msg)
	case renewedMsg:
		return m.renewed(msg)
	case replayMsg, totalMsg, loadedMsg, movedMsg:
		return m.replayed(msg)
	}
	return nil
}

// bring acts on what commands bring to be shown or edited.
func (m *Model) bring(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pageMsg:
		m.pageLoaded(msg)
	case bodyMsg:
		return m.bodyRead(msg)
	case placeMsg:
		m.widgets.body.placed(msg)
	case sieveMsg:
		m.sifted(msg)
	case restMsg:
		m.rested(msg)
	case detailMsg:
		m.detailed(msg)
	case foundMsg:
		m.foundThem(msg)
	case editMsg:
		return m.openEditor(msg)
	case editedMsg:
		m.edited(msg)
	case bookMsg:
		m.bookBrought(msg)
	case previewMsg:
		m.previewed(msg)
	default:
		return m.settled(msg)
	}
	return nil
}

// press acts on a key: a dialog takes it first, then a text field, then what
// it means where the focus is.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	m.notices.passed()
	if m.dialogs.Open() {
		return m.decided(m.dialogs.Update(msg, m.keys))
	}
	if m.place.jumping {
		return m.jump(msg)
	}
	i := m.keys.Lookup(msg.String(), m.chain())
	m.walk.doubted = m.walk.doubted && i == keys.Back
	if m.line.editing {
		return m.lineKey(i, msg)
	}
	return m.act(i)
}

// lineKey acts on a key while method and URL are edited.
func (m *Model) lineKey(i keys.Intent, msg tea.KeyPressMsg) tea.Cmd {
	switch i {
	case keys.None:
		m.line.typed(msg)
		return nil
	case keys.Accept:
		return m.acceptLine()
	case keys.Leave:
		m.line.leave()
		return nil
	default:
		m.line.leave()
		return m.act(i)
	}
}

// act carries an intent out.
func (m *Model) act(i keys.Intent) tea.Cmd {
	for _, try := range []func(keys.Intent) (tea.Cmd, bool){
		m.actRequests, m.actWidget, m.actReplay, m.actFind, m.actBrowse, m.actRun, m.actPages, m.actPolicy, m.actFocus, m.actPanels, m.actCopy, m.actSession, m.actProgram,
	} {
		if cmd, ok := try(i); ok {
			return cmd
		}
	}
	return nil
}
