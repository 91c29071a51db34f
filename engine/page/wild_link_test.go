package page

import (
	"fmt"
	"net/http"
	"strings"
)

func linkAPIs() []api {
	links := func(resp Response, l leaf, target string) Response {
		rels := []string{}
		if l.more() {
			rels = append(rels, fmt.Sprintf(`<%s>; rel="next"`, strings.ReplaceAll(target, "@", digits(l.at+2))), fmt.Sprintf(`<%s>; rel="last"`, strings.ReplaceAll(target, "@", digits(l.last+1))))
		}
		if l.at > 0 {
			rels = append(rels, fmt.Sprintf(`<%s>; rel="prev"`, strings.ReplaceAll(target, "@", digits(l.at))), fmt.Sprintf(`<%s>; rel="first"`, strings.ReplaceAll(target, "@", "1")))
		}
		if len(rels) > 0 {
			resp.Header.Set("Link", strings.Join(rels, ", "))
		}
		return resp
	}
	return []api{
		{name: "GitHub issues", first: get("https://h/repos/o/r/issues?per_page=5"), dialect: "link", serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			list := rows(`{"url":"https://h/repos/o/r/issues/#","id":1#,"number":#1,"title":"g-#","labels":[{"id":1},{"id":2}],"closed_at":null}`, l.from, l.to)
			return links(body("%s", strings.ReplaceAll(list, `"number":0`, `"number":1`)), l, "https://h/repositories/1300192/issues?per_page=5&page=@")
		}},
		{name: "GitHub search", first: get("https://h/search/repositories?q=x&per_page=5"), dialect: "link", serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			return links(fill(`{"total_count":N,"incomplete_results":false,"items":LIST}`, "N", digits(n), "LIST", rows(`{"id":1#,"name":"g-#","topics":["a","b"]}`, l.from, l.to)), l, "https://h/search/repositories?q=x&per_page=5&page=@")
		}},
		{name: "GitLab, by offset", first: get("https://h/api/v4/projects?per_page=5"), serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			resp := body("%s", rows(`{"id":1#,"name":"g-#"}`, l.from, l.to))
			next := ""
			if l.more() {
				next = digits(l.at + 2)
			}
			for name, value := range map[string]string{"X-Total": digits(n), "X-Total-Pages": digits(l.last + 1), "X-Per-Page": "5", "X-Page": digits(l.at + 1), "X-Next-Page": next, "X-Prev-Page": ""} {
				resp.Header.Set(name, value)
			}
			return links(resp, l, "https://h/api/v4/projects?page=@&per_page=5")
		}},
		{name: "GitLab, by keyset", first: get("https://h/api/v4/projects?pagination=keyset&per_page=5&order_by=id&sort=asc"), dialect: "link", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "id_after", 0, n)
			resp := body("%s", rows(`{"id":1#,"name":"g-#"}`, l.from, l.to))
			if l.more() {
				return with(resp, "Link", fmt.Sprintf(`<https://h/api/v4/projects?id_after=%d&order_by=id&pagination=keyset&per_page=5&sort=asc>; rel="next"`, l.to))
			}
			return resp
		}},
		{name: "Gitea search", first: get("https://h/api/v1/repos/search?limit=5"), dialect: "link", serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			resp := fill(`{"ok":true,"data":LIST}`, "LIST", rows(`{"id":1#,"name":"g-#","owner":{"id":1}}`, l.from, l.to))
			return links(with(resp, "X-Total-Count", digits(n)), l, "https://h/api/v1/repos/search?limit=5&page=@")
		}},
		{name: "Shopify REST", first: get("https://h/admin/api/2025-01/products.json?limit=5"), dialect: "link", serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(query(r).Get("page_info"), n)
			if !ok {
				return refused("Invalid value")
			}
			resp := fill(`{"products":LIST}`, "LIST", rows(`{"id":1#,"title":"g-#","variants":[{"id":1}],"options":[{"id":3},{"id":4}]}`, l.from, l.to))
			if l.more() {
				return with(resp, "Link", `<https://h/admin/api/2025-01/products.json?limit=5&page_info=`+escape(tokenFor(l.to))+`>; rel="next"`)
			}
			return resp
		}},
		{name: "Mastodon timeline", first: get("https://h/api/v1/timelines/public?limit=5"), dialect: "link", serve: func(n int, r Request) Response {
			at := 0
			if id := query(r).Get("max_id"); id != "" {
				at = 10000 - number(query(r), "max_id", 0) + 1
			}
			l := leafFrom(at, n)
			var list []string
			for i := l.from; i < l.to; i++ {
				list = append(list, fmt.Sprintf(`{"id":"%d","content":"g-%04d","media_attachments":[]}`, 10000-i, i))
			}
			resp := body("[%s]", strings.Join(list, ","))
			if l.to > l.from {
				return with(resp, "Link", fmt.Sprintf(`<https://h/api/v1/timelines/public?limit=5&max_id=%d>; rel="next", <https://h/api/v1/timelines/public?limit=5&min_id=%d>; rel="prev"`, 10000-l.to+1, 10000-l.from))
			}
			return resp
		}},
		{name: "Okta", first: get("https://h/api/v1/users?limit=5"), dialect: "link", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "after", 0, n)
			resp := body("%s", rows(`{"id":"00u#","profile":{"login":"g-#"},"_links":{"self":{"href":"https://h/api/v1/users/00u#"}}}`, l.from, l.to))
			resp.Header.Add("Link", `<https://h/api/v1/users?limit=5>; rel="self"`)
			if l.more() {
				resp.Header.Add("Link", fmt.Sprintf(`<https://h/api/v1/users?after=%d&limit=5>; rel="next"`, l.to))
			}
			return resp
		}},
		{name: "Harbor", first: get("https://h/api/v2.0/projects?page=1&page_size=5"), serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			resp := with(body("%s", rows(`{"project_id":1#,"name":"g-#","metadata":{"public":"true"}}`, l.from, l.to)), "X-Total-Count", digits(n))
			if l.more() {
				return with(resp, "Link", fmt.Sprintf(`</api/v2.0/projects?page=%d&page_size=5>; rel="next"`, l.at+2))
			}
			return resp
		}},
		{name: "WordPress", first: get("https://h/wp-json/wp/v2/posts?per_page=5"), serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			if l.at > l.last {
				return Response{Status: 400, Body: []byte(`{"code":"rest_post_invalid_page_number","message":"The page number requested is larger than the number of pages available.","data":{"status":400}}`)}
			}
			resp := with(with(body("%s", rows(`{"id":1#,"slug":"g-#","_links":{"self":[{"href":"https://h/wp-json/wp/v2/posts/1"}]}}`, l.from, l.to)), "X-WP-Total", digits(n)), "X-WP-TotalPages", digits(l.last+1))
			return links(resp, l, "https://h/wp-json/wp/v2/posts?per_page=5&page=@")
		}},
		{name: "Rails with api-pagination", first: get("https://h/movies?per_page=5"), dialect: "link", serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			resp := with(with(body("%s", rows(`{"id":1#,"title":"g-#"}`, l.from, l.to)), "Total", digits(n)), "Per-Page", "5")
			return links(resp, l, "https://h/movies?page=@&per_page=5")
		}},
		{name: "Rails with pagy's headers", first: get("https://h/records"), dialect: "link", serve: func(n int, r Request) Response {
			l := numberedLeaf(r, "page", 1, n)
			resp := body("%s", rows(`{"id":1#,"title":"g-#"}`, l.from, l.to))
			for name, value := range map[string]string{"Current-Page": digits(l.at + 1), "Page-Items": "5", "Total-Pages": digits(l.last + 1), "Total-Count": digits(n)} {
				resp.Header.Set(name, value)
			}
			return links(resp, l, "https://h/records?page=@")
		}},
		{name: "Sentry", first: get("https://h/api/0/projects/o/p/issues/"), dialect: "link", serve: func(n int, r Request) Response {
			l := leafFrom(number(query(r), "cursor", 0), n)
			resp := body("%s", rows(`{"id":"1#","title":"g-#"}`, l.from, l.to))
			return with(resp, "Link", fmt.Sprintf(`<https://h/api/0/projects/o/p/issues/?&cursor=%d>; rel="previous"; results="%v"; cursor="0:0:1", <https://h/api/0/projects/o/p/issues/?&cursor=%d>; rel="next"; results="%v"; cursor="0:%d:0"`, max(0, l.from-5), l.from > 0, l.to, l.more(), l.to))
		}},
		{name: "Confluence, second version", first: get("https://h/wiki/api/v2/pages?limit=5"), serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(query(r).Get("cursor"), n)
			if !ok || !strings.Contains(r.URL, "/wiki/api/v2/pages") {
				return refused("cursor")
			}
			path := "/wiki/api/v2/pages?limit=5&cursor=" + escape(tokenFor(l.to))
			resp := fill(`{"results":LIST,"_links":{"base":"https://h/wiki"NEXT}}`, "LIST", rows(`{"id":"1#","title":"g-#","_links":{"webui":"/spaces/x"}}`, l.from, l.to), "NEXT", member(l.more(), "next", path))
			if l.more() {
				return with(resp, "Link", "<"+path+`>; rel="next", <https://h/wiki>; rel="base"`)
			}
			return resp
		}},
		{name: "Azure DevOps", first: get("https://h/o/_apis/projects?$top=5"), dialect: "header", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "continuationToken", 0, n)
			resp := fill(`{"count":C,"value":LIST}`, "C", digits(l.to-l.from), "LIST", rows(`{"id":"1#","name":"g-#"}`, l.from, l.to))
			if l.more() {
				return with(resp, "X-Ms-Continuationtoken", digits(l.to))
			}
			return resp
		}},
		{name: "Cosmos DB", first: get("https://h/dbs/d/colls/c/docs"), dialect: "header", serve: func(n int, r Request) Response {
			l, _ := tokenLeaf(r.Header.Get("x-ms-continuation"), n)
			resp := fill(`{"_rid":"d9RzAJRFKgw=","Documents":LIST,"_count":C}`, "C", digits(l.to-l.from), "LIST", rows(`{"id":"g-#","_rid":"x#"}`, l.from, l.to))
			if l.more() {
				return with(resp, "X-Ms-Continuation", tokenFor(l.to))
			}
			return resp
		}},
		{name: "Azure tables: two tokens in headers", first: get("https://h/mytable()?$top=5"), serve: func(n int, r Request) Response {
			key, row := query(r).Get("NextPartitionKey"), query(r).Get("NextRowKey")
			l := leafFrom(0, n)
			if key != "" || row != "" {
				if l.from = number(query(r), "NextRowKey", -1); key != "1!8!cDE-" || l.from < 0 {
					return refused("InvalidInput")
				}
				l = leafFrom(l.from, n)
			}
			resp := fill(`{"odata.metadata":"https://h/$metadata#mytable","value":LIST}`, "LIST", rows(`{"PartitionKey":"p1","RowKey":"#","Name":"g-#"}`, l.from, l.to))
			if l.more() {
				return with(with(resp, "X-Ms-Continuation-Nextpartitionkey", "1!8!cDE-"), "X-Ms-Continuation-Nextrowkey", digits(l.to))
			}
			return resp
		}},
		{name: "OVH: a cursor in a header of its own", first: get("https://h/v2/iam/policy"), dialect: "header", serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(r.Header.Get("X-Pagination-Cursor"), n)
			if !ok {
				return refused("cursor")
			}
			resp := body("%s", rows(`{"id":"1#","name":"g-#"}`, l.from, l.to))
			if l.more() {
				return with(resp, "X-Pagination-Cursor-Next", tokenFor(l.to))
			}
			return resp
		}},
		{name: "Coinbase Exchange: CB-AFTER", first: get("https://h/products/x/trades?limit=5"), dialect: "header", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "after", 0, n)
			resp := body("%s", rows(`{"trade_id":1#,"price":"10","note":"g-#"}`, l.from, l.to))
			if l.more() {
				return with(with(resp, "Cb-After", digits(l.to)), "Cb-Before", digits(l.from))
			}
			return resp
		}},
		{name: "NASA CMR: search-after in a header", first: get("https://h/search/granules.json?page_size=5"), dialect: "header", serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(r.Header.Get("CMR-Search-After"), n)
			if !ok {
				return refused("search after")
			}
			resp := with(fill(`{"feed":{"updated":"2026-01-01T00:00:00Z","id":"https://h/x","entry":LIST}}`, "LIST", rows(`{"id":"G#","title":"g-#","links":[{"rel":"data"}]}`, l.from, l.to)), "CMR-Hits", digits(n))
			if l.to > l.from {
				return with(resp, "CMR-Search-After", tokenFor(l.to))
			}
			return resp
		}},
		{name: "Heroku ranges", first: get("https://h/apps"), dialect: "header", serve: func(n int, r Request) Response {
			l := leafFrom(0, n)
			if span := r.Header.Get("Range"); span != "" {
				l = leafFrom(afterID(strings.TrimPrefix(strings.Split(span, ".")[0], "]"))+1, n)
			}
			resp := body("%s", rows(`{"id":"#","name":"g-#"}`, l.from, l.to))
			if l.more() {
				resp.Status = http.StatusPartialContent
				return with(with(resp, "Next-Range", fmt.Sprintf("]g-%04d..; max=5", l.to-1)), "Content-Range", fmt.Sprintf("name g-%04d..g-%04d", l.from, l.to-1))
			}
			return resp
		}},
	}
}
