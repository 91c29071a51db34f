package page

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// script answers with the given replies in turn, and the last one for ever.
func script(replies ...Response) server {
	n := 0
	return func(Request) Response {
		r := replies[min(n, len(replies)-1)]
		r.Header = r.Header.Clone()
		n++
		return r
	}
}

func tokenPage(from, to int, next string) Response {
	return body(`{"items":%s,"next_cursor":%s}`, object(from, to), next)
}

// Rule 1: an empty page ends an offset or page walk, not a token walk.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		replies []Response
	}{
		{"first", []Response{tokenPage(0, 0, `"a"`), tokenPage(0, 3, `"b"`), tokenPage(3, 6, `null`)}},
		{"middle", []Response{tokenPage(0, 3, `"a"`), tokenPage(0, 0, `"b"`), tokenPage(0, 0, `"c"`), tokenPage(3, 6, `""`)}},
		{"last", []Response{tokenPage(0, 3, `"a"`), tokenPage(3, 6, `"b"`), tokenPage(0, 0, `null`)}},
		{"without the list", []Response{tokenPage(0, 3, `"a"`), body(`{"next_cursor":"b"}`), tokenPage(3, 6, `null`)}},
		{"null list", []Response{body(`{"items":null,"next_cursor":"a"}`), tokenPage(0, 6, `null`)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run(t, get("https://h/x?cursor="), Spec{}, script(c.replies...)).check(t, "cursor", EndOfList, 6)
		})
	}
	got := run(t, get("https://h/x?offset=0&limit=3"), Spec{}, script(
		body(`{"total":9,"items":%s}`, object(0, 3)), body(`{"total":9,"items":%s}`, object(3, 6)), body(`{"total":9,"items":[]}`)))
	got.check(t, "offset", EmptyPage, 6)
	if !strings.Contains(got.stop.Text, "9 items") || got.stop.Safety {
		t.Errorf("the stop does not say that the total was not reached: %+v", got.stop)
	}
}

func TestEndlessEmptyPagesEnd(t *testing.T) {
	t.Parallel()
	n := 0
	got := run(t, get("https://h/x?cursor="), Spec{}, func(Request) Response {
		n++
		return tokenPage(0, 0, strconv.Quote(strconv.Itoa(n)))
	})
	if got.stop.Reason != EmptyPage || !got.stop.Safety || len(got.requests) != mostEmpty {
		t.Errorf("%+v after %d requests", got.stop, len(got.requests))
	}
}

// Rule 2: what was seen before ends the walk as a cycle.
func TestCycles(t *testing.T) {
	t.Parallel()
	link := func(from, to int, next string) Response {
		return with(body("%s", object(from, to)), "Link", "<"+next+`>; rel="next"`)
	}
	for _, c := range []struct {
		name    string
		first   string
		replies []Response
		pages   int
	}{
		{"token A B A", "https://h/x?cursor=0", []Response{tokenPage(0, 2, `"A"`), tokenPage(2, 4, `"B"`), tokenPage(4, 6, `"A"`)}, 3},
		{"token that repeats at once", "https://h/x?cursor=0", []Response{tokenPage(0, 2, `"A"`), tokenPage(2, 4, `"A"`)}, 2},
		{"URL to itself", "https://h/x?page=1", []Response{link(0, 2, "https://h/x?page=1")}, 1},
		{"URL A B A", "https://h/x", []Response{link(0, 2, "/y"), link(2, 4, "/x")}, 2},
		{"fragment only", "https://h/x", []Response{link(0, 2, "#next")}, 1},
		{"body that came before, with fresh URLs", "https://h/x", []Response{link(0, 2, "/a"), link(2, 4, "/b"), link(0, 2, "/a")}, 3},
		{"fresh tokens, old items", "https://h/x?cursor=0", []Response{
			tokenPage(0, 2, `"A"`), tokenPage(0, 2, `"B"`), tokenPage(0, 2, `"C"`), tokenPage(0, 2, `"D"`),
			tokenPage(0, 2, `"E"`),
		}, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, get(c.first), Spec{}, script(c.replies...))
			if got.stop.Reason != Cycle || !got.stop.Safety || len(got.pages) != c.pages || len(got.stop.Evidence) == 0 {
				t.Errorf("%+v after %d pages, want a cycle after %d", got.stop, len(got.pages), c.pages)
			}
			if !slices.Equal(got.ids, wantIDs(0, len(got.ids))) {
				t.Errorf("items came twice: %v", got.ids)
			}
		})
	}
}

// Rules 3 and 4: where a next link may lead.
func TestNextLinks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, final, next string
		want               string // the URL that is asked for
		reason             Reason // or why none is
	}{
		{"https://h/a/x", "", "y?p=2", "https://h/a/y?p=2", ""},
		{"https://h/a/x", "", "/y", "https://h/y", ""},
		{"https://h/a/x", "", "?p=2", "https://h/a/x?p=2", ""},
		{"https://h/a/x", "", "//h/y", "https://h/y", ""},
		{"https://h/a/x", "https://h/moved/x", "y", "https://h/moved/y", ""},
		{"https://h/x", "", "https://h:443/y", "https://h:443/y", ""},
		{"https://H/x", "", "https://h./y", "https://h./y", ""},
		{"https://u:p@h/x", "", "https://h/y", "https://u:p@h/y", ""},
		{"https://h/x", "", "https://evil@h/y", "https://h/y", ""},
		{"https://h/x", "", "https://h/y#frag", "https://h/y", ""},
		{"https://h/x", "", "https://other/y", "", Foreign},
		{"https://h/x", "", "http://h/y", "https://h/y", ""}, // never by http
		{"https://h/x", "", "http://h:8080/y", "", Foreign},
		{"http://h/x", "", "https://h/y", "", Foreign},
		{"https://h/x", "", "https://h:8443/y", "", Foreign},
		{"https://h/x", "", "//other/y", "", Foreign},
		{"https://h/x", "", "https://h.other/y", "", Foreign},
		{"https://h/x", "", "https://h@other/y", "", Foreign},
		{"https://h/x", "https://other/x", "/y", "", Foreign},
		{"https://h/x", "", "javascript:alert(1)", "", BadNextLink},
		{"https://h/x", "", "ftp://h/y", "", BadNextLink},
		{"https://h/x", "", "https://", "", BadNextLink},
		{"https://h/x", "", "http://[::1", "", BadNextLink},
		{"https://h/x", "", "https://h/%zz", "", BadNextLink},
	} {
		for _, dialect := range []string{"link", "next-url"} {
			w, err := New(get(c.first), Spec{Dialect: dialect})
			if err != nil {
				t.Fatal(err)
			}
			resp := with(body(`{"items":%s,"next_url":%q}`, object(0, 2), c.next), "Link", "<"+c.next+`>; rel="next"`)
			resp.URL = c.final
			res := w.Accept(resp)
			if c.reason != "" {
				if res.Stop == nil || res.Stop.Reason != c.reason || !res.Stop.Safety || len(res.Items) != 2 {
					t.Errorf("%s %s: %+v, want %s", dialect, c.next, res.Stop, c.reason)
				}
				continue
			}
			if res.Next == nil || res.Next.URL != c.want {
				t.Errorf("%s %s from %s: %+v %+v, want %s", dialect, c.next, c.first, res.Next, res.Stop, c.want)
			}
		}
	}
}

func TestCredentialsStayHome(t *testing.T) {
	t.Parallel()
	first := get("https://u:p@h/x")
	for _, name := range []string{"Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key", "Api-Token", "X-Session-Id", "X-Amz-Security-Token"} {
		first.Header.Set(name, "secret")
	}
	first.Header.Set("Accept", "application/json")
	w, err := New(first, Spec{AllowForeign: true})
	if err != nil {
		t.Fatal(err)
	}
	res := w.Accept(with(body("%s", object(0, 2)), "Link", `<https://x:y@other/y>; rel="next"`))
	if res.Next == nil || res.Next.URL != "https://other/y" {
		t.Fatalf("%+v %+v", res.Next, res.Stop)
	}
	if len(res.Next.Header) != 1 || res.Next.Header.Get("Accept") == "" {
		t.Errorf("these headers go to another origin: %v", res.Next.Header)
	}
	if first.Header.Get("Authorization") != "secret" || w.Request().Header.Get("Cookie") != "" {
		t.Error("the first request was changed, or the next was not")
	}
}

// Rule 5: doubles are left out and shown, and so is a total that moves.
func TestDrift(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x?offset=0&limit=3"), Spec{}, script(
		body(`{"total":6,"items":%s}`, object(0, 3)), body(`{"total":7,"items":%s}`, object(2, 5)), body(`{"total":7,"items":%s}`, object(5, 6))))
	if !slices.Equal(got.ids, wantIDs(0, 6)) {
		t.Errorf("got %v", got.ids)
	}
	p := got.pages[1]
	if p.Duplicates != 1 || !slices.Equal(p.Doubles, []int{0}) || p.Total != 7 || !strings.Contains(p.Drift, "from 6 to 7") || !strings.Contains(p.Drift, "1 item was already seen") {
		t.Errorf("%+v", p)
	}
	if p.FirstID != "g-0003" || p.LastID != "g-0004" {
		t.Errorf("first and last id: %+v", p)
	}
}

// A name is a weak id: two items of one name are one only if they are equal.
func TestWeakIDsDropOnlyEqualItems(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x?page=1"), Spec{}, script(
		body(`{"total":5,"rows":[{"name":"a","v":1},{"name":"b","v":2}]}`),
		body(`{"total":5,"rows":[{"name":"a","v":3},{"name":"b","v":2}]}`),
		body(`{"total":5,"rows":[{"name":"c","v":1}]}`)))
	if !slices.Equal(got.ids, []string{"a", "b", "a", "c"}) || got.pages[1].Duplicates != 1 {
		t.Errorf("%v %+v", got.ids, got.pages)
	}
}

func TestItemsWithoutIDsAreAllKept(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x?page=1&limit=3"), Spec{}, script(
		body(`[{"v":1},{"v":1},{"v":2}]`), body(`[{"v":1},{"v":2},{"v":2}]`), body(`[{"v":1}]`)))
	if len(got.ids) != 7 || got.stop.Reason != EndOfList {
		t.Errorf("%d items, %+v", len(got.ids), got.stop)
	}
}

// Rule 7: caps are reasons, not errors, and the walk can go on from them.
func TestCaps(t *testing.T) {
	t.Parallel()
	serve := cursorServer("cursor", `{"items":%s,"next_cursor":"%s"}`)
	for _, c := range []struct {
		spec   Spec
		reason Reason
		items  int
	}{
		{Spec{MaxPages: 2}, PageCap, 10},
		{Spec{MaxItems: 10}, ItemCap, 10},
		{Spec{MaxItems: 7}, ItemCap, 7},
		{Spec{MaxBytes: 500}, ByteCap, 10},
		{Spec{MaxPages: 5}, EndOfList, items},
		{Spec{MaxItems: items}, EndOfList, items},
	} {
		got := run(t, get("https://h/x?cursor="), c.spec, serve)
		got.check(t, "cursor", c.reason, c.items)
		if got.stop.Safety || got.stop.Resumable != (c.reason != EndOfList) {
			t.Errorf("%+v", got.stop)
		}
		if c.reason == EndOfList {
			continue
		}
		w, err := Resume(get("https://h/x?cursor="), Spec{}, got.walk.State())
		if err != nil {
			t.Fatal(err)
		}
		rest := drive(t, w, serve)
		if all := append(got.ids, rest.ids...); !slices.Equal(all, wantIDs(0, items)) {
			t.Errorf("%s: resumed gives %v", c.reason, all)
		}
	}
}

func TestItemCapWithinAPageWithoutIDsResumes(t *testing.T) {
	t.Parallel()
	serve := func(r Request) Response {
		switch query(r).Get("cursor") {
		case "":
			return body(`{"items":[{"v":1},{"v":1},{"v":2}],"next_cursor":"b"}`)
		default:
			return body(`{"items":[{"v":3}],"next_cursor":null}`)
		}
	}
	got := run(t, get("https://h/x?cursor="), Spec{MaxItems: 2}, serve)
	w, err := Resume(get("https://h/x?cursor="), Spec{}, got.walk.State())
	if err != nil {
		t.Fatal(err)
	}
	rest := drive(t, w, serve)
	if len(got.ids) != 2 || len(rest.ids) != 2 {
		t.Errorf("%d, then %d items", len(got.ids), len(rest.ids))
	}
}

// Rule 8: an expired token keeps what was fetched; a fresh one is used.
func TestExpiredTokens(t *testing.T) {
	t.Parallel()
	gone := body(`{"kind":"Status","reason":"Expired","metadata":{"continue":"fresh"}}`)
	gone.Status = 410
	got := run(t, get("https://h/x?limit=3"), Spec{}, script(
		body(`{"items":%s,"metadata":{"continue":"a"}}`, object(0, 3)), body(`{"items":%s,"metadata":{"continue":"b"}}`, object(3, 6)), gone,
		body(`{"items":%s,"metadata":{}}`, object(5, 9))))
	got.check(t, "cursor", EndOfList, 9)
	if v := query(got.requests[3]).Get("continue"); v != "fresh" || !strings.Contains(got.pages[2].Drift, "expired") {
		t.Errorf("asked with %q, %+v", v, got.pages[2])
	}
	for _, c := range []struct {
		status int
		body   string
		want   Reason
	}{
		{410, ``, ExpiredToken},
		{400, `{"error":"cursor has expired"}`, ExpiredToken},
		{400, `{"code":"INVALID_PAGE_TOKEN"}`, ExpiredToken},
		{400, `{"error":"missing field"}`, ServerError},
		{500, `{"error":"expired"}`, ServerError},
	} {
		bad := body("%s", c.body)
		bad.Status = c.status
		got := run(t, get("https://h/x?cursor="), Spec{}, script(tokenPage(0, 3, `"a"`), tokenPage(3, 6, `"b"`), bad))
		if got.stop.Reason != c.want || !got.stop.Resumable || got.stop.Safety || len(got.ids) != 6 {
			t.Errorf("%d %s: %+v", c.status, c.body, got.stop)
		}
	}
}

// Rule 10: a failed page is left behind and can be retried alone.
func TestFailedPages(t *testing.T) {
	t.Parallel()
	for _, param := range []string{"page", "offset"} {
		first := "https://h/x?page=1&limit=3"
		if param == "offset" {
			first = "https://h/x?offset=0&limit=3"
		}
		sick := true
		serve := func(r Request) Response {
			at := number(query(r), "offset", 3*(number(query(r), "page", 1)-1))
			if sick && at == 6 {
				return Response{Status: 503}
			}
			return body(`{"total":12,"items":%s}`, object(at, min(at+3, 12)))
		}
		got := run(t, get(first), Spec{}, serve)
		if len(got.ids) != 9 || !got.pages[2].Failed || got.stop.Reason != EndOfList || !slices.Equal(got.walk.Failed(), []int{3}) {
			t.Errorf("%s: %d items, %+v", param, len(got.ids), got.stop)
		}
		ticket, ok := got.walk.Retry(3)
		if !ok {
			t.Fatal("no ticket for page 3")
		}
		if res := got.walk.FailAt(3, 503, nil, nil); len(res) != 1 || !res[0].Page.Failed {
			t.Errorf("%+v", res)
		}
		sick = false
		res := got.walk.AcceptAt(ticket.Number, serve(ticket.Request))
		if len(res) != 1 || len(res[0].Items) != 3 || !res[0].Page.Late || res[0].Page.FirstID != "g-0006" || res[0].Stop != nil {
			t.Errorf("%+v", res)
		}
		if _, ok := got.walk.Retry(3); ok || len(got.walk.Failed()) > 0 {
			t.Error("page 3 is still failed")
		}
	}
}

func TestFailuresThatEndAWalk(t *testing.T) {
	t.Parallel()
	// Three in a row.
	got := run(t, get("https://h/x?page=1"), Spec{}, script(body(`{"total":90,"items":%s}`, object(0, 3)), Response{Status: 500}))
	if got.stop.Reason != ServerError || len(got.pages) != 1+mostFailures || !got.stop.Resumable {
		t.Errorf("%+v after %d pages", got.stop, len(got.pages))
	}
	// The first page.
	got = run(t, get("https://h/x"), Spec{}, script(Response{Status: 404}))
	if got.stop.Reason != ServerError || !got.pages[0].Failed || !strings.Contains(got.stop.Text, "404 Not Found") {
		t.Errorf("%+v", got.stop)
	}
	// A token walk cannot go on without a page, and takes up where that comes.
	got = run(t, get("https://h/x?cursor="), Spec{}, script(tokenPage(0, 3, `"a"`), Response{Status: 502}))
	ticket, ok := got.walk.Retry(2)
	if got.stop.Reason != ServerError || !ok || query(ticket.Request).Get("cursor") != "a" {
		t.Fatalf("%+v %v %+v", got.stop, ok, ticket)
	}
	res := got.walk.AcceptAt(2, tokenPage(3, 6, `"b"`))
	if len(res) != 1 || len(res[0].Items) != 3 || res[0].Next == nil {
		t.Errorf("%+v", res)
	}
	w, err := New(get("https://h/x"), Spec{})
	if err != nil {
		t.Fatal(err)
	}
	if r := w.Fail(0, nil, errors.New("connection refused")); r.Stop.Reason != ServerError || !strings.Contains(r.Stop.Text, "connection refused") {
		t.Errorf("%+v", r.Stop)
	}
	if r := w.Accept(body("[]")); r.Stop == nil || r.Next != nil {
		t.Errorf("a walk that ended goes on: %+v", r)
	}
}

// Rule 11: what a server does past its end is explained, or is a failure.
func TestPastTheEnd(t *testing.T) {
	t.Parallel()
	status := func(code int, text string) Response { r := body("%s", text); r.Status = code; return r }
	full := func(p int) Response { return body("%s", object(3*p, 3*p+3)) }
	total := func(p int) Response { return body(`{"total":99,"rows":%s}`, object(3*p, 3*p+3)) }
	for _, c := range []struct {
		name    string
		first   string
		replies []Response
		reason  Reason
		items   int
		failed  bool
	}{
		{"repeats the last page for ever", "https://h/x?page=1", []Response{full(0), full(1), full(1)}, EndOfList, 6, false},
		{"wraps round to the first", "https://h/x?page=1", []Response{full(0), full(1), full(0)}, EndOfList, 6, false},
		{"one page that repeats", "https://h/x?page=1", []Response{full(0), full(0)}, EndOfList, 3, false},
		{"repeats before the total", "https://h/x?page=1", []Response{total(0), total(1), total(1)}, Cycle, 6, false},
		{"400 with the server's word", "https://h/x?page=1", []Response{full(0), full(1), status(400, `{"code":"rest_post_invalid_page_number"}`)}, EndOfList, 6, false},
		{"404 after a short page", "https://h/x?page=1&limit=5", []Response{full(0), status(404, "")}, EndOfList, 3, false},
		{"404 after full pages, unexplained", "https://h/x?page=1&limit=3", []Response{full(0), full(1), status(404, `{"error":"nope"}`)}, ServerError, 6, true},
		{"404 before the total goes on", "https://h/x?page=1", []Response{total(0), total(1), status(404, ""), body(`{"total":99,"rows":[]}`)}, EmptyPage, 6, false},
		{"403 is no end", "https://h/x?page=1&limit=5", []Response{full(0), status(403, "")}, ServerError, 3, true},
		{"204 is an empty page", "https://h/x?page=1", []Response{full(0), status(204, "")}, EmptyPage, 3, false},
		{"416 is the end of a range", "https://h/x?offset=0", []Response{full(0), full(1), status(416, "")}, EndOfList, 6, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, get(c.first), Spec{}, script(c.replies...))
			got.check(t, "", c.reason, c.items)
			if got.pages[len(got.pages)-1].Failed != c.failed {
				t.Errorf("last page %+v", got.pages[len(got.pages)-1])
			}
		})
	}
}

// Rule 12: a continuation of several parameters, and items that come in pieces.
func TestContinuationInPieces(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/api.php?action=query&gaplimit=2"), Spec{}, script(
		body(`{"continue":{"imcontinue":"5|x","continue":"gapcontinue||"},"query":{"pages":[{"pageid":1,"title":"a"},{"pageid":2,"title":"b"}]}}`),
		body(`{"batchcomplete":true,"continue":{"gapcontinue":"c","continue":"-||"},"query":{"pages":[{"pageid":2,"images":["i"]}]}}`),
		body(`{"batchcomplete":true,"query":{"pages":[{"pageid":3,"title":"c"},{"pageid":2,"title":"b"}]}}`)))
	if !slices.Equal(got.ids, []string{"1", "2", "2", "3"}) || got.stop.Reason != EndOfList {
		t.Errorf("%v %+v", got.ids, got.stop)
	}
	if got.pages[1].Pieces != 1 || got.pages[1].Items != 0 || got.pages[2].Duplicates != 1 {
		t.Errorf("%+v", got.pages)
	}
	second, third := query(got.requests[1]), query(got.requests[2])
	if second.Get("imcontinue") != "5|x" || second.Get("continue") != "gapcontinue||" || third.Has("imcontinue") || third.Get("gapcontinue") != "c" {
		t.Errorf("asked with %v, then %v", second, third)
	}
}

// Rule 13: an error with status 200 is shown, and its data kept.
func TestTrouble(t *testing.T) {
	t.Parallel()
	graph := Request{Method: "POST", URL: "https://h/graphql", Body: []byte(`{"query":"query($after:String){a(after:$after){nodes{id}}}"}`)}
	got := run(t, graph, Spec{}, script(
		body(`{"data":{"a":{"nodes":%s,"pageInfo":{"hasNextPage":true,"endCursor":"x"}}},"errors":[{"message":"one field failed"}]}`, object(0, 2)),
		body(`{"data":{"a":{"nodes":%s,"pageInfo":{"hasNextPage":true,"endCursor":"y"}}},"errors":[]}`, object(2, 4)),
		body(`{"data":null,"errors":[{"type":"RATE_LIMITED","message":"slow down"}]}`)))
	got.check(t, "relay", ServerError, 4)
	if len(got.troubles) != 2 || !strings.Contains(got.troubles[0].Error(), "one field failed") || !got.stop.Resumable {
		t.Errorf("%v %+v", got.troubles, got.stop)
	}
	if s := got.walk.State(); s.Number != 2 || s.Next.Token != "y" {
		t.Errorf("the failed page is not the one to resume with: %+v", s)
	}
	for _, text := range []string{`{"error":null,"items":[]}`, `{"errors":[],"items":[]}`, `{"error":"","items":[]}`, `{"error":false,"items":[]}`} {
		if got := run(t, get("https://h/x"), Spec{}, script(body("%s", text))); len(got.troubles) > 0 {
			t.Errorf("%s: %v", text, got.troubles)
		}
	}
	got = run(t, get("https://h/x"), Spec{}, script(body(`{"ok":false,"error":"invalid_auth"}`)))
	if got.stop.Reason != ServerError || !strings.Contains(got.stop.Text, "invalid_auth") {
		t.Errorf("%+v", got.stop)
	}
}

// Rule 14: a token goes back byte for byte, and nothing else changes.
func TestTokensAreOpaque(t *testing.T) {
	t.Parallel()
	const token = "a+b/c==&d?e%20f#g\x00 é\"\\世"
	quoted, err := mustQuote(token)
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, get("https://h/x?b=%7e%2B&cursor=&a=1+2&b=2;3"), Spec{}, script(tokenPage(0, 2, quoted), tokenPage(2, 4, `null`)))
	const want = "https://h/x?b=%7e%2B&cursor=a%2Bb%2Fc%3D%3D%26d%3Fe%2520f%23g%00%20%C3%A9%22%5C%E4%B8%96&a=1+2&b=2;3"
	if got.requests[1].URL != want {
		t.Errorf("got  %s\nwant %s", got.requests[1].URL, want)
	}
	if v := query(got.requests[1]).Get("cursor"); v != token {
		t.Errorf("the server reads %q", v)
	}
	post := Request{Method: "POST", URL: "https://h/x", Header: http.Header{}, Body: []byte("{ \"start_cursor\" : null,\n\t\"n\": 1.0e2 }")}
	got = run(t, post, Spec{}, script(tokenPage(0, 2, quoted), tokenPage(2, 4, `null`)))
	if b := string(got.requests[1].Body); b != "{ \"start_cursor\" : "+quoted+",\n\t\"n\": 1.0e2 }" {
		t.Errorf("the body is %q", b)
	}
}

func mustQuote(s string) (string, error) {
	f := fact{kind: '"', text: s}
	return rawOf(f), nil
}

func TestMoreButNoWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, first, body string
		reason            Reason
		safety            bool
	}{
		{"has_more and no id", "https://h/x", `{"has_more":true,"data":[{"v":1},{"v":1}]}`, MissingToken, true},
		{"has_more and no items", "https://h/x", `{"has_more":true,"data":[]}`, MissingToken, true},
		{"has_more is false", "https://h/x", `{"has_more":false,"data":[{"id":1}]}`, EndOfList, false},
		{"total reached", "https://h/x", `{"total":1,"data":[{"id":1}]}`, EndOfList, false},
		{"plain list", "https://h/x", `[{"id":1},{"id":2}]`, NoPagination, false},
		{"empty list", "https://h/x", `[]`, NoPagination, false},
		{"single object", "https://h/x", `{"id":1,"name":"a","next_run_at":"2026-01-01T00:00:00Z"}`, NoPagination, false},
		{"text", "https://h/x", `hello`, NoPagination, false},
		{"nothing", "https://h/x", ``, NoPagination, false},
		{"next is null", "https://h/x", `{"count":1,"next":null,"previous":null,"results":[{"id":1}]}`, EndOfList, false},
		{"next cursor is empty", "https://h/x", `{"items":[{"id":1}],"next_cursor":""}`, EndOfList, false},
		{"dates are no cursors", "https://h/x", `{"items":[{"id":1}],"next_run_at":"2026-01-01T00:00:00Z","next":"2026-01-01","cursor":"2026-01-01T00:00:00Z"}`, NoPagination, false},
		{"broken JSON", "https://h/x", `{"items":[{"id":1},{"id":`, Unreadable, false},
	} {
		got := run(t, get(c.first), Spec{}, script(body("%s", c.body)))
		if got.stop.Reason != c.reason || got.stop.Safety != c.safety || got.stop.Text == "" || len(got.requests) != 1 {
			t.Errorf("%s: %+v after %d requests, want %s", c.name, got.stop, len(got.requests), c.reason)
		}
	}
}

// What says that more follows, and cannot be had, ends a walk as a failure.
func TestNoListIsCutShortInSilence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		spec   string
		body   string // page 1, which comes whatever is asked
		reason Reason
		safety bool
	}{
		{"last page of Laravel", "auto", `{"meta":{"current_page":1,"last_page":12},"data":LIST}`, Unverified, true},
		{"page and pages", "auto", `{"page":1,"pages":12,"items":LIST}`, Unverified, true},
		{"total_pages", "auto", `{"pagination":{"page":1,"total_pages":12},"items":LIST}`, Unverified, true},
		{"current and last", "auto", `{"meta":{"pagination":{"current":1,"last":12}},"items":LIST}`, Unverified, true},
		{"one page of one", "auto", `{"page":1,"pages":1,"items":LIST}`, EndOfList, false},
		{"an error under 200", "auto", `{"error":{"code":"internal","message":"shard down"}}`, ServerError, true},
		{"a place that is not there, with a total", "cursor,param=cursor,next=next_cursor", `{"total":50,"items":LIST}`, MissingToken, true},
		{"a place that is not there", "cursor,param=cursor,next=next_cursor", `{"items":LIST}`, Unverified, false},
		{"a place that holds null", "cursor,param=cursor,next=next_cursor", `{"items":LIST,"next_cursor":null}`, EndOfList, false},
	} {
		spec, err := ParseSpec(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		reply := body("%s", strings.ReplaceAll(c.body, "LIST", object(0, 5)))
		got := run(t, get("https://h/x"), spec, func(Request) Response { return reply })
		if got.stop.Reason != c.reason || got.stop.Safety != c.safety {
			t.Errorf("%s: %+v, want %s", c.name, got.stop, c.reason)
		}
	}
}

// A guess that page 2 disproves gives way to the next, and then the walk says so.
func TestGuessesAreProved(t *testing.T) {
	t.Parallel()
	same := func(Request) Response { return body(`{"total":50,"data":%s}`, object(0, 5)) }
	got := run(t, get("https://h/x"), Spec{}, same)
	if got.stop.Reason != Unverified || !got.stop.Safety || len(got.ids) != 5 {
		t.Errorf("%+v, %d items", got.stop, len(got.ids))
	}
	for _, p := range got.pages[1:] {
		if !p.Discarded || p.Items != 0 || p.Number != 2 {
			t.Errorf("%+v", p)
		}
	}
	if n := len(got.requests); n < 5 || n > 1+maxCandidates {
		t.Errorf("%d requests", n)
	}
	for _, d := range got.found {
		if d.Verified || !d.Guess || len(d.Evidence) == 0 {
			t.Errorf("%+v", d)
		}
	}
	// A full page without a word of more: the list may be whole.
	got = run(t, get("https://h/x?limit=5"), Spec{}, func(Request) Response { return body("%s", object(0, 5)) })
	if got.stop.Reason != Unverified || got.stop.Safety {
		t.Errorf("%+v", got.stop)
	}
	// A server that refuses what it does not know.
	got = run(t, get("https://h/x?limit=5"), Spec{}, func(r Request) Response {
		for name := range query(r) {
			if name != "limit" && name != "skip" {
				return Response{Status: 400, Body: []byte(fmt.Sprintf(`{"error":"unknown parameter %s"}`, name))}
			}
		}
		return body(`{"total":%d,"rows":%s}`, items, object(cut(number(query(r), "skip", 0), 5)))
	})
	got.check(t, "offset", EndOfList, items)
	if d := got.last(); !d.Verified || !d.Guess {
		t.Errorf("%+v", d)
	}
}

// A token out of a header field goes into the parameter that was named, in the
// query where nothing else is said.
func TestATokenOfAHeaderGoesWhereItWasNamed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"header,param=continuationToken,next=x-ms-continuation", "header,param=continuationToken,next=header:x-ms-continuation",
		"cursor,param=continuationToken,next=header:x-ms-continuation", "header,param=X-Ms-Continuation,next=x-ms-continuation", "header",
	} {
		spec, err := ParseSpec(text)
		if err != nil {
			t.Fatal(err)
		}
		got := run(t, get("https://h/x?limit=5"), spec, func(r Request) Response {
			token := r.Header.Get("X-Ms-Continuation")
			if strings.Contains(text, "continuationToken") {
				token = query(r).Get("continuationToken")
			}
			at, _ := strconv.Atoi(token)
			resp := body("%s", object(cut(at, 5)))
			if at+5 < items {
				return with(resp, "X-Ms-Continuation", strconv.Itoa(at+5))
			}
			return resp
		})
		if got.stop.Reason != EndOfList || len(got.ids) != items {
			t.Errorf("%s: %d items, %+v", text, len(got.ids), got.stop)
		}
	}
}

// A fresh token is also found under a name that calls it fresh, wherever it is.
func TestFreshTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		want Reason
	}{{"fresh_cursor", EndOfList}, {"newPageToken", EndOfList}, {"new_token", ExpiredToken}} {
		gone := body(`{"error":{"code":"cursor_expired","%s":"fresh"}}`, c.name)
		gone.Status = 410
		got := run(t, get("https://h/x?cursor="), Spec{}, script(tokenPage(0, 3, `"a"`), tokenPage(3, 6, `"b"`), gone, tokenPage(6, 9, `"d"`), tokenPage(9, 12, `null`)))
		if got.stop.Reason != c.want || got.pages[2].Failed == (c.want == EndOfList) {
			t.Errorf("%s: %+v, %+v", c.name, got.stop, got.pages[2])
		}
		if c.want == EndOfList && (query(got.requests[3]).Get("cursor") != "fresh" || query(got.requests[4]).Get("cursor") != "d" || len(got.ids) != 12) {
			t.Errorf("%s: asked %+v, had %d items", c.name, got.requests[3:], len(got.ids))
		}
	}
}

// A server that answers every fresh token with another one does not keep the
// walk busy for ever.
func TestTokensThatExpireAtOnce(t *testing.T) {
	t.Parallel()
	n := 0
	got := run(t, get("https://h/x?limit=3"), Spec{}, func(r Request) Response {
		n++
		resp := body(`{"items":%s,"metadata":{"continue":"t%d"}}`, object(0, 3), n)
		if n > 1 {
			resp.Status = 410
		}
		return resp
	})
	if got.stop.Reason != ExpiredToken || len(got.requests) != 3 {
		t.Errorf("%+v after %d requests", got.stop, len(got.requests))
	}
}

func TestItemCapWithinAPageKeepsTheCount(t *testing.T) {
	t.Parallel()
	serve := func(r Request) Response {
		return body(`{"total":%d,"rows":%s}`, items, object(cut(5*(number(query(r), "page", 1)-1), 5)))
	}
	got := run(t, get("https://h/x?page=1"), Spec{MaxItems: 7}, serve)
	w, err := Resume(get("https://h/x?page=1"), Spec{}, got.walk.State())
	if err != nil {
		t.Fatal(err)
	}
	rest := drive(t, w, serve)
	if all := append(got.ids, rest.ids...); !slices.Equal(all, wantIDs(0, items)) || rest.stop.Reason != EndOfList {
		t.Errorf("%v %+v", all, rest.stop)
	}
}

// What a size or a total does not say.
func TestFiguresThatMislead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, first string
		requests    int
		reason      Reason
		serve       func(at int) Response
		step        func(Request) int
	}{
		{"a total that is a lower bound", "https://h/x?from=0&size=5", 5, EndOfList, func(at int) Response {
			return body(`{"hits":{"total":{"value":10,"relation":"gte"},"hits":%s}}`, object(cut(at, 5)))
		}, func(r Request) int { return number(query(r), "from", 0) }},
		{"a size that repeats what was asked", "https://h/x?offset=0&limit=500", 5, EndOfList, func(at int) Response {
			return body(`{"limit":500,"offset":%d,"rows":%s}`, at, object(cut(at, 5)))
		}, func(r Request) int { return number(query(r), "offset", 0) }},
		{"a size that tells of the clamp", "https://h/x?offset=0&limit=500", 5, EndOfList, func(at int) Response {
			return body(`{"limit":5,"rows":%s}`, object(cut(at, 5)))
		}, func(r Request) int { return number(query(r), "offset", 0) }},
		{"a count of this page", "https://h/x?offset=0", 5, EndOfList, func(at int) Response {
			from, to := cut(at, 5)
			return body(`{"count":%d,"rows":%s}`, to-from, object(from, to))
		}, func(r Request) int { return number(query(r), "offset", 0) }},
		{"pages alone", "https://h/x?page=1", 5, EndOfList, func(at int) Response {
			return body(`{"total_pages":5,"rows":%s}`, object(cut(at, 5)))
		}, func(r Request) int { return 5 * (number(query(r), "page", 1) - 1) }},
		{"a page parameter that the server ignores", "https://h/x?page=1&limit=5", 6, EndOfList, func(at int) Response {
			return body(`{"total":%d,"rows":%s}`, items, object(cut(at, 5)))
		}, func(r Request) int { return number(query(r), "offset", 0) }},
	} {
		got := run(t, get(c.first), Spec{}, func(r Request) Response { return c.serve(c.step(r)) })
		if !slices.Equal(got.ids, wantIDs(0, items)) || got.stop.Reason != c.reason || len(got.requests) != c.requests {
			t.Errorf("%s: %d items in %d requests, %+v", c.name, len(got.ids), len(got.requests), got.stop)
		}
	}
}

// A first page that is short of what was asked may be clamped: one more request
// finds out, unless the server names its size.
func TestShortFirstPage(t *testing.T) {
	t.Parallel()
	serve := func(r Request) Response {
		return body("%s", object(0, 7*max(0, 2-number(query(r), "page", 1))))
	}
	if got := run(t, get("https://h/x?page=1&limit=10"), Spec{}, serve); len(got.requests) != 2 || got.stop.Reason != EmptyPage || len(got.ids) != 7 {
		t.Errorf("%d requests, %+v", len(got.requests), got.stop)
	}
	told := func(r Request) Response {
		return body(`{"page_size":10,"rows":%s}`, object(0, 7*max(0, 2-number(query(r), "page", 1))))
	}
	if got := run(t, get("https://h/x?page=1"), Spec{}, told); len(got.requests) != 1 || got.stop.Reason != EndOfList {
		t.Errorf("%d requests, %+v", len(got.requests), got.stop)
	}
}

func TestAbsurdTokensStop(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x?cursor="), Spec{}, script(tokenPage(0, 2, `"`+strings.Repeat("x", maxURL)+`"`)))
	if got.stop.Reason != BadNextLink || !strings.Contains(got.stop.Text, "bytes long") || len(got.stop.Text) > 1000 {
		t.Errorf("%s", got.stop.Reason)
	}
}
