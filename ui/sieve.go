package ui

import (
	"context"
	"errors"
	"slices"
	"sort"

	tea "charm.land/bubbletea/v2"
	"github.com/itchyny/gojq"

	"weir/sessions"
	"weir/ui/browse"
)

const (
	// sievePages is how many pages are read before what came of them is shown.
	sievePages = 32
	// mostSieved bounds the rows that a filter gives.
	mostSieved = 100_000
)

// sieve is the table of what a jq program makes of the items, page by page as
// they are there. It is empty without a program.
type sieve struct {
	program string
	turn    int // of the program; what comes of an older one is thrown away
	stop    context.CancelFunc
	busy    bool
	held    bool // the program is being changed
	rows    [][]byte
	from    []int // the item that a row came of, rising
	bytes   int
	pages   int   // of the trail that were read
	items   int64 // that they held
	full    bool  // more would be given than is kept
	err     error
	table   browse.Items
	at      int // the item that table and walk agreed on last; -1 for none
}

// sieveMsg brings what a program made of some pages.
type sieveMsg struct {
	turn  int
	rows  [][]byte
	from  []int
	pages int
	items int64
	full  bool
	err   error
}

// Len implements browse.Source.
func (s *sieve) Len() int { return len(s.rows) }

// Item implements browse.Source.
func (s *sieve) Item(i int) ([]byte, bool) {
	if i < 0 || i >= len(s.rows) {
		return nil, false
	}
	return s.rows[i], true
}

// on says whether the items are filtered.
func (s *sieve) on() bool { return s.program != "" }

// cancel ends what is under way.
func (s *sieve) cancel() {
	if s.stop != nil {
		s.stop()
	}
	s.turn++
	s.busy, s.stop, s.held = false, nil, true
}

// restart begins with a program, from the first page on.
func (s *sieve) restart(program string) {
	s.cancel()
	*s = sieve{program: program, turn: s.turn, at: -1}
	s.table.Reset(s)
}

// filterItems shows what a program makes of each item; all items where it is
// empty.
func (m *Model) filterItems(program string) {
	m.sieve.held = false
	if program == m.sieve.program && m.sieve.err == nil {
		return
	}
	m.sieve.restart(program)
	m.sieve.table.Mark(m.widgets.found)
	m.widgets.matches = nil
}

// table is the one that the items are shown in.
func (m *Model) table() *browse.Items {
	if m.sieve.on() {
		return &m.sieve.table
	}
	return &m.walk.table
}

// row returns the JSON that the selected row shows; ok is false where it is
// not loaded, or there is none.
func (m *Model) row() (data []byte, ok bool) {
	if m.sieve.on() {
		return m.sieve.Item(m.sieve.table.Selected())
	}
	return m.walk.item(m.state, int64(m.walk.table.Selected()))
}

// needSieve reads the next pages that the filter has not seen.
func (m *Model) needSieve() tea.Cmd {
	s := &m.sieve
	t := m.walk.trail(m.state)
	if !s.on() || s.busy || s.held || s.full || s.err != nil || t == nil || m.walk.library == nil {
		return nil
	}
	if s.pages > t.Len() || s.pages < t.Len() && t.FirstItem(s.pages) != s.items {
		s.restart(s.program) // a page before came, or came anew
	}
	pages := settled(t, s.pages)
	if len(pages) == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	s.busy, s.stop = true, stop
	lib, program, ask := m.walk.library, s.program, sieveMsg{turn: s.turn, items: s.items}
	room := mostGiven - s.bytes
	return func() tea.Msg {
		defer stop()
		return sift(ctx, lib, program, pages, room, ask)
	}
}

// settled returns the next pages of a trail that have come or failed.
func settled(t *sessions.Trail, from int) []sessions.Page {
	var pages []sessions.Page
	for i := from; i < t.Len() && len(pages) < sievePages; i++ {
		p := t.At(i)
		if p.Status == sessions.PageWaiting || p.Status == sessions.PageInFlight {
			break
		}
		pages = append(pages, p)
	}
	return pages
}

// sift runs a program over the items of pages.
func sift(ctx context.Context, lib library, program string, pages []sessions.Page, room int, msg sieveMsg) sieveMsg {
	code, err := compileJQ(program)
	if err != nil {
		msg.err = err
		return msg
	}
	msg.err = guard(ctx, func(ctx context.Context) error {
		for _, p := range pages {
			if p.Status == sessions.PageFetched {
				items, err := lib.Items(ctx, p)
				if err != nil && !errors.Is(err, sessions.ErrNoBody) {
					return err
				}
				if err := msg.add(ctx, code, items, &room); err != nil || msg.full {
					return err
				}
			}
			msg.items += int64(p.Items)
			msg.pages++
		}
		return nil
	})
	return msg
}

// add takes in what the program makes of a page's items.
func (msg *sieveMsg) add(ctx context.Context, code *gojq.Code, items [][]byte, room *int) error {
	for i, item := range items {
		values, err := decode(item)
		if err != nil {
			continue // it is no JSON: nothing can be made of it
		}
		for _, value := range values {
			err := each(ctx, code, value, func(text []byte) error {
				*room -= len(text)
				if msg.full = msg.full || *room < 0; !msg.full {
					msg.rows = append(msg.rows, text)
					msg.from = append(msg.from, int(msg.items)+i)
				}
				return nil
			})
			if err != nil || msg.full {
				return err
			}
		}
	}
	return nil
}

// sifted takes in what came of some pages.
func (m *Model) sifted(msg sieveMsg) {
	s := &m.sieve
	if msg.turn != s.turn {
		return
	}
	s.busy, s.stop = false, nil
	s.pages, s.items = s.pages+msg.pages, msg.items
	s.full = msg.full || len(s.rows)+len(msg.rows) > mostSieved
	keep := min(len(msg.rows), mostSieved-len(s.rows))
	s.rows, s.from = append(s.rows, msg.rows[:keep]...), append(s.from, msg.from[:keep]...)
	for _, row := range msg.rows[:keep] {
		s.bytes += len(row)
	}
	if msg.err != nil && m.ctx.Err() == nil {
		s.err = msg.err
		if m.refuseFilter(msg.err); !m.widgets.filter.open {
			m.notices.fail(msg.err)
		}
	}
	s.table.Use(s)
}

// keepStep keeps the filtered table and the reader's place in the walk at the
// same item, whichever of them moved.
func (m *Model) keepStep() {
	s := &m.sieve
	if !s.on() || len(s.rows) == 0 {
		return
	}
	row := max(0, s.table.Selected())
	switch walk := m.walk.table.Selected(); {
	case s.from[row] != s.at || s.at < 0:
		m.walk.table.Select(s.from[row])
	case walk != s.at:
		row = min(sort.SearchInts(s.from, walk), len(s.from)-1)
		s.table.Select(row)
		m.walk.table.Select(s.from[row])
	}
	s.at = s.from[max(0, s.table.Selected())]
}

// sieveLabel says what the filter gives, of how many items.
func (m *Model) sieveLabel() string {
	s := &m.sieve
	label := "jq " + sessions.Count(int64(len(s.rows)))
	if s.full {
		label += "+"
	}
	label += " of " + sessions.Count(s.items)
	if s.busy {
		label += " …"
	}
	return label
}

// sieved is what of the filter's rows there are, for a search beside the
// screen.
func (s *sieve) sieved() browse.Source { return &sieve{rows: slices.Clip(s.rows)} }
