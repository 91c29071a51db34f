package styles

import (
	"image/color"
	"strconv"

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
}

func (m maker) sgr(g Ground, i Ink) sgr {
	k := i.look()
	attrs := k.attrs
	if m.profile == NoColor {
		attrs = k.plain
		if g == Selection {
			attrs ^= reverse
		}
		return sgr{full: sequence(attrs, "", ""), plain: attrs == 0}
	}
	back := g.role()
	if i == Match || i == MatchNow {
		back = themes.RoleMatch
	}
	fg := m.color(m.fore(g, k.role), false)
	bg := m.color(back, true)
	return sgr{
		full: sequence(attrs, fg, bg), fg: sequenceOf(fg),
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

// color returns the parameters that set a role's colour, before or behind the
// text; empty for the terminal's own.
func (m maker) color(r themes.Role, back bool) string {
	switch m.profile {
	case TrueColor:
		red, green, blue := m.theme.Color(r).RGB()
		return extended(back) + ";2;" + digits(red) + ";" + digits(green) + ";" + digits(blue)
	case ANSI256:
		red, green, blue := m.theme.Color(r).RGB()
		return extended(back) + ";5;" + digits(uint8(ansi.Convert256(color.RGBA{R: red, G: green, B: blue, A: 255})))
	case ANSI16:
		return basic(r.ANSI(m.dark), back)
	case NoColor:
	}
	return ""
}

func extended(back bool) string {
	if back {
		return "48"
	}
	return "38"
}

// basic names one of the 16 colours, below 0 the terminal's own.
func basic(n int, back bool) string {
	code := 39
	switch {
	case n >= 8:
		code = 90 + n - 8
	case n >= 0:
		code = 30 + n
	}
	if back {
		code += 10
	}
	return strconv.Itoa(code)
}

func digits(v uint8) string { return strconv.Itoa(int(v)) }

func sequence(attrs attr, fg, bg string) string {
	text := "\x1b["
	sep := ""
	add := func(p string) {
		if p != "" {
			text += sep + p
			sep = ";"
		}
	}
	add("0")
	if attrs&bold != 0 {
		add("1")
	}
	if attrs&underline != 0 {
		add("4")
	}
	if attrs&reverse != 0 {
		add("7")
	}
	add(fg)
	add(bg)
	return text + "m"
}

func sequenceOf(fg string) string {
	if fg == "" {
		return ""
	}
	return "\x1b[" + fg + "m"
}
