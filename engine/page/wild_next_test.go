package page

import (
	"fmt"
	"strings"
)

// nexted is an API whose body names the next page's URL: NEXT, quoted or null,
// and @U for the same as an optional member "next". %s in the link is a token.
func nexted(name, first, link, param, form, item string) api {
	return api{name: name, first: get(first), dialect: "next-url", serve: func(n int, r Request) Response {
		l, ok := tokenLeaf(query(r).Get(param), n)
		if !ok {
			return refused("bad " + param)
		}
		more := "false"
		if l.more() {
			more = "true"
		}
		target := strings.ReplaceAll(link, "%s", escape(tokenFor(l.to)))
		return fill(form, "LIST", rows(item, l.from, l.to), "NEXT", orNull(l.more(), target), "ALWAYS", quote(target), "@U", member(l.more(), "next", target),
			"@O", member(l.more(), "@odata.nextLink", target), "@K", member(l.more(), "nextLink", target), "@H", member(l.more(), "nextHref", target),
			"TOKEN", escape(tokenFor(l.to)), "@Y", member(l.more(), "Page.Next", target),
			"@N", digits(n), "@S", digits(l.to-l.from), "@M", more, "@D", map[bool]string{true: "false", false: "true"}[l.more()], "@F", digits(l.from),
			"@R", map[bool]string{true: `,{"rel":"next","href":` + quote(target) + `}`}[l.more()],
			"@A", map[bool]string{true: `,{"rel":["next"],"href":` + quote(target) + `}`}[l.more()],
			"@I", map[bool]string{true: `,{"relation":"next","url":` + quote(target) + `}`}[l.more()],
			"@G", map[bool]string{true: `"next":{"href":` + quote(target) + `},`}[l.more()],
			"@P", map[bool]string{true: `"pages":{"last":"https://h/z?page=9","next":` + quote(target) + `}`}[l.more()],
			"@Q", map[bool]string{true: `,"hydra:next":` + quote(target)}[l.more()])
	}}
}

func nextURLAPIs() []api {
	return []api{
		nexted("Django REST, by page", "https://h/things/", "https://h/things/?page=%s", "page", `{"count":@N,"next":NEXT,"previous":null,"results":LIST}`, plainItem),
		nexted("Django REST, by cursor", "https://h/things/", "http://h/things/?cursor=%s", "cursor", `{"next":NEXT,"previous":null,"results":LIST}`, plainItem),
		nexted("Stripe, second version", "https://h/v2/core/events?limit=5", "/v2/core/events?page=%s&limit=5", "page", `{"data":LIST,"next_page_url":NEXT,"previous_page_url":null}`, plainItem),
		nexted("Jira projects", "https://h/rest/api/3/project/search?maxResults=5", "https://h/rest/api/3/project/search?maxResults=5&startAt=%s", "startAt", `{"self":"https://h/x","nextPage":NEXT,"maxResults":5,"startAt":@F,"total":@N,"isLast":@D,"values":LIST}`, plainItem),
		nexted("OData", "https://h/Products", "https://h/Products?$skiptoken=%s", "$skiptoken", `{"@odata.context":"https://h/$metadata#Products","value":LIST@O}`, `{"ID":1#,"Name":"g-#"}`),
		nexted("Microsoft Graph", "https://h/v1.0/users?$top=5", "https://h/v1.0/users?$top=5&$skiptoken=%s", "$skiptoken", `{"@odata.context":"https://h/v1.0/$metadata#users"@O,"value":LIST}`, `{"id":"u#","displayName":"g-#","businessPhones":[]}`),
		nexted("OData, version 2", "https://h/odata/X?$format=json", "https://h/odata/X?$skiptoken=%s", "$skiptoken", `{"d":{"results":LIST,"__next":NEXT}}`, `{"__metadata":{"uri":"https://h/X('#')"},"Name":"g-#"}`),
		nexted("Azure Resource Manager", "https://h/subscriptions?api-version=2022-12-01", "https://h/subscriptions?api-version=2022-12-01&$skiptoken=%s", "$skiptoken", `{"value":LIST@K}`, `{"id":"/subscriptions/#","displayName":"g-#"}`),
		nexted("JSON:API", "https://h/articles", "https://h/articles?page[cursor]=%s", "page[cursor]", `{"jsonapi":{"version":"1.0"},"links":{"self":"https://h/articles","first":"https://h/articles","prev":null,"next":NEXT,"last":"https://h/articles?x"},"data":LIST,"included":[{"id":"1","type":"p"},{"id":"2","type":"p"},{"id":"3","type":"p"},{"id":"4","type":"p"},{"id":"5","type":"p"},{"id":"6","type":"p"},{"id":"7","type":"p"}],"meta":{"total":@N}}`, `{"type":"articles","id":"#","attributes":{"title":"g-#"},"links":{"self":"https://h/a/#"},"relationships":{"x":{"data":[{"type":"p","id":"1"}]}}}`),
		nexted("JSON:API, links as objects, next absent", "https://h/articles", "?page[cursor]=%s", "page[cursor]", `{"data":LIST,"links":{@G"self":{"href":"https://h/articles"}}}`, `{"type":"articles","id":"#","attributes":{"title":"g-#"}}`),
		nexted("HAL", "https://h/orders", "/orders?c=%s", "c", `{"_links":{@G"self":{"href":"/orders"},"curies":[{"name":"ea","href":"https://h/{rel}","templated":true}]},"currentlyProcessing":14,"_embedded":{"ea:order":LIST}}`, `{"_links":{"self":{"href":"/orders/#"}},"total":30.0,"name":"g-#"}`),
		nexted("Siren", "https://h/orders", "https://h/orders?c=%s", "c", `{"class":["orders"],"entities":LIST,"actions":[{"name":"add","href":"https://h/o"}],"links":[{"rel":["self"],"href":"https://h/orders"}@A]}`, `{"class":["order"],"rel":["item"],"properties":{"id":1#,"name":"g-#"},"links":[{"rel":["self"],"href":"https://h/orders/#"}]}`),
		nexted("Hydra", "https://h/books", "/books?page=%s", "page", `{"@context":"/contexts/Book","@id":"/books","@type":"hydra:Collection","hydra:totalItems":@N,"hydra:member":LIST,"hydra:view":{"@id":"/books?page=1","@type":"hydra:PartialCollectionView","hydra:first":"/books?page=1"@Q},"hydra:search":{"hydra:mapping":[{"variable":"a"},{"variable":"b"},{"variable":"c"},{"variable":"d"},{"variable":"e"},{"variable":"f"}]}}`, `{"@id":"/books/#","@type":"Book","title":"g-#"}`),
		nexted("JSON-LD with a view", "https://h/books", "/books?page=%s", "page", `{"@context":"/contexts/Book","@id":"/books","@type":"Collection","totalItems":@N,"member":LIST,"view":{"@id":"/books?page=1","@type":"PartialCollectionView","first":"/books?page=1"@U}}`, `{"@id":"/books/#","@type":"Book","title":"g-#"}`),
		nexted("Salesforce", "https://h/services/data/v57.0/query?q=SELECT+Id+FROM+X", "/services/data/v57.0/query/01gD?c=%s", "c", `{"totalSize":@N,"done":@D,"nextRecordsUrl":NEXT,"records":LIST}`, `{"attributes":{"type":"X","url":"/x/#"},"Id":"001#","Name":"g-#"}`),
		nexted("Docker Hub", "https://h/v2/repositories/library/nginx/tags?page_size=5", "https://h/v2/repositories/library/nginx/tags?page=%s&page_size=5", "page", `{"count":@N,"next":NEXT,"previous":null,"results":LIST}`, `{"id":1#,"name":"g-#","images":[{"digest":"a"},{"digest":"b"}]}`),
		nexted("Asana", "https://h/api/1.0/tasks?limit=5", "https://h/api/1.0/tasks?limit=5&offset=%s", "offset", `{"data":LIST,"next_page":NEXT}`, `{"gid":"1#","name":"g-#","resource_type":"task"}`),
		nexted("Facebook: the cursor stays, the next link goes", "https://h/v20.0/me/feed?limit=5", "https://h/v20.0/me/feed?limit=5&after=%s", "after", `{"data":LIST,"paging":{"cursors":{"before":"QVFI","after":"QVFJ"}@U}}`, `{"id":"1_#","message":"g-#"}`),
		nexted("Spotify", "https://h/v1/me/tracks?limit=5", "https://h/v1/me/tracks?limit=5&offset=%s", "offset", `{"href":"https://h/v1/me/tracks","items":LIST,"limit":5,"next":NEXT,"offset":@F,"previous":null,"total":@N}`, `{"added_at":"2026-01-01","track":{"id":"t#","name":"g-#","artists":[{"id":"a"}]}}`),
		nexted("Spotify search, nested", "https://h/v1/search?q=x&type=album&limit=5", "https://h/v1/search?q=x&type=album&limit=5&offset=%s", "offset", `{"albums":{"href":"https://h/x","items":LIST,"limit":5,"next":NEXT,"offset":@F,"previous":null,"total":@N}}`, `{"id":"t#","name":"g-#","images":[{"url":"a"}]}`),
		nexted("Bitbucket", "https://h/2.0/repositories/x", "https://h/2.0/repositories/x?page=%s", "page", `{"size":@N,"page":1,"pagelen":5,"values":LIST@U}`, `{"uuid":"{#}","name":"g-#","links":{"clone":[{"href":"a"}]}}`),
		nexted("Rick and Morty", "https://h/api/character", "https://h/api/character?page=%s", "page", `{"info":{"count":@N,"pages":5,"next":NEXT,"prev":null},"results":LIST}`, plainItem),
		nexted("SoundCloud", "https://h/tracks?linked_partitioning=true", "https://h/tracks?linked_partitioning=true&cursor=%s", "cursor", `{"collection":LIST,"next_href":NEXT}`, plainItem),
		nexted("Vimeo", "https://h/me/videos", "/me/videos?page=%s", "page", `{"total":@N,"page":1,"per_page":5,"paging":{"next":NEXT,"previous":null,"first":"/me/videos?page=1","last":"/me/videos?page=9"},"data":LIST}`, `{"uri":"/videos/#","name":"g-#"}`),
		nexted("LinkedIn", "https://h/rest/posts?count=5", "/rest/posts?count=5&start=%s", "start", `{"elements":LIST,"paging":{"start":@F,"count":5,"links":[{"rel":"self","type":"application/json","href":"/rest/posts"}@R],"total":@N}}`, `{"id":"urn:li:#","commentary":"g-#"}`),
		nexted("PayPal", "https://h/v1/billing/plans?page_size=5&total_required=true", "https://h/v1/billing/plans?page_size=5&page=%s", "page", `{"plans":LIST,"total_items":@N,"total_pages":5,"links":[{"href":"https://h/v1/billing/plans","rel":"self","method":"GET"}@R]}`, `{"id":"P-#","name":"g-#","links":[{"href":"https://h/p","rel":"self"}]}`),
		nexted("FHIR bundle", "https://h/Patient?_count=5", "https://h/fhir?_getpages=%s&_bundletype=searchset", "_getpages", `{"resourceType":"Bundle","id":"b","meta":{"lastUpdated":"2026-01-01T00:00:00Z"},"type":"searchset","total":@N,"link":[{"relation":"self","url":"https://h/Patient"}@I],"entry":LIST}`, `{"fullUrl":"https://h/Patient/#","resource":{"resourceType":"Patient","id":"g-#"},"search":{"mode":"match"}}`),
		nexted("OGC API features", "https://h/collections/x/items?limit=5", "https://h/collections/x/items?limit=5&offset=%s", "offset", `{"type":"FeatureCollection","features":LIST,"links":[{"href":"https://h/c","rel":"self"}@R],"numberMatched":@N,"numberReturned":@S}`, `{"type":"Feature","id":"f#","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"g-#"}}`),
		nexted("OpenStack: links beside the list", "https://h/v2.1/servers?limit=5", "https://h/v2.1/servers?limit=5&marker=%s", "marker", `{"servers":LIST,"servers_links":[{"rel":"self","href":"https://h/s"}@R]}`, `{"id":"s#","name":"g-#","links":[{"rel":"self","href":"https://h/s"}]}`),
		nexted("Glance", "https://h/v2/images?limit=5", "/v2/images?limit=5&marker=%s", "marker", `{"images":LIST,"first":"/v2/images?limit=5","schema":"/v2/schemas/images"@U}`, `{"id":"i#","name":"g-#"}`),
		nexted("Cloud Foundry", "https://h/v3/apps?per_page=5", "https://h/v3/apps?page=%s&per_page=5", "page", `{"pagination":{"total_results":@N,"total_pages":5,"first":{"href":"https://h/v3/apps"},"last":{"href":"https://h/v3/apps"},@G"previous":null},"resources":LIST}`, `{"guid":"a#","name":"g-#"}`),
		nexted("DigitalOcean", "https://h/v2/droplets?per_page=5", "https://h/v2/droplets?page=%s&per_page=5", "page", `{"droplets":LIST,"links":{@P},"meta":{"total":@N}}`, `{"id":1#,"name":"g-#","networks":{"v4":[{"ip":"a"}]}}`),
		nexted("Oracle REST services", "https://h/ords/hr/emp/?limit=5", "https://h/ords/hr/emp/?offset=%s&limit=5", "offset", `{"items":LIST,"hasMore":@M,"limit":5,"offset":@F,"count":@S,"links":[{"rel":"self","href":"https://h/ords/hr/emp/"}@R]}`, `{"empno":1#,"ename":"g-#","links":[{"rel":"self","href":"https://h/e"}]}`),
		nexted("TeamCity", "https://h/app/rest/builds?locator=count:5", "/app/rest/builds?locator=count:5,start:%s&c=%s", "c", `{"count":@S,"href":"/app/rest/builds"@H,"build":LIST}`, `{"id":1#,"number":"g-#","href":"/b/#"}`),
		nexted("Twilio", "https://h/2010-04-01/Accounts/AC/Calls.json?PageSize=5", "/2010-04-01/Accounts/AC/Calls.json?PageSize=5&Page=1&PageToken=%s", "PageToken", `{"first_page_uri":"/x?Page=0","end":4,"previous_page_uri":null,"calls":LIST,"uri":"/x","page_size":5,"start":0,"next_page_uri":NEXT,"page":0}`, `{"sid":"CA#","to":"g-#"}`),
		nexted("Twilio, second form", "https://h/v1/Services", "https://h/v1/Services?PageToken=%s", "PageToken", `{"meta":{"page":0,"page_size":5,"first_page_url":"https://h/v1/Services","previous_page_url":null,"url":"https://h/v1/Services","next_page_url":NEXT,"key":"services"},"services":LIST}`, `{"sid":"IS#","friendly_name":"g-#"}`),
		nexted("Zendesk, by cursor: a link even at the end", "https://h/api/v2/users.json?page[size]=5", "https://h/api/v2/users.json?page[after]=%s&page[size]=5", "page[after]", `{"users":LIST,"meta":{"has_more":@M,"after_cursor":"eyJvIjoi","before_cursor":"eyJvIjoj"},"links":{"prev":"https://h/api/v2/users.json?page[before]=x","next":ALWAYS}}`, `{"id":1#,"name":"g-#"}`),
		nexted("Zendesk incremental: end_of_stream", "https://h/api/v2/incremental/tickets.json?start_time=0", "https://h/api/v2/incremental/tickets.json?start_time=%s", "cursor2", `{"tickets":LIST,"count":@S,"end_of_stream":@D,"end_time":1400000,"next_page":"https://h/api/v2/incremental/tickets.json?cursor2=TOKEN"}`, plainItem),
		nexted("Paddle: a link even at the end", "https://h/products?per_page=5", "https://h/products?after=%s&per_page=5", "after", `{"data":LIST,"meta":{"request_id":"r","pagination":{"per_page":5,"next":ALWAYS,"has_more":@M,"estimated_total":@N}}}`, plainItem),
		nexted("Recurly", "https://h/accounts?limit=5", "/accounts?cursor=%s&limit=5", "cursor", `{"object":"list","has_more":@M,"next":NEXT,"data":LIST}`, plainItem),
		nexted("Octopus", "https://h/api/projects?take=5", "/api/projects?skip=%s&take=5", "skip", `{"ItemType":"Project","TotalResults":@N,"ItemsPerPage":5,"NumberOfPages":5,"LastPageNumber":4,"Items":LIST,"Links":{"Self":"/api/projects","Page.Current":"/api/projects?skip=0"@Y}}`, `{"Id":"P-#","Name":"g-#","Links":{"Self":"/x"}}`),
		nexted("Mailgun: a link even at the end", "https://h/v3/d/events?limit=5", "https://h/v3/d/events/W3?c=%s", "c", `{"items":LIST,"paging":{"previous":"https://h/v3/d/events/Lf","first":"https://h/v3/d/events/Qa","last":"https://h/v3/d/events/Zx","next":ALWAYS}}`, `{"id":"e#","event":"g-#"}`),
		{name: "CKAN datastore: a link even at the end", first: get("https://h/api/3/action/datastore_search?resource_id=r&limit=5"), dialect: "next-url", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "offset", 0, n)
			return fill(`{"help":"h","success":true,"result":{"limit":5,"fields":[{"id":"_id"},{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"},{"id":"f"}],"records":LIST,"_links":{"start":"/api/3/action/datastore_search?resource_id=r&limit=5","next":NEXT},"total":@N}}`,
				"LIST", rows(`{"_id":1#,"name":"g-#"}`, l.from, l.to), "@N", digits(n), "NEXT", quote(fmt.Sprintf("/api/3/action/datastore_search?resource_id=r&limit=5&offset=%d", l.from+5)))
		}},
		{name: "Confluence, first version: links below a base", first: get("https://h/wiki/rest/api/content?limit=5"), dialect: "next-url", serve: func(n int, r Request) Response {
			if !strings.HasPrefix(r.URL, "https://h/wiki/rest/api/content?") {
				return Response{Status: 404}
			}
			l := offsetLeaf(r, "start", 0, n)
			next := member(l.more(), "next", fmt.Sprintf("/rest/api/content?limit=5&start=%d", l.to))
			return fill(`{"results":LIST,"start":@F,"limit":5,"size":@S,"_links":{"base":"https://h/wiki","context":"/wiki"@U,"self":"https://h/wiki/rest/api/content"}}`,
				"LIST", rows(`{"id":"1#","type":"page","title":"g-#"}`, l.from, l.to), "@F", digits(l.from), "@S", digits(l.to-l.from), "@U", next)
		}},
		laravel("Laravel paginator: links forget the size", `{"current_page":@P,"data":LIST,"first_page_url":"https://h/users?page=1","from":1,"last_page":@L,"last_page_url":"https://h/users?page=@L","links":[{"url":null,"label":"&laquo; Previous","active":false},{"url":"https://h/users?page=1","label":"1","active":true},{"url":"https://h/users?page=2","label":"2","active":false},{"url":"https://h/users?page=3","label":"3","active":false},{"url":"https://h/users?page=4","label":"4","active":false},{"url":"https://h/users?page=5","label":"5","active":false},{"url":"https://h/users?page=2","label":"Next &raquo;","active":false}],"next_page_url":NEXT,"path":"https://h/users","per_page":5,"prev_page_url":null,"to":5,"total":@N}`),
		laravel("Laravel resources", `{"data":LIST,"links":{"first":"https://h/users?page=1","last":"https://h/users?page=@L","prev":null,"next":NEXT},"meta":{"current_page":@P,"from":1,"last_page":@L,"links":[{"url":null,"label":"x","active":false},{"url":"https://h/users?page=1","label":"1","active":true}],"path":"https://h/users","per_page":5,"to":5,"total":@N}}`),
		laravel("Laravel simple paginator", `{"current_page":@P,"data":LIST,"first_page_url":"https://h/users?page=1","from":1,"next_page_url":NEXT,"path":"https://h/users","per_page":5,"prev_page_url":null,"to":5}`),
		nexted("Laravel by cursor", "https://h/users", "https://h/users?cursor=%s", "cursor", `{"data":LIST,"path":"https://h/users","per_page":5,"next_cursor":null,"next_page_url":NEXT,"prev_cursor":null,"prev_page_url":null}`, plainItem),
	}
}

// laravel forgets in its links what the request asked for beside the page: a
// page is of 15 where per_page is left out.
func laravel(name, form string) api {
	return api{name: name, first: get("https://h/users?per_page=5"), serve: func(n int, r Request) Response {
		size, p := number(query(r), "per_page", 15), number(query(r), "page", 1)
		last := max(1, (n+size-1)/size)
		from, to := min((p-1)*size, n), min(p*size, n)
		return fill(form, "LIST", rows(plainItem, from, to), "@P", digits(p), "@L", digits(last), "@N", digits(n), "NEXT", orNull(p < last, fmt.Sprintf("https://h/users?page=%d", p+1)))
	}}
}
