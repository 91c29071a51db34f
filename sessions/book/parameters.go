package book

import (
	"slices"
	"strings"

	"weir/sessions/collection"
)

// variablesOfPaths lists the variables that stand for a parameter of a path.
func variablesOfPaths(c *collection.Collection) map[string]bool {
	names := map[string]bool{}
	for _, r := range c.Requests {
		for _, p := range r.Parameters {
			if p.In == collection.InPath {
				names[p.Variable] = true
			}
		}
	}
	return names
}

// filled returns a request with the values that a person gave for its
// parameters, and how its variables are looked up: those that stand in its path
// are encoded, so that no value leads to another path.
func (b *Book) filled(r collection.Request) (collection.Request, collection.Lookup, error) {
	plain, path := b.lookup(), map[string]string{}
	for _, p := range r.Parameters {
		text, ok := b.given(r, p)
		if !ok {
			continue
		}
		value, unknown := collection.Expand(text, plain)
		if unknown != nil {
			unknown.Where, unknown.Place = "parameter "+p.Name, r.Place
			return r, nil, unknown
		}
		if p.In == collection.InPath {
			path[p.Variable] = collection.Segment(value)
		}
		r = r.With(p, value)
	}
	return r, func(name string) (string, bool) {
		if value, ok := path[name]; ok {
			return value, true
		}
		value, ok := plain(name)
		if ok && b.encodes(name) { // also in a copy, which has no parameters
			if whole, unknown := collection.Expand(value, plain); unknown == nil {
				return collection.Segment(whole), true
			}
		}
		return value, ok
	}, nil
}

// given is what a person says that a parameter is: the value of its variable, or
// of its name.
func (b *Book) given(r collection.Request, p collection.Parameter) (string, bool) {
	if p.Variable != "" {
		if value, ok := b.opts.Values[p.Variable]; ok {
			return value, true
		}
	}
	if value, ok := b.opts.Values[p.Name]; ok && !b.proves(r, p.Name) {
		return value, true
	}
	v, ok := b.set[p.Variable]
	return v.Value, ok && p.Variable != ""
}

// proves tells a name that is that of a secret of the request, which is sent
// where its scheme says, and nowhere else.
func (b *Book) proves(r collection.Request, name string) bool {
	mention := "{{" + name + "}}"
	return slices.ContainsFunc(b.held.Variables, func(v collection.Variable) bool { return v.Name == name && v.Secret }) &&
		(strings.Contains(r.URL, mention) ||
			slices.ContainsFunc(r.Header, func(f collection.Field) bool { return strings.Contains(f.Value, mention) }))
}

// segment is a variable's value as it is shown, encoded where it is a person's
// for a path. One that names others is shown with what they stand for.
func (b *Book) segment(v collection.Variable) string {
	if b.encodes(v.Name) && !strings.Contains(v.Value, "{{") {
		return collection.Segment(v.Value)
	}
	return v.Value
}

// encodes tells the variables of paths whose value is a person's, and not encoded
// as those of the file are.
func (b *Book) encodes(name string) bool {
	_, typed := b.opts.Values[name]
	_, set := b.set[name]
	return b.inPath[name] && (typed || set)
}

// Placed returns a request with the values that were given for its query and its
// header fields, but for those that name variables.
func (b *Book) Placed(r collection.Request) collection.Request {
	for _, p := range r.Parameters {
		if text, ok := b.given(r, p); ok && p.Variable == "" && !strings.Contains(text, "{{") {
			r = r.With(p, text)
		}
	}
	return r
}

// ShownURL returns a request's URL as [Book.Shown] shows it, with the values that
// were given for its query.
func (b *Book) ShownURL(r collection.Request) string {
	shown, _ := b.Shown(b.Placed(r).URL)
	return shown
}

// Losses lists what could not be carried over, without what a variable makes up
// for that has a value.
func (b *Book) Losses() []collection.Loss {
	set := map[string]bool{}
	for _, v := range b.Variables() {
		set[v.Name] = v.Value != ""
	}
	return slices.DeleteFunc(slices.Clone(b.held.Losses), func(l collection.Loss) bool { return set[l.Variable] })
}

// Settable lists the names that values can be given to for a request: of its
// parameters, and of the variables that are read for it.
func (b *Book) Settable(r collection.Request) []string {
	var names []string
	add := func(name string) {
		if name != "" && !strings.HasPrefix(name, "$") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, p := range r.Parameters {
		add(p.Name)
		add(p.Variable)
	}
	values := map[string]string{}
	for _, v := range b.Variables() {
		values[v.Name] = v.Value
	}
	note := func(name string) (string, bool) {
		add(name)
		return values[name], true
	}
	_, _ = r.Resolve(note, func(string) ([]byte, error) { return nil, nil }) // only for what it reads
	return names
}
