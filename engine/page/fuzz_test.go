package page

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzAccept gives a walk whatever bodies and headers there are.
func FuzzAccept(f *testing.F) {
	for _, c := range [][4]string{
		{"", `{"items":[{"id":1},{"id":2}],"next_cursor":"a","total":9}`, `{"items":[{"id":3}]}`, ""},
		{"", `[{"id":1}]`, `[{"id":2}]`, `</x?p=2>; rel="next"`},
		{"page,param=p", `{"page":1,"pages":3,"data":[{"id":"a"}]}`, `{"page":2,"pages":3,"data":[{"id":"b"}]}`, ""},
		{"relay", `{"data":{"a":{"edges":[{"node":{"id":1}}],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}`, `{"errors":[{"message":"m"}]}`, ""},
		{"range", `[1,2,3]`, `[4]`, "items 0-2/4"},
		{"", `<R><IsTruncated>true</IsTruncated><NextA>1</NextA><NextB>2</NextB><C><K>a</K></C><C><K>b</K></C></R>`, `<R><C/></R>`, ""},
		{"", "{\"id\":1}\n{\"id\":2}\n", "{\"id\":3}\n", "next"},
		{"", `[{"id":1},{"id":2}]`, `[{"id":3}]`, `{"TotalCount":3,"CurrentPage":1,"a.b":{"c":1},"next":"/x/y","HasNext":true}`},
		{"", `{"L":[{"Name":"a"}],"IsTruncated":true,"NextRecordName":"b","next_é":"c","Next":"d"}`, `{"L":[]}`, ""},
		{"repeat", `{"continue":{"a":"b","continue":"-||"},"query":{"pages":{"1":{"pageid":1}}}}`, `{"batchcomplete":""}`, ""},
	} {
		f.Add(c[0], c[1], c[2], c[3])
	}
	f.Fuzz(func(t *testing.T, spec, first, second, header string) {
		s, err := ParseSpec(spec)
		if err != nil {
			s = Spec{}
		}
		s.MaxPages = 30
		for _, req := range []Request{get("https://h/x?page=1&limit=2&cursor=a"), {Method: "POST", URL: "https://h/graphql", Body: []byte(`{"query":"{a(after:$x)}","from":0}`)}} {
			w, err := New(req, s)
			if err != nil {
				return
			}
			for i := 0; ; i++ {
				text := second
				if i%2 == 0 {
					text = first
				}
				resp := Response{Status: 200, Body: []byte(text), Header: http.Header{
					"Link": {header}, "Content-Range": {header}, "X-Next-Cursor": {header}, "X-Total-Count": {header}, "X-Pagination": {header},
				}}
				res := w.Accept(resp)
				for _, it := range res.Items {
					if len(it.Bytes(resp.Body)) == 0 {
						t.Fatal("an item is empty")
					}
				}
				if res.Stop != nil {
					break
				}
				if !strings.HasPrefix(res.Next.URL, "https://h") || i > 3000 {
					t.Fatalf("page %d: %s", i, res.Next.URL)
				}
			}
			if _, err := Resume(req, s, w.State()); err != nil && w.stop.Resumable {
				t.Fatalf("%v: %+v", err, w.stop)
			}
		}
	})
}

// FuzzTokenNames looks for names and values that make a token of what is none.
func FuzzTokenNames(f *testing.F) {
	f.Add("next_run_at", "2026-01-01T00:00:00Z")
	f.Add("next", "2026-01-01")
	f.Add("next_cursor", "eyJhIjoxfQ==")
	f.Add("nextPageToken", "")
	f.Fuzz(func(t *testing.T, name, value string) {
		text := `{` + quote(name) + `:` + quote(value) + `,"rows":[{"id":1},{"id":2}]}`
		got := run(t, get("https://h/x"), Spec{MaxPages: 1}, script(body("%s", text)))
		if len(got.found) == 0 {
			return
		}
		if looksLikeDate(value) && got.last().Dialect == "cursor" && !strings.Contains(strings.ToLower(name), "cursor") && !strings.Contains(strings.ToLower(name), "token") &&
			!strings.Contains(strings.ToLower(name), "marker") && !strings.Contains(strings.ToLower(name), "key") {
			t.Fatalf("%s made a token of %s: %+v", value, name, got.last())
		}
	})
}

func FuzzFindItems(f *testing.F) {
	f.Add("application/json", `{"data":[{"id":1}]}`, "data")
	f.Add("application/xml", `<a><b x="1">t</b><b/></a>`, "")
	f.Add("application/x-ndjson", "1\n2\n", "")
	f.Add("", "\x1e{\"a\":1}\n\x1e{\"a\":2}\n", "")
	f.Add("", `{"e":{"1":{"a":1},"2":{"a":2}}}`, "e")
	f.Fuzz(func(t *testing.T, contentType, text, path string) {
		l, _ := FindItems(contentType, []byte(text), path)
		last := 0
		for _, s := range l.Items {
			if s.Start < 0 || s.End > len(l.Body) || s.Start >= s.End {
				t.Fatalf("%+v of %d bytes", s, len(l.Body))
			}
			last = max(last, s.End)
		}
	})
}
