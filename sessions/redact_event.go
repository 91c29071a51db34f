package sessions

import (
	"slices"

	"weir/engine"
)

// Event returns the event without its secrets. The one it is given stays as
// it is. The tokens that page through a list stay too, so that a recorded
// walk can go on.
func (r *Redactor) Event(e engine.Event) engine.Event {
	switch e := e.(type) {
	case engine.RunStarted, engine.RunFinished, engine.ExchangeStarted, engine.ExchangeFinished:
		return r.outer(e)
	case engine.AttemptStarted, engine.AttemptFinished, engine.RetryScheduled, engine.RetryRefused, engine.WaitStarted:
		return r.inner(e)
	case engine.PageFetched, engine.PageFailed, engine.PaginationDetected, engine.WalkStopped:
		return r.walking(e)
	case engine.BucketChanged:
		e.Why = r.Text(e.Why)
		return e
	case engine.ConcurrencyChanged:
		e.Why = r.Text(e.Why)
		return e
	case engine.QuotaSeen:
		e.Policy, e.Evidence = r.Text(e.Policy), r.Text(e.Evidence)
		return e
	case engine.PolicyChanged:
		e.From, e.To = r.Text(e.From), r.Text(e.To)
		return e
	case engine.ConnectionClosed:
		e.Reason = r.Text(e.Reason)
		return e
	}
	return e
}

func (r *Redactor) outer(e engine.Event) engine.Event {
	switch e := e.(type) {
	case engine.RunStarted:
		e.URL, e.Name, e.Paginate, e.Resume = r.URL(e.URL), r.Text(e.Name), r.Text(e.Paginate), r.position(e.Resume)
		return e
	case engine.RunFinished:
		e.Reason, e.Error = r.Text(e.Reason), r.fault(e.Error)
		return e
	case engine.ExchangeStarted:
		e.URL, e.Name = r.URL(e.URL), r.Text(e.Name)
		return e
	case engine.ExchangeFinished:
		e.Error = r.fault(e.Error)
		return e
	}
	return e
}

func (r *Redactor) inner(e engine.Event) engine.Event {
	switch e := e.(type) {
	case engine.AttemptStarted:
		r.learnFields(e.Fields)
		e.URL, e.Fields = r.URL(e.URL), r.Fields(e.Fields)
		return e
	case engine.AttemptFinished:
		e.Error, e.FinalURL = r.fault(e.Error), r.URL(e.FinalURL)
		e.Fields, e.Trailer = r.Fields(e.Fields), r.Fields(e.Trailer)
		return e
	case engine.RetryScheduled:
		e.Why = r.Text(e.Why)
		return e
	case engine.RetryRefused:
		e.Why, e.Reason = r.Text(e.Why), r.Text(e.Reason)
		return e
	case engine.WaitStarted:
		e.Detail = r.Text(e.Detail)
		return e
	}
	return e
}

func (r *Redactor) walking(e engine.Event) engine.Event {
	switch e := e.(type) {
	case engine.PageFetched:
		e.Token, e.Next, e.URL = r.pageToken(e.Token), r.pageToken(e.Next), r.URL(e.URL)
		e.Drift, e.Trouble = r.Text(e.Drift), r.Text(e.Trouble)
		return e
	case engine.PageFailed:
		e.Token, e.Error = r.pageToken(e.Token), r.fault(e.Error)
		return e
	case engine.PaginationDetected:
		e.Evidence = r.texts(e.Evidence)
		e.Candidates = slices.Clone(e.Candidates)
		for i := range e.Candidates {
			e.Candidates[i].Evidence = r.texts(e.Candidates[i].Evidence)
		}
		return e
	case engine.WalkStopped:
		e.Text, e.Evidence, e.Resume = r.Text(e.Text), r.texts(e.Evidence), r.position(e.Resume)
		return e
	}
	return e
}

// pageToken cleans a token that pages through a list. It may be a whole URL.
func (r *Redactor) pageToken(token string) string { return r.URL(token) }

// position cleans a walk's position in JSON. Its tokens are under names such
// as "token" and stay; what is secret in them is known by value or stands in
// a URL.
func (r *Redactor) position(resume string) string {
	clean, _ := r.cut(resume, true, inPosition)
	return clean
}

func (r *Redactor) texts(texts []string) []string {
	out := slices.Clone(texts)
	for i := range out {
		out[i] = r.Text(out[i])
	}
	return out
}

func (r *Redactor) fault(f *engine.ErrorFacts) *engine.ErrorFacts {
	if f == nil {
		return nil
	}
	return &engine.ErrorFacts{Class: f.Class, Text: r.Text(f.Text)}
}
