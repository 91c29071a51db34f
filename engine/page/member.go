package page

import "weir/engine/page/jsonpath"

// Identity knows the items of a list again in another reading of it, by the
// same choice of a member as a walk makes. The zero value is ready; it is not
// safe for concurrent use.
type Identity struct{ of identity }

// Learn chooses the member that tells the items apart. The first items that
// are given decide; later ones change nothing.
func (i *Identity) Learn(items [][]byte) {
	if i.of.decided {
		return
	}
	var body []byte
	spans := make([]jsonpath.Span, 0, len(items))
	for _, item := range items {
		if len(item) == 0 {
			continue
		}
		start := len(body)
		body = append(body, item...)
		spans = append(spans, jsonpath.Span{Start: start, End: len(body)})
	}
	i.of.decide(body, spans)
}

// Member names the member, as a path within an item. It is empty where items
// have none, and where they are texts that stand for themselves.
func (i *Identity) Member() string { return i.of.name }

// Sure says whether the member is one that is made to tell items apart, such
// as id, and not one that only does so by chance, such as name.
func (i *Identity) Sure() bool { return i.of.strong }

// Of returns an item's id as text; ok is false where it has none.
func (i *Identity) Of(item []byte) (id string, ok bool) {
	if len(item) == 0 {
		return "", false
	}
	raw := i.of.raw(item)
	if len(raw) == 0 || raw[0] == 'n' {
		return "", false
	}
	return string(appendID(nil, raw)), true
}
