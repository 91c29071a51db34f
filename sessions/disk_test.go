package sessions

import (
	"context"
	"errors"
	"testing"
	"time"
)

// slowLog is a log whose syncs wait, and then fail where told so.
type slowLog struct {
	logFile
	asked, answer chan error
}

func (l slowLog) Sync() error {
	l.asked <- nil
	return <-l.answer
}

// withSlowLog gives the session of a test such a log.
func withSlowLog(t *testing.T) (*Session, slowLog) {
	t.Helper()
	s := create(t, Options{})
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	quick := s.w.disk.log
	l := slowLog{quick, make(chan error), make(chan error)}
	s.w.disk.log = l
	t.Cleanup(func() {
		s.w.mu.Lock()
		defer s.w.mu.Unlock()
		s.w.disk.log = quick
	})
	return s, l
}

// TestSyncedMeansThatTheLogIs holds that nothing is said to be on disk before
// the log was synced, and that what is written waits for that with nobody.
func TestSyncedMeansThatTheLogIs(t *testing.T) {
	t.Parallel()
	s, log := withSlowLog(t)
	s.Add(busy(1)...)
	synced := make(chan error, 1)
	go func() { synced <- s.Sync(context.Background()) }()
	<-log.asked
	events := busy(1)
	n := len(all(t, reopen(t, s.Path())))
	if n != len(events) {
		t.Errorf("%d of %d events are written while the disk is slow", n, len(events))
	}
	select {
	case err := <-synced:
		t.Errorf("synced too early: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	log.answer <- nil
	if err := <-synced; err != nil {
		t.Error(err)
	}
}

// TestAFailedSyncEndsTheRecording holds that a disk that could not take what
// was written is not believed afterwards.
func TestAFailedSyncEndsTheRecording(t *testing.T) {
	t.Parallel()
	s, log := withSlowLog(t)
	s.Add(busy(1)...)
	<-log.asked
	broken := errors.New("the disk is broken")
	log.answer <- broken
	var trouble *TroubleError
	if err := <-s.Trouble(); !errors.As(err, &trouble) || !trouble.Stopped || !errors.Is(err, broken) {
		t.Errorf("told %v", err)
	}
	if err := s.Sync(t.Context()); !errors.Is(err, broken) {
		t.Errorf("sync says %v", err)
	}
}

// TestAFailedSyncOnCloseIsTold: where another program reads the file, its log
// stays beside it and has to be safe there.
func TestAFailedSyncOnCloseIsTold(t *testing.T) {
	t.Parallel()
	s, log := withSlowLog(t)
	if _, err := s.w.conn.ExecContext(t.Context(), "PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	other, err := reopen(t, s.Path()).read.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Rollback() }()
	var n int
	if err := other.QueryRow("SELECT count(*) FROM events").Scan(&n); err != nil {
		t.Fatal(err)
	}
	s.Add(busy(1)...)
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	<-log.asked
	broken := errors.New("the disk is broken")
	log.answer <- broken
	if err := <-closed; !errors.Is(err, broken) {
		t.Errorf("closing says %v", err)
	}
}
