package sessions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"weir/engine"
	"weir/engine/page"
)

// ErrNoWalk says that a session holds no walk over pages.
var ErrNoWalk = errors.New("it holds no walk over the pages of a list")

// ErrStruckOut says that a walk cannot go on from its record, because what asks
// for the next page was struck out of it.
var ErrStruckOut = errors.New("what asks for the next page was struck out as a secret")

// Rewalk takes the last walk of a session to where its record ends, without any
// network: the recorded pages are shown to the walker that read them, and so it
// stands where it stood, also when the program was killed. Pages that the record
// does not hold whole are left to be fetched.
//
// first and spec are what the walk began with; first may carry fresh
// credentials. each, where it is not nil, is given each page in order, as the
// run gave it to its plan's owner; its error ends the rewalk.
//
// The state is for engine.Walk.Resume. Errors are ErrNoWalk, ErrStruckOut,
// page.ErrAtEnd, those of page.New and page.Resume, and those of reading.
func (s *Session) Rewalk(ctx context.Context, first page.Request, spec page.Spec, each func(engine.Result) error) (*page.State, error) {
	last, err := s.lastWalk(ctx)
	if err != nil {
		return nil, err
	}
	if !samePlace(last.URL, first.URL) {
		return nil, fmt.Errorf("its walk is over %s, not over %s", placeOf(last.URL), placeOf(first.URL))
	}
	spec.MaxPages, spec.MaxItems, spec.MaxBytes = 0, 0, 0 // they are for what follows
	w, err := rewalker(first, spec, last.Resume)
	if err != nil {
		return nil, err
	}
	r := &rewalk{session: s, walk: w, run: last.Run, each: each, came: make(map[uint64]*exchangeSeen)}
	for e, err := range s.Events(ctx, last.Seq, 1<<63-1) {
		var damaged *DamagedError
		if errors.As(err, &damaged) {
			break // what follows is fetched again
		}
		if err != nil {
			return nil, err
		}
		more, err := r.take(ctx, e)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
	}
	return r.state(first)
}

func rewalker(first page.Request, spec page.Spec, resume string) (*page.Walk, error) {
	if resume == "" {
		return page.New(first, spec)
	}
	var from page.State
	if strings.Contains(resume, markOpen) {
		return nil, ErrStruckOut
	}
	if err := json.Unmarshal([]byte(resume), &from); err != nil {
		return nil, fmt.Errorf("read the position at which it went on: %w", err)
	}
	return page.Resume(first, spec, from)
}

// lastWalk finds the beginning of the last walk.
func (s *Session) lastWalk(ctx context.Context) (last engine.RunStarted, err error) {
	rows, err := s.read.QueryContext(ctx, "SELECT json FROM events WHERE kind = 'run.started' ORDER BY seq DESC")
	if err != nil {
		return last, s.broken("its runs", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return last, s.broken("its runs", err)
		}
		e, err := engine.ParseEvent([]byte(text))
		if started, ok := e.(engine.RunStarted); ok && err == nil && started.Mode == engine.ModeWalk {
			return started, nil
		}
	}
	return last, errors.Join(ErrNoWalk, rows.Err())
}

// rewalk shows recorded pages to a walker.
type rewalk struct {
	session *Session
	walk    *page.Walk
	run     uint64
	each    func(engine.Result) error
	came    map[uint64]*exchangeSeen // exchanges whose page was not told yet
	order   []uint64                 // theirs, as they ended
	stopped string                   // the position that the walk's end told
	over    bool                     // the walk had reached the list's end
}

// exchangeSeen is what the walker has to know of an exchange.
type exchangeSeen struct {
	page     int
	ended    bool
	answered bool // with a status below 400
	start    engine.ExchangeStarted
	end      engine.ExchangeFinished
	reply    engine.AttemptFinished // of the last attempt
}

// take takes in an event, and says whether those that follow matter.
func (r *rewalk) take(ctx context.Context, e engine.Event) (more bool, err error) {
	h := e.Head()
	if h.Run != r.run {
		return true, nil
	}
	x := r.came[h.Exchange]
	switch e := e.(type) {
	case engine.ExchangeStarted:
		r.came[h.Exchange] = &exchangeSeen{page: e.Page, start: e}
	case engine.AttemptFinished:
		if x != nil {
			x.reply = e
		}
	case engine.ExchangeFinished:
		if x != nil {
			x.ended, x.end, x.answered = true, e, e.Outcome == engine.ExchangeAnswered
			r.order = append(r.order, h.Exchange)
		}
	case engine.PageFetched:
		return r.fetched(ctx, e)
	case engine.PageFailed:
		return r.failed(ctx, h.Exchange, e)
	case engine.WalkStopped:
		r.stopped = e.Resume
		r.over = e.Resume == "" && !e.Safety && e.Reason != string(page.ServerError)
	case engine.RunFinished:
		return false, nil
	}
	return true, nil
}

// fetched shows the walker the replies that made page number: the last one, and
// before it those that proved a guess wrong.
func (r *rewalk) fetched(ctx context.Context, e engine.PageFetched) (more bool, err error) {
	number := e.Number
	for _, id := range r.order {
		x := r.came[id]
		if x.page != number || !x.answered && id != e.Exchange {
			continue
		}
		resp, whole, err := r.response(ctx, id, x)
		if !whole || err != nil {
			return false, err
		}
		r.walk.Plan(1)
		for _, res := range r.walk.AcceptAt(number, resp) {
			res.Items = res.Items[:min(len(res.Items), e.Items)] // a cap may have fallen within the page
			if err := r.give(x, resp, &res); err != nil {
				return false, err
			}
		}
	}
	r.forget(number)
	return r.walk.Number() >= number, nil
}

// failed shows the walker a page that could not be had.
func (r *rewalk) failed(ctx context.Context, exchange uint64, e engine.PageFailed) (more bool, err error) {
	x := r.came[exchange]
	if x == nil {
		return true, nil
	}
	r.walk.Plan(1)
	if e.Error != nil {
		r.walk.FailAt(e.Number, 0, nil, errors.New(e.Error.Text))
	} else {
		resp, whole, err := r.response(ctx, exchange, x)
		if !whole || err != nil {
			return false, err
		}
		r.walk.AcceptAt(e.Number, resp)
	}
	r.forget(e.Number)
	return true, nil
}

// forget lets go of the exchanges of a page.
func (r *rewalk) forget(number int) {
	left := r.order[:0]
	for _, id := range r.order {
		if r.came[id].page == number {
			delete(r.came, id)
			continue
		}
		left = append(left, id)
	}
	r.order = left
}

// response is a recorded reply; whole is false where the record lacks a part.
func (r *rewalk) response(ctx context.Context, id uint64, x *exchangeSeen) (resp page.Response, whole bool, err error) {
	resp = page.Response{Status: x.reply.Status, Header: http.Header(x.reply.Fields), URL: x.reply.FinalURL}
	if !x.reply.HasBody {
		return resp, true, nil
	}
	body, facts, err := r.session.Body(ctx, id, x.reply.Attempt, engine.ResponseBody)
	if errors.Is(err, ErrNoBody) {
		return resp, false, nil
	}
	resp.Body = body
	return resp, facts.Complete || x.reply.Cut, err
}

// give hands on a page as the run did.
func (r *rewalk) give(x *exchangeSeen, resp page.Response, res *page.Result) error {
	if r.each == nil || res.Page.Discarded || res.Page.Failed {
		return nil
	}
	return r.each(engine.Result{
		Exchange: x.reply.Exchange, Attempts: x.end.Attempts, Page: &res.Page, Items: res.Items, Method: x.start.Method,
		URL: x.start.URL, Status: resp.Status, Proto: x.reply.Proto, Header: resp.Header, Body: resp.Body,
		Cut: x.reply.Cut, Elapsed: x.end.Elapsed,
	})
}

// state is where the walk stands now: as it said when it stopped, else where
// the pages took the walker.
func (r *rewalk) state(first page.Request) (*page.State, error) {
	at := r.walk.State()
	switch {
	case r.stopped != "" && !strings.Contains(r.stopped, markOpen):
		at = page.State{}
		if err := json.Unmarshal([]byte(r.stopped), &at); err != nil {
			return nil, fmt.Errorf("read the position at which the walk stopped: %w", err)
		}
	case r.over || at.Done:
		return nil, page.ErrAtEnd
	}
	at.Next.URL = withSecretsOf(at.Next.URL, first.URL)
	sent := at.Next
	sent.Token = "" // it is only shown
	text, err := json.Marshal(sent)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(text), markOpen) || strings.Contains(string(text), url.QueryEscape(markOpen)) {
		return nil, ErrStruckOut
	}
	return &at, nil
}

// withSecretsOf puts parameters that were struck out of a next link back, where
// the first request has them: servers repeat them there.
func withSecretsOf(next, first string) string {
	u, err := url.Parse(next)
	f, ferr := url.Parse(first)
	if err != nil || ferr != nil || !strings.Contains(u.RawQuery, "redacted") {
		return next
	}
	own, query := f.Query(), u.Query()
	for name, values := range query {
		if len(values) == 1 && isMark(values[0]) && own.Has(name) {
			query.Set(name, own.Get(name))
		}
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// samePlace says whether two URLs differ in no more than their query, which may
// hold secrets.
func samePlace(a, b string) bool { return placeOf(a) == placeOf(b) }

func placeOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
