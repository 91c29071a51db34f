package playground

func listRoutes() []route {
	return []route{
		{
			path: "/v1/link/gauges", schema: "[]Gauge", summary: "a bare array; the Link header leads on",
			params: []param{sizeParam("limit"), cursorParam("after"), itemsParam()}, serve: (*Playground).linkList,
		},
		{
			path: "/v1/page/gauges", summary: "numbered pages from 1, with totals",
			params: pageParams("1"), serve: (*Playground).pageList,
		},
		{
			path: "/v1/offset/gauges", summary: "offset and limit, with the total",
			params: offsetParams(), serve: (*Playground).offsetList,
		},
		{
			path: "/v1/cursor/gauges", summary: "an opaque cursor in the body",
			params: cursorParams(), serve: (*Playground).cursorList,
		},
		{
			path: "/v1/next/gauges", summary: "the next page's URL in the body (Django REST framework)",
			params: offsetParams(), serve: (*Playground).nextList,
		},
		{
			path: "/v1/limited/gauges", summary: "cursor pages behind a real limiter: 10 a second, burst 10",
			params: cursorParams(), serve: (*Playground).limitedList,
		},
		{
			path: "/v1/outage/gauges", summary: "cursor pages; well for 9 s, then down for 6 s, over and over",
			params: cursorParams(
				durationParam("down", "6s", "how long each outage lasts"),
				durationParam("every", "15s", "from the start of one outage to the next, up to 24h")),
			serve: (*Playground).outageList,
		},
	}
}

func pageRoutes() []route {
	return []route{
		{
			path: "/v1/page0/gauges", summary: "numbered pages from 0 (Spring Data)",
			params: pageParams("0"), serve: (*Playground).pageZeroList,
		},
		{
			path: "/v1/page-bare/gauges", schema: "[]Gauge", summary: "numbered pages without totals: a short page is the last",
			params: pageParams("1"), serve: (*Playground).pageBareList,
		},
		{
			path: "/v1/offset-bare/gauges", schema: "[]Gauge", summary: "offset and limit without a total: an empty page is the end",
			params: offsetParams(), serve: (*Playground).offsetBareList,
		},
		{
			path: "/v1/scim/gauges", summary: "startIndex and count, from 1 (SCIM)",
			params: []param{integerParam("startIndex", "1", "place of the first item, from 1"), sizeParam("count"), itemsParam()},
			serve:  (*Playground).scimList,
		},
		{
			path: "/v1/range/gauges", schema: "[]Gauge", summary: "the Range header asks for items, Content-Range answers", status: 206,
			params: []param{
				{name: "Range", in: "header", kind: "string", example: `"items=0-24"`, about: "items wanted, from 0"},
				sizeParam("limit"), itemsParam(),
			},
			serve: (*Playground).rangeList,
		},
	}
}

func linkRoutes() []route {
	return []route{
		{
			path: "/v1/hal/gauges", summary: "_links.next.href (HAL)",
			params: offsetParams(), serve: (*Playground).halList,
		},
		{
			path: "/v1/odata/gauges", summary: "@odata.nextLink (OData)",
			params: []param{offsetParam("$skip"), sizeParam("$top"), sizeParam("limit"), itemsParam()},
			serve:  (*Playground).odataList,
		},
		{
			path: "/v1/jsonapi/gauges", summary: "links.next (JSON:API)", media: "application/vnd.api+json",
			params: []param{offsetParam("page[offset]"), sizeParam("page[limit]"), sizeParam("limit"), itemsParam()},
			serve:  (*Playground).jsonapiList,
		},
		{
			path: "/v1/jsonld/gauges", summary: "view.next (JSON-LD with Hydra)", media: "application/ld+json",
			params: offsetParams(), serve: (*Playground).jsonldList,
		},
		{
			path: "/v1/siren/gauges", summary: `links with rel "next" (Siren)`, media: "application/vnd.siren+json",
			params: offsetParams(), serve: (*Playground).sirenList,
		},
	}
}

func tokenRoutes() []route {
	return []route{
		{
			path: "/v1/slack/gauges", summary: "response_metadata.next_cursor, empty at the end (Slack)",
			params: cursorParams(), serve: (*Playground).slackList,
		},
		{
			path: "/v1/aip/gauges", summary: "pageToken and nextPageToken (Google AIP-158)",
			params: []param{cursorParam("pageToken"), sizeParam("pageSize"), itemsParam()}, serve: (*Playground).aipList,
		},
		{
			path: "/v1/kubernetes/gauges", summary: "continue and metadata.continue (Kubernetes)",
			params: []param{cursorParam("continue"), sizeParam("limit"), itemsParam()}, serve: (*Playground).kubernetesList,
		},
		{
			path: "/v1/last-id/gauges", summary: "starting_after the last id, while has_more (Stripe)",
			params: []param{
				{name: "starting_after", kind: "string", about: "id of the last item seen"},
				{name: "ending_before", kind: "string", about: "id of the first item seen, to go back"},
				sizeParam("limit"), itemsParam(),
			},
			serve: (*Playground).lastIDList,
		},
		{
			path: "/v1/header/gauges", schema: "[]Gauge", summary: "X-Next-Cursor in the reply, cursor or X-Cursor in the request",
			params: cursorParams(param{name: "X-Cursor", in: "header", kind: "string", about: "the cursor, instead of in the query"}),
			serve:  (*Playground).headerList,
		},
		{
			path: "/v1/body-cursor/gauges", method: "POST", summary: "the cursor in the body of a POST (Notion)",
			params: []param{itemsParam()}, body: `{"page_size":50}`, serve: (*Playground).bodyList,
		},
		{
			path: "/graphql", method: "POST", summary: "a Relay connection over a small part of GraphQL",
			body: `{"query":"query($first: Int, $after: String) { gauges(first: $first, after: $after) ` +
				`{ nodes { id name river level } pageInfo { hasNextPage endCursor } totalCount } }","variables":{"first":50}}`,
			serve: (*Playground).graphql,
		},
		{
			path: "/v1/tokens/gauges", summary: "two tokens at once in JSON (Route 53)",
			params: []param{cursorParam("StartRecordName"), cursorParam("StartRecordIdentifier"), sizeParam("MaxItems"), itemsParam()},
			serve:  (*Playground).tokensList,
		},
		{
			path: "/v1/s3/gauges", summary: "two markers at once in XML (S3)", media: "application/xml",
			params: []param{cursorParam("key-marker"), cursorParam("version-id-marker"), sizeParam("max-keys"), itemsParam()},
			serve:  (*Playground).bucketList,
		},
		{
			path: "/v1/solr/gauges", summary: "cursorMark until it repeats (Solr)",
			params: []param{cursorParam("cursorMark"), sizeParam("rows"), itemsParam()}, serve: (*Playground).solrList,
		},
		{
			path: "/v1/mediawiki/gauges", summary: "a continue object to merge; each batch in two pieces (MediaWiki)",
			params: []param{
				cursorParam("gcontinue"), cursorParam("rcontinue"), cursorParam("continue"), sizeParam("glimit"), itemsParam(),
			},
			serve: (*Playground).mediawikiList,
		},
	}
}
