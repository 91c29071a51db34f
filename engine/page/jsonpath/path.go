package jsonpath

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// Path is a parsed path. The zero Path is the whole body.
type Path struct {
	text   string
	header string
	steps  []step
}

type stepKind uint8

const (
	byName stepKind = iota
	byIndex
	byMember // [name=value]
	each     // [*]
)

type step struct {
	kind  stepKind
	name  string
	value string // of byMember
	index int
	bare  bool // written with a dot: may be a part of a name with dots
}

// SyntaxError says what is wrong with a path and where.
type SyntaxError struct {
	Path   string
	Offset int // in bytes, from 0
	Text   string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("path %q, at character %d: %s", e.Path, e.Offset+1, e.Text)
}

// Parse reads a path. The empty path, "$" and "." are the whole body. Errors
// are *SyntaxError.
func Parse(text string) (Path, error) {
	p := Path{text: text}
	if len(text) >= 7 && strings.EqualFold(text[:7], "header:") {
		p.header = strings.TrimSpace(text[7:])
		if p.header == "" {
			return Path{}, &SyntaxError{text, 7, "a header name is missing; write header:X-Next-Cursor"}
		}
		return p, nil
	}
	if strings.HasPrefix(text, "/") {
		p.steps = pointer(text)
		return p, nil
	}
	r := reader{text: text}
	if strings.HasPrefix(text, "$") && (len(text) == 1 || text[1] == '.' || text[1] == '[') {
		r.at = 1
	}
	var err error
	p.steps, err = r.steps()
	if err != nil {
		return Path{}, err
	}
	return p, nil
}

// String returns the path as it was written.
func (p Path) String() string { return p.text }

// Header returns the header field that the path names, if it names one.
func (p Path) Header() (string, bool) { return p.header, p.header != "" }

// IsZero says whether the path is the whole body.
func (p Path) IsZero() bool { return p.header == "" && len(p.steps) == 0 }

// Names returns the names of a path that is made of nothing else; ok is false
// for indexes and headers.
func (p Path) Names() (names iter.Seq[string], ok bool) {
	for _, s := range p.steps {
		if s.kind != byName {
			return nil, false
		}
	}
	return func(yield func(string) bool) {
		for _, s := range p.steps {
			if !yield(s.name) {
				return
			}
		}
	}, p.header == ""
}

// Split cuts a path at its first [*]: what comes before is where the list
// stands, what comes after is where in each element the item is.
func (p Path) Split() (list, item Path, ok bool) {
	for i, s := range p.steps {
		if s.kind == each {
			return Path{text: p.text, steps: p.steps[:i]}, Path{text: p.text, steps: p.steps[i+1:]}, true
		}
	}
	return p, Path{}, false
}

func pointer(text string) []step {
	var steps []step
	for part := range strings.SplitSeq(text[1:], "/") {
		part = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
		steps = append(steps, step{name: part})
	}
	return steps
}

type reader struct {
	text string
	at   int
}

func (r *reader) fail(text string) error { return &SyntaxError{r.text, r.at, text} }

func (r *reader) steps() ([]step, error) {
	var steps []step
	for r.at < len(r.text) {
		var s step
		var err error
		if r.text[r.at] == '[' {
			s, err = r.bracket()
		} else {
			s, err = r.name(len(steps) == 0)
		}
		if err != nil {
			return nil, err
		}
		if s.kind == byName && s.name == "" && s.bare {
			continue
		}
		steps = append(steps, s)
	}
	return steps, nil
}

func (r *reader) name(first bool) (step, error) {
	if r.text[r.at] == '.' {
		r.at++
		if r.at == len(r.text) && first {
			return step{bare: true}, nil
		}
	} else if !first {
		return step{}, r.fail("a dot or a bracket is missing; write a.b or a[0]")
	}
	rest := r.text[r.at:]
	end := strings.IndexAny(rest, ".[")
	if end < 0 {
		end = len(rest)
	}
	if end == 0 && (rest == "" || rest[0] == '.') {
		return step{}, r.fail("a name is missing; write a.b")
	}
	if i := strings.IndexByte(rest[:end], ']'); i >= 0 {
		r.at += i
		return step{}, r.fail("a bracket closes that was not opened; write a[0]")
	}
	r.at += end
	return step{name: rest[:end], bare: true}, nil
}

func (r *reader) bracket() (step, error) {
	inner := r.text[r.at+1:]
	if inner != "" && (inner[0] == '"' || inner[0] == '\'') {
		return r.quoted(inner)
	}
	end := strings.IndexByte(inner, ']')
	if end < 0 {
		return step{}, r.fail("the bracket is not closed; write a[0]")
	}
	inner = strings.TrimSpace(inner[:end])
	s, ok := bracketStep(inner)
	if !ok {
		return step{}, r.fail("between brackets stands a number, *, a quoted name or name=value")
	}
	r.at += end + 2
	return s, nil
}

func bracketStep(inner string) (step, bool) {
	if inner == "" || inner == "*" {
		return step{kind: each}, true
	}
	if name, value, ok := strings.Cut(inner, "="); ok {
		name, value = strings.TrimSpace(name), strings.Trim(strings.TrimSpace(value), `"'`)
		return step{kind: byMember, name: name, value: value}, name != ""
	}
	n, err := strconv.Atoi(inner)
	return step{kind: byIndex, index: n}, err == nil && n >= -maxFromEnd
}

func (r *reader) quoted(inner string) (step, error) {
	end := strings.IndexByte(inner[1:], inner[0])
	if end < 0 || !strings.HasPrefix(inner[end+2:], "]") {
		return step{}, r.fail(`the quoted name is not closed; write ["a.b"]`)
	}
	r.at += end + 4
	return step{name: inner[1 : end+1]}, nil
}
