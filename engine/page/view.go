package page

import (
	"strconv"
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"
)

// view is what detection looks at: the first request, its reply, and what the
// user named.
type view struct {
	w      *Walk
	first  Request
	sent   []sent
	rp     *reply
	facts  facts
	params Params
	forced bool // the dialect was named
}

// sent is one parameter of the first request.
type sent struct {
	name  string // in a JSON body, its path
	fold  string
	value string
	in    string
	// object says that the value is an object or a list of a JSON body.
	object bool
}

func (w *Walk) view(rp *reply) *view {
	v := &view{
		w: w, first: w.first, sent: withArguments(sentParams(w.first)), rp: rp,
		facts: gather(rp.doc, rp.list, rp.resp.Header), params: w.spec.Params, forced: w.spec.Dialect != Auto,
	}
	v.settleNext()
	return v
}

// settleNext takes a number under the name of a next page for a token where it
// is not the number of the page that follows.
func (v *view) settleNext() {
	this, known := int64(1), false
	if n, ok := v.echo(v.facts.page).number(); ok {
		this, known = n, true
	} else if _, n, ok := v.usedNumber(isPageParam); ok {
		this, known = n, true
	}
	pages := v.facts.nextNum[:0]
	for _, f := range v.facts.nextNum {
		n, ok := f.number()
		if !ok || n == this+1 || n <= 0 || !known && n == this {
			pages = append(pages, f)
			continue
		}
		f.rank = 200
		v.facts.tokens = append(v.facts.tokens, f)
	}
	v.facts.nextNum = pages
}

func sentParams(r Request) []sent {
	_, query, _ := strings.Cut(r.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	list := sentPairs(query, inQuery)
	switch {
	case len(r.Body) == 0:
	case isForm(r.Header):
		list = append(list, sentPairs(string(r.Body), inBody)...)
	default:
		list = append(list, sentJSON(r.Body)...)
	}
	return list
}

func sentPairs(query, in string) []sent {
	var list []sent
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name := pairName(part)
		value, _ := queryValue(part, name)
		list = append(list, sent{name: name, fold: document.Fold(name), value: value, in: in})
	}
	return list
}

func sentJSON(body []byte) []sent {
	var list []sent
	d := document.Read("application/json", body)
	for i, n := range d.Nodes {
		if n.Depth >= 1 && n.Depth <= 3 {
			list = append(list, sent{
				name: d.Path(i), fold: document.Fold(n.Name()), value: valueText(d.Value(n)), in: inBody,
				object: n.Kind == '{' || n.Kind == '[',
			})
		}
	}
	return list
}

// used returns the first parameter of the request that a table knows.
func (v *view) used(knows func(fold string) bool) (sent, bool) {
	for _, s := range v.sent {
		if knows(s.fold) && s.value != "" || knows(s.fold) && s.in == inBody {
			return s, true
		}
	}
	return sent{}, false
}

// named is used, for parameters that the request names without a value.
func (v *view) named(knows func(fold string) bool) (sent, bool) {
	for _, s := range v.sent {
		if knows(s.fold) {
			return s, true
		}
	}
	return sent{}, false
}

// usedNumber is used, for parameters that hold a whole number.
func (v *view) usedNumber(knows func(fold string) bool) (sent, int64, bool) {
	for _, s := range v.sent {
		if n, ok := integer(s.value); ok && knows(s.fold) {
			return s, n, true
		}
	}
	return sent{}, 0, false
}

// placed is where a parameter is sent: where the request sends it or, of one
// that it lacks, where it sends the page's size.
func (v *view) placed(used sent) string {
	if used.in != "" {
		return used.in
	}
	if s, _, ok := v.usedNumber(isSizeParam); ok && v.readsBody() {
		return s.in
	}
	return ""
}

// size returns the parameter that asks for a page's size.
func (v *view) size() (name string, n int) {
	s, size, ok := v.usedNumber(func(fold string) bool { return isSizeParam(fold) })
	if named := v.params["size"]; named != "" {
		s, size, ok = v.usedNumber(func(fold string) bool { return fold == document.Fold(named) })
	}
	if !ok || size <= 0 || size > 1<<30 {
		return s.name, 0
	}
	return s.name, int(size)
}

// moreExists says whether anything speaks for items beyond the first reply.
func (v *view) moreExists() (string, bool) {
	if evidence, more := v.stated(); evidence != "" {
		return evidence, more
	}
	if name, n := v.size(); n > 0 && v.rp.count() == n {
		return name + "=" + strconv.Itoa(n) + " was asked, and the reply is full", true
	}
	return "", false
}

// stated says whether more items exist where the reply tells, and what tells it;
// empty where nothing does.
func (v *view) stated() (string, bool) {
	for _, f := range v.facts.more {
		if more, known := f.moreFollows(); known {
			return f.evidence(), more
		}
	}
	if f, ok := v.total(); ok {
		if n, _ := f.number(); n > int64(v.rp.count()) {
			return f.evidence() + ", and this reply holds " + strconv.Itoa(v.rp.count()), true
		}
		return f.evidence(), false
	}
	for _, f := range v.facts.pages {
		if n, ok := f.number(); ok && n >= 0 {
			return f.evidence(), n > 1
		}
	}
	return "", false
}

func (v *view) total() (fact, bool) {
	if path := v.params["total"]; path != "" {
		f, ok := v.rp.at(path)
		return f, ok
	}
	return v.facts.totalOf(v.rp.doc, v.rp.count())
}

// candidate completes a recipe with what every dialect shares and with what the
// user named.
func (v *view) candidate(r Recipe, confidence float64, guess bool, evidence ...string) Candidate {
	if f, ok := v.total(); ok {
		r.Total = f.path
	}
	if len(v.facts.pages) > 0 {
		r.Pages = v.facts.pages[0].path
	}
	if path := v.params["pages"]; path != "" {
		r.Pages = path
	}
	if r.More == "" && len(v.facts.more) > 0 {
		f := v.facts.more[0]
		r.More, r.Last = f.path, f.rank < 0
	}
	if path := v.params["more"]; path != "" {
		r.More, r.Last = path, moreName(document.Fold(path[strings.LastIndexAny(path, "./")+1:])) < 0
	}
	if path := v.params["next"]; path != "" {
		r.Next = strings.Split(path, "+")
	}
	if name := v.params["param"]; name != "" {
		r.Params = strings.Split(name, "+")
		guess = false
	}
	if in := v.params["in"]; in != "" {
		r.In = in
	}
	r.URL = v.params["url"]
	if r.In == "" {
		r.In = inQuery
	}
	if r.In == inBody && !isForm(v.first.Header) {
		for i, p := range r.Params {
			r.Params[i] = pointerTo(p)
		}
	}
	_, r.Asked = v.size()
	r.Size = v.echoedSize(r.Asked)
	return Candidate{Dialect: r.Dialect, Confidence: confidence, Evidence: evidence, Guess: guess, recipe: r}
}

// pointerTo leaves paths alone and makes a plain name with a dot in it a name.
func pointerTo(name string) string {
	if p, err := jsonpath.Parse(name); err != nil || p.IsZero() {
		return "/" + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
	}
	return name
}

// echoedSize is the page size that the server says it used. One that only
// repeats what was asked says nothing where the page is not full: the server
// may have clamped it in silence.
func (v *view) echoedSize(asked int) int {
	for _, f := range v.facts.size {
		n, ok := f.number()
		if ok && n > 0 && n >= int64(v.rp.count()) && n < 1<<30 && int(n) != asked {
			return int(n)
		}
	}
	return 0
}

// names returns the parameter to send: what the user named, what the request
// used, or guesses.
func (v *view) names(used string, guesses []string) (names []string, guess bool) {
	switch {
	case v.params["param"] != "":
		return []string{v.params["param"]}, false
	case used != "":
		return []string{used}, false
	}
	seen := map[string]bool{}
	for _, g := range v.alike(guesses) {
		if g != "" && !seen[g] && len(names) < maxGuesses {
			seen[g] = true
			names = append(names, g)
		}
	}
	return names, true
}

// maxGuesses bounds how many names are tried for one parameter.
const maxGuesses = 6
