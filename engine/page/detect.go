package page

import (
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/link"
)

// Candidate is a dialect that the first reply allows.
type Candidate struct {
	Dialect    string
	Confidence float64  // 0 to 1
	Evidence   []string // the very header, path or parameter, and its value
	Guess      bool     // the parameter to send is a guess
	recipe     Recipe
}

// Detection says which dialect a walk follows, and why.
type Detection struct {
	Dialect    string
	Confidence float64
	Evidence   []string
	Guess      bool
	Verified   bool        // page 2 differed from page 1
	Candidates []Candidate // all, the chosen one first
}

// maxCandidates bounds what is tried after page 2 repeats page 1.
const maxCandidates = 12

// candidates returns what the first reply allows, the surest first.
func (v *view) candidates() []Candidate {
	var list []Candidate
	for _, d := range v.w.dialects {
		if !v.forced || d.Name == v.w.spec.Dialect {
			list = append(list, d.detect(v)...)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Confidence > list[j].Confidence })
	return list[:min(len(list), maxCandidates)]
}

func detectLink(v *view) []Candidate {
	lines := v.rp.resp.Header.Values("Link")
	r := Recipe{Dialect: "link"}
	if l, ok := link.Find(lines, "next"); ok {
		return []Candidate{v.candidate(r, 0.98, false, `header:Link: <`+clip(l.Target)+`>; rel="next"`)}
	}
	for _, rel := range []string{"prev", "previous", "first", "last"} {
		if _, ok := link.Find(lines, rel); ok {
			return []Candidate{v.candidate(r, 0.96, false, "header:Link has rel="+rel+" and no rel=next")}
		}
	}
	if v.forced {
		return []Candidate{v.candidate(r, 0.5, false, "named by --paginate")}
	}
	return nil
}

func detectNextURL(v *view) []Candidate {
	r := Recipe{Dialect: "next-url"}
	if path := v.params["next"]; path != "" {
		f, _ := v.rp.at(path)
		return []Candidate{v.candidate(r, 0.9, false, f.evidence())}
	}
	for _, f := range v.facts.urls {
		r.Next = []string{f.path}
		switch {
		case !f.empty():
			return []Candidate{v.candidate(r, 0.95, false, f.evidence())}
		case v.listed():
			// Beside a token that is there, a null "next" is only the other form.
			return []Candidate{v.candidate(r, 0.75, false, f.evidence())}
		}
	}
	return nil
}

// listed says whether the reply holds a list, maybe an empty one.
func (v *view) listed() bool {
	return v.rp.list.Kind != document.Single && v.rp.list.Kind != document.Unlistable || v.w.spec.Items != ""
}

// readsBody says whether the request carries its parameters in a JSON body.
func (v *view) readsBody() bool {
	return len(v.first.Body) > 0 && v.first.Method != http.MethodGet && !isForm(v.first.Header) && v.first.Body[0] == '{'
}

func detectCursor(v *view) []Candidate {
	if v.readsBody() && !v.forced {
		if s, ok := v.used(isCursorParam); !ok || s.in != inQuery {
			return nil
		}
	}
	var out []Candidate
	for _, f := range v.tokenFacts() {
		out = append(out, v.tokenCandidates(f, Recipe{Dialect: "cursor"})...)
	}
	return append(out, v.lastKey()...)
}

// tokenFacts returns the tokens of the reply that count, the surest first.
func (v *view) tokenFacts() []fact {
	if path := v.params["next"]; path != "" {
		f, _ := v.rp.at(path)
		f.path, f.rank = path, 400
		if i := strings.LastIndexAny(path, "./:"); i >= 0 {
			f.name = path[i+1:]
		} else {
			f.name = path
		}
		return []fact{f}
	}
	var out []fact
	for _, f := range v.facts.tokens {
		if f.rank < 280 && !v.listed() && !v.forced {
			continue
		}
		out = append(out, f)
	}
	return out[:min(len(out), 2)]
}

// tokenCandidates are the ways to send a token back.
func (v *view) tokenCandidates(f fact, r Recipe) []Candidate {
	used, ok := v.used(isCursorParam)
	if !ok {
		used, ok = v.used(func(fold string) bool { return fold == document.Fold(stripNext(f.name)) })
	}
	if ok {
		r.In = used.in
	}
	names, guess := v.names(used.name, tokenGuesses(f.name, f.parent))
	confidence := 0.7
	if f.rank >= 180 {
		confidence = 0.8
	}
	if !guess {
		confidence += 0.12
	}
	if f.empty() {
		confidence -= 0.1
		names = names[:1]
	}
	r.Next = []string{f.path}
	out := make([]Candidate, 0, len(names))
	for i, name := range names {
		r.Params = []string{name}
		out = append(out, v.candidate(r, confidence-0.05*float64(i), guess, f.evidence(), v.sends(name, guess)))
	}
	return out
}

// sends says which parameter carries the token, and how that is known.
func (v *view) sends(name string, guess bool) string {
	switch {
	case v.params["param"] != "":
		return "sent as " + name + ", as named"
	case guess:
		return "sent as " + name + ", a guess"
	}
	return "sent as " + name + ", as in the request"
}

// lastKey is for lists that are cut off and name no token: the key of the last
// item is the marker (S3's first list call).
func (v *view) lastKey() []Candidate {
	if v.rp.doc.Format != document.XML || len(v.facts.tokens) > 0 || len(v.facts.more) == 0 {
		return nil
	}
	more, known := v.facts.more[0].moreFollows()
	if !known || !more || v.w.ids.name == "" {
		return nil
	}
	r := Recipe{Dialect: "cursor", Params: []string{"marker"}, Next: []string{v.rp.list.Path + "[-1]." + v.w.ids.name}}
	return []Candidate{v.candidate(r, 0.6, true, v.facts.more[0].evidence(), "no token; the last "+v.w.ids.name+" is sent as marker, a guess")}
}

func detectBodyCursor(v *view) []Candidate {
	if !v.readsBody() && !v.forced {
		return nil
	}
	var out []Candidate
	for _, f := range v.tokenFacts() {
		r := Recipe{Dialect: "body-cursor", In: inBody}
		out = append(out, v.bodyCandidates(f, r)...)
	}
	if c, ok := v.searchAfter(); ok {
		out = append(out, c)
	}
	return out
}

func (v *view) bodyCandidates(f fact, r Recipe) []Candidate {
	guesses := tokenGuesses(f.name, f.parent)
	if document.Fold(f.name) == "nextcursor" {
		guesses = slices.Insert(guesses, 1, "start_cursor")
	}
	used, _ := v.used(func(fold string) bool {
		return isCursorParam(fold) && fold != "next"
	})
	if used.in != inBody {
		used.name = ""
	}
	names, guess := v.names(used.name, guesses)
	confidence := 0.86
	if guess {
		confidence = 0.72
	}
	r.Next = []string{f.path}
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		out = append(out, v.candidate(r, confidence-0.05*float64(i), guess, f.evidence(), v.sends(name, guess)))
	}
	return out
}

// searchAfter is Elasticsearch's: the sort values of the last hit.
func (v *view) searchAfter() (Candidate, bool) {
	path := v.rp.list.Path + "[-1].sort"
	if _, ok := v.rp.at(path); !ok || v.params["next"] != "" {
		return Candidate{}, false
	}
	if _, ok := v.used(func(fold string) bool { return fold == "sort" }); !ok {
		return Candidate{}, false
	}
	r := Recipe{Dialect: "body-cursor", In: inBody, Next: []string{path}, Params: []string{"search_after"}}
	return v.candidate(r, 0.84, false, path+" holds the sort values", "sent as search_after"), true
}

func detectHeader(v *view) []Candidate {
	list := v.facts.headers
	if path := v.params["next"]; path != "" {
		if !strings.HasPrefix(strings.ToLower(path), "header:") {
			path = "header:" + path
		}
		f, _ := v.rp.at(path)
		f.path, f.name = path, path[len("header:"):]
		list = []fact{f}
		v.params = cloneWith(v.params, "next", path)
	}
	var out []Candidate
	for _, f := range list {
		out = append(out, v.headerCandidates(f)...)
	}
	return out
}

func cloneWith(p Params, key, value string) Params {
	out := Params{key: value}
	for k, old := range p {
		if k != key {
			out[k] = old
		}
	}
	return out
}

func (v *view) headerCandidates(f fact) []Candidate {
	r := Recipe{Dialect: "header", Next: []string{f.path}}
	if looksLikeURL(f.text) {
		return []Candidate{v.candidate(r, 0.9, false, f.evidence())}
	}
	fold := document.Fold(f.name)
	if fold == "nextrange" || v.first.Header.Get(f.name) != "" || fold == "xmscontinuation" {
		r.In, r.Params = inHeader, []string{f.name}
		if fold == "nextrange" {
			r.Params = []string{"Range"}
		}
		return []Candidate{v.candidate(r, 0.88, false, f.evidence(), "sent in the header "+r.Params[0])}
	}
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(f.name), "x-"), "ms-")
	guesses := []string{strings.ReplaceAll(stripNext(bare), "-", "_")}
	switch fold {
	case "opcnextpage":
		guesses = []string{"page"}
	case "xmscontinuationtoken", "xcontinuationtoken", "continuationtoken":
		guesses = []string{"continuationToken", "continuation_token"}
	}
	used, ok := v.used(isCursorParam)
	if ok {
		r.In = used.in
	}
	names, guess := v.names(used.name, append(guesses, "cursor", "page_token", "after", "next"))
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		confidence := 0.9
		if guess {
			confidence = 0.78 - 0.05*float64(i)
		}
		out = append(out, v.candidate(r, confidence, guess, f.evidence(), v.sends(name, guess)))
	}
	return out
}

func detectLastID(v *view) []Candidate {
	r := Recipe{Dialect: "last-id"}
	evidence := "named by --paginate"
	if len(v.facts.more) > 0 {
		evidence = v.facts.more[0].evidence()
	}
	used, ok := v.used(isLastIDParam)
	if !ok && !v.forced && (len(v.facts.more) == 0 || !v.listed()) {
		return nil
	}
	if ok {
		r.In = used.in
	}
	names, guess := v.names(used.name, []string{"starting_after", "after", "after_id", "last_id", "since_id"})
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		confidence := 0.85
		if guess {
			confidence = 0.5 - 0.03*float64(i)
		}
		out = append(out, v.candidate(r, confidence, guess, evidence, v.sends(name, guess)))
	}
	return out
}

func detectRelay(v *view) []Candidate {
	in, query := v.graphQL()
	if in == "" {
		return nil
	}
	r := Recipe{Dialect: "relay", In: in}
	info := v.pageInfo()
	if info == "" && v.params["next"] == "" {
		return nil
	}
	r.Next, r.More = []string{info + ".endCursor"}, info+".hasNextPage"
	if info == "" {
		r.Next, r.More = nil, ""
	}
	name, known := afterVariable(query)
	if v.params["param"] != "" {
		name, known = strings.TrimPrefix(v.params["param"], "/variables/"), true
	}
	if in == inBody {
		r.Params = []string{"/variables/" + name}
	} else {
		r.Params, r.Pointer = []string{"variables"}, "/"+name
	}
	v.params = cloneWith(v.params, "param", "")
	f, _ := v.rp.at(r.More)
	how := "the query's after: takes $" + name
	if !known {
		how = "the query has no after: variable; $" + name + " is a guess"
	}
	return []Candidate{v.candidate(r, 0.97, !known, f.evidence(), how)}
}

// graphQL returns where the request carries its variables, and its query.
func (v *view) graphQL() (in, query string) {
	for _, s := range v.sent {
		if s.fold == "query" && strings.Contains(s.value, "{") && (s.in == inBody && s.name == "query" || s.in == inQuery) {
			return s.in, s.value
		}
	}
	return "", ""
}

// pageInfo returns the path of the pageInfo to follow: one that has a next
// page, the outermost of those.
func (v *view) pageInfo() string {
	best, depth := "", 1<<30
	for i, n := range v.rp.doc.Nodes {
		if n.Kind != '{' || n.Name() != "pageInfo" {
			continue
		}
		path := v.rp.doc.Path(i)
		d := n.Depth
		if f, ok := v.rp.at(path + ".hasNextPage"); !ok || f.text != "true" {
			d += 1000
		}
		if d < depth {
			best, depth = path, d
		}
	}
	return best
}

// afterVariable returns the variable that a query's after: argument takes.
func afterVariable(query string) (string, bool) {
	for rest := query; ; {
		i := strings.Index(rest, "after")
		if i < 0 {
			return "after", false
		}
		rest = rest[i+len("after"):]
		value, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), ":")
		if !ok {
			continue
		}
		value, ok = strings.CutPrefix(strings.TrimLeft(value, " \t\r\n"), "$")
		end := strings.IndexFunc(value, func(c rune) bool {
			return c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
		})
		if ok && end > 0 {
			return value[:end], true
		}
	}
}

func detectMulti(v *view) []Candidate {
	r := Recipe{Dialect: "multi"}
	if v.params["next"] != "" {
		return []Candidate{v.candidate(r, 0.9, false, "named by --paginate")}
	}
	var evidence []string
	guess := false
	for i, n := range v.rp.doc.Nodes {
		if n.Depth == 0 || n.Kind != '"' || !v.besideFlag(i) || !strings.HasPrefix(document.Fold(n.Name()), "next") {
			continue
		}
		name, known := v.multiName(n.Name())
		guess = guess || !known
		r.Next = append(r.Next, v.rp.doc.Path(i))
		r.Params = append(r.Params, name)
		evidence = append(evidence, v.rp.doc.Path(i)+" sent as "+name)
	}
	if len(r.Next) < 2 && (!v.forced || len(r.Next) == 0) {
		return nil
	}
	return []Candidate{v.candidate(r, 0.93, guess, evidence...)}
}

// besideFlag says whether a sibling of the node says that the list is cut off.
func (v *view) besideFlag(at int) bool {
	for _, n := range v.rp.doc.Nodes {
		if n.Parent == v.rp.doc.Nodes[at].Parent && moreName(document.Fold(n.Name())) > 0 {
			return true
		}
	}
	return false
}

// multiName returns the parameter for NextSomething: as the request uses it,
// or as the published conventions have it.
func (v *view) multiName(next string) (name string, known bool) {
	bare := stripNext(next)
	if s, ok := v.used(func(fold string) bool { return fold == document.Fold(bare) }); ok {
		return s.name, true
	}
	switch fold := document.Fold(bare); fold {
	case "keymarker":
		return "key-marker", true
	case "versionidmarker":
		return "version-id-marker", true
	case "uploadidmarker":
		return "upload-id-marker", true
	case "continuationtoken":
		return "continuation-token", true
	case "recordname", "recordtype", "recordidentifier":
		return strings.TrimPrefix(fold, "record"), true
	case "dnsname", "hostedzoneid":
		return fold, true
	}
	return bare, false
}

func detectRepeat(v *view) []Candidate {
	r := Recipe{Dialect: "repeat"}
	if v.params["next"] != "" {
		f, _ := v.rp.at(v.params["next"])
		r.Merge = f.kind == '{' && v.params["param"] == ""
		return v.namedRepeat(r, f)
	}
	for _, f := range v.facts.tokens {
		switch fold := document.Fold(f.name); {
		case fold == "continue" && f.kind == '{':
			r.Next, r.Merge = []string{f.path}, true
			return []Candidate{v.candidate(r, 0.94, false, f.evidence(), "its members are merged into the next request")}
		case fold == "nextcursormark":
			r.Next, r.Params = []string{f.path}, []string{"cursorMark"}
			if s, ok := v.used(func(fold string) bool { return fold == "cursormark" }); ok {
				r.Params, r.In = []string{s.name}, s.in
			}
			return []Candidate{v.candidate(r, 0.94, false, f.evidence(), "sent as "+r.Params[0])}
		}
	}
	if !v.forced {
		return nil
	}
	var out []Candidate
	for _, f := range v.tokenFacts() {
		out = append(out, v.tokenCandidates(f, r)...)
	}
	return out
}

func (v *view) namedRepeat(r Recipe, f fact) []Candidate {
	if r.Merge || v.params["param"] != "" {
		return []Candidate{v.candidate(r, 0.9, false, f.evidence())}
	}
	var out []Candidate
	for _, f := range v.tokenFacts() {
		out = append(out, v.tokenCandidates(f, r)...)
	}
	return out
}

func detectRange(v *view) []Candidate {
	sentRange := v.first.Header.Get("Range")
	unit, from, to, ok := parseRange(sentRange)
	got, known := parseContentRange(v.rp.resp.Header.Get("Content-Range"))
	r := Recipe{Dialect: "range", In: inHeader, Params: []string{"Range"}, Unit: unit, Start: from}
	switch {
	case ok && !isBytes(unit) && (known || v.forced):
		r.Asked = int(min(to-from+1, 1<<30))
		c := v.candidate(r, 0.92, false, "the request sent Range: "+sentRange, "header:Content-Range: "+got.text)
		c.recipe.Asked = r.Asked
		return []Candidate{c}
	case known && !isBytes(got.unit) && got.has && v.listed():
		if got.unit != "" {
			r.Unit = got.unit + "="
		}
		r.Start = got.first
		confidence := 0.3
		if got.total > got.last+1 {
			confidence = 0.6
		}
		if got.total >= 0 && got.total <= got.last+1 {
			confidence = 0.7
		}
		return []Candidate{v.candidate(r, confidence, true, "header:Content-Range: "+got.text, "sent as Range, a guess")}
	}
	return nil
}

func isBytes(unit string) bool { return strings.HasPrefix(strings.ToLower(unit), "bytes") }

func detectPage(v *view) []Candidate {
	r := Recipe{Dialect: "page", Base: 1, Start: 1}
	used, n, ok := v.usedNumber(isPageParam)
	if named := v.params["param"]; named != "" {
		used, n, ok = v.usedNumber(func(fold string) bool { return fold == document.Fold(named) })
	}
	echo := v.echo(v.facts.page)
	evidence, confidence := v.pageEvidence(&r, ok, echo)
	if confidence == 0 {
		return nil
	}
	v.startAt(&r, used, n, ok, echo)
	sizeName, _ := v.size()
	names, guess := v.names(used.name, pageGuesses(sizeName, echo.name))
	var out []Candidate
	for i, name := range names {
		r.Params, r.In = []string{name}, used.in
		out = append(out, v.candidate(r, confidence-0.06*float64(i), guess, append(slices.Clone(evidence), v.sends(name, guess))...))
	}
	if ok && n == 0 && len(r.Next) == 0 {
		// A server that counts from 1 takes page 0 for page 1.
		r.Params, r.In, r.Base, r.Start = []string{used.name}, used.in, 1, 1
		out = append(out, v.candidate(r, confidence-0.3, false, append(slices.Clone(evidence), "pages counted from 1")...))
	}
	return out
}

// pageEvidence tells how sure page numbers are; 0 for not at all.
func (v *view) pageEvidence(r *Recipe, used bool, echo fact) ([]string, float64) {
	more, exists := v.moreExists()
	if len(v.facts.nextNum) > 0 && v.params["next"] == "" {
		f := v.facts.nextNum[0]
		r.Next = []string{f.path}
		return []string{f.evidence()}, 0.88
	}
	switch {
	case used && more != "":
		return []string{more}, 0.85
	case used:
		return nil, 0.7
	case echo.path != "" && len(v.facts.pages) > 0 && v.listed():
		return []string{echo.evidence(), v.facts.pages[0].evidence()}, 0.66
	case v.forced:
		return []string{"named by --paginate"}, 0.5
	case echo.path != "" && exists && v.listed():
		return []string{echo.evidence(), more}, 0.64
	case len(v.facts.pages) > 0 && exists && v.listed():
		return []string{v.facts.pages[0].evidence()}, 0.6
	case exists && v.listed() && v.rp.count() > 0:
		if name, _ := v.size(); isPageSized(document.Fold(name)) {
			return []string{more}, 0.48
		}
		return []string{more}, 0.42
	}
	return nil, 0
}

func (v *view) echo(list []fact) fact {
	for _, f := range list {
		if _, ok := f.number(); ok {
			return f
		}
	}
	return fact{}
}

// startAt decides the number of the first page and where counting begins.
func (v *view) startAt(r *Recipe, used sent, n int64, ok bool, echo fact) {
	said, echoed := echo.number()
	switch start, err := strconv.ParseInt(v.params["start"], 10, 64); {
	case ok:
		r.Start = n
		if n == 0 || echoed && said == n && n == 0 {
			r.Base = 0
		}
	case err == nil:
		r.Start, r.Base = start, min(start, 1)
	case echoed && said == 0:
		r.Start, r.Base = 0, 0
	case echoed:
		r.Start = said
	}
	_ = used
}

func detectOffset(v *view) []Candidate {
	r := Recipe{Dialect: "offset"}
	used, n, ok := v.usedOffset()
	echo := v.echo(v.facts.offset)
	evidence, confidence := v.offsetEvidence(&r, ok, echo)
	if confidence == 0 {
		return nil
	}
	said, echoed := echo.number()
	start, err := strconv.ParseInt(v.params["start"], 10, 64)
	switch {
	case ok:
		r.Start = n
	case err == nil:
		r.Start = start
	case echoed:
		r.Start = said
	}
	if fold := document.Fold(used.name + echo.name); r.Start == 1 || strings.Contains(fold, "startindex") && r.Start > 0 {
		r.Base = 1
	}
	if s, end, found := v.usedNumber(isEndParam); found && end > r.Start {
		r.End = s.name
	}
	sizeName, _ := v.size()
	names, guess := v.names(used.name, offsetGuesses(sizeName, echo.name))
	var out []Candidate
	for i, name := range names {
		r.Params, r.In = []string{name}, used.in
		c := r
		if name == "startIndex" && !ok && !echoed && err != nil {
			c.Start, c.Base = 1, 1
		}
		out = append(out, v.candidate(c, confidence-0.06*float64(i), guess, append(slices.Clone(evidence), v.sends(name, guess))...))
	}
	return out
}

// usedOffset finds the offset the request used. "first" is one where "max" says
// how many.
func (v *view) usedOffset() (sent, int64, bool) {
	if named := v.params["param"]; named != "" {
		return v.usedNumber(func(fold string) bool { return fold == document.Fold(named) })
	}
	if s, n, ok := v.usedNumber(isOffsetParam); ok {
		return s, n, true
	}
	if _, _, ok := v.usedNumber(func(fold string) bool { return fold == "max" }); ok {
		return v.usedNumber(func(fold string) bool { return fold == "first" })
	}
	return sent{}, 0, false
}

// offsetEvidence tells how sure offsets are; 0 for not at all.
func (v *view) offsetEvidence(r *Recipe, used bool, echo fact) ([]string, float64) {
	more, exists := v.moreExists()
	if len(v.facts.nextOff) > 0 && v.params["next"] == "" {
		f := v.facts.nextOff[0]
		r.Next = []string{f.path}
		return []string{f.evidence()}, 0.87
	}
	switch {
	case used && more != "":
		return []string{more}, 0.86
	case used:
		return nil, 0.72
	case v.forced:
		return []string{"named by --paginate"}, 0.5
	case echo.path != "" && exists && v.listed():
		return []string{echo.evidence(), more}, 0.65
	case exists && v.listed() && v.rp.count() > 0:
		if name, _ := v.size(); name != "" && !isPageSized(document.Fold(name)) {
			return []string{more}, 0.47
		}
		return []string{more}, 0.4
	}
	return nil, 0
}
