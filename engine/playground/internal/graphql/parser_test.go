package graphql

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	got, err := Parse("# levels\nquery Page($first: Int = 10, $after: String!) {\n" +
		"  all: gauges(first: $first, after: \"a\\u0062\", deep: true, none: null, n: -3) { totalCount }\n}")
	if err != nil {
		t.Fatal(err)
	}
	want := []Operation{{
		Name: "Page",
		Variables: []Variable{
			{Name: "first", Type: "Int", Default: &Value{Kind: Int, Int: 10}},
			{Name: "after", Type: "String", Required: true},
		},
		Fields: []Field{{
			Alias: "all", Name: "gauges", At: Place{3, 3},
			Arguments: []Argument{
				{"first", Value{Kind: Reference, Text: "first"}},
				{"after", Value{Kind: String, Text: "ab"}},
				{"deep", Value{Kind: Boolean, True: true}},
				{"none", Value{}},
				{"n", Value{Kind: Int, Int: -3}},
			},
			Fields: []Field{{Alias: "totalCount", Name: "totalCount", At: Place{3, 81}}},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"":                               "empty",
		"{":                              "expected a name, found the end",
		"{}":                             "at least one field",
		"{ a":                            "expected a name",
		"mutation { a }":                 "only queries",
		"{ ...f }":                       "fragments",
		"{ a @include(if: true) }":       "directives",
		"{ a(b: [1]) }":                  "expected a number",
		"{ a(b: 1.5) }":                  "whole numbers",
		"{ a(b: 99999999999999999999) }": "64 bits",
		"{ a(b: RED) }":                  "enums",
		"{ a(b: \"x }":                   "no end",
		"{ a(b: \"\\q\") }":              "escape",
		"{ a(b: \"\"\"x\"\"\") }":        "block strings",
		"{ a(b: -) }":                    "whole number",
		"{ é }":                          "'é'",
		"query Q($a Int) { a }":          `expected ":"`,
		strings.Repeat("{a", 40):         "levels deep",
	} {
		_, err := Parse(query)
		if e, ok := errors.AsType[*Error](err); !ok || !strings.Contains(e.Message, want) || e.At.Line < 1 || e.At.Column < 1 {
			t.Errorf("%q: %v, want %q", query, err, want)
		}
	}
}

func TestErrorNamesItsPlace(t *testing.T) {
	t.Parallel()
	_, err := Parse("{\n  gauges {\n    é\n  }\n}")
	if err == nil || !strings.HasSuffix(err.Error(), "(line 3, column 5)") {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"{ gauges(first: 10) { nodes { id } } }",
		"query A($x: Int! = 3) { a: b(c: $x, d: \"e\\n\") }", "{{{{", "#", "\ufeff{a}", "{ a(b:-", "\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		operations, err := Parse(query)
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("%q: %T", query, err)
			}
			return
		}
		for _, o := range operations {
			if len(o.Fields) == 0 {
				t.Fatalf("%q has a query without fields", query)
			}
		}
	})
}
