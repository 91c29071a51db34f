package dialogs

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
)

// Confirm asks before something is lost. It begins at the answer that loses
// nothing.
type Confirm struct {
	kind    Kind
	id      string
	text    string
	yes, no string
	at      bool // at yes
	w, h    int  // of the box
}

// NewConfirm returns a question. yes and no are the answers in words, a verb
// each; id comes back with a yes.
func NewConfirm(kind Kind, id, text, yes, no string) *Confirm {
	return &Confirm{kind: kind, id: id, text: text, yes: yes, no: no}
}

// Chain implements Dialog.
func (c *Confirm) Chain() keys.Chain { return keys.Chain{keys.Dialog, keys.Menu} }

// Do implements Dialog.
func (c *Confirm) Do(i keys.Intent) Action {
	switch i {
	case keys.Accept:
		return c.answer(c.at)
	case keys.Leave:
		return Closed{c.kind}
	case keys.Up, keys.Down:
		c.at = !c.at
	default:
	}
	return nil
}

func (c *Confirm) answer(yes bool) Action {
	if yes {
		return Confirmed{c.kind, c.id}
	}
	return Closed{c.kind}
}

// Type implements Dialog: y and n answer.
func (c *Confirm) Type(msg tea.Msg) Action {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch press.String() {
	case "y", "Y":
		return c.answer(true)
	case "n", "N":
		return c.answer(false)
	case "left", "right", "h", "l":
		c.at = !c.at
	}
	return nil
}

// Click implements Dialog.
func (c *Confirm) Click(x, y int) Action {
	if y != 2+len(wrap(c.text, c.w-4)) {
		return nil
	}
	return c.answer(x < 2+len("  y "+c.yes+" ")+2)
}

// Wheel implements Dialog.
func (c *Confirm) Wheel(int) Action { return nil }
