package page

import (
	"slices"
	"strconv"

	"weir/engine/page/document"
)

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
	based := v.startAt(&r, n, ok, echo) || len(r.Next) > 0
	r.In = v.placed(used)
	sizeName, _ := v.size()
	names, guess := v.names(used.name, pageGuesses(hints{size: sizeName, echo: echo.name, parent: echo.parent}))
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		said := append(slices.Clone(evidence), v.sends(name, guess))
		c := confidence - 0.06*float64(i)
		if !based {
			// Page 1 may be the first or the second: only page 2 tells.
			zero := r
			zero.Base, zero.Start = 0, 0
			out = append(out, v.candidate(zero, c, true, append(slices.Clone(said), "pages counted from 0, a guess")...))
			c -= 0.02
		}
		out = append(out, v.candidate(r, c, guess, said...))
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
	case v.forced:
		return []string{"named by --paginate"}, 0.5
	case !v.listed():
		return nil, 0
	}
	return v.pageHints(echo, more, exists)
}

// pageHints tells how sure page numbers are when the request shows none.
func (v *view) pageHints(echo fact, more string, exists bool) ([]string, float64) {
	pages := len(v.facts.pages) > 0
	name, _ := v.size()
	switch {
	case echo.path != "" && pages:
		return []string{echo.evidence(), v.facts.pages[0].evidence()}, 0.66
	case !exists:
		return nil, 0
	case echo.path != "":
		return []string{echo.evidence(), more}, 0.64
	case pages:
		return []string{v.facts.pages[0].evidence()}, 0.6
	case v.rp.count() > 0 && isPageSized(document.Fold(name)):
		return []string{more}, 0.48
	case v.rp.count() > 0:
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

// startAt decides the number of the first page and where counting begins. It
// returns false where nothing tells.
func (v *view) startAt(r *Recipe, n int64, ok bool, echo fact) bool {
	said, echoed := echo.number()
	switch start, err := strconv.ParseInt(v.params["start"], 10, 64); {
	case ok:
		r.Start = n
		r.Base = min(max(n, 0), 1)
	case err == nil:
		r.Start, r.Base = start, min(start, 1)
	case echoed && said == 0:
		r.Start, r.Base = 0, 0
	case echoed:
		r.Start = said
	default:
		return false
	}
	return true
}
