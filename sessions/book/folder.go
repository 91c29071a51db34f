package book

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile is the size in bytes of the largest file that is read or sent.
const maxFile = 256 << 20

// files reads a file that a body names, or that belongs to the requests: from
// their folder, and with trust from anywhere.
func (b *Book) files(name string) ([]byte, error) {
	dir := filepath.Dir(b.path)
	if b.opts.Trust {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		return read(name, os.Stat, os.Open)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	name = filepath.Clean(filepath.FromSlash(name))
	content, err := read(name, root.Stat, root.Open)
	var refused *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s: %w", filepath.Join(dir, name), fs.ErrNotExist)
	case errors.As(err, &refused):
		return nil, fmt.Errorf("%s is not read: files outside of %s are with --trust only (%w)", name, dir, err)
	}
	return content, err
}

// read reads a file whole. What is no plain file is not even opened: a pipe
// would wait for its writer.
func read(name string, stat func(string) (fs.FileInfo, error), open func(string) (*os.File, error)) ([]byte, error) {
	facts, err := stat(name)
	if err != nil {
		return nil, err
	}
	if !facts.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file", name)
	}
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(content) > maxFile {
		err = fmt.Errorf("%s is larger than %d MiB", name, maxFile>>20)
	}
	return content, err
}
