// Command oneword is the least that a program of this framework does: it draws
// one word. The first frame of the screen is measured against its.
package main

import tea "charm.land/bubbletea/v2"

type word struct{}

func (word) Init() tea.Cmd { return nil }

func (w word) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return w, tea.Quit
	}
	return w, nil
}

func (word) View() tea.View {
	v := tea.NewView("river")
	v.AltScreen = true
	return v
}

func main() { _, _ = tea.NewProgram(word{}).Run() }
