package collection_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/sessions/collection"
)

func lookup(values map[string]string) collection.Lookup {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	values := lookup(map[string]string{"host": "127.0.0.1", "base": "http://{{host}}", "loop": "{{loop}}", "empty": ""})
	for _, c := range []struct{ name, text, want, unknown string }{
		{"none", "plain", "plain", ""},
		{"one", "a {{host}} b", "a 127.0.0.1 b", ""},
		{"spaces", "{{ host }}", "127.0.0.1", ""},
		{"within a value", "{{base}}/v1", "http://127.0.0.1/v1", ""},
		{"an empty value", "[{{empty}}]", "[]", ""},
		{"nested JSON is none", `{"a":{"b":{{"c":1}}}`, `{"a":{"b":{{"c":1}}}`, ""},
		{"never closed", "a {{host", "a {{host", ""},
		{"unknown", "{{port}}", "", "port"},
		{"leads to itself", "{{loop}}", "", "loop"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, err := collection.Expand(c.text, values)
			unknown := ""
			if err != nil {
				unknown = err.Name
			}
			if out != c.want || unknown != c.unknown {
				t.Errorf("got %q, unknown %q; want %q, %q", out, unknown, c.want, c.unknown)
			}
		})
	}
}

// A text without variables is never changed, whatever braces it has.
func TestExpandKeepsOtherText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[{}a-c"\n ]*`).Draw(t, "text")
		same := func(name string) (string, bool) { return "", false }
		out, err := collection.Expand(text, same)
		if err == nil && out != text {
			t.Fatalf("%q became %q", text, out)
		}
	})
}

// Few lines whose values name each other come to nothing, not to all memory.
func TestExpandEnds(t *testing.T) {
	t.Parallel()
	for _, leaf := range []string{"0123456789", ""} {
		values := map[string]string{"v0": leaf}
		for i := 1; i < 15; i++ {
			values[fmt.Sprintf("v%d", i)] = strings.Repeat(fmt.Sprintf("{{v%d}}", i-1), 10)
		}
		r := collection.Request{Method: "GET", URL: "http://h/{{v14}}", Place: collection.Place{File: "api.http", Line: 3}}
		_, err := r.Resolve(lookup(values), nil)
		var unknown *collection.UnknownVariableError
		if !errors.As(err, &unknown) || !unknown.Endless || !strings.Contains(err.Error(), "too large") {
			t.Errorf("a leaf of %q: %v", leaf, err)
		}
	}
	// A large body of many variables is none of these.
	text := strings.Repeat("{{v}},", 1<<20)
	if out, err := collection.Expand(text, lookup(map[string]string{"v": "12345"})); err != nil || len(out) != len(text) {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	r := collection.Request{
		Method: "POST", URL: "{{base}}/gauges", Place: collection.Place{File: "api.http", Line: 3},
		Header: []collection.Field{{Name: "X-Key", Value: "{{key}}"}},
		Body: []collection.Piece{
			{Text: "a={{key}}&"}, {File: "{{key}}.txt"}, {File: "{{key}}.txt", Literal: true}, {Text: "{{raw}}", Literal: true},
		},
	}
	values := lookup(map[string]string{"base": "http://h", "key": "k1"})
	files := func(path string) ([]byte, error) { return []byte("<" + path + "{{key}}>"), nil }
	got, err := r.Resolve(values, files)
	if err != nil {
		t.Fatal(err)
	}
	if got.URL != "http://h/gauges" || got.Header[0].Value != "k1" {
		t.Errorf("got %+v", got)
	}
	if want := "a=k1&<k1.txtk1><k1.txt{{key}}>{{raw}}"; got.Body[0].Text != want {
		t.Errorf("body %q, want %q", got.Body[0].Text, want)
	}
	if r.Header[0].Value != "{{key}}" {
		t.Error("the request itself was changed")
	}
}

func TestResolveErrors(t *testing.T) {
	t.Parallel()
	r := collection.Request{Method: "GET", URL: "{{base}}", Place: collection.Place{File: "api.http", Line: 3}}
	_, err := r.Resolve(lookup(nil), nil)
	var unknown *collection.UnknownVariableError
	if !errors.As(err, &unknown) || unknown.Name != "base" || !strings.HasPrefix(err.Error(), "api.http:3: ") {
		t.Errorf("got %v", err)
	}
	r = collection.Request{Method: "POST", URL: "http://h", Body: []collection.Piece{{File: "secret.txt"}}}
	if _, err := r.Resolve(lookup(nil), nil); err == nil || !strings.Contains(err.Error(), "secret.txt") {
		t.Errorf("a file was read that nobody allowed: %v", err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	c := collection.Collection{Requests: []collection.Request{{Name: "List"}, {Name: "list"}, {Name: "Get"}, {}}}
	for _, name := range []string{"List", "list", "get"} {
		if _, err := c.Find(name); err != nil {
			t.Error(err)
		}
	}
	if _, err := c.Find("LIST"); err == nil {
		t.Error("a name that two requests have, but for its case, was found")
	}
}

func TestFindByPath(t *testing.T) {
	t.Parallel()
	c := collection.Collection{Requests: []collection.Request{
		{Name: "one", Method: "GET", URL: "{{base}}/gauges/{{id}}?x=1"},
		{Name: "root", Method: "GET", URL: "https://h"},
		{Name: "two", Method: "PUT", URL: "http://h/a"},
		{Name: "three", Method: "PUT", URL: "http://g/a"},
	}}
	for name, want := range map[string]string{"GET /gauges/{id}": "one", "GET /": "root", "PUT /a": "", "DELETE /a": ""} {
		if got, _ := c.Find(name); got.Name != want {
			t.Errorf("%s found %q, want %q", name, got.Name, want)
		}
	}
}

// Requests without names, as of an archive, go by method and path, and by their
// query where several have the same.
func TestFindByQuery(t *testing.T) {
	t.Parallel()
	c := &collection.Collection{Requests: []collection.Request{
		{Method: "GET", URL: "http://h/items?limit=5"},
		{Method: "GET", URL: "http://h/items?limit=5&cursor=secret"},
		{Method: "GET", URL: "http://h"},
		{Method: "GET", URL: "http://h/all"},
		{Method: "GET", URL: "http://h/all?page=2"},
		{Method: "PUT", URL: "http://h/a"},
		{Method: "PUT", URL: "http://g/a"},
		{Method: "POST", URL: "http://h/b"},
		{Method: "POST", URL: "http://h/b"},
	}}
	for name, want := range map[string]string{
		"GET /items?limit=5":               "http://h/items?limit=5",
		"GET /items?limit=5&cursor=secret": "http://h/items?limit=5&cursor=secret",
		"GET /":                            "http://h",
		"GET /all":                         "http://h/all",
		"GET /all?page=2":                  "http://h/all?page=2",
		"PUT http://g/a":                   "http://g/a",
	} {
		if r, err := c.Find(name); err != nil || r.URL != want {
			t.Errorf("Find(%q): %q, %v", name, r.URL, err)
		}
	}
	for name, want := range map[string]string{
		"GET /items": `"GET /items" is the path of 2 requests: add the query of the one that is meant, as in "GET /items?limit=5"`,
		"GET /none":  `there is no request "GET /none": it has "GET /items", "GET /", "GET /all", "PUT /a", "POST /b"`,
		"PUT /a":     `"PUT /a" is that of 2 requests: say which by its whole URL, as in "PUT https://HOST/PATH"`,
		"POST /b":    `"POST /b" is that of 2 requests, which differ in no more than header and body: say * for all that there are`,
	} {
		if _, err := c.Find(name); err == nil || err.Error() != want {
			t.Errorf("Find(%q): %v, want %s", name, err, want)
		}
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		request collection.Request
		want    string
	}{
		{collection.Request{Name: "all", Method: "GET", URL: "http://h/a"}, "all"},
		{collection.Request{Method: "GET", URL: "https://h/a/b?x=1"}, "GET h/a/b"},
		{collection.Request{Method: "GET", URL: "{{base}}/a"}, "GET {{base}}/a"},
	} {
		if got := c.request.Label(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
