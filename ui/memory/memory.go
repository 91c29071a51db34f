package memory

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/adrg/xdg"
)

// Bounds of the file.
const (
	mostBytes      = 1 << 20
	mostWorkspaces = 200
	mostPanels     = 16
	mostText       = 4096 // bytes of a name
)

// Place is how the screen of a workspace stands. The zero Place leaves all of
// it to the layout.
type Place struct {
	// Left and Right are the dividers, as parts of the width from 0 to 1; 0
	// leaves one to the layout.
	Left  float64 `json:"left,omitempty"`
	Right float64 `json:"right,omitempty"`
	// Hidden, Zoom and Tab are names of panels and tabs.
	Hidden []string `json:"hidden,omitempty"`
	Zoom   string   `json:"zoom,omitempty"`
	Tab    string   `json:"tab,omitempty"`
}

// Equal says whether two places are the same.
func (p Place) Equal(o Place) bool {
	return p.Left == o.Left && p.Right == o.Right && p.Zoom == o.Zoom && p.Tab == o.Tab && slices.Equal(p.Hidden, o.Hidden)
}

// kept is a place and when it was chosen.
type kept struct {
	Place

	At time.Time `json:"at"`
}

// notes is the file's content.
type notes struct {
	Theme      string          `json:"theme,omitempty"`
	Workspaces map[string]kept `json:"workspaces,omitempty"`
}

// File is where choices are kept. The zero File keeps and remembers nothing.
// Two programs may use one file at the same time; of two choices in the same
// moment one may be forgotten.
type File struct{ Path string }

// Default returns the person's own file.
func Default() File {
	dir := xdg.StateHome
	if own := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(own) {
		dir = own
	}
	return File{filepath.Join(dir, "weir", "screen.json")}
}

// Theme returns the name of the theme that was chosen last; empty for none.
func (f File) Theme() string { return f.read().Theme }

// Place returns how the screen of a workspace stood last.
func (f File) Place(workspace string) Place { return f.read().Workspaces[workspace].Place }

// KeepTheme keeps the choice of a theme; empty forgets it.
func (f File) KeepTheme(name string) error {
	return f.change(func(n *notes) { n.Theme = name })
}

// KeepPlace keeps how the screen of a workspace stands.
func (f File) KeepPlace(workspace string, p Place, now time.Time) error {
	return f.change(func(n *notes) {
		if n.Workspaces == nil {
			n.Workspaces = map[string]kept{}
		}
		n.Workspaces[workspace] = kept{p, now.UTC()}
		for len(n.Workspaces) > mostWorkspaces {
			n.forgetOldest()
		}
	})
}

func (n *notes) forgetOldest() {
	oldest := ""
	for name, k := range n.Workspaces {
		if at := n.Workspaces[oldest].At; oldest == "" || k.At.Before(at) || k.At.Equal(at) && name < oldest {
			oldest = name
		}
	}
	delete(n.Workspaces, oldest)
}

// read returns what is kept.
func (f File) read() notes {
	if f.Path == "" {
		return notes{}
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return notes{}
	}
	defer func() { _ = file.Close() }()
	document, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err != nil {
		return notes{}
	}
	return parse(document)
}

// parse reads a document as far as it makes sense.
func parse(document []byte) notes {
	var n notes
	if len(document) > mostBytes || json.Unmarshal(document, &n) != nil {
		return notes{}
	}
	n.Theme = short(n.Theme)
	for name, k := range n.Workspaces {
		k.Left, k.Right, k.Zoom, k.Tab = part(k.Left), part(k.Right), short(k.Zoom), short(k.Tab)
		k.Hidden = k.Hidden[:min(len(k.Hidden), mostPanels)]
		n.Workspaces[name] = k
	}
	return n
}

// part brings a part of the width within bounds.
func part(v float64) float64 {
	if v > 0 && v < 1 {
		return v
	}
	return 0
}

func short(text string) string {
	if len(text) > mostText || !utf8.ValidString(text) {
		return ""
	}
	return text
}

// change replaces the file by what it holds with a change.
func (f File) change(set func(*notes)) error {
	if f.Path == "" {
		return nil
	}
	n := f.read()
	set(&n)
	document, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		return fmt.Errorf("remember the screen: %w", err)
	}
	if err := replace(f.Path, append(document, '\n')); err != nil {
		return fmt.Errorf("remember the screen: %w", err)
	}
	return nil
}

// replace writes a file beside another and puts it in that one's place.
func replace(path string, document []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, "screen-*.json")
	if err != nil {
		return err
	}
	_, err = file.Write(document)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		if rerr := os.Remove(file.Name()); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, rerr)
		}
	}
	return err
}
