package cli

import (
	"testing"

	"weir/engine"
	"weir/engine/page"
)

// How a run ended is told in words that say how to go on, and keeps its exit code.
func TestEnded(t *testing.T) {
	t.Parallel()
	walk := engine.Plan{Walk: &engine.Walk{}}
	for _, c := range []struct {
		name string
		out  engine.Outcome
		plan engine.Plan
		want string
		code int
	}{
		{
			"expired", outcome(&engine.PageError{Number: 3, Status: 410}, page.ExpiredToken, "the token of page 3 has expired"), walk,
			"page 3: the server answered 410: the token of page 3 has expired", exitStatus,
		},
		{"refused", outcome(&engine.PageError{Number: 3, Status: 403}, page.ServerError, "page 3 failed"), walk, "page 3: the server answered 403", exitStatus},
		{"interrupted", outcome(engine.ErrCancelled, "", ""), walk, "interrupted after 1,200 pages, 1 item", exitInterrupted},
		{"interrupted without a walk", outcome(engine.ErrCancelled, "", ""), engine.Plan{}, "interrupted after 2 exchanges", exitInterrupted},
	} {
		if err := ended(c.out, c.plan, nil); err == nil || err.Error() != c.want || exitCode(err) != c.code {
			t.Errorf("%s: %v, exit code %d", c.name, err, exitCode(err))
		}
	}
	if err := ended(engine.Outcome{}, walk, nil); err != nil {
		t.Errorf("a good end: %v", err)
	}
}

func outcome(err error, reason page.Reason, text string) engine.Outcome {
	var out engine.Outcome
	out.Pages, out.Items, out.Exchanges, out.Err = 1200, 1, 2, err
	if reason != "" {
		out.Stop = &page.Stop{Reason: reason, Text: text}
	}
	return out
}
