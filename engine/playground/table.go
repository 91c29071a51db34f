package playground

import (
	"net/http"
	"slices"
)

// groups of routes.
const (
	groupHome    = "start here"
	groupLists   = "lists"
	groupPages   = "more ways to number pages"
	groupLinks   = "more ways to link pages"
	groupTokens  = "more ways to go on by token"
	groupOdd     = "lists that misbehave"
	groupQuotas  = "quotas"
	groupRivers  = "rivers and gauges"
	groupReplies = "replies"
	groupFormats = "formats"
	groupTrouble = "trouble"
	groupClients = "what a client sends"
)

// groups returns the groups in the order in which they are shown.
func groups() []string {
	return []string{
		groupHome, groupLists, groupRivers, groupPages, groupLinks, groupTokens, groupOdd,
		groupQuotas, groupTrouble, groupReplies, groupFormats, groupClients,
	}
}

// routes returns the table of everything that the server answers.
func routes() []route {
	return slices.Concat(
		homeRoutes(),
		in(groupLists, listRoutes()),
		in(groupRivers, riverRoutes()),
		in(groupPages, pageRoutes()),
		in(groupLinks, linkRoutes()),
		in(groupTokens, tokenRoutes()),
		in(groupOdd, oddCursorRoutes()), in(groupOdd, oddLinkRoutes()), in(groupOdd, oddPageRoutes()),
		in(groupQuotas, quotaRoutes()),
		in(groupTrouble, troubleRoutes()),
		in(groupReplies, replyRoutes()),
		in(groupFormats, formatRoutes()),
		in(groupClients, clientRoutes()),
	)
}

// in puts routes into a group. Those that name no method answer GET.
func in(group string, routes []route) []route {
	for i := range routes {
		routes[i].group = group
		if routes[i].method == "" {
			routes[i].method = http.MethodGet
		}
	}
	return routes
}

func homeRoutes() []route {
	return []route{
		{
			method: "GET", path: "/{$}", group: groupHome, summary: "what there is; as a page for a browser",
			serve: (*Playground).index,
		},
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

// The parameters that several routes take.

func sizeParam(name string) param {
	return param{name: name, kind: "integer", preset: "50", about: "items on a page, clamped to 1000"}
}

func itemsParam() param {
	return param{name: "items", kind: "integer", about: "length of the whole list, instead of the server's"}
}

func offsetParam(name string) param {
	return param{name: name, kind: "integer", preset: "0", about: "items to skip"}
}

func cursorParam(name string) param {
	return param{name: name, kind: "string", about: "cursor that the page before gave; leave out for the first"}
}

func durationParam(name, preset, about string) param {
	return param{name: name, kind: "string", preset: `"` + preset + `"`, about: about}
}

func integerParam(name, preset, about string) param {
	return param{name: name, kind: "integer", preset: preset, about: about}
}

func formParam(preset, about string) param {
	return param{name: "form", kind: "string", preset: `"` + preset + `"`, about: about}
}

func pathParam(name, kind, example, about string) param {
	return param{name: name, in: "path", kind: kind, example: example, about: about}
}

// cursorParams are those of a list in the form of cursorList.
func cursorParams(more ...param) []param {
	return append([]param{cursorParam("cursor"), sizeParam("limit"), itemsParam()}, more...)
}

// offsetParams are those of a list that is placed by an offset.
func offsetParams() []param {
	return []param{offsetParam("offset"), sizeParam("limit"), itemsParam()}
}

// pageParams are those of a list of numbered pages.
func pageParams(first string) []param {
	return []param{
		integerParam("page", first, "number of the page, from "+first),
		sizeParam("per_page"), sizeParam("limit"), itemsParam(),
	}
}

// faultParams are the parameters that every route takes.
func faultParams() []param {
	return []param{
		{name: "fail", kind: "number", example: "0.3", about: "share of replies that are a 503"},
		{name: "latency", kind: "string", example: `"50ms"`, about: "delay before the reply, or a range such as 50ms..200ms"},
		{name: "reset", kind: "number", example: "0.1", about: "share of connections that are reset"},
		{name: "truncate", kind: "number", example: "0.1", about: "share of bodies cut short of their Content-Length"},
		{name: "seed", kind: "integer", example: "7", about: "chooses the draws: a run against a fresh or rewound server repeats"},
		{name: "run", kind: "string", example: `"a"`, about: "names a run: on one server, runs of one seed see the same faults"},
	}
}
