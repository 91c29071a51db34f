package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v4"

	"weir/sessions/collection"
)

const (
	// expandedPerByte and expandedAtLeast bound what aliases make of a document,
	// in bytes of JSON.
	expandedPerByte = 4
	expandedAtLeast = 8 << 20
	// maxNesting bounds how deep values stand within one another.
	maxNesting = 500
)

// fromYAML rewrites a document in YAML as JSON, and keeps the lines.
func (d *document) fromYAML(data []byte) error {
	var root yaml.Node
	if err := yaml.Load(data, &root); err != nil {
		return yamlFault(err, d.name)
	}
	w := rewriter{file: d.name, most: expandedAtLeast + expandedPerByte*len(data), open: make(map[*yaml.Node]bool)}
	if err := w.node(&root, 0); err != nil {
		return err
	}
	d.text = w.out
	d.place = w.place
	return nil
}

// yamlFault tells a syntax error of the library in our form.
func yamlFault(err error, name string) error {
	text := strings.TrimSpace(strings.ReplaceAll(err.Error(), "yaml: ", ""))
	text, _, _ = strings.Cut(text, "\n")
	place := collection.Place{File: name}
	var fault *yaml.LoadError
	if errors.As(err, &fault) && fault.Mark.Line > 0 {
		place.Line = fault.Mark.Line
		text = fmt.Sprintf("column %d: %s", fault.Mark.Column, fault.Message)
	}
	return &collection.SyntaxError{Place: place, Text: text}
}

// rewriter writes YAML nodes as JSON.
type rewriter struct {
	out   []byte
	file  string
	most  int                 // bytes of out
	open  map[*yaml.Node]bool // aliases that are being written
	marks []mark
}

// mark is the line of the source where an offset of the JSON comes from.
type mark struct{ offset, line int }

func (w *rewriter) place(offset int) collection.Place {
	i := sort.Search(len(w.marks), func(i int) bool { return w.marks[i].offset > offset })
	if i == 0 {
		return collection.Place{File: w.file, Line: 1}
	}
	return collection.Place{File: w.file, Line: w.marks[i-1].line}
}

func (w *rewriter) fault(n *yaml.Node, text string) error {
	return &collection.SyntaxError{Place: collection.Place{File: w.file, Line: n.Line}, Text: fmt.Sprintf("column %d: %s", n.Column, text)}
}

func (w *rewriter) node(n *yaml.Node, depth int) error {
	if depth > maxNesting {
		return w.fault(n, fmt.Sprintf("values stand more than %d deep in one another", maxNesting))
	}
	if len(w.out) > w.most {
		return w.fault(n, fmt.Sprintf("the aliases make more than %d MiB of the document", w.most>>20))
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return w.node(n.Content[0], depth)
	case yaml.MappingNode:
		w.out = append(w.out, '{')
		if err := w.members(n, depth, true); err != nil {
			return err
		}
		w.out = append(w.out, '}')
		return nil
	case yaml.SequenceNode:
		return w.sequence(n, depth)
	case yaml.AliasNode:
		return w.alias(n, func(target *yaml.Node) error { return w.node(target, depth+1) })
	case yaml.ScalarNode:
		w.scalar(n)
		return nil
	default:
		w.out = append(w.out, "null"...)
		return nil
	}
}

// alias writes what an alias stands for, unless that holds the alias.
func (w *rewriter) alias(n *yaml.Node, write func(*yaml.Node) error) error {
	if n.Alias == nil || w.open[n.Alias] {
		return w.fault(n, "the alias *"+n.Value+" stands within its own anchor")
	}
	w.open[n.Alias] = true
	defer delete(w.open, n.Alias)
	return write(n.Alias)
}

func (w *rewriter) sequence(n *yaml.Node, depth int) error {
	w.out = append(w.out, '[')
	for i, item := range n.Content {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.node(item, depth+1); err != nil {
			return err
		}
	}
	w.out = append(w.out, ']')
	return nil
}

// members writes a mapping's members without its braces. Those of a merge key
// (<<) come before the mapping's own, which so prevail.
func (w *rewriter) members(n *yaml.Node, depth int, first bool) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key, value := n.Content[i], n.Content[i+1]; key.Value == "<<" && key.ShortTag() == "!!merge" {
			before := len(w.out)
			if err := w.merge(value, depth+1, first); err != nil {
				return err
			}
			first = first && len(w.out) == before
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.ShortTag() == "!!merge" {
			continue
		}
		if key.Kind == yaml.AliasNode && key.Alias != nil {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			return w.fault(key, "a key that is a list or a mapping")
		}
		if !first {
			w.out = append(w.out, ',')
		}
		first = false
		w.marks = append(w.marks, mark{len(w.out), n.Content[i].Line})
		w.text(key.Value)
		w.out = append(w.out, ':')
		if err := w.node(value, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// merge writes the members of a mapping, or of each in a list.
func (w *rewriter) merge(n *yaml.Node, depth int, first bool) error {
	if depth > maxNesting || len(w.out) > w.most {
		return w.node(n, depth) // which says so
	}
	switch n.Kind {
	case yaml.AliasNode:
		return w.alias(n, func(target *yaml.Node) error { return w.merge(target, depth+1, first) })
	case yaml.MappingNode:
		return w.members(n, depth, first)
	case yaml.SequenceNode:
		for i := len(n.Content) - 1; i >= 0; i-- { // the first prevails
			before := len(w.out)
			if err := w.merge(n.Content[i], depth+1, first); err != nil {
				return err
			}
			first = first && len(w.out) == before
		}
		return nil
	default:
		return w.fault(n, "<< takes a mapping")
	}
}

func (w *rewriter) text(s string) {
	// A text that is not UTF-8 is written with replacements; the error says no more.
	w.out, _ = jsontext.AppendQuote(w.out, s)
}

// scalar writes a plain value by the type that YAML gives it.
func (w *rewriter) scalar(n *yaml.Node) {
	switch n.ShortTag() {
	case "!!null":
		w.out = append(w.out, "null"...)
	case "!!bool":
		var b bool
		if n.Decode(&b) != nil {
			w.text(n.Value)
			return
		}
		w.out = strconv.AppendBool(w.out, b)
	case "!!int", "!!float":
		w.number(n)
	default:
		w.text(n.Value)
	}
}

// number keeps a number as it is written where JSON writes it so.
func (w *rewriter) number(n *yaml.Node) {
	if json.Valid([]byte(n.Value)) {
		w.out = append(w.out, n.Value...)
		return
	}
	var i int64
	if n.Decode(&i) == nil {
		w.out = strconv.AppendInt(w.out, i, 10)
		return
	}
	var f float64
	if n.Decode(&f) != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		w.text(n.Value)
		return
	}
	w.out = strconv.AppendFloat(w.out, f, 'g', -1, 64)
}
