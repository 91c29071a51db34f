package book_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"weir/engine"
	"weir/sessions/book"
	"weir/sessions/collection"
)

const requests = `@base = http://{{host}}/v1

### list
# @rate 10/s
# @retries 1
# @paginate cursor
GET {{base}}/gauges?limit={{limit}}
Authorization: Bearer {{key}}

### upload
POST {{base}}/files
Authorization: Basic anna pass word
Content-Type: text/plain

<@ ./note.txt

### form
POST /login
Host: example.com
Content-Type: application/x-www-form-urlencoded

a=1
&b=2

### machine
GET {{base}}/{{$processEnv WHO}}?{{$dotenv TOKEN}}

### away
POST {{base}}/

< ../outside.txt
`

// folder writes files and returns the path of the requests.
func folder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "project")
	files := map[string]string{
		"api.http":                     requests,
		"note.txt":                     "to {{host}}",
		"../outside.txt":               "outside",
		"http-client.env.json":         `{"dev": {"host": "127.0.0.1", "limit": 5}, "prod": {"host": "example.com"}}`,
		"http-client.private.env.json": `{"dev": {"key": "s3cr3t-key"}}`,
		".env":                         "TOKEN=dotenv-token",
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "api.http")
}

func opened(t *testing.T, o book.Options) *book.Book {
	t.Helper()
	b, err := book.Open(folder(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func request(t *testing.T, b *book.Book, name string) collection.Request {
	t.Helper()
	r, err := b.Collection().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPrepare(t *testing.T) {
	t.Parallel()
	var secrets []string
	b := opened(t, book.Options{Environment: "dev", Secret: func(v ...string) { secrets = append(secrets, v...) }})
	s, err := b.Prepare(request(t, b, "list"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Request.URL != "http://127.0.0.1/v1/gauges?limit=5" || s.Request.Header.Get("Authorization") != "Bearer s3cr3t-key" {
		t.Errorf("got %+v", s.Request)
	}
	if s.Policy.Limit.Rate != 10 || s.Policy.Retry.Attempts != 2 || s.Walk.Spec.Dialect != "cursor" || len(s.Settings) != 3 {
		t.Errorf("got %+v", s)
	}
	if !slices.Contains(secrets, "s3cr3t-key") {
		t.Errorf("the secret was not told: %v", secrets)
	}
	s, err = b.Prepare(request(t, b, "upload"))
	if err != nil || string(s.Request.Body) != "to 127.0.0.1" || s.Request.Header.Get("Authorization") != "Basic YW5uYTpwYXNzIHdvcmQ=" {
		t.Errorf("got %+v, %v", s.Request, err)
	}
	s, err = b.Prepare(request(t, b, "form"))
	if err != nil || string(s.Request.Body) != "a=1&b=2" || s.Request.URL != "http://example.com/login" {
		t.Errorf("got %+v, %v", s.Request, err)
	}
}

// Flags count more than the file.
func TestOver(t *testing.T) {
	t.Parallel()
	b := opened(t, book.Options{Environment: "dev", Values: map[string]string{"limit": "9"}, Over: []collection.Setting{{Name: "rate", Value: "2/s"}}})
	s, err := b.Prepare(request(t, b, "list"))
	if err != nil || s.Policy.Limit.Rate != 2 || s.Policy.Retry.Attempts != 2 || len(s.Settings) != 2 {
		t.Errorf("got %+v, %v", s, err)
	}
	if !strings.HasSuffix(s.Request.URL, "limit=9") {
		t.Errorf("got %s", s.Request.URL)
	}
}

// What is of the machine is read with a person's word only.
func TestTrust(t *testing.T) {
	t.Parallel()
	environ := func(name string) (string, bool) { return "machine-user", name == "WHO" }
	b := opened(t, book.Options{Environment: "dev", Environ: environ})
	for _, name := range []string{"machine", "away"} {
		if _, err := b.Prepare(request(t, b, name)); err == nil || !strings.Contains(err.Error(), "--trust") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var secrets []string
	b = opened(t, book.Options{Environment: "dev", Environ: environ, Trust: true, Secret: func(v ...string) { secrets = append(secrets, v...) }})
	s, err := b.Prepare(request(t, b, "machine"))
	if err != nil || s.Request.URL != "http://127.0.0.1/v1/machine-user?dotenv-token" {
		t.Errorf("got %+v, %v", s.Request, err)
	}
	if !slices.Contains(secrets, "machine-user") || !slices.Contains(secrets, "dotenv-token") {
		t.Errorf("secrets %v", secrets)
	}
	if s, err = b.Prepare(request(t, b, "away")); err != nil || string(s.Request.Body) != "outside" {
		t.Errorf("got %+v, %v", s.Request, err)
	}
}

// A link beside the requests is no way to the files of the machine.
func TestLinks(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"http-client.env.json", "note.txt"} {
		path := folder(t)
		dir := filepath.Dir(path)
		outside := filepath.Join(filepath.Dir(dir), "outside.json")
		if err := os.WriteFile(outside, []byte(`{"dev": {"host": "127.0.0.1"}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Remove(filepath.Join(dir, name)), os.Symlink(outside, filepath.Join(dir, name))); err != nil {
			t.Skip(err)
		}
		send := func(trust bool) error {
			b, err := book.Open(path, book.Options{Environment: "dev", Trust: trust})
			if err != nil {
				return err
			}
			_, err = b.Prepare(request(t, b, "upload"))
			return err
		}
		if err := send(false); err == nil || !strings.Contains(err.Error(), "--trust") {
			t.Errorf("%s: %v", name, err)
		}
		if err := send(true); err != nil {
			t.Errorf("%s, trusted: %v", name, err)
		}
	}
}

func TestEnvironments(t *testing.T) {
	t.Parallel()
	b := opened(t, book.Options{})
	var unknown *collection.UnknownVariableError
	if _, err := b.Prepare(request(t, b, "list")); !errors.As(err, &unknown) || unknown.Name != "host" {
		t.Errorf("got %v", err)
	}
	if got := b.Environments(); !slices.Equal(got, []string{"dev", "prod"}) {
		t.Errorf("got %v", got)
	}
	if _, err := b.Use("test"); err == nil {
		t.Error("an environment that is not there was used")
	}
	prod, err := b.Use("prod")
	if err != nil || prod.Environment() != "prod" || b.Environment() != "" {
		t.Errorf("got %v", err)
	}
	if shown, missing := prod.Shown("{{base}}?{{limit}}&{{$uuid}}"); shown != "http://example.com/v1?{{limit}}&{{$uuid}}" || !slices.Equal(missing, []string{"limit"}) {
		t.Errorf("shown %q, missing %v", shown, missing)
	}
	dev, _ := b.Use("dev")
	if shown, missing := dev.Shown("Bearer {{key}}"); shown != "Bearer •••" || missing != nil {
		t.Errorf("shown %q, missing %v", shown, missing)
	}
	if _, err := book.Open(b.Path(), book.Options{Environment: "test"}); err == nil || !strings.Contains(err.Error(), "dev, prod") {
		t.Errorf("got %v", err)
	}
}

func TestSave(t *testing.T) {
	t.Parallel()
	b := opened(t, book.Options{})
	if err := os.Chmod(b.Path(), 0o640); err != nil {
		t.Fatal(err)
	}
	r := request(t, b, "list")
	r.URL = "http://example.com/"
	edited, err := b.Replace(0, r)
	if err != nil || !edited.Edited() || b.Edited() {
		t.Fatalf("edited %v, %v", edited.Edited(), err)
	}
	saved, err := edited.Save()
	if err != nil || saved.Edited() || saved.Stale() {
		t.Fatalf("not saved: %v", err)
	}
	content, err := os.ReadFile(b.Path())
	want := strings.Replace(requests, "{{base}}/gauges?limit={{limit}}", "http://example.com/", 1)
	if err != nil || string(content) != want {
		t.Errorf("the file is now\n%s", content)
	}
	if facts, err := os.Stat(b.Path()); err != nil || facts.Mode().Perm() != 0o640 {
		t.Errorf("permissions %v, %v", facts.Mode(), err)
	}
	if err := os.WriteFile(b.Path(), []byte("GET http://theirs/\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var changed *book.ChangedError
	if _, err := saved.Save(); !errors.As(err, &changed) || !saved.Stale() {
		t.Errorf("got %v", err)
	}
	if content, _ := os.ReadFile(b.Path()); string(content) != "GET http://theirs/\n" {
		t.Error("the changes of someone else were written over")
	}
	again, err := saved.Reload()
	if err != nil || len(again.Collection().Requests) != 1 {
		t.Errorf("reloaded %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, want := range map[string]string{"bad.http": "bad.http:2: a header field", "notes.txt": "holds no requests", "none.http": "none.http"} {
		path := filepath.Join(dir, name)
		if name != "none.http" {
			if err := os.WriteFile(path, []byte("GET http://h/\nbad\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := book.Open(path, book.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := "# @rate ten\nGET http://h/\n"
	path := filepath.Join(dir, "rate.http")
	if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := book.Open(path, book.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Prepare(b.Collection().Requests[0]); err == nil || !strings.Contains(err.Error(), "rate.http:1: @rate: ") {
		t.Errorf("got %v", err)
	}
}

// Settings of a request come on top of the policy of where it goes.
func TestPolicyOfTheURL(t *testing.T) {
	t.Parallel()
	b := opened(t, book.Options{Environment: "dev", Policy: func(url string) engine.Policy {
		p := engine.DefaultPolicy()
		if strings.HasPrefix(url, "http://127.0.0.1/") {
			p.Concurrency = 3
		}
		return p
	}})
	s, err := b.Prepare(request(t, b, "list"))
	if err != nil || s.Policy.Concurrency != 3 || s.Policy.Limit.Rate != 10 {
		t.Errorf("got %+v, %v", s.Policy, err)
	}
}

const archive = `{"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [
{"startedDateTime": "2026-11-25T10:00:00Z", "request": {"method": "POST", "url": "http://h/a?b=1",
 "headers": [{"name": "X-A", "value": "{{b}}"}], "postData": {"mimeType": "text/plain", "text": "{{c}}"}}},
{"startedDateTime": "2026-11-25T10:00:01Z", "request": {"method": "GET", "url": "data:text/plain,x"}}]}}`

// What a browser recorded is a collection too; braces in its bodies are no
// variables, and those in its headers are told.
func TestArchive(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	if err := os.WriteFile(path, []byte(archive), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := book.Open(path, book.Options{Values: map[string]string{"b": "1"}})
	if err != nil || b.Format() != book.HAR || b.Editable() || len(b.Collection().Losses) != 2 {
		t.Fatalf("got %v, %+v", err, b)
	}
	r := request(t, b, "POST /a")
	s, err := b.Prepare(r)
	if err != nil || s.Request.URL != "http://h/a?b=1" || string(s.Request.Body) != "{{c}}" || s.Request.Header.Get("X-A") != "1" {
		t.Errorf("got %+v, %v", s.Request, err)
	}
}
