package cli

import (
	"context"
	"fmt"
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
	if err := f.unfilled(c, targets); err != nil {
		return nil, err
	}
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

// unfilled says that --auth names a secret that is nowhere: sent as it stands,
// it would only be refused. A file of requests has variables of its own.
func (f *requestFlags) unfilled(c *config.Config, targets []string) error {
	if slices.ContainsFunc(targets, func(target string) bool { _, _, file := splitTarget(target); return file }) {
		return nil
	}
	_, rest, open := strings.Cut(f.auth, "{{")
	name, _, closed := strings.Cut(rest, "}}")
	if _, known := c.Secrets[name]; known || !open || !closed {
		return nil
	}
	return usage(fmt.Errorf("--auth: there is no secret %q: say below [secrets] in %s where it comes from", name, config.UserFile))
}
