package keys

import (
	"fmt"
	"strings"
)

// Presets lists the names of the key maps that there are.
func Presets() []string { return []string{"default", "vim", "emacs"} }

// PresetNamed returns the key map of that name, or an error that lists those
// that there are.
func PresetNamed(name string) (Map, error) {
	switch name {
	case "", "default":
		return Preset(), nil
	case "vim":
		return Preset().Remap(vim())
	case "emacs":
		return Preset().Remap(emacs())
	}
	return Map{}, fmt.Errorf("there is no key map %q: use one of %s", name, strings.Join(Presets(), ", "))
}

// vim gives n and N to searching, as in vim, and turns pages with J and K.
func vim() map[string][]string {
	return map[string][]string{
		string(SearchOn): {"n", "ctrl+n"}, string(SearchUp): {"N", "ctrl+r"},
		string(NextPage): {"J"}, string(PrevPage): {"K"},
		string(NextLesson): {"alt+n"}, string(PrevLesson): {"alt+p"},
		string(PageDown): {"ctrl+d", "ctrl+f", "pgdown"}, string(PageUp): {"ctrl+u", "ctrl+b", "pgup"},
		string(Palette): {":", "ctrl+p"},
	}
}

// emacs moves with control keys, as in Emacs; its search stands on alt+s, for
// terminals keep ctrl+s for themselves.
func emacs() map[string][]string {
	return map[string][]string{
		string(Up): {"up", "ctrl+p"}, string(Down): {"down", "ctrl+n"},
		string(Left): {"left", "ctrl+b"}, string(Right): {"right", "ctrl+f"},
		string(PageDown): {"pgdown", "ctrl+v"}, string(PageUp): {"pgup", "alt+v"},
		string(Home): {"home", "alt+<"}, string(End): {"end", "alt+>"},
		string(Palette): {"alt+x", ":"}, string(Search): {"alt+s", "/"},
		string(SearchOn): {"alt+n"}, string(SearchUp): {"alt+p"},
		string(Back): {"esc", "ctrl+g"},
	}
}
