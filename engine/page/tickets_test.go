package page

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// runAhead walks with up to ahead pages under way; pick chooses which of them
// is answered next.
func runAhead(t fatal, first Request, spec Spec, ahead int, serve server, pick func(n int) int) (walked, int) {
	w, err := New(first, spec)
	if err != nil {
		t.Fatalf("%v", err)
	}
	out := walked{walk: w}
	var flying []Ticket
	given := map[int]bool{}
	most := 0
	for out.stop == nil {
		for _, ticket := range w.Plan(ahead) {
			if given[ticket.Number] && !out.discarded(ticket.Number) {
				t.Fatalf("page %d was given out twice", ticket.Number)
			}
			given[ticket.Number] = true
			flying = append(flying, ticket)
		}
		most = max(most, len(flying))
		if len(flying) == 0 || len(flying) > ahead || len(out.pages) > 10_000 {
			t.Fatalf("%d pages are under way after %d", len(flying), len(out.pages))
		}
		i := pick(len(flying))
		ticket := flying[i]
		flying = slices.Delete(flying, i, i+1)
		out.requests = append(out.requests, ticket.Request)
		resp := serve(ticket.Request)
		if resp.Header == nil {
			resp.Header = http.Header{}
		}
		for _, res := range w.AcceptAt(ticket.Number, resp) {
			out.keep(res)
		}
	}
	return out, most
}

type fatal interface {
	Fatalf(format string, args ...any)
}

func (w *walked) discarded(n int) bool {
	return slices.ContainsFunc(w.pages, func(p Page) bool { return p.Number == n && p.Discarded })
}

// keep is take without the bodies, which came out of order.
func (w *walked) keep(res Result) {
	for _, it := range res.Items {
		w.ids = append(w.ids, it.ID)
	}
	w.pages = append(w.pages, res.Page)
	if res.Detection != nil {
		w.found = append(w.found, *res.Detection)
	}
	if res.Stop != nil {
		w.stop = res.Stop
	}
}

func TestAheadInAnyOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ dialect, first string }{
		{"page", "https://h/x?page=1&per_page=%d"},
		{"page", "https://h/x?page=0&per_page=%d"},
		{"offset", "https://h/x?offset=0&limit=%d"},
	} {
		t.Run(c.first, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				n := rapid.IntRange(0, 60).Draw(t, "items")
				size := rapid.IntRange(1, 12).Draw(t, "asked")
				clamp := rapid.IntRange(1, 12).Draw(t, "clamp")
				ahead := rapid.IntRange(1, 8).Draw(t, "ahead")
				base := 1
				if strings.Contains(c.first, "page=0") {
					base = 0
				}
				got, most := runAhead(t, get(fmt.Sprintf(c.first, size)), Spec{}, ahead, func(r Request) Response {
					got := min(size, clamp)
					at := number(query(r), "offset", got*(number(query(r), "page", base)-base))
					return body(`{"total":%d,"rows":%s}`, n, object(min(at, n), min(at+got, n)))
				}, func(k int) int { return rapid.IntRange(0, k-1).Draw(t, "pick") })
				if !slices.Equal(got.ids, wantIDs(0, n)) {
					t.Fatalf("got %v of %d", got.ids, n)
				}
				if got.stop.Safety {
					t.Fatalf("%+v", got.stop)
				}
				if most > 1 && len(got.requests) > (n+min(size, clamp)-1)/min(size, clamp)+1 {
					t.Fatalf("%d requests", len(got.requests))
				}
			})
		})
	}
}

func first(int) int { return 0 }

func TestAheadFetchesInParallel(t *testing.T) {
	t.Parallel()
	serve := func(r Request) Response {
		at := number(query(r), "offset", 0)
		return body(`{"total":40,"rows":%s}`, object(min(at, 40), min(at+5, 40)))
	}
	got, most := runAhead(t, get("https://h/x?offset=0&limit=5"), Spec{}, 4, serve, first)
	if most != 4 || !slices.Equal(got.ids, wantIDs(0, 40)) {
		t.Errorf("%d under way, %d items", most, len(got.ids))
	}
	if len(got.requests) != 9 || !strings.Contains(strings.Join(got.stop.Evidence, " "), "tail") {
		t.Errorf("the tail was not checked: %d requests, %+v", len(got.requests), got.stop)
	}
}

// Rule 6: what is added while pages come in parallel is found at the tail.
func TestTailThatGrows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, first string }{
		{"offset", "https://h/x?offset=0&limit=5"}, {"page", "https://h/x?page=1&limit=5"},
	} {
		for _, start := range []int{20, 18} {
			n, asked := start, 0
			serve := func(r Request) Response {
				asked++
				total := n
				at := number(query(r), "offset", 5*(number(query(r), "page", 1)-1))
				resp := body(`{"total":%d,"rows":%s}`, total, object(min(at, n), min(at+5, n)))
				if asked == 4 {
					n += 7 // after the last page was read, nobody says so any more
				}
				return resp
			}
			got, _ := runAhead(t, get(c.first), Spec{}, 4, serve, first)
			if !slices.Equal(got.ids, wantIDs(0, start+7)) {
				t.Errorf("%s %d: got %d items: %+v", c.name, start, len(got.ids), got.stop)
			}
		}
	}
}

// A page that comes short in the middle of planned offsets leaves no gap.
func TestGapsAreFilled(t *testing.T) {
	t.Parallel()
	short := true
	serve := func(r Request) Response {
		at := number(query(r), "offset", 0)
		to := at + 5
		if at == 10 && short {
			short, to = false, 12
		}
		return body(`{"total":40,"rows":%s}`, object(min(at, 40), min(to, 40)))
	}
	got, _ := runAhead(t, get("https://h/x?offset=0&limit=5"), Spec{}, 6, serve, first)
	slices.Sort(got.ids)
	if !slices.Equal(got.ids, wantIDs(0, 40)) {
		t.Errorf("got %v", got.ids)
	}
	if !slices.ContainsFunc(got.pages, func(p Page) bool { return strings.Contains(p.Drift, "holds 2 items where 5") }) {
		t.Errorf("no page says that it was short: %+v", got.pages)
	}
}

func TestAheadWithFailures(t *testing.T) {
	t.Parallel()
	w, err := New(get("https://h/x?page=1&limit=5"), Spec{})
	if err != nil {
		t.Fatal(err)
	}
	reply := func(p int) Response { return body(`{"total":30,"rows":%s}`, object(5*p-5, 5*p)) }
	w.Plan(4)
	w.AcceptAt(1, reply(1))
	w.Plan(4)
	w.AcceptAt(2, reply(2))
	tickets := w.Plan(4)
	if len(tickets) != 4 || tickets[0].Number != 3 || tickets[3].Number != 6 {
		t.Fatalf("%+v", tickets)
	}
	if res := w.AcceptAt(4, reply(4)); res != nil {
		t.Errorf("page 4 came before page 3: %+v", res)
	}
	res := w.FailAt(3, 500, &Response{Status: 500}, nil)
	if len(res) != 2 || !res[0].Page.Failed || res[1].Page.FirstID != "g-0015" {
		t.Fatalf("%+v", res)
	}
	if again := w.Plan(4); again != nil {
		t.Errorf("given out again: %+v", again)
	}
	if stray := w.AcceptAt(99, reply(1)); stray != nil {
		t.Errorf("nobody asked for page 99: %+v", stray)
	}
	w.AcceptAt(6, reply(6))
	res = w.AcceptAt(5, reply(5))
	if len(res) != 2 || res[1].Stop != nil && res[1].Stop.Reason != EndOfList {
		t.Fatalf("%+v", res)
	}
	if !slices.Equal(w.Failed(), []int{3}) {
		t.Errorf("failed: %v", w.Failed())
	}
}

func TestTokenWalksComeOneByOne(t *testing.T) {
	t.Parallel()
	got, most := runAhead(t, get("https://h/x?cursor="), Spec{}, 8, cursorServer("cursor", `{"items":%s,"next_cursor":"%s"}`), first)
	if most != 1 || len(got.ids) != items {
		t.Errorf("%d under way, %d items", most, len(got.ids))
	}
}

func TestCapsBoundThePlan(t *testing.T) {
	t.Parallel()
	serve := func(r Request) Response {
		p := number(query(r), "page", 1)
		return body(`{"total":500,"rows":%s}`, object(5*p-5, 5*p))
	}
	for _, spec := range []Spec{{MaxPages: 4}, {MaxItems: 20}} {
		got, _ := runAhead(t, get("https://h/x?page=1"), spec, 8, serve, first)
		if len(got.requests) != 4 || len(got.ids) != 20 {
			t.Errorf("%+v: %d requests, %d items, %+v", spec, len(got.requests), len(got.ids), got.stop)
		}
	}
}
