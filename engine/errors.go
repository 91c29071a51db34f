package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"weir/engine/breaker"
	"weir/engine/page"
	"weir/engine/transport"
)

// ErrClosed is returned by Start after Close.
var ErrClosed = errors.New("the engine is closed")

// ErrCancelled is the cause of what a person or a caller ended.
var ErrCancelled = errors.New("cancelled")

// errResult ends what could not go on because the run's results were refused.
var errResult = errors.New("the result was not taken")

// PlanError says that a plan makes no sense, before anything is sent.
type PlanError struct {
	What string // what was being done: "read the URL"
	Err  error
}

func (e *PlanError) Error() string { return e.What + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *PlanError) Unwrap() error { return e.Err }

// RetryAfterError says that a server asked to wait longer than the policy allows.
type RetryAfterError struct {
	Asked   time.Duration // by the server
	Allowed time.Duration // by retry.Policy.MaxRetryAfter
	Status  int
}

func (e *RetryAfterError) Error() string {
	return fmt.Sprintf("the server answered %d and asked to wait %s, longer than the %s allowed: try again later, or allow more with --max-retry-after",
		e.Status, e.Asked.Round(time.Second), e.Allowed)
}

// WalkError says that a safety rule ended a walk.
type WalkError struct{ Stop page.Stop }

func (e *WalkError) Error() string { return e.Stop.Text }

// PageError says which page of a walk could not be had, and why.
type PageError struct {
	Number int
	Status int // of the final reply; 0 where there was none
	Err    error
}

func (e *PageError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("page %d: %v", e.Number, e.Err)
	}
	return fmt.Sprintf("page %d: the server answered %d", e.Number, e.Status)
}

// Unwrap returns the reason, nil where the server's final answer is it.
func (e *PageError) Unwrap() error { return e.Err }

// facts turns an error into what events carry; nil gives nil.
func facts(err error) *ErrorFacts {
	if err == nil {
		return nil
	}
	return &ErrorFacts{Class: classOf(err), Text: err.Error()}
}

// classOf groups errors by what a caller would do about them.
func classOf(err error) string {
	var open *breaker.OpenError
	var asked *RetryAfterError
	var late *transport.TimeoutError
	var walk *WalkError
	switch {
	case errors.Is(err, ErrCancelled), errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.As(err, &open):
		return "breaker-open"
	case errors.As(err, &asked):
		return "retry-after"
	case errors.As(err, &late):
		return "timeout-" + late.Kind
	case errors.As(err, &walk):
		return "walk"
	default:
		return classify(err).Key()
	}
}

// scrubURLError takes the URL, which may hold credentials, out of the error of
// url.Parse.
func scrubURLError(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	return fmt.Errorf("%w: write it like http://example.com/path", err)
}

// StatusError says that the server's final answer was 4xx or 5xx.
type StatusError struct {
	Status int
	Method string
	URL    string // without user, password and query, which may hold secrets
}

func (e *StatusError) Error() string {
	text := http.StatusText(e.Status)
	if text != "" {
		text = " " + text
	}
	return fmt.Sprintf("the server answered %d%s to %s %s", e.Status, text, e.Method, e.URL)
}

// failure is why an exchange has no good answer; nil where it has one.
func (res *Result) failure() error {
	if res.Err != nil {
		return res.Err
	}
	if res.Status >= 400 {
		return &StatusError{Status: res.Status, Method: res.Method, URL: bare(res.URL)}
	}
	return nil
}

// bare writes a URL without what may be secret in it.
func bare(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	b := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return b.String()
}
