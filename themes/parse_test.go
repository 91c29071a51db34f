package themes

import (
	"errors"
	"strings"
	"testing"
)

func parse(t *testing.T, document string) Theme {
	t.Helper()
	theme, err := Parse("mine", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

func TestInheritingOverridesAFewRoles(t *testing.T) {
	t.Parallel()
	base, err := Load("nord")
	if err != nil {
		t.Fatal(err)
	}
	theme := parse(t, `
		inherits = "nord"
		[palette]
		rust = "#B7410E"
		nord8 = "#abc"
		[roles]
		accent = "rust"
		focus = "nord8"
		gauge = "nord13"
		border = "#123456"
	`)
	want := map[Role]Color{
		RoleAccent: "#b7410e", RoleFocus: "#aabbcc", RoleGauge: "#ebcb8b", RoleBorder: "#123456",
		RoleText: base.Color(RoleText), RoleJSONKey: base.Color(RoleJSONKey),
	}
	for role, color := range want {
		if theme.Color(role) != color {
			t.Errorf("%s is %s, want %s", role, theme.Color(role), color)
		}
	}
	if theme.Name != "mine" || theme.Title != "mine" || !theme.Dark {
		t.Errorf("name %q, title %q, dark %v", theme.Name, theme.Title, theme.Dark)
	}
}

func TestAParsedThemeIsItsOwn(t *testing.T) {
	t.Parallel()
	first := parse(t, `inherits = "nord"`)
	first.Roles[RoleText] = "#000000"
	if second := parse(t, `inherits = "nord"`); second.Color(RoleText) == "#000000" {
		t.Error("two themes share their colours")
	}
}

func TestAWholeThemeNeedsNoBase(t *testing.T) {
	t.Parallel()
	var document strings.Builder
	document.WriteString("title = \"Paper\"\n[roles]\n")
	for _, role := range Roles() {
		color := "#ffffff"
		if role == RoleText {
			color = "#000000"
		}
		document.WriteString(string(role) + " = \"" + color + "\"\n")
	}
	theme := parse(t, document.String())
	if theme.Title != "Paper" || theme.Dark || len(theme.Roles) != len(Roles()) {
		t.Errorf("theme %+v", theme)
	}
}

func TestFaultsNamePlaceAndRemedy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, document, want string }{
		{
			"unknown role", "inherits = 'nord'\n[roles]\n  surfce = '#000'",
			`theme mine, line 3, column 3: unknown role "surfce"; did you mean "surface"?`,
		},
		{
			"unknown role, nothing near", "inherits = 'nord'\n[roles]\nwallpaper = '#000'",
			`theme mine, line 3, column 1: unknown role "wallpaper"; known are surface, panel, overlay, text`,
		},
		{
			"unknown key", "inherit = 'nord'",
			`theme mine, line 1, column 1: unknown key "inherit"; did you mean "inherits"?`,
		},
		{
			"unknown table", "inherits = 'nord'\n[colours]\na = '#000'",
			`theme mine, line 2, column 2: unknown key "colours"; known are title, inherits, palette, roles`,
		},
		{
			"bad colour", "inherits = 'nord'\n\n[roles]\ntext = '#00'",
			`theme mine, line 4, column 1: role "text": "#00" is no colour; write it as #rrggbb or #rgb, or a name of the palette`,
		},
		{
			"colour near one of the palette", "inherits = 'nord'\n[roles]\ntext = 'nrod4'",
			`theme mine, line 3, column 1: role "text": no colour "nrod4" in the palette; did you mean "nord4"?`,
		},
		{
			"bad colour in the palette", "inherits = 'nord'\n[palette]\nrust = 'red'",
			`theme mine, line 3, column 1: palette colour "rust": "red" is no colour; write it as #rrggbb or #rgb`,
		},
		{
			"unknown base", "title = 'x'\ninherits = 'wier-dark'",
			`theme mine, line 2, column 1: inherits: unknown theme "wier-dark"; did you mean "weir-dark"?`,
		},
		{
			"dotted key", "inherits = 'nord'\nroles.txt = '#000'",
			`theme mine, line 2, column 1: unknown role "txt"; did you mean "text"?`,
		},
		{
			"inline table", "inherits = 'nord'\nroles = { txt = '#000' }",
			`theme mine, line 2, column 11: unknown role "txt"; did you mean "text"?`,
		},
		{"no TOML", "inherits = 'nord'\nroles = = 1", `theme mine, line 2, column 9: toml: `},
		{"no text", "inherits = 'nord'\n[roles]\ntext = 5", `theme mine, line 3, column 8: toml: `},
		{"given twice", "inherits = 'nord'\n[roles]\ntext='#000'\ntext='#fff'", `theme mine, line 4, column 1: toml: `},
		{"too large", strings.Repeat("#\n", 40_000), `theme mine: too large for a theme: more than 65536 bytes`},
		{"nothing", "", `theme mine: no colour for surface, panel, overlay, text`},
		{
			"one missing", withoutRole(RoleGauge),
			`theme mine: no colour for gauge; give them in [roles], or inherits = "weir-dark"`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("mine", []byte(c.document))
			var fault *Error
			if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error %q, want %q", err, c.want)
			}
		})
	}
}

func withoutRole(left Role) string {
	document := "[roles]\n"
	for _, role := range Roles() {
		if role != left {
			document += string(role) + " = '#777'\n"
		}
	}
	return document
}

func TestAllFaultsAreToldInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	_, err := Parse("mine", []byte("inherits = 'nord'\n[roles]\nzzzzzz = '#000'\ntext = '?'\n[palette]\nrust = ''"))
	var lines []string
	for line := range strings.Lines(err.Error()) {
		lines = append(lines, line)
	}
	if len(lines) != 3 {
		t.Fatalf("%d faults, want 3:\n%v", len(lines), err)
	}
	for i, want := range []string{"theme mine, line 3, ", "theme mine, line 4, ", "theme mine, line 6, "} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("fault %d is %q, want %q", i, lines[i], want)
		}
	}
}

func TestParseColor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Color{"#A1b2C3": "#a1b2c3", "#f0a": "#ff00aa", "#000000": "#000000"} {
		if got, err := ParseColor(text); err != nil || got != want {
			t.Errorf("ParseColor(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "#", "red", "a1b2c3", "#a1b2c", "#a1b2c3d4", "#ggg", "##ff", "#é1", " #fff"} {
		if got, err := ParseColor(text); err == nil {
			t.Errorf("ParseColor(%q) = %q", text, got)
		}
	}
}

func TestContrast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b Color
		want float64
	}{
		{"#000000", "#ffffff", 21},
		{"#ffffff", "#000000", 21},
		{"#123456", "#123456", 1},
		{"#777777", "#ffffff", 4.48},
		{"#0000ff", "#ffffff", 8.59},
		{"not one", "#ffffff", 21},
	} {
		if got := Contrast(c.a, c.b); got < c.want-0.005 || got > c.want+0.005 {
			t.Errorf("Contrast(%s, %s) = %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestCheckFindsWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	theme := parse(t, "inherits = 'weir-dark'\n[roles]\nopen = '#1a2a33'\nselection-text = '#1c4a5e'")
	var got []string
	for _, problem := range theme.Check() {
		got = append(got, problem.String())
	}
	want := "open on surface has contrast 1.2, needs 3.0\n" +
		"open on panel has contrast 1.1, needs 3.0\n" +
		"open on overlay has contrast 1.0, needs 3.0\n" +
		"selection-text on selection has contrast 1.0, needs 4.5"
	if strings.Join(got, "\n") != want {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("inherits = 'nord'\n[roles]\ntext = '#fff'\n"))
	f.Add([]byte("[palette]\na = 'b'\n[roles]\nsurface = 'a'\n"))
	f.Add([]byte("roles = { text = '#000' }\npalette.x = '#123'\n"))
	f.Fuzz(func(t *testing.T, document []byte) {
		theme, err := Parse("fuzz", document)
		if err != nil {
			var fault *Error
			if !errors.As(err, &fault) {
				t.Fatalf("no *Error: %v", err)
			}
			return
		}
		for _, role := range Roles() {
			if _, err := ParseColor(string(theme.Color(role))); err != nil {
				t.Fatalf("role %s of an accepted theme: %v", role, err)
			}
		}
		theme.Check()
	})
}
