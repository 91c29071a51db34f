package engine_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
)

// dawdling sends the head of its reply after one time and the rest after another.
func dawdling(head, rest time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(head)
		_, _ = w.Write([]byte("[1,"))
		_ = http.NewResponseController(w).Flush()
		time.Sleep(rest)
		_, _ = w.Write([]byte("2]"))
	}
}

// TestPhasesOfASwiftAttemptAreNotStated: they are in its end, like those of any.
func TestPhasesOfASwiftAttemptAreNotStated(t *testing.T) {
	bubble(t, dawdling(2*time.Millisecond, 2*time.Millisecond), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		if _, err := e.Do(t.Context(), engine.Request{URL: target}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if at := times[engine.PhaseReached](l); len(at) != 0 {
			t.Errorf("phases were stated at %v", at)
		}
		end := all[engine.AttemptFinished](l)[0].Timing
		if end.FirstByte != 2*time.Millisecond || end.Body != 2*time.Millisecond {
			t.Errorf("the end tells of %+v", end)
		}
	})
}

// TestPhasesAreStatedOfAnAttemptThatLasts: those that were reached by then
// after 5 ms, with the times at which they were, and later ones at once.
func TestPhasesAreStatedOfAnAttemptThatLasts(t *testing.T) {
	bubble(t, dawdling(20*time.Millisecond, 20*time.Millisecond), nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		if _, err := e.Do(t.Context(), engine.Request{URL: target}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		var names []string
		var elapsed []time.Duration
		for _, p := range all[engine.PhaseReached](l) {
			names, elapsed = append(names, p.Phase), append(elapsed, p.Elapsed)
		}
		if want := []string{"connect", "wait", "body"}; !slices.Equal(names, want) {
			t.Errorf("phases %v, want %v", names, want)
		}
		if want := []time.Duration{0, 0, 20 * time.Millisecond}; !slices.Equal(elapsed, want) {
			t.Errorf("reached after %v, want %v", elapsed, want)
		}
		if want, at := []time.Duration{5 * time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond}, times[engine.PhaseReached](l); !slices.Equal(at, want) {
			t.Errorf("stated after %v, want %v", at, want)
		}
	})
}
