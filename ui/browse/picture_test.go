package browse

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// pictures returns an image of 1,920 × 108 pixels in every format.
func pictures(t testing.TB) map[string][]byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 1920, 108), color.Palette{color.Black, color.White})
	out := map[string][]byte{}
	for format, encode := range map[string]func(*bytes.Buffer) error{
		"PNG":  func(b *bytes.Buffer) error { return png.Encode(b, img) },
		"JPEG": func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) },
		"GIF":  func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		out[format] = b.Bytes()
	}
	return out
}

func TestPictureGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		return (&Picture{Format: "PNG", Width: 1920, Height: 108, Bytes: 1234}).View(f)
	})
}

func TestReadPicture(t *testing.T) {
	t.Parallel()
	for format, body := range pictures(t) {
		p, err := ReadPicture(body)
		if err != nil || p.Format != format || p.Width != 1920 || p.Height != 108 {
			t.Errorf("%s: %+v, %v", format, p, err)
		}
		if kind := Detect("text/plain", body); kind != Image {
			t.Errorf("%s is detected as %v", format, kind)
		}
		p, err = ReadPicture(body[:12])
		if !errors.Is(err, ErrNoImage) || p.Format != format {
			t.Errorf("%s cut short: %+v, %v", format, p, err)
		}
		f := frame(60, 5)
		requireSound(t, f, p.View(f))
	}
	if _, err := ReadPicture([]byte("{}")); !errors.Is(err, ErrNoImage) {
		t.Errorf("error is %v", err)
	}
}

func FuzzReadPicture(f *testing.F) {
	for _, body := range pictures(f) {
		f.Add(body[:min(len(body), 64)])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, _ := ReadPicture(body)
		f := frame(60, 5)
		requireSound(t, f, p.View(f))
	})
}

func TestDetect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		contentType, head string
		want              Kind
	}{
		{"application/json", "", Empty},
		{"application/json", ` {"a":1}`, JSON},
		{"application/problem+json; charset=utf-8", `{}`, JSON},
		{"application/x-ndjson", "1\n2\n", JSON},
		{"application/json", "<html>proxy error</html>", HTML},
		{"", `[1]`, JSON},
		{"text/plain", `{"a":1}`, JSON},
		{"application/octet-stream", `{"a":1}`, JSON},
		{"text/html", "<div>", HTML},
		{"", "<!DOCTYPE HTML><p>", HTML},
		{"application/atom+xml", "\ufeff<feed/>", XML},
		{"text/xml", "{}", JSON},
		{"", "<rss/>", XML},
		{"text/csv", "[a],b\n", Text},
		{"text/plain", "hello", Text},
		{"text/plain", "caf\xe9 au lait", Text},
		{"application/json", "\x1f\x8b\x08\x00\x00", Binary},
		{"text/plain", "a\x00b", Binary},
		{"application/pdf", "%PDF-1.7\n\xe2\xe3\xcf\xd3\xff\xfe\xfd", Binary},
		{"image/svg+xml", "<svg/>", XML},
		{"no type at all;;", "x", Text},
		{"text/plain", "cut in a character \xe5\xb7", Text},
	}
	for _, tt := range tests {
		if got := Detect(tt.contentType, []byte(tt.head)); got != tt.want {
			t.Errorf("%q %q is %v, want %v", tt.contentType, tt.head, got, tt.want)
		}
	}
}
