package sessions

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// recordAsWell is what the child of TestASecondProgramIsToldWhoRecords does: it
// wants to record into a file, and then to delete it.
func recordAsWell(path string) {
	_, err := Create(path, Options{})
	fmt.Println(err)
	var held *HeldError
	if gone := Remove(context.Background(), path); errors.As(err, &held) && errors.As(gone, &held) {
		fmt.Println(held.PID)
		os.Exit(0)
	}
	os.Exit(1)
}

// TestASecondProgramIsToldWhoRecords starts another process, which may neither
// record into a session that this one records nor delete it.
func TestASecondProgramIsToldWhoRecords(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "held.weir")
	s, err := Create(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	s.Add(busy(2)...)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	said, err := second(path)
	pid := strconv.Itoa(os.Getpid())
	if err != nil || !strings.Contains(said, "is being recorded by process "+pid) || !strings.HasSuffix(said, "\n"+pid+"\n") {
		t.Errorf("the second says %q, %v", said, err)
	}
	s.Add(busy(3)[len(busy(2)):]...)
	if err := s.Sync(t.Context()); err != nil {
		t.Error("after the second:", err)
	}
	if n := len(all(t, reopen(t, path))); n != len(busy(3)) {
		t.Errorf("%d events", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if said, err := second(path); err == nil || !strings.Contains(said, "exists already") {
		t.Errorf("once it is closed, the second says %q", said)
	}
}

func second(path string) (said string, err error) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "WEIR_TEST_SECOND="+path)
	out, err := child.Output()
	return string(out), err
}
