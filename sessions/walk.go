package sessions

import (
	"slices"
	"time"

	"weir/engine"
)

// Note is something a walk saw, such as a total that moved.
type Note struct {
	Page int
	At   time.Time
	Text string
}

// Walk is the paging of a run.
type Walk struct {
	Dialect    string
	Confidence float64
	Evidence   []string
	Guess      bool
	Verified   bool // by a second page that differed
	Candidates []engine.Candidate
	Trail      Trail
	Items      int64 // new ones, of all pages
	Total      int64 // as the server told it last; -1 where it does not
	Fetched    int   // pages
	Failed     int   // pages that could not be had and still are not
	Doubles    int   // items that came before
	Drift      []Note
	Troubles   []Note
	Stop       *engine.WalkStopped // nil while it goes on
}

// Newest returns the page that was fetched last by number; ok is false before
// the first.
func (w *Walk) Newest() (p Page, ok bool) {
	for i := w.Trail.Len() - 1; i >= 0 && i >= w.Trail.Len()-pieceLen; i-- {
		if p := w.Trail.At(i); p.Status == PageFetched {
			return p, true
		}
	}
	return Page{}, false
}

func (w *Walk) clone() *Walk {
	if w == nil {
		return nil
	}
	c := *w
	c.Trail = w.Trail.clone()
	c.Drift = slices.Clone(w.Drift)
	c.Troubles = slices.Clone(w.Troubles)
	return &c
}

func (s *State) walkOf(run uint64) *Walk {
	if r := s.run(run); r != nil {
		return r.Walk
	}
	return nil
}

func (s *State) applyWalk(e engine.Event) {
	switch e := e.(type) {
	case engine.ExchangeStarted:
		s.startPage(e)
	case engine.AttemptStarted:
		s.movePage(e.Header, PageInFlight)
	case engine.WaitStarted:
		s.movePage(e.Header, PageWaiting)
	case engine.PageFetched:
		s.fetchPage(e)
	case engine.PageFailed:
		s.failPage(e)
	case engine.PaginationDetected:
		if w := s.walkOf(e.Run); w != nil {
			w.Dialect, w.Confidence, w.Evidence = e.Dialect, e.Confidence, e.Evidence
			w.Guess, w.Verified, w.Candidates = e.Guess, e.Verified, e.Candidates
		}
	case engine.WalkStopped:
		if w := s.walkOf(e.Run); w != nil {
			w.Stop = &e
		}
	}
}

func (s *State) startPage(e engine.ExchangeStarted) {
	w := s.walkOf(e.Run)
	if w == nil || e.Page < 1 {
		return
	}
	if i, ok := w.Trail.Find(e.Page); ok {
		p := w.Trail.At(i)
		if p.Status == PageFetched {
			return
		}
		if p.Status == PageFailed { // it is tried again alone
			w.Failed = max(0, w.Failed-1)
		}
	}
	w.Trail.put(s.ed, Page{Number: e.Page, Status: PageWaiting, URL: e.URL, Exchange: e.Exchange, Total: -1})
}

// movePage sets the status of the page that an exchange is for.
func (s *State) movePage(h engine.Header, status PageStatus) {
	x := s.Exchange(h.Exchange)
	if x == nil || x.Page < 1 {
		return
	}
	w := s.walkOf(x.Run)
	if w == nil {
		return
	}
	i, ok := w.Trail.Find(x.Page)
	if !ok {
		return
	}
	p := w.Trail.At(i)
	if p.Exchange != x.ID || p.Status == PageFetched || p.Status == PageFailed {
		return
	}
	p.Status, p.Attempt = status, h.Attempt
	w.Trail.set(s.ed, i, p)
}

func (s *State) fetchPage(e engine.PageFetched) {
	w := s.walkOf(e.Run)
	if w == nil || e.Number < 1 || e.Items < 0 {
		return
	}
	if i, ok := w.Trail.Find(e.Number); ok && w.Trail.At(i).Status == PageFetched {
		return
	}
	if w.Stop != nil && w.Stop.Resume != "" {
		w.Stop = nil // it was taken up again
	}
	s.Counters.Pages++
	s.Counters.Items += int64(e.Items)
	w.Fetched++
	w.Items += int64(e.Items)
	w.Doubles += len(e.Doubles)
	if e.Total >= 0 {
		w.Total = e.Total
	}
	w.Drift = note(w.Drift, e, e.Drift)
	w.Troubles = note(w.Troubles, e, e.Trouble)
	w.Trail.put(s.ed, Page{
		Number: e.Number, Status: PageFetched, Token: e.Token, Next: e.Next, URL: e.URL, Code: e.Status,
		ItemsPath: e.ItemsPath, Items: e.Items, Doubles: e.Doubles, Total: e.Total, Drift: e.Drift,
		Trouble: e.Trouble, Bytes: e.Bytes, Elapsed: e.Elapsed, Exchange: e.Exchange, Attempt: e.Attempt,
	})
}

func note(notes []Note, e engine.PageFetched, text string) []Note {
	if text == "" {
		return notes
	}
	return lastOf(append(notes, Note{Page: e.Number, At: e.At, Text: text}), keptChanges)
}

func (s *State) failPage(e engine.PageFailed) {
	w := s.walkOf(e.Run)
	if w == nil || e.Number < 1 {
		return
	}
	p := Page{Number: e.Number, Exchange: e.Exchange, Total: -1}
	if i, ok := w.Trail.Find(e.Number); ok {
		p = w.Trail.At(i)
	}
	if p.Status == PageFetched || p.Status == PageFailed {
		return
	}
	w.Failed++
	p.Status, p.Token, p.Code, p.Err = PageFailed, e.Token, e.Status, e.Error
	p.Exchange, p.Attempt = e.Exchange, e.Attempt
	w.Trail.put(s.ed, p)
}
