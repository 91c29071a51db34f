package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/sessions"
	"weir/ui/keys"
)

const (
	// mostCopied bounds in bytes what is given to the terminal's clipboard: more
	// is refused by most of them without a word.
	mostCopied = 256 << 10
	// toolPatience is how long a clipboard's program may take.
	toolPatience = 3 * time.Second
	copiedFile   = "copied.txt"
)

// clip is what was copied last.
type clip struct {
	what, text string
	told       bool // where to find it if no clipboard took it
}

// placedMsg says where a copied text went: to the clipboard by a program, or
// into a file.
type placedMsg struct {
	what, by, file string
	size           int
	err            error
}

// placeCopy gives a text to the clipboard: to the terminal's (OSC 52), which works
// over SSH and in tmux too, and to the desktop's where its program is there.
// Where neither can take it, it goes into a file. said is the notice of success.
func (m *Model) placeCopy(what, text, said string) tea.Cmd {
	m.widgets.clip.what, m.widgets.clip.text = what, text
	tools, osc := clipboardTools(m.opts.getenv, runtime.GOOS), len(text) <= mostCopied && takesOSC52(m.opts.getenv)
	switch {
	case osc && len(tools) == 0:
		m.notices.say(said + m.elsewhere())
		return tea.SetClipboard(text)
	case osc:
		m.notices.say(said)
		return tea.Batch(tea.SetClipboard(text), m.pipeCopy(what, text, tools, false))
	}
	return m.pipeCopy(what, text, tools, true)
}

// elsewhere says once where a text can be had that the terminal did not take:
// whether it did, it tells nobody.
func (m *Model) elsewhere() string {
	key := keys.Show(m.keys.KeyOf(keys.CopyFile, m.chain()))
	if m.widgets.clip.told || key == "" {
		return ""
	}
	m.widgets.clip.told = true
	return " If your terminal did not take it, " + key + " writes it into a file."
}

// pipeCopy gives a text to the first of the programs that takes it, and with
// must into a file where none does.
func (m *Model) pipeCopy(what, text string, tools [][]string, must bool) tea.Cmd {
	ctx, path := m.ctx, m.copyPath()
	return func() tea.Msg {
		for _, tool := range tools {
			if err := pipe(ctx, tool, text); err == nil {
				return placedMsg{what: what, by: tool[0], size: len(text)}
			}
		}
		if !must {
			return placedMsg{}
		}
		file, err := writeCopy(path, text)
		return placedMsg{what: what, file: file, size: len(text), err: err}
	}
}

// copyToFile writes what was copied last into a file.
func (m *Model) copyToFile() tea.Cmd {
	c := m.widgets.clip
	if c.text == "" {
		m.notices.say("Nothing was copied yet.")
		return nil
	}
	return m.pipeCopy(c.what, c.text, nil, true)
}

// placed says where a copied text is where that is not plain.
func (m *Model) placed(msg placedMsg) {
	switch {
	case msg.err != nil:
		m.notices.fail(fmt.Errorf("copy %s: %w", msg.what, msg.err))
	case msg.file != "":
		m.notices.say("Wrote " + msg.what + ", " + sessions.Size(int64(msg.size)) + ", into " + plainLine(msg.file))
	case msg.by != "" && msg.size > mostCopied:
		m.notices.say("Copied " + msg.what + " with " + msg.by + ".")
	}
}

// takesOSC52 says whether the terminal is not one of those that are known not
// to have a clipboard.
func takesOSC52(getenv func(string) string) bool {
	return getenv("TERM") != "linux" && getenv("TERM_PROGRAM") != "Apple_Terminal"
}

// clipboardTools lists the programs of a desktop's clipboard; none over SSH,
// where the desktop would be another.
func clipboardTools(getenv func(string) string, system string) [][]string {
	if getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "" {
		return nil
	}
	var tools [][]string
	switch {
	case system == "darwin":
		tools = append(tools, []string{"pbcopy"})
	case system == "windows" || getenv("WSL_DISTRO_NAME") != "":
		tools = append(tools, []string{"clip.exe"})
	}
	if getenv("WAYLAND_DISPLAY") != "" {
		tools = append(tools, []string{"wl-copy"})
	}
	if getenv("DISPLAY") != "" {
		tools = append(tools, []string{"xclip", "-selection", "clipboard"}, []string{"xsel", "--clipboard", "--input"})
	}
	return tools
}

// pipe runs a program with a text as its input.
func pipe(ctx context.Context, words []string, text string) error {
	ctx, cancel := context.WithTimeout(ctx, toolPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...) //nolint:gosec // one of clipboardTools
	cmd.Stdin = strings.NewReader(text)
	cmd.WaitDelay = toolPatience
	return cmd.Run()
}

// copyPath is the file for texts that no clipboard takes: beside what else is
// remembered, else a new one of the system's temporary files.
func (m *Model) copyPath() string {
	if m.opts.Memory.Path == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(m.opts.Memory.Path), copiedFile)
}

// writeCopy writes a text where only the person reads it, and returns the file.
func writeCopy(path, text string) (string, error) {
	if path == "" {
		f, err := os.CreateTemp("", "weir-copied-*.txt")
		if err != nil {
			return "", err
		}
		_, err = f.WriteString(text)
		return f.Name(), errors.Join(err, f.Close())
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, []byte(text), 0o600)
}
