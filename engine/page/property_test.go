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

	"pgregory.net/rapid"
)

// shelf is a list on a simulated server: its pages, some of them empty where
// the dialect allows that.
type shelf struct {
	n     int
	cuts  []int // where pages begin; the last is n
	salt  string
	asked int
}

func drawShelf(t *rapid.T, empties bool) *shelf {
	s := &shelf{n: rapid.IntRange(0, 40).Draw(t, "items"), salt: rapid.StringMatching(`[a-z+/=&%#é]{0,6}`).Draw(t, "salt")}
	s.asked = rapid.IntRange(1, 9).Draw(t, "size")
	for at := 0; at < s.n; {
		s.cuts = append(s.cuts, at)
		if empties && rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
			s.cuts = append(s.cuts, at)
		}
		at += s.asked
	}
	s.cuts = append(s.cuts, s.n)
	if len(s.cuts) == 1 {
		s.cuts = append(s.cuts, s.n)
	}
	return s
}

// page returns the items of page i, from 0, and the token of the next one.
func (s *shelf) page(i int) (list, next string, more bool) {
	if i < 0 || i+1 >= len(s.cuts) {
		return "[]", "", false
	}
	more = i+2 < len(s.cuts)
	if more {
		next = s.token(i + 1)
	}
	return object(s.cuts[i], s.cuts[i+1]), next, more
}

func (s *shelf) token(i int) string { return "t" + s.salt + "-" + strconv.Itoa(i) }

// index is the page that a token stands for; -1 for none.
func (s *shelf) index(token string) int {
	if token == "" {
		return 0
	}
	i, err := strconv.Atoi(token[strings.LastIndexByte(token, '-')+1:])
	if err != nil || token != s.token(i) {
		return -1
	}
	return i
}

func quote(s string) string { return rawOf(fact{kind: '"', text: s}) }

// styles are simulated servers, each with the first request that a user types.
func styles() map[string]struct {
	empties bool
	first   Request
	serve   func(*shelf, Request) Response
} {
	type style = struct {
		empties bool
		first   Request
		serve   func(*shelf, Request) Response
	}
	post := func(target, text string) Request {
		return Request{Method: "POST", URL: target, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(text)}
	}
	token := func(form string, read func(Request) string) func(*shelf, Request) Response {
		return func(s *shelf, r Request) Response {
			i := s.index(read(r))
			if i < 0 {
				return Response{Status: 400}
			}
			list, next, more := s.page(i)
			return body("%s", strings.NewReplacer("LIST", list, "NEXT", quote(next), "MORE", strconv.FormatBool(more)).Replace(form))
		}
	}
	inQuery := func(name string) func(Request) string {
		return func(r Request) string { return query(r).Get(name) }
	}
	inJSON := func(pointer ...string) func(Request) string {
		return func(r Request) string {
			var v any
			_ = json.Unmarshal(r.Body, &v)
			for _, p := range pointer {
				m, _ := v.(map[string]any)
				v = m[p]
			}
			text, _ := v.(string)
			return text
		}
	}
	return map[string]style{
		"link": {true, get("https://h/x"), func(s *shelf, r Request) Response {
			list, next, more := s.page(s.index(query(r).Get("c")))
			resp := body("%s", list)
			if more {
				return with(resp, "Link", `</x?c=`+url.QueryEscape(next)+`>; rel="next"`)
			}
			return resp
		}},
		"next-url": {true, get("https://h/x"), func(s *shelf, r Request) Response {
			list, next, more := s.page(s.index(query(r).Get("c")))
			link := "null"
			if more {
				link = quote("https://h/x?c=" + url.QueryEscape(next))
			}
			return body(`{"links":{"next":%s},"data":%s}`, link, list)
		}},
		"page": {false, get("https://h/x?page=1"), func(s *shelf, r Request) Response {
			list, _, _ := s.page(number(query(r), "page", 1) - 1)
			return body("%s", list)
		}},
		"page with pages": {false, get("https://h/x"), func(s *shelf, r Request) Response {
			p := number(query(r), "page", 1)
			list, _, _ := s.page(p - 1)
			return body(`{"page":%d,"total_pages":%d,"list":%s}`, p, len(s.cuts)-1, list)
		}},
		"offset": {false, get("https://h/x?start=0&rows=500"), func(s *shelf, r Request) Response {
			at := min(number(query(r), "start", 0), s.n)
			return body(`{"response":{"numFound":%d,"docs":%s}}`, s.n, object(at, min(at+s.asked, s.n)))
		}},
		"offset without total": {false, get("https://h/x?skip=0&limit=100"), func(s *shelf, r Request) Response {
			at := min(number(query(r), "skip", 0), s.n)
			return body("%s", object(at, min(at+s.asked, s.n)))
		}},
		"cursor":           {true, get("https://h/x"), token(`{"items":LIST,"meta":{"next_cursor":NEXT,"has_more":MORE}}`, inQuery("cursor"))},
		"cursor as token":  {true, get("https://h/x"), token(`{"things":LIST,"nextPageToken":NEXT}`, inQuery("pageToken"))},
		"cursor used":      {true, get("https://h/x?after="), token(`{"things":LIST,"page":{"after":NEXT}}`, inQuery("after"))},
		"body-cursor":      {true, post("https://h/x", `{"page_size":3}`), token(`{"results":LIST,"next_cursor":NEXT,"has_more":MORE}`, inJSON("start_cursor"))},
		"body-cursor used": {true, post("https://h/x", `{"q":{"cursor":null}}`), token(`{"results":LIST,"q":{"cursor":NEXT}}`, inJSON("q", "cursor"))},
		"relay": {
			true, post("https://h/graphql", `{"query":"query($c:String){a(first:2,after:$c){nodes{id}pageInfo{endCursor hasNextPage}}}","variables":{"c":null}}`),
			token(`{"data":{"a":{"nodes":LIST,"pageInfo":{"endCursor":NEXT,"hasNextPage":MORE}}}}`, inJSON("variables", "c")),
		},
		"header": {true, get("https://h/x"), func(s *shelf, r Request) Response {
			i := s.index(query(r).Get("cursor"))
			list, next, more := s.page(i)
			if resp := body("%s", list); more {
				return with(resp, "X-Next-Cursor", next)
			}
			return body("%s", list)
		}},
		"last-id": {false, get("https://h/x?limit=3"), func(s *shelf, r Request) Response {
			at := min(after(query(r).Get("starting_after")), s.n)
			to := min(at+s.asked, s.n)
			return body(`{"data":%s,"has_more":%v}`, object(at, to), to < s.n)
		}},
		"multi": {true, get("https://h/x"), token(`{"Sets":LIST,"IsTruncated":MORE,"NextRecordName":NEXT,"NextRecordType":NEXT}`, inQuery("type"))},
		"repeat": {false, get("https://h/x?cursorMark=*"), func(s *shelf, r Request) Response {
			mark := query(r).Get("cursorMark")
			if mark == "*" {
				mark = ""
			}
			i := s.index(mark)
			list, _, _ := s.page(i)
			return body(`{"response":{"docs":%s},"nextCursorMark":%s}`, list, quote(s.token(min(i+1, len(s.cuts)-1))))
		}},
		"range": {false, Request{Method: "GET", URL: "https://h/x", Header: http.Header{"Range": {"items=0-499"}}}, func(s *shelf, r Request) Response {
			_, from, _, _ := parseRange(r.Header.Get("Range"))
			at := min(int(from), s.n)
			to := min(at+s.asked, s.n)
			if at == to {
				return with(body("[]"), "Content-Range", fmt.Sprintf("items */%d", s.n))
			}
			return with(body("%s", object(at, to)), "Content-Range", fmt.Sprintf("items %d-%d/%d", at, to-1, s.n))
		}},
	}
}

// Every walker gives every item once and in order, whatever the number of
// items, the page size, what the server clamps, and where pages are empty.
func TestEveryDialectWalksEveryItem(t *testing.T) {
	t.Parallel()
	for name, style := range styles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				s := drawShelf(rt, style.empties)
				got := run(t, style.first, Spec{}, func(r Request) Response { return style.serve(s, r) })
				if !slices.Equal(got.ids, wantIDs(0, s.n)) {
					rt.Fatalf("%d items in %v: got %v\n%+v\n%+v", s.n, s.cuts, got.ids, got.stop, got.found)
				}
				if got.stop.Safety || got.stop.Text == "" {
					rt.Fatalf("%+v", got.stop)
				}
			})
		})
	}
}

// A walk of the same dialects by name, with its parameters, finds the same.
func TestNamedDialects(t *testing.T) {
	t.Parallel()
	s := &shelf{n: 7, cuts: []int{0, 3, 6, 7}, asked: 3}
	for style, text := range map[string]string{
		"link": "link", "next-url": "next-url,next=links.next", "page": "page,param=page", "page with pages": "page,param=page,pages=total_pages",
		"offset": "offset,param=start,total=response.numFound", "offset without total": "offset,param=skip",
		"cursor": "cursor,param=cursor,next=meta.next_cursor,more=meta.has_more", "cursor as token": "cursor,param=pageToken,next=nextPageToken",
		"body-cursor": "body-cursor,param=/start_cursor,next=next_cursor", "relay": "relay", "header": "header,param=cursor,next=header:X-Next-Cursor",
		"last-id": "last-id,param=starting_after,more=has_more", "multi": "multi,param=name,next=NextRecordName,param=type,next=NextRecordType",
		"repeat": "repeat,param=cursorMark,next=nextCursorMark", "range": "range", "body-cursor used": "cursor,in=body,param=q.cursor,next=q.cursor",
	} {
		spec, err := ParseSpec(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := run(t, styles()[style].first, spec, func(r Request) Response { return styles()[style].serve(s, r) })
		if !slices.Equal(got.ids, wantIDs(0, 7)) || got.stop.Safety || len(got.found) == 0 || got.last().Dialect != spec.Dialect {
			t.Errorf("%s: %v %+v %+v", text, got.ids, got.stop, got.found)
		}
	}
}

// Whatever a server answers, a walk neither panics nor gives an item twice, and
// its requests stay at home.
func TestAnyServer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		pool := []string{"null", "true", "false", `""`, `"a"`, `"b"`, "0", "1", "2", "17", "-1", `"/x?page=2"`, `"https://h/x?page=3"`, `"https://evil/"`, "{}", "[]", `[{"id":1}]`, `[{"id":2},{"id":3}]`, `{"id":9}`}
		keys := []string{"items", "next", "next_cursor", "has_more", "total", "page", "offset", "pages", "continue", "pageInfo", "nextPageToken", "error", "data", "links", "count"}
		w, err := New(get("https://h/x?page=1&limit=2"), Spec{MaxPages: 50})
		if err != nil {
			rt.Fatal(err)
		}
		seen := map[string]bool{}
		req := w.Request()
		for range 200 {
			if !strings.HasPrefix(req.URL, "https://h/") {
				rt.Fatalf("went to %s", req.URL)
			}
			var b strings.Builder
			for i, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 0, 5, rapid.ID).Draw(rt, "keys") {
				if i > 0 {
					b.WriteByte(',')
				}
				fmt.Fprintf(&b, "%q:%s", k, rapid.SampledFrom(pool).Draw(rt, k))
			}
			resp := body("{%s}", b.String())
			resp.Status = rapid.SampledFrom([]int{200, 200, 200, 200, 204, 301, 400, 404, 410, 500}).Draw(rt, "status")
			if rapid.IntRange(0, 5).Draw(rt, "link") == 0 {
				resp.Header.Set("Link", `<`+rapid.SampledFrom([]string{"/a", "/b", "https://evil/", "", "%zz"}).Draw(rt, "target")+`>; rel=next`)
			}
			res := w.Accept(resp)
			for _, it := range res.Items {
				if it.ID != "" && seen[it.ID] {
					rt.Fatalf("item %s came twice", it.ID)
				}
				seen[it.ID] = true
			}
			if res.Stop != nil {
				if res.Next != nil || res.Stop.Text == "" || res.Stop.Reason == "" {
					rt.Fatalf("%+v", res)
				}
				return
			}
			req = *res.Next
		}
		rt.Fatal("the walk does not end")
	})
}
