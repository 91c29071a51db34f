//go:build linux

package sessions

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"weir/engine"
)

// TestAFullFileSystemLosesNothingThatWasAcknowledged fills a real file system
// of 2 MiB. It needs the right to mount one.
func TestAFullFileSystemLosesNothingThatWasAcknowledged(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("mounts a file system: set WEIR_TEST_ALL=1")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("may not mount a file system: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	s, err := Create(filepath.Join(dir, "full.weir"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := fillUp(t, s)
	var trouble *TroubleError
	if err := <-s.Trouble(); !errors.As(err, &trouble) || trouble.Stopped {
		t.Errorf("told %v", err)
	}
	// The run goes on meanwhile: nothing blocks and nothing panics.
	s.Add(busy(20)...)
	if err := s.Close(); !errors.As(err, &trouble) {
		t.Errorf("close says %v", err)
	}
	r := reopen(t, s.Path())
	bodies := uint64(0)
	for e, err := range r.Events(t.Context(), 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		end, ok := e.(engine.AttemptFinished)
		if !ok {
			continue
		}
		bodies = end.Exchange
		if _, facts, err := r.Body(t.Context(), end.Exchange, 1, engine.ResponseBody); err != nil || !facts.Complete {
			t.Errorf("body of exchange %d: %+v, %v", end.Exchange, facts, err)
		}
	}
	if bodies < acknowledged || acknowledged == 0 {
		t.Errorf("exchange %d is the last, %d were acknowledged", bodies, acknowledged)
	}
	var check string
	if err := r.read.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity is %q, %v", check, err)
	}
}

// fillUp records exchanges until the disk is full, and returns the last one
// that was acknowledged.
func fillUp(t *testing.T, s *Session) (acknowledged uint64) {
	t.Helper()
	script := newScript().start(engine.ModeRepeat)
	noise := make([]byte, 50_000)
	for range 200 {
		x := script.begin(0)
		_, _ = rand.Read(noise)
		write(t, s, ref(x, "image/png"), noise, 32<<10)
		script.attempt(x, 1, 200)
		script.end(x, 200, 1)
		s.Add(script.events...)
		script.events = script.events[:0]
		if s.Sync(t.Context()) != nil {
			return acknowledged
		}
		acknowledged = x
	}
	t.Fatal("the disk is not full")
	return 0
}
