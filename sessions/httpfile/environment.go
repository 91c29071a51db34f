package httpfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"weir/sessions/collection"
)

// The files that stand beside a file of requests and hold its environments.
// What the private one holds is secret.
const (
	PublicEnvironments  = "http-client.env.json"
	PrivateEnvironments = "http-client.private.env.json"
)

// shared is the environment whose values hold in every other.
const shared = "$shared"

// Environments are sets of values for a file's variables, by their names.
type Environments struct {
	sets map[string]map[string]collection.Variable
}

// ParseEnvironments reads the content of the public and the private file; nil
// for one that is not there. The private values take the place of public ones.
func ParseEnvironments(public, private []byte) (Environments, error) {
	e := Environments{sets: map[string]map[string]collection.Variable{}}
	if err := e.add(PublicEnvironments, public, false); err != nil {
		return Environments{}, err
	}
	return e, e.add(PrivateEnvironments, private, true)
}

func (e Environments) add(file string, src []byte, secret bool) error {
	if len(src) == 0 {
		return nil
	}
	var sets map[string]map[string]any
	if err := json.Unmarshal(src, &sets); err != nil {
		return &collection.SyntaxError{
			Place: collection.Place{File: file, Line: lineOf(src, err)},
			Text:  fmt.Sprintf("environments are written {\"dev\": {\"host\": \"127.0.0.1\"}}: %s", err),
		}
	}
	for name, values := range sets {
		if e.sets[name] == nil {
			e.sets[name] = map[string]collection.Variable{}
		}
		for key, value := range values {
			if text, ok := scalar(value); ok {
				e.sets[name][key] = collection.Variable{Name: key, Value: text, Secret: secret}
			}
		}
	}
	return nil
}

// lineOf is where an error of encoding/json stands; 0 where it does not say.
func lineOf(src []byte, err error) int {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if errors.As(err, &kind) {
		offset = kind.Offset
	}
	if offset < 0 || offset > int64(len(src)) {
		return 0
	}
	return 1 + strings.Count(string(src[:offset]), "\n")
}

// scalar writes a value that is no object or list as text.
func scalar(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool, float64:
		text, err := json.Marshal(value)
		return string(text), err == nil
	}
	return "", false
}

// Names lists the environments in alphabetical order.
func (e Environments) Names() []string {
	names := slices.Sorted(maps.Keys(e.sets))
	return slices.DeleteFunc(names, func(name string) bool { return name == shared })
}

// Variables returns the values of an environment, with those that all share;
// only those for an empty name. An error lists the environments that are there.
func (e Environments) Variables(name string) (map[string]collection.Variable, error) {
	set, ok := e.sets[name]
	if !ok && name != "" {
		if names := e.Names(); len(names) > 0 {
			return nil, fmt.Errorf("there is no environment %q: %s has %s", name, PublicEnvironments, strings.Join(names, ", "))
		}
		return nil, fmt.Errorf("there is no environment %q: write it into %s beside the file", name, PublicEnvironments)
	}
	all := maps.Clone(e.sets[shared])
	if all == nil {
		all = map[string]collection.Variable{}
	}
	maps.Copy(all, set)
	return all, nil
}

// Secrets returns every value of the private file, whatever its environment.
func (e Environments) Secrets() []string {
	var found []string
	for _, set := range e.sets {
		for _, v := range set {
			if v.Secret && v.Value != "" {
				found = append(found, v.Value)
			}
		}
	}
	slices.Sort(found)
	return found
}
