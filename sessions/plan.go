package sessions

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"weir/engine"
)

// RecordedRun is what a recorded run was asked to do.
type RecordedRun struct {
	ID       uint64
	Mode     engine.Mode
	Name     string
	Paginate string // how it was asked for, of a walk
	Policy   engine.PolicyFacts
	// Requests are the plan's, as far as they were begun, with marks where
	// secrets were struck out: Struck finds them.
	Requests []engine.Request
	// Asked is how many requests the plan held, and Rounds how often a repeated
	// one was begun.
	Asked, Rounds int
	// Lost says which bodies were not kept.
	Lost []string
}

// Runs returns what the session's runs were asked to do, in their order. What
// is damaged is left out.
func (s *Session) Runs(ctx context.Context) ([]RecordedRun, error) {
	var runs []*RecordedRun
	open := map[uint64]*RecordedRun{}
	begun := map[uint64]engine.ExchangeStarted{}
	for e, err := range s.Events(ctx, 0, 1<<63-1) {
		if err != nil {
			continue
		}
		switch e := e.(type) {
		case engine.RunStarted:
			r := &RecordedRun{ID: e.Run, Mode: e.Mode, Name: e.Name, Paginate: e.Paginate, Policy: e.Policy, Asked: e.Requests}
			open[e.Run], runs = r, append(runs, r)
		case engine.ExchangeStarted:
			if r := open[e.Run]; r != nil && r.begins(e) {
				begun[e.Exchange] = e
			}
		case engine.AttemptStarted:
			if x, ok := begun[e.Exchange]; ok && e.Attempt == 1 {
				delete(begun, e.Exchange)
				s.addRequest(ctx, open[e.Run], x, e)
			}
		}
	}
	out := make([]RecordedRun, len(runs))
	for i, r := range runs {
		out[i] = *r
	}
	return out, ctx.Err()
}

// begins says whether an exchange is the first of a request of the plan.
func (r *RecordedRun) begins(e engine.ExchangeStarted) bool {
	switch r.Mode {
	case engine.ModeRepeat:
		r.Rounds++
		return r.Rounds == 1
	case engine.ModeWalk:
		return e.Page <= 1 && len(r.Requests) == 0
	default:
		return len(r.Requests) < r.Asked
	}
}

func (s *Session) addRequest(ctx context.Context, r *RecordedRun, x engine.ExchangeStarted, e engine.AttemptStarted) {
	if r == nil {
		return
	}
	req := engine.Request{Name: x.Name, Method: e.Method, URL: e.URL, Header: http.Header{}}
	for name, values := range e.Fields {
		req.Header[name] = slices.Clone(values)
	}
	if e.BodySize > 0 {
		body, facts, err := s.Body(ctx, e.Exchange, e.Attempt, engine.RequestBody)
		if err != nil || !facts.Complete {
			r.Lost = append(r.Lost, fmt.Sprintf("the body of %s %s", e.Method, e.URL))
		}
		req.Body = slices.Clone(body)
	}
	r.Requests = append(r.Requests, req)
}

// Struck lists what of a recorded request was struck out as a secret, as
// "header NAME", "parameter NAME", "the URL" and "the body". A request that
// has any must not be sent as it is.
func Struck(r engine.Request) []string {
	var out []string
	for name, values := range r.Header {
		if slices.ContainsFunc(values, marked) {
			out = append(out, "header "+name)
		}
	}
	slices.Sort(out)
	base, query, _ := strings.Cut(r.URL, "?")
	if marked(base) {
		out = append(out, "the URL")
	}
	for part := range strings.SplitSeq(query, "&") {
		if name, value, _ := strings.Cut(part, "="); marked(value) || marked(name) {
			out = append(out, "parameter "+plainValue(name))
		}
	}
	if marked(string(r.Body)) {
		out = append(out, "the body")
	}
	return out
}

// marked says whether text holds the mark of a struck-out value, also escaped.
func marked(text string) bool {
	return strings.Contains(text, markOpen) || strings.Contains(plainValue(text), markOpen) || strings.Contains(text, `\u2039redacted:`)
}

// WithParam returns a URL with a query parameter set; the rest stays as it was
// written, marks of struck-out values included.
func WithParam(address, name, value string) string {
	rest, fragment, hasFragment := strings.Cut(address, "#")
	base, query, _ := strings.Cut(rest, "?")
	pair := url.QueryEscape(name) + "=" + url.QueryEscape(value)
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		raw, _, _ := strings.Cut(part, "=")
		switch {
		case part == "":
		case plainValue(raw) != name:
			parts = append(parts, part)
		case pair != "":
			parts, pair = append(parts, pair), ""
		}
	}
	if pair != "" {
		parts = append(parts, pair)
	}
	out := base + "?" + strings.Join(parts, "&")
	if hasFragment {
		out += "#" + fragment
	}
	return out
}
