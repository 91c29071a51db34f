package styles

import "weir/themes"

// Styles is a theme made ready for one terminal.
type Styles struct {
	table     [grounds][inks]sgr
	graphemes bool
}

// New makes a theme ready for a terminal with that many colours. dark says
// whether the terminal's own ground is dark; it counts where the theme's
// colours are not drawn but the terminal's own 16.
func New(theme themes.Theme, profile Profile, dark bool) *Styles {
	s := &Styles{}
	m := maker{theme: theme, profile: profile, dark: dark}
	if profile == ANSI256 {
		m.few = theme.ANSI256()
	}
	for g := range grounds {
		for i := range inks {
			s.table[g][i] = m.sgr(g, i)
		}
	}
	return s
}

// Graphemes returns the same styles for a terminal that measures text by
// grapheme clusters (mode 2027) instead of by code points.
func (s *Styles) Graphemes(on bool) *Styles {
	c := *s
	c.graphemes = on
	return &c
}
