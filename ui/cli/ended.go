package cli

import (
	"errors"
	"fmt"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions"
)

// interruptedError says what was had before an interrupt, and how to go on.
type interruptedError struct{ text string }

func (e *interruptedError) Error() string { return e.text }
func (e *interruptedError) Unwrap() error { return engine.ErrCancelled }

// ended puts how a run ended into words that say how to go on.
func ended(out engine.Outcome, plan engine.Plan, session *sessions.Session) error {
	switch {
	case errors.Is(out.Err, engine.ErrCancelled):
		return interrupted(out, plan, session)
	case out.Err != nil && out.Stop != nil && out.Stop.Reason == page.ExpiredToken:
		return fmt.Errorf("%w: %s", out.Err, out.Stop.Text)
	default:
		return out.Err
	}
}

// interrupted says what was had before an interrupt. The URL and the flags may
// hold secrets, so they are not repeated.
func interrupted(out engine.Outcome, plan engine.Plan, session *sessions.Session) error {
	if plan.Walk == nil {
		return &interruptedError{"interrupted after " + several(out.Exchanges, "exchange")}
	}
	text := fmt.Sprintf("interrupted after %s, %s", several(out.Pages, "page"), several(int(out.Items), "item"))
	if session != nil && out.Pages > 0 {
		text += "; go on with the same command and --resume " + sessionName(session.Path())
	}
	return &interruptedError{text}
}
