package cli

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"

	"weir/ui/config"
)

// metSecrets are values that must not be recorded, as they are met before there
// is a session. It is safe for concurrent use.
type metSecrets struct {
	mu     sync.Mutex
	values []string
}

func (m *metSecrets) add(values ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.values = append(m.values, values...)
}

func (m *metSecrets) all() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.values)
}

// reveal puts secrets of the configuration in where the command line names
// them as {{name}}, so that they stand neither in the shell's history nor in
// the list of processes. Only those that are named are read; other braces
// stay. It returns the values that must not be recorded.
func (f *requestFlags) reveal(ctx context.Context, c *config.Config, targets []string) ([]string, error) {
	texts := []*string{&f.data, &f.json, &f.auth}
	for _, list := range [][]string{f.headers, f.form, targets} {
		for i := range list {
			texts = append(texts, &list[i])
		}
	}
	var met, pairs []string
	for name, secret := range c.Secrets {
		mark := "{{" + name + "}}"
		if !slices.ContainsFunc(texts, func(text *string) bool { return strings.Contains(*text, mark) }) {
			continue
		}
		value, err := secret.Read(ctx, os.Getenv)
		if err != nil {
			return nil, usage(err)
		}
		met, pairs = append(met, value), append(pairs, mark, value)
	}
	fill := strings.NewReplacer(pairs...) // all at once: a value is not looked into
	for _, text := range texts {
		*text = fill.Replace(*text)
	}
	return met, nil
}
