package page

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

func xml(format string, args ...any) Response {
	r := body(format, args...)
	r.Header.Set("Content-Type", "text/xml")
	return r
}

// marked is an API of XML whose token stands in an element, sent as param.
func marked(name, first, dialect, param, element, form, item string) api {
	return api{name: name, first: get(first), dialect: dialect, serve: func(n int, r Request) Response {
		l, ok := tokenLeaf(query(r).Get(param), n)
		if !ok {
			return xml(`<Error><Code>InvalidArgument</Code></Error>`)
		}
		token := ""
		if l.more() {
			token = "<" + element + ">" + tokenFor(l.to) + "</" + element + ">"
		}
		sent := ""
		if t := query(r).Get(param); t != "" {
			sent = "<ContinuationToken>" + t + "</ContinuationToken>"
		}
		return xml("%s", strings.NewReplacer("LIST", joined(item, "", l.from, l.to), "TOKEN", token, "SENT", sent, "@M", boolean(l.more()), "@S", digits(l.to-l.from), "@N", digits(n)).Replace(form))
	}}
}

func lonely(a api) api {
	a.lonely = true
	return a
}

func cloudAPIs() []api {
	head := `<?xml version="1.0" encoding="UTF-8"?>`
	return []api{
		marked("S3 objects", "https://h/bucket?list-type=2&max-keys=5", "cursor", "continuation-token", "NextContinuationToken",
			head+`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix></Prefix>SENT<KeyCount>@S</KeyCount><MaxKeys>5</MaxKeys><IsTruncated>@M</IsTruncated>LISTTOKEN</ListBucketResult>`,
			`<Contents><Key>g-#</Key><LastModified>2026-01-01T00:00:00Z</LastModified><ETag>"x"</ETag><Size>1</Size></Contents>`),
		marked("Route 53 zones", "https://h/2013-04-01/hostedzone?maxitems=5", "cursor", "marker", "NextMarker",
			head+`<ListHostedZonesResponse><HostedZones>LIST</HostedZones><IsTruncated>@M</IsTruncated>TOKEN<MaxItems>5</MaxItems></ListHostedZonesResponse>`,
			`<HostedZone><Id>/hostedzone/#</Id><Name>g-#</Name></HostedZone>`),
		lonely(marked("EC2: names as the request writes them", "https://h/?Action=DescribeInstances&MaxResults=5", "cursor", "NextToken", "nextToken",
			head+`<DescribeInstancesResponse xmlns="x"><requestId>r</requestId><reservationSet>LIST</reservationSet>TOKEN</DescribeInstancesResponse>`,
			`<item><reservationId>r-#</reservationId><instancesSet><item><instanceId>g-#</instanceId></item></instancesSet></item>`)),
		marked("IAM: a marker both ways", "https://h/?Action=ListUsers&Version=2010-05-08&MaxItems=5", "cursor", "Marker", "Marker",
			head+`<ListUsersResponse><ListUsersResult><Users>LIST</Users><IsTruncated>@M</IsTruncated>TOKEN</ListUsersResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListUsersResponse>`,
			`<member><UserId>AID#</UserId><UserName>g-#</UserName></member>`),
		lonely(marked("Azure blobs", "https://h/c?restype=container&comp=list&maxresults=5", "cursor", "marker", "NextMarker",
			head+`<EnumerationResults ServiceEndpoint="https://h/" ContainerName="c"><MaxResults>5</MaxResults><Blobs>LIST</Blobs>TOKEN</EnumerationResults>`,
			`<Blob><Name>g-#</Name><Properties><Etag>0x#</Etag></Properties></Blob>`)),
		{name: "S3 objects, first version: the last key is the marker", first: get("https://h/bucket?max-keys=5"), dialect: "cursor", serve: func(n int, r Request) Response {
			l := leafFrom(afterID(query(r).Get("marker"))+1, n)
			return xml(head+`<ListBucketResult><Name>bucket</Name><Prefix/><Marker>%s</Marker><MaxKeys>5</MaxKeys><IsTruncated>%v</IsTruncated>%s</ListBucketResult>`,
				query(r).Get("marker"), l.more(), joined(`<Contents><Key>g-#</Key><Size>1</Size></Contents>`, "", l.from, l.to))
		}},
		{name: "S3 versions: two markers", first: get("https://h/bucket?versions&max-keys=5"), dialect: "multi", serve: func(n int, r Request) Response {
			l := leafFrom(afterID(query(r).Get("key-marker"))+1, n)
			if l.from > 0 && query(r).Get("version-id-marker") != "v1" {
				return xml(`<Error><Code>InvalidArgument</Code></Error>`)
			}
			next := ""
			if l.more() {
				next = fmt.Sprintf(`<NextKeyMarker>g-%04d</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>`, l.to-1)
			}
			return xml(head+`<ListVersionsResult><Name>bucket</Name><KeyMarker>%s</KeyMarker><VersionIdMarker/>%s<MaxKeys>5</MaxKeys><IsTruncated>%v</IsTruncated>%s</ListVersionsResult>`,
				query(r).Get("key-marker"), next, l.more(), joined(`<Version><Key>g-#</Key><VersionId>v1</VersionId></Version>`, "", l.from, l.to))
		}},
		{name: "Route 53 records: several tokens", first: get("https://h/2013-04-01/hostedzone/Z1/rrset?maxitems=5"), dialect: "multi", serve: func(n int, r Request) Response {
			l := leafFrom(max(afterID(query(r).Get("name")), 0), n)
			if l.from > 0 && query(r).Get("type") != "NS" {
				return xml(`<ErrorResponse><Error><Code>InvalidInput</Code></Error></ErrorResponse>`)
			}
			next := ""
			if l.more() {
				next = fmt.Sprintf(`<NextRecordName>g-%04d</NextRecordName><NextRecordType>NS</NextRecordType>`, l.to)
			}
			return xml(head+`<ListResourceRecordSetsResponse><ResourceRecordSets>%s</ResourceRecordSets><IsTruncated>%v</IsTruncated>%s<MaxItems>5</MaxItems></ListResourceRecordSetsResponse>`,
				joined(`<ResourceRecordSet><Name>g-#</Name><Type>NS</Type><ResourceRecords><ResourceRecord><Value>a</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>`, "", l.from, l.to), l.more(), next)
		}},
		{name: "records by the names that say where to start", first: get("https://h/records"), dialect: "multi", serve: func(n int, r Request) Response {
			l := leafFrom(max(afterID(query(r).Get("StartRecordName")), 0), n)
			next := ""
			if l.more() {
				next = fmt.Sprintf(`,"NextRecordName":"g-%04d","NextRecordIdentifier":"%d"`, l.to, l.to)
			}
			return body(`{"ResourceRecordSets":%s,"IsTruncated":%v%s,"MaxItems":"5"}`, rows(`{"id":"g-#"}`, l.from, l.to), l.more(), next)
		}},
		tokened("Lambda: a marker in capitals", "https://h/2015-03-31/functions/?MaxItems=5", "cursor", "Marker", "", `{"Functions":LIST,"NextMarker":NEXT}`, `{"FunctionName":"g-#","FunctionArn":"a#"}`),
		tokened("API Gateway: position", "https://h/restapis?limit=5", "cursor", "position", "position", `{"_embedded":{"x":1},"item":LIST@T}`, plainItem),
		tokened("Oracle Cloud work requests", "https://h/20160918/instances?limit=5", "cursor", "page", "nextPage", `{"items":LIST@T}`, plainItem),
		{name: "Oracle Cloud: opc-next-page", first: get("https://h/20160918/instances?limit=5"), dialect: "header", serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(query(r).Get("page"), n)
			if !ok {
				return refused("page")
			}
			resp := body("%s", rows(plainItem, l.from, l.to))
			if l.more() {
				return with(resp, "Opc-Next-Page", tokenFor(l.to))
			}
			return resp
		}},
	}
}

// posted is an API whose token goes into the body at a path.
func posted(name, target, text, path, dialect, memberName, form, item string) api {
	return api{name: name, first: postJSON(target, text), dialect: dialect, serve: func(n int, r Request) Response {
		l, ok := tokenLeaf(sentIn(r, path), n)
		if !ok {
			return refused("invalid " + path)
		}
		return tokenReply(l, n, form, item, memberName)
	}}
}

func postAPIs() []api {
	return []api{
		{name: "Qdrant: an id is the next offset", first: postJSON("https://h/collections/x/points/scroll", `{"limit":5}`), dialect: "body-cursor", serve: func(n int, r Request) Response {
			from, next := 0, "null"
			if id, err := strconv.Atoi(sentIn(r, "offset")); err == nil {
				from = id - 100
			}
			l := leafFrom(from, n)
			if l.more() {
				next = digits(100 + l.to)
			}
			return fill(`{"result":{"points":LIST,"next_page_offset":@X},"status":"ok","time":0.0001}`, "LIST", rows(`{"id":1#,"payload":{"name":"g-#"}}`, l.from, l.to), "@X", next)
		}},
		posted("Notion query", "https://h/v1/databases/d/query", `{"page_size":5}`, "start_cursor", "body-cursor", "", `{"object":"list","results":LIST,"next_cursor":NEXT,"has_more":@M}`, plainItem),
		posted("CloudWatch log groups", "https://h/", `{"limit":5}`, "nextToken", "body-cursor", "nextToken", `{"logGroups":LIST@T}`, `{"logGroupName":"g-#","arn":"a#"}`),
		posted("Square search", "https://h/v2/orders/search", `{"limit":5}`, "cursor", "body-cursor", "cursor", `{"orders":LIST@T}`, plainItem),
		posted("Places, new", "https://h/v1/places:searchText", `{"textQuery":"x","pageSize":5}`, "pageToken", "body-cursor", "nextPageToken", `{"places":LIST@T}`, `{"id":"p#","displayName":{"text":"g-#"}}`),
		posted("Plaid sync: a cursor even at the end", "https://h/transactions/sync", `{"client_id":"c","secret":"s","access_token":"a","count":5}`, "cursor", "body-cursor", "", `{"added":LIST,"modified":[],"removed":[],"next_cursor":EMPTY,"has_more":@M,"request_id":"r"}`, plainItem),
		posted("Jira search by POST", "https://h/rest/api/3/search/jql", `{"jql":"x","maxResults":5}`, "nextPageToken", "body-cursor", "nextPageToken", `{"issues":LIST@T}`, `{"id":"1#","fields":{"summary":"g-#"}}`),
		{name: "HubSpot search", first: postJSON("https://h/crm/v3/objects/contacts/search", `{"limit":5}`), dialect: "body-cursor", serve: func(n int, r Request) Response {
			l := leafFrom(max(afterID(sentIn(r, "after")), 0), n)
			paging := ""
			if l.more() {
				paging = `,"paging":{"next":{"after":"` + digits(l.to) + `"}}`
			}
			return fill(`{"total":@N,"results":LIST@X}`, "@N", digits(n), "LIST", rows(`{"id":"1#","properties":{"email":"g-#"}}`, l.from, l.to), "@X", paging)
		}},
		{name: "DynamoDB", first: postJSON("https://h/", `{"TableName":"t","Limit":5}`), dialect: "body-cursor", serve: func(n int, r Request) Response {
			l := leafFrom(afterID(sentIn(r, "ExclusiveStartKey.id.S"))+1, n)
			key := ""
			if l.more() {
				key = fmt.Sprintf(`,"LastEvaluatedKey":{"id":{"S":"g-%04d"}}`, l.to-1)
			}
			return fill(`{"Items":LIST,"Count":@S,"ScannedCount":@S@X}`, "@S", digits(l.to-l.from), "LIST", rows(`{"id":{"S":"g-#"},"n":{"N":"1"}}`, l.from, l.to), "@X", key)
		}},
		{name: "Elasticsearch search_after", first: postJSON("https://h/idx/_search", `{"size":5,"sort":[{"id":"asc"}],"query":{"match_all":{}}}`), dialect: "body-cursor", serve: func(n int, r Request) Response {
			l := leafFrom(0, n)
			if after := sentIn(r, "search_after[0]"); after != "" {
				l = leafFrom(afterID(after)+1, n)
			}
			return fill(`{"took":1,"hits":{"total":{"value":@N,"relation":"eq"},"max_score":null,"hits":LIST}}`, "@N", digits(n), "LIST", rows(`{"_index":"i","_id":"d#","_score":null,"_source":{"n":"x"},"sort":["g-#"]}`, l.from, l.to))
		}},
		{name: "Elasticsearch from in the body", first: postJSON("https://h/idx/_search", `{"from":0,"size":5,"query":{"match_all":{}}}`), dialect: "offset", serve: func(n int, r Request) Response {
			l := leafFrom(max(afterID(sentIn(r, "from")), 0), n)
			return fill(`{"took":1,"hits":{"total":{"value":@N,"relation":"eq"},"hits":LIST}}`, "@N", digits(n), "LIST", rows(`{"_index":"i","_id":"d#","_source":{"n":"g-#"}}`, l.from, l.to))
		}},
		{name: "Elasticsearch with a size alone in the body", first: postJSON("https://h/idx/_search", `{"size":5,"query":{"match_all":{}}}`), dialect: "offset", serve: func(n int, r Request) Response {
			l := leafFrom(max(afterID(sentIn(r, "from")), 0), n)
			return fill(`{"took":1,"hits":{"total":{"value":@N,"relation":"eq"},"hits":LIST}}`, "@N", digits(n), "LIST", rows(`{"_index":"i","_id":"d#","_source":{"n":"g-#"}}`, l.from, l.to))
		}},
		{name: "CouchDB find: a bookmark even at the end", first: postJSON("https://h/db/_find", `{"selector":{},"limit":5}`), dialect: "body-cursor", serve: func(n int, r Request) Response {
			mark := strings.TrimPrefix(sentIn(r, "bookmark"), "nil")
			l, ok := tokenLeaf(mark, n)
			if !ok {
				return refused("invalid_bookmark")
			}
			next := "nil"
			if l.to > l.from {
				next = tokenFor(l.to)
			} else if mark != "" {
				next = mark
			}
			return fill(`{"docs":LIST,"bookmark":NEXT,"warning":"No matching index found"}`, "LIST", rows(`{"_id":"g-#","_rev":"1-a"}`, l.from, l.to), "NEXT", quote(next))
		}},
		{name: "Algolia by POST", first: postJSON("https://h/1/indexes/x/query", `{"query":"","hitsPerPage":5,"page":0}`), dialect: "page", serve: func(n int, r Request) Response {
			l := leafAt(max(afterID(sentIn(r, "page")), 0), n)
			return fill(`{"hits":LIST,"nbHits":@N,"page":@P,"nbPages":@C,"hitsPerPage":5,"params":"x"}`, "@N", digits(n), "@P", digits(l.at), "@C", digits(l.last+1), "LIST", rows(`{"objectID":"#","name":"g-#"}`, l.from, l.to))
		}},
		{name: "JSON-RPC: a cursor in params", first: postJSON("https://h/rpc", `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}`), dialect: "body-cursor", serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(sentIn(r, "params.cursor"), n)
			if !ok {
				return refused("cursor")
			}
			return fill(`{"jsonrpc":"2.0","id":1,"result":{"tools":LIST@X}}`, "LIST", rows(`{"name":"g-#","inputSchema":{"type":"object"}}`, l.from, l.to), "@X", member(l.more(), "nextCursor", tokenFor(l.to)))
		}},
		graphQuerying("GitHub GraphQL: a nested connection", `query($n:Int!,$after:String){repository(owner:\"o\",name:\"r\"){issues(first:$n,after:$after){totalCount nodes{id title labels(first:9){nodes{id}pageInfo{hasNextPage endCursor}}}pageInfo{hasNextPage endCursor}}}}`, "variables.after",
			`{"data":{"repository":{"issues":{"totalCount":@N,"nodes":LIST,"pageInfo":{"hasNextPage":@M,"endCursor":NEXT}}}}}`, `{"id":"I#","title":"g-#","labels":{"nodes":[{"id":"a"}],"pageInfo":{"hasNextPage":true,"endCursor":"zz"}}}`),
		graphQuerying("Shopify GraphQL: edges", `query($cursor:String){products(first:5,after:$cursor){edges{cursor node{id title}}pageInfo{hasNextPage endCursor}}}`, "variables.cursor",
			`{"data":{"products":{"edges":LIST,"pageInfo":{"hasNextPage":@M,"endCursor":NEXT}}},"extensions":{"cost":{"requestedQueryCost":7}}}`, `{"cursor":"c#","node":{"id":"gid://#","title":"g-#"}}`),
		graphQuerying("New Relic: a cursor that is not Relay's", `query($cursor:String){actor{entitySearch(query:\"x\"){count results(cursor:$cursor){entities{guid name} nextCursor}}}}`, "variables.cursor",
			`{"data":{"actor":{"entitySearch":{"count":@N,"results":{"entities":LIST,"nextCursor":NEXT}}}}}`, `{"guid":"u#","name":"g-#"}`),
		graphQuerying("a cursor beside items, in an object", `query($c:String){board(id:1){items_page(limit:5,cursor:$c){cursor items{id name}}}}`, "variables.c",
			`{"data":{"board":{"items_page":{"cursor":NEXT,"items":LIST}}},"account_id":1}`, plainItem),
		{name: "Hasura: limit and offset", first: postJSON("https://h/v1/graphql", `{"query":"query($l:Int,$o:Int){users(limit:$l,offset:$o){id name} users_aggregate{aggregate{count}}}","variables":{"l":5,"o":0}}`), dialect: "offset", serve: func(n int, r Request) Response {
			l := leafFrom(max(afterID(sentIn(r, "variables.o")), 0), n)
			return fill(`{"data":{"users":LIST,"users_aggregate":{"aggregate":{"count":@N}}}}`, "@N", digits(n), "LIST", rows(plainItem, l.from, l.to))
		}},
		{name: "Elasticsearch scroll: another URL", first: postJSON("https://h/idx/_search?scroll=1m", `{"size":5}`), paginate: "body-cursor,next=_scroll_id,param=scroll_id,url=/_search/scroll?scroll=1m", hint: "url=", serve: func(n int, r Request) Response {
			form := `{"_scroll_id":NEXT,"took":1,"hits":{"total":{"value":@N,"relation":"eq"},"hits":LIST}}`
			l := leafFrom(0, n)
			if strings.HasPrefix(r.URL, "https://h/_search/scroll") {
				var ok bool
				if l, ok = tokenLeaf(sentIn(r, "scroll_id"), n); !ok || sentIn(r, "size") != "" {
					return refused("scroll_id")
				}
			} else if sentIn(r, "from") != "" || strings.Count(string(r.Body), ":") > 1 {
				return refused("unknown key")
			}
			return fill(form, "@N", digits(n), "LIST", rows(`{"_index":"i","_id":"d#","_source":{"n":"g-#"}}`, l.from, l.to), "NEXT", quote(tokenFor(l.to)))
		}},
		{name: "Dropbox: another URL", first: postJSON("https://h/2/files/list_folder", `{"path":"","limit":5}`), paginate: "body-cursor,next=cursor,param=cursor,url=/2/files/list_folder/continue", hint: "url=", serve: func(n int, r Request) Response {
			l := leafFrom(0, n)
			if r.URL == "https://h/2/files/list_folder/continue" {
				var ok bool
				if l, ok = tokenLeaf(sentIn(r, "cursor"), n); !ok || strings.Contains(string(r.Body), "path") {
					return refused("unknown field 'path'")
				}
			} else if strings.Contains(string(r.Body), "cursor") || strings.Count(string(r.Body), ":") > 2 {
				return refused("unknown field 'cursor'")
			}
			return fill(`{"entries":LIST,"cursor":NEXT,"has_more":@M}`, "LIST", rows(`{".tag":"file","id":"id:#","name":"g-#"}`, l.from, l.to), "NEXT", quote(tokenFor(l.to)), "@M", boolean(l.more()))
		}},
		{name: "STAC: a link with a method and a body", first: postJSON("https://h/search", `{"limit":5,"collections":["c"]}`), serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(strings.TrimPrefix(sentIn(r, "token"), "next:"), n)
			if !ok || r.Method != http.MethodPost || sentIn(r, "limit") != "5" {
				return refused("token")
			}
			next := ""
			if l.more() {
				next = `,{"rel":"next","type":"application/geo+json","method":"POST","href":"https://h/search","body":{"limit":5,"collections":["c"],"token":` + quote("next:"+tokenFor(l.to)) + `}}`
			}
			return fill(`{"type":"FeatureCollection","features":LIST,"links":[{"rel":"root","href":"https://h/"}@X]}`, "LIST", rows(`{"type":"Feature","id":"g-#","assets":{},"links":[{"rel":"self","href":"https://h/i"}]}`, l.from, l.to), "@X", next)
		}},
	}
}

func graphQuerying(name, queryText, path, form, item string) api {
	return posted(name, "https://h/graphql", `{"query":"`+queryText+`","variables":{"n":5}}`, path, "", "", form, item)
}

func feedAPIs() []api {
	return []api{
		{name: "Atom", first: get("https://h/feed"), dialect: "next-url", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "at", 0, n)
			next := ""
			if l.more() {
				next = fmt.Sprintf(`<link rel="next" href="https://h/feed?at=%d"/>`, l.to)
			}
			return xml(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><link rel="self" href="https://h/feed"/>%s%s</feed>`, next, joined(`<entry><id>urn:#</id><title>g-#</title><link href="https://h/e"/></entry>`, "", l.from, l.to))
		}},
		{name: "RSS with an Atom link", first: get("https://h/rss"), dialect: "next-url", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "paged", 0, n)
			next := ""
			if l.more() {
				next = fmt.Sprintf(`<atom:link rel="next" href="https://h/rss?paged=%d"/>`, l.to)
			}
			return xml(`<?xml version="1.0"?><rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>x</title><link>https://h</link><atom:link rel="self" href="https://h/rss"/>%s%s</channel></rss>`, next, joined(`<item><guid>u#</guid><title>g-#</title></item>`, "", l.from, l.to))
		}},
		{name: "arXiv: OpenSearch totals", first: get("https://h/api/query?search_query=x&max_results=5"), dialect: "offset", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "start", 0, n)
			return xml(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><link href="https://h/api/query" rel="self"/><title>x</title><opensearch:totalResults>%d</opensearch:totalResults><opensearch:startIndex>%d</opensearch:startIndex><opensearch:itemsPerPage>5</opensearch:itemsPerPage>%s</feed>`, n, l.from, joined(`<entry><id>http://h/abs/#</id><title>g-#</title><author><name>a</name></author><author><name>b</name></author></entry>`, "", l.from, l.to))
		}},
		{name: "OAI-PMH: a token that stands alone", first: get("https://h/oai?verb=ListRecords&metadataPrefix=oai_dc"), dialect: "cursor", lonely: true, serve: func(n int, r Request) Response {
			l, ok := tokenLeaf(query(r).Get("resumptionToken"), n)
			if !ok || l.from > 0 && query(r).Has("metadataPrefix") {
				return xml(`<?xml version="1.0"?><OAI-PMH><error code="badArgument">resumptionToken is exclusive</error></OAI-PMH>`)
			}
			token := ""
			switch {
			case l.more():
				token = fmt.Sprintf(`<resumptionToken cursor="%d" completeListSize="%d">%s</resumptionToken>`, l.from, n, tokenFor(l.to))
			case l.from > 0:
				token = fmt.Sprintf(`<resumptionToken cursor="%d" completeListSize="%d"/>`, l.from, n)
			}
			return xml(`<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate><request verb="ListRecords">https://h/oai</request><ListRecords>%s%s</ListRecords></OAI-PMH>`, joined(`<record><header><identifier>g-#</identifier></header><metadata><dc><title>t</title><subject>a</subject><subject>b</subject></dc></metadata></record>`, "", l.from, l.to), token)
		}},
		{name: "SRU: the next record's place", first: get("https://h/sru?operation=searchRetrieve&query=x&maximumRecords=5"), dialect: "offset", serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "startRecord", 1, n)
			next := ""
			if l.more() {
				next = fmt.Sprintf(`<zs:nextRecordPosition>%d</zs:nextRecordPosition>`, l.to+1)
			}
			return xml(`<?xml version="1.0"?><zs:searchRetrieveResponse xmlns:zs="x"><zs:version>1.2</zs:version><zs:numberOfRecords>%d</zs:numberOfRecords><zs:records>%s</zs:records>%s</zs:searchRetrieveResponse>`, n, joined(`<zs:record><zs:recordData><id>g-#</id></zs:recordData></zs:record>`, "", l.from, l.to), next)
		}},
		{name: "lines with a cursor in a header", first: get("https://h/export?limit=5"), dialect: "header", serve: func(n int, r Request) Response {
			l, _ := tokenLeaf(query(r).Get("cursor"), n)
			resp := body("%s\n", joined(`{"id":"g-#"}`, "\n", l.from, l.to))
			resp.Header.Set("Content-Type", "application/x-ndjson")
			if l.more() {
				return with(resp, "X-Next-Cursor", tokenFor(l.to))
			}
			return resp
		}},
	}
}

// silentAPIs say nothing in their replies of how to ask for more.
func silentAPIs() []api {
	newestFirst := func(param string) func(int, Request) Response {
		return func(n int, r Request) Response {
			l := leafFrom(0, n)
			if id := query(r).Get(param); id != "" {
				l = leafFrom(number(query(r), param, 0)*-1+900001, n)
			}
			var list []string
			for i := l.from; i < l.to; i++ {
				list = append(list, fmt.Sprintf(`{"id":"%d","content":"g-%04d"}`, 900000-i, i))
			}
			return body("[%s]", strings.Join(list, ","))
		}
	}
	return []api{
		{name: "Discord messages: before the last id", first: get("https://h/channels/1/messages?limit=5"), dialect: "last-id", serve: newestFirst("before")},
		{name: "Trello actions: before the last id", first: get("https://h/1/boards/b/actions?limit=5&before="), dialect: "last-id", serve: newestFirst("before")},
		{name: "Discord members: after the last id", first: get("https://h/guilds/1/members?limit=5&after=0"), dialect: "last-id", serve: afterNumber("after")},
		{name: "Binance: from an id", first: get("https://h/trades?limit=5"), paginate: "last-id,param=fromId", hint: "--paginate", serve: afterNumber("fromId")},
	}
}

// afterNumber gives the items behind a number, which are named from 1.
func afterNumber(param string) func(int, Request) Response {
	return func(n int, r Request) Response {
		l := leafFrom(number(query(r), param, 0), n)
		var list []string
		for i := l.from; i < l.to; i++ {
			list = append(list, fmt.Sprintf(`{"id":%d,"nick":"g-%04d"}`, i+1, i))
		}
		return body("[%s]", strings.Join(list, ","))
	}
}
