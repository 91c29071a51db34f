// Command oneword is the least that a program of this framework does: it draws
// one word, and how many keys were pressed. The screen's first frame, and its
// way from a key to a frame, are measured against its.
package main

import (
	"strconv"

	tea "charm.land/bubbletea/v2"
)

// word is how many keys were pressed.
type word int

func (word) Init() tea.Cmd { return nil }

func (w word) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return w + 1, nil
	}
	return w, nil
}

func (w word) View() tea.View {
	v := tea.NewView("river " + strconv.Itoa(int(w)) + " .")
	v.AltScreen = true
	return v
}

func main() { _, _ = tea.NewProgram(word(0)).Run() }
