//go:build linux

package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"weir/engine/playground"
	"weir/sessions"
)

// TestGetOnAFullDisk records a walk on a real file system of 1 MiB: the run
// goes on to its end or stops, as was asked for, one line says why, and what was
// written by then is there. It needs the right to mount.
func TestGetOnAFullDisk(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("mounts a file system: set WEIR_TEST_ALL=1")
	}
	server, err := playground.Start(t.Context(), playground.Options{Items: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	weir := buildWeir(t)
	for name, c := range map[string]struct {
		flags      []string
		whole      bool
		last, with string // how the last line begins and ends
	}{
		"goes on": {nil, true, "weir: the session is not complete: recording to ", "the disk is full, make room on it"},
		"stops":   {[]string{"--must-record"}, false, "weir: stopped, as --must-record says: ", "the disk is full, make room on it"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
				t.Skipf("may not mount a file system: %v", err)
			}
			t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
			args := append([]string{"get", server.URL() + "/v1/cursor/gauges?limit=1000", "--all", "--output", "items"}, c.flags...)
			cmd := exec.CommandContext(t.Context(), weir, args...)
			cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+t.TempDir())
			var out, told bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &told
			var ended *exec.ExitError
			if err := cmd.Run(); !errors.As(err, &ended) || ended.ExitCode() != 1 {
				t.Errorf("it ended with %v", err)
			}
			if items := bytes.Count(out.Bytes(), []byte("\n")); c.whole != (items == 100_000) {
				t.Errorf("%d items were printed", items)
			}
			lines := strings.Split(strings.TrimSpace(told.String()), "\n")
			if last := lines[len(lines)-1]; len(lines) != 2 || !strings.HasPrefix(lines[0], "weir: cannot write ") ||
				!strings.HasPrefix(last, c.last) || !strings.HasSuffix(last, c.with) {
				t.Errorf("it says:\n%s", told.String())
			}
			isThere(t, dir)
		})
	}
}

// isThere holds that the one session of a data folder plays as far as it goes.
func isThere(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "weir", "sessions", "*"+sessions.Extension))
	if err != nil || len(files) != 1 {
		t.Fatalf("sessions: %q, %v", files, err)
	}
	s, err := sessions.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	r := sessions.NewReplay(s)
	if err := errors.Join(r.Load(t.Context(), nil), r.Seek(t.Context(), r.Len())); err != nil || len(r.Damages()) > 0 {
		t.Fatal(err, r.Damages())
	}
	if c := r.State().Counters; c.Pages == 0 || c.Events != int64(r.Len()) {
		t.Errorf("it holds %+v", c)
	}
	if info, err := s.Info(t.Context()); err != nil || info.Whole || info.Target != "GET /v1/cursor/gauges" {
		t.Errorf("%+v, %v", info, err)
	}
}
