package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxFile bounds a file, in bytes.
const maxFile = 1 << 20

// entry is one value of a file.
type entry struct {
	key    []string
	text   string   // of a single value
	list   []string // of an array
	isList bool
	source Source
}

// dotted writes the key as an error names it.
func (e entry) dotted() string { return strings.Join(e.key, ".") }

// fail is an error about the entry.
func (e entry) fail(err error) error { return &Error{e.source, e.dotted(), err} }

// entries reads a TOML document into its values, in their order. Arrays hold
// texts only; inline tables are tables.
func entries(file string, document []byte) ([]entry, error) {
	whole := Source{File: file}
	if len(document) > maxFile {
		return nil, &Error{whole, "", fmt.Errorf("too large: %d bytes, at most %d", len(document), maxFile)}
	}
	// The decoder checks what the parser does not, such as a key given twice.
	var all map[string]any
	if err := toml.Unmarshal(document, &all); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			whole.Line, _ = at.Position()
		}
		return nil, &Error{whole, "", fmt.Errorf("no TOML: %s", strings.TrimPrefix(err.Error(), "toml: "))}
	}
	r := reader{file: file}
	r.parser.Reset(document)
	for r.parser.NextExpression() {
		if err := r.expression(r.parser.Expression()); err != nil {
			return nil, err
		}
	}
	if err := r.parser.Error(); err != nil {
		return nil, &Error{whole, "", err}
	}
	return r.entries, nil
}

type reader struct {
	file    string
	parser  unstable.Parser
	table   []string
	entries []entry
}

func (r *reader) expression(n *unstable.Node) error {
	switch n.Kind {
	case unstable.Table:
		r.table = keyOf(n.Key())
	case unstable.KeyValue:
		return r.keyValue(r.table, n)
	case unstable.ArrayTable:
		r.table = keyOf(n.Key())
		return &Error{r.at(n), strings.Join(r.table, "."), errors.New("a table here is written with single brackets")}
	default:
	}
	return nil
}

func (r *reader) keyValue(table []string, n *unstable.Node) error {
	e := entry{key: append(append([]string(nil), table...), keyOf(n.Key())...), source: r.at(n)}
	value := n.Value()
	switch value.Kind {
	case unstable.InlineTable:
		for it := value.Children(); it.Next(); {
			if err := r.keyValue(e.key, it.Node()); err != nil {
				return err
			}
		}
		return nil
	case unstable.Array:
		e.isList, e.list = true, []string{}
		for it := value.Children(); it.Next(); {
			if it.Node().Kind != unstable.String {
				return e.fail(errors.New("the array holds texts, each in quotes"))
			}
			e.list = append(e.list, string(it.Node().Data))
		}
	case unstable.String, unstable.Integer, unstable.Float, unstable.Bool:
		e.text = string(value.Data)
	default:
		return e.fail(errors.New("a date has no meaning here: write a text in quotes, a number, or true or false"))
	}
	r.entries = append(r.entries, e)
	return nil
}

// at is the place of a node: that of its first key.
func (r *reader) at(n *unstable.Node) Source {
	it := n.Key()
	if !it.Next() {
		return Source{File: r.file}
	}
	return Source{File: r.file, Line: r.parser.Shape(it.Node().Raw).Start.Line}
}

func keyOf(it unstable.Iterator) []string {
	var key []string
	for it.Next() {
		key = append(key, string(it.Node().Data))
	}
	return key
}
