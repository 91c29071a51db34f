package page

import (
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"

	"github.com/go-json-experiment/json/jsontext"
)

// identity is how items of a walk are told apart: by a member that is present
// and unique in the first page that has items.
type identity struct {
	decided bool
	name    string // path of the member within an item; empty for none
	path    jsonpath.Path
	whole   bool // items are strings and their own ids
	// strong ids alone make two items one. With a weak one, such as a name,
	// the whole item has to be equal.
	strong bool
	finder jsonpath.Finder
}

func strongNames() []string {
	return []string{
		"id", "_id", "uuid", "guid", "uid", "ID", "Id", "objectID", "objectId", "@id", "$id", "oid", "gid", "sha", "node_id",
		"metadata.uid", "sys.id", "resource.id", "data.id", "pageid", "fullUrl",
	}
}

func weakNames() []string {
	return []string{
		"key", "Key", "slug", "code", "number", "name", "Name", "href", "url", "self", "login", "email", "path", "digest",
		"metadata.name", "title", "_links.self.href", "data.name",
	}
}

// decide chooses the member from a page's items.
func (id *identity) decide(body []byte, items []jsonpath.Span) {
	if id.decided || len(items) == 0 {
		return
	}
	id.decided = true
	if body[items[0].Start] == '"' {
		id.whole, id.strong = true, true
		if !id.unique(body, items) {
			id.whole, id.strong = false, false
		}
		return
	}
	for _, name := range strongNames() {
		if id.try(name, body, items) {
			id.strong = true
			return
		}
	}
	for _, name := range append(weakNames(), ownIDs(items[0].Of(body))...) {
		if id.try(name, body, items) {
			return
		}
	}
	id.forget()
}

func (id *identity) forget() {
	id.name, id.path, id.strong, id.whole = "", jsonpath.Path{}, false, false
}

// ownIDs are the members of an item that are named like gaugeId.
func ownIDs(item []byte) []string {
	var names []string
	d := document.Read("", item)
	for i, n := range d.Nodes {
		if n.Depth == 1 && strings.HasSuffix(document.Fold(n.Name()), "id") {
			names = append(names, d.Path(i))
		}
	}
	return names
}

func (id *identity) try(name string, body []byte, items []jsonpath.Span) bool {
	p, err := jsonpath.Parse(name)
	if err != nil {
		return false
	}
	id.name, id.path = name, p
	return id.unique(body, items)
}

func (id *identity) unique(body []byte, items []jsonpath.Span) bool {
	seen := hashSet{}
	for _, s := range items {
		raw := id.raw(s.Of(body))
		if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || raw[0] == 'n' || string(raw) == `""` || !seen.add(digest(raw)) {
			return false
		}
	}
	return true
}

// raw returns an item's id as JSON; nil if it has none.
func (id *identity) raw(item []byte) []byte {
	switch {
	case id.whole:
		return item
	case id.name == "" || item[0] != '{':
		return nil
	}
	span, ok := id.finder.Find(id.path, item)
	if !ok {
		return nil
	}
	return span.Of(item)
}

// key is the digest by which an item is known again; 0 if it cannot be.
func (id *identity) key(raw, item []byte) uint64 {
	switch {
	case len(raw) == 0 || raw[0] == 'n':
		return 0
	case id.strong:
		return digest(raw)
	}
	return digest(item)
}

// appendID adds an id as text: a string without its quotes, else as it stands.
func appendID(out, raw []byte) []byte {
	if len(raw) > 0 && raw[0] == '"' {
		out, _ = jsontext.AppendUnquote(out, raw)
		return out
	}
	return append(out, raw...)
}
