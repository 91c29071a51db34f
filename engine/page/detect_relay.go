package page

import (
	"strings"
)

func detectRelay(v *view) []Candidate {
	in, query := v.graphQL()
	if in == "" {
		return nil
	}
	r := Recipe{Dialect: "relay", In: in}
	info := v.pageInfo()
	if info == "" && v.params["next"] == "" {
		return nil
	}
	r.Next, r.More = []string{info + ".endCursor"}, info+".hasNextPage"
	if info == "" {
		r.Next, r.More = nil, ""
	}
	name, known := afterVariable(query)
	if v.params["param"] != "" {
		name, known = strings.TrimPrefix(v.params["param"], "/variables/"), true
	}
	if in == inBody {
		r.Params = []string{"/variables/" + name}
	} else {
		r.Params, r.Pointer = []string{"variables"}, "/"+name
	}
	v.params = cloneWith(v.params, "param", "")
	f, _ := v.rp.at(r.More)
	how := "the query's after: takes $" + name
	if !known {
		how = "the query has no after: variable; $" + name + " is a guess"
	}
	return []Candidate{v.candidate(r, 0.97, !known, f.evidence(), how)}
}

// graphQL returns where the request carries its variables, and its query.
func (v *view) graphQL() (in, query string) {
	for _, s := range v.sent {
		if s.fold == "query" && strings.Contains(s.value, "{") && (s.in == inBody && s.name == "query" || s.in == inQuery) {
			return s.in, s.value
		}
	}
	return "", ""
}

// pageInfo returns the path of the pageInfo to follow: one that has a next
// page, the outermost of those.
func (v *view) pageInfo() string {
	best, depth := "", 1<<30
	for i, n := range v.rp.doc.Nodes {
		if n.Kind != '{' || n.Name() != "pageInfo" {
			continue
		}
		path := v.rp.doc.Path(i)
		d := n.Depth
		if f, ok := v.rp.at(path + ".hasNextPage"); !ok || f.text != "true" {
			d += 1000
		}
		if d < depth {
			best, depth = path, d
		}
	}
	return best
}

// afterVariable returns the variable that a query's after: argument takes.
func afterVariable(query string) (string, bool) {
	for rest := query; ; {
		i := strings.Index(rest, "after")
		if i < 0 {
			return "after", false
		}
		rest = rest[i+len("after"):]
		value, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), ":")
		if !ok {
			continue
		}
		value, ok = strings.CutPrefix(strings.TrimLeft(value, " \t\r\n"), "$")
		end := strings.IndexFunc(value, func(c rune) bool {
			return c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
		})
		if ok && end > 0 {
			return value[:end], true
		}
	}
}
