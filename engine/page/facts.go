package page

import (
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"

	"github.com/go-json-experiment/json/jsontext"
)

// fact is one value of a reply that has to do with its pages.
type fact struct {
	path   string // as jsonpath reads it, header:NAME for a header field
	name   string
	parent string
	text   string // of a scalar; raw JSON for an object or a list
	kind   jsontext.Kind
	rank   int // how sure the name is
}

func (f fact) empty() bool { return f.kind == 'n' || f.text == "" || f.kind == 'f' }

// evidence shows the very place and value.
func (f fact) evidence() string {
	if f.kind == 'n' {
		return f.path + " is null"
	}
	if f.kind == '"' {
		return f.path + ": " + strconv.Quote(clip(f.text))
	}
	return f.path + ": " + clip(f.text)
}

func (f fact) number() (int64, bool) { return integer(f.text) }

// integer reads a whole number, also one written as 296.0 or in a string.
func integer(s string) (int64, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".0")
	if s == "" || len(s) > 18 {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// facts are what a first reply says about its pages, the surest first.
type facts struct {
	urls    []fact // of the next page
	tokens  []fact // of the next page
	headers []fact // header fields with a token or URL
	nextNum []fact // number of the next page
	nextOff []fact // offset of the next page
	total   []fact
	counts  []fact // totals by name, but perhaps only the size of this page
	pages   []fact // number of pages
	page    []fact // number of this page
	offset  []fact // of this page
	size    []fact // of a page
	more    []fact // rank 1: more follows; -1: this is the last

	list string // the folded name of the list
}

func gather(doc *document.Document, list document.List, h http.Header) facts {
	g := facts{list: document.Fold(list.Path[strings.LastIndexByte(list.Path, '.')+1:])}
	at := -1
	if list.Kind == document.Map || list.Kind == document.XMLList {
		at = doc.Index(list.Path)
	}
	for i, n := range doc.Nodes {
		if i == 0 || n.Depth > 8 || inList(doc, i, at) {
			continue
		}
		f := named(doc, n)
		fold := document.Fold(f.name)
		if !g.concerns(fold, f.parent, n) {
			continue
		}
		f.path = doc.Path(i)
		f.text = valueText(doc.Value(n))
		g.place(f, fold, n.Depth)
	}
	g.linkLists(doc, list)
	g.fromHeaders(h)
	g.untruncated()
	g.order()
	return g
}

// untruncated leaves out a truncated flag beside what comes next: it says of
// this page alone that nothing was cut off.
func (g *facts) untruncated() {
	if slices.ContainsFunc(slices.Concat(g.tokens, g.nextNum), func(f fact) bool { return !f.empty() }) {
		g.more = slices.DeleteFunc(g.more, func(f fact) bool {
			more, known := f.moreFollows()
			return known && !more && document.Fold(f.name) == "truncated"
		})
	}
}

// named is a fact about a node with its name and its parent's. The text of an
// XML element that has attributes goes by the element's name.
func named(doc *document.Document, n document.Node) fact {
	f := fact{name: n.Name(), kind: n.Kind}
	if n.Parent <= 0 {
		return f
	}
	parent := doc.Nodes[n.Parent]
	if f.name == "#text" {
		f.name = parent.Name()
		parent = doc.Nodes[max(parent.Parent, 0)]
	}
	f.parent = document.Fold(parent.Name())
	return f
}

// inList says whether a node is part of the items: within the object at list,
// whose members they are; -1 for a list, which the outline does not enter.
func inList(doc *document.Document, i, list int) bool {
	for j := i; j > 0 && list >= 0; j = doc.Nodes[j].Parent {
		if j == list {
			return true
		}
	}
	return false
}

func valueText(raw []byte) string {
	if text, ok := jsonpath.Text(raw); ok {
		return text
	}
	if len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
		return string(raw)
	}
	return ""
}

// concerns leaves out, before anything is copied, what no table knows.
func (g *facts) concerns(fold, parent string, n document.Node) bool {
	if n.Kind == '[' || n.Kind == '{' {
		return fold == "continue" || fold == "lastevaluatedkey" || strings.HasPrefix(fold, "next")
	}
	return strength(fold, parent) > 0 || urlStrength(fold, parent) > 0 || isTotalName(fold, parent) || isCountName(fold) ||
		isPagesName(fold) || isPageEcho(fold, parent) || isSizeEcho(fold) || moreName(fold) != 0 || isOffsetParam(fold) ||
		isNextOffset(fold) || strings.HasSuffix(fold, "count")
}

// place files a body's value under what its name and kind mean.
func (g *facts) place(f fact, fold string, depth int) {
	isFlag := f.kind == 't' || f.kind == 'f' || f.text == "true" || f.text == "false"
	switch {
	case (f.kind == '{' || f.kind == '[') && (fold == "next" || fold == "nextpage" || fold == "nextlink"):
		// what is inside counts
	case f.kind == '{' || f.kind == '[':
		f.rank = 300
		g.tokens = append(g.tokens, f)
	case isFlag:
		g.flag(f, fold)
	default:
		if _, ok := f.number(); ok {
			g.numeric(f, fold)
		}
		if !g.link(f, fold, depth) {
			g.token(f, fold, depth)
		}
	}
}

func (g *facts) flag(f fact, fold string) {
	if f.rank = moreName(fold); f.rank != 0 {
		g.more = append(g.more, f)
	}
}

func (g *facts) numeric(f fact, fold string) {
	switch {
	case isNextNumber(fold, f.parent):
		g.nextNum = append(g.nextNum, f)
	case isNextOffset(fold) || fold == "offset" && f.parent == "next":
		g.nextOff = append(g.nextOff, f)
	case isPagesName(fold):
		g.pages = append(g.pages, f)
	case isTotalName(fold, f.parent):
		g.total = append(g.total, f)
	case isPageEcho(fold, f.parent):
		g.page = append(g.page, f)
	case isSizeEcho(fold):
		g.size = append(g.size, f)
	case isOffsetParam(fold) && !strings.HasPrefix(fold, "next"):
		g.offset = append(g.offset, f)
	}
	size := isSizeEcho(fold) && isPagingParent(f.parent)
	if isCountName(fold) && !size || g.countsList(fold) {
		g.counts = append(g.counts, f)
	}
}

// countsList says whether a name counts the list by its name: release-count
// beside releases.
func (g *facts) countsList(fold string) bool {
	name, ok := strings.CutSuffix(fold, "count")
	return ok && name != "" && (name == g.list || name+"s" == g.list || name+"es" == g.list)
}

func isNextNumber(fold, parent string) bool {
	return fold == "next" || fold == "nextpage" || fold == "nextpagenumber" || fold == "nextpagenum" || (fold == "page" && parent == "next")
}

// link files the URL of a next page, or the null where one would be; a null
// may be a token's too, so ok stays false for it.
func (g *facts) link(f fact, fold string, depth int) (ok bool) {
	_, numeric := f.number()
	u := urlStrength(fold, f.parent)
	switch {
	case u == 0 || numeric:
		return false
	case f.kind == 'n':
	case f.kind != '"':
		return u == 2
	case u == 1 && !looksLikeURL(f.text):
		return false
	case fold == "next" && f.text != "" && looksLikeToken(f.text):
		f.rank = 300 - depth
		g.tokens = append(g.tokens, f)
		return true
	}
	f.rank = 100*u - depth
	g.urls = append(g.urls, f)
	return f.kind != 'n'
}

// token files what can be sent back for the next page.
func (g *facts) token(f fact, fold string, depth int) {
	s := strength(fold, f.parent)
	if s == 0 || s < 3 && looksLikeDate(f.text) || f.isCounter(fold) {
		return
	}
	if s == 1 && (f.kind != '"' && f.kind != 'n' || looksLikeURL(f.text) || strings.ContainsAny(f.text, " \n")) {
		return
	}
	f.rank = 100*s - depth
	if isPagingParent(f.parent) {
		f.rank += 20
	}
	g.tokens = append(g.tokens, f)
}

// isCounter says whether a number is a page's or an offset, not a token.
func (f fact) isCounter(fold string) bool {
	_, numeric := f.number()
	return numeric && (isNextNumber(fold, f.parent) || isNextOffset(fold) || f.parent == "next" && fold == "offset")
}

func isNextOffset(fold string) bool {
	switch fold {
	case "nextoffset", "nextstart", "nextskip", "nextstartindex", "nextrecordposition":
		return true
	}
	return false
}

// linkLists looks into lists of links: [{"rel":"next","href":…}].
func (g *facts) linkLists(doc *document.Document, list document.List) {
	for i, n := range doc.Nodes {
		fold := document.Fold(n.Name())
		if n.Kind != '[' || n.Objects == 0 || n.Count > 64 {
			continue
		}
		if fold == "nextpage" && n.Count == 1 {
			g.nextStart(doc, doc.Path(i))
		}
		if !strings.HasSuffix(fold, "links") && fold != "link" {
			continue
		}
		for _, form := range []string{"[rel=next].href", "[relation=next].url", "[rel=next].url", "[rel=next].uri", "[rel=next].link", "[name=next].href"} {
			path := doc.Path(i) + form
			p, err := jsonpath.Parse(path)
			if err != nil || path == list.Path {
				continue
			}
			if raw, ok := doc.Find(p); ok && raw[0] == '"' {
				g.urls = append(g.urls, fact{path: path, name: "next", text: valueText(raw), kind: '"', rank: 200 - n.Depth})
				break
			}
		}
	}
}

// nextStart looks for the place of the next page in a list of one, as in
// OpenSearch's queries {"nextPage":[{"startIndex":11}]}.
func (g *facts) nextStart(doc *document.Document, list string) {
	path := list + "[0].startIndex"
	p, err := jsonpath.Parse(path)
	if err != nil {
		return
	}
	if raw, ok := doc.Find(p); ok && raw[0] != 'n' {
		g.nextOff = append(g.nextOff, fact{path: path, name: "start", text: valueText(raw), kind: jsonKind(raw)})
	}
}

func (g *facts) fromHeaders(h http.Header) {
	for name, values := range h {
		if len(values) == 0 {
			continue
		}
		f := fact{path: "header:" + name, name: name, text: strings.TrimSpace(values[0]), kind: '"', rank: 50}
		fold := document.Fold(name)
		if fold == "contentrange" {
			g.rangeTotal(f)
		} else if strings.HasPrefix(f.text, "{") && (strings.Contains(fold, "pagination") || strings.Contains(fold, "paging")) {
			g.inHeader(f)
		} else if list := g.headerFact(f, fold); list != nil {
			if list == &g.more {
				f.rank = 1
			}
			*list = append(*list, f)
		}
	}
}

// inHeader files the members of a JSON object that a header field holds, such
// as X-Pagination: {"TotalCount":23,"CurrentPage":1}.
func (g *facts) inHeader(field fact) {
	doc := document.Read("application/json", []byte(field.text))
	for i, n := range doc.Nodes {
		if n.Depth != 1 || n.Kind == '{' || n.Kind == '[' {
			continue
		}
		f := fact{name: n.Name(), kind: n.Kind, parent: "pagination", text: valueText(doc.Value(n))}
		f.path = field.path + "/" + doc.Path(i)
		g.place(f, document.Fold(f.name), n.Depth)
	}
}

// rangeTotal takes the total out of a Content-Range of items.
func (g *facts) rangeTotal(f fact) {
	if r, ok := parseContentRange(f.text); ok && r.total >= 0 && !isBytes(r.unit) {
		f.text = strconv.FormatInt(r.total, 10)
		g.total = append(g.total, f)
	}
}

// headerFact returns where a header field belongs; nil for nowhere.
func (g *facts) headerFact(f fact, fold string) *[]fact {
	_, numeric := f.number()
	switch fold {
	case "xperpage", "xpagesize", "xpaginationperpage", "xlimit", "xpaginationlimit":
		return &g.size
	case "xpage", "xcurrentpage", "xpaginationcurrentpage", "xpaginationpage":
		return &g.page
	case "xhasmore", "xhasnext", "xhasnextpage", "xpaginationhasmore":
		return &g.more
	case "xnextpage", "xpaginationnextpage":
		if numeric || f.text == "" {
			return &g.nextNum
		}
	}
	switch {
	case isTotalHeader(fold):
		return &g.total
	case isPagesHeader(fold):
		return &g.pages
	case isTokenHeader(fold):
		return &g.headers
	}
	return nil
}

// order puts the surest facts first. Header fields come in no order of their
// own. An empty URL beside one that is not says nothing; an empty token does.
func (g *facts) order() {
	for _, list := range [][]fact{g.urls, g.headers, g.tokens, g.nextNum, g.nextOff, g.total, g.pages, g.more} {
		sort.SliceStable(list, func(i, j int) bool {
			a, b := list[i], list[j]
			if a.rank != b.rank {
				return a.rank > b.rank
			}
			return a.path < b.path && strings.HasPrefix(a.path, "header:")
		})
	}
	for _, list := range [][]fact{g.urls, g.headers} {
		sort.SliceStable(list, func(i, j int) bool { return !list[i].empty() && list[j].empty() })
	}
}

// moreFollows reads a flag: known is false where it is no flag.
func (f fact) moreFollows() (more, known bool) {
	switch strings.ToLower(f.text) {
	case "true", "1", "yes":
		return f.rank > 0, true
	case "false", "0", "no":
		return f.rank < 0, true
	}
	return false, false
}

// totalOf returns how many items there are in all, and where that is said. A
// count that equals the page's own items says nothing; a lower bound neither.
func (g *facts) totalOf(doc *document.Document, items int) (fact, bool) {
	for _, f := range g.total {
		if n, ok := f.number(); ok && n >= int64(items) && !lowerBound(doc, f.path) {
			return f, true
		}
	}
	for _, f := range g.counts {
		if n, ok := f.number(); ok && n > int64(items) {
			return f, true
		}
	}
	return fact{}, false
}

// lowerBound says whether a sibling marks the total as "at least".
func lowerBound(doc *document.Document, path string) bool {
	parent, ok := strings.CutSuffix(path, ".value")
	if !ok {
		return false
	}
	p, err := jsonpath.Parse(parent + ".relation")
	if err != nil {
		return false
	}
	raw, ok := doc.Find(p)
	return ok && string(raw) == `"gte"`
}
