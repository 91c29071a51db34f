package dialogs

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// Field is a line of text that is edited. Its cursor does not blink, so it
// wakes nobody up, and it reads no clipboard: pastes come as messages.
type Field struct{ input textinput.Model }

// NewField returns a field that holds a text, with the cursor at its end, and
// shows the placeholder while it is empty.
func NewField(text, placeholder string) Field {
	in := textinput.New()
	in.Prompt = ""
	in.Placeholder = placeholder
	in.CharLimit = 8192
	in.KeyMap.Paste = key.NewBinding()
	in.KeyMap.NextSuggestion = key.NewBinding()
	in.KeyMap.PrevSuggestion = key.NewBinding()
	in.KeyMap.AcceptSuggestion = key.NewBinding()
	in.SetStyles(textinput.Styles{})
	in.SetValue(text)
	in.CursorEnd()
	in.Focus()
	return Field{input: in}
}

// Value returns the text.
func (f *Field) Value() string { return f.input.Value() }

// SetValue replaces the text and moves the cursor to its end.
func (f *Field) SetValue(text string) {
	f.input.SetValue(text)
	f.input.CursorEnd()
}

// Type takes a key press or a paste.
func (f *Field) Type(msg tea.Msg) {
	f.input, _ = f.input.Update(msg)
}

// View draws the field w cells wide, with its cursor while it has the focus.
func (f *Field) View(w int, focus bool) string {
	in := f.input
	in.SetWidth(max(1, w-1)) // the cursor stands behind the text
	if focus {
		in.Focus()
	} else {
		in.Blur()
	}
	in.SetCursor(in.Position())
	return in.View()
}
