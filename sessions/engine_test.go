package sessions

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"weir/engine"
	"weir/engine/breaker"
	"weir/engine/page"
)

var _ engine.BodySink = (*Session)(nil)

// river serves a list of 3 pages of 2 items, whose second fails the first time.
func river() http.Handler {
	var failed atomic.Bool
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := max(1, len(r.URL.Query().Get("cursor")))
		if at == 2 && failed.CompareAndSwap(false, true) {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		next := strings.Repeat("x", at+1)
		if at == 3 {
			next = ""
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"items":[{"id":%d},{"id":%d}],"next_cursor":%q,"access_token":"hush-hush"}`, 2*at, 2*at+1, next)
	})
}

// TestARecordedWalkIsReplayed runs a real engine against a real server and
// holds that the recorded session is what was live.
func TestARecordedWalkIsReplayed(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(river())
	defer server.Close()
	s := create(t, Options{})
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap = 1, 1
	e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(e.Follow(64)); err != nil {
		t.Fatal(err)
	}
	feed, live := e.Follow(1<<20), NewState()
	run, err := e.Start(t.Context(), engine.Plan{
		Requests: []engine.Request{{URL: server.URL + "/gauges?api_key=hush-hush", Header: http.Header{"Authorization": {"Bearer hush-hush"}}}},
		Walk:     &engine.Walk{Spec: page.Spec{}, Pages: engine.AllPages},
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := run.Wait(); out.Outcome != engine.RunCompleted {
		t.Fatalf("the run %s: %s, %v", out.Outcome, out.Reason, out.Err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for {
		events, err := feed.Next(context.Background(), nil)
		for _, ev := range events {
			live.Apply(ev)
			for _, o := range live.Origins() {
				if o.Breaker.Len() != o.Breaker.Tally.Calls {
					t.Errorf("after %s a window of %d, the tally counts %d", ev.Kind(), o.Breaker.Len(), o.Breaker.Tally.Calls)
				}
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := reopen(t, s.Path())
	replayed := reduce(all(t, r))
	if live.Counters != replayed.Counters || replayed.Counters.Items != 6 || replayed.Counters.Retries != 1 {
		t.Errorf("live %+v\nreplayed %+v", live.Counters, replayed.Counters)
	}
	o := replayed.Origin(server.URL)
	if o == nil || o.Breaker.Rules != breaker.Defaults() || o.Latency.Len() != 4 || o.Concurrency.InFlight != 0 || o.Concurrency.Max != 64 {
		t.Fatalf("origin is %+v", o)
	}
	walk := replayed.Focus().Walk
	if walk == nil || walk.Trail.Len() != 3 || walk.Fetched != 3 || walk.Stop == nil || walk.Dialect == "" {
		t.Fatalf("walk is %+v", walk)
	}
	for i := range 3 {
		items, err := r.Items(t.Context(), walk.Trail.At(i))
		if err != nil || len(items) != 2 || string(items[1]) != fmt.Sprintf(`{"id":%d}`, 2*i+3) {
			t.Errorf("page %d holds %q, %v", i+1, items, err)
		}
	}
	x, err := r.Exchange(t.Context(), 2)
	if err != nil || len(x.Attempts) != 2 || x.Attempts[0].Status != 503 || x.Attempts[1].Fields == nil || x.Status != 200 {
		t.Errorf("exchange 2 is %+v, %v", x, err)
	}
	found, err := r.Find(t.Context(), Filter{Text: "CURSOR", MinStatus: 200, MaxStatus: 299, Method: "GET", Outcome: engine.ExchangeAnswered})
	if err != nil || len(found) != 2 || found[0].Attempts != 2 || found[0].Ended.IsZero() {
		t.Errorf("found %+v, %v", found, err)
	}
	for i := range 3 {
		p := walk.Trail.At(i)
		body, _, err := r.Body(t.Context(), p.Exchange, p.Attempt, engine.ResponseBody)
		if err != nil || bytes.Contains(body, []byte("hush")) || !bytes.Contains(body, []byte("next_cursor")) {
			t.Errorf("body of page %d: %q, %v", i+1, body, err)
		}
	}
}
