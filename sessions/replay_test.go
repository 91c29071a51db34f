package sessions

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine"
)

func recorded(t testing.TB, events []engine.Event) *Session {
	t.Helper()
	s, err := Temporary(Options{KeepSecrets: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for len(events) > 0 {
		n := min(len(events), 1000)
		s.Add(events[:n]...)
		events = events[n:]
	}
	if err := s.Sync(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSeekingIsTheSameAsPlaying(t *testing.T) {
	t.Parallel()
	events := busy(300)
	r := NewReplay(recorded(t, events))
	if err := r.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if r.Len() != len(events) || len(events) < 3*stretchLen {
		t.Fatalf("%d of %d events", r.Len(), len(events))
	}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 2).Draw(rt, "moves") {
			var err error
			want := rapid.IntRange(-3, len(events)+3).Draw(rt, "to")
			if rapid.Bool().Draw(rt, "step") {
				err = r.Step(context.Background(), want-r.Position())
			} else {
				err = r.Seek(context.Background(), want)
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		want := reduce(events[:r.Position()])
		if r.State().Counters != want.Counters || !r.State().At().Equal(want.At()) {
			rt.Fatalf("at %d: %+v, not %+v", r.Position(), r.State().Counters, want.Counters)
		}
	})
	if err := r.Seek(t.Context(), 1700); err != nil {
		t.Fatal(err)
	}
	same(t, reduce(events[:1700]), r.State())
}

func TestSeekMark(t *testing.T) {
	t.Parallel()
	events := busy(100)
	r := NewReplay(recorded(t, events))
	if err := r.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	var places []int
	for {
		ok, err := r.SeekMark(t.Context(), false, SignRetry)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		if e := events[r.Position()-1]; e.Kind() != engine.KindRetryScheduled {
			t.Errorf("stands behind %s", e.Kind())
		}
		places = append(places, r.Position())
	}
	if len(places) != 10 {
		t.Fatalf("%d marks", len(places))
	}
	if ok, err := r.SeekMark(t.Context(), true, SignRetry); !ok || err != nil || r.Position() != places[8] {
		t.Errorf("back: at %d, %v, %v", r.Position(), ok, err)
	}
	if ok, _ := r.SeekMark(t.Context(), true); !ok || r.Position() != places[7] {
		t.Errorf("back to any: at %d", r.Position())
	}
	if ok, _ := r.SeekMark(t.Context(), false, SignFailedPage); ok {
		t.Error("found what is not there")
	}
	at := events[40].Head().At
	if err := r.SeekTo(t.Context(), at); err != nil || r.Position() != 41 || !r.State().At().Equal(at) {
		t.Errorf("at %d, %v", r.Position(), err)
	}
	if next, ok := r.Next(); !ok || !next.Equal(events[41].Head().At) {
		t.Error("wrong next moment")
	}
}

func TestLoadTakesInWhatCameSince(t *testing.T) {
	t.Parallel()
	events := busy(220)
	s := recorded(t, events[:1100])
	r := NewReplay(s)
	for _, n := range []int{1100, len(events)} {
		s.Add(events[r.Len():n]...)
		if err := s.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := r.Load(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if err := r.Seek(t.Context(), n); err != nil || r.Len() != n || r.Position() != n {
			t.Fatalf("%d at %d: %v", r.Len(), r.Position(), err)
		}
		same(t, reduce(events[:n]), r.State())
	}
}

func TestLoadIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := NewReplay(recorded(t, busy(3))).Load(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

// BenchmarkSeek seeks at random in a session of 100,000 events, for which it
// makes no difference how many there are.
func BenchmarkSeek(b *testing.B) {
	events := busy(16_000)
	r := NewReplay(recorded(b, events))
	start := time.Now()
	if err := r.Load(context.Background(), nil); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(time.Since(start).Nanoseconds())/float64(r.Len()), "load-ns/event")
	n := 0
	for b.Loop() {
		n = (n + 61_813) % r.Len()
		if err := r.Seek(context.Background(), n); err != nil {
			b.Fatal(err)
		}
	}
}
