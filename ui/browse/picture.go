package browse

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"weir/ui/styles"
)

// ErrNoImage says that a body is no PNG, JPEG or GIF, or breaks off too early.
var ErrNoImage = errors.New("the body is no PNG, JPEG or GIF")

// Picture is the facts of an image.
type Picture struct {
	Format        string // PNG, JPEG or GIF
	Width, Height int    // in pixels
	Bytes         int
	fault         error
}

// imageFormat tells an image by its first bytes; empty for none.
func imageFormat(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return "PNG"
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return "JPEG"
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return "GIF"
	}
	return ""
}

// ReadPicture reads the facts of an image; its pixels are not decoded, so that
// a small body that stands for a huge image does no harm. The error wraps
// ErrNoImage; what is known is returned with it and can be shown.
func ReadPicture(body []byte) (*Picture, error) {
	p := &Picture{Format: imageFormat(body), Bytes: len(body)}
	var config image.Config
	err := ErrNoImage
	switch p.Format {
	case "PNG":
		config, err = png.DecodeConfig(bytes.NewReader(body))
	case "JPEG":
		config, err = jpeg.DecodeConfig(bytes.NewReader(body))
	case "GIF":
		config, err = gif.DecodeConfig(bytes.NewReader(body))
	}
	if err != nil {
		if p.Format != "" {
			err = fmt.Errorf("%w: the %s header cannot be read: %w", ErrNoImage, p.Format, err)
		}
		p.fault = err
		return p, err
	}
	p.Width, p.Height = config.Width, config.Height
	return p, nil
}

// View draws the facts.
func (p *Picture) View(f Frame) []string {
	c := newCanvas(f)
	if f.Height < 1 || f.Width < 1 {
		return c.done()
	}
	fact := func(name, value string) {
		if len(c.lines) < c.Height {
			c.line.Space(1).Field(styles.Muted, name, min(8, f.Width/2)).Text(styles.Text, value)
			c.end()
		}
	}
	if p.Format != "" {
		fact("image", p.Format)
	}
	if p.fault == nil {
		fact("size", grouped(p.Width)+" × "+grouped(p.Height)+" pixels")
	} else {
		fact("fault", p.fault.Error())
	}
	fact("bytes", grouped(p.Bytes))
	return c.done()
}
