package playground

func oddCursorRoutes() []route {
	return []route{
		{
			path: "/v1/odd/cycle/gauges", summary: "the third page leads back to the second: A, B, A, B",
			params: cursorParams(), serve: (*Playground).cycleList,
		},
		{
			path: "/v1/odd/stuck/gauges", summary: "the same cursor for ever",
			params: cursorParams(), serve: (*Playground).stuckList,
		},
		{
			path: "/v1/odd/repeat-body/gauges", summary: "new cursors, but the same items from the third page on",
			params: cursorParams(), serve: (*Playground).repeatBodyList,
		},
		{
			path: "/v1/odd/empty-middle/gauges", summary: "an empty page in the middle that is not the end",
			params: cursorParams(), serve: (*Playground).emptyMiddleList,
		},
		{
			path: "/v1/odd/no-cursor/gauges", summary: "has_more without a cursor from the second page on",
			params: cursorParams(), serve: (*Playground).noCursorList,
		},
		{
			path: "/v1/odd/expired/gauges", summary: "the third cursor has expired: 410 with a fresh one",
			params: cursorParams(), serve: (*Playground).expiredList,
		},
		{
			path: "/v1/odd/token-bytes/gauges", summary: "cursors of awkward bytes, to send back byte for byte",
			params: cursorParams(), serve: (*Playground).tokenBytesList,
		},
		{
			path: "/v1/odd/numeric/gauges", summary: "cursors that are numbers",
			params: cursorParams(), serve: (*Playground).numericList,
		},
		{
			path: "/v1/odd/nested/gauges", summary: "items and cursor deep down, beside a longer array",
			params: cursorParams(), serve: (*Playground).nestedList,
		},
		{
			path: "/v1/odd/error-200/gauges", summary: "the third page is an error under status 200",
			params: cursorParams(), serve: (*Playground).errorInsideList,
		},
	}
}

func oddLinkRoutes() []route {
	return []route{
		{
			path: "/v1/odd/foreign/gauges", summary: "the second page leads to another origin",
			params: offsetParams(), serve: (*Playground).foreignList,
		},
		{
			path: "/v1/odd/relative/gauges", summary: "relative links: a query alone, and a path",
			params: offsetParams(), serve: (*Playground).relativeList,
		},
		{
			path: "/v1/odd/self/gauges", summary: "the second page leads to itself",
			params: offsetParams(), serve: (*Playground).selfList,
		},
		{
			path: "/v1/odd/not-url/gauges", summary: "a next link that is no URL",
			params: offsetParams(), serve: (*Playground).notURLList,
		},
		{
			path: "/v1/odd/lookalike/gauges", summary: "one page with members that only look like a way on",
			params: []param{sizeParam("limit"), itemsParam()}, serve: (*Playground).lookalikeList,
		},
	}
}

func oddPageRoutes() []route {
	return []route{
		{
			path: "/v1/odd/repeat-last/gauges", summary: "the last page again for every page beyond it",
			params: pageParams("1"), serve: (*Playground).repeatLastList,
		},
		{
			path: "/v1/odd/wrap/gauges", summary: "begins again beyond its end",
			params: pageParams("1"), serve: (*Playground).wrapList,
		},
		{
			path: "/v1/odd/end-404/gauges", summary: "404 beyond its end",
			params: pageParams("1"), serve: (*Playground).beyondNotFoundList,
		},
		{
			path: "/v1/odd/end-400/gauges", summary: "400 beyond its end",
			params: pageParams("1"), serve: (*Playground).beyondBadList,
		},
		{
			path: "/v1/odd/broken-page/gauges", summary: "page 3 fails, however often it is asked for",
			params: pageParams("1"), serve: (*Playground).brokenPageList,
		},
		{
			path: "/v1/odd/boast/gauges", summary: "claims a hundred items more than it has",
			params: pageParams("1"), serve: (*Playground).boastList,
		},
		{
			path: "/v1/odd/drift/gauges", summary: "a gauge appears in front between any two pages",
			params: offsetParams(), serve: (*Playground).driftList,
		},
		{
			path: "/v1/odd/clamp/gauges", summary: "25 items at most, whatever the limit",
			params: offsetParams(), serve: (*Playground).clampList,
		},
	}
}
