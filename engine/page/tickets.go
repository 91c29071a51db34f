package page

import "fmt"

// Ticket is one page that may be asked for now.
type Ticket struct {
	Number  int // of the page, from 1
	Request Request
}

// tickets keep pages that are fetched before their turn.
type tickets struct {
	issued  int           // highest number that Plan gave out
	steps   map[int]Step  // what pages ahead were asked with
	waiting map[int]early // came before their turn
	failed  map[int]Step  // pages that could not be had
	ahead   bool          // pages were fetched before their turn

	gaps     []Step // what short pages left out between two planned ones
	ending   *Stop  // the end, while the tail is checked
	tail     bool   // the outstanding page belongs to that check
	checking bool   // it is the one past the end
	checked  bool
	last     Step // where the list seemed to end
	lastSize int
	cut      bool // the items cap fell within the page
}

type early struct {
	resp   *Response
	status int
	err    error
	failed bool
}

// Plan returns the pages that may be asked for now and were not given out yet:
// the outstanding one and, where pages stand at known positions below a known
// total, those after it, so that at most ahead are under way, counted from the
// outstanding one. Pages 1 and 2 always come alone, because page 2 proves the
// dialect. A caller that fetches in parallel asks Plan again after each reply,
// hands replies to AcceptAt and FailAt in any order, and leaves Result.Next
// aside.
func (w *Walk) Plan(ahead int) []Ticket {
	var list []Ticket
	if w.stop != nil {
		return nil
	}
	at := w.number + 1
	for n := max(at, w.issued+1); n < at+max(ahead, 1); n++ {
		step, ok := w.stepTo(n)
		if !ok {
			break
		}
		req, err := w.build(step)
		if err != nil {
			break
		}
		w.issue(n, step)
		list = append(list, Ticket{Number: n, Request: req})
	}
	return list
}

func (w *Walk) issue(n int, step Step) {
	w.issued = n
	if n == w.number+1 {
		return
	}
	if w.steps == nil {
		w.steps = map[int]Step{}
	}
	w.steps[n] = step
	w.ahead = true
}

// stepTo returns how page n is asked for, if that can be known.
func (w *Walk) stepTo(n int) (Step, bool) {
	at := w.number + 1
	if n == at {
		return w.next, true
	}
	if !w.plannable() || w.spec.MaxPages > 0 && n > w.spec.MaxPages {
		return Step{}, false
	}
	between := int64(n-at) * int64(w.size)
	if w.spec.MaxItems > 0 && w.items+between >= int64(w.spec.MaxItems) {
		return Step{}, false
	}
	if w.recipe.Dialect == "offset" {
		position := w.next.Position + between
		return w.numbered(position), position-w.recipe.Base < w.total
	}
	return w.numbered(w.next.Position + int64(n-at)), w.skipped+w.raw+between < w.total
}

// plannable says whether positions of further pages are known.
func (w *Walk) plannable() bool {
	if w.recipe == nil || !w.detection.Verified || w.tail || w.total < 0 || w.size <= 0 {
		return false
	}
	// A server that names the next page itself is believed ahead only while it
	// counts by one.
	counts := w.recipe.Dialect == "page" && w.next.Position == w.position+1
	return counts || len(w.recipe.Next) == 0 && (w.recipe.Dialect == "page" || w.recipe.Dialect == "offset")
}

// planned returns what a page was asked with before its turn.
func (w *Walk) planned(n int) (Step, bool) {
	s, ok := w.steps[n]
	return s, ok
}

// gap notes what a short page left out before the next planned one.
func (w *Walk) gap(from, to int64, rp *reply) {
	rp.page.Drift = fmt.Sprintf("the page holds %d items where %d were expected", rp.count(), rp.count()+int(to-from))
	if w.ids.name != "" || w.ids.whole {
		w.gaps = append(w.gaps, w.numbered(from))
	}
}

// AcceptAt takes the reply to the ticket of page n, in any order, and returns
// the results that are now complete, in page order. It also takes the reply to
// a page that Retry gave out. Replies that nobody waits for give nothing.
func (w *Walk) AcceptAt(n int, resp Response) []Result {
	if step, ok := w.failed[n]; ok {
		return []Result{w.late(n, step, resp)}
	}
	w.revive(n)
	return w.arrive(n, early{resp: &resp, status: resp.Status})
}

// FailAt is AcceptAt for a page that failed for good, as Fail takes it.
func (w *Walk) FailAt(n, status int, resp *Response, err error) []Result {
	if _, ok := w.failed[n]; ok {
		return []Result{{Page: Page{Number: n, Status: status, Total: w.total, Failed: true, Late: true}}}
	}
	w.revive(n)
	return w.arrive(n, early{resp: resp, status: status, err: err, failed: true})
}

// revive takes a walk up again that stopped at page n because that failed.
func (w *Walk) revive(n int) {
	if w.stop != nil && w.stop.Reason == ServerError && w.stop.Resumable && n == w.number+1 {
		w.stop = nil
	}
}

func (w *Walk) arrive(n int, e early) []Result {
	if w.stop != nil || n <= w.number || n > max(w.issued, w.number+1) {
		return nil
	}
	if w.waiting == nil {
		w.waiting = map[int]early{}
	}
	w.waiting[n] = e
	var list []Result
	for w.stop == nil {
		at := w.number + 1
		e, ok := w.waiting[at]
		if !ok {
			return list
		}
		delete(w.waiting, at)
		if e.failed {
			list = append(list, w.Fail(e.status, e.resp, e.err))
		} else {
			list = append(list, w.Accept(*e.resp))
		}
		delete(w.steps, at)
		w.issued = max(w.issued, w.number)
		if w.number < at {
			w.issued = w.number // the page is asked for in another way
		}
	}
	w.waiting = nil
	return list
}

// Retry returns the request of a failed page, to be asked alone; its reply goes
// to AcceptAt or FailAt. It works after the walk's end too; where the walk ended
// because that page failed, the reply takes the walk up again.
func (w *Walk) Retry(n int) (Ticket, bool) {
	step, ok := w.failed[n]
	if !ok && n == w.number+1 && w.stop != nil && w.stop.Reason == ServerError && w.stop.Resumable {
		step, ok = w.next, true
	}
	if !ok {
		return Ticket{}, false
	}
	req, err := w.build(step)
	return Ticket{Number: n, Request: req}, err == nil
}

// Failed returns the numbers of pages that could not be had, in order.
func (w *Walk) Failed() []int {
	var list []int
	for n := 1; n <= w.number+1 && len(list) < len(w.failed); n++ {
		if _, ok := w.failed[n]; ok {
			list = append(list, n)
		}
	}
	return list
}

// late takes a page that failed in its turn and came after all.
func (w *Walk) late(n int, step Step, resp Response) Result {
	number, next, delivered := w.number, w.next, w.delivered
	w.number, w.next, w.delivered = n-1, step, 0
	rp := w.read(resp)
	defer func() { w.number, w.next, w.delivered = number, next, delivered }()
	rp.page.Late = true
	if resp.Status >= 400 {
		rp.page.Failed = true
		return Result{Page: rp.page}
	}
	delete(w.failed, n)
	w.bytes += rp.page.Bytes
	w.take(rp)
	rp.page.Total = w.total
	return Result{Page: rp.page, Items: rp.items, Trouble: rp.trouble}
}

// atEnd checks the tail of a list that was fetched ahead: what short pages left
// out, and what was added while the walk went on.
func (w *Walk) atEnd(rp *reply, stop *Stop) (Step, *Stop) {
	if !w.ahead || w.ending != nil || stop.Reason != EndOfList || w.checked && len(w.gaps) == 0 {
		return Step{}, stop
	}
	w.ending, w.last, w.lastSize = stop, Step{Position: w.position}, rp.count()
	return w.epilogue()
}

// epilogue returns the next request of the check, or the end.
func (w *Walk) epilogue() (Step, *Stop) {
	switch {
	case w.spec.MaxPages > 0 && w.number >= w.spec.MaxPages, w.spec.MaxItems > 0 && w.items >= int64(w.spec.MaxItems):
	case len(w.gaps) > 0:
		step := w.gaps[0]
		w.gaps = w.gaps[1:]
		w.tail = true
		return step, nil
	case !w.checked:
		w.checked, w.tail, w.checking = true, true, true
		return w.tailStep(), nil
	default:
		w.ending.Evidence = append(w.ending.Evidence, "the tail was asked for again and held nothing new")
	}
	return Step{}, w.ending
}

// tailStep asks for what would stand behind the end: the next position, or a
// short last page once more, where items can be told apart.
func (w *Walk) tailStep() Step {
	if w.recipe.Dialect == "offset" {
		return w.numbered(w.last.Position + int64(w.lastSize))
	}
	if w.lastSize < w.size && (w.ids.name != "" || w.ids.whole) {
		return w.numbered(w.last.Position)
	}
	return w.numbered(w.last.Position + 1)
}

// afterTail decides after a page of the check; ok is false where the walk goes
// on as before, because the tail had grown.
func (w *Walk) afterTail(rp *reply) (step Step, stop *Stop, ok bool) {
	grown := w.checking && rp.fresh > 0
	w.tail, w.checking = false, false
	if grown {
		w.ending = nil
		return Step{}, nil, false
	}
	step, stop = w.epilogue()
	return step, stop, true
}
