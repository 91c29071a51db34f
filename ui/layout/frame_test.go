package layout

import (
	"testing"

	"pgregory.net/rapid"
)

func hide(all ...Panel) Set {
	var s Set
	for _, p := range all {
		s = s.With(p)
	}
	return s
}

func TestShapes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ask  Ask
		want Shape
	}{
		{"below the least width", Ask{Width: 39, Height: 24}, TooSmall},
		{"below the least height", Ask{Width: 80, Height: 9}, TooSmall},
		{"the least", Ask{Width: 40, Height: 10}, Single},
		{"a phone", Ask{Width: 59, Height: 40}, Single},
		{"a classic terminal", Ask{Width: 80, Height: 24}, Folded},
		{"wide but low", Ask{Width: 200, Height: 21}, Folded},
		{"full", Ask{Width: 120, Height: 40}, Full},
		{"huge", Ask{Width: 300, Height: 100}, Full},
		{"zoomed", Ask{Width: 120, Height: 40, Zoom: Bucket}, Zoomed},
		{"nothing at all", Ask{}, TooSmall},
	}
	for _, tt := range tests {
		if got := For(tt.ask).Shape; got != tt.want {
			t.Errorf("%s: shape %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		ask   Ask
		panel Panel
		want  Rect
	}{
		{"80×24 requests", Ask{Width: 80, Height: 24}, Requests, Rect{0, 1, 20, 20}},
		{"80×24 main", Ask{Width: 80, Height: 24}, Main, Rect{20, 1, 60, 18}},
		{"80×24 pages share the border of main", Ask{Width: 80, Height: 24}, Pages, Rect{20, 18, 60, 3}},
		{"80×24 folds the breaker", Ask{Width: 80, Height: 24}, Breaker, Rect{}},
		{"80×24 opens what has the focus", Ask{Width: 80, Height: 24, Focus: Breaker}, Breaker, Rect{20, 10, 60, 11}},
		{"120×40 requests", Ask{Width: 120, Height: 40}, Requests, Rect{0, 1, 21, 37}},
		{"120×40 main", Ask{Width: 120, Height: 40}, Main, Rect{21, 1, 63, 34}},
		{"120×40 breaker", Ask{Width: 120, Height: 40}, Breaker, Rect{84, 1, 36, 12}},
		{"120×40 bucket", Ask{Width: 120, Height: 40}, Bucket, Rect{84, 12, 36, 7}},
		{"120×40 steps", Ask{Width: 120, Height: 40, Steps: 6}, Steps, Rect{0, 30, 21, 8}},
		{"120×40 time line", Ask{Width: 120, Height: 40, Timeline: true}, Timeline, Rect{0, 35, 120, 3}},
		{"120×24 time line", Ask{Width: 120, Height: 24, Timeline: true}, Timeline, Rect{0, 20, 120, 2}},
		{"80×20 time line", Ask{Width: 80, Height: 20, Timeline: true}, Timeline, Rect{0, 17, 80, 1}},
		{"40×10 main", Ask{Width: 40, Height: 10}, Main, Rect{0, 1, 40, 7}},
		{"40×10 requests with the focus", Ask{Width: 40, Height: 10, Focus: Requests}, Requests, Rect{0, 1, 40, 7}},
		{"300×100 breaker", Ask{Width: 300, Height: 100}, Breaker, Rect{236, 1, 64, 27}},
		{"a divider", Ask{Width: 120, Height: 40, Dividers: Dividers{Left: 0.25}}, Requests, Rect{0, 1, 30, 37}},
		{"zoom", Ask{Width: 120, Height: 40, Zoom: Retries}, Retries, Rect{0, 1, 120, 37}},
		{"without requests", Ask{Width: 120, Height: 40, Hidden: hide(Requests)}, Main, Rect{0, 1, 84, 34}},
		{"without pages", Ask{Width: 120, Height: 40, Hidden: hide(Pages)}, Main, Rect{21, 1, 63, 37}},
		{"without breaker", Ask{Width: 120, Height: 40, Hidden: hide(Breaker)}, Bucket, Rect{84, 1, 36, 11}},
		{"without the right column", Ask{Width: 120, Height: 40, Hidden: hide(Sides()...)}, Main, Rect{21, 1, 99, 34}},
		{"the main panel alone", Ask{Width: 120, Height: 40, Hidden: hide(Hideable()...)}, Main, Rect{0, 1, 120, 37}},
		{"80×24 without requests", Ask{Width: 80, Height: 24, Hidden: hide(Requests)}, Main, Rect{0, 1, 80, 18}},
		{"40×10 without requests", Ask{Width: 40, Height: 10, Focus: Requests, Hidden: hide(Requests)}, Main, Rect{0, 1, 40, 7}},
	}
	for _, tt := range tests {
		f := For(tt.ask)
		if got := f.Rect(tt.panel); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func drawAsk(t *rapid.T) Ask {
	return Ask{
		Width: rapid.IntRange(0, 400).Draw(t, "width"), Height: rapid.IntRange(0, 150).Draw(t, "height"),
		Dividers: Dividers{rapid.Float64Range(0, 1).Draw(t, "left"), rapid.Float64Range(0, 1).Draw(t, "right")},
		Focus:    Panel(rapid.IntRange(0, int(panels)-1).Draw(t, "focus")),
		Zoom:     Panel(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3, 4, 5, 6, 7}).Draw(t, "zoom")),
		Hidden:   Set(rapid.Uint32().Draw(t, "hidden")).Without(Main),
		Timeline: rapid.Bool().Draw(t, "timeline"),
		Steps:    rapid.IntRange(-3, 60).Draw(t, "steps"), Tour: rapid.IntRange(-3, 20).Draw(t, "tour"),
	}
}

// Every rectangle lies within the screen and covers no cell of another, but
// for the border that two panels of a column share.
func TestNothingOverlaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		f := For(a)
		if f.Shape == TooSmall {
			return
		}
		all := []Rect{f.Header, f.Gauges, f.Why, f.Keys}
		for p := Requests; p < panels; p++ {
			r := f.Rect(p)
			if !r.Empty() && p != Timeline {
				r.H-- // the border at the bottom may be the next one's top
			}
			all = append(all, r)
		}
		owner := map[[2]int]int{}
		for i, r := range all {
			if r.Empty() {
				continue
			}
			if r.X < 0 || r.Y < 0 || r.X+r.W > a.Width || r.Y+r.H > a.Height {
				t.Fatalf("rectangle %d %+v leaves the screen of %+v", i, r, a)
			}
			for y := r.Y; y < r.Y+r.H; y += max(1, r.H-1) {
				for x := r.X; x < r.X+r.W; x += max(1, r.W-1) {
					if other, ok := owner[[2]int{x, y}]; ok {
						t.Fatalf("rectangles %d and %d share the cell %d,%d", other, i, x, y)
					}
					owner[[2]int{x, y}] = i
				}
			}
		}
	})
}

func TestAlwaysThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		a.Width, a.Height = max(a.Width, MinWidth), max(a.Height, MinHeight)
		f := For(a)
		if f.Header.Empty() || f.Why.Empty() {
			t.Fatalf("header %+v or why-line %+v is missing", f.Header, f.Why)
		}
		if a.Zoom == None && !f.Shown(Main) && f.Shape >= Folded && a.Height >= 16 {
			t.Fatalf("no main panel in %+v", a)
		}
		for _, p := range Hideable() {
			if a.Hidden.Has(p) && a.Zoom != p && f.Shown(p) {
				t.Fatalf("hidden panel %v is shown", p)
			}
		}
		if a.Zoom != None && !f.Shown(a.Zoom) {
			t.Fatalf("zoomed panel %v is not shown", a.Zoom)
		}
		for p := Requests; p < Timeline; p++ {
			if r := f.Rect(p); !r.Empty() && r.Inner().Empty() {
				t.Fatalf("panel %v at %+v has no room", p, r)
			}
		}
	})
}

// In the full shape the right column is filled to its last row.
func TestSidesFillTheColumn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		a.Width, a.Height, a.Zoom = max(a.Width, 120), max(a.Height, 30), None
		f := For(a)
		bottom := 0
		if len(a.standing()) == 0 || a.Hidden.Has(Requests) {
			return
		}
		for _, p := range Sides() {
			if r := f.Rect(p); !r.Empty() {
				bottom = r.Y + r.H
			}
		}
		if r := f.Rect(Requests); a.Steps <= 0 && bottom != r.Y+r.H {
			t.Fatalf("the right column ends at %d, the left at %d", bottom, r.Y+r.H)
		}
	})
}

func TestAt(t *testing.T) {
	t.Parallel()
	f := For(Ask{Width: 120, Height: 40})
	for p := Requests; p <= Connections; p++ {
		in := f.Rect(p).Inner()
		if got := f.At(in.X, in.Y); got != p {
			t.Errorf("the cell within %v belongs to %v", p, got)
		}
	}
	if got := f.At(0, 0); got != None {
		t.Errorf("the header belongs to %v", got)
	}
	shared := f.Rect(Bucket)
	if got := f.At(shared.X+2, shared.Y); got != Bucket {
		t.Errorf("the border with the bucket's title belongs to %v", got)
	}
}

func TestDrag(t *testing.T) {
	t.Parallel()
	ask := Ask{Width: 120, Height: 40}
	ask.Dividers = ask.Dividers.Drag(true, 39, 120)
	f := For(ask)
	if got := f.Rect(Requests).W; got != 40 {
		t.Errorf("the requests are %d wide after the drag, want 40", got)
	}
	ask.Dividers = ask.Dividers.Drag(false, 80, 120)
	f = For(ask)
	if got := f.Rect(Breaker).X; got != 80 {
		t.Errorf("the right column begins at %d after the drag, want 80", got)
	}
	ask.Dividers = f.Nudge(ask.Dividers, true, -4)
	f = For(ask)
	if got := f.Rect(Requests).W; got != 36 {
		t.Errorf("the requests are %d wide after the nudge, want 36", got)
	}
	if got := (Dividers{}).Drag(true, 5, 0); got != (Dividers{}) {
		t.Errorf("a drag without a screen gave %+v", got)
	}
}

func TestCentre(t *testing.T) {
	t.Parallel()
	if got, want := (Rect{0, 0, 80, 24}).Centre(40, 10), (Rect{20, 7, 40, 10}); got != want {
		t.Errorf("centre %+v, want %+v", got, want)
	}
	if got, want := (Rect{0, 0, 30, 5}).Centre(40, 10), (Rect{0, 0, 30, 5}); got != want {
		t.Errorf("centre %+v, want %+v", got, want)
	}
}
