package cli

import (
	"io"
	"os"
	"sync"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// console keeps a line of progress at the end of what stands on a terminal. All
// that goes to that terminal passes through it, so that the line is taken away
// before anything is written and nothing of it is left behind.
type console struct {
	mu    sync.Mutex
	to    io.Writer // the terminal, as standard error
	shown bool
	open  bool // the last line written has no end yet: the progress waits for it
}

// eraseLine goes to the beginning of a line and erases it.
const eraseLine = "\r\x1b[K"

// show replaces the line of progress; "" takes it away.
func (c *console) show(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open {
		return
	}
	c.clear()
	if text != "" {
		_, _ = io.WriteString(c.to, ansi.Truncate(text, c.width()-1, "…"))
		c.shown = true
	}
}

// clear takes the line away; c.mu is held.
func (c *console) clear() {
	if c.shown {
		_, _ = io.WriteString(c.to, eraseLine)
		c.shown = false
	}
}

// width is the terminal's, in columns; 80 where it does not tell.
func (c *console) width() int {
	if f, ok := c.to.(*os.File); ok {
		if width, _, err := term.GetSize(f.Fd()); err == nil && width > 1 {
			return width
		}
	}
	return 80
}

// beside returns a writer to the same terminal.
func (c *console) beside(w io.Writer) io.Writer { return besides{c, w} }

type besides struct {
	c  *console
	to io.Writer
}

// Write implements io.Writer.
func (b besides) Write(p []byte) (int, error) {
	b.c.mu.Lock()
	defer b.c.mu.Unlock()
	b.c.clear()
	n, err := b.to.Write(p)
	if n > 0 {
		b.c.open = p[n-1] != '\n'
	}
	return n, err
}
