package httpfile

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"weir/sessions/collection"
)

const sample = `# The gauges of all rivers
@host = api.example.com
@base = https://{{host}}

### list
// a comment of mine
# @rate 10/s
# @paginate cursor,param=after
GET {{base}}/gauges
    ?limit=50
    &river=Severn HTTP/1.1
Accept: application/json
# why: they ask for it
X-Key: {{key}}

###

# @name move
# @no-redirect
POST {{base}}/gauges/g-1/move
Content-Type: application/json

{
  "to": "{{place}}",

  "at": 3
}

> {%
  client.global.set("moved", response.body.id);
%}

### upload
< {%
  request.variables.set("x", 1)
%}
POST {{base}}/files
Content-Type: multipart/form-data; boundary=cut

--cut
Content-Disposition: form-data; name="a"; filename="a.txt"

< ./a.txt
--cut
Content-Disposition: form-data; name="b"

<@utf8 b.txt
--cut--
>> out.json

###
https://example.com/bare

### ask
GRAPHQL {{base}}/graphql

query ($n: Int) { gauges(first: $n) { id } }

{"n": 3}
`

func parse(t interface {
	Helper()
	Fatal(...any)
}, src string,
) *File {
	t.Helper()
	f, err := Parse("api.http", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func ignorePlaces() cmp.Options {
	return cmp.Options{cmpopts.IgnoreTypes(collection.Place{}), cmpopts.EquateEmpty()}
}

func TestParse(t *testing.T) {
	t.Parallel()
	c := parse(t, sample).Collection()
	want := []collection.Request{
		{
			Name: "list", Method: "GET", URL: "{{base}}/gauges?limit=50&river=Severn",
			Header:   []collection.Field{{Name: "Accept", Value: "application/json"}, {Name: "X-Key", Value: "{{key}}"}},
			Settings: []collection.Setting{{Name: "rate", Value: "10/s"}, {Name: "paginate", Value: "cursor,param=after"}},
		},
		{
			Name: "move", Method: "POST", URL: "{{base}}/gauges/g-1/move",
			Header: []collection.Field{{Name: "Content-Type", Value: "application/json"}},
			Body:   []collection.Piece{{Text: "{\n  \"to\": \"{{place}}\",\n\n  \"at\": 3\n}"}},
		},
		{
			Name: "upload", Method: "POST", URL: "{{base}}/files",
			Header: []collection.Field{{Name: "Content-Type", Value: "multipart/form-data; boundary=cut"}},
			Body: []collection.Piece{
				{Text: "--cut\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.txt\"\r\n\r\n"},
				{File: "./a.txt", Literal: true},
				{Text: "\r\n--cut\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n"},
				{File: "b.txt"},
				{Text: "\r\n--cut--"},
			},
		},
		{Method: "GET", URL: "https://example.com/bare"},
		{
			Name: "ask", Method: "GRAPHQL", URL: "{{base}}/graphql",
			Body: []collection.Piece{{Text: "query ($n: Int) { gauges(first: $n) { id } }\n\n{\"n\": 3}"}},
		},
	}
	if diff := cmp.Diff(want, c.Requests, ignorePlaces()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	vars := []collection.Variable{{Name: "host", Value: "api.example.com"}, {Name: "base", Value: "https://{{host}}"}}
	if diff := cmp.Diff(vars, c.Variables); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
	var losses []string
	for _, l := range c.Losses {
		losses = append(losses, l.String())
	}
	told := []string{
		"api.http:19: @no-redirect is not heeded: redirects are followed",
		"api.http:29: the response handler is not run",
		"api.http:34: the script before the request is not run",
		"api.http:49: the reply is not written to a file",
	}
	if diff := cmp.Diff(told, losses); diff != "" {
		t.Errorf("losses (-want +got):\n%s", diff)
	}
	if got := c.Requests[0].Place.String(); got != "api.http:9" {
		t.Errorf("the first request stands at %s", got)
	}
}

func TestParseLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src   string
		method, url string
		setting     string
	}{
		{"a bare URL", "example.com/a", "GET", "example.com/a", ""},
		{"a method in small letters", "post http://h/", "POST", "http://h/", ""},
		{"a method of their own", "PURGE http://h/", "PURGE", "http://h/", ""},
		{"a version", "GET http://h/ HTTP/2", "GET", "http://h/", ""},
		{"blanks in the URL", "GET http://h/a b", "GET", "http://h/a b", ""},
		{"a query in lines", "GET http://h/\n?a=1\n&b=2", "GET", "http://h/?a=1&b=2", ""},
		{"a comment in a query", "GET http://h/\n  ?a=1\n  # no\n  &b=2", "GET", "http://h/?a=1&b=2", ""},
		{"CRLF", "### n\r\nGET http://h/\r\nA: b\r\n\r\nbody\r\n", "GET", "http://h/", ""},
		{"a byte order mark", "\ufeffGET http://h/", "GET", "http://h/", ""},
		{"a timeout in seconds", "# @timeout 7\nGET http://h/", "GET", "http://h/", "timeout read=7s"},
		{"a timeout of ours", "# @timeout read=7s\nGET http://h/", "GET", "http://h/", "timeout read=7s"},
		{"a timeout of connecting", "// @connection-timeout 100 ms\nGET http://h/", "GET", "http://h/", "timeout connect=100ms"},
		{"a directive with =", "# @retries=5\nGET http://h/", "GET", "http://h/", "retries 5"},
		{"a directive among the fields", "GET http://h/\n# @no-adapt\nA: b", "GET", "http://h/", "no-adapt"},
	}
	for _, tt := range tests {
		c := parse(t, tt.src).Collection()
		if len(c.Requests) != 1 {
			t.Errorf("%s: %d requests", tt.name, len(c.Requests))
			continue
		}
		r, setting := c.Requests[0], ""
		if len(r.Settings) > 0 {
			setting = strings.TrimSpace(r.Settings[0].Name + " " + r.Settings[0].Value)
		}
		if r.Method != tt.method || r.URL != tt.url || setting != tt.setting {
			t.Errorf("%s: got %s %s, %q", tt.name, r.Method, r.URL, setting)
		}
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"GET http://h/\nno field":           "api.http:2: a header field is written Name: value",
		"### a\n@x\nGET http://h/":          "api.http:2: a variable is written @name = value",
		"curl -X POST http://h/":            "api.http:1: a request begins with its method",
		"GET http://h/\n\n### b\nGET":       "",
		"# nothing\n\n":                     "",
		"GET http://h/\nA b: c":             "api.http:2: a header field",
		"### a\n# c\n\n\nGET http://h/\n:x": "api.http:6: a header field",
	} {
		_, err := Parse("api.http", []byte(src))
		var syntax *collection.SyntaxError
		switch {
		case want == "" && err == nil:
		case want == "" || !errors.As(err, &syntax) || !strings.HasPrefix(err.Error(), want):
			t.Errorf("%q: %v", src, err)
		}
	}
}

func TestUnheeded(t *testing.T) {
	t.Parallel()
	for directive, want := range map[string]string{
		"no-redirect": "redirects are followed", "no-cookie-jar": "--cookies", "prompt user who": "--var user=",
		"insecure": "say --insecure", "proxy http://evil": "say --proxy", "retires 3": "did you mean @retries?",
		"rtae 3/s": "did you mean @rate?", "note": "", "author me": "", "title of it": "",
	} {
		c := parse(t, "# @"+directive+"\nGET http://h/").Collection()
		switch {
		case want == "" && len(c.Losses) == 0:
		case want == "" || len(c.Losses) != 1 || !strings.Contains(c.Losses[0].What, want):
			t.Errorf("@%s: %v", directive, c.Losses)
		}
		if len(c.Requests[0].Settings) > 0 {
			t.Errorf("@%s became a setting", directive)
		}
	}
}

// Each edit changes just the bytes that it is about.
func TestReplace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		at   int
		edit func(*collection.Request)
		was  string
		now  string
	}{
		{"nothing", 0, func(*collection.Request) {}, "", ""},
		{"the title", 0, func(r *collection.Request) { r.Name = "all" }, "### list\n", "### all\n"},
		{"@name", 1, func(r *collection.Request) { r.Name = "shift" }, "# @name move", "# @name shift"},
		{"no title yet", 3, func(r *collection.Request) { r.Name = "bare" }, "###\nhttps", "### bare\nhttps"},
		{"the URL of one without method", 3, func(r *collection.Request) { r.URL = "https://example.com/x" }, "com/bare", "com/x"},
		{"the URL", 0, func(r *collection.Request) { r.URL = "{{base}}/rivers" }, "gauges\n    ?limit=50\n    &river=Severn HTTP", "rivers HTTP"},
		{"a field", 0, func(r *collection.Request) { r.Header[1].Value = "k" }, "X-Key: {{key}}", "X-Key: k"},
		{"one field fewer", 0, func(r *collection.Request) { r.Header = r.Header[1:] }, "Accept: application/json\n# why", "# why"},
		{
			"one field more", 1, func(r *collection.Request) { r.Header = append(r.Header, collection.Field{Name: "A", Value: "b"}) },
			"POST {{base}}/gauges/g-1/move\nContent-Type: application/json\n", "POST {{base}}/gauges/g-1/move\nContent-Type: application/json\nA: b\n",
		},
		{"the first field", 3, func(r *collection.Request) { r.Header = []collection.Field{{Name: "A", Value: "b"}} }, "/bare\n", "/bare\nA: b\n"},
		{"a setting", 0, func(r *collection.Request) { r.Settings[0].Value = "2/s" }, "@rate 10/s", "@rate 2/s"},
		{
			"the first setting", 4, func(r *collection.Request) { r.Settings = []collection.Setting{{Name: "retries", Value: "1"}} },
			"GRAPHQL", "# @retries 1\nGRAPHQL",
		},
		{
			"the body", 1, func(r *collection.Request) { r.Body = []collection.Piece{{Text: "{}"}} },
			"{\n  \"to\": \"{{place}}\",\n\n  \"at\": 3\n}", "{}",
		},
		{
			"no body", 1, func(r *collection.Request) { r.Body = nil },
			"\n{\n  \"to\": \"{{place}}\",\n\n  \"at\": 3\n}", "",
		},
		{"the first body", 3, func(r *collection.Request) { r.Body = []collection.Piece{{Text: "x"}} }, "/bare\n", "/bare\n\nx\n"},
	}
	for _, src := range []string{sample, strings.ReplaceAll(sample, "\n", "\r\n")} {
		ends := lineEnd([]byte(src))
		f := parse(t, src)
		for _, tt := range tests {
			r := clone(f.requests[tt.at])
			tt.edit(&r)
			next, err := f.Replace(tt.at, r)
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			was, now := strings.ReplaceAll(tt.was, "\n", ends), strings.ReplaceAll(tt.now, "\n", ends)
			want := src
			if tt.was != "" {
				want = strings.Replace(src, was, now, 1)
			}
			if diff := cmp.Diff(want, string(next.Bytes())); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
	}
}

func clone(r collection.Request) collection.Request {
	r.Header = append([]collection.Field(nil), r.Header...)
	r.Settings = append([]collection.Setting(nil), r.Settings...)
	r.Body = append([]collection.Piece(nil), r.Body...)
	return r
}

// What would be read as something else is refused.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	f := parse(t, sample)
	for name, edit := range map[string]func(*collection.Request){
		"a separator in the body": func(r *collection.Request) { r.Body = []collection.Piece{{Text: "a\n### b\nGET http://h/"}} },
		"a handler in the body":   func(r *collection.Request) { r.Body = []collection.Piece{{Text: "> {% x %}"}} },
		"an include in the body":  func(r *collection.Request) { r.Body = []collection.Piece{{Text: "< /etc/passwd"}} },
		"an empty end":            func(r *collection.Request) { r.Body = []collection.Piece{{Text: "a\n\n"}} },
		"a line in a field":       func(r *collection.Request) { r.Header[0].Value = "a\nB: c" },
		"a line in the URL":       func(r *collection.Request) { r.URL = "http://h/\nA: b" },
		"a line in the name":      func(r *collection.Request) { r.Name = "a\nb" },
		"a comment as field":      func(r *collection.Request) { r.Header[0].Name = "#a" },
		"braces that stay":        func(r *collection.Request) { r.Body = []collection.Piece{{Text: "{{x}}", Literal: true}} },
	} {
		r := clone(f.requests[0])
		edit(&r)
		if _, err := f.Replace(0, r); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

func TestInsertAndDelete(t *testing.T) {
	t.Parallel()
	f := parse(t, sample)
	r := collection.Request{Name: "new", Method: "PUT", URL: "http://h/", Body: []collection.Piece{{Text: "x"}}}
	for i := range len(f.requests) + 1 {
		next, err := f.Insert(i, r)
		if err != nil {
			t.Fatal(err)
		}
		if len(next.requests) != len(f.requests)+1 {
			t.Fatalf("%d requests", len(next.requests))
		}
		at := 0
		for at < len(next.requests) && next.requests[at].Name != "new" {
			at++
		}
		back, err := next.Delete(at)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f.requests, back.requests, ignorePlaces()); diff != "" {
			t.Errorf("insert %d and delete (-want +got):\n%s", i, diff)
		}
	}
	for i := range f.requests {
		next, err := f.Delete(i)
		if err != nil || len(next.requests) != len(f.requests)-1 || len(next.vars) != len(f.vars) {
			t.Errorf("delete %d: %v", i, err)
		}
	}
}

func drawRequest(t *rapid.T) collection.Request {
	word := rapid.StringMatching(`[a-zA-Z][a-zA-Z0-9-]{0,8}`)
	r := collection.Request{
		Name:   rapid.OneOf(rapid.Just(""), word).Draw(t, "name"),
		Method: rapid.SampledFrom([]string{"GET", "POST", "DELETE", "PURGE"}).Draw(t, "method"),
		URL:    "http://h/" + rapid.StringMatching(`[a-z/?=&{}#%é ]{0,12}[a-z]`).Draw(t, "url"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "fields") {
		r.Header = append(r.Header, collection.Field{Name: word.Draw(t, "field"), Value: rapid.StringMatching(`[!-~]?|[!-~][ -~]{0,12}[!-~]`).Draw(t, "value")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "settings") {
		r.Settings = append(r.Settings, collection.Setting{
			Name: rapid.SampledFrom(Settings()).Filter(func(s string) bool { return s != "timeout" }).Draw(t, "setting"), Value: word.Draw(t, "to"),
		})
	}
	if text := rapid.StringMatching(`([ -~é]{0,10}\n){0,3}[!-~]{1,9}`).Draw(t, "body"); rapid.Bool().Draw(t, "has body") {
		r.Body = []collection.Piece{{Text: text}}
	}
	return r
}

// What was read is kept byte for byte; an edit of one request leaves the bytes
// of all others; and what is written is what is read, or is refused.
func TestEditsKeepOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := sample
		if rapid.Bool().Draw(t, "crlf") {
			src = strings.ReplaceAll(src, "\n", "\r\n")
		}
		if rapid.Bool().Draw(t, "no end") {
			src = strings.TrimRight(src, "\r\n")
		}
		f := parse(t, src)
		i := rapid.IntRange(0, len(f.requests)-1).Draw(t, "i")
		if same, err := f.Replace(i, f.requests[i]); err != nil || string(same.Bytes()) != src {
			t.Fatalf("saved unchanged, it differs: %v\n%q", err, same.Bytes())
		}
		next, err := f.Replace(i, drawRequest(t))
		if err != nil {
			return // refused
		}
		for j, b := range f.blocks {
			if j == i {
				continue
			}
			c := next.blocks[j]
			if was, is := f.text(b.all), next.text(c.all); was != is {
				t.Fatalf("editing %d changed %d:\n%q\n%q", i, j, was, is)
			}
		}
	})
}

// What Write wrote is what Parse reads.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := &collection.Collection{Variables: []collection.Variable{{Name: "a", Value: "b c"}}}
		for range rapid.IntRange(0, 4).Draw(t, "requests") {
			c.Requests = append(c.Requests, drawRequest(t))
		}
		out, losses := Write(c)
		if len(losses) > 0 {
			return // said to be lost
		}
		got := parse(t, string(out)).Collection()
		if diff := cmp.Diff(c, got, ignorePlaces()); diff != "" {
			t.Fatalf("(-want +got):\n%s\n%s", diff, out)
		}
	})
}

func TestWriteLosses(t *testing.T) {
	t.Parallel()
	c := &collection.Collection{
		Name:      "rivers",
		Variables: []collection.Variable{{Name: "key", Value: "s3cr3t", Secret: true}},
		Requests: []collection.Request{
			{Name: "fine", Folder: []string{"a", "b"}, Hint: "says\nmuch", Method: "GET", URL: "http://h/"},
			{Name: "odd", Method: "POST", URL: "http://h/", Body: []collection.Piece{{Text: "a\n###"}}},
		},
	}
	out, losses := Write(c)
	if bytes.Contains(out, []byte("s3cr3t")) || len(losses) != 2 {
		t.Errorf("losses %v in\n%s", losses, out)
	}
	if want := "# rivers\n\n### fine\n# in a / b\n# says much\nGET http://h/\n"; string(out) != want {
		t.Errorf("got %q", out)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(strings.ReplaceAll(sample, "\n", "\r\n")))
	f.Add([]byte("\ufeff### a\r\n# @name\r\nGET http://h/\r\n A: b\r\n\r\n<@ x\r\n> {%"))
	f.Add([]byte("@a=b\n###\n###\n< {%\n%}\nx y z HTTP/9\n:"))
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := Parse("f.http", src)
		if err != nil {
			return
		}
		if !bytes.Equal(file.Bytes(), src) {
			t.Fatal("the bytes were not kept")
		}
		end := 0
		for i, b := range file.blocks {
			if b.all.from < end || b.all.to > len(src) || b.line.from < b.all.from || b.body.to > b.all.to || b.head > b.all.to {
				t.Fatalf("block %d stands oddly: %+v", i, b)
			}
			end = b.all.to
			next, err := file.Replace(i, file.requests[i])
			if err != nil || !bytes.Equal(next.Bytes(), src) {
				t.Fatalf("replacing request %d by itself: %v", i, err)
			}
			if _, err := file.Delete(i); err != nil {
				var syntax *collection.SyntaxError
				if !errors.As(err, &syntax) {
					t.Fatal(err)
				}
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var src bytes.Buffer
	for i := range 1200 {
		fmt.Fprintf(&src, "### operation %d\nGET {{base}}/operations/%d\nAccept: application/json\n\n", i, i)
	}
	b.SetBytes(int64(src.Len()))
	for b.Loop() {
		if _, err := Parse("f.http", src.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
