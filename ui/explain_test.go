package ui

import "testing"

// E explains what the place with the focus is about.
func TestExplain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		set  func(*desk)
		keys string
		want []string
	}{
		{"nothing yet", fresh, "E", []string{"There is nothing to explain yet"}},
		{"the wait", retrying, "E", []string{"What happened", "It holds no slot", "--backoff"}},
		{"the retry", retrying, "6 E", []string{"below a ceiling", "--jitter"}},
		{"the breaker", breakerOpen, "4 E", []string{"the breaker opened", "--breaker"}},
		{"the pages", walking, "3 E", []string{"What would change it", "--paginate"}},
		{"the selected event", walking, "9 home E", []string{"Each origin has its own breaker"}},
	} {
		d := newDesk(t, 120, 40)
		c.set(d)
		d.press(c.keys)
		d.shows(c.want...)
		d.press("esc")
		if d.m.dialogs.Open() {
			t.Errorf("%s: esc does not close it", c.name)
		}
	}
}
