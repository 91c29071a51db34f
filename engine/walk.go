package engine

import (
	"encoding/json"
	"errors"
	"time"

	"weir/engine/page"
	"weir/engine/retry"
)

// pageTries is how many exchanges a walk gives a page whose failures are worth
// retrying.
const pageTries = 3

// walker drives one walk. It belongs to the run's goroutine.
type walker struct {
	r      *Run
	w      *page.Walk
	under  map[uint64]*errand // exchanges under way
	came   map[int]*exchange  // replies whose page is not complete in turn yet
	failed map[int]error      // pages that could not be had and may be retried alone
	over   *page.Stop
}

// errand is the fetching of one page.
type errand struct {
	ticket page.Ticket
	try    int
}

// walk fetches pages as they are wanted, until the walker says why it is over.
func (r *Run) walk() error {
	w, err := r.newWalk()
	if err != nil {
		return &PlanError{What: "walk the pages", Err: err}
	}
	wk := &walker{
		r: r, w: w, under: make(map[uint64]*errand), came: make(map[int]*exchange), failed: make(map[int]error),
	}
	defer func() { r.stopped = wk.over }()
	for {
		wk.issue()
		x, pending := r.pop()
		switch {
		case x != nil:
			if err := wk.take(x); err != nil {
				return err
			}
		case pending:
			<-r.notify
		case wk.done():
			return wk.verdict()
		default:
			<-r.notify
		}
	}
}

func (r *Run) newWalk() (*page.Walk, error) {
	req := r.plan.Requests[0]
	first := page.Request{Method: req.Method, URL: req.URL, Header: req.Header, Body: req.Body}
	if state := r.plan.Walk.Resume; state != nil {
		return page.Resume(first, r.plan.Walk.Spec, *state)
	}
	return page.New(first, r.plan.Walk.Spec)
}

// demand is what is asked of the walk now: how many further pages, and which
// failed ones again.
func (r *Run) demand() (pages int, again []int) {
	r.e.mu.Lock()
	defer r.e.mu.Unlock()
	if r.why != nil {
		return 0, nil
	}
	again, r.again = r.again, nil
	return r.want - r.counts.Pages, again
}

// ending reports whether the run must end.
func (r *Run) ending() bool {
	r.e.mu.Lock()
	defer r.e.mu.Unlock()
	return r.why != nil
}

// done reports whether nothing more will come. A walk that is over stays for
// as long as a reader who asks for pages one by one may ask for a failed one.
func (wk *walker) done() bool {
	r := wk.r
	r.e.mu.Lock()
	defer r.e.mu.Unlock()
	return r.why != nil || wk.over != nil && (r.want == AllPages || !wk.mendable())
}

// mendable reports whether a page failed that can be asked for again. A walk
// whose first page failed has nothing to keep: it is started anew.
func (wk *walker) mendable() bool {
	if len(wk.w.Failed()) > 0 {
		return true
	}
	last := wk.w.Number()
	_, ok := wk.w.Retry(last + 1)
	return ok && last > 0
}

// revive takes a walk up again that stopped because a page failed, before that
// page is asked for once more: it may fail again, which counts once.
func (wk *walker) revive(number int) {
	wk.over = nil
	delete(wk.failed, number)
	wk.r.e.mu.Lock()
	defer wk.r.e.mu.Unlock()
	wk.r.counts.Pages--
}

// RetryPage asks a walk to fetch a page that failed once more. It reports
// whether the run is still there to do so.
func (r *Run) RetryPage(number int) bool {
	r.e.mu.Lock()
	defer r.e.unlock()
	if r.over() || r.why != nil || r.plan.Walk == nil {
		return false
	}
	r.again = append(r.again, number)
	signal(r.notify)
	return true
}

// issue starts the fetching of the pages that are wanted and may be asked for
// now: one after the other, or several where the dialect allows it.
func (wk *walker) issue() {
	pages, again := wk.r.demand()
	for _, number := range again {
		if t, ok := wk.w.Retry(number); ok && !wk.fetching(number) {
			if number > wk.w.Number() {
				wk.revive(number)
			}
			wk.fetch(&errand{ticket: t}, wait{})
		}
	}
	if wk.over != nil || pages <= 0 {
		return
	}
	for _, t := range wk.w.Plan(min(pages, max(1, wk.r.plan.Walk.Parallel))) {
		wk.fetch(&errand{ticket: t}, wait{})
	}
}

func (wk *walker) fetching(number int) bool {
	for _, er := range wk.under {
		if er.ticket.Number == number {
			return true
		}
	}
	return false
}

// fetch starts an exchange for a page.
func (wk *walker) fetch(er *errand, w wait) {
	er.try++
	if id, ok := wk.r.start(wk.request(er.ticket.Request), 0, er.ticket.Number, w); ok {
		wk.under[id] = er
	}
}

// take takes in the end of an exchange: it has the page fetched once more
// where that may help, else it shows it to the walker.
func (wk *walker) take(x *exchange) error {
	er := wk.under[x.id]
	if er == nil {
		return nil // given up: the same page may have been asked for again since
	}
	delete(wk.under, x.id)
	if now := wk.r.e.now(); er.try < pageTries && wk.over == nil && x.worthAnother(now) {
		wk.fetch(er, x.before(now))
		return nil
	}
	if errors.Is(x.result.Err, ErrCancelled) && wk.r.ending() {
		return nil // no word on the page
	}
	wk.came[er.ticket.Number] = x
	for _, res := range wk.read(er.ticket.Number, x) {
		number := res.Page.Number
		cause := wk.came[number]
		if cause == nil {
			cause = x
		}
		if err := wk.turn(cause, &res); err != nil {
			return err
		}
		delete(wk.came, number)
	}
	return nil
}

// worthAnother reports whether an exchange failed in a way that time may mend,
// under a policy that wants such things mended.
func (x *exchange) worthAnother(now time.Time) bool {
	asked, _ := retry.RetryAfter(x.result.Header, now)
	return x.retry.Attempts > 1 && asked <= x.retry.MaxRetryAfter &&
		(x.refusal == retry.RefusalAttempts || x.refusal == retry.RefusalBudget)
}

// budgetRest is how long a page waits whose retry the budget refused: in a second
// the budget's reserve has come back.
const budgetRest = time.Second

// before is what the exchange that follows a failed one waits for: nothing is
// sent earlier than the server asked, nor at once where the budget is used up.
func (x *exchange) before(now time.Time) wait {
	if asked, _ := retry.RetryAfter(x.result.Header, now); asked > 0 {
		return wait{reason: WaitRetryAfter, until: now.Add(asked), detail: "the server asked to wait"}
	}
	if x.refusal == retry.RefusalBudget {
		return wait{reason: WaitBackoff, until: now.Add(budgetRest), detail: string(x.refusal)}
	}
	return wait{}
}

// read shows the walker what came of a page's exchange.
func (wk *walker) read(number int, x *exchange) []page.Result {
	if x.result.Err != nil {
		return wk.w.FailAt(number, 0, nil, x.result.Err)
	}
	return wk.w.AcceptAt(number, x.response())
}

func (wk *walker) request(req page.Request) Request {
	first := wk.r.plan.Requests[0]
	first.Method, first.URL, first.Header, first.Body = req.Method, req.URL, req.Header, req.Body
	return first
}

func (x *exchange) response() page.Response {
	r := &x.result
	return page.Response{Status: r.Status, Header: r.Header, Body: r.Body, URL: r.URL}
}

// turn states what a page brought and hands it on.
func (wk *walker) turn(x *exchange, res *page.Result) error {
	wk.state(x, res)
	number := res.Page.Number
	switch {
	case res.Page.Failed:
		wk.failed[number] = &PageError{Number: number, Status: x.result.Status, Err: x.result.Err}
	case res.Page.Late:
		delete(wk.failed, number)
	}
	if res.Stop != nil && wk.over == nil {
		wk.stop(res.Stop)
	}
	if res.Page.Discarded || res.Page.Failed {
		return nil
	}
	out := x.result
	out.Page, out.Items = &res.Page, res.Items
	return wk.r.deliver(&out)
}

// stop ends the walk: what was fetched ahead of its end is given up.
func (wk *walker) stop(s *page.Stop) {
	wk.over = s
	clear(wk.came)
	for id, er := range wk.under {
		if er.ticket.Number > wk.w.Number() { // and no earlier one that failed and is asked for again
			wk.r.GiveUp(id)
			delete(wk.under, id)
		}
	}
}

// state publishes what a page brought.
func (wk *walker) state(x *exchange, res *page.Result) {
	r, e := wk.r, wk.r.e
	e.mu.Lock()
	defer e.unlock()
	now := e.now()
	if d := res.Detection; d != nil {
		e.publish(detected(e.head(now, x), d))
	}
	switch {
	case res.Page.Discarded:
	case res.Page.Failed:
		if !res.Page.Late {
			r.counts.Pages++
		}
		e.publish(PageFailed{
			Header: e.head(now, x), Number: res.Page.Number, Token: res.Page.Token, Status: x.result.Status,
			Error: facts(x.result.Err), GoesOn: res.Stop == nil && wk.over == nil,
		})
	case x.result.Err == nil:
		if !res.Page.Late { // it was counted when it failed
			r.counts.Pages++
		}
		r.counts.Items += int64(res.Page.Items)
		e.publish(fetched(e.head(now, x), x, res))
	}
	if res.Stop != nil && wk.over == nil {
		e.publish(WalkStopped{
			Header: e.head(now, x), Reason: string(res.Stop.Reason), Text: res.Stop.Text, Evidence: res.Stop.Evidence,
			Safety: res.Stop.Safety, Pages: r.counts.Pages, Items: r.counts.Items, Resume: wk.resume(res.Stop),
		})
	}
}

func detected(h Header, d *page.Detection) PaginationDetected {
	ev := PaginationDetected{
		Header: h, Dialect: d.Dialect, Confidence: d.Confidence, Evidence: d.Evidence,
		Guess: d.Guess, Verified: d.Verified,
	}
	for _, c := range d.Candidates {
		ev.Candidates = append(ev.Candidates, Candidate{
			Dialect: c.Dialect, Confidence: c.Confidence, Evidence: c.Evidence, Guess: c.Guess,
		})
	}
	return ev
}

func fetched(h Header, x *exchange, res *page.Result) PageFetched {
	p := &res.Page
	ev := PageFetched{
		Header: h, Number: p.Number, Token: p.Token, Next: p.NextToken, URL: p.URL, Status: p.Status,
		ItemsPath: p.ItemsPath, Items: p.Items, Doubles: p.Doubles, Total: p.Total, Drift: p.Drift,
		Bytes: p.Bytes, Elapsed: x.result.Elapsed,
	}
	if res.Trouble != nil {
		ev.Trouble = res.Trouble.Error()
	}
	return ev
}

// resume is the walk's position for going on later.
func (wk *walker) resume(stop *page.Stop) string {
	if !stop.Resumable {
		return ""
	}
	at := wk.w.State()
	if at.Recipe == nil {
		return "" // it had not begun
	}
	return position(at)
}

// position writes a walk's state as events carry it.
func position(at page.State) string {
	state, err := json.Marshal(at)
	if err != nil {
		return ""
	}
	return string(state)
}

// verdict is the error of a walk that is over; nil where it had its end.
func (wk *walker) verdict() error {
	first := 0
	for number := range wk.failed {
		if first == 0 || number < first {
			first = number
		}
	}
	switch stop := wk.over; {
	case stop == nil: // the run was ended
		return nil
	case stop.Safety:
		return &WalkError{Stop: *stop}
	case first > 0:
		return wk.failed[first]
	case stop.Reason == page.Unreadable:
		return &PageError{Number: wk.r.counts.Pages, Err: errors.New(stop.Text)}
	default:
		return nil
	}
}
