package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// A session's file must never be opened beside SQLite by this process while a
// connection to it is open: closing any descriptor of a file drops every lock
// that the process holds on it (POSIX fcntl). So even what a file is, is asked
// through SQLite.

// address returns the file's URI with its parameters.
func address(path, params string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	escaped := (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath()
	escaped = strings.NewReplacer("?", "%3F", "#", "%23").Replace(escaped)
	if !strings.HasPrefix(escaped, "/") {
		escaped = "/" + escaped // a drive letter
	}
	return "file://" + escaped + "?" + params
}

// openWriter opens the one connection that writes. It keeps a transaction
// open at all times, which is how other programs see that the file is taken.
func openWriter(ctx context.Context, path string, pragmas string) (*sql.DB, *sql.Conn, error) {
	db, err := sql.Open("sqlite", address(path, "mode=rw&_pragma=busy_timeout(5000)"))
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if _, err := conn.ExecContext(ctx, pragmas); err != nil {
		return nil, nil, errors.Join(err, conn.Close(), db.Close())
	}
	return db, conn, nil
}

// openReader opens connections that only read.
func openReader(path string, params string, conns int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address(path, params+"&_pragma=busy_timeout(5000)&_pragma=query_only(1)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// identify checks that a database is a session that this program reads.
func identify(ctx context.Context, db *sql.DB, path string) error {
	var id, version int
	err := db.QueryRowContext(ctx, "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version").Scan(&id, &version)
	switch {
	case isCode(err, lib.SQLITE_NOTADB):
		return &NotSessionError{Path: path, Why: "it is not a database, or its first page is damaged"}
	case isCode(err, lib.SQLITE_CORRUPT), isCode(err, lib.SQLITE_IOERR):
		return &DamagedError{Path: path, What: "its first page", Err: err}
	case err != nil:
		return fmt.Errorf("open %q: %w", path, err)
	case id != applicationID:
		return &NotSessionError{Path: path, Why: "it is a database of another program, or empty"}
	case version > fileVersion:
		return &NewerError{Path: path, Version: version, Known: fileVersion}
	case version < 1:
		return &NotSessionError{Path: path, Why: "it was never set up"}
	}
	return nil
}

// isCode says whether err is SQLite's with that primary result code.
func isCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

// openChecked opens a session's file for reading, as it is or, where its
// folder cannot be written and so takes no lock files, as one that does not
// change.
//
// It returns the parameters with which that was possible.
func openChecked(ctx context.Context, path string) (db *sql.DB, params string, err error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("open session: %w", err)
	case !st.Mode().IsRegular():
		return nil, "", &NotSessionError{Path: path, Why: "it is not a file"}
	case st.Size() == 0:
		return nil, "", &NotSessionError{Path: path, Why: "it is empty"}
	}
	for _, params := range []string{asItIs, unchanging} {
		if db, err = openReader(path, params, 4); err != nil {
			return nil, "", err
		}
		if err = identify(ctx, db, path); err == nil {
			return db, params, nil
		}
		_ = db.Close()
		if !isCode(err, lib.SQLITE_CANTOPEN) && !isCode(err, lib.SQLITE_READONLY) || hasLog(path) {
			break
		}
	}
	return nil, "", err
}

// How a file is opened for reading.
const (
	asItIs     = "mode=ro"
	unchanging = "mode=ro&immutable=1"
)

// hasLog says whether a write-ahead log with content lies beside the file.
func hasLog(path string) bool {
	st, err := os.Stat(path + "-wal")
	return err == nil && st.Size() > 0
}

// newFile makes a file of that content that only its owner may read.
func newFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{Path: path}
	}
	if err != nil {
		return fmt.Errorf("create session: %w", err)
	}
	if len(content) > 0 {
		if _, err = f.Write(content); err == nil {
			err = f.Sync()
		}
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path)
		return fmt.Errorf("create session: %w", err)
	}
	return nil
}

// openWriteProbe opens a connection that asks whether the file is taken.
func openWriteProbe(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address(path, "mode=rw&_pragma=busy_timeout(0)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}
