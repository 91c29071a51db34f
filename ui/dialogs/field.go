package dialogs

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"weir/ui/styles"
)

// Field is a line of text that is edited. It wakes nobody up to blink, and it
// reads no clipboard: pastes come as messages.
type Field struct {
	input textinput.Model
	hint  string
	whole bool // the whole text is selected: what is typed takes its place
	veil  bool // dots stand for what is typed
}

// NewField returns a field that holds a text, with the cursor at its end, and
// shows the hint while it is empty.
func NewField(text, hint string) Field {
	in := textinput.New()
	in.CharLimit = 8192
	in.SetVirtualCursor(false)
	in.KeyMap.Paste = key.NewBinding()
	in.KeyMap.NextSuggestion = key.NewBinding()
	in.KeyMap.PrevSuggestion = key.NewBinding()
	in.KeyMap.AcceptSuggestion = key.NewBinding()
	in.SetValue(text)
	in.CursorEnd()
	in.Focus()
	return Field{input: in, hint: hint}
}

// Value returns the text.
func (f *Field) Value() string { return f.input.Value() }

// SetValue replaces the text and moves the cursor to its end.
func (f *Field) SetValue(text string) {
	f.input.SetValue(text)
	f.input.CursorEnd()
}

// SelectAll selects the whole text, so that the next one typed or pasted takes
// its place. A key that moves keeps the text.
func (f *Field) SelectAll() { f.whole = f.Value() != "" }

// Veil draws a dot for each character, as for passwords.
func (f *Field) Veil() { f.veil = true }

// Keep takes the selection away.
func (f *Field) Keep() { f.whole = false }

// Type takes a key press or a paste.
func (f *Field) Type(msg tea.Msg) {
	if f.whole && replaces(msg) {
		f.input.SetValue("")
	}
	f.whole = false
	f.input, _ = f.input.Update(msg)
}

// replaces says whether a message puts something in the place of what is
// selected, or deletes it.
func replaces(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return true
	case tea.KeyPressMsg:
		return msg.Text != "" || msg.Code == tea.KeyBackspace || msg.Code == tea.KeyDelete
	}
	return false
}

// Draw draws the field in n cells of a line.
func (f *Field) Draw(l *styles.Line, st *styles.Styles, n int) {
	if f.Value() == "" {
		l.Field(styles.Faint, f.hint, n)
		return
	}
	text, _ := f.window(st, n)
	if f.whole {
		outer := l.Fit(n)
		l.Text(styles.Match, text).Unfit(outer)
		l.Space(n - st.Width(text))
		return
	}
	l.Field(styles.Text, text, n)
}

// Cursor returns the column of the cursor within the n cells of the field.
func (f *Field) Cursor(st *styles.Styles, n int) int {
	_, column := f.window(st, n)
	return column
}

// window is the part of the text that n cells show, and where the cursor
// stands in it: one cell is kept for the cursor behind the text.
func (f *Field) window(st *styles.Styles, n int) (text string, column int) {
	runes, at := []rune(f.input.Value()), f.input.Position()
	if f.veil {
		runes = []rune(strings.Repeat("•", len(runes)))
	}
	start := at
	for start > 0 {
		w := st.Width(string(runes[start-1]))
		if column+w > n-1 {
			break
		}
		column += w
		start--
	}
	end, width := at, column
	for end < len(runes) {
		if width += st.Width(string(runes[end])); width > n {
			break
		}
		end++
	}
	return string(runes[start:end]), column
}
