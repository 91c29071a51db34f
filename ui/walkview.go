package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/browse"
)

// keptBodies is how many pages' bodies the screen holds at most.
const keptBodies = 24

// library gives the items and bodies that a session keeps; *sessions.Session
// is one.
type library interface {
	Items(ctx context.Context, p sessions.Page) ([][]byte, error)
	Body(ctx context.Context, exchange uint64, attempt int, part engine.BodyPart) ([]byte, sessions.BodyFacts, error)
}

// walkView is where a reader stands in a walk: an item of the list, and a
// window of pages around it whose items are loaded.
type walkView struct {
	library library
	run     uint64
	table   browse.Items
	jump    int // a page to go to once it is there; 0 for none
	pages   map[int]*pageItems
	order   []int // of pages, the one used last at the end
	loading map[int]bool
	settled bool // the run's end was acted on
	doubted bool // the last key asked whether the walk is to be cancelled
}

// shelf gives the table the items of the walk that the model shows.
type shelf struct{ m *Model }

// Len implements browse.Source.
func (s shelf) Len() int {
	if t := s.m.walk.trail(s.m.state); t != nil {
		return int(t.Items())
	}
	return 0
}

// Item implements browse.Source.
func (s shelf) Item(i int) ([]byte, bool) { return s.m.walk.item(s.m.state, int64(i)) }

// pageItems is a page whose items are loaded.
type pageItems struct {
	items [][]byte
	err   error
}

// pageMsg brings a page's body.
type pageMsg struct {
	run    uint64
	number int
	page   pageItems
}

// readFrom starts at the beginning of a run, whose items come from a library.
func (m *Model) readFrom(lib library, run uint64) {
	table := m.walk.table
	m.walk = walkView{library: lib, run: run, table: table}
	m.walk.table.Reset(shelf{m})
	m.sieve.restart(m.sieve.program)
	m.detail.close()
	m.widgets.reset()
}

// trail is the trail of pages that the reader walks; nil where there is none.
func (w *walkView) trail(s *sessions.State) *sessions.Trail {
	if r := s.Run(w.run); r != nil && r.Walk != nil {
		return &r.Walk.Trail
	}
	return nil
}

// page is the page that holds the selected item; ok is false before the first.
func (w *walkView) page(s *sessions.State) (sessions.Page, bool) {
	t := w.trail(s)
	if t == nil || t.Len() == 0 {
		return sessions.Page{}, false
	}
	if i, _, ok := t.Locate(int64(w.table.Selected())); ok {
		return t.At(i), true
	}
	return t.At(0), true // it has no items, or failed
}

// open moves to the first item of a page, now or as soon as it is there.
func (w *walkView) open(s *sessions.State, number int) {
	w.jump = number
	w.arrive(s)
}

// arrive goes to the page that was waited for, once it is there.
func (w *walkView) arrive(s *sessions.State) {
	t := w.trail(s)
	if t == nil || w.jump == 0 {
		return
	}
	if i, ok := t.Find(w.jump); ok && t.At(i).Status == sessions.PageFetched {
		w.jump = 0
		w.table.Select(int(t.FirstItem(i)))
	}
}

// item returns the bytes of an item; ok is false where its page is not loaded.
func (w *walkView) item(s *sessions.State, row int64) (data []byte, ok bool) {
	t := w.trail(s)
	if t == nil {
		return nil, false
	}
	i, offset, ok := t.Locate(row)
	if !ok {
		return nil, false
	}
	p := w.pages[t.At(i).Number]
	if p == nil || offset >= len(p.items) {
		return nil, false
	}
	return p.items[offset], true
}

// load reads the bodies of the pages on the screen and beside it that are not
// there yet.
func (w *walkView) load(ctx context.Context, s *sessions.State) tea.Cmd {
	t := w.trail(s)
	if t == nil || w.library == nil || t.Len() == 0 {
		return nil
	}
	from, to := w.table.Wanted()
	margin := to - from
	first, _, ok := t.Locate(int64(max(0, from-margin)))
	if !ok {
		return nil
	}
	last, _, ok := t.Locate(int64(to + margin))
	if !ok {
		last = t.Len() - 1
	}
	var cmds []tea.Cmd
	for i := first; i <= last && i < first+keptBodies/2; i++ {
		if p := t.At(i); p.Status == sessions.PageFetched {
			cmds = append(cmds, w.fetch(ctx, p))
		}
	}
	return tea.Batch(cmds...)
}

// fetch reads a page's body unless it is there or on its way.
func (w *walkView) fetch(ctx context.Context, p sessions.Page) tea.Cmd {
	if w.pages[p.Number] != nil {
		w.touch(p.Number)
		return nil
	}
	if w.loading[p.Number] {
		return nil
	}
	if w.loading == nil {
		w.loading = map[int]bool{}
	}
	w.loading[p.Number] = true
	lib, run := w.library, w.run
	return func() tea.Msg {
		items, err := lib.Items(ctx, p)
		return pageMsg{run: run, number: p.Number, page: pageItems{items, err}}
	}
}

// pageLoaded takes a page in, and lets those go that were not used for longest.
func (m *Model) pageLoaded(msg pageMsg) {
	w := &m.walk
	delete(w.loading, msg.number)
	if msg.run != w.run || errors.Is(msg.page.err, context.Canceled) {
		return
	}
	if w.pages == nil {
		w.pages = map[int]*pageItems{}
	}
	w.pages[msg.number] = &msg.page
	defer w.table.Use(shelf{m})
	w.touch(msg.number)
	for len(w.order) > keptBodies {
		delete(w.pages, w.order[0])
		w.order = w.order[1:]
	}
}

// touch says that a page was used.
func (w *walkView) touch(number int) {
	if i := slices.Index(w.order, number); i >= 0 {
		w.order = slices.Delete(w.order, i, i+1)
	}
	w.order = append(w.order, number)
}
