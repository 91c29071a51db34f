package keys

import (
	"slices"
	"strings"
)

// Section is a part of the help: the bindings of a scope.
type Section struct {
	Title    string
	Bindings []Binding
}

// Help returns the bindings of a chain's scopes, innermost first. A key that
// an inner scope took is left out of the outer ones, and a binding without
// keys is left out altogether.
func (m Map) Help(chain Chain) []Section {
	taken := map[string]bool{}
	var out []Section
	for _, s := range chain {
		section := Section{Title: s.Title()}
		for _, b := range m.In(s) {
			if b.Keys = free(b.Keys, taken); len(b.Keys) > 0 {
				section.Bindings = append(section.Bindings, b)
			}
		}
		for _, b := range section.Bindings {
			for _, k := range b.Keys {
				taken[k] = true
			}
		}
		if len(section.Bindings) > 0 {
			out = append(out, section)
		}
	}
	return out
}

func free(keys []string, taken map[string]bool) []string {
	var left []string
	for _, k := range keys {
		if !taken[k] {
			left = append(left, k)
		}
	}
	return left
}

// Hints returns the bindings of a chain that have a short name, innermost
// first, for the line at the bottom.
func (m Map) Hints(chain Chain) []Binding {
	if i := slices.Index(chain, Text); i >= 0 {
		chain = chain[:i+1] // what stands outside is out of reach
	}
	var out []Binding
	for _, s := range m.Help(chain) {
		for _, b := range s.Bindings {
			if b.Short != "" {
				out = append(out, b)
			}
		}
	}
	return out
}

// Actions returns every binding that can be chosen from the palette for a
// chain: all of its scopes, an intent once, those of the innermost scope first.
func (m Map) Actions(chain Chain) []Binding {
	met := map[Intent]bool{Palette: true, Accept: true, Leave: true}
	var out []Binding
	for _, s := range chain {
		for _, b := range m.In(s) {
			if !met[b.Intent] && b.Help != "" {
				met[b.Intent] = true
				out = append(out, b)
			}
		}
	}
	return out
}

// Show writes a key for people: "⏎", "space", "ctrl+p", "↑".
func Show(key string) string {
	switch key {
	case "enter":
		return "⏎"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "shift+tab":
		return "⇧tab"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	case "home":
		return "Home"
	case "end":
		return "End"
	case "shift+left":
		return "⇧←"
	case "shift+right":
		return "⇧→"
	}
	return key
}

// ShowAll writes a binding's keys for people.
func ShowAll(b Binding) string {
	shown := make([]string, 0, len(b.Keys))
	for _, k := range b.Keys {
		shown = append(shown, Show(k))
	}
	return strings.Join(shown, " ")
}
