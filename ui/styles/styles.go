package styles

import "weir/themes"

// Styles is a theme made ready for one terminal.
type Styles struct {
	table     [grounds][inks]sgr
	profile   Profile
	graphemes bool
}

// New makes a theme ready for a terminal with that many colours. dark says
// whether the terminal's own ground is dark; it counts where the theme's
// colours are not drawn but the terminal's own 16.
func New(theme themes.Theme, profile Profile, dark bool) *Styles {
	s := &Styles{profile: profile}
	m := maker{theme: theme, profile: profile, dark: dark}
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

// Profile returns how many colours the styles are for.
func (s *Styles) Profile() Profile { return s.profile }

// Paint returns a function that draws a text in an ink on a ground. The text
// must hold no escape sequences; it is drawn as data. It does not change the
// width that [Styles.Width] tells.
func (s *Styles) Paint(g Ground, i Ink) func(string) string {
	code := s.table[g][i]
	return func(text string) string {
		if text == "" {
			return ""
		}
		if code.plain {
			return s.Safe(text)
		}
		return code.full + s.Safe(text) + reset
	}
}
