package page

import (
	"strings"
)

// tokened is an API whose replies hold a token, sent back as param. In the form
// stand LIST, NEXT (quoted or null), EMPTY (quoted, empty at the end), and
// @T (a member of the given name, absent at the end).
func tokened(name, first, dialect, param, memberName, form, item string) api {
	return api{name: name, first: get(first), dialect: dialect, serve: func(n int, r Request) Response {
		l, ok := tokenLeaf(query(r).Get(param), n)
		if !ok {
			return refused("invalid " + param)
		}
		return tokenReply(l, n, form, item, memberName)
	}}
}

func tokenReply(l leaf, n int, form, item, memberName string) Response {
	more, last := "false", "true"
	token := ""
	if l.more() {
		more, last, token = "true", "false", tokenFor(l.to)
	}
	object := ""
	if l.more() {
		object = `{"next":{"after":` + quote(token) + `,"link":` + quote("?after="+escape(token)) + `}}`
	} else {
		object = `{}`
	}
	estimate := n
	if l.more() {
		estimate = 1_000_000
	}
	return fill(form, "@B", digits(estimate), "LIST", rows(item, l.from, l.to), "NEXT", orNull(l.more(), token), "EMPTY", quote(token), "@T", member(l.more(), memberName, token),
		"@N", digits(n), "@M", more, "@E", last, "@S", digits(l.to-l.from), "@O", object, "@P", digits(l.at+1), "@C", digits(l.last+1))
}

func tokenAPIs() []api {
	return []api{
		tokened("Lemmy", "https://h/api/v3/post/list?limit=5", "cursor", "page_cursor", "next_page", `{"posts":LIST@T}`, `{"post":{"id":1#,"name":"g-#"}}`),
		{name: "Datasette: a token that is a number", first: get("https://h/db/table.json?_shape=objects"), dialect: "cursor", serve: func(n int, r Request) Response {
			l := leafFrom(number(query(r), "_next", 0), n)
			return fill(`{"ok":true,"next":NEXT,"rows":LIST,"truncated":false}`, "LIST", rows(plainItem, l.from, l.to), "NEXT", orNull(l.more(), digits(l.to)))
		}},
		tokened("Datasette: truncated tells of the page, not of the list", "https://h/db/table.json?_shape=objects", "cursor", "_next", "", `{"ok":true,"next":NEXT,"rows":LIST,"truncated":false}`, plainItem),
		tokened("Matrix directory", "https://h/_matrix/client/v3/publicRooms?limit=5", "cursor", "since", "next_batch", `{"chunk":LIST,"total_room_count_estimate":@N@T}`, `{"room_id":"!#:h","name":"g-#"}`),
		{name: "next is a number that is no page's", first: get("https://h/things"), dialect: "cursor", serve: func(n int, r Request) Response {
			l := leafFrom(max(number(query(r), "cursor", 0)-100, 0), n)
			return fill(`{"response":{"data":{"list":LIST,"cursor":{"next":NEXT,"prev":null}}}}`, "LIST", rows(plainItem, l.from, l.to), "NEXT", orNull(l.more(), digits(100+l.to)))
		}},
		tokened("Slack", "https://h/api/conversations.list?limit=5", "cursor", "cursor", "", `{"ok":true,"channels":LIST,"response_metadata":{"next_cursor":EMPTY}}`, `{"id":"C#","name":"g-#","previous_names":["a"]}`),
		tokened("Notion users", "https://h/v1/users?page_size=5", "cursor", "start_cursor", "", `{"object":"list","results":LIST,"next_cursor":NEXT,"has_more":@M,"type":"user","user":{}}`, plainItem),
		tokened("Jira, enhanced search", "https://h/rest/api/3/search/jql?jql=x&maxResults=5", "cursor", "nextPageToken", "nextPageToken", `{"issues":LIST,"isLast":@E@T}`, `{"id":"1#","key":"K-1#","fields":{"summary":"g-#"}}`),
		tokened("Stripe search", "https://h/v1/customers/search?query=x&limit=5", "cursor", "page", "", `{"object":"search_result","url":"/v1/customers/search","has_more":@M,"data":LIST,"next_page":NEXT}`, `{"id":"cus_#","name":"g-#"}`),
		tokened("Airtable: offset is a token", "https://h/v0/app/table?pageSize=5", "cursor", "offset", "offset", `{"records":LIST@T}`, `{"id":"rec#","createdTime":"2026-01-01T00:00:00Z","fields":{"Name":"g-#"}}`),
		tokened("Chargebee: next_offset is a token", "https://h/api/v2/customers?limit=5", "cursor", "offset", "next_offset", `{"list":LIST@T}`, `{"customer":{"id":"c#","first_name":"g-#"}}`),
		tokened("Twitter timelines", "https://h/2/users/1/tweets?max_results=5", "cursor", "pagination_token", "next_token", `{"data":LIST,"includes":{"users":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"},{"id":"5"},{"id":"6"}]},"meta":{"result_count":@S,"newest_id":"9","oldest_id":"1"@T}}`, `{"id":"1#","text":"g-#"}`),
		tokened("Twitter search", "https://h/2/tweets/search/recent?query=x&max_results=10", "cursor", "next_token", "next_token", `{"data":LIST,"meta":{"newest_id":"9","oldest_id":"1","result_count":@S@T}}`, `{"id":"1#","text":"g-#"}`),
		tokened("Reddit", "https://h/r/golang/new.json?limit=5", "cursor", "after", "", `{"kind":"Listing","data":{"after":NEXT,"dist":@S,"modhash":"","geo_filter":null,"children":LIST,"before":null}}`, `{"kind":"t3","data":{"name":"t3_#","title":"g-#","all_awardings":[]}}`),
		tokened("HubSpot", "https://h/crm/v3/objects/contacts?limit=5", "", "after", "", `{"results":LIST,"paging":@O}`, `{"id":"1#","properties":{"email":"g-#"}}`),
		tokened("Twitch: a cursor sent as after", "https://h/helix/streams?first=5", "cursor", "after", "cursor", `{"data":LIST,"pagination":{"x":1@T}}`, plainItem),
		tokened("Pinterest", "https://h/v5/boards?page_size=5", "cursor", "bookmark", "", `{"items":LIST,"bookmark":NEXT}`, plainItem),
		tokened("Square", "https://h/v2/payments?limit=5", "cursor", "cursor", "cursor", `{"payments":LIST@T}`, plainItem),
		tokened("Zoom: pages told beside a token", "https://h/v2/users?page_size=5", "cursor", "next_page_token", "", `{"page_count":@C,"page_number":1,"page_size":5,"total_records":@N,"next_page_token":EMPTY,"users":LIST}`, plainItem),
		tokened("Box by marker", "https://h/2.0/folders/0/items?usemarker=true&limit=5", "cursor", "marker", "", `{"entries":LIST,"limit":5,"next_marker":EMPTY}`, plainItem),
		tokened("GoCardless", "https://h/events?limit=5", "cursor", "after", "", `{"events":LIST,"meta":{"cursors":{"before":null,"after":NEXT},"limit":5}}`, plainItem),
		tokened("Vultr: a token among links", "https://h/v2/instances?per_page=5", "cursor", "cursor", "", `{"instances":LIST,"meta":{"total":@N,"links":{"next":EMPTY,"prev":""}}}`, plainItem),
		tokened("Eventbrite", "https://h/v3/events/search", "cursor", "continuation", "continuation", `{"pagination":{"object_count":@N,"page_number":@P,"page_size":5,"page_count":@C,"has_more_items":@M@T},"events":LIST}`, plainItem),
		tokened("Nexus", "https://h/service/rest/v1/components?repository=x", "cursor", "continuationToken", "", `{"items":LIST,"continuationToken":NEXT}`, plainItem),
		tokened("Kubernetes", "https://h/api/v1/pods?limit=5", "cursor", "continue", "continue", `{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"10245"@T},"items":LIST}`, `{"metadata":{"name":"g-#","uid":"u#","ownerReferences":[{"uid":"x"}]},"spec":{"containers":[{"name":"c"}]}}`),
		tokened("Cloudflare by cursor", "https://h/client/v4/accounts/a/storage/kv/keys", "cursor", "cursor", "", `{"result":LIST,"success":true,"errors":[],"messages":[],"result_info":{"count":@S,"cursor":EMPTY}}`, `{"name":"g-#"}`),
		tokened("Datadog by cursor", "https://h/api/v2/logs/events?page[limit]=5", "cursor", "page[cursor]", "after", `{"data":LIST,"meta":{"elapsed":1,"status":"done","page":{"x":1@T}}}`, `{"id":"A#","type":"log","attributes":{"message":"g-#"}}`),
		tokened("OpenAlex", "https://h/works?per-page=5&cursor=", "cursor", "cursor", "", `{"meta":{"count":@N,"db_response_time_ms":1,"page":null,"per_page":5,"next_cursor":NEXT},"results":LIST,"group_by":[]}`, plainItem),
		tokened("Firestore", "https://h/v1/projects/p/databases/d/documents/c?pageSize=5", "cursor", "pageToken", "nextPageToken", `{"documents":LIST@T}`, `{"name":"projects/p/g-#","fields":{"a":{"stringValue":"x"}}}`),
		tokened("GitHub packages of items in an object", "https://h/x", "cursor", "page_token", "next_page_token", `{"data":{"things":LIST,"page":{"size":5@T}}}`, plainItem),
		{name: "Intercom: a number beside the token", first: get("https://h/contacts?per_page=5"), dialect: "cursor", serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(query(r).Get("starting_after"), n)
			if !ok {
				return refused("starting_after")
			}
			next := ""
			if l.more() {
				next = `,"next":{"page":` + digits(l.at+2) + `,"starting_after":` + quote(tokenFor(l.to)) + `}`
			}
			return fill(`{"type":"list","data":LIST,"total_count":@N,"pages":{"type":"pages","page":@P,"per_page":5,"total_pages":@C@X}}`,
				"LIST", rows(plainItem, l.from, l.to), "@N", digits(n), "@P", digits(l.at+1), "@C", digits(l.last+1), "@X", next)
		}},
		{name: "Twitter, first version: numbers, 0 at the end", first: get("https://h/1.1/followers/list.json?count=5"), dialect: "cursor", serve: func(n int, r Request) Response {
			at := number(query(r), "cursor", -1)
			l := leafFrom(0, n)
			if at > 0 {
				l = leafFrom(at-1333504313713126800, n)
			}
			next := "0"
			if l.more() {
				next = digits(1333504313713126800 + l.to)
			}
			return fill(`{"users":LIST,"next_cursor":@X,"next_cursor_str":"@X","previous_cursor":0,"previous_cursor_str":"0","total_count":null}`,
				"LIST", rows(`{"id":1#,"id_str":"1#","name":"g-#"}`, l.from, l.to), "@X", next)
		}},
		{name: "HubSpot, first version: an offset with a name of its own", first: get("https://h/contacts/v1/lists/all/contacts/all?count=5"), serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "vidOffset", 0, n)
			return fill(`{"contacts":LIST,"has-more":@M,"vid-offset":@F}`, "LIST", rows(`{"vid":1#,"properties":{"name":{"value":"g-#"}},"form-submissions":[]}`, l.from, l.to), "@M", boolean(l.more()), "@F", digits(l.to))
		}},
		{name: "HubSpot, second version: the offset is the next one", first: get("https://h/companies/v2/companies/paged?limit=5"), serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "offset", 0, n)
			return fill(`{"results":LIST,"hasMore":@M,"offset":@F}`, "LIST", rows(plainItem, l.from, l.to), "@M", boolean(l.more()), "@F", digits(l.to))
		}},
		{name: "Stripe", first: get("https://h/v1/customers?limit=5"), dialect: "last-id", serve: func(n int, r Request) Response {
			l := leafFrom(0, n)
			if id := query(r).Get("starting_after"); id != "" {
				l = leafFrom(afterID(strings.TrimPrefix(id, "cus_"))+1, n)
			}
			return fill(`{"object":"list","url":"/v1/customers","has_more":@M,"data":LIST}`, "LIST", rows(`{"id":"cus_g-#","object":"customer","subscriptions":{"data":[{"id":1}]}}`, l.from, l.to), "@M", boolean(l.more()))
		}},
		{name: "Solr by cursorMark", first: get("https://h/solr/c/select?q=*:*&rows=5&sort=id+asc&cursorMark=*"), dialect: "repeat", serve: func(n int, r Request) Response {
			mark := query(r).Get("cursorMark")
			l, ok := tokenLeaf(strings.TrimPrefix(mark, "*"), n)
			if !ok {
				return refused("Unable to parse 'cursorMark'")
			}
			next := mark
			if l.to > l.from {
				next = tokenFor(l.to)
			}
			return fill(`{"responseHeader":{"status":0,"params":{"rows":"5"}},"response":{"numFound":@N,"start":0,"docs":LIST},"nextCursorMark":NEXT}`, "@N", digits(n), "LIST", rows(plainItem, l.from, l.to), "NEXT", quote(next))
		}},
		{name: "Europe PMC: a mark and a URL", first: get("https://h/rest/search?query=x&format=json&pageSize=5&cursorMark=*"), serve: func(n int, r Request) Response {
			l, _ := tokenLeaf(strings.TrimPrefix(query(r).Get("cursorMark"), "*"), n)
			next := ""
			if l.more() {
				next = `,"nextCursorMark":` + quote(tokenFor(l.to)) + `,"nextPageUrl":` + quote("https://h/rest/search?query=x&format=json&pageSize=5&cursorMark="+escape(tokenFor(l.to)))
			}
			return fill(`{"version":"6.9","hitCount":@N@X,"request":{"queryString":"x","pageSize":5},"resultList":{"result":LIST}}`, "@N", digits(n), "@X", next, "LIST", rows(plainItem, l.from, l.to))
		}},
		{name: "MediaWiki allpages", first: get("https://h/w/api.php?action=query&list=allpages&aplimit=5&format=json"), dialect: "repeat", serve: func(n int, r Request) Response {
			l := leafFrom(0, n)
			if at := query(r).Get("apcontinue"); at != "" {
				if query(r).Get("continue") != "-||" {
					return refused("badcontinue")
				}
				l = leafFrom(afterID(at), n)
			}
			next := ""
			if l.more() {
				next = `"continue":{"apcontinue":"g-` + digits(10000 + l.to)[1:] + `","continue":"-||"},`
			}
			return fill(`{"batchcomplete":"",@X"query":{"allpages":LIST}}`, "@X", next, "LIST", rows(`{"pageid":1#,"ns":0,"title":"g-#"}`, l.from, l.to))
		}},
	}
}

func boolean(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func googleAPIs() []api {
	return []api{
		tokened("Google AIP-158", "https://h/v1/books", "cursor", "pageToken", "", `{"books":LIST,"nextPageToken":EMPTY}`, `{"name":"books/#","title":"g-#"}`),
		tokened("Google Drive", "https://h/drive/v3/files?pageSize=5", "cursor", "pageToken", "nextPageToken", `{"kind":"drive#fileList","incompleteSearch":false,"files":LIST@T}`, `{"kind":"drive#file","id":"f#","name":"g-#"}`),
		{name: "Google Calendar: a sync token at the end", first: get("https://h/calendar/v3/calendars/c/events?maxResults=5"), serve: func(n int, r Request) Response {
			if query(r).Has("syncToken") {
				return fill(`{"kind":"calendar#events","nextSyncToken":"CPDAlvWDx70CEPDAlvWDx70CGAU=","items":[]}`)
			}
			l, ok := tokenLeaf(query(r).Get("pageToken"), n)
			if !ok {
				return refused("pageToken")
			}
			next := `"nextSyncToken":"CPDAlvWDx70CEPDAlvWDx70CGAU="`
			if l.more() {
				next = `"nextPageToken":` + quote(tokenFor(l.to))
			}
			return fill(`{"kind":"calendar#events","etag":"\"p32\"","updated":"2026-01-01T00:00:00Z","timeZone":"UTC","defaultReminders":[{"method":"popup","minutes":10}],@X,"items":LIST}`, "@X", next, "LIST", rows(`{"id":"e#","summary":"g-#","attendees":[{"email":"a"}]}`, l.from, l.to))
		}},
		tokened("YouTube: an estimated total", "https://h/youtube/v3/search?part=snippet&maxResults=5", "cursor", "pageToken", "nextPageToken", `{"kind":"youtube#searchListResponse","etag":"x","regionCode":"US","pageInfo":{"totalResults":@B,"resultsPerPage":5}@T,"items":LIST}`, `{"kind":"youtube#searchResult","id":{"kind":"youtube#video","videoId":"v#"},"snippet":{"title":"g-#"}}`),
		tokened("Google Cloud Storage", "https://h/storage/v1/b/x/o?delimiter=/&maxResults=5", "cursor", "pageToken", "nextPageToken", `{"kind":"storage#objects"@T,"prefixes":["a/","b/","c/","d/","e/","f/","h/","i/"],"items":LIST}`, `{"id":"x/#","name":"g-#"}`),
		tokened("BigQuery rows: the same name both ways", "https://h/bigquery/v2/projects/p/queries/j?maxResults=5", "cursor", "pageToken", "pageToken", `{"kind":"bigquery#getQueryResultsResponse","schema":{"fields":[{"name":"a","type":"STRING"},{"name":"b","type":"STRING"}]},"jobReference":{"jobId":"j"},"totalRows":"@N"@T,"rows":LIST,"jobComplete":true}`, `{"f":[{"v":"g-#"},{"v":"x"}]}`),
		tokened("Places: pagetoken in one word", "https://h/maps/api/place/textsearch/json?query=x", "cursor", "pagetoken", "next_page_token", `{"html_attributions":[]@T,"results":LIST,"status":"OK"}`, `{"place_id":"p#","name":"g-#"}`),
		{name: "Custom Search: a list that tells the next start", first: get("https://h/customsearch/v1?q=x&num=5"), dialect: "offset", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "start", 1, n)
			next := ""
			if l.more() {
				next = `,"nextPage":[{"title":"x","totalResults":"` + digits(n) + `","count":5,"startIndex":` + digits(l.to+1) + `}]`
			}
			return fill(`{"kind":"customsearch#search","queries":{"request":[{"title":"x","totalResults":"@N","count":5,"startIndex":@F}]@X},"searchInformation":{"totalResults":"@N"},"items":LIST}`,
				"@N", digits(n), "@F", digits(l.from+1), "@X", next, "LIST", rows(`{"title":"g-#","link":"https://h/#"}`, l.from, l.to))
		}},
	}
}
