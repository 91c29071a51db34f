package dialogs

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
)

// Prompt asks for a line of text.
type Prompt struct {
	kind  Kind
	title string
	hint  string
	field Field
	check func(string) error
	err   error // of the text as it stands; shown once it was to be taken
	tried bool
	live  bool
	w, h  int // of the box
}

// NewPrompt returns a prompt that begins with text, which is selected. hint says what may be
// given; check refuses a text with an error that says what would be right, and
// may be nil.
func NewPrompt(kind Kind, title, text, hint string, check func(string) error) *Prompt {
	p := &Prompt{kind: kind, title: title, hint: hint, field: NewField(text, ""), check: check}
	p.field.SelectAll()
	return p
}

// Live makes the prompt say with Typed what it holds whenever that changes, and
// stand low, so that what comes of it is seen above.
func (p *Prompt) Live() *Prompt {
	p.live = true
	p.field.Keep() // a program is rather changed than written anew
	return p
}

// Veiled makes the prompt draw dots in place of what is typed.
func (p *Prompt) Veiled() *Prompt {
	p.field.Veil()
	return p
}

// Kind returns what the prompt is about.
func (p *Prompt) Kind() Kind { return p.kind }

// Refuse shows what is wrong with the text in place of the hint; nil takes that
// back.
func (p *Prompt) Refuse(err error) { p.err = err }

// Low says whether the prompt stands at the bottom of the screen.
func (p *Prompt) Low() bool { return p.live }

// Chain implements Dialog.
func (p *Prompt) Chain() keys.Chain { return keys.Chain{keys.Dialog, keys.Text} }

// Do implements Dialog.
func (p *Prompt) Do(i keys.Intent) Action {
	switch i {
	case keys.Accept:
		p.tried = true
		if p.verify(); p.err != nil {
			p.field.Keep() // what was refused is mended
			return nil
		}
		return Entered{p.kind, p.field.Value()}
	case keys.Leave:
		return Closed{p.kind}
	default:
		return nil
	}
}

func (p *Prompt) verify() {
	p.err = nil
	if p.check != nil {
		p.err = p.check(p.field.Value())
	}
}

// Type implements Dialog.
func (p *Prompt) Type(msg tea.Msg) Action {
	before := p.field.Value()
	p.field.Type(msg)
	if p.tried {
		p.verify()
	}
	if text := p.field.Value(); p.live && text != before {
		return Typed{p.kind, text}
	}
	return nil
}

// Click implements Dialog.
func (p *Prompt) Click(int, int) Action { return nil }

// Wheel implements Dialog.
func (p *Prompt) Wheel(int) Action { return nil }
