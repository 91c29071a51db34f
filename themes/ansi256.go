package themes

import (
	"fmt"
	"math"
)

// The part of a terminal's 256 colours whose shades are the same everywhere: a
// cube of 6 levels a channel, then 24 greys.
const (
	firstCube = 16
	firstGrey = 232
	lastGrey  = 255
)

// How much colour, in OKLab, a dark ground must have before it is more than a
// grey, and a selected row before it is no grey. The darkest of the cube's
// colours shout, for between black and its first blue there is nothing.
const (
	dark   = 0.5
	tint   = 0.07
	tinted = 0.04
)

// ANSI256 returns the colour that stands for each role on a terminal with 256
// colours: 16 to 255. Dark grounds with little colour become greys, and the grounds
// of the screen keep the order of their lightness; an ink is the nearest colour
// that has the contrast that Check asks for, wherever the theme's own has it.
func (t Theme) ANSI256() map[Role]uint8 {
	cube := newCube()
	chosen := map[Role]uint8{}
	for _, role := range Roles() {
		if _, grounds := role.contrast(); grounds == nil {
			chosen[role] = cube.ground(role, t.Color(role))
		}
	}
	cube.raise(t, chosen)
	for _, role := range Roles() {
		if _, grounds := role.contrast(); grounds != nil {
			chosen[role] = cube.ink(t, role, chosen)
		}
	}
	return chosen
}

// cube holds the colours from firstCube on.
type cube []swatch

// swatch is one of the 256 colours.
type swatch struct {
	lab       triple
	luminance float64
}

func newCube() cube {
	c := make(cube, 0, lastGrey-firstCube+1)
	for n := firstCube; n <= lastGrey; n++ {
		color := colorOf(n)
		c = append(c, swatch{oklab(color.linear()), color.Luminance()})
	}
	return c
}

// colorOf is the shade of one of the 256 colours, from firstCube on.
func colorOf(n int) Color {
	if n >= firstGrey {
		grey := 8 + 10*(n-firstGrey)
		return Color(fmt.Sprintf("#%02x%02x%02x", grey, grey, grey))
	}
	level := func(step int) int {
		if step == 0 {
			return 0
		}
		return 55 + 40*step
	}
	n -= firstCube
	return Color(fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6)))
}

// nearest returns the colour that looks most like a shade among those that may
// be used; ok is false where none may. hue is how much more another hue counts
// than another lightness.
func (c cube) nearest(shade triple, hue float64, may func(n uint8) bool) (best uint8, ok bool) {
	least := math.Inf(1)
	for i := range c {
		n := uint8(firstCube + i) //nolint:gosec // at most 255
		if d := apart(c[i].lab.scaled(hue), shade.scaled(hue)); d < least && may(n) {
			best, least, ok = n, d, true
		}
	}
	return best, ok
}

// grey says of a colour that it is black, white or between.
func (c cube) grey(n uint8) bool {
	return chroma(c[n-firstCube].lab) < 0.001
}

// chroma is how far from grey a shade is.
func chroma(shade triple) float64 { return math.Hypot(shade[1], shade[2]) }

// ground returns the colour for a ground. That of a whole screen is rather a
// grey, or lighter, than one that is more colourful than was meant.
func (c cube) ground(role Role, color Color) uint8 {
	shade, hue, may := oklab(color.linear()), 1.0, func(uint8) bool { return true }
	switch {
	case role.isGround() && chroma(shade) > tinted:
		may = func(n uint8) bool { return !c.grey(n) }
	case role.isGround() || chroma(shade) > tint:
	case shade[0] < dark:
		may = c.grey
	default:
		hue, may = 1.5, func(n uint8) bool { return c[n-firstCube].lab[0] > shade[0]-0.01 }
	}
	n, _ := c.nearest(shade, hue, may)
	return n
}

// raise tells grounds apart again that fell together: a dialog and a selected
// row are to be seen before a panel.
func (c cube) raise(t Theme, chosen map[Role]uint8) {
	for _, pair := range [][2]Role{{RolePanel, RoleOverlay}, {RoleOverlay, RoleSelection}} {
		below, above := pair[0], pair[1]
		if chosen[below] != chosen[above] || t.Color(below) == t.Color(above) {
			continue
		}
		brighter := t.Color(above).Luminance() > t.Color(below).Luminance()
		at := c[chosen[below]-firstCube].luminance
		if n, ok := c.nearest(c[chosen[below]-firstCube].lab, 1, func(n uint8) bool {
			l := c[n-firstCube].luminance
			return c.grey(n) && (brighter && l > at || !brighter && l < at)
		}); ok {
			chosen[above] = n
		}
	}
}

// ink returns the colour for an ink that is to be read on grounds.
func (c cube) ink(t Theme, role Role, chosen map[Role]uint8) uint8 {
	shade := oklab(t.Color(role).linear())
	needed, grounds := role.contrast()
	var behind []float64
	for _, g := range grounds {
		if Contrast(t.Color(role), t.Color(g)) >= needed {
			behind = append(behind, c[chosen[g]-firstCube].luminance)
		}
	}
	n, ok := c.nearest(shade, 1, func(n uint8) bool {
		for _, l := range behind {
			if ratio(c[n-firstCube].luminance, l) < needed {
				return false
			}
		}
		return true
	})
	if !ok {
		n, _ = c.nearest(shade, 1, func(uint8) bool { return true })
	}
	return n
}
