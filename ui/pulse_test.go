package ui

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// slate draws what it was told last.
type slate struct{ text string }

func (slate) Init() tea.Cmd { return nil }

func (s *slate) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if text, ok := msg.(string); ok {
		s.text = text
	}
	return s, nil
}

func (s *slate) View() tea.View { return tea.NewView(s.text) }

// shutTerminal takes nothing while it is shut.
type shutTerminal struct {
	shut  sync.Mutex
	mu    sync.Mutex
	shown bytes.Buffer
	drawn int // pieces, each of which is a frame
}

func (s *shutTerminal) Write(p []byte) (int, error) {
	s.shut.Lock()
	defer s.shut.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drawn++
	return s.shown.Write(p)
}

// sent is how many bytes came so far.
func (s *shutTerminal) sent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.Len()
}

func (s *shutTerminal) frames() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drawn
}

func (s *shutTerminal) shows(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.shown.String(), text)
}

// onSlate runs a program on a terminal for as long as try does.
func onSlate(t *testing.T, try func(p *tea.Program, pulse *pulse, on *shutTerminal)) {
	t.Helper()
	on := &shutTerminal{}
	m := &pacedModel{Model: &slate{"river"}, pulse: newPulse()}
	p := tea.NewProgram(m, tea.WithInput(nil), tea.WithOutput(on), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24), tea.WithEnvironment([]string{"TERM=xterm", "SSH_TTY=x"}))
	m.pulse.drive(p)
	var ended sync.WaitGroup
	ended.Go(func() {
		if _, err := p.Run(); err != nil {
			t.Error(err)
		}
	})
	try(p, m.pulse, on)
	p.Quit()
	ended.Wait()
	m.pulse.timer.Stop()
}

// The framework's ticker is found by its name. Where this fails, the framework
// has renamed it or makes it anew, and the renderer ticks all the time.
func TestTheRendererTakesThePulse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		onSlate(t, func(_ *tea.Program, pulse *pulse, on *shutTerminal) {
			time.Sleep(prompt)
			synctest.Wait()
			if len(pulse.beats) > 0 || !on.shows("river") {
				t.Error("the framework's renderer takes another ticker now")
			}
		})
	})
}

func TestAFrameIsDrawnAtOnceAfterALongRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		onSlate(t, func(p *tea.Program, pulse *pulse, on *shutTerminal) {
			time.Sleep(24 * time.Hour)
			pulse.mu.Lock()
			rest := time.Until(pulse.next)
			pulse.mu.Unlock()
			if rest < 10*time.Minute {
				t.Errorf("after a day in which nothing moved the renderer wakes in %v", rest)
			}
			p.Send("LAKE")
			time.Sleep(prompt)
			synctest.Wait()
			if !on.shows("LAKE") {
				t.Error("a frame waits for longer than it should")
			}
		})
	})
}

// While the terminal takes nothing, beats are lost.
func TestAFrameIsDrawnHoweverLongTheTerminalWasBusy(t *testing.T) {
	t.Parallel()
	onSlate(t, func(p *tea.Program, pulse *pulse, on *shutTerminal) {
		await := func(what string, is func() bool) {
			deadline, look := time.After(10*time.Second), time.NewTicker(time.Millisecond)
			defer look.Stop()
			for !is() {
				select {
				case <-look.C:
				case <-deadline:
					t.Fatal(what)
				}
			}
		}
		await("nothing is drawn", func() bool { return on.shows("river") })
		on.shut.Lock()
		p.Send("LAKE")
		go p.Send("the sea")
		await("no tick follows", func() bool {
			pulse.mu.Lock()
			defer pulse.mu.Unlock()
			return pulse.in > 50*time.Millisecond
		})
		on.shut.Unlock()
		await("the last frame was lost", func() bool { return on.shows("the sea") })
	})
}

func TestFramesKeepTheirDistance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		onSlate(t, func(p *tea.Program, _ *pulse, on *shutTerminal) {
			start, before := time.Now(), on.frames()
			for time.Since(start) < time.Second {
				p.Send(time.Now().String())
				time.Sleep(time.Millisecond / 2)
			}
			if frames, want := on.frames()-before, int(time.Second/between); frames < want-5 || frames > want+5 {
				t.Errorf("%d frames in a second, want %d or so", frames, want)
			}
		})
	})
}
