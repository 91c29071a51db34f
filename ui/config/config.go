package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The names of the files.
const (
	UserFile      = "config.toml" // in the folder weir of the user's configuration
	WorkspaceFile = "weir.toml"   // in the working folder or above it
)

// prefix begins the names of environment variables.
const prefix = "WEIR_"

// Value is a setting's text and where it comes from.
type Value struct {
	Text   string
	Source Source
}

// Keys are the keys that a person gave to an intent.
type Keys struct {
	List   []string
	Source Source
}

// Config is how a person has set weir up. It is not changed after Load.
type Config struct {
	// Settings are defaults by the name of their flag, theme and keymap among
	// them. What is not named is not there.
	Settings map[string]Value
	Keys     map[string]Keys // by intent
	Rules    []Rule          // of origins and paths, in their order
	Secrets  map[string]Secret
	// Files are those that were read, and User that of the user, whether it is
	// there or not.
	Files []string
	User  string
}

// Place is where Load looks.
type Place struct {
	UserDir string   // weir's folder of the user's configuration; empty for none
	WorkDir string   // the working folder; empty for none
	Environ []string // as os.Environ gives it
}

// Load reads the configuration. Files that are not there are no error. Errors
// are *Error, or say which file could not be read.
func Load(p Place) (*Config, error) {
	c := &Config{Settings: map[string]Value{}, Keys: map[string]Keys{}, Secrets: map[string]Secret{}}
	if p.UserDir != "" {
		c.User = filepath.Join(p.UserDir, UserFile)
		if err := c.file(c.User, userTables()); err != nil {
			return nil, err
		}
	}
	if file := above(p.WorkDir); file != "" {
		if err := c.file(file, workspaceTables()); err != nil {
			return nil, err
		}
	}
	return c, c.environment(p.Environ)
}

// above finds the workspace's file in a folder or the nearest one above it.
func above(dir string) string {
	for dir != "" {
		file := filepath.Join(dir, WorkspaceFile)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
	return ""
}

// file reads a file over what is there.
func (c *Config) file(path string, known map[string]table) error {
	document, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("read the configuration: %w", err)
	}
	all, err := entries(path, document)
	if err != nil {
		return err
	}
	c.Files = append(c.Files, path)
	for _, e := range all {
		if err := c.take(e, known); err != nil {
			return err
		}
	}
	return nil
}

// table takes the entries of a table of the file.
type table func(*Config, entry) error

func userTables() map[string]table {
	return map[string]table{
		"theme": (*Config).setting, "keymap": (*Config).setting,
		"keys": (*Config).keys, "defaults": (*Config).setting, "origins": (*Config).rule, "secrets": (*Config).secret,
	}
}

// workspaceTables leaves out what a stranger's folder must not decide.
func workspaceTables() map[string]table {
	refuse := func(_ *Config, e entry) error {
		return e.fail(fmt.Errorf("a workspace may have come from someone else, so this stands in the user's own %s", UserFile))
	}
	return map[string]table{
		"theme": (*Config).setting, "keymap": (*Config).setting,
		"keys": (*Config).keys, "secrets": refuse, "origins": (*Config).rule,
		"defaults": func(c *Config, e entry) error {
			if slices.Contains(machine(), e.key[len(e.key)-1]) {
				return refuse(c, e)
			}
			return c.setting(e)
		},
	}
}

// machine lists the settings that name files of the machine, lower its guard, or could send what you send twice.
func machine() []string {
	return []string{"cacert", "cert", "key", "insecure", "proxy", "allow-foreign", "retry-any-method"}
}

func (c *Config) take(e entry, known map[string]table) error {
	take, ok := known[e.key[0]]
	if !ok {
		return e.fail(outOfPlace(e.key[0], sortedKeys(known)))
	}
	return take(c, e)
}

// setting takes an entry of [defaults], or one that stands at the top.
func (c *Config) setting(e entry) error {
	name := e.key[len(e.key)-1]
	switch {
	case len(e.key) > 2:
		return e.fail(errors.New("there is no table of this name"))
	case e.key[0] == "defaults" && len(e.key) == 1:
		return e.fail(errors.New("this is a table: write [defaults], and the settings below it"))
	case e.isList:
		return e.fail(errors.New("one value is expected, not an array"))
	}
	if err := check(name, e.text); err != nil {
		return e.fail(err)
	}
	c.Settings[name] = Value{e.text, e.source}
	return nil
}

// keys takes an entry of [keys].
func (c *Config) keys(e entry) error {
	if len(e.key) != 2 {
		return e.fail(errors.New(`keys are written under [keys], such as next-page = ["n"]`))
	}
	list := e.list
	if !e.isList {
		list = []string{e.text}
	}
	c.Keys[e.key[1]] = Keys{list, e.source}
	return nil
}

// environment takes the variables over what is there.
func (c *Config) environment(environ []string) error {
	for _, line := range environ {
		name, text, _ := strings.Cut(line, "=")
		setting, ours := strings.CutPrefix(name, prefix)
		if !ours || text == "" || strings.HasPrefix(setting, "TEST_") {
			continue
		}
		setting = strings.ReplaceAll(strings.ToLower(setting), "_", "-")
		source := Source{Name: name}
		if err := check(setting, text); err != nil {
			return &Error{source, "", err}
		}
		c.Settings[setting] = Value{text, source}
	}
	return nil
}
