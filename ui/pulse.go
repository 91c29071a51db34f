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
	between = 8 * time.Millisecond
	// calming is how much longer it waits after each look.
	calming = 4
)

// newProgram makes a program whose renderer looks for a frame when there is
// one, and sleeps while nothing moves.
func newProgram(m tea.Model, options ...tea.ProgramOption) *tea.Program {
	paced := &pacedModel{Model: m}
	paced.pulse.program = tea.NewProgram(paced, options...)
	return paced.pulse.program
}

// pacedModel tells the pulse of every frame that its model has drawn.
type pacedModel struct {
	tea.Model
	pulse pulse
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
// that rate, lets each frame wait for its next tick, and cannot be set. So its
// ticker is looked up by name and set from here. In a version of the framework
// that has none of that name it ticks on as the framework made it.
//
// A tick may come before the frame was handed to the renderer, or while that
// still waits for a slow terminal, and is lost then. So others follow, each four
// times as long after the one before: none is ever the last, and after a few
// seconds they cost nothing.
type pulse struct {
	program *tea.Program

	mu     sync.Mutex // held for a moment, never while anything is drawn
	ticker *time.Ticker
	past   time.Time     // the tick before
	next   time.Time     // the tick that draws what is new
	in     time.Duration // how long the ticker waits for it
	follow *time.Timer   // sets the one after it
}

// due asks for a frame. It is called from the program's own loop, which made
// the ticker.
func (p *pulse) due(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ticker == nil {
		if p.ticker = tickerOf(p.program); p.ticker == nil {
			return
		}
		p.follow = time.AfterFunc(prompt, p.calm)
	}
	if !p.next.After(now) {
		p.past = p.next
	}
	in := max(prompt, p.past.Add(between).Sub(now))
	if p.next.After(now) && !p.next.After(now.Add(in)) {
		p.in = prompt // the tick that comes draws this too
		return
	}
	p.set(now, in)
	p.in = prompt
}

// set sets the next tick, and when the one after it is set.
func (p *pulse) set(now time.Time, in time.Duration) {
	p.next, p.in = now.Add(in), in
	p.ticker.Reset(in)
	p.follow.Reset(in + prompt/2)
}

// calm sets the tick after one that came.
func (p *pulse) calm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.next.After(now) {
		return // a frame was asked for meanwhile
	}
	p.past = p.next
	p.set(now, p.in*calming)
}

// tickerOf is the ticker of a program's renderer; nil where this version of the
// framework has none of that name.
func tickerOf(p *tea.Program) *time.Ticker {
	field := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (*time.Ticker)(field.UnsafePointer())
}
