package cli

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"weir/engine"
	"weir/ui/config"
	"weir/ui/keys"
)

// configured reads the configuration and sets the flags of a command that it
// has a word about and the command line has not.
func configured(cmd *cobra.Command) (*config.Config, error) {
	dir, _ := os.Getwd() // without a working folder there is no workspace
	c, err := config.Load(config.Place{UserDir: userDir(), WorkDir: dir, Environ: os.Environ()})
	if err != nil {
		return nil, usage(err)
	}
	for _, name := range config.Names() {
		v, ok := c.Settings[name]
		flag := cmd.Flags().Lookup(name)
		if !ok || flag == nil || flag.Changed {
			continue
		}
		if s, ok := flag.Value.(*settingFlag); ok {
			s.text, s.given, s.above = v.Text, true, v.Source.Name != ""
			continue
		}
		if err := flag.Value.Set(v.Text); err != nil {
			return nil, usage(&config.Error{Source: v.Source, Key: name, Err: err})
		}
	}
	return c, nil
}

// userDir is weir's folder of the user's configuration.
func userDir() string {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "weir")
	}
	return filepath.Join(xdg.ConfigHome, "weir")
}

// keyMap is the key map that the configuration makes.
func keyMap(c *config.Config) (*keys.Map, error) {
	preset := c.Settings["keymap"]
	m, err := keys.PresetNamed(preset.Text)
	if err != nil {
		return nil, usage(&config.Error{Source: preset.Source, Key: "keymap", Err: err})
	}
	changes := make(map[string][]string, len(c.Keys))
	for name, k := range c.Keys {
		changes[name] = k.List
	}
	if m, err = m.Remap(changes); err != nil {
		return nil, usage(keyError(c, err))
	}
	return &m, nil
}

// keyError says where the keys stand that make no sense.
func keyError(c *config.Config, err error) error {
	var unknown *keys.UnknownError
	var conflict keys.Conflict
	switch {
	case errors.As(err, &unknown):
		return &config.Error{Source: c.Keys[unknown.Name].Source, Key: "keys", Err: err}
	case errors.As(err, &conflict):
		for _, intent := range []keys.Intent{conflict.Second, conflict.First} {
			if k, ok := c.Keys[string(intent)]; ok {
				return &config.Error{Source: k.Source, Key: "keys", Err: err}
			}
		}
	}
	return err
}

// engineConfig is the policy of the engine, and those of the origins that the
// configuration names. What flags and the environment say counts everywhere.
func (f *policyFlags) engineConfig(c *config.Config) (engine.Config, error) {
	policy, err := f.policy()
	if err != nil {
		return engine.Config{}, err
	}
	origins, err := c.Policies(policy, func(p *engine.Policy) error { return f.policySettings.override(p.Set) })
	return engine.Config{Policy: policy, Origins: origins}, usage(err)
}
