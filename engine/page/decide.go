package page

import (
	"fmt"
	"strings"

	"weir/engine/page/document"
)

// detect chooses a recipe by the first reply.
func (w *Walk) detect(rp *reply) {
	v := w.view(rp)
	list := v.candidates()
	if len(list) == 0 {
		w.noRecipe = v.without()
		return
	}
	w.choose(list[0])
	w.tries = list[1:]
	w.page1 = rp
	w.detection.Candidates = list
	d := w.detection
	rp.detection = &d
}

func (w *Walk) choose(c Candidate) {
	r := c.recipe
	w.recipe = &r
	w.dialect, _ = dialectNamed(c.Dialect)
	w.detection = Detection{
		Dialect: c.Dialect, Confidence: c.Confidence, Evidence: c.Evidence, Guess: c.Guess, Candidates: w.detection.Candidates,
	}
}

// without says why a walk that found no dialect ends after one page.
func (v *view) without() *Stop {
	evidence, more := v.moreExists()
	n := v.rp.count()
	switch {
	case v.forced:
		s := unsafe(NoPagination, fmt.Sprintf("the reply holds nothing that the dialect %s goes by; %s", v.w.spec.Dialect, v.hint()))
		s.Resumable = false
		return s
	case more && n == 0 && v.listed() && len(v.facts.more) == 0:
		return finish(EmptyPage, "the end of the list: page 1 is empty, whatever the total says", evidence)
	case more:
		return &Stop{
			Reason: MissingToken, Text: "more items exist, but nothing says how to ask for them; name it, such as " + v.example(),
			Evidence: []string{evidence}, Safety: true,
		}
	case evidence != "":
		return finish(EndOfList, "the list fits on one page", evidence)
	case v.rp.list.Kind == document.Single:
		return finish(NoPagination, "the reply is a single object, not a list of pages")
	case n > 0 || v.listed():
		return finish(NoPagination, fmt.Sprintf("the list of %s is taken to be whole: nothing in the reply says that more follows; if more does, name the way, such as %s", plural(n, "item", "items"), v.example()))
	}
	return finish(NoPagination, "the reply holds no list, and nothing says that more follows")
}

// example is what a person could name a dialect with, by what the reply holds.
func (v *view) example() string {
	tokens := v.tokenFacts()
	switch {
	case len(tokens) > 0 && v.readsBody():
		f := tokens[0]
		return fmt.Sprintf("--paginate body-cursor,next=%s,param=NAME (and ,url=PATH where further pages have a URL of their own)", f.path)
	case len(tokens) > 0:
		return fmt.Sprintf("--paginate cursor,next=%s,param=NAME", tokens[0].path)
	case v.fullList() && v.idsFall():
		return "--paginate last-id,param=before"
	case v.fullList():
		return "--paginate last-id,param=after"
	}
	return "--paginate page,param=NAME or --paginate offset,param=NAME"
}

func (v *view) hint() string {
	switch v.w.spec.Dialect {
	case "link":
		return "there is no Link header"
	case "header":
		return "name the header field, such as next=header:X-Next-Cursor"
	case "page", "offset", "range", "relay":
		return "check the request, or use --paginate auto"
	}
	return "name where it stands, such as next=meta.next"
}

// unproved says whether the outstanding page is the one that proves the recipe.
func (w *Walk) unproved() bool {
	return w.page1 != nil && !w.detection.Verified && w.number == 1
}

// disproves says why page 2 shows that the recipe is wrong; empty if it does
// not.
func (w *Walk) disproves(rp *reply) string {
	n := rp.count()
	guess := w.detection.Guess
	switch {
	case w.dialect.Name == "link" || w.dialect.Name == "next-url":
		return ""
	case n > 0 && (guess || w.saysMore()) && (rp.content == w.page1.content || w.allSeen(rp)):
		return "page 2 repeats page 1"
	case n > 0 || !guess:
		return "" // the rules about an end that repeats itself apply
	case w.dialect.counted && w.saysMore():
		return "page 2 is empty though more items exist"
	case w.page1.count() == 0 && rp.content == w.page1.content:
		return "page 2 repeats page 1"
	}
	return ""
}

// saysMore says whether the total speaks for more than page 1 held.
func (w *Walk) saysMore() bool { return w.total > w.skipped+w.raw }

// shortOf says whether page 1 has fewer items than were asked for and than the
// server says a page has: a total that speaks for more is then an estimate.
func (w *Walk) shortOf() bool {
	v := w.view(w.page1)
	_, asked := v.size()
	for _, f := range v.facts.size {
		if n, ok := f.number(); ok && int(n) == asked && w.page1.count() < asked && !w.flagsMore() {
			return true
		}
	}
	return false
}

// countsPages says whether page 1 counts more pages than itself.
func (w *Walk) countsPages() bool {
	for _, f := range w.view(w.page1).facts.pages {
		if n, ok := f.number(); ok && n > 1 {
			return true
		}
	}
	return false
}

// flagsMore says whether page 1 has a flag that more follows.
func (w *Walk) flagsMore() bool {
	more, known, _ := w.page1.more(w.recipe)
	return more && known
}

func (w *Walk) allSeen(rp *reply) bool {
	if w.ids.name == "" && !w.ids.whole {
		return false
	}
	for _, s := range rp.list.Items {
		item := s.Of(rp.doc.Body)
		key := w.ids.key(w.ids.raw(item), item)
		if key == 0 || !w.seen.has(key) {
			return false
		}
	}
	return true
}

// restart counts page 1 as the recipe that was chosen anew counts it.
func (w *Walk) restart() {
	n := w.page1.count()
	w.position = w.recipe.Start
	w.skipped = w.recipe.Start - w.recipe.Base
	if w.recipe.Dialect == "page" {
		w.skipped *= int64(n)
	}
	w.size = max(w.recipe.Size, n)
}

// verified notes that page 2 differs from page 1.
func (w *Walk) verified(rp *reply) {
	w.page1, w.tries = nil, nil
	w.detection.Verified = true
	d := w.detection
	rp.detection = &d
}

// reconsider tries the next candidate in place of one that page 2 disproved.
func (w *Walk) reconsider(p Page, why string) Result {
	p.Discarded, p.Failed, p.Total = true, false, w.total // no page of the list was lost
	res := Result{Page: p}
	for len(w.tries) > 0 {
		c := w.tries[0]
		w.tries = w.tries[1:]
		if !c.Guess && c.Confidence < 0.4 && !w.saysMore() {
			continue
		}
		w.choose(c)
		w.restart()
		step, stop := w.dialect.advance(w, w.page1)
		if stop != nil || w.ask(step, w.page1) != nil {
			continue
		}
		d := w.detection
		d.Evidence = append([]string{why}, d.Evidence...)
		req := w.request
		res.Detection, res.Next = &d, &req
		res.Page.NextToken = step.Token
		return res
	}
	more := (w.saysMore() || w.flagsMore() || w.countsPages()) && !w.shortOf()
	example := w.view(w.page1).example()
	w.page1 = nil
	w.stop = &Stop{
		Reason: Unverified, Text: why + ", and no other way to ask for it worked; name it, such as " + example,
		Evidence: w.lately, Safety: more,
	}
	if !more {
		w.stop.Text = why + ", and nothing else says how to ask for more: the list may be whole; if it is not, name the way, such as " + example
	}
	res.Stop = w.stop
	return res
}

// troubled ends a walk at an error that came instead of items.
func (w *Walk) troubled(rp *reply) *Stop {
	if rp.trouble == nil || rp.count() > 0 || rp.doc.Err != nil {
		return nil
	}
	w.again(rp)
	return &Stop{
		Reason: ServerError, Text: fmt.Sprintf("page %d: %v", rp.page.Number, rp.trouble), Safety: true, Resumable: w.recipe != nil,
	}
}

// bodyKey is what a page is known again by.
func (w *Walk) bodyKey(rp *reply) uint64 {
	if w.dialect.counted {
		return rp.content
	}
	return digest(rp.resp.Body)
}

// cameBefore says whether a page's body was had before, so that its items are
// not given out twice even where they have no ids.
func (w *Walk) cameBefore(rp *reply) bool {
	if w.recipe == nil || rp.count() == 0 || rp.page.Late || w.tail {
		return false
	}
	_, same := w.bodies[w.bodyKey(rp)]
	return same
}

// repeated ends a walk at a page that came before.
func (w *Walk) repeated(rp *reply) *Stop {
	key := w.bodyKey(rp)
	before, same := w.bodies[key]
	if _, known := w.bodies[key]; !known {
		w.bodies[key] = rp.page.Number
	}
	if rp.count() == 0 || w.number == 1 || rp.page.Pieces > 0 || w.tail {
		return nil
	}
	if w.dialect.counted && rp.fresh == 0 && rp.page.Duplicates == rp.count() {
		return w.pastEnd(rp.page.Number, "every item of it was seen before")
	}
	if !same {
		return nil
	}
	text := fmt.Sprintf("its content is that of page %d", before)
	if w.dialect.counted {
		return w.pastEnd(rp.page.Number, text)
	}
	return unsafe(Cycle, fmt.Sprintf("page %d repeats page %d: the pages go round in a circle", rp.page.Number, before), w.lately...)
}

// pastEnd is what a repeated page of a page or offset walk means: the end,
// unless the total says that more follows.
func (w *Walk) pastEnd(number int, evidence string) *Stop {
	if w.total > w.skipped+w.items+int64(w.lostPages*w.size) {
		return unsafe(Cycle, fmt.Sprintf("page %d repeats what came before, but the total of %d is not reached", number, w.total), evidence)
	}
	return finish(EndOfList, fmt.Sprintf("the end of the list: page %d repeats what came before", number), evidence)
}

// cycle ends a walk that would ask what it asked before.
func (w *Walk) cycle(step Step, page int) *Stop {
	token := step.Token
	if token == "" {
		token = step.URL
	}
	return unsafe(Cycle, fmt.Sprintf("page %d would be asked for as page %d was: the pages go round in a circle", w.number+1, page),
		append([]string{"next: " + clip(token)}, w.lately...)...)
}

const (
	mostEmpty = 1000 // pages in a row
	mostStale = 3
)

// barren ends a token walk that goes on for ever without anything new.
func (w *Walk) barren(*reply) *Stop {
	switch {
	case w.empties >= mostEmpty:
		return unsafe(EmptyPage, fmt.Sprintf("%d empty pages in a row", w.empties), w.lately...)
	case w.stale >= mostStale && !w.dialect.counted:
		return unsafe(Cycle, fmt.Sprintf("%d pages in a row held only items that were seen before", w.stale), w.lately...)
	}
	return nil
}

// holdsAny returns the first of the words that a text holds, whatever its case.
func holdsAny(text string, words ...string) (string, bool) {
	text = strings.ToLower(text)
	for _, word := range words {
		if strings.Contains(text, word) {
			return word, true
		}
	}
	return "", false
}
