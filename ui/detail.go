package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/ui/browse"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
)

// detail is the selected item as a tree, opened below the table. It follows
// the table's cursor.
type detail struct {
	open   bool
	item   []byte // that the tree is of, or that it is being made of
	prefix string // the item's path in the body that it came in; empty for none
	tree   *browse.Tree
	stop   context.CancelFunc
}

// detailMsg brings the tree of an item.
type detailMsg struct {
	item []byte
	tree *browse.Tree
	err  error
}

// same says whether two items are the same bytes.
func same(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// openItem opens the selected item below the table.
func (m *Model) openItem() {
	if _, ok := m.row(); !ok {
		m.notices.say("This item is still being loaded.")
		return
	}
	m.detail.open = true
}

// close puts the item away.
func (d *detail) close() {
	if d.stop != nil {
		d.stop()
	}
	*d = detail{}
}

// needDetail makes the tree of the selected item, unless it is there.
func (m *Model) needDetail() tea.Cmd {
	d := &m.detail
	if !d.open {
		return nil
	}
	item, ok := m.row()
	if !ok || same(item, d.item) {
		return nil
	}
	if d.stop != nil {
		d.stop()
	}
	ctx, stop := context.WithCancel(m.ctx)
	d.item, d.stop, d.prefix = item, stop, m.itemPath()
	return func() tea.Msg {
		defer stop()
		index, err := browse.BuildIndex(ctx, item)
		if err != nil {
			return detailMsg{item: item, err: err}
		}
		return detailMsg{item: item, tree: browse.NewTree(index)}
	}
}

// detailed shows the tree of an item, unless another is wanted by now. The
// cursor stays on the same line, so that a value can be compared from item to
// item.
func (m *Model) detailed(msg detailMsg) {
	d := &m.detail
	if !d.open || !same(msg.item, d.item) {
		return
	}
	if msg.err != nil {
		if !errors.Is(msg.err, context.Canceled) {
			m.notices.fail(msg.err)
		}
		return
	}
	msg.tree.Mark(m.widgets.found)
	if d.tree != nil {
		msg.tree.Follow(d.tree)
	}
	d.tree = msg.tree
}

// itemPath is the path of the selected item in its body, as jq reads it; empty
// where a filter made it.
func (m *Model) itemPath() string {
	t := m.walk.trail(m.state)
	if t == nil || m.sieve.on() {
		return ""
	}
	i, offset, ok := t.Locate(int64(m.walk.table.Selected()))
	if !ok {
		return ""
	}
	p := t.At(i)
	for _, double := range p.Doubles { // in their order; they are left out of the items
		if double <= offset {
			offset++
		}
	}
	path := "."
	if p.ItemsPath != "" && p.ItemsPath != "." {
		path += strings.TrimPrefix(p.ItemsPath, ".")
	}
	return path + "[" + strconv.Itoa(offset) + "]"
}

// path is that of the value under the cursor.
func (d *detail) path() string {
	path := d.tree.Path()
	switch {
	case d.prefix == "":
		return path
	case path == ".":
		return d.prefix
	case strings.HasPrefix(path, ".["):
		return d.prefix + path[1:]
	}
	return d.prefix + path
}

// actDetail carries out what is about the opened item; false where the intent
// is another's.
func (m *Model) actDetail(i keys.Intent) bool {
	d := &m.detail
	switch i {
	case keys.Back:
		d.close()
	case keys.NextItem:
		m.table().Move(1)
	case keys.PrevItem:
		m.table().Move(-1)
	case keys.InBody:
		m.showInBody()
	default:
		return d.tree != nil && actTree(d.tree, i)
	}
	return true
}

// showInBody shows the selected item within the body that it came in.
func (m *Model) showInBody() {
	m.widgets.exchange, m.widgets.attempt = 0, 0
	if item, ok := m.walk.item(m.state, int64(m.walk.table.Selected())); ok {
		m.widgets.body.item = item
	}
	m.place.show(tabBody)
}

// split is how many rows of the main panel the table takes while an item is
// open; all of them where none is.
func (m *Model) split(height int) (table int) {
	if !m.detail.open || height < 8 {
		if m.detail.open {
			return 0
		}
		return height
	}
	return max(4, height*2/5)
}

// itemsLines draws the table, and the opened item below it.
func (m *Model) itemsLines(f browse.Frame) []string {
	rows := m.split(f.Height)
	if rows == f.Height {
		return m.table().View(f)
	}
	var lines []string
	above := f
	above.Height, above.Focused = rows, false
	if rows > 0 {
		lines = m.table().View(above)
		lines = append(lines, m.ruler(f))
	}
	f.Height -= len(lines)
	if m.detail.tree == nil {
		return append(lines, m.middle(f, "on its way")...)
	}
	return append(lines, m.detail.tree.View(f)...)
}

// ruler parts the table from the opened item and says which one that is.
func (m *Model) ruler(f browse.Frame) string {
	title := "Item " + m.table().Position()
	l := f.Styles.Line(f.Width).Repeat(styles.Border, '─', 2).Space(1)
	l.Text(styles.Title, title).Space(1)
	if m.detail.prefix != "" {
		l.Text(styles.Muted, m.detail.prefix).Space(1)
	}
	return l.Repeat(styles.Border, '─', l.Room()).End()
}

// cellPath is the path of the selected row's value of that name.
func (m *Model) cellPath(name string) string {
	path := m.itemPath()
	switch {
	case path == "" || name == "" || strings.HasPrefix(name, "["):
		return path + name
	}
	return path + browse.Step(name)
}

// clickItems selects what was clicked in the table, or in the item below it.
func (m *Model) clickItems(x, y int) tea.Cmd {
	rows := m.split(m.frame.Rect(layout.Main).Inner().H)
	if m.detail.tree == nil || y < rows {
		m.table().Click(x, y)
		return m.ahead()
	}
	if rows > 0 {
		y -= rows + 1 // the ruler
	}
	m.detail.tree.Click(x, y)
	return nil
}
