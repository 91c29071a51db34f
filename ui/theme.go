package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"weir/themes"
	"weir/ui/dialogs"
	"weir/ui/styles"
)

// theme is how the screen is drawn, and what that was chosen by.
type theme struct {
	asked     string // by name; empty follows the terminal's ground
	tried     string // in the picker; empty for none
	dark      bool   // the terminal's ground
	profile   styles.Profile
	graphemes bool
	st        *styles.Styles
}

func newTheme(name string, colourless bool) theme {
	t := theme{asked: name, dark: true}
	if colourless {
		t.profile = styles.NoColor
	}
	return t
}

// name is that of the theme to draw with.
func (t *theme) name() string {
	switch {
	case t.tried != "":
		return t.tried
	case t.asked != "":
		return t.asked
	case t.dark:
		return themes.DefaultDark
	}
	return themes.DefaultLight
}

// try draws with a theme for the time being; empty ends that.
func (t *theme) try(name string) { t.tried = name }

// keep draws with a theme from now on.
func (t *theme) keep(name string) { t.asked, t.tried = name, "" }

// restyle makes the styles anew after something that they depend on changed.
func (m *Model) restyle() {
	loaded, err := themes.Load(m.theme.name())
	if err != nil {
		m.notices.fail(err)
		m.theme.asked, m.theme.tried = "", ""
		if loaded, err = themes.Load(m.theme.name()); err != nil {
			return
		}
	}
	m.theme.st = styles.New(loaded, m.theme.profile, m.theme.dark).Graphemes(m.theme.graphemes)
}

// terminal takes in what the terminal tells about itself.
func (m *Model) terminal(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		m.theme.dark = msg.IsDark()
	case tea.ColorProfileMsg:
		m.theme.profile = profileOf(msg.String())
	case tea.ModeReportMsg:
		if msg.Mode != ansi.ModeUnicodeCore {
			return
		}
		m.theme.graphemes = msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet
	}
	m.restyle()
}

// profileOf is what the framework's name of a colour profile means to us.
func profileOf(name string) styles.Profile {
	switch name {
	case "ANSI256":
		return styles.ANSI256
	case "ANSI":
		return styles.ANSI16
	case "Ascii", "ASCII", "NoTTY":
		return styles.NoColor
	}
	return styles.TrueColor
}

// openThemes offers the themes, each drawn as it is reached.
func (m *Model) openThemes() {
	var rows []dialogs.Row
	for _, name := range themes.Builtin() {
		row := dialogs.Row{ID: name, Text: name}
		if t, err := themes.Load(name); err == nil {
			row.Text = t.Title
			row.Note = "light"
			if t.Dark {
				row.Note = "dark"
			}
		}
		rows = append(rows, row)
	}
	m.dialogs.Push(dialogs.NewPalette(pickTheme, "Theme", "type to find", rows).Previewing(m.theme.name()))
}
