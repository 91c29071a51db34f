package keys

import (
	"fmt"
	"slices"
	"strings"
)

// Conflict is a key with two meanings in a scope, or with a meaning that it
// must not have.
type Conflict struct {
	Key    string
	Scope  Scope
	First  Intent
	Second Intent // None where the key itself is the trouble
	Why    string
}

func (c Conflict) Error() string {
	if c.Second == None {
		return fmt.Sprintf("key %q for %s: %s", c.Key, c.First, c.Why)
	}
	return fmt.Sprintf("key %q means both %s and %s in the scope %q: give one of them another key", c.Key, c.First, c.Second, c.Scope)
}

// Conflicts returns what is wrong with a map, in the order of its table. A key
// may mean one thing in a panel and another everywhere: the panel's decides.
// The scopes live and global hold at the same time, so between those a key has
// one meaning only.
func (m Map) Conflicts() []Conflict {
	var found []Conflict
	for i, b := range m.bindings {
		for _, key := range b.Keys {
			if why := reserved(key, b); why != "" {
				found = append(found, Conflict{Key: key, Scope: b.Scope, First: b.Intent, Why: why})
			}
			for _, other := range m.bindings[:i] {
				if other.Intent != b.Intent && together(other.Scope, b.Scope) && slices.Contains(other.Keys, key) {
					found = append(found, Conflict{Key: key, Scope: b.Scope, First: other.Intent, Second: b.Intent})
				}
			}
		}
	}
	return found
}

// together says whether two scopes hold at the same time without one being
// within the other. What a replay needs it takes from everywhere.
func together(a, b Scope) bool {
	return a == b || a == Live && b == Global || a == Global && b == Live ||
		a == Dialog && b == Menu || a == Menu && b == Dialog
}

// reserved says why a key must not have a binding.
func reserved(key string, b Binding) string {
	switch {
	case key == "":
		return "it is empty"
	case key == "ctrl+z" && b.Intent == Suspend:
		return ""
	case slices.Contains([]string{"ctrl+s", "ctrl+q", "ctrl+j", "ctrl+z", "ctrl+m", "ctrl+i", "ctrl+["}, key):
		return "terminals keep it for themselves; choose another"
	case b.Scope == Text && isText(key):
		return "in a text field it is text; choose one with ctrl or alt"
	case strings.TrimSpace(key) != key:
		return `write "space" for the space bar, and no blanks`
	}
	return ""
}
