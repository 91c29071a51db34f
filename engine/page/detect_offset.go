package page

import (
	"slices"
	"strconv"
	"strings"

	"weir/engine/page/document"
)

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
