package playground

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
)

// chart answers a day of levels at one gauge as a picture.
func (p *Playground) chart(c *call) error {
	g, err := p.gauge(c)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := png.Encode(&body, g.picture()); err != nil {
		return fmt.Errorf("draw the chart: %w", err)
	}
	c.send(http.StatusOK, "image/png", body.Bytes())
	return nil
}

// picture draws a bar for each reading of the day.
func (g *gauge) picture() image.Image {
	const (
		readings = 96
		width    = 4 // of a bar
		height   = 120
	)
	const air, water = 0, 1
	picture := image.NewPaletted(image.Rect(0, 0, readings*width, height), color.Palette{
		air: color.RGBA{0xf4, 0xf6, 0xf8, 0xff}, water: color.RGBA{0x2b, 0x7a, 0xb8, 0xff},
	})
	least, most := g.extremes(readings)
	for x := range readings * width {
		level := g.levelAt(x/width - readings + 1)
		top := height - 10 - (level-least)*(height-20)/max(1, most-least)
		for y := top; y < height; y++ {
			picture.SetColorIndex(x, y, water)
		}
	}
	return picture
}

// extremes is the lowest and the highest of the last n readings.
func (g *gauge) extremes(n int) (least, most int) {
	least, most = g.level, g.level
	for i := 1 - n; i < 0; i++ {
		least, most = min(least, g.levelAt(i)), max(most, g.levelAt(i))
	}
	return least, most
}
