package page

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// graph is a GraphQL server over the items. It knows the arguments that its
// query gives variables to, and nothing else of a request.
func graph(r Request) Response {
	var q struct {
		Query     string
		Variables map[string]any
	}
	if err := json.Unmarshal(r.Body, &q); err != nil || strings.Contains(r.URL, "?") {
		return body(`{"errors":[{"message":"bad request"}]}`)
	}
	value := func(arg string) any {
		for _, a := range graphArguments(q.Query) {
			if a.name == arg {
				return q.Variables[a.variable]
			}
		}
		if input, ok := q.Variables["input"].(map[string]any); ok {
			return input[arg]
		}
		return nil
	}
	whole := func(arg string, otherwise int) int {
		if n, ok := value(arg).(float64); ok {
			return int(n)
		}
		n := otherwise
		if text, ok := value(arg).(string); ok {
			_, _ = fmt.Sscanf(text, "c%d", &n)
		}
		return n
	}
	from, to := cut(whole("after", whole("offset", 0)), whole("first", 5))
	if strings.Contains(q.Query, "last:") {
		to = whole("before", items)
		from = max(0, to-whole("last", 5))
	}
	return body(`{"data":{"gauges":{"totalCount":%d,"nodes":%s,"pageInfo":{"hasNextPage":%v,"endCursor":"c%d","hasPreviousPage":%v,"startCursor":"c%d"}}}}`,
		items, object(from, to), to < items, to, from > 0, from)
}

func graphRequest(query, variables string) Request {
	return Request{Method: "POST", URL: "https://h/graphql", Body: fmt.Appendf(nil, `{"query":%q,"variables":%s}`, query, variables)}
}

func TestGraphQLForward(t *testing.T) {
	t.Parallel()
	const info = `{nodes{id} pageInfo{hasNextPage endCursor}}}`
	for _, c := range []struct{ name, dialect, query, variables string }{
		{"first and after", "relay", `query($n:Int!,$after:Cursor){gauges(first:$n,after:$after)` + info, `{"n":5}`},
		{"a variable of another name, null", "relay", `query($n:Int!,$c:Cursor){gauges(first: $n, after: $c)` + info, `{"n":5,"c":null}`},
		{"both directions, first", "relay", `query($f:Int,$l:Int,$a:C,$b:C){gauges(first:$f,end:$l,after:$a,before:$b)` + info, `{"f":5}`},
		{"within an input object", "relay", `query($input:Page){gauges(page:$input)` + info, `{"input":{"first":5,"after":null}}`},
		{"offset", "offset", `query($o:Int!){gauges(first:5,offset:$o){totalCount nodes{id}}}`, `{"o":0}`},
		{"offset and a size", "offset", `query($o:Int!,$n:Int){gauges(first:$n,offset:$o){totalCount nodes{id}}}`, `{"o":0,"n":4}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			serve := graph
			if c.dialect == "offset" {
				serve = func(r Request) Response {
					resp := graph(r)
					resp.Body = []byte(strings.Split(string(resp.Body), `,"pageInfo"`)[0] + "}}}")
					return resp
				}
			}
			got := run(t, graphRequest(c.query, c.variables), Spec{}, serve)
			got.check(t, c.dialect, EndOfList, items)
			if d := got.found[0]; d.Guess || len(got.pages) > 6 {
				t.Errorf("%d pages, detected %+v", len(got.pages), d)
			}
		})
	}
}

func TestGraphQLBackward(t *testing.T) {
	t.Parallel()
	const info = `{nodes{id} pageInfo{hasPreviousPage startCursor}}}`
	for _, c := range []struct{ name, query, variables string }{
		{"last and before", `query($n:Int!,$before:Cursor){gauges(last:$n,before:$before)` + info, `{"n":5}`},
		{"both directions, last", `query($f:Int,$l:Int,$a:C,$b:C){gauges(first:$f,last:$l,after:$a,before:$b)` + info, `{"l":5}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, graphRequest(c.query, c.variables), Spec{}, graph)
			ids := slices.Sorted(slices.Values(got.ids))
			if !slices.Equal(ids, wantIDs(0, items)) || got.stop.Reason != EndOfList || got.last().Dialect != "relay" {
				t.Errorf("%d items, %+v", len(ids), got.stop)
			}
			if len(got.pages) != 5 || got.ids[0] != wantIDs(items-5, items)[0] {
				t.Errorf("%d pages, the first begins with %s", len(got.pages), got.ids[0])
			}
		})
	}
}

// A query that takes no cursor cannot be paged: that is said at once, instead
// of asking the same query again with names that it does not take.
func TestGraphQLWithoutVariables(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		`{gauges(first:5){nodes{id} pageInfo{hasNextPage endCursor}}}`,
		`{gauges(first:5,after:"c0"){nodes{id} pageInfo{hasNextPage}}}`,
	} {
		got := run(t, graphRequest(query, `{}`), Spec{}, graph)
		if got.stop.Reason != MissingToken || !got.stop.Safety || len(got.requests) != 1 || len(got.ids) != 5 {
			t.Errorf("%d requests, %d items, %+v", len(got.requests), len(got.ids), got.stop)
		}
		if !strings.Contains(got.stop.Text, "after: $after") {
			t.Errorf("the stop does not say what to do: %s", got.stop.Text)
		}
	}
	whole := graphRequest(`{gauges(first:50){nodes{id} pageInfo{hasNextPage endCursor}}}`, `{"x":1}`)
	run(t, whole, Spec{}, func(r Request) Response {
		return body(`{"data":{"gauges":{"nodes":%s,"pageInfo":{"hasNextPage":false,"endCursor":"c"}}}}`, object(0, items))
	}).check(t, "relay", EndOfList, items)
}

func TestGraphArguments(t *testing.T) {
	t.Parallel()
	got := graphArguments(`query Q($a:Int!,$after : C = "x"){ list(first :$a, after: $after, hereafter:$z, at: 5) { id } }`)
	want := []argument{{"first", "a"}, {"after", "after"}, {"hereafter", "z"}}
	if !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, a := range graphArguments(rapid.StringOfN(rapid.RuneFrom([]rune("a_1:$ (é\n")), 0, 60, -1).Draw(t, "query")) {
			if a.name == "" || a.variable == "" {
				t.Fatalf("an argument without a name: %v", a)
			}
		}
	})
}

// Flags that say more follows make an end that found no way to it unfinished.
func TestMoreWithoutAWayIsUnfinished(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x"), Spec{}, script(body(`{"items":%s,"has_more":true}`, object(0, 5))))
	if got.stop.Reason != Unverified || !got.stop.Safety || len(got.ids) != 5 {
		t.Errorf("%+v", got.stop)
	}
}

// A total or a number of pages below 0 means that it was not counted.
func TestUncountedTotalsAreNoEvidence(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x?page=1&perPage=5&skipTotal=1"), Spec{}, func(r Request) Response {
		p := number(query(r), "page", 1)
		return body(`{"page":%d,"perPage":5,"totalItems":-1,"totalPages":-1,"items":%s}`, p, object(cut(5*p-5, 5)))
	})
	got.check(t, "page", EndOfList, items)
	if said := strings.Join(got.found[0].Evidence, " "); strings.Contains(said, "-1") || !strings.Contains(said, "perPage=5") {
		t.Errorf("evidence is %q", said)
	}
}
