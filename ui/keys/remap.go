package keys

import (
	"fmt"
	"maps"
	"slices"

	"github.com/sahilm/fuzzy"
)

// UnknownError says that there is no intent of that name.
type UnknownError struct{ Name, Near string }

func (e *UnknownError) Error() string {
	if e.Near == "" {
		return fmt.Sprintf("there is no action %q", e.Name)
	}
	return fmt.Sprintf("there is no action %q, did you mean %q?", e.Name, e.Near)
}

// Remap returns the map with other keys for some intents, by their names; an
// empty list takes an intent's keys away. It returns an *UnknownError or a
// Conflict where that makes no sense.
func (m Map) Remap(changes map[string][]string) (Map, error) {
	next := slices.Clone(m.bindings)
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		met := false
		for i := range next {
			if string(next[i].Intent) == name {
				next[i].Keys, met = slices.Clone(changes[name]), true
			}
		}
		if !met {
			return Map{}, &UnknownError{Name: name, Near: m.near(name)}
		}
	}
	return New(next)
}

func (m Map) near(name string) string {
	var names []string
	for _, b := range m.bindings {
		names = append(names, string(b.Intent))
	}
	for n := len(name); n > 1; n-- { // the end is where one errs most
		if found := fuzzy.Find(name[:n], names); len(found) > 0 {
			return found[0].Str
		}
	}
	return ""
}
