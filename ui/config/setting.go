package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"weir/engine"
	"weir/ui/keys"
)

// Names lists the settings that have defaults, in the order in which they are
// shown and set.
func Names() []string {
	return slices.Concat([]string{"theme", "keymap"}, engine.PolicySettings(), engine.WalkSettings(), []string{"prefetch", "no-record", "progress"})
}

// check says what is wrong with a setting's text, without using it.
func check(name, text string) error {
	var p engine.Policy
	var w engine.Walk
	switch {
	case slices.Contains(engine.PolicySettings(), name):
		p = engine.DefaultPolicy()
		return bare(p.Set(name, text))
	case slices.Contains(engine.WalkSettings(), name):
		return bare(w.Set(name, text))
	}
	switch name {
	case "theme":
		return nil // it may be one of the user's own
	case "keymap":
		return oneOf(text, KeyMaps())
	case "progress":
		return oneOf(text, []string{"auto", "json", "off"})
	case "no-record":
		_, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		return nil
	case "prefetch":
		if n, err := strconv.Atoi(text); err != nil || n < 0 {
			return fmt.Errorf("%q is no number of pages: use 0 or more", text)
		}
		return nil
	}
	return unknown("setting", name, Names())
}

// KeyMaps lists the key maps that there are.
func KeyMaps() []string { return keys.Presets() }

// bare takes the setting's name off an error: the key says it already.
func bare(err error) error {
	if s, ok := err.(*engine.SettingError); ok { //nolint:errorlint // it is never wrapped
		return s.Err
	}
	return err
}

func oneOf(text string, all []string) error {
	if slices.Contains(all, text) {
		return nil
	}
	return fmt.Errorf("%q is none of %s", text, strings.Join(all, ", "))
}

// outOfPlace says that there is no such key at the top of a file, and where it
// belongs if it is a setting.
func outOfPlace(name string, all []string) error {
	if slices.Contains(Names(), name) {
		return fmt.Errorf("%q is a setting: write it below [defaults], or below [origins] for one origin", name)
	}
	return unknown("key", name, all)
}

// unknown says that there is no such thing, and which one was meant.
func unknown(what, name string, all []string) error {
	if near := Nearest(name, all); near != "" {
		return fmt.Errorf("there is no %s %q, did you mean %q?", what, name, near)
	}
	return fmt.Errorf("there is no %s %q, known are %s", what, name, strings.Join(all, ", "))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
