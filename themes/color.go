package themes

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Color is an sRGB colour in the form #rrggbb, in lower case. ParseColor makes
// one.
type Color string

// ParseColor reads #rrggbb or #rgb.
func ParseColor(text string) (Color, error) {
	digits, ok := strings.CutPrefix(strings.ToLower(text), "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if !ok || len(digits) != 6 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%q is no colour; write it as #rrggbb or #rgb", text)
	}
	return Color("#" + digits), nil
}

// RGB returns the three channels; black for a Color that ParseColor did not make.
func (c Color) RGB() (r, g, b uint8) {
	if len(c) != 7 {
		return 0, 0, 0
	}
	value, err := strconv.ParseUint(string(c[1:]), 16, 24)
	if err != nil {
		return 0, 0, 0
	}
	return uint8(value >> 16), uint8(value >> 8), uint8(value)
}

// Luminance is the relative luminance, from 0 for black to 1 for white (WCAG 2.2,
// "relative luminance").
func (c Color) Luminance() float64 {
	return triple{0.2126, 0.7152, 0.0722}.dot(c.linear())
}

func linear(channel uint8) float64 {
	value := float64(channel) / 255
	if value <= 0.04045 {
		return value / 12.92
	}
	return math.Pow((value+0.055)/1.055, 2.4)
}

// Contrast is the contrast ratio of two colours, from 1 for equal ones to 21 for
// black and white (WCAG 2.2, "contrast ratio").
func Contrast(a, b Color) float64 { return ratio(a.Luminance(), b.Luminance()) }

// ratio is the contrast of two luminances.
func ratio(light, dark float64) float64 {
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}
