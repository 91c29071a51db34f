package browse

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"weir/themes"
	"weir/ui/styles"
)

// drawn returns styles whose colours do not change with anybody's taste.
func drawn(p styles.Profile) *styles.Styles {
	roles := map[themes.Role]themes.Color{}
	for i, r := range themes.Roles() {
		roles[r] = themes.Color(fmt.Sprintf("#%02x%02x%02x", 0xa0+i, 0xc0, 0xd0))
	}
	roles[themes.RolePanel] = "#11212a"
	roles[themes.RoleSelection] = "#1c4a5e"
	return styles.New(themes.Theme{Name: "river", Dark: true, Roles: roles}, p, true)
}

var plain = sync.OnceValue(func() *styles.Styles { return drawn(styles.NoColor) })

func frame(width, height int) Frame {
	return Frame{Styles: plain(), Width: width, Height: height, Focused: true}
}

// requireSound fails unless lines fill the frame exactly and are harmless.
func requireSound(t rapid.TB, f Frame, lines []string) {
	t.Helper()
	if len(lines) != max(0, f.Height) {
		t.Fatalf("%d lines are drawn, want %d", len(lines), f.Height)
	}
	for _, line := range lines {
		plain := styles.Plain(line)
		if !utf8.ValidString(plain) {
			t.Fatalf("broken UTF-8 is sent: %q", plain)
		}
		for _, r := range plain {
			if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
				t.Fatalf("%U is sent in %q", r, plain)
			}
		}
		if got := ansi.StringWidthWc(plain); got != max(0, f.Width) {
			t.Fatalf("%q is %d cells wide, want %d", plain, got, f.Width)
		}
	}
}

// requireCursor fails unless the cursor is on the screen exactly once.
func requireCursor(t rapid.TB, lines []string) {
	t.Helper()
	n := 0
	for _, line := range lines {
		if strings.HasPrefix(styles.Plain(line), "›") {
			n++
		}
	}
	if n != 1 {
		t.Fatalf("the cursor is drawn %d times:\n%s", n, styles.Plain(lines...))
	}
}

// requireGolden draws at three sizes, with colours and without.
func requireGolden(t *testing.T, view func(Frame) []string) {
	t.Helper()
	for _, size := range [][2]int{{40, 8}, {80, 12}, {120, 16}} {
		for name, p := range map[string]styles.Profile{"plain": styles.NoColor, "colour": styles.TrueColor} {
			t.Run(fmt.Sprintf("%dx%d-%s", size[0], size[1], name), func(t *testing.T) {
				f := Frame{Styles: drawn(p), Width: size[0], Height: size[1], Focused: true}
				lines := view(f)
				requireSound(t, f, lines)
				golden.RequireEqual(t, strings.Join(lines, "\n")+"\n")
			})
		}
	}
}

// hostile draws texts as a server might send them to do harm.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"\x1b]0;owned\x07", "\x1b[2J", "a\u202eb", "\x9b31m", "川の水位", "👩‍👩‍👧", "e\u0301\u0301", "\xff\xfe", "\r\n", "\u200b", "\t",
		}),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 40), func(b []byte) string { return string(b) }),
	)
}
