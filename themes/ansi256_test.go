package themes

import "testing"

// What Check asks of a theme holds for its 256 colours too.
func TestThemesCanBeReadIn256Colours(t *testing.T) {
	t.Parallel()
	for _, theme := range loadAll(t) {
		few := Theme{Name: theme.Name, Roles: map[Role]Color{}}
		chosen := theme.ANSI256()
		for _, role := range Roles() {
			few.Roles[role] = colorOf(int(chosen[role]))
		}
		for _, problem := range few.Check() {
			t.Errorf("%s: %v", theme.Name, problem)
		}
		if chosen[RoleSelection] == chosen[RolePanel] || chosen[RoleSelection] == chosen[RoleOverlay] {
			t.Errorf("%s: a selected row cannot be seen", theme.Name)
		}
		if theme.Color(RoleOverlay) != theme.Color(RolePanel) && chosen[RoleOverlay] == chosen[RolePanel] {
			t.Errorf("%s: a dialog has the ground of a panel", theme.Name)
		}
		for _, pair := range [][2]Role{{RoleClosed, RoleOpen}, {RoleOpen, RoleHalfOpen}, {RoleHalfOpen, RoleForced}, {RoleClosed, RoleForced}} {
			if chosen[pair[0]] == chosen[pair[1]] {
				t.Errorf("%s: %s and %s have the same colour", theme.Name, pair[0], pair[1])
			}
		}
	}
}

func TestGroundsIn256Colours(t *testing.T) {
	t.Parallel()
	for color, want := range map[Color]uint8{
		"#172b36": 235, // a blue that is nearly black is no navy
		"#000000": 16,
		"#ffffff": 231,
		"#808080": 244,
		"#002b36": 235, // Solarized
		"#0000ff": 21,
		"#000087": 18,  // one that is meant to be navy
		"#fbf1c7": 230, // paper
		"#f3f8f8": 231,
	} {
		if got := newCube().ground(RolePanel, color); got != want {
			t.Errorf("%s becomes %d (%s), want %d", color, got, colorOf(int(got)), want)
		}
	}
}

func BenchmarkANSI256(b *testing.B) {
	theme, err := Load(DefaultDark)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		theme.ANSI256()
	}
}
