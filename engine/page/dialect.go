package page

// Dialect is one way in which servers split a list into pages. Its text serves
// help and documents.
type Dialect struct {
	Name        string
	Title       string
	Description string
	Stops       string   // when a walk ends
	Wild        []string // where it is found
	Detected    bool     // found without being named
	Params      []string // of Params, those that mean something here

	detect  func(*view) []Candidate
	advance func(*Walk, *reply) (Step, *Stop)
	counted bool // pages are at known positions: by number or offset
}

// Dialects returns every dialect, in the order in which equal evidence counts.
func Dialects() []Dialect { return append(commonDialects(), otherDialects()...) }

// tokenParams are the parameters of dialects whose replies hold a token.
func tokenParams() []string { return []string{"param", "in", "next", "more", "total", "url"} }

func commonDialects() []Dialect {
	number := []string{"param", "in", "next", "more", "total", "pages", "size", "start"}
	return []Dialect{
		{
			Name: "link", Title: "Link header", Detected: true, Params: []string{"total"},
			Description: "follows the Link header's rel=next (RFC 8288)", Stops: "there is no next link",
			Wild: []string{"GitHub", "Gitea", "OCI registries"}, detect: detectLink, advance: advanceLink,
		},
		{
			Name: "page", Title: "page number", Detected: true, Params: number, counted: true,
			Description: "counts pages, from 0 or from 1", Stops: "the total is reached, or a page is short or empty",
			Wild: []string{"GitLab", "WordPress", "PocketBase"}, detect: detectPage, advance: advancePage,
		},
		{
			Name: "offset", Title: "offset and limit", Detected: true, Params: number, counted: true,
			Description: "counts items: offset/limit, skip/top, startAt, start/rows, from/size, startIndex/count",
			Stops:       "the total is reached, or a page is short or empty",
			Wild:        []string{"Jira", "SCIM", "Elasticsearch"}, detect: detectOffset, advance: advanceOffset,
		},
		{
			Name: "next-url", Title: "next URL in the body", Detected: true, Params: []string{"next", "total"},
			Description: "follows the URL that the reply names as its next page", Stops: "the URL is null or absent",
			Wild: []string{"Django REST", "HAL", "JSON:API", "OData", "Stripe v2"}, detect: detectNextURL, advance: advanceNextURL,
		},
		{
			Name: "cursor", Title: "cursor or token", Detected: true, Params: tokenParams(),
			Description: "sends the token of each reply with the next request", Stops: "the token is empty, or the reply says that no more follows",
			Wild: []string{"Slack", "Google APIs", "Notion", "Kubernetes"}, detect: detectCursor, advance: advanceToken,
		},
		{
			Name: "last-id", Title: "id of the last item", Detected: true, Params: []string{"param", "in", "more", "total"},
			Description: "sends the id of the last item seen", Stops: "has_more is false, or a page is empty",
			Wild: []string{"Stripe", "Mastodon"}, detect: detectLastID, advance: advanceLastID,
		},
	}
}

func otherDialects() []Dialect {
	return []Dialect{
		{
			Name: "header", Title: "cursor in a header", Detected: true, Params: tokenParams(),
			Description: "sends the token that a header field of each reply holds", Stops: "the header field is absent",
			Wild: []string{"Wrike", "Azure"}, detect: detectHeader, advance: advanceToken,
		},
		{
			Name: "relay", Title: "Relay connection", Detected: true, Params: []string{"param", "next", "more", "total"},
			Description: "sets the GraphQL variable that the query's after: takes from pageInfo", Stops: "hasNextPage is false",
			Wild: []string{"GitHub GraphQL", "Shopify"}, detect: detectRelay, advance: advanceToken,
		},
		{
			Name: "body-cursor", Title: "cursor in the request's body", Detected: true, Params: tokenParams(),
			Description: "puts the token of each reply into the JSON body, at a JSON pointer", Stops: "the token is null or absent",
			Wild: []string{"Notion", "Elasticsearch search_after", "DynamoDB"}, detect: detectBodyCursor, advance: advanceToken,
		},
		{
			Name: "multi", Title: "several tokens at once", Detected: true, Params: tokenParams(),
			Description: "sends several tokens together, from JSON or XML", Stops: "the tokens are absent, or the truncated flag is false",
			Wild: []string{"AWS Route 53", "Amazon S3"}, detect: detectMulti, advance: advanceToken,
		},
		{
			Name: "range", Title: "Range header", Detected: true, Params: []string{"total", "start"}, counted: true,
			Description: "asks for ranges of items: Range: items=0-24", Stops: "the range reaches the total, or is short or empty",
			Wild: []string{"PostgREST"}, detect: detectRange, advance: advanceRange,
		},
		{
			Name: "repeat", Title: "until the token repeats", Detected: true, Params: []string{"param", "in", "next", "start", "total"},
			Description: "sends the reply's token, or merges its continue object, until nothing new comes",
			Stops:       "the same token comes twice, or it is absent",
			Wild:        []string{"Solr", "MediaWiki"}, detect: detectRepeat, advance: advanceToken,
		},
	}
}

func dialectNamed(name string) (Dialect, bool) {
	for _, d := range Dialects() {
		if d.Name == name {
			return d, true
		}
	}
	return Dialect{}, false
}

// Recipe is a dialect with its parameters decided: all that is needed to read
// a reply and to ask for the next page.
type Recipe struct {
	Dialect string   `json:"dialect"`
	Params  []string `json:"params,omitempty"` // sent, parallel to Next
	In      string   `json:"in,omitempty"`
	Pointer string   `json:"pointer,omitempty"` // within a query parameter that holds JSON
	Next    []string `json:"next,omitempty"`
	More    string   `json:"more,omitempty"`
	Last    bool     `json:"last,omitempty"` // More is a flag for the last page
	Total   string   `json:"total,omitempty"`
	Pages   string   `json:"pages,omitempty"`
	End     string   `json:"end,omitempty"` // the parameter that holds the end of the range
	Base    int64    `json:"base,omitempty"`
	Start   int64    `json:"start,omitempty"` // position of the walk's first page
	Asked   int      `json:"asked,omitempty"` // items a page, as asked for
	Size    int      `json:"size,omitempty"`  // items a page, as the reply says
	Merge   bool     `json:"merge,omitempty"` // Next is an object of parameters
	Unit    string   `json:"unit,omitempty"`  // what stands before the numbers of Range
	URL     string   `json:"url,omitempty"`   // where further pages are asked for, if elsewhere
}
