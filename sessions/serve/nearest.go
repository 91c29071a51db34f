package serve

import (
	"cmp"
	"slices"
	"strings"
)

// nearest names the recorded requests that are most like the one asked for.
func (i *index) nearest(a asked, most int) []string {
	type near struct {
		label label
		far   int
	}
	all := make([]near, 0, len(i.labels))
	for _, l := range i.labels {
		all = append(all, near{l, far(a, l)})
	}
	slices.SortStableFunc(all, func(x, y near) int { return cmp.Compare(x.far, y.far) })
	out := []string{}
	for _, n := range all[:min(most, len(all))] {
		text := n.label.method + " " + n.label.path
		if n.label.query != "" {
			text += "?" + n.label.query
		}
		out = append(out, text)
	}
	return out
}

// far is how unlike two requests are: by origin, path, method, then query.
func far(a asked, l label) int {
	d := 0
	if a.origin != l.origin {
		d += 10_000
	}
	if a.method != l.method {
		d += 20
	}
	x, y := strings.Split(a.path, "/"), strings.Split(l.path, "/")
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	d += 100 * (max(len(x), len(y)) - same)
	other := params(l.query)
	for name, values := range params(a.query) {
		switch got, ok := other[name]; {
		case !ok:
			d += 2
		case !slices.Equal(values, got):
			d++
		}
		delete(other, name)
	}
	return d + 2*len(other)
}
