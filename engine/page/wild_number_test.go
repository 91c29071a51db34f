package page

import (
	"strings"
	"testing"
)

// numbered is an API with page numbers, counted from base, by a form of reply:
// LIST, N items, P this page, L the last, X the next or null, M whether more.
func numbered(name, first, dialect, param string, base int, form, item string) api {
	return api{name: name, first: get(first), dialect: dialect, serve: func(n int, r Request) Response {
		l := numberedLeaf(r, param, base, n)
		next := "null"
		if l.more() {
			next = digits(l.at + base + 1)
		}
		more := "false"
		if l.more() {
			more = "true"
		}
		last := "true"
		if l.more() {
			last = "false"
		}
		return fill(form, "LIST", rows(item, l.from, l.to), "@N", digits(n), "@P", digits(l.at+base), "@L", digits(l.last+base),
			"@C", digits(l.last+1), "@X", next, "@M", more, "@E", last, "@S", digits(l.to-l.from), "@F", digits(l.from))
	}}
}

const plainItem = `{"id":1#,"name":"g-#","tags":["a"]}`

// inField is an API whose figures are in a JSON object in X-Pagination.
func inField(name, form string) api {
	return api{name: name, first: get("https://h/api/owners"), dialect: "page", serve: func(n int, r Request) Response {
		l := numberedLeaf(r, "pageNumber", 1, n)
		said := fill(form, "@N", digits(n), "@P", digits(l.at+1), "@C", digits(l.last+1), "@M", boolean(l.more()))
		return with(body("%s", rows(plainItem, l.from, l.to)), "X-Pagination", string(said.Body))
	}}
}

func numberAPIs() []api {
	return []api{
		numbered("Magento", "https://h/rest/V1/products?searchCriteria[pageSize]=5&searchCriteria[currentPage]=1", "page", "searchCriteria[currentPage]", 1,
			`{"items":LIST,"search_criteria":{"filter_groups":[],"page_size":5,"current_page":@P},"total_count":@N}`, plainItem),
		inField("ASP.NET: X-Pagination holds JSON", `{"TotalCount":@N,"PageSize":5,"CurrentPage":@P,"TotalPages":@C,"HasNext":@M,"HasPrevious":false}`),
		inField("ASP.NET: X-Pagination without flags", `{"totalCount":@N,"pageSize":5,"currentPage":@P,"totalPages":@C}`),
		numbered("Spring Data page", "https://h/things?size=5", "page", "page", 0,
			`{"content":LIST,"pageable":{"sort":{"sorted":false,"unsorted":true,"empty":true},"offset":@F,"pageNumber":@P,"pageSize":5,"paged":true,"unpaged":false},"last":@E,"totalPages":@C,"totalElements":@N,"size":5,"number":@P,"sort":{"sorted":false,"unsorted":true,"empty":true},"first":false,"numberOfElements":@S,"empty":false}`, plainItem),
		numbered("Spring Data slice", "https://h/things", "page", "page", 0,
			`{"content":LIST,"pageable":{"offset":@F,"pageNumber":@P,"pageSize":5,"paged":true},"last":@E,"size":5,"number":@P,"first":false,"numberOfElements":@S,"empty":false}`, plainItem),
		numbered("Spring Data paged model", "https://h/things", "page", "page", 0,
			`{"content":LIST,"page":{"size":5,"number":@P,"totalElements":@N,"totalPages":@C}}`, plainItem),
		numbered("Spring HATEOAS without links", "https://h/things?page=0&size=5", "page", "page", 0,
			`{"_embedded":{"things":LIST},"page":{"size":5,"number":@P,"totalElements":@N,"totalPages":@C}}`, plainItem),
		numbered("Kaminari", "https://h/things", "page", "page", 1,
			`{"things":LIST,"meta":{"current_page":@P,"next_page":@X,"prev_page":null,"total_pages":@C,"total_count":@N}}`, plainItem),
		numbered("pagy's metadata", "https://h/things", "page", "page", 1,
			`{"data":LIST,"pagy":{"page":@P,"count":@N,"pages":@C,"next":@X,"prev":null,"last":@L,"from":1,"to":5,"limit":5}}`, plainItem),
		numbered("Strapi", "https://h/api/restaurants", "page", "pagination[page]", 1,
			`{"data":LIST,"meta":{"pagination":{"page":@P,"pageSize":5,"pageCount":@C,"total":@N}}}`, `{"id":1#,"documentId":"d#","Name":"g-#"}`),
		numbered("Strapi with a size", "https://h/api/restaurants?pagination[pageSize]=5", "page", "pagination[page]", 1,
			`{"data":LIST,"meta":{"pagination":{"page":@P,"pageSize":5,"pageCount":@C,"total":@N}}}`, `{"id":1#,"attributes":{"name":"g-#"}}`),
		numbered("Ghost", "https://h/ghost/api/content/posts/?key=k&limit=5", "page", "page", 1,
			`{"posts":LIST,"meta":{"pagination":{"page":@P,"limit":5,"pages":@C,"total":@N,"next":@X,"prev":null}}}`, `{"id":"6#","uuid":"u#","title":"g-#"}`),
		numbered("PocketBase", "https://h/api/collections/x/records", "page", "page", 1,
			`{"page":@P,"perPage":5,"totalPages":@C,"totalItems":@N,"items":LIST}`, plainItem),
		numbered("Algolia by GET", "https://h/1/indexes/x?query=q&hitsPerPage=5", "page", "page", 0,
			`{"hits":LIST,"nbHits":@N,"page":@P,"nbPages":@C,"hitsPerPage":5,"exhaustiveNbHits":true,"query":"q","params":"hitsPerPage=5&query=q","processingTimeMS":1}`, `{"objectID":"o#","name":"g-#","_highlightResult":{"name":{"value":"g-#"}}}`),
		numbered("Typesense", "https://h/collections/x/documents/search?q=*&per_page=5", "page", "page", 1,
			`{"facet_counts":[],"found":@N,"hits":LIST,"out_of":1000,"page":@P,"request_params":{"collection_name":"x","per_page":5,"q":"*"},"search_cutoff":false,"search_time_ms":1}`, `{"document":{"id":"#","name":"g-#"},"highlight":{},"highlights":[],"text_match":100}`),
		numbered("Meilisearch by pages", "https://h/indexes/x/search?hitsPerPage=5", "page", "page", 1,
			`{"hits":LIST,"query":"","processingTimeMs":1,"hitsPerPage":5,"page":@P,"totalPages":@C,"totalHits":@N}`, plainItem),
		numbered("Slack files", "https://h/api/files.list?count=5", "page", "page", 1,
			`{"ok":true,"files":LIST,"paging":{"count":5,"total":@N,"page":@P,"pages":@C}}`, plainItem),
		numbered("Cloudflare", "https://h/client/v4/zones", "page", "page", 1,
			`{"result":LIST,"result_info":{"page":@P,"per_page":5,"total_pages":@C,"count":@S,"total_count":@N},"success":true,"errors":[],"messages":[]}`, `{"id":"#","name":"g-#","name_servers":["a","b"]}`),
		numbered("Linode", "https://h/v4/linode/instances", "page", "page", 1,
			`{"data":LIST,"page":@P,"pages":@C,"results":@N}`, plainItem),
		numbered("Hetzner", "https://h/v1/servers?per_page=5", "page", "page", 1,
			`{"servers":LIST,"meta":{"pagination":{"page":@P,"per_page":5,"previous_page":null,"next_page":@X,"last_page":@L,"total_entries":@N}}}`, plainItem),
		numbered("SonarQube", "https://h/api/components/search?qualifiers=TRK&ps=5", "page", "p", 1,
			`{"paging":{"pageIndex":@P,"pageSize":5,"total":@N},"components":LIST}`, `{"key":"k#","name":"g-#"}`),
		numbered("Grafana teams", "https://h/api/teams/search?perpage=5", "page", "page", 1,
			`{"totalCount":@N,"teams":LIST,"page":@P,"perPage":5}`, plainItem),
		numbered("TMDB", "https://h/3/movie/popular", "page", "page", 1,
			`{"page":@P,"results":LIST,"total_pages":@C,"total_results":@N}`, `{"id":1#,"title":"g-#","genre_ids":[1,2]}`),
		numbered("OMDb: totals as strings", "https://h/?s=x&page=1", "page", "page", 1,
			`{"Search":LIST,"totalResults":"@N","Response":"True"}`, `{"Title":"g-#","imdbID":"tt#"}`),
		numbered("Flickr", "https://h/services/rest/?method=flickr.photos.search&format=json&per_page=5", "page", "page", 1,
			`{"photos":{"page":@P,"pages":@C,"perpage":5,"total":@N,"photo":LIST},"stat":"ok"}`, `{"id":"5#","title":"g-#"}`),
		numbered("last.fm: attributes", "https://h/2.0/?method=user.getTopArtists&format=json", "page", "page", 1,
			`{"topartists":{"artist":LIST,"@attr":{"user":"x","page":"@P","perPage":"5","totalPages":"@C","total":"@N"}}}`, `{"name":"g-#","mbid":"","image":[{"size":"small"}],"@attr":{"rank":"1"}}`),
		numbered("ClickUp: a flag alone, from 0", "https://h/api/v2/list/1/task", "page", "page", 0,
			`{"tasks":LIST,"last_page":@E}`, plainItem),
		numbered("iNaturalist", "https://h/v1/observations?per_page=5", "page", "page", 1,
			`{"total_results":@N,"page":@P,"per_page":5,"results":LIST}`, `{"id":1#,"description":"g-#","photos":[{"id":1}]}`),
		numbered("Open Library", "https://h/search.json?q=x&page=1&limit=5", "page", "page", 1,
			`{"numFound":@N,"start":@F,"numFoundExact":true,"docs":LIST,"num_found":@N,"q":"x","offset":null}`, `{"key":"/works/OL#W","title":"g-#"}`),
		numbered("Etherscan: offset is the size", "https://h/api?module=account&action=txlist&page=1&offset=5", "page", "page", 1,
			`{"status":"1","message":"OK","result":LIST}`, `{"blockNumber":"1","hash":"0x#","input":"g-#"}`),
		numbered("Elastic App Search by GET", "https://h/api/as/v1/engines/x/documents/list", "page", "page[current]", 1,
			`{"meta":{"page":{"current":@P,"total_pages":@C,"total_results":@N,"size":5}},"results":LIST}`, plainItem),
		numbered("a list with a flag and no number", "https://h/things?per_page=5", "page", "page", 1, `{"things":LIST,"has_next":@M}`, plainItem),
		numbered("a flag that there is a next page, from 0", "https://h/things", "page", "page", 0, `{"things":LIST,"hasNextPage":@M}`, plainItem),
		numbered("JSON:API without links", "https://h/articles?page[size]=5", "page", "page[number]", 1,
			`{"data":LIST,"meta":{"page":{"currentPage":@P,"from":1,"lastPage":@L,"perPage":5,"to":5,"total":@N}}}`, `{"type":"articles","id":"#","attributes":{"title":"g-#"}}`),
		numbered(".NET paged list", "https://h/api/things?PageSize=5", "page", "PageNumber", 1,
			`{"Items":LIST,"PageNumber":@P,"PageSize":5,"TotalCount":@N,"TotalPages":@C,"HasNextPage":@M,"HasPreviousPage":false}`, `{"Id":1#,"Name":"g-#"}`),
		headed("X-Pagination in JSON", "https://h/api/things?pageSize=5", "pageNumber", func(l leaf, n int) map[string]string {
			return map[string]string{"X-Pagination": `{"TotalCount":` + digits(n) + `,"PageSize":5,"CurrentPage":` + digits(l.at+1) + `,"TotalPages":` + digits(l.last+1) + `,"HasNext":` + map[bool]string{true: "true", false: "false"}[l.more()] + `,"HasPrevious":false}`}
		}),
		headed("totals in headers alone", "https://h/things?page=1&per_page=5", "page", func(l leaf, n int) map[string]string {
			return map[string]string{"X-Total-Count": digits(n)}
		}),
		headed("Yii2", "https://h/users", "page", func(l leaf, n int) map[string]string {
			return map[string]string{
				"X-Pagination-Total-Count": digits(n), "X-Pagination-Page-Count": digits(l.last + 1),
				"X-Pagination-Current-Page": digits(l.at + 1), "X-Pagination-Per-Page": "5",
			}
		}),
		headed("Scaleway", "https://h/things?per_page=5", "page", func(l leaf, n int) map[string]string {
			return map[string]string{"X-Total-Count": digits(n)}
		}),
		headed("RubyGems: no word at all", "https://h/api/v1/search.json?query=x&page=1", "page", func(leaf, int) map[string]string { return nil }),
	}
}

// headed is an API of bare arrays whose headers tell about pages from 1.
func headed(name, first, param string, headers func(leaf, int) map[string]string) api {
	return api{name: name, first: get(first), dialect: "page", serve: func(n int, r Request) Response {
		l := numberedLeaf(r, param, 1, n)
		resp := body("%s", rows(plainItem, l.from, l.to))
		for field, value := range headers(l, n) {
			resp.Header.Set(field, value)
		}
		return resp
	}}
}

// offsetted is an API with offsets, counted from base.
func offsetted(name, first, param string, base int, form, item string) api {
	return api{name: name, first: get(first), dialect: "offset", serve: func(n int, r Request) Response {
		l := offsetLeaf(r, param, base, n)
		more, last := "false", "true"
		if l.more() {
			more, last = "true", "false"
		}
		next := "null"
		if l.more() {
			next = digits(l.to + base)
		}
		return fill(form, "LIST", rows(item, l.from, l.to), "@N", digits(n), "@F", digits(l.from+base), "@M", more, "@E", last, "@X", next, "@S", digits(l.to-l.from))
	}}
}

func offsetAPIs() []api {
	list := []api{
		offsetted("Feathers", "https://h/messages", "$skip", 0, `{"total":@N,"limit":5,"skip":@F,"data":LIST}`, plainItem),
		offsetted("Jira search", "https://h/rest/api/2/search?jql=x&maxResults=5", "startAt", 0,
			`{"expand":"schema,names","startAt":@F,"maxResults":5,"total":@N,"issues":LIST}`, `{"id":"1#","key":"K-1#","fields":{"summary":"g-#"}}`),
		offsetted("Jira agile: a flag alone", "https://h/rest/agile/1.0/board", "startAt", 0,
			`{"maxResults":5,"startAt":@F,"isLast":@E,"values":LIST}`, plainItem),
		offsetted("Elasticsearch from and size", "https://h/idx/_search?size=5", "from", 0,
			`{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":@N,"relation":"eq"},"max_score":1.0,"hits":LIST}}`, `{"_index":"idx","_id":"d#","_score":1.0,"_source":{"name":"g-#"}}`),
		offsetted("Elasticsearch with a lower bound as total", "https://h/idx/_search?size=5&from=0", "from", 0,
			`{"took":1,"timed_out":false,"_shards":{"total":1},"hits":{"total":{"value":10,"relation":"gte"},"max_score":1.0,"hits":LIST}}`, `{"_index":"idx","_id":"d#","_source":{"name":"g-#"}}`),
		offsetted("SCIM", "https://h/scim/v2/Users?count=5", "startIndex", 1,
			`{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":@N,"startIndex":@F,"itemsPerPage":5,"Resources":LIST}`, `{"schemas":["urn:x"],"id":"u#","userName":"g-#","emails":[{"value":"a@b"}]}`),
		offsetted("Solr start and rows", "https://h/solr/c/select?q=*:*&rows=5", "start", 0,
			`{"responseHeader":{"status":0,"QTime":1,"params":{"q":"*:*","rows":"5"}},"response":{"numFound":@N,"start":@F,"numFoundExact":true,"docs":LIST}}`, `{"id":"d#","name":["g-#"]}`),
		offsetted("CKAN package_search", "https://h/api/3/action/package_search?rows=5", "start", 0,
			`{"help":"https://h/help","success":true,"result":{"count":@N,"facets":{},"results":LIST,"sort":"score desc","search_facets":{}}}`, `{"id":"p#","title":"g-#","resources":[{"id":"r1"},{"id":"r2"}]}`),
		offsetted("Socrata", "https://h/resource/x.json?$limit=5&$offset=0", "$offset", 0, `LIST`, `{"case_number":"1#","note":"g-#"}`),
		offsetted("Socrata with a limit alone", "https://h/resource/x.json?$limit=5", "$offset", 0, `LIST`, `{"case_number":"1#","note":"g-#"}`),
		offsetted("Contentful", "https://h/spaces/s/entries?limit=5", "skip", 0,
			`{"sys":{"type":"Array"},"total":@N,"skip":@F,"limit":5,"items":LIST,"includes":{"Asset":[{"sys":{"id":"a"}},{"sys":{"id":"b"}},{"sys":{"id":"c"}},{"sys":{"id":"d"}},{"sys":{"id":"e"}},{"sys":{"id":"f"}}]}}`, `{"sys":{"id":"s#"},"fields":{"name":"g-#"}}`),
		offsetted("npm search", "https://h/-/v1/search?text=x&size=5", "from", 0,
			`{"objects":LIST,"total":@N,"time":"Wed Nov 25 2026"}`, `{"package":{"name":"g-#","version":"1.0.0"},"score":{"final":1},"searchScore":1}`),
		offsetted("PagerDuty", "https://h/incidents?limit=5", "offset", 0,
			`{"incidents":LIST,"limit":5,"offset":@F,"total":null,"more":@M}`, plainItem),
		offsetted("Meilisearch", "https://h/indexes/x/documents?limit=5", "offset", 0,
			`{"results":LIST,"offset":@F,"limit":5,"total":@N}`, plainItem),
		offsetted("Meilisearch search", "https://h/indexes/x/search?q=", "offset", 0,
			`{"hits":LIST,"query":"","processingTimeMs":1,"limit":5,"offset":@F,"estimatedTotalHits":@N}`, plainItem),
		offsetted("Meilisearch tasks: next is a place", "https://h/tasks?limit=5", "from", 0,
			`{"results":LIST,"total":@N,"limit":5,"from":@F,"next":@X}`, `{"uid":1#,"indexUid":"g-#","status":"succeeded"}`),
		offsetted("Directus", "https://h/items/articles?limit=5&offset=0&meta=filter_count", "offset", 0,
			`{"meta":{"filter_count":@N},"data":LIST}`, plainItem),
		offsetted("CouchDB views by skip", "https://h/db/_all_docs?limit=5&skip=0", "skip", 0,
			`{"total_rows":@N,"offset":@F,"rows":LIST}`, `{"id":"g-#","key":"g-#","value":{"rev":"1-a"}}`),
		offsetted("CouchDB views", "https://h/db/_all_docs?limit=5", "skip", 0,
			`{"total_rows":@N,"offset":@F,"rows":LIST}`, `{"id":"g-#","key":"g-#","value":{"rev":"1-a"}}`),
		offsetted("Box by offset", "https://h/2.0/folders/0/items?limit=5", "offset", 0,
			`{"total_count":@N,"entries":LIST,"offset":@F,"limit":5,"order":[{"by":"type","direction":"ASC"},{"by":"name","direction":"ASC"}]}`, `{"type":"file","id":"1#","etag":"0","name":"g-#"}`),
		offsetted("Bitbucket Server", "https://h/rest/api/1.0/projects?limit=5", "start", 0,
			`{"size":@S,"limit":5,"isLastPage":@E,"values":LIST,"start":@F,"nextPageStart":@X}`, `{"key":"K#","id":1#,"name":"g-#"}`),
		offsetted("ServiceNow", "https://h/api/now/table/incident?sysparm_limit=5", "sysparm_offset", 0,
			`{"result":LIST}`, `{"sys_id":"#","number":"INC#","short_description":"g-#"}`),
		offsetted("ArcGIS: a transfer limit", "https://h/rest/services/x/FeatureServer/0/query?where=1=1&f=json", "resultOffset", 0,
			`{"objectIdFieldName":"OBJECTID","geometryType":"esriGeometryPoint","fields":[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"},{"name":"f"},{"name":"h"}],"exceededTransferLimit":@M,"features":LIST}`, `{"attributes":{"OBJECTID":1#,"NAME":"g-#"}}`),
		offsetted("GBIF", "https://h/v1/species?limit=5", "offset", 0,
			`{"offset":@F,"limit":5,"endOfRecords":@E,"results":LIST}`, `{"key":1#,"scientificName":"g-#"}`),
		offsetted("openFDA", "https://h/drug/event.json?limit=5", "skip", 0,
			`{"meta":{"disclaimer":"x","last_updated":"2026-01-01","results":{"skip":@F,"limit":5,"total":@N}},"results":LIST}`, `{"safetyreportid":"1#","patient":{"drug":[{"x":"g-#"}]}}`),
		offsetted("Crossref", "https://h/works?rows=5", "offset", 0,
			`{"status":"ok","message-type":"work-list","message":{"facets":{},"total-results":@N,"items":LIST,"items-per-page":5,"query":{"start-index":@F,"search-terms":null}}}`, `{"DOI":"10.1/#","title":["g-#"]}`),
		offsetted("Yelp", "https://h/v3/businesses/search?location=x&limit=5", "offset", 0,
			`{"businesses":LIST,"total":@N,"region":{"center":{"longitude":1}}}`, `{"id":"b#","name":"g-#","categories":[{"alias":"a"}]}`),
		offsetted("Giphy", "https://h/v1/gifs/trending", "offset", 0,
			`{"data":LIST,"pagination":{"offset":@F,"total_count":@N,"count":@S},"meta":{"status":200,"msg":"OK"}}`, `{"type":"gif","id":"x#","title":"g-#"}`),
		offsetted("MusicBrainz: totals named after the list", "https://h/ws/2/artist?query=x&fmt=json", "offset", 0,
			`{"created":"2026-01-01T00:00:00Z","count":@N,"offset":@F,"artists":LIST}`, `{"id":"u#","name":"g-#","aliases":[{"name":"x"}]}`),
		offsetted("MusicBrainz browse", "https://h/ws/2/release?artist=x&fmt=json", "offset", 0,
			`{"release-count":@N,"release-offset":@F,"releases":LIST}`, `{"id":"u#","title":"g-#"}`),
		offsetted("PubMed", "https://h/entrez/eutils/esearch.fcgi?db=pubmed&term=x&retmode=json&retmax=5", "retstart", 0,
			`{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"@N","retmax":"5","retstart":"@F","idlist":LIST,"translationset":[],"querytranslation":"x"}}`, `"g-#"`),
		offsetted("NuGet", "https://h/query?q=x&take=5", "skip", 0,
			`{"@context":{"@vocab":"https://h/schema#"},"totalHits":@N,"data":LIST}`, `{"@id":"https://h/r/g-#","id":"g-#","versions":[{"version":"1.0.0"}]}`),
		offsetted("OData by $skip with a count", "https://h/Products?$top=5&$skip=0&$count=true", "$skip", 0,
			`{"@odata.context":"https://h/$metadata#Products","@odata.count":@N,"value":LIST}`, `{"ID":1#,"Name":"g-#"}`),
		offsetted("Bamboo: names with dashes", "https://h/rest/api/latest/plan.json?max-results=5", "start-index", 0,
			`{"expand":"plans","plans":{"start-index":@F,"max-result":5,"size":@N,"plan":LIST},"link":{"href":"https://h/x","rel":"self"}}`, `{"key":"K#","name":"g-#","link":{"href":"https://h/y","rel":"self"}}`),
		offsetted("DataTables", "https://h/data?draw=1&start=0&length=5", "start", 0,
			`{"draw":1,"recordsTotal":@N,"recordsFiltered":@N,"data":LIST}`, `["g-#","x"]`),
		offsetted("Strapi by start and limit", "https://h/api/x?pagination[start]=0&pagination[limit]=5", "pagination[start]", 0,
			`{"data":LIST,"meta":{"pagination":{"start":@F,"limit":5,"total":@N}}}`, plainItem),
		ranged("PostgREST by range", http1("https://h/people", "Range", "0-4"), true),
		ranged("PostgREST by range without a count", http1("https://h/people", "Range", "0-4"), false),
		{name: "PostgREST by limit and offset", first: get("https://h/people?limit=5"), serve: func(n int, r Request) Response {
			l := offsetLeaf(r, "offset", 0, n)
			resp := body("%s", rows(plainItem, l.from, l.to))
			span := "*/*"
			if l.to > l.from {
				span = digits(l.from) + "-" + digits(l.to-1) + "/*"
			}
			return with(resp, "Content-Range", span)
		}},
	}
	return list
}

func http1(target, name, value string) Request {
	r := get(target)
	r.Header.Set(name, value)
	return r
}

func ranged(name string, first Request, counted bool) api {
	return api{name: name, first: first, dialect: "range", serve: func(n int, r Request) Response {
		_, from, _, ok := parseRange(r.Header.Get("Range"))
		if !ok {
			return refused("range")
		}
		total := "*"
		if counted {
			total = digits(n)
		}
		l := leafFrom(int(from), n)
		if int(from) >= n && from > 0 && counted {
			return Response{Status: 416, Body: []byte(`{"code":"PGRST103","message":"Requested range not satisfiable"}`)}
		}
		resp := body("%s", rows(plainItem, l.from, l.to))
		span := "*/" + total
		if l.to > l.from {
			span = strings.Join([]string{digits(l.from), "-", digits(l.to - 1), "/", total}, "")
		}
		if l.more() {
			resp.Status = 206
		}
		return with(resp, "Content-Range", span)
	}}
}

// Some servers say 0 or -1 where the next page would be: nothing is asked for by
// that, which others refuse.
func TestANextNumberThatIsNoneIsTheEnd(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"next_page", "nextPage", "next_offset"} {
		for _, none := range []string{"0", "-1", `"0"`} {
			w, err := New(get("https://h/things?limit=2"), Spec{})
			if err != nil {
				t.Fatal(err)
			}
			next := 2
			for _, at := range []int{0, 2, 4} {
				said := digits(next)
				if at == 4 {
					said = none
				}
				res := w.Accept(body(`{"items":%s,%q:%s}`, rows(plainItem, at, at+2), name, said))
				if ended := res.Stop != nil; ended != (at == 4) || res.Page.Items != 2 || ended && res.Stop.Reason != EndOfList {
					t.Errorf("%s: %s: after %d items: %d more, %+v", name, none, at, res.Page.Items, res.Stop)
				}
				if next++; name == "next_offset" {
					next = at + 4
				}
			}
		}
	}
}
