package collection

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lookup returns the value of a variable, and false where it has none.
type Lookup func(name string) (value string, ok bool)

// Files returns the content of a file that a request's body names.
type Files func(path string) ([]byte, error)

// maxDepth bounds how variables may stand in the values of variables.
const maxDepth = 16

// filledPerByte and filledAtLeast bound in bytes what variables put into a text:
// few lines whose values name each other could fill any memory.
const (
	filledPerByte = 16
	filledAtLeast = 4 << 20
)

// UnknownVariableError says that a request names a variable without a value, or
// one whose value is without end.
type UnknownVariableError struct {
	Name    string
	Where   string // url, body, or the header's name; empty from Expand
	Place   Place
	Endless bool // the value leads back to itself, or is too large
}

func (e *UnknownVariableError) Error() string {
	switch {
	case e.Endless:
		return fmt.Sprintf("%s: the variable %s in the %s is not filled in: its value leads back to itself, or is too large", e.Place, e.Name, e.Where)
	case strings.HasPrefix(e.Name, "$processEnv"), strings.HasPrefix(e.Name, "$env."), strings.HasPrefix(e.Name, "$dotenv"):
		return fmt.Sprintf("%s: %s in the %s is not read: variables of this machine, and of .env, are with --trust only",
			e.Place, e.Name, e.Where)
	case strings.HasPrefix(e.Name, "$"):
		return fmt.Sprintf("%s: %s in the %s is not known: use $uuid, $timestamp, $isoTimestamp, $datetime iso8601, $randomInt 1 10 or $random.alphabetic(8)", e.Place, e.Name, e.Where)
	}
	return fmt.Sprintf("%s: the variable %s in the %s has no value: set it in the file, in an environment, or with --var %s=…",
		e.Place, e.Name, e.Where, e.Name)
}

// Resolve returns the request with its variables replaced and the files of its
// body read: what is sent. files may be nil, which allows none. The request
// itself stays as it is. Errors are *UnknownVariableError or those of files,
// with the place.
func (r Request) Resolve(lookup Lookup, files Files) (Request, error) {
	out := r
	var err error
	if out.URL, err = r.expand("URL", r.URL, lookup); err != nil {
		return Request{}, err
	}
	out.Header = make([]Field, len(r.Header))
	for i, f := range r.Header {
		if f.Value, err = r.expand("header "+f.Name, f.Value, lookup); err != nil {
			return Request{}, err
		}
		out.Header[i] = f
	}
	body, err := r.body(lookup, files)
	if err != nil {
		return Request{}, err
	}
	out.Body = nil
	if body != "" {
		out.Body = []Piece{{Text: body, Literal: true}}
	}
	return out.graphQL()
}

// body joins the pieces of the body.
func (r Request) body(lookup Lookup, files Files) (string, error) {
	var b strings.Builder
	for _, p := range r.Body {
		text := p.Text
		if p.File != "" {
			content, err := r.read(p.File, lookup, files)
			if err != nil {
				return "", err
			}
			text = content
		}
		if !p.Literal {
			expanded, err := r.expand("body", text, lookup)
			if err != nil {
				return "", err
			}
			text = expanded
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func (r Request) read(path string, lookup Lookup, files Files) (string, error) {
	path, err := r.expand("body's file name", path, lookup)
	if err != nil {
		return "", err
	}
	if files == nil {
		return "", fmt.Errorf("%s: the body stands in %s, which may not be read here", r.Place, path)
	}
	content, err := files(path)
	if err != nil {
		return "", fmt.Errorf("%s: the body of the request: %w", r.Place, err)
	}
	return string(content), nil
}

func (r Request) expand(where, text string, lookup Lookup) (string, error) {
	out, err := Expand(text, lookup)
	if err != nil {
		err.Where, err.Place = where, r.Place
		return "", err
	}
	return out, nil
}

// Expand replaces each {{name}} in a text by its value, and those in the value
// too. The error is about the first name that has no value, or none that ends;
// it is nil where the text can be used.
func Expand(text string, lookup Lookup) (string, *UnknownVariableError) {
	e := expander{lookup: lookup, left: filledAtLeast + filledPerByte*len(text)}
	return e.expand(text, maxDepth)
}

type expander struct {
	lookup Lookup
	left   int // bytes of values that may still be put in
}

func (e *expander) expand(text string, depth int) (string, *UnknownVariableError) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{{")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		name, after, ok := strings.Cut(rest, "}}")
		name = strings.TrimSpace(name)
		if !ok || !isName(name) {
			b.WriteString("{{") // no variable, such as JSON that nests
			text = rest
			continue
		}
		value, err := e.value(name, depth)
		if err != nil {
			return "", err
		}
		b.WriteString(value)
		text = after
	}
}

// value is that of a variable, with those in it.
func (e *expander) value(name string, depth int) (string, *UnknownVariableError) {
	value, ok := e.lookup(name)
	if !ok {
		return "", &UnknownVariableError{Name: name}
	}
	e.left -= 1 + len(value)
	if depth == 0 || e.left < 0 {
		return "", &UnknownVariableError{Name: name, Endless: true}
	}
	return e.expand(value, depth-1)
}

// isName tells a variable's name from other text between braces. Those that
// begin with $ are made when they are sent, and may have arguments.
func isName(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case first == '$':
		return !strings.ContainsAny(name, "{}\n")
	case first == '_' || unicode.IsLetter(first):
		return !strings.ContainsAny(name, "{}\"':,\n")
	default:
		return false
	}
}
