package sessions

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"weir/engine"
	"weir/engine/playground"
)

// TestMemoryStaysFlatHoweverLongAWalk walks 1,000 items and 1,000,000 with
// recording and a state beside, and compares what is left in memory.
func TestMemoryStaysFlatHoweverLongAWalk(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("slow: set WEIR_TEST_ALL=1")
	}
	least := heldAfterWalk(t, 1_000)
	most := heldAfterWalk(t, 1_000_000)
	t.Logf("after 1,000 items %d KiB are held, after 1,000,000 %d KiB", least>>10, most>>10)
	if grown := int64(most) - int64(least); grown > 32<<20 {
		t.Errorf("memory grew by %d MiB", grown>>20)
	}
}

// heldAfterWalk returns the bytes in use at the end of a recorded walk, while
// engine, session and state are still there.
func heldAfterWalk(t *testing.T, items int) uint64 {
	t.Helper()
	server, err := playground.Start(t.Context(), playground.Options{Items: items})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	s, err := Create(filepath.Join(t.TempDir(), "long.weir"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy(), Bodies: s})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(e.Follow(8192)); err != nil {
		t.Fatal(err)
	}
	st, seen := NewState(), make(chan struct{})
	feed := e.Follow(8192)
	go func() {
		defer close(seen)
		var events []engine.Event
		for {
			var err error
			events, err = feed.Next(t.Context(), events[:0])
			for _, ev := range events {
				st.Apply(ev)
			}
			if err != nil {
				return
			}
		}
	}()
	run, err := e.Start(t.Context(), engine.Plan{
		Requests: []engine.Request{{URL: server.URL() + "/v1/cursor/gauges?limit=1000"}},
		Walk:     &engine.Walk{Pages: engine.AllPages},
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := run.Wait(); out.Err != nil || out.Items != int64(items) {
		t.Fatal(out.Items, out.Err)
	}
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	<-seen
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	runtime.KeepAlive(st)
	return m.HeapInuse
}
