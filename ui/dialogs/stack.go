package dialogs

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
)

// Dialog is one thing that stands before the screen.
type Dialog interface {
	// Chain returns the scopes in which keys are looked up for it.
	Chain() keys.Chain
	// Do acts on an intent; nil where nothing came of it.
	Do(i keys.Intent) Action
	// Type takes a key press that means no intent, or a paste.
	Type(msg tea.Msg) Action
	// Click takes a click on a cell of its box, and Wheel a turn by lines.
	Click(x, y int) Action
	Wheel(lines int) Action
	// Fit makes the dialog's box fit into w×h cells and returns its size.
	Fit(st *styles.Styles, w, h int) (int, int)
	// Lines draws the box as it was fitted.
	Lines(st *styles.Styles) []string
	// Cursor returns the cursor's cell within the box; ok is false for none.
	Cursor(st *styles.Styles) (x, y int, ok bool)
}

// Stack holds open dialogs, the topmost last. The zero Stack is empty.
type Stack struct {
	open []Dialog
	at   layout.Rect // of the topmost
}

// Push opens a dialog before all others.
func (s *Stack) Push(d Dialog) { s.open = append(s.open, d) }

// Pop closes the topmost dialog.
func (s *Stack) Pop() {
	if len(s.open) > 0 {
		s.open = s.open[:len(s.open)-1]
	}
}

// Drop closes the topmost dialog of a kind among those that are open.
func (s *Stack) Drop(k Kind) {
	for i := len(s.open) - 1; i >= 0; i-- {
		if one, ok := s.open[i].(interface{ Kind() Kind }); ok && one.Kind() == k {
			s.open = append(s.open[:i:i], s.open[i+1:]...)
			return
		}
	}
}

// Top returns the topmost dialog; nil where none is open.
func (s *Stack) Top() Dialog {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

// Open says whether a dialog is open.
func (s *Stack) Open() bool { return len(s.open) > 0 }

// Update gives a key press or a paste to the topmost dialog and returns what
// came of it; nil where nothing did. A dialog that came to its end is closed.
func (s *Stack) Update(msg tea.Msg, m keys.Map) Action {
	top := s.Top()
	if top == nil {
		return nil
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch i := m.Lookup(press.String(), top.Chain()); i {
		case keys.None:
		case keys.Quit:
			return s.settle(Wanted{i})
		default:
			return s.settle(top.Do(i))
		}
	}
	return s.settle(top.Type(msg))
}

// Click gives a click on a cell of the screen to the topmost dialog.
func (s *Stack) Click(x, y int) Action {
	if s.Top() == nil || !s.at.Contains(x, y) {
		return nil
	}
	return s.settle(s.Top().Click(x-s.at.X, y-s.at.Y))
}

// settle closes the topmost dialog where its action is its last.
func (s *Stack) settle(a Action) Action {
	switch a.(type) {
	case Closed, Chosen, Entered, Confirmed, Filled, Wanted:
		s.Pop()
	case Previewed, Removed, Asked, Typed:
	}
	return a
}
