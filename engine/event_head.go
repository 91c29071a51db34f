package engine

import (
	"bytes"
	"strconv"
	"time"
)

// cutHeader reads the header that appendHeader wrote, and returns the event's
// own fields as an object. ok is false where the line begins in any other way:
// then it is read like any JSON. Sessions of a million events are read so.
func cutHeader(line []byte) (h headerLine, own []byte, ok bool) {
	c := headCutter{rest: line, ok: true}
	h.Seq = c.unsigned(`{"seq":`)
	at := c.text(`,"at":`)
	h.Offset = time.Duration(c.signed(`,"offset_ns":`))
	h.Kind = Kind(c.text(`,"kind":`))
	h.Run = c.unsigned(`,"run":`)
	h.Exchange = c.unsigned(`,"exchange":`)
	h.Attempt = int(c.signed(`,"attempt":`))
	h.Origin = c.text(`,"origin":`)
	var err error
	if h.At, err = time.Parse(time.RFC3339Nano, at); err != nil || !c.ok || len(c.rest) == 0 {
		return h, nil, false
	}
	switch c.rest[0] {
	case '}':
		return h, append([]byte("{"), c.rest...), true
	case ',':
		return h, append([]byte("{"), c.rest[1:]...), true
	}
	return h, nil, false
}

// headCutter takes fields off the front of a line.
type headCutter struct {
	rest []byte
	ok   bool
}

// word takes what stands behind name, up to the next comma or brace.
func (c *headCutter) word(name string) string {
	rest, found := bytes.CutPrefix(c.rest, []byte(name))
	end := bytes.IndexAny(rest, ",}")
	if !found || end < 0 {
		c.ok = false
		return ""
	}
	c.rest = rest[end:]
	return string(rest[:end])
}

func (c *headCutter) unsigned(name string) uint64 {
	n, err := strconv.ParseUint(c.word(name), 10, 64)
	c.ok = c.ok && err == nil
	return n
}

func (c *headCutter) signed(name string) int64 {
	n, err := strconv.ParseInt(c.word(name), 10, 64)
	c.ok = c.ok && err == nil
	return n
}

// text takes a string of JSON that needs no unescaping.
func (c *headCutter) text(name string) string {
	rest, found := bytes.CutPrefix(c.rest, []byte(name))
	if !found || len(rest) == 0 || rest[0] != '"' {
		c.ok = false
		return ""
	}
	end := bytes.IndexByte(rest[1:], '"')
	if end < 0 || bytes.IndexByte(rest[1:1+end], '\\') >= 0 || !plainText(rest[1:1+end]) {
		c.ok = false
		return ""
	}
	c.rest = rest[2+end:]
	return string(rest[1 : 1+end])
}

// plainText says whether all of text is printable ASCII.
func plainText(text []byte) bool {
	for _, b := range text {
		if b < ' ' || b > '~' {
			return false
		}
	}
	return true
}
