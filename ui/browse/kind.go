package browse

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"
)

// Kind is what a body is, and so which widget shows it.
type Kind uint8

// The kinds.
const (
	Empty  Kind = iota
	JSON        // one value or several one after the other: a Tree
	XML         // a Raw
	HTML        // a Raw
	Text        // a Raw
	Image       // a Picture
	Binary      // a Hex
)

// String names the kind for people.
func (k Kind) String() string {
	return [...]string{"empty", "JSON", "XML", "HTML", "text", "image", "binary"}[min(k, Binary)]
}

// headBytes is how much of a body Detect looks at.
const headBytes = 4 << 10

// Detect tells what a body is, from its content type (which may be empty or
// wrong) and its start; 4 KiB are looked at. What the bytes say beyond doubt
// counts more than what the server says.
func Detect(contentType string, head []byte) Kind {
	head = head[:min(len(head), headBytes)]
	if len(head) == 0 {
		return Empty
	}
	if imageFormat(head) != "" {
		return Image
	}
	if !isText(head) {
		return Binary
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n\x1e")
	if k := declared(contentType, start); k != Empty {
		return k
	}
	return guessed(start)
}

// declared is the kind that a content type says, where the start of the body
// does not contradict it.
func declared(contentType string, start []byte) Kind {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";")
	}
	tag := bytes.HasPrefix(start, []byte("<"))
	switch {
	case strings.Contains(media, "json"), strings.HasSuffix(media, "/jsonl"):
		if !tag {
			return JSON
		}
	case strings.HasSuffix(media, "/xml"), strings.HasSuffix(media, "+xml"):
		if tag {
			return XML
		}
	case media == "text/html":
		if tag {
			return HTML
		}
	case media == "text/csv", media == "text/markdown", media == "text/event-stream":
		return Text
	}
	return Empty
}

// guessed is the kind that the start of a text looks like.
func guessed(start []byte) Kind {
	lower := bytes.ToLower(start[:min(len(start), 256)])
	switch {
	case len(start) == 0:
		return Text
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")):
		return HTML
	case start[0] == '<':
		return XML
	case start[0] == '{', start[0] == '[':
		return JSON
	}
	return Text
}

// isText says whether bytes are a text: UTF-8, or a legacy encoding, with next
// to no control characters.
func isText(head []byte) bool {
	control, broken, runes := 0, 0, 0
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		runes++
		switch {
		case r == 0:
			return false
		case r == utf8.RuneError && size == 1:
			if utf8.FullRune(head) {
				broken++
			}
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\x1b' && r != '\x1e':
			control++
		}
		head = head[size:]
	}
	return control*50 <= runes && broken*4 <= runes
}
