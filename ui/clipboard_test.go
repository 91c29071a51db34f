package ui

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"weir/ui/memory"
)

func env(all ...string) func(string) string {
	o := Options{Environ: append([]string{}, all...)}
	return o.getenv
}

func TestClipboardTools(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, system string
		environ      []string
		want         string
	}{
		{"a console", "linux", nil, ""},
		{"Wayland and X", "linux", []string{"WAYLAND_DISPLAY=wayland-0", "DISPLAY=:0"}, "wl-copy xclip xsel"},
		{"over SSH", "linux", []string{"DISPLAY=:10", "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22"}, ""},
		{"a Mac", "darwin", nil, "pbcopy"},
		{"Windows", "windows", nil, "clip.exe"},
		{"Linux within Windows", "linux", []string{"WSL_DISTRO_NAME=Debian"}, "clip.exe"},
	}
	for _, tt := range tests {
		var got []string
		for _, tool := range clipboardTools(env(tt.environ...), tt.system) {
			got = append(got, tool[0])
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		}
	}
	for _, none := range []string{"TERM=linux", "TERM_PROGRAM=Apple_Terminal"} {
		if takesOSC52(env(none)) || !takesOSC52(env("TERM=xterm-256color")) {
			t.Errorf("%s takes OSC 52", none)
		}
	}
}

// Where no clipboard takes a text, it goes into a file that only its person
// reads.
func TestCopyIntoAFile(t *testing.T) {
	t.Parallel()
	memo := memory.File{Path: filepath.Join(t.TempDir(), "weir", "screen.json")}
	d := newDesk(t, 160, 40, remembering(memo, ""), func(o *Options) { o.Environ = []string{"TERM=linux"} })
	walking(d)
	d.press("Y")
	d.shows("Nothing was copied yet.")
	d.press("y u")
	file := filepath.Join(filepath.Dir(memo.Path), copiedFile)
	d.shows("Wrote the URL, ", "into ")
	got, err := os.ReadFile(file)
	if facts, serr := os.Stat(file); serr != nil || err != nil || string(got) != pageURL(2) || runtime.GOOS != "windows" && facts.Mode().Perm() != 0o600 {
		t.Errorf("the file holds %q, %v", got, err)
	}
	if d.clipboard != "" {
		t.Errorf("a terminal without a clipboard was given %q", d.clipboard)
	}
}

// What the terminal was given can be had again, and where is told once.
func TestTheTerminalTakesItSilently(t *testing.T) {
	t.Parallel()
	memo := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	d := newDesk(t, 160, 40, remembering(memo, ""))
	walking(d)
	d.press("y u")
	d.shows("Copied the URL. If your terminal did not take it, Y writes it into a file.")
	d.press("Y")
	d.shows("Wrote the URL")
	d.press("y u")
	d.shows("Copied the URL.")
	if one, _, _ := d.m.notices.newest(); strings.Contains(one.text, "If your") {
		t.Error("told twice")
	}
}

func TestMoreThanATerminalTakes(t *testing.T) {
	t.Parallel()
	memo := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	d := newDesk(t, 160, 40, remembering(memo, ""))
	d.run(d.m.copyText("the body", strings.Repeat("a", mostCopied+1)))
	d.shows("Wrote the body, 262 kB, into ")
}

func TestPipe(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	file := filepath.Join(t.TempDir(), "out")
	if err := pipe(context.Background(), []string{"sh", "-c", "cat > " + file}, "weir"); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "weir" {
		t.Errorf("the program got %q, %v", got, err)
	}
	if err := pipe(context.Background(), []string{"weir-has-no-such-program"}, "x"); err == nil {
		t.Error("a program that is not there took it")
	}
}
