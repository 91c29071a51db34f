package themes

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ending is that of a theme's file.
const ending = ".toml"

// Shelf is the built-in themes and those that a person keeps in a folder, one
// in each file NAME.toml. A person's theme stands before a built-in one of the
// same name. The zero Shelf has the built-in themes only.
type Shelf struct{ Dir string }

// Stamp says which state of a theme's file was read.
type Stamp struct {
	Changed time.Time
	Size    int64
}

// Names returns the names of all themes: the built-in ones, then the person's
// own in alphabetical order. The error says why the folder cannot be read; the
// built-in names are returned all the same. A folder that is not there is no
// error.
func (s Shelf) Names() ([]string, error) {
	names := Builtin()
	own, err := s.own()
	for _, name := range own {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, err
}

// own returns the names of the person's themes.
func (s Shelf) own() ([]string, error) {
	if s.Dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(s.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the folder of themes: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ending); ok && plain(name) && !e.IsDir() {
			names = append(names, name)
		}
	}
	return names, nil
}

// plain says whether a name is that of a file within the folder.
func plain(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, `/\:`) &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// File returns the file of a person's theme, empty for a built-in one.
func (s Shelf) File(name string) string {
	if s.Dir == "" || !plain(name) {
		return ""
	}
	file := filepath.Join(s.Dir, name+ending)
	if facts, err := os.Stat(file); err != nil || facts.IsDir() {
		return ""
	}
	return file
}

// Stamp returns the state of a person's theme; the zero Stamp for a built-in
// one, or where its file is away.
func (s Shelf) Stamp(name string) Stamp {
	facts, err := os.Stat(filepath.Join(s.Dir, name+ending))
	if s.Dir == "" || !plain(name) || err != nil {
		return Stamp{}
	}
	return Stamp{facts.ModTime(), facts.Size()}
}

// Load returns a theme. The errors of a person's own are *Error and name its
// file; that for an unknown name lists the nearest one or all of them.
func (s Shelf) Load(name string) (Theme, error) {
	file := s.File(name)
	if file == "" {
		return s.builtin(name)
	}
	stamp := s.Stamp(name)
	document, err := read(file)
	if err != nil {
		return Theme{}, fmt.Errorf("read theme %q: %w", name, err)
	}
	t, faults := parsed(name, document)
	for _, e := range faults {
		e.File = file
	}
	t.File, t.Stamp = file, stamp
	return t, joined(faults)
}

func (s Shelf) builtin(name string) (Theme, error) {
	if slices.Contains(Builtin(), name) {
		return Load(name)
	}
	names, err := s.Names()
	if err != nil {
		return Theme{}, err
	}
	return Theme{}, unknownTheme(name, names)
}

// read reads at most a little more than a theme may have: Parse refuses that.
func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}
