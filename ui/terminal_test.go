//go:build unix

package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
	"github.com/hinshun/vt10x"
	"go.uber.org/goleak"

	"weir/engine"
	"weir/engine/playground"
	"weir/sessions"
)

// screenOf makes the test's binary show a screen instead of running tests; its
// value says which.
const screenOf = "WEIR_TEST_SCREEN"

func TestMain(m *testing.M) {
	if kind := os.Getenv(screenOf); kind != "" {
		os.Exit(screenMain(kind))
	}
	goleak.VerifyTestMain(m)
}

// screenMain is a program of its own: the screen on the practice API.
func screenMain(kind string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if kind == "million" || kind == "large body" {
		return screenUnderLoad(ctx, kind)
	}
	server, err := playground.Start(ctx, playground.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 9
	}
	session, err := sessions.Temporary(sessions.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 9
	}
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy(), Bodies: session})
	if err == nil {
		err = session.Record(e.Follow(4096))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 9
	}
	o := Options{Playground: server, Prefetch: 1, Open: func() (Live, error) {
		return Live{Engine: e, Session: session}, nil
	}}
	if kind == "panic" {
		left := 30 // the screen stands before so many messages have come
		o.Now = func() time.Time {
			if left--; left == 0 {
				panic("a test of the terminal's restoring")
			}
			return time.Now()
		}
	}
	err = Run(ctx, o)
	if cerr := errors.Join(e.Close(), session.Close(), server.Close()); cerr != nil {
		fmt.Fprintln(os.Stderr, cerr)
		return 8
	}
	switch {
	case errors.Is(err, context.Canceled):
		return 4
	case err != nil:
		return 3
	}
	fmt.Print("left in order")
	return 0
}

// console is a terminal with a program on it.
type console struct {
	t      testing.TB
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File
	before *term.State
	mu     sync.Mutex
	raw    bytes.Buffer
	screen vt10x.Terminal
	drawn  chan struct{} // holds one after something was drawn
	ended  chan struct{}
}

// openConsole opens a terminal with the screen on it.
func openConsole(t testing.TB, kind string) *console {
	t.Helper()
	return openConsoleWith(t, exec.Command(os.Args[0]), kind)
}

// openConsoleWith opens a terminal with a program on it.
func openConsoleWith(t testing.TB, cmd *exec.Cmd, kind string) *console {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there is no pty here: %v", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 30, Cols: 110}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(slave.Fd())
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t: t, master: master, slave: slave, before: before, screen: vt10x.New(vt10x.WithSize(110, 30)), drawn: make(chan struct{}, 1), ended: make(chan struct{})}
	c.cmd = cmd
	c.cmd.Env = append(os.Environ(), screenOf+"="+kind, "TERM=xterm-256color", "TMUX=")
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = slave, slave, slave
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read()
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		_ = slave.Close()
		_ = master.Close()
		<-c.ended
	})
	return c
}

func (c *console) read() {
	defer close(c.ended)
	buf := make([]byte, 32<<10)
	for {
		n, err := c.master.Read(buf)
		c.mu.Lock()
		c.raw.Write(buf[:n])
		_, _ = c.screen.Write(buf[:n])
		c.mu.Unlock()
		select {
		case c.drawn <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// awaits waits until a text stands on the screen.
func (c *console) awaits(text string) {
	c.t.Helper()
	late := time.NewTimer(10 * time.Second)
	defer late.Stop()
	for !c.shows(text) {
		select {
		case <-c.drawn:
		case <-late.C:
			c.mu.Lock()
			defer c.mu.Unlock()
			c.t.Fatalf("the screen never shows %q:\n%s", text, c.screen.String())
		}
	}
}

// shows says whether a text stands on the screen.
func (c *console) shows(text string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Contains(c.screen.String(), text)
}

func (c *console) keys(text string) {
	c.t.Helper()
	if _, err := c.master.WriteString(text); err != nil {
		c.t.Fatal(err)
	}
}

// ends waits for the program's end and checks that the terminal is as it was.
func (c *console) ends(code int) {
	c.t.Helper()
	late := time.AfterFunc(10*time.Second, func() { _ = c.cmd.Process.Kill() })
	_ = c.cmd.Wait()
	late.Stop()
	if got := c.cmd.ProcessState.ExitCode(); got != code {
		c.t.Errorf("it ended with %d, want %d", got, code)
	}
	after, err := term.GetState(c.slave.Fd())
	if err != nil {
		c.t.Fatal(err)
	}
	if diff := cmp.Diff(fmt.Sprint(*c.before), fmt.Sprint(*after)); diff != "" {
		c.t.Errorf("the terminal's settings changed (-before +after):\n%s", diff)
	}
	c.awaitsRaw("\x1b[?1049l")
	c.mu.Lock()
	defer c.mu.Unlock()
	raw := c.raw.String()
	for on, off := range map[string]string{
		"\x1b[?1049h": "\x1b[?1049l", "\x1b[?1002h": "\x1b[?1002l", "\x1b[?2004h": "\x1b[?2004l", "\x1b[?25l": "\x1b[?25h",
	} {
		if strings.LastIndex(raw, on) > strings.LastIndex(raw, off) {
			c.t.Errorf("%q was not undone by %q", on, off)
		}
	}
}

// awaitsRaw waits until bytes were sent to the terminal.
func (c *console) awaitsRaw(text string) {
	c.t.Helper()
	deadline := time.After(5 * time.Second)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		c.mu.Lock()
		found := strings.Contains(c.raw.String(), text)
		c.mu.Unlock()
		if found {
			return
		}
		select {
		case <-look.C:
		case <-deadline:
			c.t.Fatalf("the terminal was never sent %q", text)
		}
	}
}

func TestTerminalIsRestored(t *testing.T) {
	t.Run("after q", func(t *testing.T) {
		c := openConsole(t, "plain")
		c.awaits("First steps")
		c.keys("\r")
		c.awaits("g-000001")
		c.awaits("Page 2 is there")
		c.keys("q")
		c.ends(0)
		c.awaits("left in order")
	})
	t.Run("after a signal", func(t *testing.T) {
		c := openConsole(t, "plain")
		c.awaits("First steps")
		if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		c.ends(4)
	})
	t.Run("after the line was cut", func(t *testing.T) {
		c := openConsole(t, "plain")
		c.awaits("First steps")
		if err := c.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		c.ends(4)
	})
	t.Run("after a panic", func(t *testing.T) {
		c := openConsole(t, "panic")
		c.awaits("First steps")
		c.keys(strings.Repeat("j", 40))
		c.ends(3)
	})
}

func TestNoTerminal(t *testing.T) {
	t.Parallel()
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	for _, o := range []Options{
		{Engine: e, Output: &bytes.Buffer{}},
		{Engine: e, Input: strings.NewReader("q"), Output: os.Stdout},
		{Engine: e, Environ: []string{"TERM=dumb"}},
	} {
		if err := Run(t.Context(), o); !errors.Is(err, ErrNoTerminal) {
			t.Errorf("without a terminal: %v", err)
		}
	}
	if err := Run(t.Context(), Options{}); err == nil || errors.Is(err, ErrNoTerminal) {
		t.Errorf("with nothing to show: %v", err)
	}
}
