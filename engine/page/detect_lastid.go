package page

import (
	"strings"

	"weir/engine/page/document"
)

func detectLastID(v *view) []Candidate {
	r := Recipe{Dialect: "last-id"}
	evidence := "named by --paginate"
	if len(v.facts.more) > 0 {
		evidence = v.facts.more[0].evidence()
	}
	used, ok := v.used(isLastIDParam)
	sure := 0.85
	if !ok {
		used, ok = v.named(isLastIDParam)
		sure = 0.55
	}
	switch {
	case ok || v.forced || len(v.facts.more) > 0 && v.listed():
	case v.fullList():
		return v.byOrder(r)
	default:
		return nil
	}
	if ok {
		r.In = used.in
	}
	names, guess := v.names(used.name, []string{"starting_after", "after", "after_id", "last_id", "since_id"})
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		confidence := sure
		if guess {
			confidence = v.flagFitsID() - 0.03*float64(i)
		}
		out = append(out, v.candidate(r, confidence, guess, evidence, v.sends(name, guess)))
	}
	return out
}

// flagFitsID tells how well the flag that more follows goes with ids: one that
// speaks of pages goes with numbers.
func (v *view) flagFitsID() float64 {
	if len(v.facts.more) > 0 && strings.Contains(document.Fold(v.facts.more[0].name), "page") {
		return 0.37
	}
	return 0.5
}

// fullList says whether the reply is as long as was asked for, of items with
// ids, and nothing speaks of how many there are.
func (v *view) fullList() bool {
	_, size := v.size()
	_, known := v.total()
	return size > 0 && v.rp.count() == size && !known && v.w.ids.strong && v.listed()
}

// byOrder guesses from the order of the ids: a list that begins with the newest
// is read on before its last id, any other after it.
func (v *view) byOrder(r Recipe) []Candidate {
	names, order := []string{"after", "since_id"}, "its ids rise"
	if v.idsFall() {
		names, order = []string{"before", "max_id"}, "its ids fall"
	}
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		out = append(out, v.candidate(r, 0.37-0.06*float64(i), true, "the reply is full, and "+order, v.sends(name, true)))
	}
	return out
}

// idsFall says whether the last id comes before the first.
func (v *view) idsFall() bool {
	items, body := v.rp.list.Items, v.rp.doc.Body
	first := valueText(v.w.ids.raw(items[0].Of(body)))
	last := valueText(v.w.ids.raw(items[len(items)-1].Of(body)))
	if len(first) != len(last) {
		return len(last) < len(first)
	}
	return last < first
}
