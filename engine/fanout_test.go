package engine_test

import (
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"weir/engine"
)

// echoing answers with what was asked for, some of it only at the second time
// and some never. seen counts what was asked for.
func echoing(seen *atomic.Int64) http.HandlerFunc {
	var asked sync.Map
	return func(w http.ResponseWriter, r *http.Request) {
		n := r.URL.Query().Get("n")
		i, _ := strconv.Atoi(n)
		_, again := asked.LoadOrStore(n, true)
		if !again {
			seen.Add(1)
		}
		switch {
		case i%11 == 0:
			w.WriteHeader(http.StatusNotFound)
		case i%7 == 0 && !again:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		time.Sleep(time.Duration(i%5) * time.Millisecond)
		_, _ = io.WriteString(w, n)
	}
}

// TestEachResultIsHandedOnOnce: as the result of its own request, and it stays
// that when the room of its exchange is used for another; a reader who is slow
// holds the fan-out back.
func TestEachResultIsHandedOnOnce(t *testing.T) {
	const n, atOnce = 600, 7
	var seen atomic.Int64
	bubble(t, echoing(&seen), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		requests := many(n)
		for i := range requests {
			requests[i].URL += "?n=" + strconv.Itoa(i)
		}
		var results []engine.Result
		out := start(t, e, engine.Plan{Requests: requests, Concurrency: atOnce, OnResult: func(res engine.Result) error {
			if sent := int(seen.Load()); sent > len(results)+4*atOnce {
				t.Errorf("%d requests were sent before %d results were taken", sent, len(results))
			}
			results = append(results, res)
			if len(results)%50 == 0 {
				time.Sleep(time.Second)
			}
			return nil
		}}).Wait()
		if out.Exchanges != n || len(results) != n {
			t.Fatalf("%d results of %d exchanges: %v", len(results), out.Exchanges, out.Err)
		}
		handed := map[int]bool{}
		for _, res := range results {
			want := strconv.Itoa(res.Index)
			if handed[res.Index] || string(res.Body) != want || res.URL != target+"?n="+want || (res.Status == 404) != (res.Index%11 == 0) {
				t.Errorf("request %d was answered %d %q from %s", res.Index, res.Status, res.Body, res.URL)
			}
			handed[res.Index] = true
		}
	})
}
