package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"

	"github.com/go-json-experiment/json/jsontext"
)

func jsonKind(raw []byte) jsontext.Kind { return jsontext.Value(raw).Kind() }

func advancePage(w *Walk, rp *reply) (Step, *Stop) {
	if step, stop, ok := w.saidNext(rp); ok {
		return step, stop
	}
	if stop := w.countedEnd(rp); stop != nil {
		return Step{}, stop
	}
	return w.numbered(w.position + 1), nil
}

func advanceOffset(w *Walk, rp *reply) (Step, *Stop) {
	if step, stop, ok := w.saidNext(rp); ok {
		return step, stop
	}
	if stop := w.countedEnd(rp); stop != nil {
		return Step{}, stop
	}
	return w.numbered(w.afterOffset(rp)), nil
}

// afterOffset is the offset behind a page, by what the server really gave. A
// page that was fetched ahead of its turn stands where it was asked for.
func (w *Walk) afterOffset(rp *reply) int64 {
	next := w.position + int64(rp.count())
	if planned, ok := w.planned(w.number + 1); ok {
		if next < planned.Position {
			w.gap(next, planned.Position, rp)
		}
		return planned.Position
	}
	return next
}

// saidNext takes the next number where the server names it; ok is false where
// the recipe has no such place.
func (w *Walk) saidNext(rp *reply) (Step, *Stop, bool) {
	if len(w.recipe.Next) == 0 {
		return Step{}, nil, false
	}
	if more, known, evidence := rp.more(w.recipe); known && !more {
		return Step{}, finish(EndOfList, "the end of the list: the server says that no more follows", evidence), true
	}
	f, found := rp.at(w.recipe.Next[0])
	n, ok := f.number()
	switch {
	case ok && n > 0:
		return w.numbered(n), nil, true
	case ok: // no list goes on at its beginning
		return Step{}, noNext(f.evidence()), true
	case !found:
		return Step{}, noNext(w.recipe.Next[0] + " is absent"), true
	case f.empty():
		return Step{}, noNext(f.evidence()), true
	}
	return Step{}, unsafe(BadNextLink, "the next page is no number", f.evidence()), true
}

// countedEnd says whether a page or offset walk is over.
func (w *Walk) countedEnd(rp *reply) *Stop {
	r, n := w.recipe, rp.count()
	more, known, evidence := rp.more(r)
	switch {
	case n == 0:
		return w.emptyEnd(rp)
	case known && !more:
		return finish(EndOfList, "the end of the list: the server says that no more follows", evidence)
	case known:
		return nil
	}
	if pages, ok := rp.number(r.Pages); ok && pages > 0 && r.Dialect == "page" {
		if w.position >= r.Base+pages-1 {
			return finish(EndOfList, fmt.Sprintf("the end of the list: this is the last of %d pages", pages), fmt.Sprintf("%s: %d", r.Pages, pages))
		}
		return nil
	}
	return w.reached(rp)
}

// reached compares what came with the total, or with a page's size where there
// is no total.
func (w *Walk) reached(rp *reply) *Stop {
	r, n := w.recipe, rp.count()
	if w.total >= 0 {
		at := w.skipped + w.raw
		if r.Dialect != "page" {
			at = w.position - r.Base + int64(n)
		}
		if at >= w.total && !w.overlapped() {
			return finish(EndOfList, fmt.Sprintf("the end of the list: all %d items were reached", w.total), fmt.Sprintf("total: %d", w.total))
		}
		return nil
	}
	// A full page is what the server says or has shown, not what was asked for:
	// it may have clamped that.
	if n < w.size {
		return finish(EndOfList, fmt.Sprintf("the end of the list: a page of %d where %d are full", n, w.size), fmt.Sprintf("page %d holds %d items", w.number, n))
	}
	return nil
}

// overlapped says whether items came twice and others are still missing, as
// where offsets count from 1 and 0 was taken for the first.
func (w *Walk) overlapped() bool {
	return w.recipe.Dialect == "offset" && !w.ahead && w.doubles > 0 && w.skipped+w.items < w.total
}

func (w *Walk) emptyEnd(rp *reply) *Stop {
	s := finish(EmptyPage, fmt.Sprintf("the end of the list: page %d is empty", rp.page.Number))
	if w.total > w.skipped+w.raw {
		s.Text += fmt.Sprintf(", though the server speaks of %d items", w.total)
		s.Evidence = []string{fmt.Sprintf("total: %d, received: %d", w.total, w.raw)}
	}
	return s
}

// numbered is the step to a page number or an offset.
func (w *Walk) numbered(n int64) Step {
	r := w.recipe
	text := strconv.FormatInt(n, 10)
	s := Step{Position: n, Token: text}
	s.Set = append(s.Set, Setting{In: r.In, Name: r.Params[0], Value: text, Raw: r.In == inBody})
	if r.End != "" {
		end := strconv.FormatInt(n+int64(max(w.size, 1)), 10)
		s.Set = append(s.Set, Setting{In: r.In, Name: r.End, Value: end, Raw: r.In == inBody})
	}
	return s
}

func advanceRange(w *Walk, rp *reply) (Step, *Stop) {
	got, known := parseContentRange(rp.resp.Header.Get("Content-Range"))
	n := rp.count()
	if known && got.has && got.last >= got.first && n == 0 {
		n = int(min(got.last-got.first+1, 1<<30))
	}
	next := w.position + int64(n)
	if known && got.has {
		next = got.last + 1
	}
	switch {
	case n == 0:
		return Step{}, w.emptyEnd(rp)
	case !known:
		return Step{}, finish(EndOfList, "the end of the list: the reply holds no range", "header:Content-Range is absent")
	case w.total >= 0 && next >= w.total:
		return Step{}, finish(EndOfList, fmt.Sprintf("the end of the list: all %d items were reached", w.total), "header:Content-Range: "+got.text)
	case w.total < 0 && w.number > 1 && n < w.size:
		return Step{}, finish(EndOfList, fmt.Sprintf("the end of the list: a range of %d where %d are full", n, w.size), "header:Content-Range: "+got.text)
	}
	return w.ranged(next), nil
}

// ranged is the step to the range that begins at an item.
func (w *Walk) ranged(from int64) Step {
	size := int64(w.recipe.Asked)
	if size <= 0 {
		size = int64(max(w.size, 1))
	}
	text := fmt.Sprintf("%d-%d", from, from+size-1)
	return Step{
		Position: from, Token: text,
		Set: []Setting{{In: inHeader, Name: "Range", Value: w.recipe.Unit + text}},
	}
}

// advanceToken serves every dialect whose replies hold what to send next.
func advanceToken(w *Walk, rp *reply) (Step, *Stop) {
	r := w.recipe
	more, known, evidence := rp.more(r)
	if known && !more {
		return Step{}, finish(EndOfList, "the end of the list: the server says that no more follows", evidence)
	}
	var step Step
	var missing []string
	for i, path := range r.Next {
		f, ok := rp.at(path)
		if !ok || spent(f) {
			missing = append(missing, gone(f, ok))
			continue
		}
		if stop := w.carry(&step, i, f, rp); stop != nil {
			return Step{}, stop
		}
	}
	if len(step.Set) == 0 && step.URL == "" {
		return Step{}, w.noToken(rp, more && known, evidence, missing)
	}
	step, stop := w.elsewhere(step, rp)
	if stop == nil {
		stop = w.sameToken(step, rp)
	}
	return step, stop
}

// elsewhere sends a token alone to the URL that the user named for it.
func (w *Walk) elsewhere(step Step, rp *reply) (Step, *Stop) {
	if w.recipe.URL == "" {
		return step, nil
	}
	rp.resp.URL = w.first.URL
	to, stop := w.resolve(rp, w.recipe.URL, "url")
	to.Set, to.Token, to.Alone = step.Set, step.Token, true
	return to, stop
}

// spent says whether a token means that there is none: null, empty, false, and
// the numbers 0 and below.
func spent(f fact) bool {
	n, ok := f.number()
	return f.empty() || f.text == "{}" || f.text == "[]" || ok && n <= 0 && f.kind == '0'
}

func gone(f fact, found bool) string {
	switch {
	case !found:
		return f.path + " is absent"
	case f.text == "":
		return f.path + " is empty"
	}
	return f.evidence()
}

// carry adds what one place of the reply holds to the next step.
func (w *Walk) carry(step *Step, i int, f fact, rp *reply) *Stop {
	r := w.recipe
	if r.Merge {
		return mergeInto(step, f, r.In)
	}
	if r.Dialect == "header" && looksLikeURL(f.text) {
		next, stop := w.resolve(rp, f.text, f.path)
		*step = next
		return stop
	}
	if i >= len(r.Params) && r.Dialect == "relay" {
		w.again(rp)
		return unsafe(MissingToken, "the server says that more follows, but the query takes no cursor: "+relayHint(), f.evidence())
	}
	if i >= len(r.Params) {
		return unsafe(BadNextLink, fmt.Sprintf("there is no parameter to send %s as; name it with param=", f.path), f.evidence())
	}
	set := Setting{In: r.In, Name: r.Params[i], Pointer: r.Pointer, Value: f.text}
	if r.Pointer != "" || r.In == inBody && !isForm(w.first.Header) {
		set.Raw, set.Value = true, rawOf(f)
	}
	step.Set = append(step.Set, set)
	for _, name := range excluded(set.Name) {
		step.Set = append(step.Set, Setting{In: r.In, Name: name, Drop: true})
	}
	step.Token = strings.TrimPrefix(step.Token+" "+f.text, " ")
	return nil
}

// rawOf is a value as JSON, for a JSON body.
func rawOf(f fact) string {
	if f.kind != '"' {
		return f.text
	}
	quoted, _ := jsontext.AppendQuote(nil, f.text)
	return string(quoted)
}

// mergeInto sends every member of an object as a parameter.
func mergeInto(step *Step, f fact, in string) *Stop {
	if f.kind != '{' {
		return unsafe(BadNextLink, "the continuation is no object of parameters", f.evidence())
	}
	d := document.Read("application/json", []byte(f.text))
	var shown []string
	for _, n := range d.Nodes {
		if n.Depth != 1 {
			continue
		}
		value := valueText(d.Value(n))
		step.Set = append(step.Set, Setting{In: in, Name: n.Name(), Value: value})
		shown = append(shown, n.Name()+"="+value)
	}
	step.Token = strings.Join(shown, "&")
	return nil
}

// excluded are the parameters that may not stand beside a token: OAI-PMH's is
// an exclusive argument (section 3.5).
func excluded(name string) []string {
	if name == "resumptionToken" {
		return []string{"metadataPrefix", "set", "from", "until"}
	}
	return nil
}

// noToken is the end of a token walk, or its fault where the server says that
// more follows.
func (w *Walk) noToken(rp *reply, more bool, evidence string, missing []string) *Stop {
	switch {
	case !more && w.misnamed(rp):
		return w.nothingThere(rp, missing)
	case !more:
		return noNext(missing...)
	}
	text := "the server says that more follows, but names no token for it"
	if w.dialect.Name == "relay" {
		text += ": " + relayHint()
	}
	w.again(rp)
	return unsafe(MissingToken, text, append([]string{evidence}, missing...)...)
}

// noNext is the end that a reply states by naming no next page.
func noNext(evidence ...string) *Stop {
	return finish(EndOfList, "the end of the list: the reply names no next page", evidence...)
}

// misnamed says whether the first page has nothing at the place that a person
// named: there may be one page alone, or the place is wrong.
func (w *Walk) misnamed(rp *reply) bool {
	return rp.page.Number == 1 && w.spec.Params["next"] != "" && !slices.ContainsFunc(w.recipe.Next, func(path string) bool {
		_, found := rp.at(path)
		return found
	})
}

// nothingThere is the end of a walk whose place for what comes next is misnamed.
func (w *Walk) nothingThere(rp *reply, missing []string) *Stop {
	place := w.spec.Params["next"]
	if evidence, more := w.view(rp).stated(); more {
		w.again(rp)
		return unsafe(MissingToken, fmt.Sprintf("more items exist, but page 1 holds no %s; check next=, or use --paginate auto", place), evidence)
	}
	return finish(Unverified, fmt.Sprintf("page 1 holds no %s, so the list is taken to be whole; if it is not, check next=, or use --paginate auto", place), missing...)
}

// relayHint is what a query needs for its pages to be had.
func relayHint() string {
	return "give it a variable, as in (first: 100, after: $after), and ask for pageInfo { hasNextPage endCursor }"
}

// sameToken ends a walk whose reply names the token that it was asked with.
func (w *Walk) sameToken(step Step, rp *reply) *Stop {
	sent := rp.step
	if rp.page.Number == 1 {
		sent = w.firstStep(step)
	}
	if step.identity() != sent.identity() || step.identity() == 0 {
		return nil
	}
	if w.dialect.Name == "repeat" || rp.fresh == 0 {
		return finish(EndOfList, "the end of the list: the same token came twice", clip(step.Token))
	}
	return nil
}

// firstStep is what the first request already sends of a step's settings.
func (w *Walk) firstStep(like Step) Step {
	s := Step{}
	_, query, _ := strings.Cut(w.first.URL, "?")
	for _, set := range like.Set {
		if set.In == inQuery && set.Pointer == "" {
			set.Value, _ = queryValue(query, set.Name)
		} else {
			set.Value = ""
		}
		s.Set = append(s.Set, set)
	}
	return s
}

func advanceLastID(w *Walk, rp *reply) (Step, *Stop) {
	r := w.recipe
	more, known, evidence := rp.more(r)
	if known && !more {
		return Step{}, finish(EndOfList, "the end of the list: the server says that no more follows", evidence)
	}
	raw := rp.lastRaw
	if document.Fold(r.Params[0]) == "endingbefore" {
		raw = rp.firstRaw
	}
	id, ok := jsonpath.Text(raw)
	switch {
	case rp.count() == 0 && known:
		w.again(rp)
		return Step{}, unsafe(MissingToken, "the server says that more follows, but the page is empty: there is no last id to go on from", evidence)
	case rp.count() == 0:
		return Step{}, finish(EmptyPage, fmt.Sprintf("the end of the list: page %d is empty", rp.page.Number))
	case !ok || id == "":
		w.again(rp)
		return Step{}, unsafe(MissingToken, "the items have no id to go on from; name a cursor with --paginate", evidence)
	}
	set := Setting{In: r.In, Name: r.Params[0], Value: id}
	if r.In == inBody && !isForm(w.first.Header) {
		set.Raw, set.Value = true, string(raw)
	}
	return Step{Token: id, Set: []Setting{set}}, nil
}
