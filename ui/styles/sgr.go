package styles

import (
	"image/color"

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
		return sgr{full: sequence(attrs, nil, nil), plain: attrs == 0}
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

// color returns a role's colour as the profile has it; nil is the terminal's own.
func (m maker) color(r themes.Role) color.Color {
	switch m.profile {
	case TrueColor:
		red, green, blue := m.theme.Color(r).RGB()
		return color.RGBA{red, green, blue, 0xff}
	case ANSI256:
		return ansi.IndexedColor(m.few[r])
	case ANSI16:
		if n := r.ANSI(m.dark); n >= 0 {
			return ansi.BasicColor(n)
		}
	case NoColor:
	}
	return nil
}

// sequence sets attributes and colours from any state. Without a colour the
// terminal's own holds.
func sequence(attrs attr, fg, bg color.Color) string {
	style := ansi.Style{"0"}
	for _, set := range []struct {
		attr attr
		code string
	}{{bold, "1"}, {underline, "4"}, {reverse, "7"}} {
		if attrs&set.attr != 0 {
			style = append(style, set.code)
		}
	}
	if fg != nil {
		style = style.ForegroundColor(fg)
	}
	if bg != nil {
		style = style.BackgroundColor(bg)
	}
	return style.String()
}

// sequenceOf sets the colour of the text alone.
func sequenceOf(fg color.Color) string {
	return ansi.Style{}.ForegroundColor(fg).String()
}
