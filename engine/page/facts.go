package page

import (
	"net/http"
	"sort"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"
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
}

func gather(doc *document.Document, list document.List, h http.Header) facts {
	g := facts{}
	for i, n := range doc.Nodes {
		if i == 0 || n.Depth > 8 || inList(doc, i, list) {
			continue
		}
		f := fact{name: n.Name(), kind: n.Kind, path: ""}
		if n.Parent > 0 {
			f.parent = document.Fold(doc.Nodes[n.Parent].Name())
		}
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
	g.order()
	return g
}

// inList says whether a node is part of the items: the member of a list that
// is an object.
func inList(doc *document.Document, i int, list document.List) bool {
	if list.Kind != document.Map && list.Kind != document.XMLList {
		return false
	}
	for j := i; j > 0; j = doc.Nodes[j].Parent {
		if k := doc.Nodes[j].Kind; k == '{' && doc.Path(j) == list.Path {
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
		isPagesName(fold) || isPageEcho(fold, parent) || isSizeEcho(fold) || moreName(fold) != 0 || isOffsetParam(fold)
}

// place files a body's value under what its name and kind mean.
func (g *facts) place(f fact, fold string, depth int) {
	switch f.kind {
	case '{', '[':
		if f.kind == '{' && (fold == "next" || fold == "nextpage" || fold == "nextlink") {
			return // what is inside counts
		}
		f.rank = 3 * 100
		g.tokens = append(g.tokens, f)
		return
	case 't', 'f':
		g.flag(f, fold)
		return
	}
	if moreName(fold) != 0 && (f.text == "true" || f.text == "false") {
		g.flag(f, fold)
		return
	}
	if _, ok := f.number(); ok {
		g.numeric(f, fold)
	}
	g.textual(f, fold, depth)
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
	case fold == "nextoffset" || fold == "nextstart" || fold == "nextskip" || fold == "nextstartindex":
		g.nextOff = append(g.nextOff, f)
	case isPagesName(fold):
		g.pages = append(g.pages, f)
	case isTotalName(fold, f.parent):
		g.total = append(g.total, f)
	case isPageEcho(fold, f.parent):
		g.page = append(g.page, f)
	case isSizeEcho(fold):
		g.size = append(g.size, f)
	case isOffsetParam(fold):
		g.offset = append(g.offset, f)
	}
	if isCountName(fold) {
		g.counts = append(g.counts, f)
	}
}

func isNextNumber(fold, parent string) bool {
	return fold == "next" || fold == "nextpage" || fold == "nextpagenumber" || fold == "nextpagenum" || (fold == "page" && parent == "next")
}

// textual files strings, nulls and odd numbers as URLs and tokens.
func (g *facts) textual(f fact, fold string, depth int) {
	_, numeric := f.number()
	if u := urlStrength(fold, f.parent); u > 0 && !numeric && (f.kind == 'n' || u == 2 || looksLikeURL(f.text)) {
		f.rank = 100*u - depth
		if f.kind != '"' && f.kind != 'n' {
			return
		}
		if u == 2 || f.kind == 'n' || looksLikeURL(f.text) {
			g.urls = append(g.urls, f)
		}
		if f.kind != 'n' {
			return
		}
	}
	s := strength(fold, f.parent)
	switch {
	case s == 0,
		numeric && (isNextNumber(fold, f.parent) || fold == "nextoffset" || fold == "nextstart"),
		s == 1 && f.kind != '"' && f.kind != 'n',
		s == 1 && (looksLikeDate(f.text) || looksLikeURL(f.text) || strings.ContainsAny(f.text, " \n")),
		s < 3 && looksLikeDate(f.text):
		return
	}
	f.rank = 100*s - depth
	if isPagingParent(f.parent) {
		f.rank += 20
	}
	g.tokens = append(g.tokens, f)
}

// linkLists looks into lists of links: [{"rel":"next","href":…}].
func (g *facts) linkLists(doc *document.Document, list document.List) {
	for i, n := range doc.Nodes {
		fold := document.Fold(n.Name())
		if n.Kind != '[' || n.Objects == 0 || n.Count > 64 || (fold != "links" && fold != "link") {
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

func (g *facts) fromHeaders(h http.Header) {
	for name, values := range h {
		if len(values) == 0 {
			continue
		}
		fold := document.Fold(name)
		f := fact{path: "header:" + name, name: name, text: strings.TrimSpace(values[0]), kind: '"', rank: 50}
		_, numeric := f.number()
		switch {
		case isTotalHeader(fold):
			g.total = append(g.total, f)
		case isPagesHeader(fold):
			g.pages = append(g.pages, f)
		case fold == "xperpage" || fold == "xpagesize" || fold == "xpaginationperpage" || fold == "xlimit" || fold == "xpaginationlimit":
			g.size = append(g.size, f)
		case fold == "xpage" || fold == "xcurrentpage" || fold == "xpaginationcurrentpage" || fold == "xpaginationpage":
			g.page = append(g.page, f)
		case fold == "xhasmore" || fold == "xhasnext" || fold == "xhasnextpage" || fold == "xpaginationhasmore":
			f.rank = 1
			g.more = append(g.more, f)
		case (fold == "xnextpage" || fold == "xpaginationnextpage") && (numeric || f.text == ""):
			g.nextNum = append(g.nextNum, f)
		case isTokenHeader(fold):
			g.headers = append(g.headers, f)
		}
	}
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
