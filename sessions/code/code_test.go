package code_test

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/sessions/code"
	"weir/sessions/collection"
)

func every() string {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return string(b)
}

// requests are such as may go wrong.
func requests(base string) []collection.Request {
	return []collection.Request{
		{Method: "GET", URL: base + "/a?x={{q}}"},
		{
			Method: "POST", URL: base + "/b?key=‹redacted:00000001›", Name: "make\n*/ it", Hint: "the first page of a walk",
			Header: []collection.Field{{Name: "X-A", Value: `"quoted\" é`}, {Name: "Bad Name", Value: "x"}, {Name: "Authorization", Value: "Bearer ‹redacted:00000002›"}},
			Body:   []collection.Piece{{Text: "{\"a\": \"`$x`\\n\",\n \"u\": \"€😀\"}", Literal: true}},
		},
		{Method: "PUT", URL: base + "/c", Body: []collection.Piece{{Text: every(), Literal: true}, {File: "part.txt", Literal: true}, {Text: "{{q}}"}}},
	}
}

type received struct{ Method, URI, Auth, X, Body string }

func wanted() []received {
	return []received{
		{"GET", "/a?x=vw", "", "", ""},
		{"POST", "/b?key=k1", "Bearer t1", `"quoted\" é`, "{\"a\": \"`$x`\\n\",\n \"u\": \"€😀\"}"},
		{"PUT", "/c", "", "", every() + "<part>vw"},
	}
}

// runs a program against a server and returns what that got.
func runs(t *testing.T, write func([]collection.Request) (string, []collection.Loss), file string, command ...string) []received {
	t.Helper()
	var got []received
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, received{r.Method, r.RequestURI, r.Header.Get("Authorization"), r.Header.Get("X-A"), string(body)})
	}))
	defer server.Close()
	text, losses := write(requests(server.URL))
	if len(losses) != 3 || !strings.Contains(losses[0].What, "Bad Name") || !strings.Contains(losses[1].What, "set KEY") || !strings.Contains(losses[2].What, "set TOKEN") {
		t.Errorf("losses %v", losses)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{file: text, "part.txt": "<part>", "go.mod": "module x\n\ngo 1.26\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), command[0], append(command[1:], file)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "q=vw", "KEY=k1", "TOKEN=t1", "no_proxy=*")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, text)
	}
	return got
}

// TestGo vets and runs a program: it takes some seconds to compile one.
func TestGo(t *testing.T) {
	t.Parallel()
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("set WEIR_TEST_ALL=1 to compile programs")
	}
	_ = runs(t, code.Go, "main.go", "go", "vet")
	if diff := cmp.Diff(wanted(), runs(t, code.Go, "main.go", "go", "run")); diff != "" {
		t.Error(diff)
	}
}

func TestPython(t *testing.T) {
	t.Parallel()
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("set WEIR_TEST_ALL=1 to run programs")
	}
	if exec.Command("python3", "-c", "import httpx").Run() != nil {
		t.Skip("there is no Python with httpx here")
	}
	if diff := cmp.Diff(wanted(), runs(t, code.Python, "main.py", "python3")); diff != "" {
		t.Error(diff)
	}
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func([]collection.Request) (string, []collection.Loss){"program.go.txt": code.Go, "program.py.txt": code.Python} {
		got, _ := write(requests("http://127.0.0.1:8080")[:2])
		want, err := os.ReadFile(filepath.Join("testdata", name))
		if os.Getenv("UPDATE_GOLDEN") != "" {
			err = os.WriteFile(filepath.Join("testdata", name), []byte(got), 0o644)
			want = []byte(got)
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func anyRequest(t *rapid.T) collection.Request {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching("[\"'`{}\\\\a$\n\r]*"), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	return collection.Request{
		Name: text.Draw(t, "name"), Method: text.Draw(t, "method"), URL: text.Draw(t, "url"),
		Header: []collection.Field{{Name: text.Draw(t, "field"), Value: text.Draw(t, "value")}},
		Body:   []collection.Piece{{Text: text.Draw(t, "body")}, {File: text.Draw(t, "file")}},
	}
}

// Whatever a request holds, the program is one, in gofmt's form.
func TestGoIsAlwaysGo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, _ := code.Go([]collection.Request{anyRequest(t)})
		if _, err := parser.ParseFile(token.NewFileSet(), "main.go", text, 0); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if same, err := format.Source([]byte(text)); err != nil || string(same) != text {
			t.Fatalf("%v: not in gofmt's form\n%s", err, text)
		}
	})
}

// The same for Python, where there is one to say so.
func TestPythonIsAlwaysPython(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("there is no Python here")
	}
	var all []collection.Request
	rapid.Check(t, func(t *rapid.T) { all = append(all, anyRequest(t)) })
	text, _ := code.Python(all)
	cmd := exec.CommandContext(t.Context(), "python3", "-c", "import ast, sys; ast.parse(sys.stdin.buffer.read())")
	cmd.Stdin = bytes.NewReader([]byte(text))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
