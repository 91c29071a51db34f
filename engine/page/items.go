package page

import (
	"weir/engine/page/document"
	"weir/engine/page/jsonpath"
)

// Span is a range of bytes of a body.
type Span = jsonpath.Span

// ItemList is where the items of a body stand.
type ItemList struct {
	Path  string        // of the list, in the words of --items; empty for the whole body
	Kind  document.Kind // array, map, ndjson, xml, single or none
	Items []Span        // into Body
	Body  []byte        // the body that was given, or its conversion from XML to JSON
}

// FindItems finds the items of a body: at the path, or by choice where the path
// is empty. A single object is one item; a body without a list has none. Errors
// are those of the path, and of a body that breaks off, beside the items that
// were found. Memory: 16 bytes an item, and for XML the converted body.
func FindItems(contentType string, body []byte, path string) (ItemList, error) {
	d := document.Read(contentType, body)
	l, err := d.List(path)
	if err == nil {
		err = d.Err
	}
	return ItemList{Path: l.Path, Kind: l.Kind, Items: l.Items, Body: d.Body}, err
}
