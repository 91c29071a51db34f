package openapi

import (
	"fmt"
	"strings"
	"unicode"

	"weir/sessions/collection"
)

const (
	maxOperations = 20_000
	maxLosses     = 200
)

// Read reads a description. name is the file's path or the URL that it came
// from, which a relative server is resolved against. Errors are
// *collection.SyntaxError where a place is known. It takes time and memory in
// proportion to the size of data.
func Read(data []byte, name string) (*collection.Collection, error) {
	d, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	r := &reader{document: d, root: d.object(d.root()), losses: make(map[string]bool)}
	d.lose = r.lose
	if err := r.version(); err != nil {
		return nil, err
	}
	r.out.Name = r.str(r.object(r.root.get("info")).get("title"))
	r.baseURL()
	r.readSchemes()
	r.sendersOfTheirOwn()
	for _, op := range r.operations() {
		r.out.Requests = append(r.out.Requests, r.request(op))
	}
	if d.spent {
		r.lose(span{}, "the document refers to itself so often that parameters and bodies are missing from its last requests")
	}
	if more := len(r.losses) - maxLosses; more > 0 {
		r.out.Losses = append(r.out.Losses, collection.Loss{What: fmt.Sprintf("and %d more", more)})
	}
	return &r.out, nil
}

// reader makes requests of a document.
type reader struct {
	*document
	root    *object
	old     bool   // Swagger 2.0
	base    string // how a request's URL begins
	schemes map[string]scheme
	out     collection.Collection
	losses  map[string]bool
	names   map[string]string // of variables, by what they stand for
	tried   map[string]int    // by a name that was wished for, the number last put behind it
	valued  map[string]bool   // variables that are declared
}

// lose notes what is not carried over, once for each text.
func (r *reader) lose(at span, format string, args ...any) {
	r.loseUnless("", at, fmt.Sprintf(format, args...))
}

// loseUnless notes what a variable makes up for, once it has a value.
func (r *reader) loseUnless(variable string, at span, what string) {
	if r.losses[what] {
		return
	}
	r.losses[what] = true
	if len(r.losses) > maxLosses {
		return
	}
	loss := collection.Loss{What: what, Variable: variable}
	if !at.absent() {
		loss.Place = r.place(at.start)
	}
	r.out.Losses = append(r.out.Losses, loss)
}

// version tells the form of the document, and refuses those that are not read.
func (r *reader) version() error {
	swagger, openapi := r.str(r.root.get("swagger")), r.str(r.root.get("openapi"))
	switch {
	case swagger == "" && openapi == "":
		return r.notOne()
	case strings.HasPrefix(swagger, "2"):
		r.old = true
		return nil
	case strings.HasPrefix(openapi, "3."):
		return nil
	}
	at := r.root.get("openapi")
	if at.absent() {
		at = r.root.get("swagger")
	}
	return &collection.SyntaxError{
		Place: r.place(at.start),
		Text:  fmt.Sprintf("version %s is not read: it takes OpenAPI 3.0 to 3.2 or Swagger 2.0", quote(swagger+openapi)),
	}
}

// sendersOfTheirOwn notes what a description has beside requests.
func (r *reader) sendersOfTheirOwn() {
	hooks := r.root.get("webhooks")
	if n := len(r.object(hooks).members); n > 0 {
		r.lose(hooks, "%d webhooks: the server sends them, they are no requests", n)
	}
}

// variable declares a variable for what (such as "path id") and returns its
// name, which is the wish where nothing else has that. A value that is already
// there stays.
func (r *reader) variable(what, wish, value string, secret bool) string {
	if name, ok := r.names[what]; ok {
		if value != "" {
			r.fill(name, value)
		}
		return name
	}
	if r.names == nil {
		r.names = make(map[string]string)
	}
	name := r.free(identifier(wish))
	r.names[what] = name
	r.names["= "+name] = name
	if value != "" || secret {
		r.declare(collection.Variable{Name: name, Value: value, Secret: secret})
	}
	return name
}

func (r *reader) declare(v collection.Variable) {
	if r.valued == nil {
		r.valued = make(map[string]bool)
	}
	r.valued[v.Name] = true
	r.out.Variables = append(r.out.Variables, v)
}

// free returns a name like the wish that nothing has yet.
func (r *reader) free(wish string) string {
	if r.tried == nil {
		r.tried = make(map[string]int)
	}
	name := wish
	for n := max(2, r.tried[wish]); r.names["= "+name] != ""; n++ {
		name = fmt.Sprintf("%s%d", wish, n)
		r.tried[wish] = n
	}
	return name
}

// fill gives a variable that has no value yet its first one.
func (r *reader) fill(name, value string) {
	if !r.valued[name] {
		r.declare(collection.Variable{Name: name, Value: value})
	}
}

// identifier makes a variable's name of a text.
func identifier(text string) string {
	const most = 64
	var b strings.Builder
	for _, c := range text {
		if b.Len() >= most {
			break
		}
		switch {
		case c == '_' || c == '-' || c == '.' || unicode.IsLetter(c) || unicode.IsDigit(c):
		default:
			c = '_'
		}
		if b.Len() == 0 && c != '_' && !unicode.IsLetter(c) {
			b.WriteByte('_')
		}
		b.WriteRune(c)
	}
	if b.Len() == 0 {
		return "_"
	}
	return b.String()
}

// mention writes a variable as requests name it.
func mention(name string) string { return "{{" + name + "}}" }
