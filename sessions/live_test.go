package sessions

import (
	"context"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"weir/engine"
	"weir/engine/playground"
)

// liveRun walks a list that fails now and then, records it, and returns what
// was seen live.
func liveRun(t *testing.T, s *Session) []engine.Event {
	t.Helper()
	server, err := playground.Start(t.Context(), playground.Options{Items: 300})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap = 1, 1
	e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(e.Follow(64)); err != nil {
		t.Fatal(err)
	}
	feed := e.Follow(1 << 20)
	walk := &engine.Walk{Pages: engine.AllPages, Parallel: 4}
	for _, plan := range []engine.Plan{
		{Requests: []engine.Request{{URL: server.URL() + "/v1/offset/gauges?limit=20&fail=0.2"}}, Walk: walk},
		{Requests: []engine.Request{{URL: server.URL() + "/v1/cursor/gauges?limit=50&fail=0.1"}}, Walk: walk},
		{Requests: []engine.Request{{URL: server.URL() + "/v1/cursor/gauges?fail=1"}}, Repeat: &engine.Repeat{Times: 3}}, // trips the breaker
	} {
		run, err := e.Start(t.Context(), plan)
		if err != nil {
			t.Fatal(err)
		}
		run.Wait()
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	var events []engine.Event
	for {
		more, err := feed.Next(context.Background(), nil)
		events = append(events, more...)
		if errors.Is(err, io.EOF) {
			return events
		}
	}
}

// TestEveryMomentIsReplayedAsItWas holds the state that the panels draw, after
// each event of a live run (without WEIR_TEST_ALL after each twelfth), against that of the replay at the same place:
// played from the beginning they are the same in all.
func TestEveryMomentIsReplayedAsItWas(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	events := liveRun(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := NewReplay(reopen(t, s.Path()))
	if err := r.Load(t.Context(), nil); err != nil || r.Len() != len(events) {
		t.Fatalf("%d of %d events, %v", r.Len(), len(events), err)
	}
	every := 12 // to compare whole states takes its time
	if os.Getenv("WEIR_TEST_ALL") != "" {
		every = 1
	}
	live := NewState()
	for i, e := range events {
		live.Apply(e)
		if err := r.Step(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if i%every != 0 {
			continue
		}
		if diff := cmp.Diff(live, r.State(), exactly()); diff != "" {
			t.Fatalf("after event %d, %s: %s", i+1, e.Kind(), diff)
		}
	}
	if live.Counters.Trips == 0 || live.Counters.Retries == 0 {
		t.Errorf("nothing worth replaying: %+v", live.Counters)
	}
	for at := len(events); at > 0; at -= 61 { // and jumped to
		if err := r.Seek(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		same(t, reduce(events[:at]), r.State())
	}
}

// exactly compares two states in every field but the marks of who may change
// them.
func exactly() cmp.Option {
	return cmp.Options{
		cmp.Exporter(func(t reflect.Type) bool { return strings.HasSuffix(t.PkgPath(), "/sessions") }),
		cmpopts.IgnoreTypes(&edition{}),
		cmpopts.EquateEmpty(),
	}
}
