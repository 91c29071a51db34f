package ui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

const askPage dialogs.Kind = "page"

// mostPages bounds the number that a person may ask for.
const mostPages = 1_000_000

// actPages carries out what is about the pages of the walk.
func (m *Model) actPages(i keys.Intent) (tea.Cmd, bool) {
	if m.replay != nil {
		return nil, false
	}
	switch i {
	case keys.NextPage:
		return m.turnPage(1), true
	case keys.PrevPage:
		return m.turnPage(-1), true
	case keys.FirstPage:
		m.firstPage()
	case keys.LastPage:
		m.lastPage()
	case keys.AllPages:
		return m.allPages(), true
	case keys.RetryPage:
		return m.retryPage(), true
	case keys.GoToPage:
		m.askPage()
	default:
		return nil, false
	}
	return nil, true
}

// walking returns the walk of the newest run, or says that there is none.
func (m *Model) walking() *sessions.Walk {
	r := m.state.Focus()
	if r == nil || r.Walk == nil {
		m.notices.say("There are no pages yet: send a request for a list first.")
		return nil
	}
	return r.Walk
}

// current is the number of the page that the reader is on, or waits for.
func (m *Model) current() int {
	if m.walk.jump > 0 {
		return m.walk.jump
	}
	p, _ := m.walk.page(m.state)
	return p.Number
}

// turnPage goes to the page after or before the present one.
func (m *Model) turnPage(by int) tea.Cmd {
	w := m.walking()
	if w == nil {
		return nil
	}
	to := m.current() + by
	if to < 1 {
		m.notices.say("This is the first page.")
		return nil
	}
	return m.goToPage(w, to)
}

// goToPage goes to a page and asks for it, and for those ahead of it, where
// they are not there.
func (m *Model) goToPage(w *sessions.Walk, number int) tea.Cmd {
	if i, ok := w.Trail.Find(number); ok && w.Trail.At(i).Status == sessions.PageFailed {
		text := "Page " + strconv.Itoa(number) + " could not be had"
		if key := m.keyNow(keys.RetryPage); key != "" && m.usable(keys.RetryPage) {
			text += ": " + key + " fetches it again"
		}
		m.notices.say(text + ".")
	}
	m.place.tab = tabItems
	if number > lastPage(w) && m.running() == nil {
		m.notices.say(m.noMore(w))
		return nil
	}
	m.follows()
	m.walk.open(m.state, number)
	return m.want(number + m.opts.Prefetch)
}

// follows lets what was selected by hand follow the reader again.
func (m *Model) follows() {
	m.widgets.exchange, m.widgets.attempt = 0, 0
	m.widgets.pages.Follow()
}

// openPage shows a page that was selected; what came of one that failed.
func (m *Model) openPage(number int) tea.Cmd {
	w := m.walking()
	if w == nil {
		return nil
	}
	if i, ok := w.Trail.Find(number); ok && w.Trail.At(i).Status != sessions.PageFetched {
		m.widgets.exchange, m.widgets.attempt = w.Trail.At(i).Exchange, 0
		m.place.show(tabTiming)
		return nil
	}
	m.follows()
	m.walk.open(m.state, number)
	m.place.show(tabItems)
	return nil
}

// lastPage is the number of the last page of the trail.
func lastPage(w *sessions.Walk) int {
	if n := w.Trail.Len(); n > 0 {
		return w.Trail.At(n - 1).Number
	}
	return 0
}

// noMore says why there is no page after the last one.
func (m *Model) noMore(w *sessions.Walk) string {
	if w.Stop == nil {
		return "The run has ended: " + m.keyNow(keys.Send) + " sends the request again."
	}
	return "This is the last page: " + plainLine(w.Stop.Text) + "."
}

// want asks the walk for pages.
func (m *Model) want(pages int) tea.Cmd {
	r := m.running()
	if r == nil {
		return nil
	}
	return func() tea.Msg {
		r.Want(pages)
		return nil
	}
}

func (m *Model) firstPage() {
	if m.walking() != nil {
		m.walk.jump = 0
		m.walk.table.Home()
	}
}

func (m *Model) lastPage() {
	w := m.walking()
	if w == nil {
		return
	}
	if p, ok := w.Newest(); ok {
		m.walk.open(m.state, p.Number)
	}
}

func (m *Model) allPages() tea.Cmd {
	if m.walking() == nil {
		return nil
	}
	return m.steer("fetch all of", func(r run) { r.Want(engine.AllPages) })
}

// retryPage fetches the failed page again: the present one, else the first.
func (m *Model) retryPage() tea.Cmd {
	w := m.walking()
	if w == nil {
		return nil
	}
	number := 0
	for i := range w.Trail.Len() {
		if p := w.Trail.At(i); p.Status == sessions.PageFailed && (number == 0 || p.Number == m.current()) {
			number = p.Number
		}
	}
	if number == 0 {
		m.notices.say("No page has failed.")
		return nil
	}
	return m.steer("fetch again", func(r run) { r.RetryPage(number) })
}

func (m *Model) askPage() {
	if m.walking() == nil {
		return
	}
	check := func(text string) error {
		_, err := parseNumber(text, mostPages)
		return err
	}
	m.dialogs.Push(dialogs.NewPrompt(askPage, "Go to page", strconv.Itoa(m.current()),
		"the number of a page; it is fetched, and those before it, where they are not there", check))
}

// follow keeps the reader's place true to the state after it changed.
func (m *Model) follow() {
	if r := m.state.Focus(); r != nil && r.ID != m.walk.run {
		m.readFrom(m.walk.library, r.ID)
	}
	m.walk.arrive(m.state)
	m.turnToBody()
	m.keepStep()
}

// turnToBody shows the body of a reply that holds no items in place of an empty
// table, once the run has ended.
func (m *Model) turnToBody() {
	r := m.state.Focus()
	if r == nil || r.Finished == nil || m.walk.settled || m.replay != nil {
		return
	}
	m.walk.settled = true
	x := m.exchange()
	if m.place.tab != tabItems || r.Walk != nil && r.Walk.Items > 0 || x == nil {
		return
	}
	if a := x.Last(); a != nil && a.HasBody {
		m.place.tab = tabBody
	}
}
