package ui

import (
	"context"
	"image/color"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"weir/themes"
	"weir/ui/memory"
	"weir/ui/styles"
)

// shelved is a folder with these themes.
func shelved(t *testing.T, files map[string]string) themes.Shelf {
	t.Helper()
	s := themes.Shelf{Dir: t.TempDir()}
	for name, document := range files {
		write(t, s, name, document)
	}
	return s
}

func write(t *testing.T, s themes.Shelf, name, document string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.Dir, name+".toml"), []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
}

const dusk = "title = 'Dusk'\ninherits = 'nord'\n"

func TestThePickerHasThePersonsOwn(t *testing.T) {
	t.Parallel()
	shelf := shelved(t, map[string]string{"dusk": dusk, "bad": "inherit = 'nord'\n"})
	file := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	with := func(o *Options) { o.Themes, o.Memory = shelf, file }
	d := newDesk(t, 120, 40, with)
	d.press("T")
	d.typed("dusk")
	d.shows("Dusk", "yours · dark")
	if d.m.theme.name() != "dusk" {
		t.Errorf("the preview draws %s", d.m.theme.name())
	}
	d.press("ctrl+u")
	d.typed("bad")
	d.shows("cannot be used")
	d.press("enter")
	if !d.m.dialogs.Open() {
		t.Error("a broken theme was taken")
	}
	d.press("esc")
	d.shows(`bad.toml:1:1: unknown key "inherit"; did you mean "inherits"?`)
	if d.m.theme.name() != themes.DefaultDark {
		t.Errorf("after esc %s is drawn", d.m.theme.name())
	}
	d.press("x T")
	d.typed("dusk")
	d.press("enter")
	if next := newDesk(t, 120, 40, with); next.m.theme.name() != "dusk" || file.Theme() != "dusk" {
		t.Errorf("the next screen draws %s, kept is %q", next.m.theme.name(), file.Theme())
	}
}

// A theme that a flag or the configuration names is not overruled by a choice.
func TestAFixedThemeIsNotRemembered(t *testing.T) {
	t.Parallel()
	file := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	if err := file.KeepTheme("nord"); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 120, 40, func(o *Options) { o.Memory, o.Theme = file, "dracula" })
	if d.m.theme.name() != "dracula" {
		t.Errorf("%s is drawn", d.m.theme.name())
	}
	d.press("T")
	d.typed("gruvbox")
	d.press("enter")
	d.shows("This theme holds until you leave")
	if d.m.theme.name() != "gruvbox" || file.Theme() != "nord" {
		t.Errorf("%s is drawn, %q is kept", d.m.theme.name(), file.Theme())
	}
}

func TestARememberedThemeThatIsGone(t *testing.T) {
	t.Parallel()
	file := memory.File{Path: filepath.Join(t.TempDir(), "screen.json")}
	if err := file.KeepTheme("dusk"); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 120, 40, func(o *Options) { o.Memory = file })
	d.shows(`Unknown theme "dusk"`)
	if d.m.theme.name() != themes.DefaultDark {
		t.Errorf("%s is drawn", d.m.theme.name())
	}
}

func TestAHardToReadThemeIsTold(t *testing.T) {
	t.Parallel()
	shelf := shelved(t, map[string]string{"dim": "inherits = 'weir-dark'\n[roles]\nmuted = '#1a2a33'\n"})
	d := newDesk(t, 200, 40, func(o *Options) { o.Themes, o.Theme = shelf, "dim" })
	d.shows("In the theme dim.toml:3:1: muted on surface has contrast 1.2, needs 3.0, and 2 more: weir themes show dim")
}

// The theme is drawn anew when its file changes, and stays when that is wrong.
func TestAThemeIsReadAnew(t *testing.T) {
	t.Parallel()
	shelf := shelved(t, map[string]string{"dusk": dusk})
	d := newDesk(t, 120, 40, func(o *Options) { o.Themes, o.Theme = shelf, "dusk" })
	before := d.m.View().Content
	reload := func() {
		now, err := shelf.Load("dusk")
		d.send(reloadedMsg{"dusk", now, shelf.Stamp("dusk"), err})
	}
	write(t, shelf, "dusk", "inherits = 'gruvbox-light'\n")
	reload()
	d.shows("The theme was read anew.")
	if d.m.View().Content == before {
		t.Error("the screen looks as before")
	}
	write(t, shelf, "dusk", "inherits = 'nrod'\n")
	reload()
	d.shows("The theme stays as it was", `dusk.toml:1:1: inherits: unknown theme "nrod"; did you mean "nord"?`)
	if d.m.theme.own["dusk"].Dark {
		t.Error("the broken file changed the theme")
	}
}

// A change is told once the file has settled, and nothing before.
func TestAChangedFileIsSeen(t *testing.T) {
	t.Parallel()
	shelf := shelved(t, map[string]string{"dusk": dusk})
	first := shelf.Stamp("dusk")
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		go func() {
			time.Sleep(5 * time.Second)
			write(t, shelf, "dusk", dusk+"# half")
			time.Sleep(themeWatch - time.Second + themeSettle/2)
			write(t, shelf, "dusk", dusk+"# half and half")
		}()
		now, ok := changed(context.Background(), shelf, "dusk", first, themeWatch)
		if took := time.Since(start); !ok || now == first || took != 3*themeWatch+2*themeSettle {
			t.Errorf("seen %v after %v", ok, took)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		defer cancel()
		if _, ok := changed(ctx, shelf, "dusk", shelf.Stamp("dusk"), themeWatch); ok {
			t.Error("a file that nobody touched changed")
		}
	})
}

// Without a choice the theme is that of the terminal's ground, also when that
// changes while the screen is open.
func TestTheThemeFollowsTheTerminal(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	for _, tt := range []struct {
		ground color.Color
		want   string
	}{{color.White, themes.DefaultLight}, {color.Black, themes.DefaultDark}} {
		d.send(tea.BackgroundColorMsg{Color: tt.ground})
		if d.m.theme.name() != tt.want || !d.m.View().ReportFocus {
			t.Errorf("on %v %s is drawn", tt.ground, d.m.theme.name())
		}
	}
	if _, cmd := d.m.Update(tea.FocusMsg{}); cmd == nil {
		t.Error("the ground is not asked for again")
	}
}

func TestNoColorHoldsWhateverTheTerminalCanDo(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, func(o *Options) { o.Environ = []string{"NO_COLOR=yes"} })
	d.send(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	if d.m.theme.profile != styles.NoColor {
		t.Errorf("the profile is %d", d.m.theme.profile)
	}
}

func TestWhatTheScreenKnowsAlreadyIsNotNews(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, func(o *Options) { o.colours = colorprofile.ANSI256 })
	news := d.m.news()
	size, colours := tea.WindowSizeMsg{Width: 120, Height: 40}, tea.ColorProfileMsg{Profile: colorprofile.ANSI256}
	for _, known := range []tea.Msg{size, colours, tea.EnvMsg{"TERM=xterm"}} {
		if got := news(d.m, known); got != nil {
			t.Errorf("%T is told again", known)
		}
	}
	for _, fresh := range []tea.Msg{tea.WindowSizeMsg{Width: 80, Height: 24}, size, tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, colours, tickMsg{}} {
		if got := news(d.m, fresh); got == nil {
			t.Errorf("%T %v is kept back", fresh, fresh)
		}
	}
}
