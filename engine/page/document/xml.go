package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxElements = 1 << 20
	maxNesting  = 200
)

var errXMLBounds = errors.New("the document has more than 1,048,576 elements or 200 levels")

// readXML converts an XML body to JSON: an element becomes its text, or an
// object of its attributes and children; children of one name become a list.
// Prefixes are dropped. HTML is opaque.
func readXML(contentType string, body []byte) *Document {
	opaque := &Document{Body: body, Format: Opaque}
	if strings.Contains(strings.ToLower(contentType), "html") || isHTML(body) {
		return opaque
	}
	root, err := parseXML(body)
	if root == nil {
		opaque.Err = err
		return opaque
	}
	out := append(appendName([]byte{'{'}, root.name), ':')
	out = append(root.appendJSON(out), '}')
	d := readJSON("application/json", out, 0)
	d.Format = XML
	if err != nil {
		d.Err = err
	}
	return d
}

func isHTML(body []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 256)], " \t\r\n\ufeff"))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

type element struct {
	name     string
	text     []byte
	attrs    []xml.Attr
	children []*element
}

func parseXML(body []byte) (*element, error) {
	dec := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	dec.CharsetReader = charset
	t := tree{}
	for {
		token, err := dec.RawToken()
		if errors.Is(err, io.EOF) && len(t.open) == 0 {
			return t.root, nil
		}
		if err == nil {
			err = t.add(token)
		}
		if err != nil {
			return t.root, fmt.Errorf("read the body as XML: %w", err)
		}
	}
}

// tree grows from tokens. RawToken leaves matching tags to it.
type tree struct {
	root  *element
	open  []*element
	count int
}

func (t *tree) add(token xml.Token) error {
	switch tok := token.(type) {
	case xml.StartElement:
		return t.start(tok)
	case xml.EndElement:
		if len(t.open) == 0 || t.open[len(t.open)-1].name != tok.Name.Local {
			return fmt.Errorf("</%s> closes what is not open", tok.Name.Local)
		}
		t.open = t.open[:len(t.open)-1]
	case xml.CharData:
		if len(t.open) > 0 {
			e := t.open[len(t.open)-1]
			e.text = append(e.text, tok...)
		}
	}
	return nil
}

func (t *tree) start(tok xml.StartElement) error {
	t.count++
	if t.count > maxElements || len(t.open) >= maxNesting {
		return errXMLBounds
	}
	e := &element{name: tok.Name.Local}
	for _, a := range tok.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			e.attrs = append(e.attrs, a)
		}
	}
	if len(t.open) > 0 {
		parent := t.open[len(t.open)-1]
		parent.children = append(parent.children, e)
	} else if t.root == nil {
		t.root = e
	}
	t.open = append(t.open, e)
	return nil
}

func (e *element) appendJSON(out []byte) []byte {
	text := bytes.TrimSpace(e.text)
	if len(e.attrs) == 0 && len(e.children) == 0 {
		return appendName(out, string(e.text))
	}
	out = append(out, '{')
	mark := len(out)
	comma := func() {
		if len(out) > mark {
			out = append(out, ',')
		}
	}
	for _, a := range e.attrs {
		comma()
		out = appendName(append(appendName(out, a.Name.Local), ':'), a.Value)
	}
	for _, group := range e.groups() {
		comma()
		out = append(appendName(out, group[0].name), ':')
		out = appendGroup(out, group)
	}
	if len(text) > 0 {
		comma()
		out = appendName(append(out, `"#text":`...), string(text))
	}
	return append(out, '}')
}

func appendGroup(out []byte, group []*element) []byte {
	if len(group) == 1 {
		return group[0].appendJSON(out)
	}
	out = append(out, '[')
	for i, e := range group {
		if i > 0 {
			out = append(out, ',')
		}
		out = e.appendJSON(out)
	}
	return append(out, ']')
}

// groups gathers the children of one name, in the order of their first.
func (e *element) groups() [][]*element {
	var groups [][]*element
	index := make(map[string]int, 8)
	for _, c := range e.children {
		i, ok := index[c.name]
		if !ok {
			i = len(groups)
			index[c.name] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// appendName quotes a text; broken UTF-8 in it becomes replacement characters.
func appendName(out []byte, s string) []byte {
	quoted, _ := jsontext.AppendQuote(out, s)
	return quoted
}

// charset reads what servers declare beside UTF-8.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "latin1", "latin-1", "windows-1252":
		b, err := io.ReadAll(in)
		out := make([]rune, len(b))
		for i, c := range b {
			out[i] = rune(c)
		}
		return strings.NewReader(string(out)), err
	}
	return nil, fmt.Errorf("the encoding %q is not known", label)
}
