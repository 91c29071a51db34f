package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/sessions/compare"
	"weir/ui/dialogs"
	"weir/ui/keys"
)

const showReport dialogs.Kind = "report"

// itemsNamed is how many items of a list and kind a report names.
const itemsNamed = 100

// weighing is a comparison that is under way or shown.
type weighing struct{ cancel context.CancelFunc }

// weighedMsg brings what differs between two sessions.
type weighedMsg struct {
	of     *weighing
	report *compare.Report
	err    error
}

// markOrCompare marks the first of two sessions, or compares the second with it.
func (m *Model) markOrCompare(path string) tea.Cmd {
	first := m.marked
	switch first {
	case "":
		m.marked = path
		m.notices.say("Marked as A: choose another and press " + m.keyOf(keys.Compare, keys.Sessions) + " again to compare the two.")
		return m.listSessions()
	case path:
		m.marked = ""
		return m.listSessions()
	}
	m.marked = ""
	return tea.Batch(m.listSessions(), m.weighFiles(first, path))
}

// compareLive compares what is replayed with the live session.
func (m *Model) compareLive() tea.Cmd {
	switch {
	case m.replay == nil && m.again.from != "":
		return m.weighFiles(m.again.from, m.opts.Session.Path())
	case m.replay == nil:
		return m.openShelf()
	case m.opts.Session == nil || m.replay.session == m.opts.Session:
		m.notices.say("This is the only session that is open: " + m.keyOf(keys.OpenSession, keys.Global) + " lists others, and marks two of them.")
		return nil
	}
	return m.weighFiles(m.replay.session.Path(), m.opts.Session.Path())
}

// weighFiles compares two sessions by their files.
func (m *Model) weighFiles(a, b string) tea.Cmd {
	m.endWeighing()
	ctx, cancel := context.WithCancel(m.ctx)
	w := &weighing{cancel: cancel}
	m.weigh = w
	m.dialogs.Push(dialogs.NewReport(showReport, "Comparing", []dialogs.Block{
		{Rows: []dialogs.Line{{Cells: []string{"Both sessions are being read; esc stops that."}}}},
	}))
	live := m.opts.Session
	return func() tea.Msg {
		r, err := weighed(ctx, live, a, b)
		return weighedMsg{w, r, err}
	}
}

// weighed opens and compares two sessions. The live one is open already.
func weighed(ctx context.Context, live *sessions.Session, a, b string) (*compare.Report, error) {
	var both [2]*sessions.Session
	for i, path := range []string{a, b} {
		if live != nil && live.Path() == path {
			if err := live.Sync(ctx); err != nil {
				return nil, err
			}
			both[i] = live
			continue
		}
		s, err := sessions.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = s.Close() }()
		both[i] = s
	}
	return compare.Sessions(ctx, both[0], both[1], compare.Options{Show: itemsNamed})
}

// endWeighing ends a comparison that goes on.
func (m *Model) endWeighing() {
	if m.weigh != nil {
		m.weigh.cancel()
		m.weigh = nil
	}
}

// weighed shows what differs, in place of the note that it is being read.
func (m *Model) weighed(msg weighedMsg) {
	if msg.of != m.weigh {
		return
	}
	m.dialogs.Drop(showReport)
	if msg.err != nil {
		if !errors.Is(msg.err, context.Canceled) {
			m.notices.fail(msg.err)
		}
		return
	}
	m.dialogs.Push(dialogs.NewReport(showReport, "A and B compared", reportBlocks(msg.report, m.moment.Location())))
}

// reportBlocks lays a comparison out, what differs in a sentence first.
func reportBlocks(r *compare.Report, at *time.Location) []dialogs.Block {
	sides := dialogs.Block{Columns: []dialogs.Column{{}, {}, {Wide: true}}}
	for _, one := range []struct {
		name string
		of   compare.Side
	}{{"A", r.A}, {"B", r.B}} {
		created := ""
		if !one.of.Created.IsZero() {
			created = one.of.Created.In(at).Format(time.DateTime)
		}
		sides.Rows = append(sides.Rows, dialogs.Line{Mark: one.name, Cells: []string{
			plainLine(one.of.Name), created, plainLine(strings.Join(one.of.Origins, ", ")),
		}})
	}
	blocks := []dialogs.Block{{Rows: []dialogs.Line{{Cells: []string{r.Verdict()}}}}, sides}
	for _, t := range r.Tables() {
		blocks = append(blocks, tableBlock(t))
	}
	if len(r.NotCompared) == 0 {
		return blocks
	}
	missing := dialogs.Block{Title: "not compared"}
	for _, text := range r.NotCompared {
		missing.Rows = append(missing.Rows, dialogs.Line{Mark: "!", Cells: []string{plainLine(text)}})
	}
	return append(blocks, missing)
}

// tableBlock makes a block of a table.
func tableBlock(t compare.Table) dialogs.Block {
	b := dialogs.Block{Title: plainLine(t.Title)}
	columns := 0
	for _, row := range t.Rows {
		columns = max(columns, len(row.Cells))
	}
	for i := range columns {
		b.Columns = append(b.Columns, dialogs.Column{Right: slices.Contains(t.Right, i), Wide: !slices.Contains(t.Right, i)})
	}
	for _, note := range t.Notes {
		b.Notes = append(b.Notes, plainLine(note))
	}
	for _, row := range t.Rows {
		line := dialogs.Line{Mark: strings.TrimSpace(row.Mark)}
		for _, cell := range row.Cells {
			line.Cells = append(line.Cells, plainSpaced(cell))
		}
		b.Rows = append(b.Rows, line)
	}
	return b
}

// plainSpaced is plainLine for a text whose first blanks stand for a depth.
func plainSpaced(text string) string {
	bare := strings.TrimLeft(text, " ")
	return text[:len(text)-len(bare)] + plainLine(bare)
}
