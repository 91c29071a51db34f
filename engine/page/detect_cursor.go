package page

import (
	"slices"
	"strings"

	"weir/engine/page/document"
)

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
		if f.rank < 280 && !v.listed() && !v.forced || v.echoes(f) {
			continue
		}
		out = append(out, f)
	}
	return out[:min(len(out), 2)]
}

// echoes says whether a token that is empty only repeats that the request had
// none: the server says that more follows, and S3's marker is the request's.
func (v *view) echoes(f fact) bool {
	if document.Fold(f.name) != "marker" || !f.empty() || len(v.facts.more) == 0 {
		return false
	}
	more, known := v.facts.more[0].moreFollows()
	return more && known
}

// tokenCandidates are the ways to send a token back.
func (v *view) tokenCandidates(f fact, r Recipe) []Candidate {
	used, ok := v.used(isCursorParam)
	if !ok {
		used, ok = v.used(func(fold string) bool { return fold == document.Fold(stripNext(f.name)) })
	}
	if !ok {
		used, ok = v.named(isCursorParam)
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
	if v.rp.doc.Format != document.XML || len(v.tokenFacts()) > 0 || len(v.facts.more) == 0 {
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
	names, guess := v.names(used.name, v.inParams(guesses))
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

// inParams puts names where JSON-RPC 2.0 has them (section 4).
func (v *view) inParams(names []string) []string {
	if _, ok := v.used(func(fold string) bool { return fold == "jsonrpc" }); !ok {
		return names
	}
	out := make([]string, 0, len(names))
	for _, name := range names {
		out = append(out, "params."+name)
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
