package ui

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/browse"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
)

const pickColumn dialogs.Kind = "column"

// actBrowse carries out what arranges the items and the body.
func (m *Model) actBrowse(i keys.Intent) (tea.Cmd, bool) {
	if m.place.focus == layout.Main && m.place.tab == tabBody && m.actBody(i) {
		return nil, true
	}
	t := &m.walk.table
	switch i {
	case keys.Follow:
		m.widgets.log.Follow()
	case keys.Sort:
		t.Sort()
	case keys.Widen:
		t.Widen(2)
	case keys.Narrow:
		t.Widen(-2)
	case keys.Columns:
		m.openColumns()
	case keys.Left, keys.Right:
		if m.place.focus != layout.Main || m.place.tab != tabItems {
			return nil, false
		}
		t.MoveColumn(map[keys.Intent]int{keys.Left: -1, keys.Right: 1}[i])
	default:
		return nil, false
	}
	return nil, true
}

// actBody carries out what arranges the body; false where the intent is
// another's.
func (m *Model) actBody(i keys.Intent) bool {
	b := &m.widgets.body
	if i == keys.Raw {
		b.ask(func(a *bodyAsk) { a.raw = !a.raw })
		return true
	}
	switch w := b.window.(type) {
	case *browse.Tree:
		return actTree(w, i)
	case *browse.Raw:
		return shift(w, i)
	}
	return i == keys.Toggle || i == keys.FoldAll || i == keys.Unfold
}

// actTree folds a tree.
func actTree(t *browse.Tree, i keys.Intent) bool {
	switch i {
	case keys.Toggle:
		t.Toggle()
	case keys.Left:
		t.Fold()
	case keys.Right:
		t.Unfold()
	case keys.FoldAll:
		t.FoldAll()
	case keys.Unfold:
		t.UnfoldAll()
	default:
		return false
	}
	return true
}

// shift moves sideways over long lines.
func shift(r *browse.Raw, i keys.Intent) bool {
	switch i {
	case keys.Left:
		r.Shift(-8)
	case keys.Right:
		r.Shift(8)
	default:
		return false
	}
	return true
}

// openColumns offers the columns of the items, to show or hide them.
func (m *Model) openColumns() {
	var rows []dialogs.Row
	for _, c := range m.walk.table.Columns() {
		note := "shown"
		if c.Hidden {
			note = "hidden"
		}
		rows = append(rows, dialogs.Row{ID: c.Name, Text: plainLine(c.Title), Note: note})
	}
	m.dialogs.Push(dialogs.NewPalette(pickColumn, "Columns", "type to find", rows))
}

// toggleColumn shows a column, or hides it.
func (m *Model) toggleColumn(name string) {
	for _, c := range m.walk.table.Columns() {
		if c.Name == name {
			m.walk.table.Show(name, c.Hidden)
		}
	}
}
