package page

import (
	"fmt"
	"net/http"
	"strings"

	"weir/engine/page/document"
)

// mostFailures is how many pages in a row may fail before a walk gives up.
const mostFailures = 3

// Fail takes the news that the outstanding page could not be had, after
// whatever retries there were: with a status and its reply, or with an error
// and status 0. The walk ends as at its list's end where what came before
// explains the failure; it goes on without the page where pages stand at known
// positions; it tries another candidate where a guess was refused; else it
// stops and can be resumed.
func (w *Walk) Fail(status int, resp *Response, err error) Result {
	if w.stop != nil {
		return Result{Page: Page{Number: w.number, Total: w.total}, Stop: w.stop}
	}
	f := w.failure(status, resp, err)
	switch {
	case w.recipe == nil:
	case w.refusesGuess(f):
		return w.reconsider(f.page, fmt.Sprintf("page 2 was refused with status %d", status))
	case w.tail:
		return w.failedTail(f)
	case w.dialect.counted:
		if evidence := w.explains(f); evidence != "" {
			return w.failedEnd(f, finish(EndOfList, fmt.Sprintf("the end of the list: page %d answers %d", f.page.Number, status), evidence))
		}
		if w.mayGoOn(f) {
			return w.goOn(f)
		}
	default:
		if word := w.expired(f); word != "" {
			return w.renew(f, word)
		}
	}
	return w.failedEnd(f, &Stop{
		Reason: ServerError, Text: fmt.Sprintf("page %d failed: %s", f.page.Number, f.what), Resumable: true, Evidence: f.evidence(),
	})
}

// failure is a page that could not be had.
type failure struct {
	*reply
	status int
	what   string
}

func (f failure) evidence() []string {
	if len(f.resp.Body) == 0 {
		return nil
	}
	return []string{clip(string(f.resp.Body[:min(len(f.resp.Body), 200)]))}
}

func (w *Walk) failure(status int, resp *Response, err error) failure {
	f := failure{status: status}
	if resp == nil {
		resp = &Response{Status: status, Header: http.Header{}}
	}
	f.reply = w.read(*resp)
	f.page.Status, f.page.Failed, f.page.Total = status, true, w.total
	switch {
	case err != nil:
		f.what = err.Error()
	case http.StatusText(status) != "":
		f.what = fmt.Sprintf("%d %s", status, http.StatusText(status))
	default:
		f.what = fmt.Sprintf("status %d", status)
	}
	return f
}

func (w *Walk) failedEnd(f failure, stop *Stop) Result {
	w.stop, w.page1 = stop, nil
	if stop.Reason == EndOfList {
		f.page.Failed, f.page.Discarded = false, true
	}
	return Result{Page: f.page, Stop: stop}
}

// refusesGuess says whether a client error speaks against a guessed parameter.
func (w *Walk) refusesGuess(f failure) bool {
	return w.unproved() && w.detection.Guess && isRefusal(f.status)
}

func isRefusal(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusRequestedRangeNotSatisfiable, http.StatusUnprocessableEntity,
		http.StatusMethodNotAllowed, http.StatusNotImplemented, http.StatusRequestURITooLong:
		return true
	}
	return false
}

// explains says what shows that a refused page lies past the end; empty for
// nothing.
func (w *Walk) explains(f failure) string {
	if !isRefusal(f.status) {
		return ""
	}
	full := max(w.recipe.Asked, w.size)
	switch n := w.lastCount; {
	case f.status == http.StatusRequestedRangeNotSatisfiable:
		return "416 means that the range lies past the end"
	case w.total >= 0 && w.skipped+w.raw >= w.total:
		return fmt.Sprintf("total: %d, all received", w.total)
	case w.total < 0 && n < full:
		return fmt.Sprintf("page %d held %d items where %d are full", w.number, n, full)
	}
	word, ok := holdsAny(string(f.resp.Body[:min(len(f.resp.Body), 4096)]), "invalid page", "invalid_page", "out of range",
		"page number", "page_number", "no more", "beyond", "larger than", "last page", "contains no results", "past the end", "exceeds the")
	if ok && w.total < 0 {
		return fmt.Sprintf("the server says %q", word)
	}
	return ""
}

// mayGoOn says whether the page after a failed one can be asked for.
func (w *Walk) mayGoOn(f failure) bool {
	switch {
	case w.number == 0, len(w.recipe.Next) > 0, w.size <= 0, w.failures+1 >= mostFailures:
		return false
	case f.status == http.StatusNotFound && w.total >= 0:
		return true
	}
	return f.status == 0 || f.status >= 500 || f.status == http.StatusRequestTimeout || f.status == http.StatusTooManyRequests
}

// goOn leaves a failed page behind, to be retried alone, and asks for the next.
func (w *Walk) goOn(f failure) Result {
	if w.failed == nil {
		w.failed = map[int]Step{}
	}
	w.number++
	w.failed[w.number] = w.next
	w.failures++
	w.position = w.next.Position
	w.raw += int64(w.size)
	w.lostPages++
	res := Result{Page: f.page}
	if w.total >= 0 && w.behind() >= w.total {
		w.stop = finish(EndOfList, fmt.Sprintf("the end of the list; page %d failed (%s) and can be retried alone", w.number, f.what), fmt.Sprintf("total: %d", w.total))
		res.Stop = w.stop
		return res
	}
	if w.stop = w.ask(w.stepAfter(), f.reply); w.stop != nil {
		res.Stop = w.stop
		return res
	}
	req := w.request
	res.Next, res.Page.NextToken = &req, w.next.Token
	return res
}

// behind is how many items stand before the page after the last one.
func (w *Walk) behind() int64 {
	if w.recipe.Dialect == "page" {
		return w.skipped + w.raw
	}
	return w.position - w.recipe.Base + int64(w.size)
}

// stepAfter is the step behind a page that failed: as far as a full page goes.
func (w *Walk) stepAfter() Step {
	switch w.recipe.Dialect {
	case "page":
		return w.numbered(w.position + 1)
	case "range":
		return w.ranged(w.position + int64(w.size))
	}
	return w.numbered(w.position + int64(w.size))
}

// failedTail ends a walk whose check of the tail was refused.
func (w *Walk) failedTail(f failure) Result {
	w.number++
	w.ending.Evidence = append(w.ending.Evidence, fmt.Sprintf("what stands behind it answers: %s", f.what))
	return w.failedEnd(f, w.ending)
}

// expired returns the server's word for a token that is no longer good.
func (w *Walk) expired(f failure) string {
	if w.number == 0 {
		return ""
	}
	switch f.status {
	case http.StatusGone:
		return "410 Gone"
	case http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusConflict, http.StatusPreconditionFailed:
		word, _ := holdsAny(string(f.resp.Body[:min(len(f.resp.Body), 4096)]), "expired", "invalid cursor", "invalid_cursor",
			"invalid token", "invalid page token", "invalid_page_token", "invalid continuation", "stale", "no longer valid",
			"invalidpagetoken", "invalidtoken", "invalid next", "invalid marker")
		return word
	}
	return ""
}

// renew goes on with a fresh token out of the error, once, or stops.
func (w *Walk) renew(f failure, word string) Result {
	stop := &Stop{
		Reason: ExpiredToken, Resumable: true, Evidence: append([]string{word}, f.evidence()...),
		Text: fmt.Sprintf("the token of page %d has expired; what was fetched is kept, and the walk can be started again", f.page.Number),
	}
	if w.renewed || len(w.recipe.Next) == 0 || w.dialect.Name == "next-url" {
		return w.failedEnd(f, stop)
	}
	step, end := w.fresh(f.reply)
	if end != nil || w.ask(step, f.reply) != nil {
		return w.failedEnd(f, stop)
	}
	w.renewed = true
	f.page.Failed, f.page.Discarded = false, true
	f.page.Drift = "the token expired and the server gave a fresh one: items may have changed meanwhile"
	f.page.NextToken = step.Token
	req := w.request
	return Result{Page: f.page, Next: &req}
}

// fresh is the step with the fresh token of an error: where pages hold theirs,
// or else where a member's name calls it fresh.
func (w *Walk) fresh(rp *reply) (Step, *Stop) {
	step, end := w.dialect.advance(w, rp)
	path := freshToken(rp.doc)
	if end == nil || path == "" || len(w.recipe.Next) != 1 || w.recipe.Merge {
		return step, end
	}
	pages := w.recipe
	defer func() { w.recipe = pages }()
	renewed := *pages
	renewed.Next = []string{path}
	w.recipe = &renewed
	return w.dialect.advance(w, rp)
}

// freshToken is the path of a member such as fresh_cursor or newPageToken; empty
// for none. A new_token may be for signing in and is none.
func freshToken(doc *document.Document) string {
	for i, n := range doc.Nodes {
		fold := document.Fold(n.Name())
		name, ok := strings.CutPrefix(fold, "fresh")
		if !ok {
			name, ok = strings.CutPrefix(fold, "new")
		}
		if ok && (name == "cursor" || name == "pagetoken" || name == "continuationtoken") {
			return doc.Path(i)
		}
	}
	return ""
}
