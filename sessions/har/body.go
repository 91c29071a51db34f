package har

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"io"
	"unicode/utf8"

	"weir/engine"
	"weir/sessions"
)

// body is a body of the session that goes into an entry.
type body struct {
	exchange uint64
	attempt  int
	part     engine.BodyPart
	facts    sessions.BodyFacts
	form     form
	hole     string // text that stands in the entry in its place
}

// holeFor returns a text that nobody could have put into an entry.
func holeFor(b *body) string { return string(b.part) + "-" + rand.Text() }

// write writes the body as the inside of a JSON string.
func (b *body) write(ctx context.Context, w io.Writer, s *sessions.Session) error {
	if b.form.text() {
		_, err := s.WriteBody(ctx, escaper{w}, b.exchange, b.attempt, b.part)
		return err
	}
	enc := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := s.WriteBody(ctx, enc, b.exchange, b.attempt, b.part); err != nil {
		return err
	}
	return enc.Close()
}

// form sees in passing whether bytes are text in UTF-8.
type form struct {
	binary bool
	rest   []byte // of a character that goes on in the next piece
}

// Write implements io.Writer.
func (f *form) Write(p []byte) (int, error) {
	if f.binary {
		return len(p), nil
	}
	data := append(f.rest, p...)
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			if utf8.FullRune(data) {
				f.binary = true
				return len(p), nil
			}
			break
		}
		if r == 0 {
			f.binary = true
			return len(p), nil
		}
		data = data[n:]
	}
	f.rest = append([]byte(nil), data...)
	return len(p), nil
}

func (f *form) text() bool { return !f.binary && len(f.rest) == 0 }

// escaper writes UTF-8 as the inside of a JSON string.
type escaper struct{ to io.Writer }

// Write implements io.Writer.
func (e escaper) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		end := bytes.IndexFunc(p, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' })
		if end < 0 {
			end = len(p)
		}
		if _, err := e.to.Write(p[:end]); err != nil {
			return 0, err
		}
		if end == len(p) {
			break
		}
		if _, err := e.to.Write(escapedByte(p[end])); err != nil {
			return 0, err
		}
		p = p[end+1:]
	}
	return n, nil
}

func escapedByte(c byte) []byte {
	switch c {
	case '"', '\\':
		return []byte{'\\', c}
	case '\n':
		return []byte(`\n`)
	case '\t':
		return []byte(`\t`)
	case '\r':
		return []byte(`\r`)
	}
	const digits = "0123456789abcdef"
	return []byte{'\\', 'u', '0', '0', digits[c>>4], digits[c&15]}
}
