package ui

import (
	"os"
	"path/filepath"
	"testing"

	"weir/sessions/book"
)

const described = `openapi: 3.0.0
paths:
  /gauges/{id}:
    post:
      operationId: one
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
      requestBody: {content: {application/json: {example: {level: 2}}}}
`

// describedDesk is a screen on a description of an API.
func describedDesk(t *testing.T, values map[string]string) *desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), "api.yaml")
	if err := os.WriteFile(path, []byte(described), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := book.Open(path, book.Options{Values: values})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 120, 40, func(o *Options) { o.Requests, o.Book = nil, b })
	d.m.requests.point(0)
	return d
}

// A changed operation is a copy beside the file: its variables still have the
// file's values, encoded in the path.
func TestChangedOperationIsSent(t *testing.T) {
	t.Parallel()
	d := describedDesk(t, map[string]string{"baseUrl": "http://h/v1", "id": "../a", "limit": "5"})
	d.shows("POST http://h/v1/gauges/..%2Fa?limit=5")
	d.press("c")
	d.shows("{{baseUrl}}/gauges/{{id}}", "http://h/v1/gauges/..%2Fa", "limit=5", `"level": 2`)
	d.press("tab")
	d.typed("0")
	d.press("enter")
	d.shows("POST http://h/v1/gauges/..%2Fa?limit=50")
	d.press("enter")
	if sent := lastPlan(d).Requests[0]; sent.URL != "http://h/v1/gauges/..%2Fa?limit=50" || sent.Method != "POST" || len(sent.Body) == 0 {
		t.Errorf("sent %+v", sent)
	}
}

// So is one whose line was changed.
func TestChangedLineOfAnOperationIsSent(t *testing.T) {
	t.Parallel()
	d := describedDesk(t, map[string]string{"baseUrl": "http://h/v1", "id": "a"})
	d.press("u")
	d.typed("?x=1")
	d.press("enter")
	if sent := lastPlan(d).Requests[0]; sent.URL != "http://h/v1/gauges/a?x=1" {
		t.Errorf("sent %+v", sent)
	}
}
