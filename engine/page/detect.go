package page

import (
	"net/http"
	"slices"
	"sort"
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
const maxCandidates = 16

// candidates returns what the first reply allows, the surest first.
func (v *view) candidates() []Candidate {
	var list []Candidate
	for _, d := range v.w.dialects {
		if !v.forced || d.Name == v.w.spec.Dialect {
			list = append(list, d.detect(v)...)
		}
	}
	if in, _ := graphQuery(v.sent); in != "" && !v.forced {
		// A query takes what its text names: nothing else would arrive.
		list = slices.DeleteFunc(list, func(c Candidate) bool { return c.Guess })
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
			return []Candidate{v.linked(r, f, 0.95)}
		case v.listed():
			// Beside a token that is there, a null "next" is only the other form.
			return []Candidate{v.linked(r, f, 0.75)}
		}
	}
	return nil
}

// linked completes a candidate that follows links. Some servers give a link
// even at the end, and a flag beside it that no more follows; a flag elsewhere
// may be about anything.
func (v *view) linked(r Recipe, f fact, confidence float64) Candidate {
	c := v.candidate(r, confidence, false, f.evidence())
	if v.params["more"] != "" {
		return c
	}
	c.recipe.More = ""
	for _, flag := range v.facts.more {
		if strings.HasPrefix(flag.path, "header:") || !speaksOfLists(document.Fold(flag.name)) {
			continue
		}
		if flag.parent == "" || flag.parent == f.parent || isPagingParent(flag.parent) {
			c.recipe.More, c.recipe.Last = flag.path, flag.rank < 0
			break
		}
	}
	return c
}

// speaksOfLists leaves out flags such as done, which may be said of a job.
func speaksOfLists(fold string) bool {
	_, ok := holdsAny(fold, "more", "next", "last", "trunc", "endof")
	return ok
}

// listed says whether the reply holds a list, maybe an empty one.
func (v *view) listed() bool {
	return v.rp.list.Kind != document.Single && v.rp.list.Kind != document.Unlistable || v.w.spec.Items != ""
}

// readsBody says whether the request carries its parameters in a JSON body.
func (v *view) readsBody() bool {
	return len(v.first.Body) > 0 && v.first.Method != http.MethodGet && !isForm(v.first.Header) && v.first.Body[0] == '{'
}
