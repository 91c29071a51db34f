package themes

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shelf is a folder with these themes.
func shelf(t *testing.T, files map[string]string) Shelf {
	t.Helper()
	s := Shelf{Dir: t.TempDir()}
	for name, document := range files {
		if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestShelfNames(t *testing.T) {
	t.Parallel()
	s := shelf(t, map[string]string{
		"dusk.toml": "", "nord.toml": "", "brook.toml": "", ".hidden.toml": "", "notes.txt": "", ".toml": "",
	})
	if err := os.Mkdir(filepath.Join(s.Dir, "folder.toml"), 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := s.Names()
	if want := append(Builtin(), "brook", "dusk"); err != nil || !slices.Equal(got, want) {
		t.Errorf("names %v, %v; want %v", got, err, want)
	}
	for _, none := range []Shelf{{}, {Dir: filepath.Join(s.Dir, "away")}} {
		if got, err := none.Names(); err != nil || !slices.Equal(got, Builtin()) {
			t.Errorf("without a folder: %v, %v", got, err)
		}
	}
}

func TestShelfLoads(t *testing.T) {
	t.Parallel()
	s := shelf(t, map[string]string{
		"dusk.toml": "title = 'Dusk'\ninherits = 'nord'\n[roles]\naccent = '#fff'\n",
		"nord.toml": "title = 'My north'\ninherits = 'nord'\n",
	})
	for name, title := range map[string]string{"dusk": "Dusk", "nord": "My north", "dracula": "Dracula"} {
		got, err := s.Load(name)
		if err != nil || got.Title != title || got.Name != name {
			t.Errorf("%s: %q %q, %v", name, got.Name, got.Title, err)
		}
		if own := name != "dracula"; own != (got.File != "") || own != (s.File(name) != "") || own != (s.Stamp(name) != Stamp{}) {
			t.Errorf("%s comes from %q", name, got.File)
		}
	}
}

func TestShelfErrorsNameTheFile(t *testing.T) {
	t.Parallel()
	s := shelf(t, map[string]string{
		"bad.toml":  "inherits = 'nord'\n[roles]\nsurfce = '#000'\ntext = 'blu'\n",
		"huge.toml": strings.Repeat("#\n", 40_000),
		"half.toml": "title = 'Half'\n",
	})
	for name, want := range map[string]string{
		"bad":     filepath.Join(s.Dir, "bad.toml") + `:3:1: unknown role "surfce"; did you mean "surface"?`,
		"huge":    filepath.Join(s.Dir, "huge.toml") + ": too large for a theme",
		"half":    filepath.Join(s.Dir, "half.toml") + ": no colour for surface",
		"halff":   `unknown theme "halff"; did you mean "half"?`,
		"../bad":  `unknown theme "../bad"; did you mean "bad"?`,
		"\x1b[2J": `unknown theme "\x1b[2J"; there are weir-dark, `,
	} {
		_, err := s.Load(name)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", name, err, want)
		}
	}
	_, err := s.Load("bad")
	var fault *Error
	if !errors.As(err, &fault) || fault.Line != 3 || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("error %v of %+v", err, fault)
	}
}

func TestProblemsNameTheirPlace(t *testing.T) {
	t.Parallel()
	s := shelf(t, map[string]string{"dim.toml": "inherits = 'weir-dark'\n[roles]\nmuted = '#1a2a33'\nselection = '#f2f9fb'"})
	dim, err := s.Load("dim")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range dim.Check() {
		all = append(all, strings.TrimPrefix(p.String(), s.Dir+string(filepath.Separator)))
	}
	want := "dim.toml:3:1: muted on surface has contrast 1.2, needs 3.0"
	if len(all) != 4 || all[0] != want || !strings.HasPrefix(all[3], "dim.toml:4:1: selection-text on selection") {
		t.Errorf("problems %q, want the first to be %q", all, want)
	}
}
