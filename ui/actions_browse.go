package ui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"weir/ui/browse"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
)

const (
	pickColumn dialogs.Kind = "column"
	pickLevel  dialogs.Kind = "level"
)

// actBrowse carries out what arranges the items and the body.
func (m *Model) actBrowse(i keys.Intent) (tea.Cmd, bool) {
	if i == keys.Follow {
		m.widgets.log.Follow()
		return nil, true
	}
	if i == keys.FoldLevel {
		m.openLevels()
		return nil, true
	}
	if m.place.focus != layout.Main {
		return nil, m.actTable(i)
	}
	switch m.place.tab {
	case tabBody:
		return nil, m.actBody(i) || m.actTable(i)
	case tabItems:
		return nil, m.detail.open && m.actDetail(i) || m.actColumn(i) || m.actTable(i)
	case tabHeaders, tabTiming, tabLog, tabs:
	}
	return nil, m.actTable(i)
}

// actColumn moves among the columns.
func (m *Model) actColumn(i keys.Intent) bool {
	switch i {
	case keys.Left:
		m.table().MoveColumn(-1)
	case keys.Right:
		m.table().MoveColumn(1)
	default:
		return false
	}
	return true
}

// actTable arranges the table of items; false where the intent is another's.
func (m *Model) actTable(i keys.Intent) bool {
	t := m.table()
	switch i {
	case keys.Sort:
		t.Sort()
	case keys.ColumnLeft:
		t.Shift(-1)
	case keys.ColumnRight:
		t.Shift(1)
	case keys.HideColumn:
		t.Hide()
	case keys.Widen:
		t.Widen(2)
	case keys.Narrow:
		t.Widen(-2)
	case keys.Columns:
		m.openColumns()
	default:
		return false
	}
	return true
}

// actBody carries out what arranges the body; false where the intent is
// another's.
func (m *Model) actBody(i keys.Intent) bool {
	b := &m.widgets.body
	if i == keys.Raw {
		b.ask(func(a *bodyAsk) { a.raw = !a.raw })
		return true
	}
	if i == keys.Wrap {
		m.wrapBody()
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
	case keys.NextSibling:
		t.Sibling(1)
	case keys.PrevSibling:
		t.Sibling(-1)
	case keys.Parent:
		t.Parent()
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

// tree is the one that keys go to; nil where there is none.
func (m *Model) tree() *browse.Tree {
	if m.place.tab == tabItems {
		return m.detail.tree
	}
	if m.exchange() == nil {
		return nil // a body of a later moment is not shown
	}
	t, _ := m.widgets.body.window.(*browse.Tree)
	return t
}

// openLevels asks from which level on a tree is folded.
func (m *Model) openLevels() {
	if m.tree() == nil {
		m.notices.say("There is no tree here to fold.")
		return
	}
	rows := []dialogs.Row{{ID: "1", Key: "1", Text: "the top alone"}, {ID: "2", Key: "2", Text: "two levels open"}}
	for n, text := range []string{"three", "four", "five", "six", "seven", "eight", "nine"} {
		key := strconv.Itoa(n + 3)
		rows = append(rows, dialogs.Row{ID: key, Key: key, Text: text + " levels"})
	}
	rows = append(rows, dialogs.Row{ID: "0", Key: "0", Text: "everything"})
	m.dialogs.Push(dialogs.NewMenu(pickLevel, "Show", rows))
}

// foldTo folds the tree from a level on; 0 folds nothing.
func (m *Model) foldTo(level string) {
	t := m.tree()
	n, err := strconv.Atoi(level)
	switch {
	case t == nil || err != nil:
	case n == 0:
		t.UnfoldAll()
	default:
		t.FoldLevel(n)
	}
}

// wrapBody breaks long lines of a text, or shifts them.
func (m *Model) wrapBody() {
	b := &m.widgets.body
	b.shifted = !b.shifted
	if r, ok := b.window.(*browse.Raw); ok {
		r.Wrap(!b.shifted)
	}
}

// openColumns offers the columns of the items, to show or hide them.
func (m *Model) openColumns() {
	var rows []dialogs.Row
	for _, c := range m.table().Columns() {
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
	for _, c := range m.table().Columns() {
		if c.Name == name {
			m.table().Show(name, c.Hidden)
		}
	}
}
