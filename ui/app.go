package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"weir/engine"
	"weir/engine/playground"
	"weir/sessions"
	"weir/sessions/book"
	"weir/sessions/collection"
	"weir/themes"
	"weir/ui/keys"
	"weir/ui/memory"
)

// ErrNoTerminal says that there is no terminal to draw on.
var ErrNoTerminal = errors.New("this is not a terminal, so there is no screen to draw on: use 'weir get URL' in scripts and pipes")

// Named is a request that is offered in the list.
type Named struct {
	Name   string
	Method string // GET where empty
	URL    string
	Hint   string // what it shows, in a few words; may be empty
	Header http.Header
	Body   []byte
	// Walk says how it is paged. nil walks a GET with everything detected, and
	// sends any other method once.
	Walk   *engine.Walk
	Folder []string // where it stands in the tree, outermost first
	// Kept is the request as a file holds it; nil for one of no file. index is
	// where it stands there.
	Kept  *collection.Request
	index int
}

// Options are what the screen is opened with. An Engine, a Replay or Open must
// be there.
type Options struct {
	// Open makes the engine and the session, which takes longer than to draw: the
	// screen is there first. It is called once, beside the screen, in place of
	// Engine and Session; its error ends the screen.
	Open    func() (Live, error)
	Engine  *engine.Engine
	Session *sessions.Session // that is recorded; nil records nothing
	Replay  *sessions.Session // a recorded session to look at instead of sending
	// Requests are offered in the list; the first is selected.
	Requests []Named
	// Book is an open file of requests, which the list begins with; nil for none.
	Book   *book.Book
	Select string // name of its request that is selected at first; may be empty
	// Playground is the practice API that Requests are of; nil for none. It
	// brings the first steps onto the screen.
	Playground *playground.Server
	Themes     themes.Shelf
	Theme      string // name of a theme; empty takes the one chosen last, else follows the terminal's background
	// Memory is where choices are kept, those about the layout by Workspace.
	Memory    memory.File
	Workspace string
	Policy    engine.Policy
	PolicyOf  func(url string) engine.Policy // that a URL is asked under; nil is Policy for all
	// Renew makes an engine with a session of its own, to send a recording again;
	// secrets are what that session must not hold. nil sends nothing again.
	Renew    func(ctx context.Context, policy engine.Policy, secrets []string) (Renewed, error)
	Prefetch int                  // pages fetched ahead of the reader
	Keys     *keys.Map            // nil for the preset
	Send     bool                 // send the first request at once
	Input    io.Reader            // nil is the standard input
	Output   io.Writer            // nil is the standard output
	Environ  []string             // nil is the process's
	Folder   string               // where sessions are recorded; empty is sessions.DefaultDir
	Now      func() time.Time     // nil is time.Now
	colours  colorprofile.Profile // of Output; zero takes all
	rest     time.Duration        // without a key before a filter is tried
	watch    time.Duration        // between two looks at a theme's file; 0 never looks
}

// Run shows the screen until a person leaves it or ctx ends. The terminal is
// restored whatever happens. It returns ErrNoTerminal where there is none, the
// context's cause where that ended it, and nil where a person left.
func Run(ctx context.Context, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := newModel(ctx, o)
	m.measure(o.Output)
	options := append(programOptions(ctx, o), tea.WithFilter(m.news()))
	if o.Input != os.Stdin {
		options = append(options, tea.WithInput(o.Input))
	}
	if o.Environ != nil {
		options = append(options, tea.WithEnvironment(o.Environ))
	}
	_, err := newProgram(m, options...).Run()
	m.remember()
	if cerr := m.again.end(); err == nil {
		err = cerr
	}
	switch {
	case m.opening.failed != nil:
		return m.opening.failed
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the screen broke down, the terminal is restored: %w", err)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return fmt.Errorf("show the screen: %w", err)
	}
	return nil
}

// measure takes the terminal's size, so that the first frame is whole.
func (m *Model) measure(terminal any) {
	if f, ok := terminal.(term.File); ok {
		if w, h, err := term.GetSize(f.Fd()); err == nil {
			m.place.width, m.place.height = w, h
			m.arrange()
		}
	}
}

// news keeps what the framework says at first from the screen, which knows it
// already and would be drawn again for each of it.
func (m *Model) news() func(tea.Model, tea.Msg) tea.Msg {
	size := tea.WindowSizeMsg{Width: m.place.width, Height: m.place.height}
	sized, coloured := false, false
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		known := false
		switch msg := msg.(type) {
		case tea.WindowSizeMsg:
			known, sized = !sized && msg == size, true
		case tea.ColorProfileMsg:
			known, coloured = !coloured && msg.Profile == m.opts.colours, true
		case tea.EnvMsg:
			known = true
		}
		if known {
			return nil
		}
		return msg
	}
}

// programOptions are what every screen's program is made with.
func programOptions(ctx context.Context, o Options) []tea.ProgramOption {
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithOutput(o.Output), tea.WithoutSignalHandler()}
	if o.colours != colorprofile.Unknown {
		options = append(options, tea.WithColorProfile(o.colours))
	}
	return options
}

// check fills in what was left out and refuses what cannot be shown.
func (o *Options) check() error {
	if o.Engine == nil && o.Replay == nil && o.Open == nil {
		return errors.New("show the screen: there is neither an engine nor a session to show")
	}
	if o.Input == nil {
		o.Input = os.Stdin
	}
	if o.Output == nil {
		o.Output = os.Stdout
	}
	o.rest, o.watch = typingRest, themeWatch
	if o.Now == nil {
		o.Now = time.Now
	}
	if !isTerminal(o.Output) || !isTerminal(o.Input) || o.getenv("TERM") == "dumb" {
		return ErrNoTerminal
	}
	environ := o.Environ
	if environ == nil {
		environ = os.Environ()
	}
	o.colours = colorprofile.Detect(o.Output, environ)
	return nil
}

// isTerminal says whether a stream is one.
func isTerminal(stream any) bool {
	f, ok := stream.(term.File)
	return ok && term.IsTerminal(f.Fd())
}
