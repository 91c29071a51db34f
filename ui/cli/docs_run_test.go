package cli_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"weir/engine/playground"
	"weir/ui/cli"
)

// practiceURL is where the documentation has its reader serve the practice API.
const practiceURL = "http://127.0.0.1:8080"

// TestDocsRun runs what the guide and the how-tos mark as "sh run", block by
// block in one folder a page, against the practice API, and compares what it
// prints with the block that follows. "…" stands there for anything: within a
// line for a part of it, alone for any number of lines.
func TestDocsRun(t *testing.T) {
	t.Parallel()
	docs := filepath.Join("..", "..", "docs")
	found, err := filepath.Glob(filepath.Join(docs, "howto", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var scripts []string
	for _, page := range append(found, filepath.Join(docs, "guide.md")) {
		page, err := filepath.Abs(page)
		if err != nil {
			t.Fatal(err)
		}
		script := filepath.Join(dir, strings.TrimSuffix(filepath.Base(page), ".md")+".txt")
		if err := os.WriteFile(script, []byte("page '"+page+"'\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, script)
	}
	testscript.Run(t, testscript.Params{
		Files: scripts,
		Setup: func(env *testscript.Env) error {
			server, err := playground.Start(context.Background(), playground.Options{})
			if err != nil {
				return err
			}
			env.Defer(func() { _ = server.Close() })
			env.Setenv("URL", server.URL())
			env.Setenv("XDG_DATA_HOME", env.WorkDir+"/data")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"page": pageCmd},
	})
}

// The program of the how-to on the engine is whole: it is built and run.
func TestDocsProgram(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go here to build it with")
	}
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "howto", "use-the-engine-in-go.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, program, _ := strings.Cut(string(text), "```go\n")
	program, _, _ = strings.Cut(program, "```\n")
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	server, err := playground.Start(t.Context(), playground.Options{Items: 250})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()

	run := exec.CommandContext(t.Context(), "go", "run", file, server.URL()+"/v1/cursor/gauges?limit=100")
	run.Dir = root
	var said strings.Builder
	run.Stderr = &said
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	if got := strings.Count(string(out), "\n"); got != 250 || said.String() != "completed: 250 items in 3 pages, 0 retries\n" {
		t.Errorf("%d items, and it said\n%s", got, said.String())
	}
}

// pageCmd runs the blocks of a page: page FILE
func pageCmd(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(args[0])
	ts.Check(err)
	for _, block := range cli.ShellBlocks(string(text)) {
		if block.Words == "run" && canRun(ts, block.Text) {
			runBlock(ts, block)
		}
	}
}

var tool = regexp.MustCompile(`\b(?:jq|curl|sqlite3|go) `)

// canRun says whether the machine has the tools that a block uses beside weir.
func canRun(ts *testscript.TestScript, text string) bool {
	for _, name := range tool.FindAllString(text, -1) {
		if _, err := exec.LookPath(strings.TrimSpace(name)); err != nil {
			ts.Logf("not run, for there is no %s here:\n%s", name, text)
			return false
		}
	}
	return true
}

func runBlock(ts *testscript.TestScript, block cli.Block) {
	url := ts.Getenv("URL")
	script := ts.MkAbs("block.sh")
	ts.Check(os.WriteFile(script, []byte(strings.ReplaceAll(block.Text, practiceURL, url)), 0o600))
	err := ts.Exec("sh", "-ec", ". ./block.sh 2>&1")
	got := strings.ReplaceAll(ts.ReadFile("stdout"), strings.TrimPrefix(url, "http://"), strings.TrimPrefix(practiceURL, "http://"))
	if err != nil {
		ts.Fatalf("%v\n%s\nprinted\n%s", err, block.Text, got)
	}
	if block.Shows != "" && !shownBy(block.Shows).MatchString(got) {
		ts.Fatalf("%s\nprinted\n%s\nand not\n%s", block.Text, got, block.Shows)
	}
}

// shownBy is the pattern of what a block prints.
func shownBy(shows string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`^`)
	for line := range strings.Lines(shows) {
		if strings.TrimSpace(line) == "…" {
			b.WriteString(`(?s:.*)`)
			continue
		}
		line = regexp.QuoteMeta(strings.TrimRight(line, " \n"))
		b.WriteString(strings.ReplaceAll(line, "…", `.*`) + " *\n")
	}
	b.WriteString(`$`)
	return regexp.MustCompile(b.String())
}
