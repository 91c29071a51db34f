package ui

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
)

// opens is a desk whose engine is not there yet, and what brings it.
func opens(t *testing.T) (*desk, openedMsg) {
	t.Helper()
	d := newDesk(t, 120, 40)
	d.m.opening.under = true
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	session, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return d, openedMsg{live: Live{Engine: e, Session: session, Warning: errors.New("the disk is slow")}}
}

func TestWhatIsTypedBeforeTheEngineIsThereIsActedOnAfter(t *testing.T) {
	t.Parallel()
	d, msg := opens(t)
	was := d.m.requests.at
	d.press("down")
	d.send(tea.PasteMsg{Content: "x"})
	if d.m.requests.at != was {
		t.Fatal("a key moved the selection before the engine was there")
	}
	d.press("q") // comes after others, which must be acted on first
	if d.quit {
		t.Fatal("what was typed before a quit was thrown away")
	}
	d.m.opening.held = d.m.opening.held[:1]
	d.m.Update(msg) // what comes of it waits for events
	if d.m.requests.at == was {
		t.Error("a key was lost")
	}
	if d.m.opts.Engine != msg.live.Engine || d.m.opts.Session != msg.live.Session || d.m.feed.source == nil || d.m.feed.history == nil {
		t.Error("the engine is not attached")
	}
	d.shows("The disk is slow")
}

func TestOneMayLeaveBeforeTheEngineIsThere(t *testing.T) {
	t.Parallel()
	d, _ := opens(t)
	d.press("q")
	if !d.quit {
		t.Error("q does not leave")
	}
}

func TestNoEngineEndsTheScreen(t *testing.T) {
	t.Parallel()
	d, _ := opens(t)
	why := errors.New("the disk is full")
	d.send(openedMsg{err: why})
	if !d.quit || !errors.Is(d.m.opening.failed, why) {
		t.Errorf("quit %v, failed %v", d.quit, d.m.opening.failed)
	}
}
