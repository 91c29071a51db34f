package page

import (
	"strconv"
	"strings"
)

// contentRange is a Content-Range field (RFC 9110 section 14.4), of any unit or
// none.
type contentRange struct {
	text        string
	unit        string
	first, last int64
	has         bool  // first and last are there, not *
	total       int64 // -1 for *
}

// parseContentRange reads "items 0-24/1000", "0-24/*" and "items */1000".
func parseContentRange(text string) (contentRange, bool) {
	r := contentRange{text: text, total: -1}
	unit, rest, ok := strings.Cut(strings.TrimSpace(text), " ")
	if !ok {
		unit, rest = "", unit
	}
	span, total, ok := strings.Cut(strings.TrimSpace(rest), "/")
	if !ok {
		return contentRange{text: text}, false
	}
	r.unit = unit
	if total = strings.TrimSpace(total); total != "*" {
		n, ok := natural(total)
		if !ok {
			return contentRange{text: text}, false
		}
		r.total = n
	}
	if span = strings.TrimSpace(span); span == "*" {
		return r, true
	}
	first, last, _ := strings.Cut(span, "-")
	var ok1, ok2 bool
	r.first, ok1 = natural(first)
	r.last, ok2 = natural(last)
	r.has = true
	if !ok1 || !ok2 || r.last < r.first || r.total >= 0 && r.last >= r.total {
		return contentRange{text: text}, false
	}
	return r, true
}

// parseRange reads a request's "items=0-24" or "0-24"; unit keeps its "=".
func parseRange(text string) (unit string, from, to int64, ok bool) {
	rest := strings.TrimSpace(text)
	if i := strings.IndexByte(rest, '='); i >= 0 {
		unit, rest = rest[:i+1], rest[i+1:]
	}
	first, last, found := strings.Cut(strings.TrimSpace(rest), "-")
	from, ok1 := natural(first)
	to, ok2 := natural(last)
	return unit, from, to, found && ok1 && ok2 && to >= from
}

func natural(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 18 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}
