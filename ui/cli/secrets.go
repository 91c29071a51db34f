package cli

import (
	"context"
	"os"
	"slices"
	"strings"

	"weir/ui/config"
)

// reveal puts secrets of the configuration in where the command line names
// them as {{name}}, so that they stand neither in the shell's history nor in
// the list of processes. Only those that are named are read; other braces
// stay. It returns the values that must not be recorded.
func (f *requestFlags) reveal(ctx context.Context, c *config.Config, targets []string) ([]string, error) {
	var met []string
	texts := []*string{&f.data, &f.json, &f.auth}
	for _, list := range [][]string{f.headers, f.form, targets} {
		for i := range list {
			texts = append(texts, &list[i])
		}
	}
	for name, secret := range c.Secrets {
		mark := "{{" + name + "}}"
		if !slices.ContainsFunc(texts, func(text *string) bool { return strings.Contains(*text, mark) }) {
			continue
		}
		value, err := secret.Read(ctx, os.Getenv)
		if err != nil {
			return nil, usage(err)
		}
		met = append(met, value)
		for _, text := range texts {
			*text = strings.ReplaceAll(*text, mark, value)
		}
	}
	return met, nil
}
