//go:build unix

package ui

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// resize gives the terminal another size.
func (c *console) resize(w, h int) {
	c.t.Helper()
	c.mu.Lock()
	c.screen.Resize(w, h)
	c.mu.Unlock()
	if err := pty.Setsize(c.master, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		c.t.Fatal(err)
	}
}

// The window is dragged through hundreds of sizes, the smallest among them;
// what stands at the end is the frame of the last.
func TestResizeStorm(t *testing.T) {
	c := openConsole(t, "plain")
	c.awaits("quit")
	c.keys("\r")
	for i := range 400 {
		c.resize(1+(i*37)%210, 1+(i*23)%70)
	}
	c.resize(100, 28)
	c.awaits("q quit")
	c.awaits("Connections")
	c.keys("q")
	c.ends(0)
}

// ctrl+z gives the terminal back to the shell as it was, and fg brings the
// screen back.
func TestSuspendAndResume(t *testing.T) {
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here, whose job control this needs")
	}
	cmd := exec.Command(shell, "--norc", "--noprofile", "-i")
	c := openConsoleWith(t, cmd, "plain")
	c.keys("bind 'set enable-bracketed-paste off'; PS1='ready''> '\r")
	c.awaits("ready>")
	c.keys("'" + os.Args[0] + "'\r")
	c.awaits("q quit")
	c.keys("\x1a")
	c.awaitsRaw("\x1b[?1049l")
	c.awaits("Stopped")
	c.keys("echo the shell' 'is back\r")
	c.awaits("the shell is back")
	c.keys("fg\r")
	c.awaits("q quit")
	c.keys("q")
	c.awaits("left in order")
	c.keys("exit\r")
	c.ends(0)
}

// In tmux the screen is drawn, its frames stand straight beside wide
// characters, and tmux's own screen comes back.
func TestInTmux(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("there is no tmux here")
	}
	socket := fmt.Sprintf("weir-test-%d", os.Getpid())
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(tmux, append([]string{"-u", "-L", socket, "-f", os.DevNull}, args...)...)
		cmd.Env = append(os.Environ(), screenOf+"=", "TERM=xterm-256color")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %v: %v: %s", args, err, out)
		}
		return string(out)
	}
	run("new-session", "-d", "-x", "110", "-y", "30", "exec env "+screenOf+"=plain LANG=C.UTF-8 '"+os.Args[0]+"'")
	t.Cleanup(func() { _ = exec.Command(tmux, "-L", socket, "kill-server").Run() })
	run("set-option", "-g", "remain-on-exit", "on")
	awaitsOf := func(text string, ask ...string) string {
		t.Helper()
		deadline := time.After(15 * time.Second)
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		for {
			shown := run(ask...)
			if strings.Contains(shown, text) {
				return shown
			}
			select {
			case <-look.C:
			case <-deadline:
				t.Fatalf("tmux never shows %q:\n%s", text, shown)
			}
		}
	}
	awaits := func(text string) string {
		t.Helper()
		return awaitsOf(text, "capture-pane", "-p")
	}
	awaits("q quit")
	run("send-keys", "Enter")
	for y, line := range strings.Split(awaits("帝石橋"), "\n") {
		if strings.HasPrefix(line, "│") && (!strings.ContainsAny(line[len(line)-len("│"):], "│┤") || ansi.StringWidthWc(line) != 110) {
			t.Errorf("line %d does not end with the frame at cell 110: %q", y, line)
		}
	}
	run("send-keys", "q")
	// tmux may lose the status of a program that ends as its terminal does, and
	// may write what it says of it over the program's own last words.
	awaitsOf("1", "list-panes", "-F", "#{pane_dead}")
	shown := run("capture-pane", "-p")
	if !strings.Contains(shown, "left in order") && !strings.Contains(shown, "Pane is dead (status 0") {
		t.Errorf("the program was not left in order:\n%s", shown)
	}
	if strings.Contains(shown, "q quit") {
		t.Errorf("the screen stands there still:\n%s", shown)
	}
}
