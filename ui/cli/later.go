package cli

import (
	"runtime/debug"
	"sync"

	"weir/ui"
)

// laterRig is a rig that is put together beside the screen that uses it.
type laterRig struct {
	build   func() (r *rig, warning, err error)
	once    sync.Once
	gc      int  // percentage that the collector goes back to
	rig     *rig // nil before, and where err says why
	warning error
	err     error
}

// spared is the collector's percentage until the rig is there: 16 MB, which
// what starts with a screen stays below, so that it is not collected meanwhile.
const spared = 400

// newLaterRig returns a rig that open puts together.
func newLaterRig(build func() (r *rig, warning, err error)) *laterRig {
	return &laterRig{build: build, gc: debug.SetGCPercent(spared)}
}

// open puts the rig together, or waits until it is. After close there is none.
func (l *laterRig) open() (ui.Live, error) {
	l.once.Do(func() {
		l.rig, l.warning, l.err = l.build()
		debug.SetGCPercent(l.gc)
	})
	if l.rig == nil {
		return ui.Live{}, l.err
	}
	return ui.Live{Engine: l.rig.engine, Session: l.rig.session, Warning: l.warning}, nil
}

// close ends the rig, after waiting for it where it is being put together.
func (l *laterRig) close() error {
	l.once.Do(func() {}) // a screen that was left at once has asked for none
	if l.rig == nil {
		return nil
	}
	return l.rig.close()
}
