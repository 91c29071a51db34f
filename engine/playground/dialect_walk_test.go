package playground

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// at follows a path of member names into decoded JSON; nil if it ends early.
func at(v any, path ...string) any {
	for _, name := range path {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[name]
	}
	return v
}

// ids are the ids of an array of objects, or of objects inside them.
func ids(t *testing.T, v any, inside ...string) []string {
	t.Helper()
	array, ok := v.([]any)
	if !ok {
		t.Fatalf("not an array: %v", v)
	}
	found := make([]string, 0, len(array))
	for _, item := range array {
		id, ok := at(item, append(inside, "id")...).(string)
		if !ok {
			t.Fatalf("an item without an id: %v", item)
		}
		found = append(found, id)
	}
	return found
}

// dialect says how a list is walked by someone who has read its documentation.
type dialect struct {
	path   string
	items  []string // where the array is; nil for the whole body
	inside []string // where in an item its id is
	next   func(body any, w *httptest.ResponseRecorder, page int) string
}

// token goes on with the token at a place, sent in a parameter.
func token(path, param string, place ...string) func(any, *httptest.ResponseRecorder, int) string {
	return func(body any, _ *httptest.ResponseRecorder, _ int) string {
		next, _ := at(body, place...).(string)
		if next == "" {
			return ""
		}
		return path + "&" + url.QueryEscape(param) + "=" + url.QueryEscape(next)
	}
}

// link goes on to the URL at a place.
func link(place ...string) func(any, *httptest.ResponseRecorder, int) string {
	return func(body any, _ *httptest.ResponseRecorder, _ int) string {
		next, _ := at(body, place...).(string)
		return next
	}
}

// numbered goes on by number until a page has fewer than 30 items.
func numbered(path, param string, first, step int, items ...string) func(any, *httptest.ResponseRecorder, int) string {
	return func(body any, _ *httptest.ResponseRecorder, page int) string {
		if array, _ := at(body, items...).([]any); len(array) < 30 {
			return ""
		}
		return path + "&" + param + "=" + strconv.Itoa(first+(page+1)*step)
	}
}

func dialects() []dialect {
	return []dialect{
		{"/v1/page0/gauges?size=30", []string{"content"}, nil, func(body any, _ *httptest.ResponseRecorder, page int) string {
			if at(body, "last") == true {
				return ""
			}
			return "/v1/page0/gauges?size=30&page=" + strconv.Itoa(page+1)
		}},
		{"/v1/page-bare/gauges?per_page=30", nil, nil, numbered("/v1/page-bare/gauges?per_page=30", "page", 1, 1)},
		{"/v1/offset-bare/gauges?limit=30", nil, nil, numbered("/v1/offset-bare/gauges?limit=30", "offset", 0, 30)},
		{"/v1/scim/gauges?count=30", []string{"Resources"}, nil, numbered("/v1/scim/gauges?count=30", "startIndex", 1, 30, "Resources")},
		{"/v1/hal/gauges?limit=30", []string{"_embedded", "gauges"}, nil, link("_links", "next", "href")},
		{"/v1/odata/gauges?$top=30", []string{"value"}, nil, link("@odata.nextLink")},
		{"/v1/odata/gauges?limit=30", []string{"value"}, nil, link("@odata.nextLink")},
		{"/v1/jsonapi/gauges?page[limit]=30", []string{"data"}, nil, link("links", "next")},
		{"/v1/jsonld/gauges?limit=30", []string{"member"}, nil, link("view", "next")},
		{"/v1/siren/gauges?limit=30", []string{"entities"}, []string{"properties"}, func(body any, _ *httptest.ResponseRecorder, _ int) string {
			for _, l := range at(body, "links").([]any) {
				if at(l, "rel").([]any)[0] == "next" {
					return at(l, "href").(string)
				}
			}
			return ""
		}},
		{"/v1/slack/gauges?limit=30", []string{"gauges"}, nil, token("/v1/slack/gauges?limit=30", "cursor", "response_metadata", "next_cursor")},
		{"/v1/aip/gauges?pageSize=30", []string{"gauges"}, nil, token("/v1/aip/gauges?pageSize=30", "pageToken", "nextPageToken")},
		{"/v1/kubernetes/gauges?limit=30", []string{"items"}, nil, token("/v1/kubernetes/gauges?limit=30", "continue", "metadata", "continue")},
		{"/v1/last-id/gauges?limit=30", []string{"data"}, nil, func(body any, _ *httptest.ResponseRecorder, _ int) string {
			data := at(body, "data").([]any)
			if at(body, "has_more") != true {
				return ""
			}
			return "/v1/last-id/gauges?limit=30&starting_after=" + at(data[len(data)-1], "id").(string)
		}},
		{"/v1/header/gauges?limit=30", nil, nil, func(_ any, w *httptest.ResponseRecorder, _ int) string {
			if next := w.Header().Get("X-Next-Cursor"); next != "" {
				return "/v1/header/gauges?limit=30&cursor=" + next
			}
			return ""
		}},
		{"/v1/tokens/gauges?MaxItems=30", []string{"ResourceRecordSets"}, nil, func(body any, _ *httptest.ResponseRecorder, _ int) string {
			if at(body, "IsTruncated") != true {
				return ""
			}
			q := url.Values{
				"MaxItems": {"30"}, "StartRecordName": {at(body, "NextRecordName").(string)},
				"StartRecordIdentifier": {at(body, "NextRecordIdentifier").(string)},
			}
			return "/v1/tokens/gauges?" + q.Encode()
		}},
		{"/v1/odd/nested/gauges?limit=30", []string{"response", "payload", "gauges"}, nil, token("/v1/odd/nested/gauges?limit=30", "cursor", "meta", "paging", "next_cursor")},
		{"/v1/odd/relative/gauges?limit=30", []string{"results"}, nil, func(body any, _ *httptest.ResponseRecorder, _ int) string {
			next, _ := at(body, "next").(string)
			if strings.HasPrefix(next, "?") {
				return "/v1/odd/relative/gauges" + next
			}
			return next
		}},
		{"/v1/odd/token-bytes/gauges?limit=30", []string{"items"}, nil, token("/v1/odd/token-bytes/gauges?limit=30", "cursor", "next_cursor")},
		{"/v1/odd/empty-middle/gauges?limit=30", []string{"items"}, nil, token("/v1/odd/empty-middle/gauges?limit=30", "cursor", "next_cursor")},
		{"/v1/odd/numeric/gauges?limit=30", []string{"items"}, nil, func(body any, _ *httptest.ResponseRecorder, _ int) string {
			if next, ok := at(body, "next_cursor").(float64); ok {
				return fmt.Sprintf("/v1/odd/numeric/gauges?limit=30&cursor=%.0f", next)
			}
			return ""
		}},
	}
}

func TestEveryDialectWalksTheSameList(t *testing.T) {
	t.Parallel()
	for _, d := range dialects() {
		for _, n := range []int{250, 240, 1, 0} {
			p := New(Options{Items: n})
			if n == 0 {
				p = New(Options{Items: -1})
			}
			var got []string
			page := 0
			for target := d.path; target != ""; page++ {
				if page > 20 {
					t.Fatalf("%s does not end", d.path)
				}
				w := get(t, p, target)
				body := decode[any](t, w, 200)
				got = append(got, ids(t, at(body, d.items...), d.inside...)...)
				target = d.next(body, w, page)
			}
			if !slices.Equal(got, wanted(n)) {
				t.Errorf("%s: %d gauges of %d, first difference at %d", d.path, len(got), n, firstDifference(got, wanted(n)))
			}
		}
	}
}

func TestLastIDGoesBack(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 50})
	page := decode[struct {
		Data    []listed
		HasMore bool `json:"has_more"`
	}](t, get(t, p, "/v1/last-id/gauges?limit=10&ending_before=g-000021"), 200)
	if len(page.Data) != 10 || page.Data[0].ID != "g-000011" || !page.HasMore {
		t.Errorf("before g-000021: %+v", page)
	}
	page = decode[struct {
		Data    []listed
		HasMore bool `json:"has_more"`
	}](t, get(t, p, "/v1/last-id/gauges?limit=10&ending_before=g-000006"), 200)
	if len(page.Data) != 5 || page.HasMore {
		t.Errorf("before g-000006: %+v", page)
	}
}

func TestHeaderCursorGoesBackInAHeader(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	r := httptest.NewRequest("GET", "/v1/header/gauges?limit=1", nil)
	r.Header.Set("X-Cursor", encodeCursor(7))
	if got := decode[[]listed](t, ask(t, p, r), 200); got[0].ID != gaugeID(7) {
		t.Errorf("got %v", got)
	}
}

func TestBodyCursorWalk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	for filter, want := range map[string][]string{"": wanted(250), `,"filter":{"river":"severn"}`: severn(p, 250)} {
		var got []string
		for cursor := ""; ; {
			page := decode[struct {
				Results []listed
				Next    string `json:"next_cursor"`
			}](t, post(t, p, "/v1/body-cursor/gauges", `{"page_size":3,"start_cursor":"`+cursor+`"`+filter+`}`), 200)
			got = collect(got, page.Results)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("filter %q: %v, want %v", filter, got, want)
		}
	}
	for _, body := range []string{`{"page_size":0}`, `{"page_size":"x"}`, `{"start_cursor":"x"}`, `{"cursor":""}`, `[`} {
		if w := post(t, p, "/v1/body-cursor/gauges", body); w.Code != 400 {
			t.Errorf("%s: %d", body, w.Code)
		}
	}
	if w := post(t, p, "/v1/body-cursor/gauges", `{"filter":{"river":"styx"}}`); w.Code != 404 {
		t.Errorf("an unknown river: %d", w.Code)
	}
}

// severn are the ids of the Severn's gauges, found one by one.
func severn(p *Playground, n int) []string {
	var found []string
	for i := range n {
		if g := p.catalogue.gauge(i); g.river.id == "severn" {
			found = append(found, gaugeID(i))
		}
	}
	return found
}

func TestRiverGaugesWalk(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 60, 61, 250, 1000} {
		p := New(Options{Items: n})
		path := "/v1/rivers/severn/gauges?limit=3"
		got := walk(t, p, path, cursorStep(t, path))
		if want := severn(p, n); !slices.Equal(got, want) {
			t.Errorf("%d gauges: %v, want %v", n, got, want)
		}
		river := decode[struct{ Gauges int }](t, get(t, p, "/v1/rivers/severn"), 200)
		if river.Gauges != len(got) {
			t.Errorf("the river counts %d gauges, its list has %d", river.Gauges, len(got))
		}
	}
}

func TestS3Walk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	var got []string
	for q := (url.Values{"max-keys": {"30"}}); ; {
		var page bucketListing
		w := get(t, p, "/v1/s3/gauges?"+q.Encode())
		if err := xml.Unmarshal(w.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, v := range page.Versions {
			got = append(got, v.Key)
		}
		if !page.IsTruncated {
			break
		}
		q.Set("key-marker", page.NextKeyMarker)
		q.Set("version-id-marker", page.NextVersionID)
	}
	same(t, got, 250)
	for _, half := range []string{
		"/v1/s3/gauges?key-marker=g-000030", "/v1/s3/gauges?version-id-marker=0", "/v1/tokens/gauges?StartRecordIdentifier=g-000030",
		"/v1/tokens/gauges?StartRecordName=x&StartRecordIdentifier=g-000030",
	} {
		if w := get(t, p, half); w.Code != 400 {
			t.Errorf("%s: %d", half, w.Code)
		}
	}
}

func TestRangeWalk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	var got []string
	for from := 0; ; {
		r := httptest.NewRequest("GET", "/v1/range/gauges", nil)
		r.Header.Set("Range", fmt.Sprintf("items=%d-%d", from, from+29))
		w := ask(t, p, r)
		got = collect(got, decode[[]listed](t, w, 206))
		var first, last, total int
		if _, err := fmt.Sscanf(w.Header().Get("Content-Range"), "items %d-%d/%d", &first, &last, &total); err != nil || first != from || total != 250 {
			t.Fatalf("Content-Range %q: %v", w.Header().Get("Content-Range"), err)
		}
		if from = last + 1; from == total {
			break
		}
	}
	same(t, got, 250)
}

func TestRangeForms(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	for _, c := range []struct {
		field, content string
		status, items  int
	}{
		{"", "items 0-49/250", 206, 50},
		{"bytes=0-1", "items 0-49/250", 206, 50},
		{"items=240-", "items 240-249/250", 206, 10},
		{"items=249-999999999999", "items 249-249/250", 206, 1},
		{"items=0-249", "items 0-249/250", 200, 250},
		{"items=250-260", "items */250", 416, 0},
		{"items=9223372036854775807-", "items */250", 416, 0},
		{"items=5-4", "items */250", 400, 0},
		{"items=a-b", "items */250", 400, 0},
		{"items=-5", "items */250", 400, 0},
	} {
		r := httptest.NewRequest("GET", "/v1/range/gauges", nil)
		r.Header.Set("Range", c.field)
		w := ask(t, p, r)
		if w.Code == 200 && c.status == 200 {
			w.Header().Set("Content-Range", c.content)
		}
		if w.Code != c.status || w.Header().Get("Content-Range") != c.content {
			t.Errorf("%q: %d %q, want %d %q", c.field, w.Code, w.Header().Get("Content-Range"), c.status, c.content)
		}
		if c.items > 0 && len(decode[[]listed](t, w, c.status)) != c.items {
			t.Errorf("%q: wrong number of items", c.field)
		}
	}
}

func TestSolrWalkEndsWhereTheMarkRepeats(t *testing.T) {
	t.Parallel()
	for _, n := range []int{250, 240} {
		p := New(Options{Items: n})
		var got []string
		for mark := "*"; ; {
			page := decode[struct {
				Response struct{ Docs []listed }
				Next     string `json:"nextCursorMark"`
			}](t, get(t, p, "/v1/solr/gauges?rows=30&cursorMark="+mark), 200)
			got = collect(got, page.Response.Docs)
			if page.Next == mark {
				break
			}
			mark = page.Next
		}
		same(t, got, n)
	}
}

// A client merges the continue object into its first request.
func TestMediaWikiWalkInPieces(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 70})
	stubs, full := []string{}, []string{}
	q := url.Values{"glimit": {"30"}}
	for replies := 1; ; replies++ {
		page := decode[struct {
			Continue map[string]string
			Batch    bool `json:"batchcomplete"`
			Query    struct{ Gauges []map[string]any }
		}](t, get(t, p, "/v1/mediawiki/gauges?"+q.Encode()), 200)
		for _, g := range page.Query.Gauges {
			id := g["id"].(string)
			if _, whole := g["level"]; whole != page.Batch {
				t.Fatalf("reply %d: %v with batchcomplete %v", replies, g, page.Batch)
			}
			if page.Batch {
				full = append(full, id)
			} else {
				stubs = append(stubs, id)
			}
		}
		if page.Continue == nil {
			break
		}
		q = url.Values{"glimit": {"30"}}
		for name, value := range page.Continue {
			q.Set(name, value)
		}
	}
	same(t, stubs, 70)
	same(t, full, 70)
}

func graphqlPage(t *testing.T, p *Playground, query string, variables map[string]any) map[string]any {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return decode[map[string]any](t, post(t, p, "/graphql", string(body)), 200)
}

func TestRelayWalk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	for form, inside := range map[string][]string{
		"nodes { id }":                        nil,
		"nodes: edges { node { id } cursor }": {"node"},
	} {
		query := "query Page($first: Int!, $after: String) { list: gauges(first: $first, after: $after) { " + form +
			" pageInfo { hasNextPage endCursor } totalCount } }"
		var got []string
		for variables := map[string]any{"first": 30}; ; {
			body := graphqlPage(t, p, query, variables)
			got = append(got, ids(t, at(body, "data", "list", "nodes"), inside...)...)
			if at(body, "data", "list", "totalCount") != 250.0 {
				t.Fatalf("totalCount: %v", body)
			}
			if at(body, "data", "list", "pageInfo", "hasNextPage") != true {
				break
			}
			variables["after"] = at(body, "data", "list", "pageInfo", "endCursor")
		}
		same(t, got, 250)
	}
}

func TestGraphQLAnswersInTheOrderOfTheQuery(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 3})
	w := post(t, p, "/graphql", `{"query":"{ b: gauge(id: \"g-000002\") { trend id } a: __typename none: gauge(id: \"x\") { id } g: gauges(first: 1) { pageInfo { startCursor } __typename } }"}`)
	g := p.catalogue.gauge(1)
	want := `{"data":{"b":{"trend":"` + g.trend + `","id":"g-000002"},"a":"Query","none":null,` +
		`"g":{"pageInfo":{"startCursor":"` + encodeCursor(1) + `"},"__typename":"GaugeConnection"}}}` + "\n"
	if w.Body.String() != want {
		t.Errorf("got  %s\nwant %s", w.Body, want)
	}
}

func TestGraphQLErrorsComeWithStatus200(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 1000})
	for query, want := range map[string]string{
		"{ gauges { nodes { depth } } }":                       "no field",
		"{ gauges { nodes } }":                                 "needs a selection",
		"{ gauges(first: 0) { totalCount } }":                  "not from 1",
		"{ gauges(first: \\\"x\\\") { totalCount } }":          "wrong type",
		"{ gauges(last: 1) { totalCount } }":                   "no argument",
		"{ gauges(after: \\\"x\\\") { totalCount } }":          "cursor",
		"{ gauges(first: $n) { totalCount } }":                 "not declared",
		"query($n: Int!) { gauges(first: $n) { totalCount } }": "no value",
		"{ gauges { totalCount { x } } }":                      "no fields of its own",
		"{ rivers }":                                           "no field",
		"{ a: __typename a: __typename }":                      "twice",
		"query A { __typename } query B { __typename }":        "names none",
		"{": "expected",
		"{ a: gauges(first: 1000) { nodes { " + many("f", 99, "id") + " } } b: gauges(first: 1000) { nodes { " + many("f", 99, "id") + " } } }": "over 100000 values",
	} {
		body := decode[struct {
			Data   any
			Errors []graphqlError
		}](t, post(t, p, "/graphql", `{"query":"`+query+`"}`), 200)
		if body.Data != nil || len(body.Errors) != 1 || !strings.Contains(body.Errors[0].Message, want) {
			t.Errorf("%.60s: %+v, want %q", query, body.Errors, want)
		}
	}
	if w := post(t, p, "/graphql", "{"); w.Code != 400 {
		t.Errorf("a body that is no JSON: %d", w.Code)
	}
}

// many selects one field under many aliases.
func many(alias string, n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%d: %s ", alias, i, field)
	}
	return b.String()
}

func TestGraphQLKeepsDataBesideErrors(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 3})
	body := graphqlPage(t, p, "{ all: gauges(first: 2) { edges { it: node { id forecast } } } }", nil)
	errors := body["errors"].([]any)
	if len(errors) != 2 || fmt.Sprint(at(errors[1], "path")) != "[all edges 1 it forecast]" {
		t.Errorf("errors: %v", errors)
	}
	if got := ids(t, at(body, "data", "all", "edges"), "it"); len(got) != 2 {
		t.Errorf("data: %v", body)
	}
}

func FuzzGraphQL(f *testing.F) {
	f.Add(`{"query":"{ gauges(first: 2) { edges { cursor node { id forecast } } } }"}`)
	f.Add(`{"query":"query($a: String) { gauge(id: $a) { level } }","variables":{"a":"g-000001"}}`)
	p := New(Options{Items: 5})
	f.Fuzz(func(t *testing.T, body string) {
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequest("POST", "/graphql", strings.NewReader(body)))
		if w.Code != 200 && w.Code != 400 {
			t.Fatalf("%q: %d", body, w.Code)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%q: no JSON: %s", body, w.Body)
		}
	})
}

func TestObjectWritesJSON(t *testing.T) {
	t.Parallel()
	var o object
	got := o.text("a", "x\"\n\x1b").open("b").integer("n", -1).open("c").up().up().boolean("t", true).optional("e", "").open("z").bytes()
	if want := `{"a":"x\"\n\u001b","b":{"n":-1,"c":{}},"t":true,"e":null,"z":{}}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var empty object
	if got := string(empty.bytes()); got != "{}" {
		t.Errorf("empty: %s", got)
	}
}
