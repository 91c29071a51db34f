package postman

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"weir/sessions/collection"
)

const (
	maxSize   = 64 << 20 // bytes of a collection
	maxDepth  = 50       // folders within folders
	maxLosses = 200
)

// Is tells whether a file's content is a Postman collection, from the members
// at its top.
func Is(data []byte) bool {
	dec := jsontext.NewDecoder(bytes.NewBuffer(trim(data)), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if dec.PeekKind() != '{' {
		return false
	}
	_, _ = dec.ReadToken()
	info, item := false, false
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return false
		}
		switch name.String() {
		case "info":
			value, err := dec.ReadValue()
			if err == nil && bytes.Contains(value, []byte("getpostman.com")) {
				return true
			}
			info = true
			continue
		case "item":
			item = dec.PeekKind() == '['
		case "collection":
			value, err := dec.ReadValue()
			return err == nil && bytes.Contains(value, []byte("getpostman.com"))
		}
		if dec.SkipValue() != nil {
			return false
		}
	}
	return info && item
}

func trim(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

// Read reads a collection. name is the file's, for errors and losses. What is
// wrong with it is a *collection.SyntaxError.
func Read(data []byte, name string) (*collection.Collection, error) {
	var f file
	if err := decode(data, name, &f); err != nil {
		return nil, err
	}
	if f.Collection != nil {
		f = *f.Collection
	}
	if len(f.Requests) > 0 && f.Item == nil {
		return nil, fault(name, 0, `a collection of version 1: export it as "Collection v2.1" in Postman`)
	}
	if f.Item == nil {
		return nil, fault(name, 0, `no Postman collection: there is no list "item" at its top`)
	}
	r := &reader{file: name, losses: make(map[string]bool), declared: make(map[string]bool), keys: make(map[string]string)}
	r.out.Name = f.Info.Name
	r.declare(f.Variable)
	r.scripts(&f.folder, "the collection")
	r.walk(f.Item, nil, f.Auth)
	r.tell()
	return &r.out, nil
}

// decode reads the JSON of a file.
func decode(data []byte, name string, to any) error {
	if len(data) > maxSize {
		return fmt.Errorf("%s: it has %d MiB, and collections are read up to %d MiB", name, len(data)>>20, maxSize>>20)
	}
	data = trim(data)
	err := json.Unmarshal(data, to)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		before := data[:min(int(syntax.Offset), len(data))]
		column := len(before) - bytes.LastIndexByte(before, '\n') - 1
		return fault(name, 1+bytes.Count(before, []byte("\n")), fmt.Sprintf("column %d: %v", column, err))
	case errors.As(err, &kind):
		return fault(name, 0, fmt.Sprintf("no Postman collection: %s is a %s", kind.Field, kind.Value))
	default:
		return fault(name, 0, err.Error())
	}
}

func fault(name string, line int, text string) error {
	return &collection.SyntaxError{Place: collection.Place{File: name, Line: line}, Text: text}
}

// ReadEnvironment reads an environment: its name and its variables. Those that
// are switched off are left out.
func ReadEnvironment(data []byte, name string) (string, []collection.Variable, error) {
	var f struct {
		Name   string     `json:"name"`
		Values []variable `json:"values"`
	}
	if err := decode(data, name, &f); err != nil {
		return "", nil, err
	}
	if f.Values == nil {
		return "", nil, fault(name, 0, `no Postman environment: there is no list "values" at its top`)
	}
	var out []collection.Variable
	for _, v := range f.Values {
		if v.on() && v.name() != "" {
			out = append(out, collection.Variable{Name: v.name(), Value: string(v.Value), Secret: v.Type == "secret"})
		}
	}
	return f.Name, out, nil
}

// reader makes requests of a collection.
type reader struct {
	file     string
	out      collection.Collection
	losses   map[string]bool
	declared map[string]bool   // variables, by name
	keys     map[string]string // names of those that keys became, by value
	scripted []string          // what has scripts
	saved    int               // answers
}

func (r *reader) lose(format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if r.losses[what] || len(r.losses) >= maxLosses {
		return
	}
	r.losses[what] = true
	r.out.Losses = append(r.out.Losses, collection.Loss{Place: collection.Place{File: r.file}, What: what})
}

// tell notes what is lost in many places in one line each.
func (r *reader) tell() {
	const most = 4
	if n := len(r.scripted); n > 0 {
		names := strings.Join(r.scripted[:min(n, most)], ", ")
		if n > most {
			names += fmt.Sprintf(" and %d more", n-most)
		}
		r.lose("scripts are not run: those of %s", names)
	}
	if r.saved > 0 {
		r.lose("%d saved answers are left out", r.saved)
	}
	if len(r.losses) >= maxLosses {
		r.out.Losses = append(r.out.Losses, collection.Loss{What: "and more"})
	}
}

// declare takes in variables; the first of a name counts.
func (r *reader) declare(list []variable) {
	for _, v := range list {
		if !v.on() || v.name() == "" {
			continue
		}
		if r.has(v.name()) {
			r.lose("the variable %q of a folder is not told from that of the collection", v.name())
			continue
		}
		r.add(collection.Variable{Name: v.name(), Value: string(v.Value), Secret: v.Type == "secret"})
	}
}

func (r *reader) add(v collection.Variable) {
	r.declared[v.Name] = true
	r.out.Variables = append(r.out.Variables, v)
}

func (r *reader) has(name string) bool { return r.declared[name] }

// scripts notes who has scripts.
func (r *reader) scripts(f *folder, who string) {
	for _, e := range f.Event {
		if !e.Disabled && (strings.TrimSpace(e.Script.Exec.join("")) != "" || len(e.Script.Src) > 4) {
			r.scripted = append(r.scripted, who)
			return
		}
	}
}

// walk takes in the requests of a folder and of those within it.
func (r *reader) walk(items []folder, path []string, inherited *auth) {
	if len(path) > maxDepth {
		r.lose("folders more than %d deep are left out", maxDepth)
		return
	}
	for i := range items {
		item := &items[i]
		r.scripts(item, fmt.Sprintf("%q", item.Name))
		r.saved += len(item.Response)
		own := inherited
		if item.Auth != nil {
			own = item.Auth
		}
		if item.Request != nil {
			r.out.Requests = append(r.out.Requests, r.request(item, path, own))
			continue
		}
		r.declare(item.Variable)
		r.walk(item.Item, append(path[:len(path):len(path)], item.Name), own)
	}
}
