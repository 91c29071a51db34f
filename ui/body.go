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
	err     error
}

// needBody reads the body that the main panel should show, unless it does or
// it is on its way.
func (m *Model) needBody() tea.Cmd {
	b := &m.widgets.body
	x := m.exchange()
	if x == nil || m.place.tab != tabBody || !m.frame.Shown(layout.Main) || m.walk.library == nil {
		return nil
	}
	ask := b.asked
	ask.exchange, ask.attempt = x.ID, m.attemptOf(x)
	if ask.attempt == 0 || ask == b.asked {
		return nil
	}
	return b.read(m.ctx, m.walk.library, ask)
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
	msg.build(ctx)
	return msg
}

// build makes the window that suits the body.
func (msg *bodyMsg) build(ctx context.Context) {
	switch {
	case msg.kind == browse.Empty:
	case msg.kind == browse.Image && !msg.asked.raw:
		msg.picture, _ = browse.ReadPicture(msg.body) // what is wrong with it is shown
	case msg.kind == browse.Binary || msg.kind == browse.Image:
		msg.hex = browse.NewHex(msg.body)
	case msg.kind == browse.JSON && !msg.asked.raw:
		index, err := browse.BuildIndex(ctx, msg.body)
		if msg.err = err; err == nil {
			msg.tree = browse.NewTree(index)
		}
	default:
		lines, err := browse.BuildLines(ctx, msg.body)
		if msg.err = err; err == nil {
			msg.raw = browse.NewRaw(lines, msg.kind)
		}
	}
}

// bodyRead shows a body that was read, unless another is wanted by now.
func (m *Model) bodyRead(msg bodyMsg) {
	b := &m.widgets.body
	if msg.asked != b.asked || errors.Is(msg.err, context.Canceled) {
		return
	}
	b.shown, b.matches, b.window = msg, nil, nil
	switch {
	case msg.tree != nil:
		b.window = msg.tree
	case msg.raw != nil:
		b.window = msg.raw
	case msg.hex != nil:
		b.window = msg.hex
	}
	b.mark(m.widgets.found)
	b.arrive()
}

// arrive goes to the item that was selected in the table.
func (b *bodyView) arrive() {
	if b.item == nil || b.window == nil {
		return
	}
	if at := bytes.Index(b.shown.body, b.item); at >= 0 {
		b.jump(at, len(b.item))
	}
	b.item = nil
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
	*b = bodyView{asked: bodyAsk{raw: b.asked.raw}}
}

// ask changes how the body is read, and has it read again.
func (b *bodyView) ask(change func(*bodyAsk)) {
	next := b.asked
	change(&next)
	if next == b.asked {
		return
	}
	next.exchange = 0 // so that it is wanted anew
	b.asked = next
}
