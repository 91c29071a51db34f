package playground

import (
	"net/http"
	"slices"
	"strings"
)

// route is one thing the server answers. The table of routes is the only list
// of them: the multiplexer, the index and the OpenAPI document are made of it.
type route struct {
	method   string // or anyMethod
	path     string // a pattern of http.ServeMux, without the method
	group    string
	summary  string
	params   []param
	body     string // an example of the JSON the request carries, or ""
	try      string // a path with a query that shows it, if path alone does not
	status   int    // of the answer to its example; 0 means 200
	media    string // content type of the answer; "" means application/json
	schema   string // Gauge or []Gauge, where the answer is just that
	watching bool   // looks at the server: not counted, and spared its faults
	serve    func(*Playground, *call) error
}

// param is a parameter of a route.
type param struct {
	name    string
	in      string // "" means query; or path, header
	kind    string // JSON type: string, integer, number, boolean
	preset  string // value when absent, as JSON, or ""
	example string // as JSON, or ""
	about   string
}

// anyMethod stands for every method.
const anyMethod = "ANY"

// pattern is the route's entry in the multiplexer.
func (rt *route) pattern() string {
	if rt.method == anyMethod {
		return rt.path
	}
	return rt.method + " " + rt.path
}

// shown is the path without the marks of the multiplexer.
func (rt *route) shown() string {
	return strings.TrimSuffix(rt.path, "{$}")
}

// matches reports whether a URL path belongs to the route, by segments.
func (rt *route) matches(path string) bool {
	want, got := strings.Split(rt.shown(), "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, segment := range want {
		if segment != got[i] && (!strings.HasPrefix(segment, "{") || got[i] == "") {
			return false
		}
	}
	return true
}

// methods are those that the routes of a URL path answer.
func (p *Playground) methods(path string) []string {
	var found []string
	for i := range p.routes() {
		if rt := &p.routes()[i]; rt.matches(path) {
			found = append(found, rt.method)
			if rt.method == http.MethodGet {
				found = append(found, http.MethodHead)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
