package playground

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// listed is an item of any list.
type listed struct {
	ID string `json:"id"`
}

// wanted are the ids of the first n gauges.
func wanted(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = gaugeID(i)
	}
	return ids
}

// collect appends the ids of items.
func collect(ids []string, items []listed) []string {
	for _, item := range items {
		ids = append(ids, item.ID)
	}
	return ids
}

// walk follows a list from target until step gives "".
func walk(t *testing.T, p *Playground, target string, step func(*httptest.ResponseRecorder) ([]listed, string)) []string {
	t.Helper()
	var ids []string
	for pages := 0; target != ""; pages++ {
		if pages > 300 {
			t.Fatal("the walk does not end")
		}
		items, next := step(get(t, p, target))
		ids = collect(ids, items)
		target = next
	}
	return ids
}

func same(t *testing.T, got []string, n int) {
	t.Helper()
	if want := wanted(n); !slices.Equal(got, want) {
		t.Fatalf("walked %d gauges, want %d in order; first difference at %d", len(got), n, firstDifference(got, want))
	}
}

func firstDifference(a, b []string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func nextLink(header string) string {
	for link := range strings.SplitSeq(header, ", ") {
		if target, ok := strings.CutSuffix(link, `>; rel="next"`); ok {
			return strings.TrimPrefix(target, "<")
		}
	}
	return ""
}

func TestLinkWalk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	same(t, walk(t, p, "/v1/link/gauges?limit=30", func(w *httptest.ResponseRecorder) ([]listed, string) {
		return decode[[]listed](t, w, 200), nextLink(w.Header().Get("Link"))
	}), 250)
}

func TestPageWalk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	for _, size := range []string{"per_page", "limit"} {
		same(t, walk(t, p, "/v1/page/gauges?"+size+"=30", func(w *httptest.ResponseRecorder) ([]listed, string) {
			page := decode[struct {
				Page       int
				PerPage    int `json:"per_page"`
				Total      int
				TotalPages int `json:"total_pages"`
				Items      []listed
			}](t, w, 200)
			if page.Total != 250 || page.TotalPages != 9 || page.PerPage != 30 || w.Header().Get("X-Total") != "250" || w.Header().Get("X-Total-Pages") != "9" {
				t.Fatalf("totals: %+v %v", page, w.Header())
			}
			next := w.Header().Get("X-Next-Page")
			if (next == "") != (page.Page == page.TotalPages) {
				t.Fatalf("page %d of %d names the next %q", page.Page, page.TotalPages, next)
			}
			if next == "" {
				return page.Items, ""
			}
			return page.Items, "/v1/page/gauges?" + size + "=30&page=" + next
		}), 250)
	}
}

func TestOffsetWalk(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	same(t, walk(t, p, "/v1/offset/gauges?limit=30", func(w *httptest.ResponseRecorder) ([]listed, string) {
		page := decode[struct {
			Offset, Limit, Total int
			Items                []listed
		}](t, w, 200)
		next := page.Offset + page.Limit
		if page.Total != 250 || next >= page.Total {
			return page.Items, ""
		}
		return page.Items, "/v1/offset/gauges?limit=30&offset=" + strconv.Itoa(next)
	}), 250)
}

func TestNextWalkBothWays(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	type page struct {
		Count          int
		Next, Previous *string
		Results        []listed
	}
	last := ""
	same(t, walk(t, p, "/v1/next/gauges?limit=30", func(w *httptest.ResponseRecorder) ([]listed, string) {
		got := decode[page](t, w, 200)
		if got.Next == nil {
			last = *got.Previous
			return got.Results, ""
		}
		return got.Results, *got.Next
	}), 250)
	back := walk(t, p, last, func(w *httptest.ResponseRecorder) ([]listed, string) {
		got := decode[page](t, w, 200)
		if got.Previous == nil {
			return nil, ""
		}
		return got.Results[:1], *got.Previous
	})
	if want := []string{"g-000211", "g-000181", "g-000151", "g-000121", "g-000091", "g-000061", "g-000031"}; !slices.Equal(back, want) {
		t.Fatalf("back: %v", back)
	}
}

// cursorStep reads a page of the cursor form.
func cursorStep(t *testing.T, path string) func(*httptest.ResponseRecorder) ([]listed, string) {
	return func(w *httptest.ResponseRecorder) ([]listed, string) {
		page := decode[struct {
			Items   []listed
			Next    *string `json:"next_cursor"`
			HasMore bool    `json:"has_more"`
		}](t, w, 200)
		if page.HasMore != (page.Next != nil) {
			t.Fatalf("has_more %v with cursor %v", page.HasMore, page.Next)
		}
		if page.Next == nil {
			return page.Items, ""
		}
		return page.Items, path + "&cursor=" + url.QueryEscape(*page.Next)
	}
}

func TestCursorWalks(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/v1/cursor/gauges?limit=30", "/v1/limited/gauges?limit=30", "/v1/outage/gauges?limit=30"} {
		p := New(Options{Items: 250, Now: newClock().now})
		same(t, walk(t, p, path, cursorStep(t, path)), 250)
	}
}

func TestListsOfAwkwardLengths(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 29, 30, 31, 60} {
		p := New(Options{Items: 7})
		path := "/v1/cursor/gauges?limit=30&items=" + strconv.Itoa(n)
		same(t, walk(t, p, path, cursorStep(t, path)), n)
	}
	for items, want := range map[int]int{0: presetItems, -1: 0, 3: 3, mostItems + 1: mostItems} {
		if got := New(Options{Items: items}).items; got != want {
			t.Errorf("Items %d gives %d gauges, want %d", items, got, want)
		}
	}
}

func TestPagesBeyondTheEndAreEmpty(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 10})
	for _, target := range []string{
		"/v1/page/gauges?page=3", "/v1/offset/gauges?offset=10", "/v1/next/gauges?offset=999",
		"/v1/cursor/gauges?cursor=" + encodeCursor(10), "/v1/cursor/gauges?cursor=" + encodeCursor(500),
	} {
		page := decode[struct{ Items, Results []listed }](t, get(t, p, target), 200)
		if len(page.Items)+len(page.Results) != 0 {
			t.Errorf("%s has %d items", target, len(page.Items)+len(page.Results))
		}
	}
}

func TestBadParametersTeach(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for target, code := range map[string]string{
		"/v1/page/gauges?page=0":                            "bad_page",
		"/v1/page/gauges?per_page=0":                        "bad_per_page",
		"/v1/offset/gauges?offset=-1":                       "bad_offset",
		"/v1/link/gauges?limit=ten":                         "bad_limit",
		"/v1/link/gauges?items=1e3":                         "bad_items",
		"/v1/cursor/gauges?cursor=abc":                      "bad_cursor",
		"/v1/cursor/gauges?cursor=%00%ff":                   "bad_cursor",
		"/v1/cursor/gauges?cursor=" + encodeCursor(5) + "A": "bad_cursor",
		"/v1/outage/gauges?every=soon":                      "bad_every",
		"/v1/link/gauges?fail=2":                            "bad_fail",
		"/v1/link/gauges?reset=NaN":                         "bad_reset",
		"/v1/link/gauges?truncate=-0.1":                     "bad_truncate",
		"/v1/link/gauges?latency=1h":                        "bad_latency",
		"/v1/link/gauges?latency=5ms..1ms":                  "bad_latency",
		"/v1/link/gauges?seed=-1":                           "bad_seed",
	} {
		got := decode[struct {
			Error struct{ Code, Message string }
		}](t, get(t, p, target), 400)
		if got.Error.Code != code || len(got.Error.Message) < 20 {
			t.Errorf("%s: %+v, want code %s", target, got.Error, code)
		}
	}
}

func TestSizeIsClamped(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	if n := len(decode[[]listed](t, get(t, p, "/v1/link/gauges?limit=5000"), 200)); n != mostLimit {
		t.Errorf("limit=5000 gives %d items, want %d", n, mostLimit)
	}
}

func TestLinksKeepTheFaults(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	w := get(t, p, "/v1/link/gauges?limit=3&seed=9&latency=1us&fail=0&run=a")
	for _, want := range []string{"seed=9", "latency=1us", "fail=0", "run=a", "limit=3"} {
		if !strings.Contains(nextLink(w.Header().Get("Link")), want) {
			t.Errorf("link %s lost %s", w.Header().Get("Link"), want)
		}
	}
	next := decode[struct{ Next string }](t, get(t, p, "/v1/next/gauges?limit=3&seed=9"), 200).Next
	if !strings.Contains(next, "seed=9") {
		t.Errorf("next %s lost the seed", next)
	}
}

func TestDeepPagesOfAMillion(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 1_000_000})
	page := decode[struct {
		Total int
		Items []listed
	}](t, get(t, p, "/v1/page/gauges?page=10000&per_page=100"), 200)
	if page.Total != 1_000_000 || len(page.Items) != 100 || page.Items[99].ID != "g-1000000" {
		t.Fatalf("last page: %+v", page)
	}
}
