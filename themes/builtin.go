package themes

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

// The files of the built-in themes, compiled into the program.
//
//go:embed builtin/*.toml
var files embed.FS

// The house themes, for a dark and for a light terminal.
const (
	DefaultDark  = "weir-dark"
	DefaultLight = "weir-light"
)

// Builtin returns the names of the built-in themes: the house themes, then the
// others in the order of their names. The slice belongs to the caller.
func Builtin() []string {
	return []string{
		DefaultDark, DefaultLight,
		"catppuccin-latte", "catppuccin-mocha", "colour-blind-safe", "dracula", "gruvbox", "gruvbox-light",
		"high-contrast", "nord", "solarized-dark", "solarized-light", "tokyo-night",
	}
}

// Load returns a built-in theme. The error for an unknown name lists the nearest
// one or all of them.
func Load(name string) (Theme, error) {
	document, err := builtinFile(name)
	if err != nil {
		return Theme{}, err
	}
	return Parse(name, document)
}

func builtinFile(name string) ([]byte, error) {
	if !slices.Contains(Builtin(), name) {
		return nil, unknownTheme(name, Builtin())
	}
	document, err := files.ReadFile("builtin/" + name + ".toml")
	if err != nil {
		return nil, fmt.Errorf("read built-in theme %q: %w", name, err)
	}
	return document, nil
}

func unknownTheme(name string, all []string) error {
	if near := nearest(name, all); near != "" {
		return fmt.Errorf("unknown theme %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("unknown theme %q; there are %s", name, strings.Join(all, ", "))
}
