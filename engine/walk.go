package engine

import (
	"encoding/json"
	"fmt"
	"slices"

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
	failed []int // pages that could not be had and may be retried alone
	over   *page.Stop
	err    error // why the last failed page could not be had
}

// walk fetches pages as they are wanted, until the walker says why it is over.
func (r *Run) walk() error {
	w, err := r.newWalk()
	if err != nil {
		return &PlanError{What: "walk the pages", Err: err}
	}
	wk := &walker{r: r, w: w}
	for wk.over == nil || wk.waitsForRetry() {
		again, ok := r.awaitDemand()
		switch {
		case !ok:
			return nil
		case again > 0:
			err = wk.retry(again)
		case wk.over != nil:
			continue
		default:
			err = wk.step()
		}
		if err != nil {
			return err
		}
	}
	return wk.verdict()
}

func (r *Run) newWalk() (*page.Walk, error) {
	req := r.plan.Requests[0]
	first := page.Request{Method: req.Method, URL: req.URL, Header: req.Header, Body: req.Body}
	if state := r.plan.Walk.Resume; state != nil {
		return page.Resume(first, r.plan.Walk.Spec, *state)
	}
	return page.New(first, r.plan.Walk.Spec)
}

// waitsForRetry reports whether a walk that is over stays, because a reader
// who asks for pages one by one may still ask for one that failed.
func (wk *walker) waitsForRetry() bool {
	wk.r.e.mu.Lock()
	defer wk.r.e.mu.Unlock()
	return len(wk.failed) > 0 && wk.r.want < AllPages
}

// awaitDemand waits until another page is wanted, or a failed one again; ok is
// false where the run must end.
func (r *Run) awaitDemand() (again int, ok bool) {
	for {
		r.e.mu.Lock()
		switch {
		case r.why != nil:
			r.e.mu.Unlock()
			return 0, false
		case len(r.again) > 0:
			again, r.again = r.again[0], r.again[1:]
			r.e.mu.Unlock()
			return again, true
		case r.want > r.counts.Pages:
			r.e.mu.Unlock()
			return 0, true
		}
		r.e.mu.Unlock()
		<-r.notify
	}
}

// RetryPage asks a walk to fetch a page that failed once more. It reports
// whether the run is still there to do so.
func (r *Run) RetryPage(number int) bool {
	r.e.mu.Lock()
	defer r.e.unlock()
	if r.over() || r.why != nil || r.plan.Walk == nil {
		return false
	}
	if !slices.Contains(r.again, number) {
		r.again = append(r.again, number)
	}
	signal(r.notify)
	return true
}

// step fetches the next page and lets the walker decide how to go on.
func (wk *walker) step() error {
	x := wk.fetch(wk.w.Request(), wk.w.Number()+1)
	if x == nil {
		return nil
	}
	res := wk.read(x)
	return wk.turn(x, &res)
}

// retry fetches a page that failed once more.
func (wk *walker) retry(number int) error {
	t, ok := wk.w.Retry(number)
	if !ok {
		return nil
	}
	x := wk.fetch(t.Request, t.Number)
	if x == nil {
		return nil
	}
	var err error
	for _, res := range wk.readAt(t, x) {
		if err == nil {
			err = wk.turn(x, &res)
		}
	}
	return err
}

// fetch has a page fetched, and tries again in a new exchange while that may
// help. It returns nil where the run must end.
func (wk *walker) fetch(req page.Request, number int) *exchange {
	for try := 1; ; try++ {
		if !wk.r.start(wk.request(req), 0, number) {
			return nil
		}
		x := wk.r.await()
		if x == nil || try == pageTries || !worthAnother(x) {
			return x
		}
	}
}

// worthAnother reports whether an exchange failed in a way that time may mend.
func worthAnother(x *exchange) bool {
	return x.refusal == retry.RefusalAttempts || x.refusal == retry.RefusalBudget
}

func (wk *walker) request(req page.Request) Request {
	first := wk.r.plan.Requests[0]
	first.Method, first.URL, first.Header, first.Body = req.Method, req.URL, req.Header, req.Body
	return first
}

// read shows the walker what came of an exchange.
func (wk *walker) read(x *exchange) page.Result {
	if x.result.Err != nil {
		return wk.w.Fail(0, nil, x.result.Err)
	}
	return wk.w.Accept(x.response())
}

// readAt does the same for a page out of turn.
func (wk *walker) readAt(t page.Ticket, x *exchange) []page.Result {
	if x.result.Err != nil {
		return wk.w.FailAt(t.Number, 0, nil, x.result.Err)
	}
	return wk.w.AcceptAt(t.Number, x.response())
}

func (x *exchange) response() page.Response {
	r := &x.result
	return page.Response{Status: r.Status, Header: r.Header, Body: r.Body, URL: r.URL}
}

// turn states what a page brought and hands it on.
func (wk *walker) turn(x *exchange, res *page.Result) error {
	wk.state(x, res)
	if res.Page.Failed {
		wk.err = &PageError{Number: res.Page.Number, Status: x.result.Status, Err: x.result.Err}
		wk.failed = append(wk.failed, res.Page.Number)
	} else if res.Page.Late {
		wk.failed = slices.DeleteFunc(wk.failed, func(n int) bool { return n == res.Page.Number })
	}
	if res.Stop != nil && wk.over == nil {
		wk.over = res.Stop
	}
	if res.Page.Discarded || res.Page.Failed {
		return nil
	}
	out := x.result
	out.Page, out.Items = &res.Page, res.Items
	return wk.r.deliver(&out)
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
		r.counts.Pages++
		e.publish(PageFailed{
			Header: e.head(now, x), Number: res.Page.Number, Token: res.Page.Token, Status: x.result.Status,
			Error: facts(x.result.Err), GoesOn: res.Stop == nil,
		})
	case x.result.Err == nil:
		if !res.Page.Late {
			r.counts.Pages++
		}
		r.counts.Items += int64(res.Page.Items)
		e.publish(fetched(e.head(now, x), x, res))
	}
	if res.Stop != nil {
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
	state, err := json.Marshal(wk.w.State())
	if err != nil {
		return ""
	}
	return string(state)
}

// verdict is the error of a walk that is over; nil where it had its end.
func (wk *walker) verdict() error {
	switch stop := wk.over; {
	case stop.Safety:
		return &WalkError{Stop: *stop}
	case len(wk.failed) > 0 && wk.err != nil:
		return wk.err
	case stop.Reason == page.Unreadable:
		return &PageError{Number: wk.w.Number(), Err: fmt.Errorf("%s", stop.Text)}
	default:
		return nil
	}
}
