package ui

import (
	"testing"

	"weir/ui/layout"
)

// Each place has a letter of its own that leads there.
func TestJump(t *testing.T) {
	t.Parallel()
	tests := []struct {
		letter string
		panel  layout.Panel
		tab    tab
	}{
		{"r", layout.Requests, 0},
		{"i", layout.Main, tabItems},
		{"b", layout.Main, tabBody},
		{"h", layout.Main, tabHeaders},
		{"t", layout.Main, tabTiming},
		{"l", layout.Main, tabLog},
		{"p", layout.Pages, 0},
		{"e", layout.Breaker, 0},
		{"u", layout.Bucket, 0},
		{"s", layout.Retries, 0},
		{"c", layout.Connections, 0},
	}
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		for _, tt := range tests {
			d := newDesk(t, size[0], size[1])
			walking(d)
			d.press("; " + tt.letter)
			if d.m.place.focus != tt.panel || tt.panel == layout.Main && d.m.place.tab != tt.tab {
				t.Errorf("%dx%d: %s leads to %v %v, want %v %v", size[0], size[1], tt.letter, d.m.place.focus, d.m.place.tab, tt.panel, tt.tab)
			}
			if d.m.place.jumping {
				t.Errorf("the letters stay after %s", tt.letter)
			}
		}
	}
}

func TestJumpIsLeft(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"esc", "x", "space", "left"} {
		d := newDesk(t, 120, 40)
		walking(d)
		before, calls := d.m.place.focus, len(d.driver.calls)
		d.press("; " + key)
		if d.m.place.jumping || d.m.place.focus != before || len(d.driver.calls) != calls {
			t.Errorf("%s: jumping %v, focus %v, calls %q", key, d.m.place.jumping, d.m.place.focus, d.driver.calls)
		}
	}
	d := newDesk(t, 120, 40)
	d.press("; ctrl+c")
	if !d.quit {
		t.Error("ctrl+c does not leave")
	}
}

// A hidden panel comes back when one jumps to it.
func TestJumpShowsWhatIsHidden(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	d.press("5")
	d.m.act("hide-panel")
	d.press("; u")
	if d.m.place.focus != layout.Bucket || !d.m.frame.Shown(layout.Bucket) {
		t.Errorf("focus %v, shown %v", d.m.place.focus, d.m.frame.Shown(layout.Bucket))
	}
}
