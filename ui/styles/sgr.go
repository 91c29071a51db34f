package styles

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"weir/themes"
)

// reset ends all attributes.
const reset = "\x1b[m"

// sgr is the finished escape sequence of an ink on a ground.
type sgr struct {
	full  string // from any state
	fg    string // from another sgr of the same ground where both are bare
	bare  bool   // neither attributes nor a ground of its own
	plain bool   // the terminal's own style: nothing to send
}

// maker makes the sequences of one theme and profile.
type maker struct {
	theme   themes.Theme
	profile Profile
	dark    bool
	few     map[themes.Role]uint8 // the colours of ANSI256
}

func (m maker) sgr(g Ground, i Ink) sgr {
	k := i.look()
	attrs := k.attrs
	if m.profile == NoColor {
		attrs = k.plain
		if g == Selection {
			attrs ^= reverse
		}
		return sgr{full: sequence(attrs, own(), own()), plain: attrs == 0}
	}
	back := g.role()
	if i == Match || i == MatchNow || i == LitJump {
		back = themes.RoleMatch
	}
	fg := m.color(m.fore(g, k.role))
	return sgr{
		full: sequence(attrs, fg, m.color(back)), fg: sequenceOf(fg),
		bare: attrs == 0 && back == g.role(),
	}
}

// fore is the role whose colour is drawn on a ground. Where it could not be
// read on a selected row, that row's own ink replaces it.
func (m maker) fore(g Ground, r themes.Role) themes.Role {
	if g != Selection || r == themes.RoleMatchText {
		return r
	}
	if r == themes.RoleText || m.profile == ANSI16 {
		return themes.RoleSelectionText
	}
	const readable = 3
	if themes.Contrast(m.theme.Color(r), m.theme.Color(themes.RoleSelection)) < readable {
		return themes.RoleSelectionText
	}
	return r
}

// color returns a role's colour as the profile has it.
func (m maker) color(r themes.Role) color.Color {
	switch m.profile {
	case TrueColor:
		return lipgloss.Color(string(m.theme.Color(r)))
	case ANSI256:
		return ansi.IndexedColor(m.few[r])
	case ANSI16:
		if n := r.ANSI(m.dark); n >= 0 {
			return ansi.BasicColor(n)
		}
	case NoColor:
	}
	return own()
}

// own is the terminal's own colour.
func own() color.Color { return lipgloss.NoColor{} }

// sequence sets attributes and colours from any state. Lip Gloss makes it,
// once for each ink: to render each cell with a style costs forty times what
// writing the finished sequence does.
func sequence(attrs attr, fg, bg color.Color) string {
	text := "\x1b[0"
	for _, set := range []struct {
		attr attr
		code string
	}{{bold, ";1"}, {underline, ";4"}, {reverse, ";7"}} {
		if attrs&set.attr != 0 {
			text += set.code
		}
	}
	colours := opening(lipgloss.NewStyle().Foreground(fg).Background(bg))
	return text + strings.Replace(colours, "\x1b[", ";", 1) + "m"
}

// sequenceOf sets the colour of the text alone.
func sequenceOf(fg color.Color) string {
	if set := opening(lipgloss.NewStyle().Foreground(fg)); set != "" {
		return set + "m"
	}
	return "\x1b[39m"
}

// opening is what a style sends before a text, without its end; empty for a
// style that sends nothing.
func opening(s lipgloss.Style) string {
	before, _, _ := strings.Cut(s.Render("x"), "x")
	return strings.TrimSuffix(before, "m")
}
