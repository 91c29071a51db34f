package ui

import (
	"context"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
)

// Model is all that the screen holds. Update changes it, View draws it.
type Model struct {
	opts    Options
	ctx     context.Context //nolint:containedctx // the program's life, which commands end with
	driver  driver          // nil where nothing can be sent
	opening opening
	feed    waiter
	state   *sessions.State // what is shown: live, or a moment of a replay
	recordings
	runs    map[uint64]run
	keys    keys.Map
	dialogs dialogs.Stack
	place   place
	frame   layout.Frame
	theme   theme
	asking
	reader
	widgets widgets
	steps   steps
	notices notices
	moment  time.Time // that View draws
	ticking bool      // a frame is scheduled
}

// asking is what can be sent: the list of requests, and the line in which one
// is written.
type asking struct {
	requests requestList
	line     requestLine
}

// reader is where a person stands in what came: among the items of a walk,
// what a filter leaves of them, and the item that is open.
type reader struct {
	walk   walkView
	sieve  sieve
	detail detail
}

func newModel(ctx context.Context, o Options) *Model {
	if o.Playground != nil && len(o.Requests) == 0 && o.Book == nil {
		o.Requests = practice(o.Playground.URL())
	}
	m := &Model{
		opts: o, ctx: ctx, state: sessions.NewState(), runs: map[uint64]run{},
		widgets: newWidgets(), asking: asking{requests: newRequestList(o.Requests, o.Book)},
		steps: steps{shown: o.Playground != nil && o.Replay == nil}, moment: o.Now(),
	}
	var err error
	if m.theme, err = newTheme(o); err != nil {
		m.notices.fail(m.shortTheme(err))
	}
	m.tellContrast(m.theme.own[m.theme.asked])
	if o.Keys != nil {
		m.keys = *o.Keys
	} else {
		m.keys = keys.Preset()
	}
	m.place.focus = layout.Requests
	if o.Select != "" {
		m.requests.name(o.Select)
	}
	m.recall()
	m.attach(Live{Engine: o.Engine, Session: o.Session})
	m.sayLosses(o.Book)
	m.restyle()
	return m
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, m.watchTheme()}
	switch {
	case m.opts.Replay != nil:
		cmds = append(cmds, m.openReplay(m.opts.Replay))
	case m.opts.Open != nil:
		cmds = append(cmds, m.open())
	default:
		cmds = append(cmds, m.listen())
	}
	return tea.Batch(cmds...)
}

// chain is where a key is looked up, innermost first.
func (m *Model) chain() keys.Chain {
	var c keys.Chain
	if m.line.editing {
		c = append(c, keys.Text)
	}
	if s := m.scope(); s != "" {
		c = append(c, s)
	}
	if m.replay != nil {
		return append(c, keys.Replaying, keys.Global)
	}
	return append(c, keys.Live, keys.Global)
}

// scope is that of the panel with the focus.
func (m *Model) scope() keys.Scope {
	switch m.place.focus {
	case layout.Requests:
		if m.replay != nil {
			return keys.Runs
		}
		return keys.Requests
	case layout.Main:
		if m.detail.open && m.place.tab == tabItems {
			return keys.Item
		}
		return []keys.Scope{keys.Items, keys.Body, keys.Headers, keys.Timing, keys.Log}[m.place.tab]
	case layout.Pages:
		return keys.Pages
	case layout.Breaker:
		return keys.Breaker
	case layout.Bucket:
		return keys.Bucket
	case layout.Retries:
		return keys.Retries
	case layout.Connections:
		return keys.Connections
	case layout.None, layout.Steps, layout.Timeline, layout.Tour:
	}
	return ""
}

// origin is the one that the newest run speaks to, and that the side panels
// show; nil before the first.
func (m *Model) origin() *sessions.Origin {
	if r := m.state.Focus(); r != nil {
		if o := m.state.Origin(r.Origin); o != nil {
			return o
		}
	}
	if all := m.state.Origins(); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// running is the newest run while it goes on; nil where it cannot be steered.
func (m *Model) running() run {
	r := m.state.Focus()
	if r == nil || r.Finished != nil || m.replay != nil {
		return nil
	}
	return m.runs[r.ID]
}

// getenv reads the environment that the program was given.
func (o *Options) getenv(name string) string {
	if o.Environ == nil {
		return os.Getenv(name)
	}
	for _, entry := range o.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}
