package engine

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/net/http/httpguts"
)

// shape is what a plan was found to be.
type shape struct {
	mode    Mode
	origins []string // of the requests, in their order
}

// check returns the shape of a plan, or a *PlanError that says what is wrong.
// It fills in methods that were left out.
func (p *Plan) check() (shape, error) {
	s := shape{mode: p.mode()}
	if len(p.Requests) == 0 {
		return s, &PlanError{What: "start the run", Err: errors.New("the plan holds no request")}
	}
	if len(p.Requests) > 1 && (p.Walk != nil || p.Repeat != nil) {
		return s, &PlanError{What: "start the run", Err: fmt.Errorf("a %s takes one request, the plan holds %d", s.mode, len(p.Requests))}
	}
	if p.Repeat != nil && (p.Repeat.Times < 0 || p.Repeat.Every < 0) {
		return s, &PlanError{What: "repeat the request", Err: errors.New("times and interval must not be negative")}
	}
	if p.Policy != nil {
		if err := p.Policy.Validate(); err != nil {
			return s, &PlanError{What: "read the policy", Err: err}
		}
	}
	requests := make([]Request, len(p.Requests))
	for i, req := range p.Requests {
		if req.Method == "" {
			req.Method = http.MethodGet
		}
		name, err := req.check()
		if err != nil {
			return s, err
		}
		requests[i] = req
		s.origins = append(s.origins, name)
	}
	p.Requests = requests
	return s, nil
}

func (p *Plan) mode() Mode {
	switch {
	case p.Walk != nil:
		return ModeWalk
	case p.Repeat != nil:
		return ModeRepeat
	case len(p.Requests) > 1:
		return ModeFanOut
	default:
		return ModeSingle
	}
}

// check returns the origin of a request.
func (r *Request) check() (string, error) {
	if !httpguts.ValidHeaderFieldName(r.Method) { // a method is a token, as a field name is: RFC 9110, 9.1
		return "", &PlanError{What: "read the method", Err: fmt.Errorf("%q is no HTTP method, use one like GET or POST", r.Method)}
	}
	for name, values := range r.Header {
		if !httpguts.ValidHeaderFieldName(name) {
			return "", &PlanError{What: "read the headers", Err: fmt.Errorf("%q is no header name", name)}
		}
		for _, v := range values {
			if !httpguts.ValidHeaderFieldValue(v) {
				return "", &PlanError{What: "read the headers", Err: fmt.Errorf("the value of %s holds a character that no header may hold", name)}
			}
		}
	}
	if r.Total < 0 || r.Total > 365*24*time.Hour {
		return "", &PlanError{What: "read the timeout", Err: errors.New("the total timeout must be from 0 to a year")}
	}
	if r.Retry != nil {
		if err := r.Retry.Validate(); err != nil {
			return "", &PlanError{What: "read the retries", Err: err}
		}
	}
	return OriginOf(r.URL)
}

// paginate is what the walk was asked for, in the words of --paginate.
func (p *Plan) paginate() string {
	if p.Walk == nil {
		return ""
	}
	return p.Walk.Spec.String()
}

// resume is the position at which a walk goes on, in JSON.
func (p *Plan) resume() string {
	if p.Walk == nil || p.Walk.Resume == nil {
		return ""
	}
	return position(*p.Walk.Resume)
}
