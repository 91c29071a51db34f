package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// server answers a walk's requests.
type server func(Request) Response

// walked is what came of a walk.
type walked struct {
	ids      []string
	requests []Request
	pages    []Page
	found    []Detection
	troubles []error
	stop     *Stop
	walk     *Walk
}

func (w walked) last() Detection { return w.found[len(w.found)-1] }

// run walks to the end, one page at a time.
func run(t testing.TB, first Request, spec Spec, serve server) walked {
	t.Helper()
	w, err := New(first, spec)
	if err != nil {
		t.Fatal(err)
	}
	return drive(t, w, serve)
}

func drive(t testing.TB, w *Walk, serve server) walked {
	t.Helper()
	out := walked{walk: w}
	req := w.Request()
	for range 20_000 {
		out.requests = append(out.requests, req)
		resp := serve(req)
		if resp.Header == nil {
			resp.Header = http.Header{}
		}
		res := w.Accept(resp)
		out.take(res, resp.Body)
		if (res.Next == nil) == (res.Stop == nil) {
			t.Fatalf("page %d: a result has either a next request or a stop: %+v", res.Page.Number, res)
		}
		if res.Stop != nil {
			return out
		}
		req = *res.Next
	}
	t.Fatal("the walk does not end")
	return out
}

func (w *walked) take(res Result, body []byte) {
	for _, it := range res.Items {
		w.ids = append(w.ids, it.ID)
		if !json.Valid(it.Bytes(body)) {
			panic("an item is no JSON: " + string(it.Bytes(body)))
		}
	}
	w.pages = append(w.pages, res.Page)
	if res.Detection != nil {
		w.found = append(w.found, *res.Detection)
	}
	if res.Trouble != nil {
		w.troubles = append(w.troubles, res.Trouble)
	}
	w.stop = res.Stop
}

func get(target string) Request { return Request{Method: "GET", URL: target, Header: http.Header{}} }

func query(r Request) url.Values {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil
	}
	return u.Query()
}

func number(v url.Values, name string, otherwise int) int {
	n, err := strconv.Atoi(v.Get(name))
	if err != nil {
		return otherwise
	}
	return n
}

func object(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"g-%04d","name":"gauge","next_run_at":"2026-01-01T00:00:00Z"}`, i)
	}
	return "[" + b.String() + "]"
}

func wantIDs(from, to int) []string {
	var list []string
	for i := from; i < to; i++ {
		list = append(list, fmt.Sprintf("g-%04d", i))
	}
	return list
}

func body(format string, args ...any) Response {
	return Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: fmt.Appendf(nil, format, args...)}
}

func with(r Response, name, value string) Response {
	r.Header.Add(name, value)
	return r
}

func (w walked) check(t *testing.T, dialect string, reason Reason, n int) {
	t.Helper()
	if !slices.Equal(w.ids, wantIDs(0, n)) {
		t.Errorf("got %d items %v…, want %d", len(w.ids), w.ids[:min(3, len(w.ids))], n)
	}
	if w.stop.Reason != reason {
		t.Errorf("stopped for %s (%s %q), want %s", w.stop.Reason, w.stop.Text, w.stop.Evidence, reason)
	}
	if dialect != "" && (len(w.found) == 0 || w.last().Dialect != dialect) {
		t.Errorf("found %+v, want %s", w.found, dialect)
	}
}

const items = 23

func cut(from, size int) (int, int) { return min(max(from, 0), items), min(max(from, 0)+size, items) }

func TestDialects(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, dialect string
		first         Request
		reason        Reason
		serve         server
	}{
		{"link absolute", "link", get("https://h/x?page=1"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 1)
			resp := body("%s", object(cut(5*(p-1), 5)))
			if 5*p < items {
				return with(resp, "Link", fmt.Sprintf(`<https://h/x?page=%d>; rel="next"`, p+1))
			}
			return with(resp, "Link", "")
		}},
		{"link relative without total", "link", get("https://h/v2/x?n=4"), EndOfList, func(r Request) Response {
			at := number(query(r), "last", 0)
			resp := body(`{"name":"a","items":%s}`, object(cut(at, 4)))
			if at+4 < items {
				return with(resp, "Link", fmt.Sprintf(`</v2/x?last=%d&n=4>; rel="next"`, at+4))
			}
			return resp
		}},
		{"page in the request with total", "page", get("https://h/x?page=1&perPage=5"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 1)
			return body(`{"items":%s,"page":%d,"perPage":5,"totalItems":%d,"totalPages":5}`, object(cut(5*(p-1), 5)), p, items)
		}},
		{"page not in the request", "page", get("https://h/x"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 1)
			return body(`{"data":%s,"meta":{"current_page":%d,"per_page":5,"total":%d,"last_page":5}}`, object(cut(5*(p-1), 5)), p, items)
		}},
		{"page from 0", "page", get("https://h/x?page=0&size=5"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 0)
			return body(`{"content":%s,"number":%d,"totalElements":%d,"totalPages":5,"last":%v}`, object(cut(5*p, 5)), p, items, p == 4)
		}},
		{"page from 0 without a parameter", "page", get("https://h/x"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 0)
			return body(`{"content":%s,"number":%d,"size":5,"totalElements":%d,"totalPages":5}`, object(cut(5*p, 5)), p, items)
		}},
		{"page with next as a number, last page repeats for ever", "page", get("https://h/x?_page=1&_per_page=5"), EndOfList, func(r Request) Response {
			p := min(number(query(r), "_page", 1), 5)
			next := strconv.Itoa(p + 1)
			if p == 5 {
				next = "null"
			}
			return body(`{"first":1,"prev":null,"next":%s,"last":5,"pages":5,"items":%d,"data":%s}`, next, items, object(cut(5*(p-1), 5)))
		}},
		{"page by headers", "page", get("https://h/x?per_page=5"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 1)
			next := ""
			if p < 5 {
				next = strconv.Itoa(p + 1)
			}
			resp := with(with(body("%s", object(cut(5*(p-1), 5))), "X-Next-Page", next), "X-Page", strconv.Itoa(p))
			return with(with(resp, "X-Total", strconv.Itoa(items)), "X-Total-Pages", "5")
		}},
		{"page without any total", "page", get("https://h/x?page=1&limit=5"), EndOfList, func(r Request) Response {
			return body("%s", object(cut(5*(number(query(r), "page", 1)-1), 5)))
		}},
		{"page clamped without total", "page", get("https://h/x?page=1&limit=500"), EndOfList, func(r Request) Response {
			return body("%s", object(cut(5*(number(query(r), "page", 1)-1), 5)))
		}},
		{"page in a tuple", "page", get("https://h/x?page=1"), EndOfList, func(r Request) Response {
			p := number(query(r), "page", 1)
			return body(`[{"page":%d,"pages":5,"per_page":"5","total":%d},%s]`, p, items, object(cut(5*(p-1), 5)))
		}},
		{"page in a JSON body", "page", Request{Method: "POST", URL: "https://h/x", Body: []byte(`{"page": 1, "q":"a"}`)}, EndOfList, func(r Request) Response {
			var q struct{ Page int }
			_ = json.Unmarshal(r.Body, &q)
			return body(`{"total":%d,"rows":%s}`, items, object(cut(5*(q.Page-1), 5)))
		}},
		{"offset with total", "offset", get("https://h/x?offset=0&limit=5"), EndOfList, func(r Request) Response {
			return body(`{"total":%d,"results":%s}`, items, object(cut(number(query(r), "offset", 0), 5)))
		}},
		{"offset clamped", "offset", get("https://h/x?skip=0&take=1000"), EndOfList, func(r Request) Response {
			return body(`{"total_count":%d,"results":%s}`, items, object(cut(number(query(r), "skip", 0), 5)))
		}},
		{"offset not in the request", "offset", get("https://h/x?limit=5"), EndOfList, func(r Request) Response {
			return body(`{"count":%d,"results":%s}`, items, object(cut(number(query(r), "offset", 0), 5)))
		}},
		{"offset by header total only", "offset", get("https://h/x?_start=0&_limit=5"), EndOfList, func(r Request) Response {
			return with(body("%s", object(cut(number(query(r), "_start", 0), 5))), "X-Total-Count", strconv.Itoa(items))
		}},
		{"offset with an end", "offset", get("https://h/x?_start=0&_end=5"), EndOfList, func(r Request) Response {
			from := number(query(r), "_start", 0)
			return with(body("%s", object(cut(from, number(query(r), "_end", 0)-from))), "X-Total-Count", strconv.Itoa(items))
		}},
		{"offset from 1", "offset", get("https://h/x?startIndex=1&count=5"), EndOfList, func(r Request) Response {
			at := number(query(r), "startIndex", 1)
			return body(`{"totalResults":%d,"itemsPerPage":5,"startIndex":%d,"Resources":%s}`, items, at, object(cut(at-1, 5)))
		}},
		{"offset echoed from 1", "offset", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "startIndex", 1)
			return body(`{"totalResults":%d,"itemsPerPage":5,"startIndex":%d,"Resources":%s}`, items, at, object(cut(at-1, 5)))
		}},
		{"offset in a JSON body", "offset", Request{Method: "POST", URL: "https://h/_search", Body: []byte(`{"query":{"match_all":{}},"from":0,"size":5}`)}, EndOfList, func(r Request) Response {
			var q struct{ From int }
			_ = json.Unmarshal(r.Body, &q)
			return body(`{"took":3,"hits":{"total":{"value":%d,"relation":"eq"},"hits":%s}}`, items, object(cut(q.From, 5)))
		}},
		{"next URL", "next-url", get("https://h/x?limit=5"), EndOfList, func(r Request) Response {
			at := number(query(r), "offset", 0)
			next := "null"
			if at+5 < items {
				next = fmt.Sprintf(`"https://h/x?limit=5&offset=%d"`, at+5)
			}
			return body(`{"count":%d,"next":%s,"previous":null,"results":%s}`, items, next, object(cut(at, 5)))
		}},
		{"next URL in HAL, relative", "next-url", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "at", 0)
			next := ""
			if at+5 < items {
				next = fmt.Sprintf(`,"next":{"href":"/x?at=%d"}`, at+5)
			}
			return body(`{"_links":{"self":{"href":"/x"}%s},"_embedded":{"gauges":%s}}`, next, object(cut(at, 5)))
		}},
		{"next URL in OData", "next-url", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "$skiptoken", 0)
			next := ""
			if at+5 < items {
				next = fmt.Sprintf(`,"@odata.nextLink":"https://h/x?$skiptoken=%d"`, at+5)
			}
			return body(`{"@odata.context":"c","value":%s%s}`, object(cut(at, 5)), next)
		}},
		{"next URL in a list of links", "next-url", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "at", 0)
			next := ""
			if at+5 < items {
				next = fmt.Sprintf(`,{"relation":"next","url":"https://h/x?at=%d"}`, at+5)
			}
			return body(`{"resourceType":"Bundle","link":[{"relation":"self","url":"https://h/x"}%s],"entry":%s}`, next, object(cut(at, 5)))
		}},
		{"next URL in JSON:API with more included", "next-url", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "page[after]", 0)
			next := "null"
			if at+5 < items {
				next = fmt.Sprintf(`"https://h/x?page%%5Bafter%%5D=%d"`, at+5)
			}
			return body(`{"data":%s,"included":%s,"links":{"next":%s}}`, object(cut(at, 5)), object(100, 150), next)
		}},
		{"cursor used in the request", "cursor", get("https://h/x?cursor=&limit=5"), EndOfList, cursorServer("cursor", `{"ok":true,"members":%s,"response_metadata":{"next_cursor":"%s"}}`)},
		{"cursor with a page token", "cursor", get("https://h/x"), EndOfList, cursorServer("pageToken", `{"items":%s,"nextPageToken":"%s"}`)},
		{"cursor with snake case", "cursor", get("https://h/x"), EndOfList, cursorServer("page_token", `{"items":%s,"next_page_token":"%s"}`)},
		{"cursor continue", "cursor", get("https://h/x?limit=5"), EndOfList, cursorServer("continue", `{"kind":"List","items":%s,"metadata":{"continue":"%s","resourceVersion":"7"}}`)},
		{"cursor sent as after", "cursor", get("https://h/x"), EndOfList, cursorServer("after", `{"data":%s,"paging":{"cursors":{"after":"%s"}}}`)},
		{"cursor whose first guess fails", "cursor", get("https://h/x"), EndOfList, cursorServer("page_token", `{"data":%s,"meta":{"next_cursor":"%s"}}`)},
		{"cursor offset text", "cursor", get("https://h/x"), EndOfList, cursorServer("offset", `{"records":%s,"offset":"%s"}`)},
		{"cursor next text", "cursor", get("https://h/x"), EndOfList, cursorServer("cursor", `{"records":%s,"next":"%s"}`)},
		{"last id", "last-id", get("https://h/x?limit=5"), EndOfList, func(r Request) Response {
			at := after(query(r).Get("starting_after"))
			return body(`{"object":"list","url":"/x","has_more":%v,"data":%s}`, at+5 < items, object(cut(at, 5)))
		}},
		{"last id without a flag", "last-id", get("https://h/x?since_id=start"), EmptyPage, func(r Request) Response {
			return body("%s", object(cut(after(query(r).Get("since_id")), 5)))
		}},
		{"cursor in a header", "header", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "cursor", 0)
			resp := body("%s", object(cut(at, 5)))
			if at+5 < items {
				return with(resp, "X-Next-Cursor", strconv.Itoa(at+5))
			}
			return resp
		}},
		{"continuation sent as a header", "header", get("https://h/x"), EndOfList, func(r Request) Response {
			at, _ := strconv.Atoi(r.Header.Get("X-Ms-Continuation"))
			resp := body(`{"Documents":%s}`, object(cut(at, 5)))
			if at+5 < items {
				return with(resp, "X-Ms-Continuation", strconv.Itoa(at+5))
			}
			return resp
		}},
		{"relay", "relay", Request{Method: "POST", URL: "https://h/graphql", Body: []byte(`{"query":"query($n:Int,$end:String){allPosts(first:$n,after:$end){edges{node{id}} pageInfo{hasNextPage endCursor}}}","variables":{"n":5}}`)}, EndOfList, func(r Request) Response {
			var q struct{ Variables struct{ End string } }
			_ = json.Unmarshal(r.Body, &q)
			at, _ := strconv.Atoi(q.Variables.End)
			edges := strings.ReplaceAll(strings.ReplaceAll(object(cut(at, 5)), `{"id"`, `{"cursor":"c","node":{"id"`), `00Z"}`, `00Z"}}`)
			return body(`{"data":{"allPosts":{"totalCount":%d,"edges":%s,"pageInfo":{"hasNextPage":%v,"endCursor":"%d"}}}}`, items, edges, at+5 < items, at+5)
		}},
		{"relay by GET", "relay", get("https://h/graphql?query=" + url.QueryEscape(`query($after:String){posts(after:$after){nodes{id} pageInfo{hasNextPage endCursor}}}`) + "&variables=" + url.QueryEscape(`{"first":5}`)), EndOfList, func(r Request) Response {
			var q struct{ After string }
			_ = json.Unmarshal([]byte(query(r).Get("variables")), &q)
			at, _ := strconv.Atoi(q.After)
			return body(`{"data":{"posts":{"nodes":%s,"pageInfo":{"hasNextPage":%v,"endCursor":"%d"}}}}`, object(cut(at, 5)), at+5 < items, at+5)
		}},
		{"cursor in a body", "body-cursor", Request{Method: "POST", URL: "https://h/x", Body: []byte(`{"page_size": 5}`)}, EndOfList, func(r Request) Response {
			var q struct {
				Cursor string `json:"start_cursor"`
			}
			_ = json.Unmarshal(r.Body, &q)
			at, _ := strconv.Atoi(q.Cursor)
			next := "null"
			if at+5 < items {
				next = fmt.Sprintf("%q", strconv.Itoa(at+5))
			}
			return body(`{"object":"list","results":%s,"next_cursor":%s,"has_more":%v}`, object(cut(at, 5)), next, at+5 < items)
		}},
		{"search after", "body-cursor", Request{Method: "POST", URL: "https://h/_search", Body: []byte(`{"size":5,"sort":[{"at":"asc"}]}`)}, EndOfList, func(r Request) Response {
			var q struct {
				After []int `json:"search_after"`
			}
			_ = json.Unmarshal(r.Body, &q)
			at := 0
			if len(q.After) == 2 {
				at = q.After[0]
			}
			hits := object(cut(at, 5))
			for i := at; i < at+5; i++ {
				hits = strings.Replace(hits, `00Z"}`, fmt.Sprintf(`00z","sort":[%d,7]}`, i+1), 1)
			}
			return body(`{"hits":{"total":{"value":10000,"relation":"gte"},"hits":%s}}`, hits)
		}},
		{"key object in a body", "body-cursor", Request{Method: "POST", URL: "https://h/", Body: []byte(`{"TableName":"t"}`)}, EndOfList, func(r Request) Response {
			var q struct {
				ExclusiveStartKey struct{ ID struct{ N string } }
			}
			_ = json.Unmarshal(r.Body, &q)
			at, _ := strconv.Atoi(q.ExclusiveStartKey.ID.N)
			next := ""
			if at+5 < items {
				next = fmt.Sprintf(`,"LastEvaluatedKey":{"ID":{"N":"%d"}}`, at+5)
			}
			return body(`{"Count":5,"Items":%s%s}`, object(cut(at, 5)), next)
		}},
		{"several tokens", "multi", get("https://h/x"), EndOfList, func(r Request) Response {
			at := number(query(r), "name", 0)
			if (query(r).Get("type") == "A") != (at > 0) {
				return body(`{"error":"a token is missing"}`)
			}
			if at+5 >= items {
				return body(`{"ResourceRecordSets":%s,"IsTruncated":false}`, object(cut(at, 5)))
			}
			return body(`{"ResourceRecordSets":%s,"IsTruncated":true,"NextRecordName":"%d","NextRecordType":"A"}`, object(cut(at, 5)), at+5)
		}},
		{"several tokens in XML", "multi", get("https://h/?versions"), EndOfList, func(r Request) Response {
			at := number(query(r), "key-marker", 0)
			if (query(r).Get("version-id-marker") == "v") != (at > 0) {
				return body(`<Error>no</Error>`)
			}
			from, to := cut(at, 5)
			x := "<?xml version=\"1.0\"?>\n<ListVersionsResult><IsTruncated>" + strconv.FormatBool(at+5 < items) + "</IsTruncated>"
			if at+5 < items {
				x += fmt.Sprintf("<NextKeyMarker>%d</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>", at+5)
			}
			for i := from; i < to; i++ {
				x += fmt.Sprintf("<Version><Key>g-%04d</Key><Size>1</Size></Version>", i)
			}
			return body("%s", x+"</ListVersionsResult>")
		}},
		{"marker of the last key in XML", "cursor", get("https://h/bucket"), EndOfList, func(r Request) Response {
			at := after(query(r).Get("marker"))
			from, to := cut(at, 5)
			x := "<ListBucketResult><IsTruncated>" + strconv.FormatBool(at+5 < items) + "</IsTruncated>"
			for i := from; i < to; i++ {
				x += fmt.Sprintf("<Contents><Key>g-%04d</Key></Contents>", i)
			}
			return body("%s", x+"</ListBucketResult>")
		}},
		{"range with unit", "range", Request{Method: "GET", URL: "https://h/x", Header: http.Header{"Range": {"items=0-4"}}}, EndOfList, rangeServer("items=", "items ", "%d")},
		{"range without unit", "range", Request{Method: "GET", URL: "https://h/x", Header: http.Header{"Range": {"0-4"}, "Range-Unit": {"items"}}}, EndOfList, rangeServer("", "", "%d")},
		{"range without total", "range", Request{Method: "GET", URL: "https://h/x", Header: http.Header{"Range": {"0-4"}}}, EndOfList, rangeServer("", "", "*")},
		{"until repeated", "repeat", get("https://h/x?cursorMark=*&rows=5"), EndOfList, func(r Request) Response {
			at := number(query(r), "cursorMark", 0)
			return body(`{"response":{"numFound":%d,"start":0,"docs":%s},"nextCursorMark":"%d"}`, items, object(cut(at, 5)), min(at+5, items))
		}},
		{"continue object", "repeat", get("https://h/api.php?action=query"), EndOfList, func(r Request) Response {
			at := number(query(r), "apfrom", 0)
			next := ""
			if at+5 < items {
				next = fmt.Sprintf(`"continue":{"apfrom":"%d","continue":"-||"},`, at+5)
			}
			return body(`{"batchcomplete":"",%s"query":{"allpages":%s}}`, next, object(cut(at, 5)))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run(t, c.first, Spec{}, c.serve).check(t, c.dialect, c.reason, items)
		})
	}
}

// after is the place behind an id.
func after(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "g-"))
	if err != nil {
		return 0
	}
	return n + 1
}

func cursorServer(param, format string) server {
	return func(r Request) Response {
		at := 0
		if token := query(r).Get(param); token != "" {
			if !strings.HasPrefix(token, "a+/=\x00é") {
				return Response{Status: 400, Body: []byte(`{"message":"bad token"}`)}
			}
			at, _ = strconv.Atoi(strings.TrimPrefix(token, "a+/=\x00é"))
		}
		next := ""
		if at+5 < items {
			next = fmt.Sprintf(`a+/=\u0000é%d`, at+5)
		}
		return body(format, object(cut(at, 5)), next)
	}
}

func rangeServer(unit, answer, total string) server {
	return func(r Request) Response {
		_, from, to, ok := parseRange(r.Header.Get("Range"))
		if !ok || !strings.HasPrefix(r.Header.Get("Range"), unit) {
			return Response{Status: 400}
		}
		if from >= items {
			return Response{Status: 416}
		}
		a, b := cut(int(from), int(to-from)+1)
		resp := body("%s", object(a, b))
		resp.Status = 206
		return with(resp, "Content-Range", fmt.Sprintf("%s%d-%d/%s", answer, a, b-1, strings.ReplaceAll(total, "%d", strconv.Itoa(items))))
	}
}
