package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// SaveAs names the session and keeps it from the retention. path is where its
// file is to be (see PathOf); it must not exist. A session that is recorded
// goes on in its present file, which says its name from now on and is moved
// when the session is closed; of one that is only read a copy is made. The
// error is *ExistsError where path is taken.
func (s *Session) SaveAs(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &ExistsError{Path: path}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	name := strings.TrimSuffix(filepath.Base(path), Extension)
	if s.w == nil {
		return s.copyTo(ctx, path, name)
	}
	s.mu.Lock()
	s.name, s.moveTo = name, path
	s.mu.Unlock()
	s.w.add(metaOp{"name", name})
	return s.w.sync(ctx)
}

// copyTo writes a copy that stands alone, without a log beside it.
func (s *Session) copyTo(ctx context.Context, path, name string) error {
	if err := newFile(path, nil); err != nil {
		return err
	}
	err := s.copyInto(ctx, path, name)
	if err != nil {
		_ = os.Remove(path)
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

func (s *Session) copyInto(ctx context.Context, path, name string) error {
	// Reading connections refuse this one too, so it takes its own.
	source, err := sql.Open("sqlite", address(s.path, s.params+"&_pragma=busy_timeout(5000)"))
	if err != nil {
		return err
	}
	_, err = source.ExecContext(ctx, "VACUUM INTO ?", path) // an empty file is a legal target
	if err := errors.Join(err, source.Close()); err != nil {
		return err
	}
	return writeName(ctx, path, name)
}

// move takes the closed file to where it was saved as.
func (s *Session) move() error {
	s.mu.Lock()
	to := s.moveTo
	s.mu.Unlock()
	if to == "" {
		return nil
	}
	if hasLog(s.path) {
		return fmt.Errorf("save session as %q: another program reads it; it stays at %q", to, s.path)
	}
	// A link fails where the name is taken; a rename would overwrite it.
	err := os.Link(s.path, to)
	switch {
	case err == nil:
		err = os.Remove(s.path)
	case errors.Is(err, fs.ErrExist):
	default:
		err = s.carry(to)
	}
	if err != nil {
		return fmt.Errorf("save session as %q, it stays at %q: %w", to, s.path, err)
	}
	s.mu.Lock()
	s.path = to
	s.mu.Unlock()
	return nil
}

// carry copies the closed file to another file system.
func (s *Session) carry(to string) error {
	closed, err := Open(s.path)
	if err != nil {
		return err
	}
	s.mu.Lock()
	name := s.name
	s.mu.Unlock()
	if err := errors.Join(closed.copyTo(context.Background(), to, name), closed.Close()); err != nil {
		return err
	}
	return os.Remove(s.path)
}
