package page

import (
	"strings"
	"time"

	"weir/engine/page/document"
)

// The tables below hold names as document.Fold writes them: in lower case and
// without separators. They come from the documentation of public APIs; no
// entry is for one server alone.

func isPageParam(fold string) bool {
	switch fold {
	case "page", "p", "pg", "pageno", "pagenum", "pagenumber", "pageindex", "currentpage", "paged", "curpage", "pagen",
		"startpage", "pageid", "pagenr", "pgno", "currpage", "filterpage", "pagecurrent", "paginationpage", "sitepage":
		return true
	}
	return false
}

func isOffsetParam(fold string) bool {
	switch fold {
	case "offset", "skip", "start", "startat", "startindex", "from", "begin", "startposition", "startrow", "startrecord",
		"firstresult", "position", "pos", "rowstart", "recordstart", "startfrom", "idisplaystart", "jtstartindex",
		"startelement", "startoffset", "beginindex", "fromindex", "startnum", "skipcount":
		return true
	}
	return strings.HasSuffix(fold, "offset") || strings.HasSuffix(fold, "skip")
}

func isEndParam(fold string) bool {
	switch fold {
	case "end", "to", "endat", "endindex", "endrow", "endposition", "endrecord", "toindex", "until":
		return true
	}
	return false
}

func isSizeParam(fold string) bool {
	switch fold {
	case "limit", "perpage", "pagesize", "size", "count", "n", "rows", "max", "maxresults", "maxitems", "take", "top",
		"num", "itemsperpage", "first", "results", "resultsperpage", "hitsperpage", "batchsize", "length", "maxkeys",
		"maxrecords", "psize", "ps", "resultrecordcount", "numresults", "maxreturn", "recordsperpage", "pagecount",
		"idisplaylength", "jtpagesize", "maxcount", "maxresultcount", "amount", "pp", "rpp", "ipp", "limitto", "maximum":
		return true
	}
	return strings.HasSuffix(fold, "limit") || strings.HasSuffix(fold, "pagesize") || strings.HasSuffix(fold, "perpage")
}

func isCursorParam(fold string) bool {
	switch fold {
	case "cursor", "pagetoken", "nextpagetoken", "nexttoken", "continuationtoken", "continuation", "marker", "startkey",
		"exclusivestartkey", "after", "pagecursor", "startcursor", "nextcursor", "scrollid", "cursormark", "bookmark",
		"paginationtoken", "pagingtoken", "continue", "next", "lastkey", "lastevaluatedkey", "searchafter", "anchor",
		"iterator", "token", "nextmarker", "nextkey", "skiptoken", "pageafter", "endcursor", "resumptiontoken",
		"resumetoken", "synctoken", "aftercursor", "cursorafter", "nextpage", "pagekey", "lastevaluated", "startafter":
		return true
	}
	return strings.HasSuffix(fold, "cursor") || strings.HasSuffix(fold, "pagetoken") || strings.HasSuffix(fold, "continuationtoken")
}

func isLastIDParam(fold string) bool {
	switch fold {
	case "startingafter", "endingbefore", "sinceid", "after", "afterid", "lastid", "maxid", "minid", "fromid", "before",
		"beforeid", "startafter", "idafter", "last", "startafterid", "lastseenid", "idgt", "sincekey", "startingfrom":
		return true
	}
	return false
}

// isPageSized says whether a size parameter goes with page numbers rather than
// with offsets.
func isPageSized(fold string) bool {
	return strings.Contains(fold, "page") || fold == "size" || fold == "ps" || fold == "rpp" || fold == "ipp" || fold == "pp"
}

// pageGuesses are the names a page number may have, likeliest first, given the
// name of the size parameter or of the page number in the reply.
func pageGuesses(size, echo string) []string {
	var names []string
	switch document.Fold(echo) {
	case "page", "pagenumber", "pageno", "pageindex", "pagenum", "paged":
		names = append(names, echo)
	}
	switch {
	case strings.HasPrefix(size, "_"):
		names = append(names, "_page")
	case strings.HasPrefix(size, "page["):
		names = append(names, "page[number]")
	case size == "pageSize":
		names = append(names, "page", "pageNumber")
	case size == "PageSize":
		names = append(names, "Page", "PageNumber")
	}
	return append(names, "page", "p", "_page", "pageNumber", "page[number]")
}

// offsetGuesses are the names an offset may have, likeliest first.
func offsetGuesses(size, echo string) []string {
	var names []string
	if f := document.Fold(echo); f != "" && isOffsetParam(f) {
		names = append(names, echo)
	}
	switch document.Fold(size) {
	case "top":
		names = append(names, strings.TrimSuffix(size, "top")+"skip")
	case "take":
		names = append(names, "skip")
	case "rows":
		names = append(names, "start")
	case "size":
		names = append(names, "from", "offset")
	case "maxresults":
		names = append(names, "startAt", "start")
	case "count":
		names = append(names, "offset", "startIndex", "start")
	case "max":
		names = append(names, "offset", "first")
	case "pagelimit":
		names = append(names, "page[offset]")
	}
	if strings.HasPrefix(size, "_") {
		names = append(names, "_start", "_offset")
	}
	if i := strings.LastIndex(document.Fold(size), "limit"); i > 0 && strings.HasSuffix(size, "limit") {
		names = append(names, strings.TrimSuffix(size, "limit")+"offset")
	}
	return append(names, "offset", "skip", "start")
}

// tokenGuesses are the names a token may be sent under, likeliest first, given
// the name the reply calls it by.
func tokenGuesses(name, parent string) []string {
	var names []string
	switch document.Fold(name) {
	case "nextcontinuationtoken":
		names = append(names, "continuation-token")
	case "endcursor":
		names = append(names, "after", "cursor")
	case "nexttoken":
		names = append(names, name, "pagination_token", "next_token")
	case "nextmarker":
		names = append(names, "marker")
	case "nextcursormark":
		names = append(names, "cursorMark")
	case "lastevaluatedkey":
		names = append(names, "ExclusiveStartKey", "lastEvaluatedKey", "start_key")
	case "next":
		names = append(names, "cursor", "next", "after", "page_token")
	case "after", "cursor", "continue", "bookmark", "marker", "offset":
	default:
		if stripped := stripNext(name); stripped != name {
			names = append(names, stripped)
		}
	}
	if document.Fold(parent) == "next" && document.Fold(name) == "token" {
		names = append(names, "page_token", "next_token")
	}
	names = append(names, strings.TrimLeft(name, "@_"))
	return append(names, "cursor", "after", "page_token", "pageToken", "start_cursor", "next", "token", "starting_after")
}

// stripNext takes "next" off a name and keeps the way it is written:
// nextPageToken gives pageToken, next_cursor gives cursor.
func stripNext(name string) string {
	if len(name) < 5 || !strings.EqualFold(name[:4], "next") {
		return name
	}
	rest := strings.TrimLeft(name[4:], "_-")
	if rest == "" {
		return name
	}
	if name[0] == 'n' && name[4] != '_' && name[4] != '-' {
		return strings.ToLower(rest[:1]) + rest[1:]
	}
	return rest
}

// strength says how sure a name means a token for the next page: 3 in any
// reply, 2 beside a list, 1 beside a list when nothing speaks against its
// value, 0 not at all.
func strength(fold, parent string) int {
	switch fold {
	case "nextcursor", "nextpagetoken", "nexttoken", "nextcontinuationtoken", "continuationtoken", "nextmarker",
		"nextcursormark", "nextpagecursor", "lastevaluatedkey", "nextpagekey", "paginationtoken", "cursornext":
		return 3
	case "endcursor", "pagingtoken", "continuation", "nextkey", "nextbatch", "scrollid", "nextpageid", "pagetoken",
		"nextoffset", "nextstart", "nextid", "bookmark", "odatanexttoken", "aftercursor", "cursorafter", "skiptoken",
		"resumetoken", "nextstartkey", "nextanchor", "nextbookmark", "nextposition", "nextpage", "nextpagestart":
		return 2
	case "continue":
		if parent == "metadata" || parent == "" {
			return 2
		}
	case "cursor", "after", "marker", "next", "offset", "hydranext", "token", "nextiterator", "iterator":
		if fold == "next" || isPagingParent(parent) || fold != "token" {
			return 1
		}
	}
	for _, end := range []string{"cursor", "token", "marker", "cursormark"} {
		if strings.HasPrefix(fold, "next") && strings.HasSuffix(fold, end) {
			return 3
		}
	}
	return 0
}

func isPagingParent(fold string) bool {
	switch fold {
	case "paging", "pagination", "cursors", "cursor", "next", "page", "pager", "meta", "pageinfo", "paginginfo",
		"responsemetadata", "links":
		return true
	}
	return false
}

// urlStrength says how sure a name means the URL of the next page: 2 whatever
// the text is, 1 where the text looks like a URL.
func urlStrength(fold, parent string) int {
	if strings.HasPrefix(fold, "odatanext") || (strings.HasPrefix(fold, "next") && hasURLEnd(fold)) {
		return 2
	}
	if parent == "next" && (fold == "href" || fold == "url" || fold == "uri" || fold == "link") {
		return 2
	}
	switch fold {
	case "next":
		if parent == "links" {
			return 2
		}
		return 1
	case "nextpage", "hydranext", "nextresults", "nextset", "viewnext", "nextbatch", "more", "loadmore":
		return 1
	}
	return 0
}

func hasURLEnd(fold string) bool {
	for _, end := range []string{"url", "uri", "link", "href", "path"} {
		if strings.HasSuffix(fold, end) {
			return true
		}
	}
	return false
}

// looksLikeURL tells a URL, absolute or relative, from a token.
func looksLikeURL(s string) bool {
	switch {
	case strings.ContainsAny(s, " \t\r\n"):
		return false
	case strings.Contains(s, "://"), strings.HasPrefix(s, "?"), strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"):
		return true
	case strings.HasPrefix(s, "/"):
		return !strings.HasSuffix(s, "=") || strings.Contains(s, "?")
	}
	path, query, ok := strings.Cut(s, "?")
	return ok && path != "" && strings.Contains(query, "=")
}

// looksLikeDate says whether a text is a point in time, which no weak name
// makes a token.
func looksLikeDate(s string) bool {
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly, time.RFC1123, time.RFC1123Z, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func isTotalName(fold, parent string) bool {
	switch fold {
	case "total", "totalcount", "totalitems", "totalresults", "totalrecords", "totalrows", "totalelements", "totalhits",
		"totalsize", "totalentries", "totalnumber", "found", "numfound", "nbhits", "recordstotal", "odatacount",
		"totalobjects", "opensearchtotalresults", "hydratotalitems", "allcount", "totalnum", "totalcnt", "items",
		"recordcount", "totalrecordcount", "totalresultscount", "totalitemcount", "totalitemscount", "matchcount",
		"numberofrecords", "numberofitems", "totalavailable", "countall", "counttotal", "fullcount", "grandtotal":
		return true
	case "value":
		return parent == "total"
	}
	return false
}

// isCountName names what is a total on some servers and the size of this page
// on others.
func isCountName(fold string) bool {
	switch fold {
	case "count", "resultcount", "itemcount", "itemscount", "size", "length", "numresults", "cnt", "results", "records":
		return true
	}
	return false
}

func isPagesName(fold string) bool {
	switch fold {
	case "totalpages", "pages", "pagecount", "numpages", "numberofpages", "lastpage", "totalpage", "pagetotal", "nbpages",
		"pagescount", "maxpage", "last", "totalpagecount", "pagestotal", "lastpagenumber":
		return true
	}
	return false
}

func isPageEcho(fold, parent string) bool {
	switch fold {
	case "page", "currentpage", "pagenumber", "pageno", "pagenum", "pageindex", "curpage":
		return true
	case "number", "current":
		return parent == "" || parent == "page" || parent == "pagination" || parent == "meta"
	}
	return false
}

func isSizeEcho(fold string) bool {
	switch fold {
	case "perpage", "pagesize", "limit", "size", "itemsperpage", "maxresults", "pagelimit", "take", "hitsperpage",
		"resultsperpage", "maxkeys", "recordsperpage":
		return true
	}
	return false
}

// moreName tells a flag that more follows (1), a flag that this was the last
// (-1), and other names (0).
func moreName(fold string) int {
	switch fold {
	case "hasmore", "hasnext", "hasnextpage", "more", "moreresults", "moreresultsavailable", "istruncated", "truncated",
		"moreitems", "nextpageexists", "morerecords", "morepages", "hasmoreitems", "morerecordsavailable",
		"hasmoreresults", "hasmorepages", "nextpageavailable", "hasmorerecords", "moreavailable", "hasmoredata":
		return 1
	case "last", "islast", "islastpage", "lastpage", "done", "nomore", "eof", "endofrecords", "endoflist", "nomorepages":
		return -1
	}
	return 0
}

func isTotalHeader(fold string) bool {
	switch fold {
	case "xtotalcount", "xtotal", "xwptotal", "totalcount", "xtotalresults", "xpaginationtotalcount", "xpaginationtotal",
		"xtotalitems", "xtotalrecords", "paginationcount", "xresultcount", "xtotalentries", "xtotalobjects", "xpagingtotal":
		return true
	}
	return false
}

func isPagesHeader(fold string) bool {
	switch fold {
	case "xtotalpages", "xwptotalpages", "xpaginationpagecount", "xpagecount", "totalpages", "xpaginationtotalpages", "paginationpages":
		return true
	}
	return false
}

// isTokenHeader says whether a header field holds the next page's token or URL.
func isTokenHeader(fold string) bool {
	if strings.Contains(fold, "prev") {
		return false
	}
	if strings.Contains(fold, "continuation") {
		return true
	}
	i := strings.Index(fold, "next")
	if i < 0 {
		return fold == "xcursor" || fold == "cursor" || fold == "xcursornext"
	}
	switch fold[i+4:] {
	case "", "cursor", "token", "pagetoken", "marker", "key", "page", "range", "link", "url", "uri", "pagecursor", "pageurl", "id", "offset", "start":
		return true
	}
	return false
}
