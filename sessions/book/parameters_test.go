package book_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"weir/sessions/book"
)

const description = `openapi: 3.0.0
servers: [{url: /v1}]
security: [{key: []}]
paths:
  /items/{id}:
    get:
      operationId: one
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, example: a b}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: size, in: query, required: true, schema: {type: integer, default: 100}}
        - {name: near, in: query, required: true, schema: {type: string}}
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: key, in: query, schema: {type: string}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
`

// described opens a description with values of a person and an environment.
func described(t *testing.T, values map[string]string, environment string) *book.Book {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"api.yaml":             description,
		"http-client.env.json": `{"dev": {"baseUrl": "http://dev", "id": "x/y", "key": "k", "near": "p&q", "limit": 7}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := book.Open(filepath.Join(dir, "api.yaml"), book.Options{Values: values, Environment: environment})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestParameters(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		values    map[string]string
		dev       string
		url, show string
	}{
		"examples": {
			map[string]string{"near": "n"},
			"",
			"http://h/v1/items/a%20b?size=100&near=n", "http://h/v1/items/a%20b?size=100&near=n",
		},
		"given": {
			map[string]string{"near": "a&b", "limit": "5", "size": "9", "tag": "x,y z", "id": "../status/418"},
			"",
			"http://h/v1/items/..%2Fstatus%2F418?size=9&near=a%26b&limit=5&tag=x&tag=y+z",
			"http://h/v1/items/..%2Fstatus%2F418?size=9&near=a&b&limit=5&tag=x&tag=y+z",
		},
		"dots":  {map[string]string{"near": "n", "id": ".."}, "", "http://h/v1/items/%2E%2E?size=100&near=n", "http://h/v1/items/%2E%2E?size=100&near=n"},
		"query": {map[string]string{"near": "n", "id": "a?x=1"}, "", "http://h/v1/items/a%3Fx=1?size=100&near=n", "http://h/v1/items/a%3Fx=1?size=100&near=n"},
		"variables in values": {
			map[string]string{"near": "{{id}}", "id": "{{part}}/b", "part": "a"},
			"",
			"http://h/v1/items/a%2Fb?size=100&near=a%2Fb", "http://h/v1/items/a/b?size=100&near=a/b",
		},
		"environment": {
			nil, "dev",
			"http://h/v1/items/x%2Fy?size=100&near=p%26q", "http://h/v1/items/x%2Fy?size=100&near=p&q",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			values := map[string]string{"baseUrl": "http://h", "key": "s3cret", "X-Trace": "on"}
			for name, value := range c.values {
				values[name] = value
			}
			b := described(t, values, c.dev)
			r := b.Collection().Requests[0]
			s, err := b.Prepare(r)
			if err != nil {
				t.Fatal(err)
			}
			if s.Request.URL != c.url || s.Request.Header.Get("X-Trace") != "on" || s.Request.Header.Get("X-Key") != "s3cret" {
				t.Errorf("got %s with %v", s.Request.URL, s.Request.Header)
			}
			if got := b.ShownURL(r); got != c.show {
				t.Errorf("shown as %s", got)
			}
		})
	}
}

func TestSettable(t *testing.T) {
	t.Parallel()
	b := described(t, nil, "")
	want := []string{"id", "size", "near", "limit", "tag", "X-Trace", "key", "baseUrl"}
	got := b.Settable(b.Collection().Requests[0])
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// What a variable makes up for is no loss once it has a value.
func TestLossesMadeUpFor(t *testing.T) {
	t.Parallel()
	losses := described(t, nil, "").Losses()
	if len(losses) != 1 || !strings.Contains(losses[0].What, `--var baseUrl=https://HOST, without "/v1", which the document puts behind it`) {
		t.Errorf("got %v", losses)
	}
	if losses := described(t, map[string]string{"baseUrl": "http://h"}, "").Losses(); len(losses) > 0 {
		t.Errorf("got %v", losses)
	}
	if losses := described(t, nil, "dev").Losses(); len(losses) > 0 {
		t.Errorf("got %v", losses)
	}
}
