package collection_test

import (
	"strings"
	"testing"

	"weir/sessions/collection"
)

func TestGraphQL(t *testing.T) {
	t.Parallel()
	values := lookup(map[string]string{"name": `a "b"`})
	for _, c := range []struct{ name, body, want, err string }{
		{"a query", "{ gauges { id } }", `{"query":"{ gauges { id } }"}`, ""},
		{"a value with quotes", "{ gauge(name: {{name}}) }", `{"query":"{ gauge(name: a \"b\") }"}`, ""},
		{"variables", "query ($n: Int) {\n\n  a(n: $n) }\n\n{\"n\": 3}", `{"query":"query ($n: Int) {\n\n  a(n: $n) }","variables":{"n":3}}`, ""},
		{"variables behind CRLF", "query\r\n\r\n{\"n\": 3}", `{"query":"query","variables":{"n":3}}`, ""},
		{"no JSON", "query\n\n{n}", "", "api.http:3: the variables of the GraphQL query are no JSON"},
	} {
		for _, r := range []collection.Request{
			{Method: "GRAPHQL"},
			{Method: "POST", Header: []collection.Field{{Name: "X-REQUEST-TYPE", Value: "GraphQL"}}},
		} {
			r.URL, r.Body, r.Place = "http://h/graphql", []collection.Piece{{Text: c.body}}, collection.Place{File: "api.http", Line: 3}
			got, err := r.Resolve(values, nil)
			if c.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), c.err) {
					t.Errorf("%s: %v", c.name, err)
				}
				continue
			}
			if err != nil || got.Method != "POST" || got.Body[0].Text != c.want || len(got.Header) != 1 || got.Header[0].Value != "application/json" {
				t.Errorf("%s: %+v, %v", c.name, got, err)
			}
		}
	}
}
