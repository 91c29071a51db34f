package compare

import (
	"net/url"
	"slices"
	"strings"
)

// addressed is where a request goes.
type addressed struct {
	origin string
	path   string // as it was sent, at least "/"
	query  string
}

// addressOf splits a recorded URL. It may hold marks of struck-out secrets, which
// url.Parse does not take everywhere.
func addressOf(origin, raw string) addressed {
	rest, _, _ := strings.Cut(raw, "#")
	rest, query, _ := strings.Cut(rest, "?")
	if _, after, ok := strings.Cut(rest, "://"); ok {
		rest = ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			rest = after[i:]
		}
	}
	if rest == "" {
		rest = "/"
	}
	return addressed{origin: origin, path: rest, query: query}
}

// template is the address with what differs from request to request left out:
// ids in the path and the values of the query.
func (a addressed) template() string {
	parts := strings.Split(a.path, "/")
	for i, part := range parts {
		if isID(part) {
			parts[i] = "{id}"
		}
	}
	out := strings.Join(parts, "/")
	if names := a.names(); len(names) > 0 {
		out += "?" + strings.Join(names, "&")
	}
	return out
}

// names lists the query's parameters, each once.
func (a addressed) names() []string {
	var names []string
	for part := range strings.SplitSeq(a.query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isID says whether a part of a path looks like the id of one thing: a number,
// a UUID or another long hexadecimal text, or anything with three digits in a row.
func isID(part string) bool {
	digits, row, hex := 0, 0, 0
	longest := 0
	for _, c := range part {
		switch {
		case c >= '0' && c <= '9':
			digits, hex = digits+1, hex+1
			row++
			longest = max(longest, row)
			continue
		case c == '-' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F':
			hex++
		}
		row = 0
	}
	switch {
	case digits == 0:
		return false
	case digits == len(part), longest >= 3:
		return true
	}
	return len(part) >= 16 && hex == len(part)
}
