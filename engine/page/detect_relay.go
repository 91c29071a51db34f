package page

import "strings"

// relayWay is one of the two ways through a Relay connection.
type relayWay struct{ arg, cursor, flag string }

func forward() relayWay  { return relayWay{"after", "endCursor", "hasNextPage"} }
func backward() relayWay { return relayWay{"before", "startCursor", "hasPreviousPage"} }

func detectRelay(v *view) []Candidate {
	in, query := graphQuery(v.sent)
	if in == "" {
		return nil
	}
	way := v.relayWay(query)
	r := Recipe{Dialect: "relay", In: in}
	info := v.pageInfo(way.flag)
	switch {
	case info != "":
		r.Next, r.More = []string{info + "." + way.cursor}, info+"."+way.flag
	case v.params["next"] == "":
		return nil
	}
	pointer, known := v.variable(query, way.arg)
	if v.params["param"] != "" {
		pointer, known = "/"+strings.TrimPrefix(v.params["param"], "/variables/"), true
	}
	how := "the query's " + way.arg + ": takes no variable"
	if known {
		how = "the query's " + way.arg + ": takes $" + strings.ReplaceAll(pointer[1:], "/", ".")
		r.Params = []string{"/variables" + pointer}
		if in == inQuery {
			r.Params, r.Pointer = []string{"variables"}, pointer
		}
	}
	v.params = cloneWith(v.params, "param", "")
	f, _ := v.rp.at(r.More)
	return []Candidate{v.candidate(r, 0.97, false, f.evidence(), how)}
}

// relayWay decides which way the query goes: back from the end where it takes a
// variable for before: and either none for after: or a size for last: alone.
func (v *view) relayWay(query string) relayWay {
	_, after := v.variable(query, "after")
	_, before := v.variable(query, "before")
	if before && (!after || v.giving(query, "last") && !v.giving(query, "first")) {
		return backward()
	}
	return forward()
}

// pageInfo returns the path of the pageInfo to follow: one whose flag says that
// more follows, the outermost of those.
func (v *view) pageInfo(flag string) string {
	best, depth := "", 1<<30
	for i, n := range v.rp.doc.Nodes {
		if n.Kind != '{' || n.Name() != "pageInfo" {
			continue
		}
		path := v.rp.doc.Path(i)
		d := n.Depth
		if f, ok := v.rp.at(path + "." + flag); !ok || f.text != "true" {
			d += 1000
		}
		if d < depth {
			best, depth = path, d
		}
	}
	return best
}
