package page

import (
	"strings"

	"weir/engine/page/document"
)

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

// backIn returns the header field in which a field's token goes back; empty
// where it goes into the query.
func (v *view) backIn(name, fold string) string {
	switch {
	case fold == "nextrange":
		return "Range"
	case fold == "xmscontinuation", v.first.Header.Get(name) != "", strings.HasSuffix(fold, "searchafter"):
		return name
	case strings.HasSuffix(fold, "cursornext"):
		return name[:len(name)-len("-Next")]
	}
	return ""
}

// goesBackIn says whether the user left it to a header field to carry the token:
// a parameter of another name goes into the query unless in= says otherwise.
func (v *view) goesBackIn(name string) bool {
	named := v.params["param"]
	return named == "" || v.params["in"] == inHeader || document.Fold(named) == document.Fold(name)
}

func (v *view) headerCandidates(f fact) []Candidate {
	r := Recipe{Dialect: "header", Next: []string{f.path}}
	if looksLikeURL(f.text) {
		return []Candidate{v.candidate(r, 0.9, false, f.evidence())}
	}
	fold := document.Fold(f.name)
	if name := v.backIn(f.name, fold); name != "" && v.goesBackIn(name) {
		r.In, r.Params = inHeader, []string{name}
		return []Candidate{v.candidate(r, 0.88, false, f.evidence(), "sent in the header "+r.Params[0])}
	}
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(f.name), "x-"), "ms-")
	guesses := []string{strings.ReplaceAll(stripNext(bare), "-", "_")}
	switch fold {
	case "opcnextpage":
		guesses = []string{"page"}
	case "cbafter", "xafter":
		guesses = []string{"after"}
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
