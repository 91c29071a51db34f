package openapi

import (
	"slices"
	"strings"
)

// operation is where an operation stands in the document.
type operation struct {
	method, path string
	at           span    // its place
	own          *object // the operation's members
	item         *object // those of its path
	folder       []string
}

// operations lists the document's operations, those of a tag together, in the
// order of the tags and then of the document.
func (r *reader) operations() []operation {
	tags := r.tags()
	var all []operation
	for _, path := range r.object(r.root.get("paths")).members {
		if !strings.HasPrefix(path.name, "/") {
			continue // an extension
		}
		item, _ := r.follow(path.value)
		for _, m := range r.methods(item) {
			if len(all) == maxOperations {
				r.lose(m.value, "the document has more than %d operations: the others are left out", maxOperations)
				return sorted(all, tags)
			}
			op := operation{method: m.name, path: path.name, at: span{m.at, m.at + 1}, own: r.object(m.value), item: item}
			op.folder = r.folder(op, tags)
			all = append(all, op)
		}
	}
	return sorted(all, tags)
}

// sorted brings operations into the order of their folders, each where it first
// stands.
func sorted(all []operation, tags *tags) []operation {
	order := make(map[string]int)
	for i, name := range tags.order {
		order[name] = i
	}
	key := func(op operation) string { return strings.Join(op.folder, "\x00") }
	for _, op := range all {
		if _, ok := order[key(op)]; !ok {
			order[key(op)] = len(order)
		}
	}
	slices.SortStableFunc(all, func(a, b operation) int { return order[key(a)] - order[key(b)] })
	return all
}

// methods lists the operations of a path under the names of their methods.
func (r *reader) methods(item *object) []member {
	var out []member
	for _, m := range item.members {
		switch m.name {
		case "get", "put", "post", "delete", "options", "head", "patch", "trace", "query":
			m.name = strings.ToUpper(m.name)
			out = append(out, m)
		case "additionalOperations":
			for _, more := range r.object(m.value).members {
				if isToken(more.name) {
					out = append(out, more)
				}
			}
		}
	}
	return out
}

// isToken tells what may be a method or a header's name (RFC 9110, 5.6.2).
func isToken(s string) bool {
	const marks = "!#$%&'*+-.^_`|~"
	for _, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && !strings.ContainsRune(marks, rune(c)) {
			return false
		}
	}
	return s != ""
}

// tags are the document's tags, as folders.
type tags struct {
	order  []string            // folders, joined
	folder map[string][]string // by tag
}

// tags reads the list of tags; in OpenAPI 3.2 they have parents.
func (r *reader) tags() *tags {
	t := &tags{folder: make(map[string][]string)}
	parents := make(map[string]string)
	list := r.elements(r.root.get("tags"))
	for _, s := range list {
		tag := r.object(s)
		parents[r.str(tag.get("name"))] = r.str(tag.get("parent"))
	}
	for _, s := range list {
		const deepest = 8
		name := r.str(r.object(s).get("name"))
		var folder []string
		for at := name; at != "" && len(folder) < deepest; at = parents[at] {
			folder = append(folder, at)
		}
		slices.Reverse(folder)
		t.folder[name] = folder
		t.order = append(t.order, strings.Join(folder, "\x00"))
	}
	return t
}

// folder is an operation's first tag, else the first word of its path.
func (r *reader) folder(op operation, tags *tags) []string {
	if tag := r.str(r.first(op.own.get("tags"))); tag != "" {
		if folder := tags.folder[tag]; folder != nil {
			return folder
		}
		return []string{tag}
	}
	for word := range strings.SplitSeq(op.path, "/") {
		if word != "" && !strings.Contains(word, "{") {
			return []string{word}
		}
	}
	return nil
}
