package compare_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions"
	"weir/sessions/compare"
)

// record walks and asks a server of gauges and returns what was recorded.
func record(t *testing.T, items []string, plans ...func(base string) engine.Plan) *sessions.Session {
	t.Helper()
	server := httptest.NewServer(gauges(items))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "s.weir")
	s, err := sessions.Create(path, sessions.Options{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap = 1, 1
	e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(e.Follow(1024)); err != nil {
		t.Fatal(err)
	}
	for _, plan := range plans {
		run, err := e.Start(t.Context(), plan(server.URL))
		if err != nil {
			t.Fatal(err)
		}
		run.Wait()
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	opened, err := sessions.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// gauges serves items two a page at /gauges, an object at /one, and fails once
// at /flaky.
func gauges(items []string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/gauges", func(w http.ResponseWriter, r *http.Request) {
		at := 0
		_, _ = fmt.Sscan(r.URL.Query().Get("offset"), &at)
		end := min(at+2, len(items))
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"items":[%s],"total":%d,"offset":%d}`, strings.Join(items[min(at, len(items)):end], ","), len(items), at)
	})
	mux.HandleFunc("/one", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"level":%d,"unit":"m"}`, len(items))
	})
	failed := false
	mux.HandleFunc("/flaky", func(w http.ResponseWriter, _ *http.Request) {
		if !failed && len(items) > 4 {
			failed = true
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprint(w, "<p>well</p>")
	})
	return mux
}

func walk(base string) engine.Plan {
	return engine.Plan{
		Requests: []engine.Request{{URL: base + "/gauges?offset=0&limit=2"}},
		Walk:     &engine.Walk{Spec: page.Spec{}, Pages: engine.AllPages},
	}
}

func one(base string) engine.Plan {
	return engine.Plan{Requests: []engine.Request{{URL: base + "/one"}}}
}

func flaky(base string) engine.Plan {
	return engine.Plan{Requests: []engine.Request{{URL: base + "/flaky"}}}
}

func TestItemsAreAddedRemovedAndChanged(t *testing.T) {
	t.Parallel()
	a := record(t, []string{
		`{"id":"a","level":1,"tags":["x"]}`, `{"id":"b","level":12345678901234567890}`, `{"id":"c","at":{"n":1}}`, `{"id":"d"}`,
	}, walk, one)
	b := record(t, []string{
		`{"tags":["x"],"id":"a","level":1}`, `{"id":"b","level":12345678901234567891}`, `{"id":"e"}`, `{"id":"c","at":{"n":2,"m":null}}`, `{"id":"f"}`,
	}, walk, one)
	r, err := compare.Sessions(t.Context(), a, b, compare.Options{Show: 10})
	if err != nil {
		t.Fatal(err)
	}
	want := []compare.List{
		{
			List: "GET /gauges", By: "id", Sure: true, A: 4, B: 5, Same: 1,
			ItemCounts: compare.ItemCounts{Added: 2, Removed: 1, Changed: 2},
			Fields:     map[string]int64{"level": 1, "at.m": 1, "at.n": 1},
			Added:      []string{"e", "f"}, Removed: []string{"d"},
			Changed: []compare.Changed{
				{ID: "b", Fields: []compare.Field{{Path: "level", From: "12345678901234567890", To: "12345678901234567891"}}},
				{ID: "c", Fields: []compare.Field{{Path: "at.m", To: "null"}, {Path: "at.n", From: "1", To: "2"}}},
			},
		},
		{
			List: "GET /one", A: 1, B: 1, ItemCounts: compare.ItemCounts{Changed: 1}, Fields: map[string]int64{"level": 1},
			Added: []string{}, Removed: []string{},
			Changed: []compare.Changed{{ID: "(the reply)", Fields: []compare.Field{{Path: "level", From: "4", To: "5"}}}},
		},
	}
	if diff := cmp.Diff(want, r.Lists); diff != "" {
		t.Error(diff)
	}
	if r.Same || len(r.NotCompared) != 0 {
		t.Errorf("same is %v, not compared is %q", r.Same, r.NotCompared)
	}
	if r.A.Items != 5 || r.B.Items != 6 || r.A.Pages != 2 || r.B.Pages != 3 {
		t.Errorf("the sides are %+v and %+v", r.A.Counts, r.B.Counts)
	}
}

func TestASessionIsTheSameAsItself(t *testing.T) {
	t.Parallel()
	s := record(t, []string{`{"id":1}`, `{"id":2}`, `{"id":3}`}, walk, one, flaky)
	r, err := compare.Sessions(t.Context(), s, s, compare.Options{Show: 10})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Same || r.Lists[0].Same != 3 || r.A.Latency.Count != r.A.Attempts || r.A.Latency.P50 > r.A.Latency.Max {
		t.Errorf("the report is %+v", r)
	}
}

func TestOutcomesAndRetriesCount(t *testing.T) {
	t.Parallel()
	a := record(t, []string{`{"id":1}`}, flaky, one)
	b := record(t, []string{`{"id":1}`, `{"id":2}`, `{"id":3}`, `{"id":4}`, `{"id":5}`}, flaky)
	r, err := compare.Sessions(t.Context(), a, b, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Same || r.A.Retries != 0 || r.B.Retries != 1 || r.B.Statuses["2xx"] != 1 || r.A.Answered != 2 {
		t.Errorf("the sides are %+v and %+v", r.A.Counts, r.B.Counts)
	}
	i := slices.IndexFunc(r.Requests, func(q compare.Request) bool { return q.Request == "GET /one" })
	if i < 0 || r.Requests[i].A == nil || r.Requests[i].B != nil || r.Requests[0].Same {
		t.Errorf("the requests are %+v", r.Requests)
	}
}

func TestSecretsAreNotADifference(t *testing.T) {
	t.Parallel()
	items := []string{`{"id":1,"access_token":"hush-hush-hush","l":[{"password":"hush-hush-too"}]}`}
	r, err := compare.Sessions(t.Context(), record(t, items, walk), record(t, items, walk), compare.Options{Show: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Same || len(r.NotCompared) != 1 || !strings.Contains(r.NotCompared[0], "2 values are struck out") {
		t.Errorf("same is %v, not compared is %q", r.Same, r.NotCompared)
	}
}

func TestItemsWithoutIdentityAreNotCompared(t *testing.T) {
	t.Parallel()
	items := []string{`{"n":1}`, `{"n":1}`}
	r, err := compare.Sessions(t.Context(), record(t, items, walk), record(t, items, walk), compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.NotCompared) != 2 || !strings.Contains(r.NotCompared[0], "2 items of GET /gauges have nothing that tells them apart") {
		t.Errorf("not compared is %q", r.NotCompared)
	}
}
