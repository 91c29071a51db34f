package themes

import "math"

// triple is a colour as linear red, green and blue, or as OKLab: lightness from
// 0 to 1, and two axes of colour that are 0 for grey.
type triple [3]float64

func (t triple) dot(o triple) float64 { return t[0]*o[0] + t[1]*o[1] + t[2]*o[2] }

// linear returns the channels as amounts of light.
func (c Color) linear() triple {
	r, g, b := c.RGB()
	return triple{linear(r), linear(g), linear(b)}
}

// oklab returns linear channels as OKLab (Ottosson 2020), in which distances
// are as large as they look.
func oklab(linear triple) triple {
	cones := triple{
		math.Cbrt(triple{0.4122214708, 0.5363325363, 0.0514459929}.dot(linear)),
		math.Cbrt(triple{0.2119034982, 0.6806995451, 0.1073969566}.dot(linear)),
		math.Cbrt(triple{0.0883024619, 0.2817188376, 0.6299787005}.dot(linear)),
	}
	return triple{
		triple{0.2104542553, 0.7936177850, -0.0040720468}.dot(cones),
		triple{1.9779984951, -2.4285922050, 0.4505937099}.dot(cones),
		triple{0.0259040371, 0.7827717662, -0.8086757660}.dot(cones),
	}
}

// apart is the distance in OKLab, where 1 is from black to white.
func apart(a, b triple) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}

// scaled stretches the axes of colour.
func (t triple) scaled(hue float64) triple { return triple{t[0], hue * t[1], hue * t[2]} }
