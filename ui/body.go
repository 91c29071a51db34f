package ui

import (
	"bytes"
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/layout"
)

// scroller is what the windows over a body have in common.
type scroller interface {
	Move(by int)
	Page(by int)
	Scroll(by int)
	Home()
	End()
	Click(x, y int) bool
	Position() string
	View(f browse.Frame) []string
}

// bodyView shows the body of a reply. It is read, and what it takes to show it
// is built, in a command that ends when another body is wanted.
type bodyView struct {
	asked   bodyAsk
	stop    context.CancelFunc // of the reading that is under way
	shown   bodyMsg            // what was read last
	window  scroller           // nil where there is nothing to scroll
	matches *browse.Matches
	item    []byte // to go to once the body is there
	placing bool   // it is being looked for
	held    bool   // the filter is being changed
	shifted bool   // long lines of a text are shifted, not broken
}

// bodyAsk is which body is wanted, and how.
type bodyAsk struct {
	exchange uint64
	attempt  int
	raw      bool   // as it came, not as a tree
	filter   string // jq
}

// bodyMsg brings a body, ready to be shown.
type bodyMsg struct {
	asked   bodyAsk
	body    []byte
	facts   sessions.BodyFacts
	kind    browse.Kind
	tree    *browse.Tree
	raw     *browse.Raw
	hex     *browse.Hex
	picture *browse.Picture
	rest    tea.Cmd // reads what comes after the start that is shown; nil for nothing
	err     error
}

// startBytes is how much of a large body is shown while the rest is read.
const startBytes = 256 << 10

// needBody reads the body that the main panel should show, unless it does or
// it is on its way.
func (m *Model) needBody() tea.Cmd {
	b := &m.widgets.body
	x := m.exchange()
	if x == nil || m.place.tab != tabBody || !m.frame.Shown(layout.Main) || m.walk.library == nil || b.held {
		return nil
	}
	if m.attemptOf(x) == 0 { // its reply is still to come: that of the one before is shown until then
		if x = m.answered(); x == nil {
			return nil
		}
	}
	ask := b.asked
	ask.exchange, ask.attempt = x.ID, m.attemptOf(x)
	if ask == b.asked {
		return nil
	}
	return b.read(m.ctx, m.walk.library, ask)
}

// answered is the newest exchange of which an attempt has ended; nil before the
// first. Which one that is does not depend on what was looked at before, so that
// a replay shows what the live screen did.
func (m *Model) answered() *sessions.Exchange {
	for i := m.state.Len() - 1; i >= 0; i-- {
		if x := m.state.Row(i); m.attemptOf(x) > 0 {
			return x
		}
	}
	return nil
}

// attemptOf is the attempt whose body is shown: the one that was selected, else
// the last that has ended; 0 for none.
func (m *Model) attemptOf(x *sessions.Exchange) int {
	if a := x.Attempt(m.widgets.attempt); a != nil && x.ID == m.widgets.exchange {
		return a.N
	}
	for i := len(x.Attempts) - 1; i >= 0; i-- {
		if !x.Attempts[i].Ended.IsZero() {
			return x.Attempts[i].N
		}
	}
	return 0
}

// read reads a body in place of the one that was wanted before.
func (b *bodyView) read(ctx context.Context, lib library, ask bodyAsk) tea.Cmd {
	if b.stop != nil {
		b.stop()
	}
	ctx, b.stop = context.WithCancel(ctx)
	b.asked = ask
	return func() tea.Msg { return readBody(ctx, lib, ask) }
}

// readBody reads a body and builds what it takes to show it.
func readBody(ctx context.Context, lib library, ask bodyAsk) bodyMsg {
	msg := bodyMsg{asked: ask}
	msg.body, msg.facts, msg.err = lib.Body(ctx, ask.exchange, ask.attempt, engine.ResponseBody)
	if msg.err == nil && ask.filter != "" {
		msg.body, msg.err = jq(ctx, ask.filter, msg.body)
		msg.facts.ContentType = "application/json"
	}
	if msg.err != nil {
		return msg
	}
	msg.kind = browse.Detect(msg.facts.ContentType, msg.body)
	if len(msg.body) <= 4*startBytes {
		msg.build(ctx, msg.body)
		return msg
	}
	whole := msg
	msg.build(ctx, msg.body[:startBytes])
	if msg.tree != nil {
		msg.tree.Partial()
	}
	if msg.tree != nil || msg.raw != nil {
		msg.rest = func() tea.Msg {
			whole.build(ctx, whole.body)
			return whole
		}
	}
	return msg
}

// build makes the window that suits the body, over that part of it.
func (msg *bodyMsg) build(ctx context.Context, part []byte) {
	switch {
	case msg.kind == browse.Empty:
	case msg.kind == browse.Image && !msg.asked.raw:
		msg.picture, _ = browse.ReadPicture(msg.body) // what is wrong with it is shown
	case msg.kind == browse.Binary || msg.kind == browse.Image:
		msg.hex = browse.NewHex(msg.body)
	case msg.kind == browse.JSON && !msg.asked.raw:
		index, err := browse.BuildIndex(ctx, part)
		if msg.err = err; err == nil {
			msg.tree = browse.NewTree(index)
		}
	default:
		lines, err := browse.BuildLines(ctx, part)
		if msg.err = err; err == nil {
			msg.raw = browse.NewRaw(lines, msg.kind)
		}
	}
}

// bodyRead shows a body that was read, unless another is wanted by now.
func (m *Model) bodyRead(msg bodyMsg) tea.Cmd {
	b := &m.widgets.body
	if msg.asked != b.asked || errors.Is(msg.err, context.Canceled) {
		return nil
	}
	if m.widgets.filter.open && m.widgets.filter.body && msg.err != nil {
		m.refuseFilter(msg.err)
		return nil
	}
	grown := b.shown.rest != nil && b.shown.asked == msg.asked
	b.show(msg, grown)
	b.mark(m.widgets.found)
	return msg.rest
}

// show takes a body in, in place of its start where grown says so.
func (b *bodyView) show(msg bodyMsg, grown bool) {
	before, matches := b.window, b.matches
	b.shown, b.matches, b.window = msg, nil, nil
	switch {
	case msg.tree != nil:
		b.window = msg.tree
	case msg.raw != nil:
		msg.raw.Wrap(!b.shifted)
		b.window = msg.raw
	case msg.hex != nil:
		b.window = msg.hex
	}
	if !grown {
		return
	}
	b.matches = matches
	switch w := before.(type) {
	case *browse.Tree:
		msg.tree.Follow(w)
	case *browse.Raw:
		msg.raw.Jump(w.Offset())
	}
	if at, ok := b.beyond(); ok {
		b.jump(at, 0)
	}
}

// beyond is the find that was gone to while only the start of the body was
// there, and that stands behind that.
func (b *bodyView) beyond() (at int, ok bool) {
	if b.matches == nil {
		return 0, false
	}
	at, ok = b.matches.Place()
	return at, ok && at >= startBytes
}

// placeMsg says where the item stands in the body that was selected in the
// table; -1 for nowhere.
type placeMsg struct {
	asked bodyAsk
	item  []byte
	at    int
}

// needPlace looks for the item that was selected in the table, once its body is
// there.
func (m *Model) needPlace() tea.Cmd {
	b := &m.widgets.body
	if b.item == nil || b.placing || b.window == nil || b.shown.asked != b.asked || b.shown.rest != nil || m.place.tab != tabBody {
		return nil
	}
	b.placing = true
	asked, item, body := b.asked, b.item, b.shown.body
	return func() tea.Msg { return placeMsg{asked, item, bytes.Index(body, item)} }
}

// placed goes to the item that was looked for.
func (b *bodyView) placed(msg placeMsg) {
	b.placing = false
	if msg.asked != b.asked || !same(msg.item, b.item) {
		return
	}
	b.item = nil
	if msg.at >= 0 && b.window != nil {
		b.jump(msg.at, len(msg.item))
	}
}

// cancel ends the reading that is under way, while a filter is being changed.
func (b *bodyView) cancel() {
	if b.shown.asked != b.asked {
		if b.stop != nil {
			b.stop()
		}
		b.asked.exchange = 0 // so that it is wanted anew
	}
	b.held = true
}

// jump goes to a place of the body.
func (b *bodyView) jump(offset, n int) {
	switch w := b.window.(type) {
	case *browse.Tree:
		w.Jump(offset)
	case *browse.Raw:
		w.Jump(offset)
	case *browse.Hex:
		w.Jump(offset, n)
	}
}

// offset is the place that is stood on.
func (b *bodyView) offset() int {
	switch w := b.window.(type) {
	case *browse.Tree:
		return w.Offset()
	case *browse.Raw:
		return w.Offset()
	case *browse.Hex:
		return w.Offset()
	}
	return 0
}

// mark marks a pattern wherever it stands.
func (b *bodyView) mark(p browse.Pattern) {
	switch w := b.window.(type) {
	case *browse.Tree:
		w.Mark(p)
	case *browse.Raw:
		w.Mark(p)
	}
}

// reset forgets the body.
func (b *bodyView) reset() {
	if b.stop != nil {
		b.stop()
	}
	*b = bodyView{asked: bodyAsk{raw: b.asked.raw}, shifted: b.shifted}
}

// ask changes how the body is read, and has it read again.
func (b *bodyView) ask(change func(*bodyAsk)) {
	b.held = false
	next := b.asked
	change(&next)
	if next == b.asked {
		return
	}
	next.exchange = 0 // so that it is wanted anew
	b.asked = next
}
