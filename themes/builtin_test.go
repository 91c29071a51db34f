package themes

import (
	"slices"
	"strings"
	"testing"
)

func loadAll(t *testing.T) []Theme {
	t.Helper()
	var all []Theme
	for _, name := range Builtin() {
		theme, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, theme)
	}
	return all
}

func TestEveryFileIsListedAndEveryNameHasOne(t *testing.T) {
	t.Parallel()
	entries, err := files.ReadDir("builtin")
	if err != nil {
		t.Fatal(err)
	}
	var stored []string
	for _, entry := range entries {
		stored = append(stored, strings.TrimSuffix(entry.Name(), ".toml"))
	}
	slices.Sort(stored)
	listed := Builtin()
	slices.Sort(listed)
	if !slices.Equal(stored, listed) {
		t.Errorf("files %v, names %v", stored, listed)
	}
}

func TestBuiltinThemesAreWhole(t *testing.T) {
	t.Parallel()
	titles := map[string]bool{}
	for _, theme := range loadAll(t) {
		for _, role := range Roles() {
			if color, err := ParseColor(string(theme.Color(role))); err != nil || color != theme.Color(role) {
				t.Errorf("%s: %s is %q", theme.Name, role, theme.Color(role))
			}
		}
		if theme.Title == theme.Name || titles[theme.Title] {
			t.Errorf("%s has no title of its own: %q", theme.Name, theme.Title)
		}
		titles[theme.Title] = true
	}
}

func TestBuiltinThemesInheritFromNone(t *testing.T) {
	t.Parallel()
	for _, name := range Builtin() {
		document, err := builtinFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if written := (&faults{}).decode(document); written.Inherits != "" {
			t.Errorf("%s inherits from %s", name, written.Inherits)
		}
	}
}

func TestBuiltinThemesCanBeRead(t *testing.T) {
	t.Parallel()
	for _, theme := range loadAll(t) {
		for _, problem := range theme.Check() {
			t.Errorf("%s: %v", theme.Name, problem)
		}
	}
}

func TestDarkThemesAreDark(t *testing.T) {
	t.Parallel()
	for _, theme := range loadAll(t) {
		light := strings.HasSuffix(theme.Name, "-light") || theme.Name == "catppuccin-latte"
		if theme.Dark == light {
			t.Errorf("%s: dark is %v", theme.Name, theme.Dark)
		}
	}
}

// What our own themes hold beyond what Check asks of any.
func TestOwnThemesGiveTextItsContrast(t *testing.T) {
	t.Parallel()
	for name, needed := range map[string]float64{
		DefaultDark: 4.5, DefaultLight: 4.5, "colour-blind-safe": 4.5, "high-contrast": 7,
	} {
		theme, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, ink := range Roles() {
			least, grounds := ink.contrast()
			for _, ground := range grounds {
				if has := Contrast(theme.Color(ink), theme.Color(ground)); least >= contrastGraphic && has < needed {
					t.Errorf("%s: %s on %s has %.2f, want %.1f", name, ink, ground, has, needed)
				}
			}
		}
	}
}

// The states of a breaker must differ for every eye: most in the theme made for
// that, enough in the house themes.
func TestStatesDifferForEveryEye(t *testing.T) {
	t.Parallel()
	states := []Role{RoleClosed, RoleOpen, RoleHalfOpen, RoleForced}
	for name, least := range map[string]float64{"colour-blind-safe": 0.12, DefaultDark: 0.08, DefaultLight: 0.08} {
		theme, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for eye, see := range eyes() {
			for i, a := range states {
				for _, b := range states[i+1:] {
					if got := difference(see.of(theme.Color(a)), see.of(theme.Color(b))); got < least {
						t.Errorf("%s: %s and %s differ by %.3f with %s, want %.2f", name, a, b, got, eye, least)
					}
				}
			}
		}
	}
}

// eye mixes linear channels as a kind of sight does.
type eye [3]triple

// eyes are the full dichromacies of Machado, Oliveira and Fernandes (2009).
func eyes() map[string]eye {
	return map[string]eye{
		"full sight":   {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
	}
}

func (e eye) of(c Color) triple {
	light := c.linear()
	var seen triple
	for i, row := range e {
		seen[i] = min(max(row.dot(light), 0), 1)
	}
	return seen
}

func difference(a, b triple) float64 { return apart(oklab(a), oklab(b)) }

func TestLoadNamesTheNearestTheme(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"wier-dark": `unknown theme "wier-dark"; did you mean "weir-dark"?`,
		"nrd":       `unknown theme "nrd"; did you mean "nord"?`,
		"../weir":   `unknown theme "../weir"; there are weir-dark, weir-light, `,
		"":          `unknown theme ""; there are weir-dark, weir-light, `,
	} {
		if _, err := Load(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Load(%q): %v, want %s", name, err, want)
		}
	}
}

func TestRolesHaveSixteenColours(t *testing.T) {
	t.Parallel()
	for _, role := range append(Roles(), "no such role") {
		for _, dark := range []bool{true, false} {
			if color := role.ANSI(dark); color < ANSIDefault || color > 15 {
				t.Errorf("%s: colour %d", role, color)
			}
		}
	}
	for _, pair := range [][2]Role{
		{RoleSelection, RoleSelectionText},
		{RoleMatch, RoleMatchText},
		{RoleSurface, RoleMuted},
		{RoleClosed, RoleOpen},
		{RoleOpen, RoleHalfOpen},
		{RoleHalfOpen, RoleForced},
		{RoleClosed, RoleForced},
	} {
		for _, dark := range []bool{true, false} {
			if pair[0].ANSI(dark) == pair[1].ANSI(dark) {
				t.Errorf("%s and %s have the same colour, dark %v", pair[0], pair[1], dark)
			}
		}
	}
	if RoleOpen.ANSI(true) != 9 || RoleOpen.ANSI(false) != 1 || RoleText.ANSI(true) != ANSIDefault {
		t.Error("a state is bright on dark and plain on light, text is the terminal's own")
	}
}
