package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"weir/themes"
	"weir/ui/dialogs"
	"weir/ui/styles"
)

// How a theme's file is watched: looked at so often, and read once it did not
// change for a moment, for editors write in pieces.
const (
	themeWatch  = 2 * time.Second
	themeSettle = 100 * time.Millisecond
)

// theme is how the screen is drawn, and what that was chosen by.
type theme struct {
	asked     string                  // by name; empty follows the terminal's ground
	tried     string                  // in the picker; empty for none
	own       map[string]themes.Theme // the person's own, as read last
	fixed     bool                    // asked for by a flag or the configuration
	dark      bool                    // the terminal's ground
	bare      bool                    // NO_COLOR asks for none
	profile   styles.Profile
	graphemes bool
	st        *styles.Styles
	stamp     themes.Stamp       // of the file that was read last
	unwatch   context.CancelFunc // ends looking at a file; nil for none
}

// themesMsg brings the themes to choose from.
type themesMsg struct {
	all    []themes.Theme
	broken []brokenTheme
	err    error
}

type brokenTheme struct {
	name string
	err  error
}

// reloadedMsg brings a theme whose file changed.
type reloadedMsg struct {
	name  string
	theme themes.Theme
	stamp themes.Stamp
	err   error
}

// newTheme reads the theme to begin with. With an error it is the house's.
func newTheme(o Options) (theme, error) {
	t := theme{asked: o.Theme, fixed: o.Theme != "", dark: true, own: map[string]themes.Theme{}, bare: o.getenv("NO_COLOR") != ""}
	t.paint(o.colours)
	if t.asked == "" {
		t.asked = o.Memory.Theme()
	}
	if t.asked == "" {
		return t, nil
	}
	first, err := o.Themes.Load(t.asked)
	if err != nil {
		t.asked = ""
		return t, err
	}
	t.take(first)
	return t, nil
}

// take takes in a theme as its file has it.
func (t *theme) take(one themes.Theme) {
	if one.File == "" {
		delete(t.own, one.Name)
		return
	}
	t.own[one.Name], t.stamp = one, one.Stamp
}

// follows says whether the theme is that of the terminal's ground.
func (t *theme) follows() bool { return t.asked == "" && t.tried == "" }

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

// load returns a theme without reading a file: one of the person's own as it
// was read last, or a built-in one.
func (t *theme) load(name string) (themes.Theme, error) {
	if own, ok := t.own[name]; ok {
		return own, nil
	}
	return themes.Load(name)
}

// try draws with a theme for the time being; empty ends that.
func (t *theme) try(name string) { t.tried = name }

// restyle makes the styles anew after something that they depend on changed.
func (m *Model) restyle() {
	loaded, err := m.theme.load(m.theme.name())
	if err != nil {
		m.notices.fail(err)
		m.theme.asked, m.theme.tried = "", ""
		if loaded, err = m.theme.load(m.theme.name()); err != nil {
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
		m.theme.paint(msg.Profile)
	case tea.ModeReportMsg:
		if msg.Mode != ansi.ModeUnicodeCore {
			return
		}
		m.theme.graphemes = msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet
	}
	m.restyle()
}

// paint takes in how many colours the terminal has.
func (t *theme) paint(colours colorprofile.Profile) {
	t.profile = profileOf(colours)
	if t.bare {
		t.profile = styles.NoColor
	}
}

// profileOf is what the framework's colour profile means to us.
func profileOf(colours colorprofile.Profile) styles.Profile {
	switch colours {
	case colorprofile.ANSI256:
		return styles.ANSI256
	case colorprofile.ANSI:
		return styles.ANSI16
	case colorprofile.ASCII, colorprofile.NoTTY:
		return styles.NoColor
	case colorprofile.TrueColor, colorprofile.Unknown:
	}
	return styles.TrueColor
}

// readThemes reads all themes, to choose one.
func (m *Model) readThemes() tea.Cmd {
	shelf := m.opts.Themes
	return func() tea.Msg {
		var msg themesMsg
		names, err := shelf.Names()
		msg.err = err
		for _, name := range names {
			t, err := shelf.Load(name)
			if err != nil {
				msg.broken = append(msg.broken, brokenTheme{name, err})
				continue
			}
			msg.all = append(msg.all, t)
		}
		return msg
	}
}

// offerThemes opens the picker, which draws each theme as it is reached.
func (m *Model) offerThemes(msg themesMsg) {
	m.notices.fail(msg.err)
	var rows []dialogs.Row
	for _, t := range msg.all {
		note := "light"
		if t.Dark {
			note = "dark"
		}
		if t.File != "" {
			m.theme.own[t.Name] = t
			note = "yours · " + note
		}
		rows = append(rows, dialogs.Row{ID: t.Name, Text: plainLine(t.Title), Note: note})
	}
	for _, b := range msg.broken {
		m.notices.fail(fmt.Errorf("in the theme %w", m.shortTheme(b.err)))
		rows = append(rows, dialogs.Row{ID: b.name, Text: plainLine(b.name), Off: "cannot be used"})
	}
	m.dialogs.Push(dialogs.NewPalette(pickTheme, "Theme", "type to find", rows).Previewing(m.theme.name()))
}

// previewTheme draws with a theme that is reached in the picker.
func (m *Model) previewTheme(name string) {
	if _, err := m.theme.load(name); err == nil {
		m.theme.try(name)
		m.restyle()
	}
}

// keepTheme draws with a theme from now on, and remembers it.
func (m *Model) keepTheme(name string) tea.Cmd {
	m.theme.asked, m.theme.tried, m.theme.stamp = name, "", m.theme.own[name].Stamp
	m.restyle()
	m.tellContrast(m.theme.own[name])
	if m.theme.fixed {
		m.notices.say("This theme holds until you leave: a flag or the configuration names the one to begin with.")
		return m.watchTheme()
	}
	file := m.opts.Memory
	return tea.Batch(m.watchTheme(), func() tea.Msg { return keptThemeMsg{file.KeepTheme(name)} })
}

// keptThemeMsg says that the choice of a theme was kept, or why not.
type keptThemeMsg struct{ err error }

// tellContrast says which colours of a person's own theme are hard to read.
func (m *Model) tellContrast(t themes.Theme) {
	problems := t.Check()
	if t.File == "" || len(problems) == 0 {
		return
	}
	text := problems[0].String()
	if n := len(problems) - 1; n > 0 {
		text += ", and " + strconv.Itoa(n) + " more: weir themes show " + t.Name
	}
	m.notices.fail(fmt.Errorf("in the theme %w", m.shortTheme(errors.New(text))))
}

// shortTheme names files of the folder of themes by their names alone.
func (m *Model) shortTheme(err error) error {
	if err == nil || m.opts.Themes.Dir == "" {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), m.opts.Themes.Dir+string(filepath.Separator), ""))
}

// watchTheme waits for a change of the file of the theme that is drawn with.
// It wakes nobody up before there is one.
func (m *Model) watchTheme() tea.Cmd {
	if m.theme.unwatch != nil {
		m.theme.unwatch()
		m.theme.unwatch = nil
	}
	name := m.theme.asked
	if _, own := m.theme.own[name]; !own || m.opts.watch == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.theme.unwatch = cancel
	shelf, every, stamp := m.opts.Themes, m.opts.watch, m.theme.stamp
	return func() tea.Msg {
		now, ok := changed(ctx, shelf, name, stamp, every)
		if !ok {
			return nil
		}
		t, err := shelf.Load(name)
		return reloadedMsg{name, t, now, err}
	}
}

// changed waits until a theme's file is another than the one with a stamp, and
// settled, and returns its stamp then; ok is false where ctx ended before.
func changed(ctx context.Context, shelf themes.Shelf, name string, stamp themes.Stamp, every time.Duration) (now themes.Stamp, ok bool) {
	for before := stamp; ; before = now {
		wait := every
		if before != stamp {
			wait = themeSettle
		}
		select {
		case <-ctx.Done():
			return now, false
		case <-time.After(wait):
		}
		now = shelf.Stamp(name)
		if now != stamp && now == before {
			return now, true
		}
	}
}

// reloaded draws with a theme as its file has it now.
func (m *Model) reloaded(msg reloadedMsg) tea.Cmd {
	if msg.name != m.theme.asked {
		return nil
	}
	if msg.err != nil {
		m.theme.stamp = msg.stamp
		m.notices.fail(fmt.Errorf("the theme stays as it was: %w", m.shortTheme(msg.err)))
		return m.watchTheme()
	}
	m.theme.take(msg.theme)
	m.restyle()
	m.notices.say("The theme was read anew.")
	m.tellContrast(msg.theme)
	return m.watchTheme()
}
