package ui

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

// The dialogs about sending again.
const (
	pickAgain    dialogs.Kind = "again"
	askStruck    dialogs.Kind = "struck"
	confirmAgain dialogs.Kind = "send-again"
)

// Renewed is an engine that records into a session of its own.
type Renewed struct {
	Engine  *engine.Engine
	Session *sessions.Session
	Close   func() error // both, in their order
}

// again sends what was recorded once more.
type again struct {
	from   string // the file that it is compared with afterwards
	runs   []sessions.RecordedRun
	pages  map[uint64]int // of each run that walked; engine.AllPages where it came to the end
	struck []string       // what is still to be asked for
	given  map[string]string
	next   *renewedMsg // waits for the engine before to end
	plans  []engine.Plan
	begun  int          // of the plans
	wanted int          // pages of the last that was begun
	close  func() error // of what this screen began; nil for none
}

// againMsg brings what was asked of the runs of a session.
type againMsg struct {
	of   *replay
	runs []sessions.RecordedRun
	err  error
}

// renewedMsg brings an engine with a session of its own.
type renewedMsg struct {
	Renewed
	plans []engine.Plan
	from  string // where the file of the live session is now; empty where it was not the one
	lost  []error
	err   error
}

// sendAgain reads what the session was asked for.
func (m *Model) sendAgain() tea.Cmd {
	r := m.replay
	switch {
	case m.opts.Renew == nil:
		m.notices.say("Nothing can be sent here.")
		return nil
	case !r.loaded || r.busy:
		return nil
	}
	m.again.from, m.again.pages = r.session.Path(), map[uint64]int{}
	for _, one := range r.runs {
		if w := one.Walk; w != nil {
			m.again.pages[one.ID] = max(1, w.Trail.Len())
			if w.Stop != nil {
				m.again.pages[one.ID] = engine.AllPages
			}
		}
	}
	return func() tea.Msg {
		runs, err := r.session.Runs(r.ctx)
		return againMsg{r, runs, err}
	}
}

// asked offers the runs that can be sent again.
func (m *Model) asked(msg againMsg) tea.Cmd {
	if msg.of != m.replay {
		return nil
	}
	m.notices.fail(msg.err)
	runs := slices.DeleteFunc(msg.runs, func(r sessions.RecordedRun) bool { return len(r.Requests) == 0 })
	m.again.runs = runs
	switch len(runs) {
	case 0:
		m.notices.say("Nothing was sent in this session.")
		return nil
	case 1:
		return m.gather(runs)
	}
	rows := []dialogs.Row{{Key: "a", Text: "all " + sessions.Count(int64(len(runs))) + " runs, one after the other"}}
	for i, r := range runs[:min(len(runs), 9)] {
		rows = append(rows, dialogs.Row{ID: fmt.Sprint(r.ID), Key: fmt.Sprint(i + 1), Text: label(Named{Name: r.Name, URL: r.Requests[0].URL})})
	}
	m.dialogs.Push(dialogs.NewMenu(pickAgain, "Send again, into a new session", rows))
	return nil
}

// chosenAgain takes the run that was chosen; an empty id is all.
func (m *Model) chosenAgain(id string) tea.Cmd {
	runs := m.again.runs
	if id != "" {
		runs = slices.DeleteFunc(slices.Clone(runs), func(r sessions.RecordedRun) bool { return fmt.Sprint(r.ID) != id })
	}
	return m.gather(runs)
}

// gather finds what is missing in the requests of runs and asks for it.
func (m *Model) gather(runs []sessions.RecordedRun) tea.Cmd {
	a := &m.again
	a.runs, a.struck, a.given = runs, nil, map[string]string{}
	for _, r := range runs {
		if len(r.Lost) > 0 {
			m.notices.fail(fmt.Errorf("not sent again: %s was not kept: 'weir sessions rerun' takes it with -d", strings.Join(r.Lost, ", ")))
			return nil
		}
		for _, req := range r.Requests {
			for _, what := range sessions.Struck(req) {
				if !slices.Contains(a.struck, what) {
					a.struck = append(a.struck, what)
				}
			}
		}
	}
	if origins := originsOf(runs); len(a.struck) > 0 && len(origins) > 1 {
		m.notices.fail(fmt.Errorf("the runs go to %s, and what was struck out would go to all of them: choose one run", strings.Join(origins, ", ")))
		return nil
	}
	return m.askNext()
}

// originsOf lists where the requests of runs go to.
func originsOf(runs []sessions.RecordedRun) []string {
	var out []string
	for _, r := range runs {
		for _, req := range r.Requests {
			if origin, err := engine.OriginOf(req.URL); err == nil && !slices.Contains(out, origin) {
				out = append(out, origin)
			}
		}
	}
	return out
}

// askNext asks for the next value that was struck out, and sends when there is
// none left.
func (m *Model) askNext() tea.Cmd {
	a := &m.again
	if len(a.struck) == 0 {
		return m.sureToSend()
	}
	what := a.struck[0]
	hint, check := "it was struck out of the recording as a secret; give it as it is to be sent, it is not shown", notEmpty
	if strings.HasPrefix(what, "header ") {
		hint, check = hint+", or leave it empty to send without it", nil
	}
	m.dialogs.Push(dialogs.NewPrompt(askStruck, firstUpper(plainLine(what)), "", hint, check).Veiled())
	return nil
}

func notEmpty(text string) error {
	if text == "" {
		return errors.New("it cannot be left out: write it, or press esc and send nothing")
	}
	return nil
}

// givenStruck takes a value that was asked for.
func (m *Model) givenStruck(text string) tea.Cmd {
	a := &m.again
	if len(a.struck) == 0 {
		return nil
	}
	a.given[a.struck[0]] = text
	a.struck = a.struck[1:]
	return m.askNext()
}

// sureToSend asks before what may change something is sent again, or a run is
// ended by it.
func (m *Model) sureToSend() tea.Cmd {
	var why []string
	safe := []string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY"}
	for _, r := range m.again.runs {
		for _, req := range r.Requests {
			if text := req.Method + " may change something where it is sent again."; !slices.Contains(safe, req.Method) && !slices.Contains(why, text) {
				why = append(why, text)
			}
		}
	}
	if live := m.live().Focus(); live != nil && live.Finished == nil && live.Live() > 0 {
		why = append(why, "The run that is under way is cancelled.")
	}
	if len(why) == 0 {
		return m.begin()
	}
	m.dialogs.Push(dialogs.NewConfirm(confirmAgain, "", strings.Join(why, " "), "send it", "send nothing"))
	return nil
}

// begin makes the plans and the engine for them.
func (m *Model) begin() tea.Cmd {
	a := &m.again
	plans, secrets, err := a.filled()
	if err != nil {
		m.notices.fail(err)
		return nil
	}
	a.given = nil
	policy, lost := sessions.PolicyOf(a.runs[0].Policy)
	renew, ctx, ofLive := m.opts.Renew, m.ctx, m.replay != nil && m.replay.session == m.opts.Session
	end, session := m.ending(), m.opts.Session
	return func() tea.Msg {
		r, err := renew(ctx, policy, secrets)
		if err != nil {
			return renewedMsg{err: err}
		}
		msg := renewedMsg{Renewed: r, plans: plans, lost: append(lost, end()...)}
		if ofLive {
			msg.from = session.Path() // a session that was named is moved as it is closed
		}
		return msg
	}
}

// ending ends the live engine and its session.
func (m *Model) ending() func() []error {
	if end := m.again.close; end != nil {
		return func() []error { return []error{end()} }
	}
	e, s := m.opts.Engine, m.opts.Session
	return func() (errs []error) {
		if e != nil {
			errs = append(errs, e.Close())
		}
		if s != nil {
			errs = append(errs, s.Close())
		}
		return errs
	}
}

// filled makes the plans, with what was given in place of what was struck out.
func (a *again) filled() (plans []engine.Plan, secrets []string, err error) {
	for _, value := range a.given {
		if value != "" {
			secrets = append(secrets, value)
		}
	}
	for _, r := range a.runs {
		requests := slices.Clone(r.Requests)
		for i := range requests {
			a.fill(&requests[i])
			if open := sessions.Struck(requests[i]); len(open) > 0 {
				return nil, nil, fmt.Errorf("not sent again: %s is struck out", strings.Join(open, ", "))
			}
		}
		r.Requests = requests
		p, err := r.Plan(a.pages[r.ID])
		if err != nil {
			return nil, nil, err
		}
		plans = append(plans, p)
	}
	return plans, secrets, nil
}

// fill puts what was given into a request.
func (a *again) fill(req *engine.Request) {
	for _, what := range sessions.Struck(*req) {
		value, ok := a.given[what]
		kind, name, _ := strings.Cut(what, " ")
		switch {
		case !ok:
		case what == "the URL":
			req.URL = value
		case what == "the body":
			req.Body = []byte(value)
		case kind == "parameter":
			req.URL = sessions.WithParam(req.URL, name, value)
		case kind == "header" && value == "":
			req.Header = req.Header.Clone()
			delete(req.Header, name)
		case kind == "header":
			req.Header = req.Header.Clone()
			req.Header[name] = []string{value}
		}
	}
}

// renewed takes the new engine in, once the one before has told all.
func (m *Model) renewed(msg renewedMsg) tea.Cmd {
	if msg.err != nil {
		m.notices.fail(msg.err)
		return nil
	}
	m.again.next = &msg
	return m.adopt()
}

// adopt makes the new engine and its session the live ones.
func (m *Model) adopt() tea.Cmd {
	next := m.again.next
	if next == nil || m.feed.source != nil && (!m.feed.ended || m.feed.healing) {
		return nil
	}
	a := &m.again
	a.next = nil
	if next.from != "" {
		a.from = next.from
	}
	left := m.leaveReplay()
	m.opts.Engine, m.opts.Session, a.close, a.plans, a.begun = next.Engine, next.Session, next.Close, next.plans, 0
	m.driver = engineDriver{next.Engine}
	m.feed = waiter{source: next.Engine.Watch(watchSize), history: past{next.Session}}
	m.state, m.runs, m.steps.saved = sessions.NewState(), map[uint64]run{}, false
	m.readFrom(m.liveLibrary(), 0)
	m.place.show(tabItems)
	for _, lost := range next.lost {
		m.notices.fail(lost)
	}
	return tea.Batch(left, m.feed.next(m.ctx), m.awaitTrouble(m.opts.Session), m.goOn())
}

// goOn starts the next plan of those that are sent again, once the one before
// has ended, and says at the end how to compare.
func (m *Model) goOn() tea.Cmd {
	a := &m.again
	if a.plans == nil || m.driver == nil || len(m.live().Runs()) < a.begun {
		return nil
	}
	if last := m.live().Focus(); last != nil && !a.settled(last) {
		return nil
	}
	if len(a.plans) == 0 {
		a.plans = nil
		m.notices.say("Sent again: " + m.keyOf(keys.CompareLive, keys.Live) + " compares with what it was.")
		return nil
	}
	p, d, ctx := a.plans[0], m.driver, m.ctx
	if a.wanted = 0; p.Walk != nil {
		a.wanted = p.Walk.Pages
	}
	a.plans, a.begun = a.plans[1:], a.begun+1
	return func() tea.Msg {
		r, err := d.Start(ctx, p)
		return startedMsg{run: r, err: err, name: p.Name}
	}
}

// settled says whether a run has done what it was begun for. A walk that went
// on only as far as a reader did waits for its reader then, as it did before.
func (a *again) settled(r *sessions.Run) bool {
	if r.Finished != nil {
		return true
	}
	if r.Walk == nil || a.wanted <= 0 || r.Live() > 0 {
		return false
	}
	i, ok := r.Walk.Trail.Find(a.wanted)
	return ok && (r.Walk.Trail.At(i).Status == sessions.PageFetched || r.Walk.Trail.At(i).Status == sessions.PageFailed)
}

// end closes what this screen began.
func (a *again) end() error {
	if a.close == nil {
		return nil
	}
	return a.close()
}
