package playground

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// oddBody is a page of any odd list.
type oddBody struct {
	Items      []listed
	Results    []listed
	NextCursor string `json:"next_cursor"`
	HasMore    bool   `json:"has_more"`
	Next       string
	Offset     int
	Limit      int
	Total      int
	TotalPages int `json:"total_pages"`
	Error      struct{ Code string }
}

// cursors follows an odd list by cursor for a number of pages.
func cursors(t *testing.T, p *Playground, path string, pages int) (trail []string, bodies []oddBody) {
	t.Helper()
	next := ""
	for range pages {
		body := decode[oddBody](t, get(t, p, path+"&cursor="+url.QueryEscape(next)), 200)
		bodies = append(bodies, body)
		next = body.NextCursor
		trail = append(trail, next)
	}
	return trail, bodies
}

func TestCycle(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	trail, bodies := cursors(t, p, "/v1/odd/cycle/gauges?limit=5", 6)
	if a, b := trail[0], trail[1]; a == b || !slices.Equal(trail, []string{a, b, a, b, a, b}) {
		t.Errorf("trail %v is not A, B, A, B", trail)
	}
	if bodies[1].Items[0] != bodies[3].Items[0] || !bodies[5].HasMore {
		t.Errorf("page 4 is not page 2 again")
	}
	if trail, _ := cursors(t, p, "/v1/odd/cycle/gauges?limit=5&items=7", 4); trail[3] == "" {
		t.Error("a short list ends")
	}
}

func TestStuckAndRepeatedBodies(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	trail, _ := cursors(t, p, "/v1/odd/stuck/gauges?limit=5", 3)
	if trail[0] == "" || trail[0] != trail[1] || trail[1] != trail[2] {
		t.Errorf("stuck: %v", trail)
	}
	trail, bodies := cursors(t, p, "/v1/odd/repeat-body/gauges?limit=5", 5)
	if slices.Sort(trail); len(slices.Compact(trail)) != 5 {
		t.Errorf("repeat-body: cursors repeat: %v", trail)
	}
	if !slices.Equal(bodies[2].Items, bodies[4].Items) || slices.Equal(bodies[1].Items, bodies[2].Items) {
		t.Error("repeat-body: items do not repeat from the third page on")
	}
}

func TestEmptyMiddle(t *testing.T) {
	t.Parallel()
	trail, bodies := cursors(t, New(Options{}), "/v1/odd/empty-middle/gauges?limit=5", 4)
	if len(bodies[2].Items) != 0 || trail[2] == "" || !bodies[2].HasMore || len(bodies[3].Items) != 5 {
		t.Errorf("trail %v, pages %+v", trail, bodies)
	}
}

func TestNoCursor(t *testing.T) {
	t.Parallel()
	trail, bodies := cursors(t, New(Options{}), "/v1/odd/no-cursor/gauges?limit=5", 2)
	if trail[0] == "" || trail[1] != "" || !bodies[1].HasMore {
		t.Errorf("trail %v", trail)
	}
}

func TestExpiredCursorGivesAFreshOne(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 30})
	trail, _ := cursors(t, p, "/v1/odd/expired/gauges?limit=10", 2)
	type gone struct {
		Error struct {
			Code  string
			Fresh string `json:"fresh_cursor"`
		}
	}
	target := "/v1/odd/expired/gauges?limit=10&cursor="
	fresh := decode[gone](t, get(t, p, target+trail[1]), 410).Error
	if fresh.Code != "cursor_expired" || fresh.Fresh == "" || fresh.Fresh == trail[1] {
		t.Fatalf("%+v", fresh)
	}
	if body := decode[oddBody](t, get(t, p, target+url.QueryEscape(fresh.Fresh)), 200); len(body.Items) != 10 || body.Items[0].ID != gaugeID(20) {
		t.Errorf("the fresh cursor gives %+v", body)
	}
}

func TestTokenBytesMustComeBackExactly(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	trail, _ := cursors(t, p, "/v1/odd/token-bytes/gauges?limit=5", 3)
	for _, spoilt := range []string{
		url.QueryEscape(strings.TrimSpace(trail[0]) + "x"), url.QueryEscape(url.QueryEscape(trail[0])), url.PathEscape(trail[0]),
	} {
		if w := get(t, p, "/v1/odd/token-bytes/gauges?cursor="+spoilt); w.Code != 400 {
			t.Errorf("%s: %d", spoilt, w.Code)
		}
	}
}

func TestErrorInside200(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	_, bodies := cursors(t, p, "/v1/odd/error-200/gauges?limit=5", 3)
	if len(bodies[1].Items) != 5 || bodies[2].Error.Code != "backend_down" {
		t.Errorf("%+v", bodies[2])
	}
}

func TestOddLinks(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	next := func(target string) string { return decode[oddBody](t, get(t, p, target), 200).Next }
	second := next("/v1/odd/foreign/gauges?limit=5&seed=1")
	if !strings.HasPrefix(second, "http://example.com/v1/odd/foreign/") {
		t.Errorf("foreign: the first page leads to %s", second)
	}
	if third := next(second); !strings.HasPrefix(third, "https://elsewhere.example/v1/odd/foreign/gauges?limit=5&offset=10&seed=1") {
		t.Errorf("foreign: the second page leads to %s", third)
	}
	if second := next("/v1/odd/self/gauges?limit=5"); next(second) != second {
		t.Errorf("self: %s leads to %s", second, next(second))
	}
	if _, err := url.Parse(next("/v1/odd/not-url/gauges")); err == nil {
		t.Error("not-url: is a URL")
	}
	if first, rest := next("/v1/odd/relative/gauges?limit=5"), next("/v1/odd/relative/gauges?limit=5&offset=5"); !strings.HasPrefix(first, "?") || !strings.HasPrefix(rest, "/v1/odd/relative/gauges?") {
		t.Errorf("relative: %s, %s", first, rest)
	}
	if body := get(t, p, "/v1/odd/lookalike/gauges").Body.String(); !strings.Contains(body, "next_run_at") || strings.Contains(body, `"next":`) {
		t.Errorf("lookalike: %s", body)
	}
}

func TestBeyondTheEnd(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 25})
	page := func(name string, number int) []listed {
		return decode[[]listed](t, get(t, p, "/v1/odd/"+name+"/gauges?per_page=10&page="+strconv.Itoa(number)), 200)
	}
	for _, name := range []string{"repeat-last", "wrap", "end-404", "end-400"} {
		if len(page(name, 1)) != 10 || len(page(name, 3)) != 5 {
			t.Errorf("%s does not begin as a plain list", name)
		}
	}
	if !slices.Equal(page("repeat-last", 9), page("repeat-last", 3)) {
		t.Error("repeat-last does not repeat")
	}
	if !slices.Equal(page("wrap", 4), page("wrap", 1)) || !slices.Equal(page("wrap", 6), page("wrap", 3)) {
		t.Error("wrap does not wrap")
	}
	for name, status := range map[string]int{"end-404": 404, "end-400": 400} {
		if w := get(t, p, "/v1/odd/"+name+"/gauges?per_page=10&page=4"); w.Code != status {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	empty := New(Options{Items: -1})
	for _, name := range []string{"repeat-last", "wrap"} {
		if got := decode[[]listed](t, get(t, empty, "/v1/odd/"+name+"/gauges?page=5"), 200); len(got) != 0 {
			t.Errorf("%s of nothing: %v", name, got)
		}
	}
}

func TestDriftDoublesAnItemAPage(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 100})
	var got []string
	total := 0
	for offset := 0; ; offset += 10 {
		body := decode[oddBody](t, get(t, p, "/v1/odd/drift/gauges?limit=10&offset="+strconv.Itoa(offset)), 200)
		if body.Total <= total && total > 0 {
			t.Fatalf("the total stays at %d", body.Total)
		}
		total = body.Total
		got = collect(got, body.Items)
		if offset+10 >= total {
			break
		}
	}
	if got[9] != got[10] {
		t.Errorf("page 2 begins with %s, page 1 ended with %s", got[10], got[9])
	}
	unique := slices.Compact(slices.Clone(got))
	if len(unique) == len(got) {
		t.Error("nothing is doubled")
	}
	same(t, unique, 100)
	body := decode[oddBody](t, get(t, p, "/v1/odd/drift/gauges?limit=1&offset=119"), 200)
	if body.Total != 120 || len(body.Items) != 1 {
		t.Errorf("a walk by ones does not end: %+v", body)
	}
}

func TestOtherOddPages(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 100})
	if body := decode[oddBody](t, get(t, p, "/v1/odd/clamp/gauges?limit=90"), 200); len(body.Items) != 25 || body.Limit != 25 {
		t.Errorf("clamp: %d items, limit %d", len(body.Items), body.Limit)
	}
	if body := decode[oddBody](t, get(t, p, "/v1/odd/boast/gauges?per_page=50&page=3"), 200); len(body.Items) != 0 || body.Total != 200 || body.TotalPages != 4 {
		t.Errorf("boast: %+v", body)
	}
	for page, status := range map[int]int{2: 200, 3: 500, 4: 200} {
		if w := get(t, p, "/v1/odd/broken-page/gauges?per_page=20&page="+strconv.Itoa(page)); w.Code != status {
			t.Errorf("broken-page %d: %d", page, w.Code)
		}
	}
}
