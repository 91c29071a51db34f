package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Shapes of servers that are in use, as they answer on the wire.
func TestServersInUse(t *testing.T) {
	t.Parallel()
	names := func(from, to int) string {
		return `["` + strings.Join(wantIDs(from, max(to, from+1)), `","`) + `"]`
	}
	for _, c := range []struct {
		name, first, dialect string
		pages                int
		total                int64
		serve                server
	}{
		{"link with every relation, then an empty header", "https://h/posts?_page=1&_limit=5", "link", 5, items, func(r Request) Response {
			p := number(query(r), "_page", 1)
			resp := with(body("%s", object(cut(5*p-5, 5))), "X-Total-Count", strconv.Itoa(items))
			links := []string{`<https://h/posts?_page=1&_limit=5>; rel="first"`, `<https://h/posts?_page=5&_limit=5>; rel="last"`}
			if p > 1 {
				links = append(links, fmt.Sprintf(`<https://h/posts?_page=%d&_limit=5>; rel="prev"`, p-1))
			}
			if p < 5 {
				links = append(links, fmt.Sprintf(`<https://h/posts?_page=%d&_limit=5>; rel="next"`, p+1))
			}
			return with(resp, "Link", strings.Join(links, ", "))
		}},
		{"names with a relative link", "https://h/v2/big/app/tags/list?n=5", "link", 5, -1, func(r Request) Response {
			at := after(query(r).Get("last"))
			from, to := cut(at, 5)
			resp := body(`{"name":"big/app","tags":%s}`, names(from, to))
			if to < items {
				return with(resp, "Link", fmt.Sprintf(`</v2/big/app/tags/list?last=%s&n=5>; rel="next"`, wantIDs(to-1, to)[0]))
			}
			return resp
		}},
		{"page and perPage, clamped", "https://h/records?page=1&perPage=500", "page", 5, items, func(r Request) Response {
			p := number(query(r), "page", 1)
			return body(`{"page":%d,"perPage":5,"totalItems":%d,"totalPages":5,"items":%s}`, p, items, object(cut(5*p-5, 5)))
		}},
		{"page and perPage with the total skipped", "https://h/records?page=1&perPage=5&skipTotal=1", "page", 5, -1, func(r Request) Response {
			p := number(query(r), "page", 1)
			return body(`{"page":%d,"perPage":5,"totalItems":-1,"totalPages":-1,"items":%s}`, p, object(cut(5*p-5, 5)))
		}},
		{"limit and offset with a next URL", "https://h/playbooks?limit=5&order=id", "next-url", 5, items, func(r Request) Response {
			at := number(query(r), "offset", 0)
			next := "null"
			if at+5 < items {
				next = fmt.Sprintf(`"https://h/playbooks?limit=5&offset=%d&order=id"`, at+5)
			}
			return body(`{"count":%d,"next":%s,"previous":null,"results":%s}`, items, next, object(cut(at, 5)))
		}},
		{"a next link that leads to no results", "https://h/issues", "link", 5, -1, func(r Request) Response {
			at := number(query(r), "cursor", 0)
			return with(body("%s", object(cut(at, 5))), "Link", fmt.Sprintf(`<https://h/issues?cursor=%d>; rel="next"; results="%v"; cursor="0:%d:0"`, at+5, at+5 < items, at+5))
		}},
		{"an offset with its total in Content-Range", "https://h/items?offset=0&limit=5", "offset", 5, items, func(r Request) Response {
			from, to := cut(number(query(r), "offset", 0), 5)
			return with(body("%s", object(from, to)), "Content-Range", fmt.Sprintf("items %d-%d/%d", from, to-1, items))
		}},
		{"the next offset in an object", "https://h/items", "offset", 5, -1, func(r Request) Response {
			from, to := cut(number(query(r), "offset", 0), 5)
			if to < items {
				return body(`{"items":%s,"next":{"offset":%d}}`, object(from, to), to)
			}
			return body(`{"items":%s}`, object(from, to))
		}},
		{"one page of objects", "https://h/files/", "", 1, -1, func(Request) Response {
			return body("%s", object(0, items))
		}},
		{"one page of a list object", "https://h/v1/customers?limit=30", "last-id", 1, -1, func(Request) Response {
			return body(`{"data":%s,"has_more":false,"object":"list","url":"/v1/customers"}`, object(0, items))
		}},
		{"lines with a link", "https://h/lines", "link", 5, -1, func(r Request) Response {
			at := number(query(r), "at", 0)
			list := strings.ReplaceAll(strings.Trim(object(cut(at, 5)), "[]"), "},{", "}\n{")
			resp := body("%s\n", list)
			resp.Header.Set("Content-Type", "application/x-ndjson")
			if at+5 < items {
				return with(resp, "Link", fmt.Sprintf(`<?at=%d>; rel=next`, at+5))
			}
			return resp
		}},
		{"a feed in XML", "https://h/feed", "next-url", 5, -1, func(r Request) Response {
			at := number(query(r), "at", 0)
			from, to := cut(at, 5)
			x := `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://h/feed"/>`
			if to < items {
				x += fmt.Sprintf(`<link rel="next" href="https://h/feed?at=%d"/>`, to)
			}
			for i := from; i < to; i++ {
				x += fmt.Sprintf(`<entry><id>g-%04d</id><title>t</title></entry>`, i)
			}
			return body("%s", x+`</feed>`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, get(c.first), Spec{}, c.serve)
			if !slices.Equal(got.ids, wantIDs(0, items)) || got.stop.Safety {
				t.Errorf("%d items, %+v", len(got.ids), got.stop)
			}
			if len(got.requests) != c.pages || got.pages[0].Total != c.total {
				t.Errorf("%d pages, total %d, %+v", len(got.requests), got.pages[0].Total, got.stop)
			}
			if c.dialect != "" && got.last().Dialect != c.dialect {
				t.Errorf("%+v", got.last())
			}
		})
	}
}

func TestFindItems(t *testing.T) {
	t.Parallel()
	l, err := FindItems("application/json", []byte(`{"n":1,"items":[{"id":1},{"id":2}]}`), "")
	if err != nil || l.Path != "items" || len(l.Items) != 2 || string(l.Items[1].Of(l.Body)) != `{"id":2}` {
		t.Errorf("%+v %v", l, err)
	}
	if _, err := FindItems("", []byte(`{}`), "a["); err == nil {
		t.Error("a broken path is taken")
	}
	if l, err := FindItems("", []byte(`{"a":[1,2`), ""); err == nil || len(l.Items) == 0 {
		t.Errorf("%+v %v", l, err)
	}
}

// The user's --items path wins over the choice.
func TestItemsByPath(t *testing.T) {
	t.Parallel()
	got := run(t, get("https://h/x"), Spec{Items: "b"}, script(body(`{"data":[{"id":1},{"id":2}],"b":[{"id":3}]}`)))
	if !slices.Equal(got.ids, []string{"3"}) || got.pages[0].ItemsPath != "b" {
		t.Errorf("%v %+v", got.ids, got.pages)
	}
}
