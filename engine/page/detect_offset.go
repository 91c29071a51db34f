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
	based := v.offsetAt(&r, n, ok, echo)
	if r.Start == 1 || countsFromOne(document.Fold(used.name+echo.name)) && r.Start > 0 {
		r.Base = 1
	}
	if s, end, found := v.usedNumber(isEndParam); found && end > r.Start {
		r.End = s.name
	}
	sizeName, _ := v.size()
	r.In = v.placed(used)
	names, guess := v.names(used.name, offsetGuesses(hints{size: sizeName, echo: echo.name, parent: echo.parent, flag: v.flag()}))
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		c := r
		if countsFromOne(document.Fold(name)) && !based {
			c.Start, c.Base = 1, 1
		}
		out = append(out, v.candidate(c, confidence-0.06*float64(i), guess, append(slices.Clone(evidence), v.sends(name, guess))...))
	}
	return out
}

// offsetAt decides the offset of the first page. It returns false where nothing
// tells.
func (v *view) offsetAt(r *Recipe, n int64, used bool, echo fact) bool {
	said, echoed := echo.number()
	switch start, err := strconv.ParseInt(v.params["start"], 10, 64); {
	case used:
		r.Start = n
	case err == nil:
		r.Start = start
	case echoed && len(r.Next) == 0:
		r.Start = said
	default:
		return false
	}
	return true
}

// flag is what the reply calls its flag that more follows.
func (v *view) flag() string {
	if len(v.facts.more) == 0 {
		return ""
	}
	return v.facts.more[0].name
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
	more, _ := v.moreExists()
	if evidence, confidence := v.saidOffset(r, used, echo); confidence > 0 {
		return evidence, confidence
	}
	switch {
	case used && v.numbersPages():
		return nil, 0.6 // beside a page number, an offset may be the page's size
	case used && more != "":
		return []string{more}, 0.86
	case used:
		return nil, 0.72
	case v.forced:
		return []string{"named by --paginate"}, 0.5
	case !v.listed():
		return nil, 0
	}
	return v.offsetHints(echo)
}

// saidOffset tells how sure the offset is that the reply itself names as the
// next one.
func (v *view) saidOffset(r *Recipe, used bool, echo fact) ([]string, float64) {
	if len(v.facts.nextOff) > 0 && v.params["next"] == "" {
		f := v.facts.nextOff[0]
		r.Next = []string{f.path}
		return []string{f.evidence()}, 0.87
	}
	n, _ := echo.number()
	if used || n <= 0 || n < int64(v.rp.count()) || v.flag() == "" || countsFromOne(document.Fold(echo.name)) {
		return nil, 0
	}
	r.Next = []string{echo.path}
	return []string{echo.evidence(), "no offset was sent: this is the next one"}, 0.8
}

// offsetHints tells how sure offsets are when the request shows none.
func (v *view) offsetHints(echo fact) ([]string, float64) {
	more, exists := v.moreExists()
	name, _ := v.size()
	switch {
	case echo.path != "" && exists:
		return []string{echo.evidence(), more}, 0.65
	case document.Fold(v.flag()) == "exceededtransferlimit": // goes with an offset
		return []string{more}, 0.5
	case !exists || v.rp.count() == 0:
		return nil, 0
	case name != "" && !isPageSized(document.Fold(name)):
		return []string{more}, 0.47
	}
	return []string{more}, 0.4
}

// countsFromOne knows the names of offsets whose first is 1: SCIM's and
// OpenSearch's startIndex, SRU's startRecord.
func countsFromOne(fold string) bool {
	return strings.Contains(fold, "startindex") && fold != "jtstartindex" || fold == "startrecord"
}

// numbersPages says whether the request names a page by its number.
func (v *view) numbersPages() bool {
	_, _, ok := v.usedNumber(isPageParam)
	return ok
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
