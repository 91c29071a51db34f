package book

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"weir/sessions/collection"
	"weir/sessions/httpfile"
)

// ErrReadOnly says that the file's format cannot be written back.
var ErrReadOnly = errors.New("only .http files are written: 'weir sessions export' makes one of others")

// ChangedError says that a file was changed by someone else since it was read.
type ChangedError struct{ Path string }

func (e *ChangedError) Error() string {
	return e.Path + " was changed by someone else since it was opened: it was not written over; open it again, or save under another name"
}

// Editable reports whether edits can be saved.
func (b *Book) Editable() bool { return b.http != nil }

// Edited reports whether something is not saved.
func (b *Book) Edited() bool { return b.http != nil && !bytes.Equal(b.saved, b.http.Bytes()) }

// Replace returns the book with request i of its collection, from 0, as r.
func (b *Book) Replace(i int, r collection.Request) (*Book, error) {
	if b.http == nil {
		return nil, ErrReadOnly
	}
	next, err := b.http.Replace(i, r)
	return b.with(next, err)
}

// Insert returns the book with a request before request i, or at its end.
func (b *Book) Insert(i int, r collection.Request) (*Book, error) {
	if b.http == nil {
		return nil, ErrReadOnly
	}
	next, err := b.http.Insert(i, r)
	return b.with(next, err)
}

// Delete returns the book without request i.
func (b *Book) Delete(i int) (*Book, error) {
	if b.http == nil {
		return nil, ErrReadOnly
	}
	next, err := b.http.Delete(i)
	return b.with(next, err)
}

func (b *Book) with(file *httpfile.File, err error) (*Book, error) {
	if err != nil {
		return nil, err
	}
	next := *b
	next.http, next.held = file, file.Collection()
	return &next, nil
}

// Save writes the file, whole or not at all, and returns the book as saved. It
// returns a *ChangedError, and writes nothing, where the file is not as it was
// read.
func (b *Book) Save() (*Book, error) {
	if b.http == nil {
		return nil, ErrReadOnly
	}
	path, err := filepath.EvalSymlinks(b.path)
	if err != nil {
		return nil, fmt.Errorf("save the requests: %w", err)
	}
	now, err := read(path, os.Stat, os.Open)
	if err != nil {
		return nil, fmt.Errorf("save the requests: %w", err)
	}
	if !bytes.Equal(now, b.saved) {
		return nil, &ChangedError{b.path}
	}
	if err := replace(path, b.http.Bytes()); err != nil {
		return nil, fmt.Errorf("save the requests: %w", err)
	}
	next := *b
	next.saved = b.http.Bytes()
	return &next, nil
}

// replace puts content in place of a file's, keeping its permissions.
func replace(path string, content []byte) (err error) {
	mode := fs.FileMode(0o600)
	if facts, err := os.Stat(path); err == nil {
		mode = facts.Mode().Perm()
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".weir-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(content)
	err = errors.Join(err, temp.Chmod(mode), temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// Reload reads the file again, in the same environment. What was not saved is
// given up.
func (b *Book) Reload() (*Book, error) { return Open(b.path, b.opts) }

// Stale reports whether the file is not as it was read or saved.
func (b *Book) Stale() bool {
	now, err := read(b.path, os.Stat, os.Open)
	return err != nil || !bytes.Equal(now, b.saved)
}
