package cli_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// allowed says which of our packages a package may import, by prefix; a
// package is judged by the longest entry that it falls under. This is the
// table of docs/ARCHITECTURE.md.
func allowed() map[string][]string {
	return map[string][]string{
		"weir":                         {"weir/ui/cli"},
		"weir/engine":                  {"weir/engine"},
		"weir/engine/aimd":             {},
		"weir/engine/breaker":          {},
		"weir/engine/bucket":           {},
		"weir/engine/page":             {"weir/engine/page"},
		"weir/engine/playground":       {"weir/engine/playground"},
		"weir/engine/quota":            {},
		"weir/engine/retry":            {},
		"weir/engine/transport":        {"weir/engine/transport"},
		"weir/engine/transport/digest": {},
		"weir/sessions":                {"weir/engine", "weir/sessions/collection"},
		"weir/sessions/blank":          {"weir/sessions/collection"},
		"weir/sessions/book":           {"weir/engine", "weir/sessions/collection", "weir/sessions/har", "weir/sessions/httpfile", "weir/sessions/openapi", "weir/sessions/postman"},
		"weir/sessions/code":           {"weir/sessions/blank", "weir/sessions/collection"},
		"weir/sessions/collection":     {},
		"weir/sessions/compare":        {"weir/engine", "weir/sessions"},
		"weir/sessions/curl":           {"weir/sessions/blank", "weir/sessions/collection"},
		"weir/sessions/explain":        {"weir/engine", "weir/sessions"},
		"weir/sessions/export":         {"weir/engine", "weir/sessions"},
		"weir/sessions/har":            {"weir/engine", "weir/sessions"},
		"weir/sessions/httpfile":       {"weir/engine", "weir/sessions/collection"},
		"weir/sessions/openapi":        {"weir/sessions/collection"},
		"weir/sessions/postman":        {"weir/sessions/collection"},
		"weir/sessions/serve":          {"weir/engine", "weir/sessions"},
		"weir/themes":                  {},
		"weir/ui":                      {"weir/engine", "weir/sessions", "weir/themes", "weir/ui"},
		"weir/ui/browse":               {"weir/ui/styles"},
		"weir/ui/cli":                  {"weir/engine", "weir/sessions", "weir/themes", "weir/ui"},
		"weir/ui/config":               {"weir/engine", "weir/ui/keys"},
		"weir/ui/dialogs":              {"weir/ui/keys", "weir/ui/layout", "weir/ui/styles"},
		"weir/ui/keys":                 {},
		"weir/ui/layout":               {},
		"weir/ui/memory":               {},
		"weir/ui/panels":               {"weir/engine", "weir/sessions", "weir/ui/styles"},
		"weir/ui/styles":               {"weir/themes"},
		"weir/ui/tour":                 {"weir/sessions", "weir/ui/keys"},
	}
}

func TestImports(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			checkFile(t, root, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The table of docs/ARCHITECTURE.md has the packages that the rules are for.
func TestArchitectureTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|").FindAllStringSubmatch(string(text), -1) {
		name := path.Join("weir", m[1])
		if m[1] == "main" {
			name = "weir"
		}
		rows[name] = true
		if _, ok := allowed()[name]; !ok {
			t.Errorf("docs/ARCHITECTURE.md: no rule says what %s may import", m[1])
		}
	}
	for name := range allowed() {
		if !rows[name] {
			t.Errorf("docs/ARCHITECTURE.md: the table does not have %s", name)
		}
	}
}

func checkFile(t *testing.T, root, file string) {
	t.Helper()
	rel, err := filepath.Rel(root, filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	pkg := path.Join("weir", filepath.ToSlash(rel))
	may, ok := rule(pkg)
	if !ok {
		t.Errorf("%s: no rule says what %s may import", file, pkg)
		return
	}
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range tree.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if under(name, "weir") && !underAny(name, may) {
			t.Errorf("%s: %s must not import %s", file, pkg, name)
		}
	}
}

// rule returns what a package may import.
func rule(pkg string) (may []string, ok bool) {
	for best := pkg; best != "."; best = path.Dir(best) {
		if may, ok := allowed()[best]; ok {
			return may, true
		}
	}
	return nil, false
}

func under(name, prefix string) bool {
	return name == prefix || strings.HasPrefix(name, prefix+"/")
}

func underAny(name string, prefixes []string) bool {
	for _, p := range prefixes {
		if under(name, p) {
			return true
		}
	}
	return false
}

// TestRootFolder holds the root folder to what belongs there.
func TestRootFolder(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	may := map[string]bool{
		"main.go": true, "go.mod": true, "go.sum": true, "README.md": true, "LICENSE": true, "CHANGELOG.md": true,
		"Makefile": true, "ui": true, "engine": true, "sessions": true, "themes": true, "docs": true,
		"weir": true, "dist": true, // made by make
	}
	for _, f := range files {
		if !may[f.Name()] && !strings.HasPrefix(f.Name(), ".") {
			t.Errorf("%s does not belong in the root folder", f.Name())
		}
	}
}
