package cli

import (
	"errors"
	"runtime/debug"
	"testing"
)

// A screen that is left at once may still ask for its engine when nobody waits
// for it any more: none is made then.
func TestNoEngineIsMadeForAScreenThatWasLeft(t *testing.T) {
	later := newLaterRig(func() (*rig, error, error) {
		t.Error("it is made")
		return nil, nil, errors.New("made")
	})
	defer debug.SetGCPercent(later.gc)
	if err := later.close(); err != nil {
		t.Error(err)
	}
	if live, err := later.open(); err != nil || live.Engine != nil {
		t.Errorf("%+v, %v", live, err)
	}
}
