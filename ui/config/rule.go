package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"weir/engine"
)

// Rule is the policy of an origin, or of the paths of one.
type Rule struct {
	// Scope is the engine's word for what it governs: scheme://host:port, and
	// behind it the pattern of its paths, if any.
	Scope    string
	Settings []Setting
	Source   Source
}

// Setting is one setting of a rule, by the name of its flag.
type Setting struct {
	Name string
	Value
}

// whole lists the settings that hold for the whole engine: there is one
// transport.
func whole() []string {
	return []string{"http", "insecure", "proxy", "cacert", "cert", "key", "max-body", "cookies", "seed"}
}

// rule takes an entry of [origins."https://…"].
func (c *Config) rule(e entry) error {
	if len(e.key) != 3 {
		return e.fail(errors.New(`write it as [origins."https://api.example.com"], and the settings below it`))
	}
	scope, err := engine.ScopeOf(e.key[1])
	if err != nil {
		return e.fail(err)
	}
	name := e.key[2]
	switch {
	case slices.Contains(whole(), name):
		return e.fail(fmt.Errorf("%s holds for all origins: set it under [defaults]", name))
	case !slices.Contains(engine.PolicySettings(), name):
		return e.fail(unknown("setting of an origin", name, ofOrigins()))
	case e.isList:
		return e.fail(errors.New("one value is expected, not an array"))
	}
	if err := check(name, e.text); err != nil {
		return e.fail(err)
	}
	c.put(scope, Setting{name, Value{e.text, e.source}})
	return nil
}

func ofOrigins() []string {
	return slices.DeleteFunc(engine.PolicySettings(), func(name string) bool { return slices.Contains(whole(), name) })
}

// put sets a setting of a scope, over one that was there.
func (c *Config) put(scope string, s Setting) {
	i := slices.IndexFunc(c.Rules, func(r Rule) bool { return r.Scope == scope })
	if i < 0 {
		c.Rules = append(c.Rules, Rule{Scope: scope, Source: s.Source})
		i = len(c.Rules) - 1
	}
	r := &c.Rules[i]
	r.Settings = slices.DeleteFunc(r.Settings, func(old Setting) bool { return old.Name == s.Name })
	r.Settings = append(r.Settings, s)
}

// Policies returns the policies of the scopes that have one of their own: the
// base with the settings of the origin, then those of the path, and then what
// overrides them all, which flags and the environment do.
func (c *Config) Policies(base engine.Policy, override func(*engine.Policy) error) (map[string]engine.Policy, error) {
	policies := make(map[string]engine.Policy, len(c.Rules))
	for _, r := range c.Rules {
		p := base
		for _, outer := range c.Rules {
			if outer.Scope != r.Scope && strings.HasPrefix(r.Scope, outer.Scope+"/") && engine.IsOrigin(outer.Scope) {
				if err := outer.apply(&p); err != nil {
					return nil, err
				}
			}
		}
		if err := r.apply(&p); err != nil {
			return nil, err
		}
		if err := override(&p); err != nil {
			return nil, err
		}
		if err := p.Validate(); err != nil {
			return nil, &Error{r.Source, "origins." + r.Scope, err}
		}
		policies[r.Scope] = p
	}
	return policies, nil
}

// apply sets the rule's settings in the order in which the engine wants them:
// a rate brings a burst.
func (r Rule) apply(p *engine.Policy) error {
	for _, name := range engine.PolicySettings() {
		for _, s := range r.Settings {
			if s.Name != name {
				continue
			}
			if err := p.Set(name, s.Text); err != nil {
				return &Error{s.Source, "origins." + r.Scope, err}
			}
		}
	}
	return nil
}
