package cli

import (
	"bytes"
	"fmt"
	"io"
)

// textOnly keeps binary bodies off a terminal, which would show them as rows of
// symbols: a line says so in their place. They are told apart by a zero byte, which
// no text in UTF-8 holds.
type textOnly struct {
	to     io.Writer
	say    io.Writer // standard error
	binary bool      // what is being written
}

// Write implements io.Writer.
func (t *textOnly) Write(p []byte) (int, error) {
	if !t.binary && bytes.IndexByte(p, 0) >= 0 {
		t.binary = true
		_, _ = fmt.Fprintln(t.say, "weir: the body is binary and not shown on a terminal: write it to a file with -o body >FILE")
	}
	if t.binary {
		return len(p), nil
	}
	return t.to.Write(p)
}

// next makes ready for another body.
func (t *textOnly) next() {
	if t != nil {
		t.binary = false
	}
}
