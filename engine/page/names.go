package page

import (
	"strings"
	"time"
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
	return strings.HasSuffix(fold, "currentpage") || strings.HasSuffix(fold, "pagenumber")
}

func isOffsetParam(fold string) bool {
	switch fold {
	case "offset", "skip", "start", "startat", "startindex", "from", "begin", "startposition", "startrow", "startrecord",
		"firstresult", "position", "pos", "rowstart", "recordstart", "startfrom", "idisplaystart", "jtstartindex",
		"startelement", "startoffset", "beginindex", "fromindex", "startnum", "skipcount", "retstart", "paginationstart",
		"pagestart", "pagingstart":
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
		"idisplaylength", "jtpagesize", "maxcount", "maxresultcount", "amount", "pp", "rpp", "ipp", "limitto", "maximum",
		"retmax", "maximumrecords":
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

// strength says how sure a name means a token for the next page: 3 in any
// reply, 2 beside a list, 1 beside a list when nothing speaks against its
// value, 0 not at all.
func strength(fold, parent string) int {
	switch fold {
	case "nextcursor", "nextpagetoken", "nexttoken", "nextcontinuationtoken", "continuationtoken", "nextmarker",
		"nextcursormark", "nextpagecursor", "lastevaluatedkey", "nextpagekey", "paginationtoken", "cursornext",
		"resumptiontoken", "nextforwardtoken":
		return 3
	case "nextsynctoken", "nextbackwardtoken", "nextdeltatoken":
		return 0 // for another day, or the way back
	case "endcursor", "pagingtoken", "continuation", "nextkey", "nextbatch", "scrollid", "nextpageid", "pagetoken",
		"nextoffset", "nextstart", "nextid", "bookmark", "odatanexttoken", "aftercursor", "cursorafter", "skiptoken",
		"resumetoken", "nextstartkey", "nextanchor", "nextbookmark", "nextposition", "nextpage", "nextpagestart",
		"nextpageoffset":
		return 2
	case "continue":
		if parent == "metadata" || parent == "" {
			return 2
		}
	case "startingafter", "after", "cursor", "pageafter":
		if parent == "next" {
			return 3
		}
		return 1
	case "marker", "next", "offset", "hydranext", "nextiterator", "iterator", "position":
		return 1
	case "token":
		if isPagingParent(parent) {
			return 1
		}
	}
	return nextStrength(fold)
}

// nextStrength is strength, for names put together with "next".
func nextStrength(fold string) int {
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
	case "nextpage", "hydranext", "nextresults", "nextset", "viewnext", "nextbatch", "more", "loadmore", "pagenext":
		return 1
	}
	if strings.HasPrefix(fold, "more") && hasURLEnd(fold) {
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

// looksLikeToken tells a token from a relative URL that is one word: page2.
func looksLikeToken(s string) bool {
	return !strings.ContainsAny(s, "?.:& ") && (strings.HasSuffix(s, "=") || len(s) >= 20 && !strings.Contains(s, "/"))
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
	if parent == "shards" {
		return false // of a cluster, not of a list
	}
	switch fold {
	case "total", "totalcount", "totalitems", "totalresults", "totalrecords", "totalrows", "totalelements", "totalhits",
		"totalsize", "totalentries", "totalnumber", "found", "numfound", "nbhits", "recordstotal", "odatacount",
		"totalobjects", "opensearchtotalresults", "hydratotalitems", "allcount", "totalnum", "totalcnt", "items",
		"recordcount", "totalrecordcount", "totalresultscount", "totalitemcount", "totalitemscount", "matchcount",
		"numberofrecords", "numberofitems", "totalavailable", "countall", "counttotal", "fullcount", "grandtotal",
		"estimatedtotalhits", "completelistsize", "numbermatched":
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
		"hasmoreresults", "hasmorepages", "nextpageavailable", "hasmorerecords", "moreavailable", "hasmoredata",
		"exceededtransferlimit":
		return 1
	case "last", "islast", "islastpage", "lastpage", "done", "nomore", "eof", "endofrecords", "endoflist", "nomorepages", "endofstream":
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
	if strings.HasSuffix(fold, "cursornext") || isAfterHeader(fold) {
		return true
	}
	i := strings.Index(fold, "next")
	if i < 0 {
		return fold == "xcursor" || fold == "cursor"
	}
	switch fold[i+len("next"):] {
	case "", "cursor", "token", "pagetoken", "marker", "key", "page", "range", "link", "url", "uri", "pagecursor", "pageurl", "id", "offset", "start":
		return true
	}
	return false
}

// isAfterHeader knows fields such as CB-AFTER, which are no Retry-After.
func isAfterHeader(fold string) bool {
	return strings.HasSuffix(fold, "after") && !strings.Contains(fold, "retry") && !strings.Contains(fold, "limit")
}
