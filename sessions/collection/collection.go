package collection

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Collection is what a file of requests holds.
type Collection struct {
	Name      string // its title; may be empty
	Requests  []Request
	Variables []Variable // the file's own, in its order
	Losses    []Loss
}

// Variable is a name that requests write as {{name}}.
type Variable struct {
	Name   string
	Value  string // may name other variables
	Secret bool   // never shown, never recorded
}

// Request is one request of a file. URL, Header and Body may hold variables.
type Request struct {
	Name     string   // as the file calls it; may be empty
	Folder   []string // where it stands in the tree, outermost first
	Hint     string   // what it does, in a line; may be empty
	Method   string   // in capitals; never empty
	URL      string
	Header   []Field
	Body     []Piece
	Settings []Setting // how it is sent, such as rate and paginate
	Place    Place
	// Parameters are those of the operation that a description has for it; empty
	// where the request was written by a person.
	Parameters []Parameter
}

// Field is one header field, in the file's order and spelling.
type Field struct {
	Name, Value string
}

// Piece is a part of a body: text, or the content of a file.
type Piece struct {
	Text string
	File string // path, relative to the collection's folder; Text is then empty
	// Literal keeps {{name}} in the content as it stands.
	Literal bool
}

// Setting says how a request is sent, by the name of the command's flag
// without its dashes: rate, retries, breaker, timeout, paginate, items.
type Setting struct {
	Name, Value string
	Place       Place
}

// Place is a line of a file, from 1; 0 where it is not known.
type Place struct {
	File string
	Line int
}

// String writes a place as editors read it: "api.http:12".
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line)
}

// Loss is something that could not be carried over.
type Loss struct {
	Place Place
	What  string // in a sentence without a full stop
	// Variable is one whose value makes up for it; empty for none.
	Variable string
}

// String says the loss with its place.
func (l Loss) String() string {
	if l.Place == (Place{}) {
		return l.What
	}
	return l.Place.String() + ": " + l.What
}

// SyntaxError says where a file is not what its format asks for, and what
// would be right.
type SyntaxError struct {
	Place Place
	Text  string
}

func (e *SyntaxError) Error() string { return e.Place.String() + ": " + e.Text }

// Label is what a list shows of a request: its name, else method and path.
func (r Request) Label() string {
	if r.Name != "" {
		return r.Name
	}
	path := r.URL
	if _, rest, ok := strings.Cut(path, "://"); ok {
		path = rest
	}
	path, _, _ = strings.Cut(path, "?")
	return r.Method + " " + path
}

// Find returns the request of that name, whatever its case where no other
// differs only by that; where none has the name, it may be a method and a path,
// as in "GET /gauges/{id}", with the query or the whole URL where the path alone
// is that of several. The error lists the names that are there.
func (c *Collection) Find(name string) (Request, error) {
	var found []Request
	for _, r := range c.Requests {
		if r.Name == name {
			return r, nil
		}
		if strings.EqualFold(r.Name, name) {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		found = c.at(name)
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return Request{}, severalOf(name, found)
	}
	return Request{}, fmt.Errorf("there is no request %q: it has %s", name, c.Names())
}

// severalOf says that a method and path is that of several requests.
func severalOf(name string, found []Request) error {
	differ := func(in func(Request) string) bool {
		return slices.ContainsFunc(found, func(r Request) bool { return in(r) != in(found[0]) })
	}
	switch {
	case found[0].Name != "":
		return fmt.Errorf("%q is the path of %d requests: say which by its name, of %s", name, len(found), (&Collection{Requests: found}).Names())
	case differ(Request.line):
		return fmt.Errorf("%q is the path of %d requests: add the query of the one that is meant, as in %q", name, len(found), name+"?limit=5")
	case differ(Request.whole):
		return fmt.Errorf("%q is that of %d requests: say which by its whole URL, as in %q", name, len(found), found[0].Method+" https://HOST/PATH")
	}
	return fmt.Errorf("%q is that of %d requests, which differ in no more than header and body: say * for all that there are", name, len(found))
}

// at lists the requests of a method and path, such as "GET /gauges/{id}"; where
// there are any, those of which this is the query or the whole URL too.
func (c *Collection) at(name string) []Request {
	var exact, found []Request
	for _, r := range c.Requests {
		switch name {
		case r.line(), r.whole():
			exact = append(exact, r)
		case r.Method + " " + r.path():
			found = append(found, r)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}

// whole is the request's method and URL.
func (r Request) whole() string { return r.Method + " " + r.URL }

// line is the request's method, path and query.
func (r Request) line() string {
	if _, query, ok := strings.Cut(r.URL, "?"); ok {
		return r.Method + " " + r.path() + "?" + query
	}
	return r.Method + " " + r.path()
}

// path is that of the request's URL, with {name} for its variables.
func (r Request) path() string {
	path, _, _ := strings.Cut(r.URL, "?")
	if _, rest, ok := strings.Cut(path, "://"); ok {
		path = rest
	}
	if i := strings.IndexByte(path, '/'); i >= 0 {
		path = path[i:]
	} else {
		path = "/"
	}
	return strings.NewReplacer("{{", "{", "}}", "}").Replace(path)
}

// Names lists the requests' names, as many as a line of an error takes; their
// methods and paths where they have none.
func (c *Collection) Names() string {
	const most = 8
	var names []string
	for _, r := range c.Requests {
		if len(names) == most {
			names = append(names, "…")
			break
		}
		if name := strconv.Quote(cmp.Or(r.Name, r.Method+" "+r.path())); !slices.Contains(names, name) {
			names = append(names, name) // without queries, which may hold secrets
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
