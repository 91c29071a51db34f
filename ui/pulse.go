package ui

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// When the renderer looks for a frame.
const (
	// prompt is how soon after a change, so that what came at once is drawn at once.
	prompt = time.Millisecond
	// between is the least time from one frame to the next: more frames no one sees.
	between = 4 * time.Millisecond
	// calming is how much longer it waits after each look.
	calming = 4
)

// newProgram makes a program whose renderer looks for a frame when there is
// one, and sleeps while nothing moves.
func newProgram(m tea.Model, options ...tea.ProgramOption) *tea.Program {
	paced := &pacedModel{Model: m, pulse: newPulse()}
	p := tea.NewProgram(paced, options...)
	paced.pulse.drive(p)
	return p
}

// pacedModel tells the pulse of every frame that its model has drawn.
type pacedModel struct {
	tea.Model
	pulse *pulse
}

// Update implements tea.Model.
func (p *pacedModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := p.Model.Update(msg)
	return p, cmd
}

// View implements tea.Model.
func (p *pacedModel) View() tea.View {
	v := p.Model.View()
	p.pulse.due(time.Now())
	return v
}

// pulse drives the clock of a program's renderer. The framework's own ticks at
// a fixed rate for as long as the program lives: it wakes an idle machine at
// that rate, lets each frame wait for its next tick, and cannot be set. So the
// program is given a ticker whose channel is the pulse's. A version of the
// framework that has none of that name ticks on as it was made.
//
// A beat may come before the frame was handed to the renderer, and finds
// nothing new then. So others follow, each four times as long after the one
// before: none is ever the last, and after a few seconds they cost nothing.
// While the renderer waits for a slow terminal, one beat waits for it.
type pulse struct {
	beats chan time.Time // the renderer's ticks

	mu     sync.Mutex    // held for a moment, never while anything is drawn
	past   time.Time     // the beat before
	next   time.Time     // the beat that comes
	wanted bool          // it draws what is new
	in     time.Duration // how long it is waited for
	timer  *time.Timer   // of it; nil before the first
}

func newPulse() *pulse { return &pulse{beats: make(chan time.Time, 1)} }

// drive gives a program, before it runs, a ticker of the pulse's.
func (p *pulse) drive(program *tea.Program) {
	field := tickerOf(program)
	if field == nil {
		return
	}
	*field = time.NewTicker(time.Hour)
	(*field).Stop()
	(*field).C = p.beats
}

// due asks for a frame.
func (p *pulse) due(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.timer == nil:
		p.next = now.Add(prompt)
		p.timer = time.AfterFunc(prompt, p.beat)
	case !p.wanted:
		p.set(now, max(prompt, p.past.Add(between).Sub(now)))
	}
	// The beat that comes draws this too; where it comes too soon, the one after
	// it does, which is as prompt.
	p.wanted, p.in = true, prompt/calming
}

// set sets the next beat.
func (p *pulse) set(now time.Time, in time.Duration) {
	p.next, p.in = now.Add(in), in
	p.timer.Reset(in)
}

// beat lets the renderer look for a frame.
func (p *pulse) beat() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.next.After(now) {
		return // it was set anew meanwhile
	}
	select {
	case p.beats <- now:
	default: // the renderer has one to come back to
	}
	p.past, p.wanted = now, false
	p.set(now, p.in*calming)
}

// tickerOf is where a program keeps the ticker of its renderer; nil where this
// version of the framework has none of that name.
func tickerOf(p *tea.Program) **time.Ticker {
	field := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (**time.Ticker)(field.Addr().UnsafePointer())
}
