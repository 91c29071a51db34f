package playground

func riverRoutes() []route {
	river := pathParam("id", "string", `"severn"`, "id of a river")
	gauge := pathParam("id", "string", `"g-000007"`, "id of a gauge")
	return []route{
		{path: "/v1/rivers", summary: "every river", serve: (*Playground).riverList},
		{
			path: "/v1/rivers/{id}", try: "/v1/rivers/severn", summary: "one river",
			params: []param{river}, serve: (*Playground).oneRiver,
		},
		{
			path: "/v1/rivers/{id}/gauges", try: "/v1/rivers/severn/gauges", summary: "the gauges of one river, by cursor",
			params: append([]param{river}, cursorParams()...), serve: (*Playground).riverGauges,
		},
		{
			path: "/v1/gauges/{id}", schema: "Gauge", try: "/v1/gauges/g-000007", summary: "one gauge",
			params: []param{gauge}, serve: (*Playground).oneGauge,
		},
		{
			path: "/v1/gauges/{id}/readings", try: "/v1/gauges/g-000007/readings", summary: "a day of its levels",
			params: []param{gauge}, serve: (*Playground).readings,
		},
		{
			path: "/v1/gauges/{id}/chart", try: "/v1/gauges/g-000007/chart", summary: "a day of its levels as a picture",
			media: "image/png", params: []param{gauge}, serve: (*Playground).chart,
		},
		{path: "/v1/sightings", summary: "how many reports were taken", serve: (*Playground).countSightings},
		{
			path: "/v1/sightings", method: "POST", status: 201, summary: "report a level; an Idempotency-Key makes it safe to retry",
			params: []param{{name: "Idempotency-Key", in: "header", kind: "string", example: `"one"`, about: "the same for each try of one report"}},
			body:   `{"gauge":"g-000007","level":1.92}`, serve: (*Playground).postSighting,
		},
	}
}

func quotaRoutes() []route {
	all := families()
	routes := make([]route, 0, len(all))
	for _, f := range all {
		routes = append(routes, route{
			path: "/v1/quota/" + f.name, summary: f.about,
			params: cursorParams(
				integerParam("quota", "20", "requests in a window"),
				durationParam("window", "10s", "length of the window, from 1s")),
			serve: quotaHandler(f),
		})
	}
	return routes
}

func troubleRoutes() []route {
	return []route{
		{
			path: "/v1/status/{code}", try: "/v1/status/418", status: 418, method: anyMethod, summary: "the status that the path names",
			params: []param{pathParam("code", "integer", "418", "from 200 to 599")}, serve: (*Playground).status,
		},
		{
			path: "/v1/retry-after", status: 503, summary: "503 with Retry-After, and well again after it",
			params: []param{
				formParam("seconds", "seconds, fraction, date, skewed (by a clock an hour ahead) or long (an hour)"),
				durationParam("after", "2s", "how long to wait"), integerParam("status", "503", "status of the refusal"),
			},
			serve: (*Playground).retryAfter,
		},
		{
			path: "/v1/slow", try: "/v1/slow?for=1s", media: "text/plain", summary: "a body that drips",
			params: []param{durationParam("for", "2s", "how long it takes, up to 5m"), integerParam("bytes", "2000", "its size, up to 1048576")},
			serve:  (*Playground).slow,
		},
		{
			path: "/v1/hang", summary: "nothing, for ever",
			params: []param{{name: "after", kind: "string", preset: `"nothing"`, about: "what comes first: nothing, header or half"}},
			serve:  (*Playground).hang,
		},
		{path: "/v1/dropped", method: anyMethod, summary: "the connection closes without a word", serve: (*Playground).dropped},
		{path: "/v1/goaway", method: anyMethod, summary: "an answer, and no more on this connection: GOAWAY over HTTP/2", serve: (*Playground).goAway},
		{
			path: "/v1/malformed", summary: "what is no HTTP",
			params: []param{formParam("status", "what is wrong: status, header, length or chunk")}, serve: (*Playground).malformed,
		},
		{
			path: "/v1/hostile", summary: "escape sequences, bidi tricks and other texts that must not reach a terminal",
			params: []param{formParam("json", "json, text, keys, numbers, doubled, deep, long, invalid or mislabelled")},
			serve:  (*Playground).hostile,
		},
		{
			path: "/v1/bomb", try: "/v1/bomb?mb=1", summary: "a small body that decodes to a big one",
			params: []param{
				integerParam("mb", "10", "what it decodes to, in MB, up to 100"),
				{name: "coding", kind: "string", preset: `"gzip"`, about: "gzip, br, zstd or deflate"},
			},
			serve: (*Playground).bomb,
		},
	}
}

func replyRoutes() []route {
	code := integerParam("code", "302", "301, 302, 303, 307 or 308")
	return []route{
		{
			path: "/v1/redirect/{n}", try: "/v1/redirect/3", status: 302, method: anyMethod, summary: "a chain of redirects",
			params: []param{pathParam("n", "integer", "3", "how many are left, up to 1000"), code}, serve: (*Playground).redirect,
		},
		{path: "/v1/redirect-loop", status: 302, summary: "a redirect to itself", params: []param{code}, serve: (*Playground).redirectLoop},
		{
			path: "/v1/redirect-to", try: "/v1/redirect-to?url=/v1/echo", status: 302, method: anyMethod,
			summary: "a redirect to any URL on this machine",
			params:  []param{{name: "url", kind: "string", example: `"/v1/echo"`, about: "a path, or a URL of a loopback address"}, code},
			serve:   (*Playground).redirectTo,
		},
		{
			path: "/v1/big", try: "/v1/big?mb=1", summary: "a big array, made while it is sent",
			params: []param{
				integerParam("mb", "10", "its size in MB, up to 10000"),
				{name: "chunked", kind: "boolean", preset: "false", about: "leave out the Content-Length"},
			},
			serve: (*Playground).big,
		},
		{
			path: "/v1/sse", try: "/v1/sse?every=200ms&count=5", media: "text/event-stream", summary: "levels as server-sent events",
			params: []param{
				durationParam("every", "500ms", "time between two events"), integerParam("count", "20", "how many; 0 has no end"),
				{name: "Last-Event-ID", in: "header", kind: "string", about: "go on after this event"},
			},
			serve: (*Playground).sse,
		},
		{path: "/v1/etag", summary: "a page with an ETag; 304 to who has it", params: cursorParams(), serve: (*Playground).etag},
	}
}

func formatRoutes() []route {
	routes := []route{
		{path: "/v1/xml", summary: "a page in XML", media: "application/xml", params: cursorParams(), serve: (*Playground).xmlList},
		{path: "/v1/html", summary: "a page for a browser", media: "text/html", params: cursorParams(), serve: (*Playground).htmlPage},
		{path: "/v1/ndjson", summary: "one gauge a line", media: "application/x-ndjson", params: cursorParams(), serve: (*Playground).ndjsonList},
		{path: "/v1/csv", summary: "comma-separated values", media: "text/csv", params: cursorParams(), serve: (*Playground).csvList},
		{path: "/v1/text", summary: "plain words", media: "text/plain", serve: (*Playground).plainText},
		{
			path: "/v1/binary", summary: "bytes that are no text", media: "application/octet-stream",
			params: []param{integerParam("bytes", "4096", "how many, up to 1048576")}, serve: (*Playground).binary,
		},
	}
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		routes = append(routes, route{
			path: "/v1/" + coding, summary: "a page under Content-Encoding: " + coding,
			params: cursorParams(), serve: encodedHandler(coding),
		})
	}
	return routes
}

func clientRoutes() []route {
	return []route{
		{path: "/v1/echo", method: anyMethod, summary: "the request as it arrived", serve: (*Playground).echo},
		{path: "/v1/cookies", summary: "the cookies that came, and one that counts the visits", serve: (*Playground).cookies},
		{path: "/v1/auth/basic", status: 401, summary: "wants basic authentication as weir:river", serve: (*Playground).basicAuth},
		{path: "/v1/auth/digest", status: 401, summary: "wants Digest authentication (SHA-256) as weir:river", serve: (*Playground).digestAuth},
		{path: "/v1/auth/bearer", status: 401, summary: "wants Authorization: Bearer practice", serve: (*Playground).bearerAuth},
		{path: "/v1/auth/key", status: 401, summary: "wants X-API-Key: practice", serve: (*Playground).keyAuth},
	}
}
