package sessions

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Rename names a session that is not being recorded, which keeps it from the
// retention, and moves its file to path (see PathOf), which must not exist; the
// path that it has already only names it. The errors are *ExistsError,
// *HeldError, those of Open, and those of the file system.
func Rename(ctx context.Context, from, path string) error {
	s, err := Open(from)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if held := holder(ctx, from); held != nil {
		return held
	}
	if _, err := os.Lstat(path); err == nil && path != from {
		return &ExistsError{Path: path}
	}
	if err := writeName(ctx, from, strings.TrimSuffix(filepath.Base(path), Extension)); err != nil {
		return fmt.Errorf("name session %q: %w", from, err)
	}
	if path == from {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("name session: %w", err)
	}
	// A link fails where the name is taken; a rename would overwrite it.
	switch err := os.Link(from, path); {
	case errors.Is(err, fs.ErrExist):
		return &ExistsError{Path: path}
	case err != nil:
		return fmt.Errorf("name session %q: %w", from, err)
	}
	return os.Remove(from)
}

// writeName writes the name into a closed file.
func writeName(ctx context.Context, path, name string) error {
	db, conn, err := openWriter(ctx, path, "PRAGMA synchronous = FULL")
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('name', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", name)
	if err == nil && hasLog(path) { // of a program that ended without closing the file
		_, err = conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")
	}
	return errors.Join(err, conn.Close(), db.Close())
}
