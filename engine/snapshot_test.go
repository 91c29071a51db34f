package engine_test

import (
	"cmp"
	"slices"
	"testing"

	"weir/engine"
)

// TestSnapshotKeepsItsOrder: who draws one after the other sees rows that stay.
func TestSnapshotKeepsItsOrder(t *testing.T) {
	bubble(t, endless, nil, func(t *testing.T, e *engine.Engine, l *ledger) {
		for range 20 {
			start(t, e, engine.Plan{Requests: many(1)})
		}
		byID := func(a, b engine.RunSnapshot) int { return cmp.Compare(a.ID, b.ID) }
		if runs := e.Snapshot().Runs; len(runs) != 20 || !slices.IsSortedFunc(runs, byID) {
			t.Errorf("runs are %+v", runs)
		}
	})
}
