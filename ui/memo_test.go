package ui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"weir/ui/layout"
	"weir/ui/memory"
)

func remembering(file memory.File, workspace string) func(*Options) {
	return func(o *Options) { o.Memory, o.Workspace = file, workspace }
}

// What a person arranges comes back in the same workspace, and only there.
func TestTheLayoutIsRemembered(t *testing.T) {
	t.Parallel()
	file := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	d := newDesk(t, 160, 50, remembering(file, "/work"))
	d.press("ctrl+right Z b esc 9 z")
	again := newDesk(t, 160, 50, remembering(file, "/work"))
	for name, same := range map[string]bool{
		"dividers": again.m.place.dividers == d.m.place.dividers && d.m.place.dividers.Left > 0,
		"hidden":   again.m.place.hidden == d.m.place.hidden && d.m.place.hidden.Has(layout.Breaker),
		"zoom":     again.m.place.zoom == layout.Main && again.m.place.focus == layout.Main,
		"tab":      again.m.place.tab == tabLog,
	} {
		if !same {
			t.Errorf("%s: %+v, then %+v", name, d.m.place, again.m.place)
		}
	}
	other := newDesk(t, 160, 50, remembering(file, "/elsewhere"))
	if other.m.place.hidden != 0 || other.m.place.zoom != layout.None {
		t.Errorf("another workspace stands as %+v", other.m.place)
	}
	if other.send(tea.WindowSizeMsg{Width: 100, Height: 30}); !file.Place("/elsewhere").Equal(memory.Place{}) {
		t.Error("a screen that nobody arranged was remembered")
	}
}

// A divider is kept once it is let go.
func TestADragIsKeptAtItsEnd(t *testing.T) {
	t.Parallel()
	file := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	d := newDesk(t, 120, 40, remembering(file, "/work"))
	x := d.m.frame.LeftDivider.X
	d.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: 5})
	d.send(tea.MouseMotionMsg{Button: tea.MouseLeft, X: x + 9, Y: 5})
	if got := file.Place("/work"); !got.Equal(memory.Place{}) {
		t.Errorf("kept while it is dragged: %+v", got)
	}
	d.send(tea.MouseReleaseMsg{X: x + 9, Y: 5})
	if got := file.Place("/work").Left; got != d.m.place.dividers.Left || got == 0 {
		t.Errorf("kept %v of %v", got, d.m.place.dividers.Left)
	}
}

func TestWhatCannotBeKeptIsToldOnce(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 120, 40, remembering(memory.File{Path: filepath.Join(blocked, "x", "screen.json")}, "/work"))
	d.press("ctrl+right")
	d.shows("Remember the screen:")
	d.press("x ctrl+right")
	if _, _, told := d.m.notices.newest(); told {
		t.Error("told twice")
	}
}

func TestPanelsAreHiddenAndShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.press("Z")
	d.shows("✓ requests", "✓ bucket")
	d.press("r p")
	d.shows("  requests", "hidden")
	d.press("esc")
	if d.m.frame.Shown(layout.Requests) || d.m.frame.Shown(layout.Pages) || !d.m.frame.Shown(layout.Breaker) {
		t.Errorf("the frame shows %+v", d.m.frame)
	}
	var met []layout.Panel
	for range 5 {
		d.press("tab")
		met = append(met, d.m.place.focus)
	}
	if slices.Contains(met, layout.Requests) || slices.Contains(met, layout.Pages) {
		t.Errorf("the focus goes to %v", met)
	}
	d.press("1")
	if !d.m.frame.Shown(layout.Requests) || d.m.place.focus != layout.Requests {
		t.Error("1 does not bring the requests back")
	}
	d.m.act("reset-layout")
	d.press("2")
	if !d.m.frame.Shown(layout.Pages) {
		t.Error("the layout was not put back")
	}
}
