package ui

import (
	"context"
	"sort"

	"weir/sessions"
)

// archive is all items that were fetched, read from the session page by page,
// for a search beside the screen. It belongs to one goroutine.
type archive struct {
	ctx    context.Context //nolint:containedctx // of the one search that it serves
	lib    library
	pages  []sessions.Page
	firsts []int // the item that each page begins with
	length int
	at     int // the page whose items are held; -1 for none
	items  [][]byte
}

// archive returns the items as they are now.
func (m *Model) archive() *archive {
	a := &archive{ctx: m.ctx, lib: m.walk.library, at: -1}
	t := m.walk.trail(m.state)
	if t == nil || a.lib == nil {
		return a
	}
	a.length = int(t.Items())
	first := 0
	for i := range t.Len() {
		p := t.At(i)
		if p.Items == 0 {
			continue
		}
		a.pages, a.firsts = append(a.pages, p), append(a.firsts, first)
		first += p.Items
	}
	return a
}

// Len implements browse.Source.
func (a *archive) Len() int { return a.length }

// Item implements browse.Source. A page that cannot be read has no items.
func (a *archive) Item(i int) ([]byte, bool) {
	page := sort.SearchInts(a.firsts, i+1) - 1
	if page < 0 {
		return nil, false
	}
	if page != a.at {
		a.at = page
		a.items, _ = a.lib.Items(a.ctx, a.pages[page])
	}
	if i -= a.firsts[page]; i >= len(a.items) {
		return nil, false
	}
	return a.items[i], true
}
