//go:build unix

package sessions

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"weir/engine"
)

// TestAMillionEventsAreSoughtInAFrameOrTwo holds that any moment of a long
// session is reached at once.
func TestAMillionEventsAreSoughtInAFrameOrTwo(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("slow: set WEIR_TEST_ALL=1")
	}
	path := filepath.Join(t.TempDir(), "million.weir")
	s, err := Create(path, Options{KeepSecrets: true})
	if err != nil {
		t.Fatal(err)
	}
	const want = 1_000_000
	recordBusy(s, want)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	start, busy := time.Now(), processorTime()
	r := NewReplay(reopen(t, path))
	if err := r.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := r.Seek(t.Context(), r.Len()); err != nil {
		t.Fatal(err)
	}
	opened := processorTime() - busy
	t.Logf("its end is there after %v, %v of them the processor's; the file has %d MB",
		time.Since(start).Round(time.Millisecond), opened.Round(time.Millisecond), sizeOf(path)>>20)
	if r.Len() < want {
		t.Fatalf("%d events", r.Len())
	}
	if opened > time.Second {
		t.Errorf("opening it takes the processor %v", opened)
	}
	var took, used []time.Duration
	for range 200 {
		to := rand.IntN(r.Len())
		start, busy := time.Now(), processorTime()
		if err := r.Seek(context.Background(), to); err != nil || r.Position() != to {
			t.Fatal(r.Position(), err)
		}
		took, used = append(took, time.Since(start)), append(used, processorTime()-busy)
	}
	slices.Sort(took)
	slices.Sort(used)
	half, most := len(took)/2, len(took)*99/100
	t.Logf("a quarter of the seeks took %v at most; a seek took %v, 1 in 100 %v; of the processor's time %v and %v", took[len(took)/4], took[half], took[most], used[half], used[most])
	// A busy machine makes some seeks wait, but not the quickest quarter; the
	// processor's time is the session's own whatever else a machine does.
	if took[len(took)/4] > 50*time.Millisecond {
		t.Errorf("of four seeks the quickest takes %v", took[len(took)/4])
	}
	if used[half] > 50*time.Millisecond {
		t.Errorf("a seek takes the processor %v", used[half])
	}
}

// recordBusy records a walk of that many events at least, without holding them.
func recordBusy(s *Session, events int) {
	script := newScript().start(engine.ModeWalk)
	for i := 1; script.seq < uint64(events); i++ {
		if i%10 == 0 {
			x := script.begin(0)
			script.attempt(x, 1, 503)
			script.retry(x, 1)
			script.attempt(x, 2, 200)
			script.end(x, 200, 2)
		} else {
			script.page(i, 50)
		}
		if len(script.events) >= 512 {
			s.Add(script.events...)
			script.events = script.events[:0]
		}
	}
	s.Add(script.events...)
}
