package playground

import (
	"net/http"
	"slices"
	"strings"
)

// route is one thing the server answers. The table of routes is the only list
// of them: the multiplexer, the index and the OpenAPI document are made of it.
type route struct {
	method   string // "" answers every method
	path     string // a pattern of http.ServeMux, without the method
	group    string
	summary  string
	params   []param
	body     string // an example of the JSON the request carries, or ""
	try      string // a path with a query that shows it, if path alone does not
	status   int    // of a successful answer; 0 means 200
	media    string // content type of the answer; "" means application/json
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

// groups of routes, in the order in which they are shown.
const (
	groupHome  = "start here"
	groupLists = "lists"
)

// groups returns the groups in the order in which they are shown.
func groups() []string {
	return []string{groupHome, groupLists}
}

// routes returns the table.
func routes() []route {
	return slices.Concat(homeRoutes(), listRoutes())
}

func homeRoutes() []route {
	return []route{
		{method: "GET", path: "/{$}", group: groupHome, summary: "what there is", serve: (*Playground).index},
		{
			method: "GET", path: "/openapi.json", group: groupHome,
			summary: "all of it as an OpenAPI 3.1 document", serve: (*Playground).openapi,
		},
		{
			method: "GET", path: "/stats", group: groupHome, watching: true,
			summary: "arrivals by path and the most in any one second", serve: (*Playground).showStats,
		},
		{
			method: "GET", path: "/control", group: groupHome, watching: true,
			summary: "the faults of the whole server", serve: (*Playground).showControl,
		},
		{
			method: "POST", path: "/control", group: groupHome, watching: true,
			summary: "change the faults while the server runs", body: `{"faults":{"fail":0.3,"latency":"50ms"}}`,
			serve: (*Playground).setControl,
		},
	}
}

func listRoutes() []route {
	cursor := param{name: "cursor", kind: "string", about: "next_cursor of the page before; leave out for the first"}
	return []route{
		{
			method: "GET", path: "/v1/link/gauges", group: groupLists,
			summary: "a bare array; the Link header leads on", serve: (*Playground).linkList,
			params: []param{sizeParam("limit"), {name: "after", kind: "string", about: "place to go on from, made by the server"}, itemsParam()},
		},
		{
			method: "GET", path: "/v1/page/gauges", group: groupLists,
			summary: "numbered pages from 1, with totals", serve: (*Playground).pageList,
			params: []param{numberParam("page", 1), sizeParam("per_page"), sizeParam("limit"), itemsParam()},
		},
		{
			method: "GET", path: "/v1/offset/gauges", group: groupLists,
			summary: "offset and limit, with the total", serve: (*Playground).offsetList,
			params: []param{offsetParam("offset"), sizeParam("limit"), itemsParam()},
		},
		{
			method: "GET", path: "/v1/cursor/gauges", group: groupLists,
			summary: "an opaque cursor in the body", serve: (*Playground).cursorList,
			params: []param{cursor, sizeParam("limit"), itemsParam()},
		},
		{
			method: "GET", path: "/v1/next/gauges", group: groupLists,
			summary: "the next page's URL in the body", serve: (*Playground).nextList,
			params: []param{sizeParam("limit"), offsetParam("offset"), itemsParam()},
		},
		{
			method: "GET", path: "/v1/limited/gauges", group: groupLists,
			summary: "cursor pages behind a real limiter: 10 a second, burst 10", serve: (*Playground).limitedList,
			params: []param{cursor, sizeParam("limit"), itemsParam()},
		},
		{
			method: "GET", path: "/v1/outage/gauges", group: groupLists,
			summary: "cursor pages; well for 9 s, then down for 6 s, over and over", serve: (*Playground).outageList,
			params: []param{
				cursor, sizeParam("limit"), itemsParam(),
				{name: "down", kind: "string", preset: `"6s"`, about: "how long each outage lasts"},
				{name: "every", kind: "string", preset: `"15s"`, about: "from the start of one outage to the next, up to 24h"},
			},
		},
	}
}

func sizeParam(name string) param {
	return param{name: name, kind: "integer", preset: "50", about: "items on a page, clamped to 1000"}
}

func itemsParam() param {
	return param{name: "items", kind: "integer", about: "length of the whole list, instead of the server's"}
}

func offsetParam(name string) param {
	return param{name: name, kind: "integer", preset: "0", about: "items to skip"}
}

func numberParam(name string, first int) param {
	preset := "0"
	if first == 1 {
		preset = "1"
	}
	return param{name: name, kind: "integer", preset: preset, about: "number of the page, from " + preset}
}

// faultParams are the parameters that every route takes.
func faultParams() []param {
	return []param{
		{name: "fail", kind: "number", example: "0.3", about: "share of replies that are a 503"},
		{name: "latency", kind: "string", example: `"50ms"`, about: "delay before the reply, or a range such as 50ms..200ms"},
		{name: "reset", kind: "number", example: "0.1", about: "share of connections that are reset"},
		{name: "truncate", kind: "number", example: "0.1", about: "share of bodies cut short of their Content-Length"},
		{name: "seed", kind: "integer", example: "7", about: "chooses the draws, so that a run can be repeated"},
		{name: "run", kind: "string", example: `"a"`, about: "names a run: runs of one seed see the same faults"},
	}
}

// pattern is the route's entry in the multiplexer.
func (rt *route) pattern() string {
	if rt.method == "" {
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
	for i := range p.routes {
		if rt := &p.routes[i]; rt.matches(path) {
			found = append(found, rt.method)
			if rt.method == http.MethodGet {
				found = append(found, http.MethodHead)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
