package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/sessions/book"
	"weir/sessions/collection"
)

// bookFlags say what the variables of a file of requests mean.
type bookFlags struct {
	env   string
	vars  []string
	trust bool
	met   metSecrets
	known knownNames
	base  func(url string) engine.Policy // what requests begin with
}

func (f *bookFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.env, "env", "", "environment of a file of requests, from http-client.env.json beside it")
	fl.StringArrayVar(&f.vars, "var", nil, "a variable or a parameter of a file of requests, name=value; may be given again")
	fl.BoolVar(&f.trust, "trust", false, "let a file of requests read variables of this machine, and files outside of its folder")
}

// settings are the flags that count more than what a file says.
func (s settingFlags) settings() []collection.Setting {
	var given []collection.Setting
	for _, f := range s {
		if f.above {
			given = append(given, collection.Setting{Name: f.name, Value: f.text})
		}
	}
	return given
}

func (f *getFlags) settings() []collection.Setting {
	return slices.Concat(f.policySettings.settings(), f.walkSettings.settings())
}

func (f *openFlags) settings() []collection.Setting {
	return slices.Concat(f.policySettings.settings(), f.walkSettings.settings())
}

// splitTarget tells FILE and FILE#NAME from a URL: the file has to be there.
func splitTarget(target string) (file, name string, ok bool) {
	if strings.Contains(target, "://") {
		return "", "", false
	}
	if isFile(target) {
		return target, "", true
	}
	i := strings.LastIndexByte(target, '#')
	if i > 0 && isFile(target[:i]) {
		return target[:i], target[i+1:], true
	}
	if file, _, _ = strings.Cut(target, "#"); strings.HasSuffix(file, ".http") || strings.HasSuffix(file, ".rest") {
		return file, "", true // whose absence is then told
	}
	return "", "", false
}

func isFile(path string) bool {
	facts, err := os.Stat(path)
	return err == nil && facts.Mode().IsRegular()
}

// book opens a file of requests.
func (f *bookFlags) book(path string, over []collection.Setting) (*book.Book, error) {
	values := map[string]string{}
	for _, text := range f.vars {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, usage(fmt.Errorf("--var: %q is no variable, write it as name=value", text))
		}
		values[name] = value
	}
	b, err := book.Open(path, book.Options{
		Policy: f.base, Environment: f.env, Values: values, Trust: f.trust, Environ: os.LookupEnv, Over: over,
		Secret: f.met.add,
	})
	return b, usage(err)
}

// sendings prepares the request of that name, all for *, or the only one for
// none; without the bodies where others take their place.
func (f *bookFlags) sendings(b *book.Book, name string, bare bool) ([]book.Sending, error) {
	chosen, err := choose(b.Collection(), name)
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", b.Path(), err))
	}
	if bare && len(chosen) > 1 {
		return nil, usage(fmt.Errorf("--data, --json and --form make one body, and %s is %d operations: say FILE#NAME for one", b.Path(), len(chosen)))
	}
	if len(f.vars) > 0 {
		f.known.note(b, chosen)
	}
	var all []book.Sending
	for _, r := range chosen {
		if bare {
			r.Body = nil
		}
		one, err := b.Prepare(r)
		if err != nil {
			return nil, usage(err)
		}
		all = append(all, one)
	}
	return all, nil
}

func choose(c *collection.Collection, name string) ([]collection.Request, error) {
	switch {
	case len(c.Requests) == 0:
		return nil, errors.New("the file holds no request")
	case name == "*" || name == "" && len(c.Requests) == 1:
		return c.Requests, nil
	case name == "":
		return nil, fmt.Errorf("which request is meant? say FILE#NAME, or FILE#* for all: it has %s", c.Names())
	}
	r, err := c.Find(name)
	return []collection.Request{r}, err
}
