package keys

import (
	"slices"
	"unicode/utf8"
)

// Binding says that keys mean an intent in a scope.
type Binding struct {
	Intent Intent
	// Keys as tea.KeyPressMsg.String writes them: "n", "G", "ctrl+p", "space".
	// None at all makes an action of the palette alone.
	Keys  []string
	Help  string // what it does, in a few words that begin with a verb
	Short string // for the hints at the bottom, a word or two; empty to leave it out
	Scope Scope
}

// Map is a set of bindings. It never changes; Remap gives another one.
type Map struct{ bindings []Binding }

// New returns a map of these bindings, or the conflicts among them.
func New(bindings []Binding) (Map, error) {
	m := Map{bindings: slices.Clone(bindings)}
	if found := m.Conflicts(); len(found) > 0 {
		return Map{}, found[0]
	}
	return m, nil
}

// Lookup returns what a key means. The first scope of the chain that knows the
// key decides. While a text field has the focus, a key that makes text means
// nothing, so that it is typed; other keys are looked for in the field's own
// scope and those within it, and outside of it only where no field uses them.
func (m Map) Lookup(key string, chain Chain) Intent {
	typing := slices.Contains(chain, Text)
	if typing && isText(key) {
		return None
	}
	outside := false
	for _, s := range chain {
		if outside && !leavesField(key) {
			return None
		}
		if b, ok := m.find(s, key); ok {
			return b.Intent
		}
		outside = outside || s == Text
	}
	return None
}

func (m Map) find(s Scope, key string) (Binding, bool) {
	for _, b := range m.bindings {
		if b.Scope == s && slices.Contains(b.Keys, key) {
			return b, true
		}
	}
	return Binding{}, false
}

// KeyOf returns the first key that means the intent for a chain, empty for
// none: a key that an inner scope took means something else.
func (m Map) KeyOf(i Intent, chain Chain) string {
	for at, s := range chain {
		for _, b := range m.bindings {
			if b.Intent != i || b.Scope != s {
				continue
			}
			for _, key := range b.Keys {
				if !slices.ContainsFunc(chain[:at], func(inner Scope) bool { return m.has(inner, key) }) {
					return key
				}
			}
		}
	}
	return ""
}

func (m Map) has(s Scope, key string) bool {
	_, ok := m.find(s, key)
	return ok
}

// In returns the bindings of a scope in the order of the table.
func (m Map) In(s Scope) []Binding {
	var found []Binding
	for _, b := range m.bindings {
		if b.Scope == s {
			found = append(found, b)
		}
	}
	return found
}

// isText says whether a key press types a character.
func isText(key string) bool {
	return key == "space" || utf8.RuneCountInString(key) == 1
}

// leavesField says whether a key is never part of editing text.
func leavesField(key string) bool {
	switch key {
	case "ctrl+p", "ctrl+c", "ctrl+l", "ctrl+z", "tab", "shift+tab", "f1":
		return true
	}
	return false
}
