package jsonpath

import (
	"errors"
	"strings"
	"testing"
)

const sample = `{"a":{"b":[{"c":1},{"c":"two"}]},"@odata.nextLink":"/x?$skip=2","odd.name":{"x":true},
"links":[{"rel":["self"],"href":"/s"},{"rel":["item","next"],"href":"/n"}],
"link":[{"relation":"next","url":"/f"}],"h":[1,2,3],"":"empty","m~n/o":5,"nil":null}`

func TestFind(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"a.b[0].c":                "1",
		"$.a.b[1].c":              `"two"`,
		".a.b[-1].c":              `"two"`,
		"a.b[-2].c":               "1",
		"/a/b/1/c":                `"two"`,
		"@odata.nextLink":         `"/x?$skip=2"`,
		`["odd.name"].x`:          "true",
		"['odd.name'].x":          "true",
		"odd.name.x":              "true",
		"links[rel=next].href":    `"/n"`,
		"link[relation=NEXT].url": `"/f"`,
		"h[2]":                    "3",
		"h[*]":                    "",
		"h[3]":                    "",
		"h[-4]":                   "",
		"a.missing":               "",
		"a.b.c":                   "",
		"/m~0n~1o":                "5",
		"/":                       `"empty"`,
		"nil":                     "null",
		"nil.x":                   "",
		"header:Link":             "",
		"links[rel=nothing].href": "",
		`links[rel="next"].href`:  `"/n"`,
	} {
		p, err := Parse(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		span, ok := p.Find([]byte(sample))
		if got := string(span.Of([]byte(sample))); path != "h[*]" && (got != want || ok != (want != "")) {
			t.Errorf("%s: got %q %v, want %q", path, got, ok, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"a[":      "not closed",
		"a[x]":    "between brackets",
		"a..b":    "name is missing",
		"a.":      "name is missing",
		"a[0]b":   "a dot or a bracket",
		"a]":      "closes",
		`a["b`:    "quoted name",
		"header:": "header name",
		"a[-65]":  "between brackets",
		"a[=x]":   "between brackets",
	} {
		_, err := Parse(path)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

func TestSet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ body, path, value, want string }{
		{`{"variables":{"first":2,"after":null}, "q":1}`, "/variables/after", `"x"`, `{"variables":{"first":2,"after":"x"}, "q":1}`},
		{`{"variables":{}}`, "variables.after", `"x"`, `{"variables":{"after":"x"}}`},
		{`{"q":"e"}`, "/variables/after", `"x"`, `{"q":"e","variables":{"after":"x"}}`},
		{`{"variables":null}`, "/variables/after", `1`, `{"variables":{"after":1}}`},
		{``, "/a/b", `1`, `{"a":{"b":1}}`},
		{`{"a":[{"b":1}]}`, "/a/0/b", `2`, `{"a":[{"b":2}]}`},
	} {
		p, err := Parse(c.path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Set([]byte(c.body), []byte(c.value))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s %v, want %s", c.body, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{`{"a":1}`, "/a/b"}, {"not json", "/a"}, {`[]`, "/a"}, {`{}`, "a[0]"}, {`{}`, "$"}} {
		p, err := Parse(c[1])
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Set([]byte(c[0]), []byte("1")); err == nil {
			t.Errorf("%s %s: no error, %s", c[0], c[1], got)
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"a.b[0].c", "$.a", "/a/b", "header:X", "links[rel=next].href", `["x"]`, "a[*].b", "h[-2]", "@odata.nextLink"} {
		f.Add(s, sample)
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		p, err := Parse(path)
		if err != nil {
			return
		}
		if span, ok := p.Find([]byte(body)); ok && (span.Start < 0 || span.End > len(body) || span.Start >= span.End) {
			t.Fatalf("span %v of %d bytes", span, len(body))
		}
		out, err := p.Set([]byte(body), []byte("7"))
		if err != nil {
			return
		}
		if _, _, many := p.Split(); many {
			return
		}
		span, ok := p.Find(out)
		if !ok || string(span.Of(out)) != "7" {
			t.Fatalf("set %q in %q gives %q, which holds nothing there", path, body, out)
		}
	})
}
