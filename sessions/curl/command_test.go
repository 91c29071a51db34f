package curl_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"weir/sessions/collection"
	"weir/sessions/curl"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		request collection.Request
		want    string
		losses  []string
	}{
		{"get", collection.Request{Method: "GET", URL: "http://h/a?b=1&c=2"}, `curl 'http://h/a?b=1&c=2'`, nil},
		{"quotes", collection.Request{Method: "GET", URL: "http://h", Header: header("A", "it's")}, `curl 'http://h' -H 'A: it'\''s'`, nil},
		{
			"a variable",
			collection.Request{Method: "GET", URL: "{{base}}/a", Header: header("X-A", "{{api-key}}")},
			`curl "$base"'/a' -H 'X-A: '"$api_key"`, nil,
		},
		{
			"the machine's own variables are not read",
			collection.Request{Method: "GET", URL: "http://h/{{PATH}}"},
			`curl 'http://h/'"$PATH_VALUE"`, nil,
		},
		{
			"struck out",
			collection.Request{
				Method: "POST", URL: "http://h?api_key=‹redacted:00000001›", Header: header("Authorization", "Bearer ‹redacted:00000002›"),
				Body: text(`{"password": "‹redacted:00000003›", "again": "‹redacted:00000002›"}`),
			},
			`curl 'http://h?api_key='"$API_KEY" -H 'Authorization: Bearer '"$TOKEN" -H 'Content-Type:' --data-raw '{"password": "'"$PASSWORD"'", "again": "'"$TOKEN"'"}'`,
			[]string{"set API_KEY", "set TOKEN", "set PASSWORD"},
		},
		{"literal braces", collection.Request{Method: "PATCH", URL: "http://h", Body: []collection.Piece{{Text: "{{a}}", Literal: true}}}, `curl 'http://h' -X 'PATCH' -H 'Content-Type:' --data-raw '{{a}}'`, nil},
		{"no word of curl's", collection.Request{Method: "HEAD", URL: "-http://h/[1]/../x", Body: text("x")}, `curl --url '-http://h/[1]/../x' --path-as-is --globoff --head`, []string{"no body with HEAD"}},
		{
			"settings",
			collection.Request{Method: "GET", URL: "http://h", Settings: []collection.Setting{
				{Name: "timeout", Value: "connect=1.5s,total=10s,read=1s"}, {Name: "insecure", Value: "true"}, {Name: "paginate", Value: "auto"},
			}},
			`curl 'http://h' --connect-timeout 1.5 --max-time 10 --insecure`,
			[]string{"read=1s", "paginate"},
		},
		{"header injection", collection.Request{Method: "GET", URL: "http://h", Header: header("A", "b\nC: d")}, `curl 'http://h'`, []string{"cannot be sent"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, losses := curl.Command(c.request)
			if got = strings.ReplaceAll(got, " \\\n  ", " "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if len(losses) != len(c.losses) {
				t.Fatalf("losses %v, want %v", losses, c.losses)
			}
			for i, l := range losses {
				if !strings.Contains(l.What, c.losses[i]) {
					t.Errorf("loss %q does not say %q", l.What, c.losses[i])
				}
			}
		})
	}
}

// anyRequest draws a request that curl can send.
func anyRequest(t *rapid.T) collection.Request {
	word := rapid.StringMatching(`[A-Za-z][A-Za-z0-9-]{0,8}`)
	value := rapid.StringMatching(`[!-~]([ -~éß‹]{0,20}[!-~])?`)
	r := collection.Request{
		Method: rapid.SampledFrom([]string{"GET", "POST", "PUT", "DELETE", "PURGE"}).Draw(t, "method"),
		URL:    "http://127.0.0.1:1/" + rapid.StringMatching(`[a-zA-Z0-9_.~!$&'()*+,;=:@%/?-]{0,30}`).Draw(t, "path"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "headers") {
		name := "X-" + word.Draw(t, "name")
		r.Header = append(r.Header, collection.Field{Name: name, Value: strings.ReplaceAll(value.Draw(t, "value"), "{{", "{")})
	}
	if rapid.Bool().Draw(t, "typed") {
		r.Header = append(r.Header, collection.Field{Name: "Content-Type", Value: "text/plain"})
	}
	body := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("ab'\"\\$`!@{}\n\t%"))),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "body")
	if body != "" {
		r.Body = []collection.Piece{{Text: body, Literal: strings.Contains(body, "{{")}}
	}
	return r
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := anyRequest(t)
		command, losses := curl.Command(want)
		if len(losses) > 0 {
			t.Fatalf("losses %v", losses)
		}
		got, losses, err := curl.Parse(command)
		if err != nil || len(losses) > 0 {
			t.Fatalf("%s\n%v %v", command, losses, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s\n%s", command, diff)
		}
	})
}

// received is what a server got.
type received struct {
	Method, URI string
	Header      http.Header
	Body        []byte
}

// TestCommandRuns runs commands in sh with the curl of the machine.
func TestCommandRuns(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
	seen := make(chan received, 8)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen <- received{r.Method, r.RequestURI, r.Header, body}
	}))
	defer server.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "it's.bin"), []byte("f\x00g"), 0o600); err != nil {
		t.Fatal(err)
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, c := range []struct {
		name    string
		request collection.Request
		uri     string
		body    string
	}{
		{"quotes", collection.Request{Method: "POST", URL: "/a'b?c=$HOME&d={1,2}[3-4]", Body: text("it's `id` $(id) \"x\" \\ !\n\n")}, "/a'b?c=$HOME&d={1,2}[3-4]", "it's `id` $(id) \"x\" \\ !\n\n"},
		{"at", collection.Request{Method: "PUT", URL: "/x/../y", Body: text("@/etc/passwd")}, "/x/../y", "@/etc/passwd"},
		{"every byte", collection.Request{Method: "POST", URL: "/", Body: text(string(every))}, "/", string(every)},
		{"long", collection.Request{Method: "POST", URL: "/", Body: text(strings.Repeat("it's long ", 30_000))}, "/", strings.Repeat("it's long ", 30_000)},
		{"file", collection.Request{Method: "POST", URL: "/", Body: []collection.Piece{{File: "it's.bin", Literal: true}}}, "/", "f\x00g"},
		{"mixed", collection.Request{Method: "POST", URL: "/", Body: []collection.Piece{{Text: "<"}, {File: "it's.bin", Literal: true}, {Text: "{{x}}>"}}}, "/", "<f\x00gva l>"},
		{"variable", collection.Request{Method: "GET", URL: "/{{p}}", Header: header("A", "{{x}} ‹redacted:00000000›", "B", "")}, "/q", ""},
	} {
		r := c.request
		r.URL = server.URL + r.URL
		r.Header = append(r.Header, collection.Field{Name: "X-Same", Value: `'"$x`}, collection.Field{Name: "X-Same", Value: "2"})
		command, _ := curl.Command(r)
		script := filepath.Join(dir, "script")
		if err := os.WriteFile(script, []byte(strings.Replace(command, "curl ", "curl -sS ", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), sh, script)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "x=va l", "p=q", "A=secret", "no_proxy=*")
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("%s: %v: %s\n%.300s", c.name, err, out, command)
		}
		got := <-seen
		if got.Method != r.Method || got.URI != c.uri || !bytes.Equal(got.Body, []byte(c.body)) {
			t.Errorf("%s: got %s %s %.80q\n%.300s", c.name, got.Method, got.URI, got.Body, command)
		}
		if same := got.Header["X-Same"]; len(same) != 2 || same[0] != `'"$x` {
			t.Errorf("%s: X-Same is %q", c.name, same)
		}
		if got.Header.Get("Content-Type") != "" {
			t.Errorf("%s: curl added a type", c.name)
		}
		if c.name == "variable" && (got.Header.Get("A") != "va l secret" || len(got.Header["B"]) != 1) {
			t.Errorf("headers %v", got.Header)
		}
	}
}
