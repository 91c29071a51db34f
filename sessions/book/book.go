package book

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"weir/engine"
	"weir/sessions/collection"
	"weir/sessions/httpfile"
)

// Options say how a file is opened.
type Options struct {
	// Policy is what the settings of a request to a URL begin with; nil is
	// engine.DefaultPolicy for all.
	Policy func(url string) engine.Policy

	Over        []collection.Setting // flags: they count more than what the file says
	Environment string               // its name; empty for none
	Values      map[string]string    // of variables, before all others
	// Trust lets the file read variables of the machine and files outside of its
	// own folder.
	Trust bool
	// Environ reads a variable of the machine, where Trust allows it; nil knows
	// none.
	Environ func(name string) (string, bool)
	// Secret is told values that must not be recorded; nil is not told. It must be
	// safe for concurrent use.
	Secret func(values ...string)
	Now    func() time.Time // nil is time.Now
	Rand   *rand.Rand       // of dynamic variables; nil draws a seed
}

// Book is a file of requests that is open. It may be shared between goroutines.
type Book struct {
	path   string
	format Format
	opts   Options
	saved  []byte         // what the file held when it was read or saved
	http   *httpfile.File // nil where the format cannot be written back
	held   *collection.Collection
	envs   httpfile.Environments
	set    map[string]collection.Variable // of the environment
	dotenv map[string]string
	inPath map[string]bool // variables that are parameters of paths
}

// Open reads a file of requests and the environments beside it. What is wrong
// with the file is a *collection.SyntaxError with its place.
func Open(path string, o Options) (*Book, error) {
	src, err := read(path, os.Stat, os.Open)
	if err != nil {
		return nil, fmt.Errorf("open the requests: %w", err)
	}
	b := &Book{path: path, opts: o, saved: src}
	if b.format = Recognise(path, src); b.format == Unknown {
		return nil, fmt.Errorf("%s holds no requests that are known here: %s", path, known())
	}
	if b.format == HTTP {
		if b.http, err = httpfile.Parse(path, src); err != nil {
			return nil, err
		}
		b.held = b.http.Collection()
	} else if b.held, err = parse(b.format, path, src); err != nil {
		return nil, err
	}
	b.inPath = variablesOfPaths(b.held)
	if b.opts.Now == nil {
		b.opts.Now = time.Now
	}
	if err := b.readBeside(); err != nil {
		return nil, err
	}
	return b.Use(o.Environment)
}

// readBeside reads the files that belong to the one of requests.
func (b *Book) readBeside() error {
	public, err := b.beside(httpfile.PublicEnvironments)
	if err != nil {
		return err
	}
	private, err := b.beside(httpfile.PrivateEnvironments)
	if err != nil {
		return err
	}
	if b.envs, err = httpfile.ParseEnvironments(public, private); err != nil {
		return err
	}
	b.secret(b.envs.Secrets()...)
	b.tellSecrets()
	if !b.opts.Trust {
		return nil
	}
	dotenv, err := b.beside(".env")
	b.dotenv = httpfile.ParseDotenv(dotenv)
	return err
}

// beside reads a file of the same folder; nil where there is none. One that a
// link leads out of it is refused as the files of bodies are.
func (b *Book) beside(name string) ([]byte, error) {
	src, err := b.files(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the environments: %w", err)
	}
	return src, nil
}

func (b *Book) secret(values ...string) {
	if b.opts.Secret != nil && len(values) > 0 {
		b.opts.Secret(values...)
	}
}

// tellSecrets tells of the variables that are secret themselves, also where
// their value comes from the person.
func (b *Book) tellSecrets() {
	for _, v := range b.Variables() {
		if v.Secret {
			b.secret(v.Value)
		}
	}
}

// Use returns the book with another environment; an empty name is none.
func (b *Book) Use(environment string) (*Book, error) {
	set, err := b.envs.Variables(environment)
	if err != nil {
		return nil, err
	}
	next := *b
	next.opts.Environment, next.set = environment, set
	return &next, nil
}

// Telling returns the book with another listener for its secrets, who is told
// those that are known already.
func (b *Book) Telling(secret func(values ...string)) *Book {
	next := *b
	next.opts.Secret = secret
	next.secret(b.envs.Secrets()...)
	next.tellSecrets()
	return &next
}

// Path is the file's.
func (b *Book) Path() string { return b.path }

// Format is what the file is.
func (b *Book) Format() Format { return b.format }

// Collection returns what the file holds, as it was edited. It must not be
// changed.
func (b *Book) Collection() *collection.Collection { return b.held }

// Environments lists the environments that can be used.
func (b *Book) Environments() []string { return b.envs.Names() }

// Environment is the one that is used; empty for none.
func (b *Book) Environment() string { return b.opts.Environment }

// Variables lists the variables that have a value, by name, each with the value
// that counts, which may name others.
func (b *Book) Variables() []collection.Variable {
	all := map[string]collection.Variable{}
	for _, v := range b.held.Variables {
		all[v.Name] = v
	}
	maps.Copy(all, b.set)
	for name, value := range b.opts.Values {
		all[name] = collection.Variable{Name: name, Value: value, Secret: all[name].Secret}
	}
	var list []collection.Variable
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if v := all[name]; v.Value != "" || !v.Secret { // an empty secret is one to be set
			list = append(list, v)
		}
	}
	return list
}
