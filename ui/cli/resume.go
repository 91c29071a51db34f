package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions"
)

// resumeFlags take up a walk that was recorded.
type resumeFlags struct {
	resume string
	whole  bool
}

func (f *resumeFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.resume, "resume", "", "with --all: go on where the walk recorded in this session ended, and fetch no page again that it holds")
	fl.BoolVar(&f.whole, "whole", false, "with --resume: print what the session holds first, so that the output is the whole list")
}

// takeUp lets a plan's walk go on where a recorded one ended. done says that
// there is nothing left to fetch.
func (f *getFlags) takeUp(ctx context.Context, s Streams, plan *engine.Plan, p *printer) (done bool, err error) {
	switch {
	case f.resume == "" && f.whole:
		return false, usage(errors.New("--whole prints what a session holds before a walk goes on: it needs --resume FILE"))
	case f.resume == "":
		return false, nil
	case plan.Walk == nil:
		return false, usage(errors.New("--resume goes on with a walk: it needs --all"))
	}
	session, err := openSession(f.resume)
	if err != nil {
		return false, err
	}
	defer func() { _ = session.Close() }()
	var each func(engine.Result) error
	if f.whole {
		each = p.print
	}
	req := plan.Requests[0]
	first := page.Request{Method: req.Method, URL: req.URL, Header: req.Header, Body: req.Body}
	plan.Walk.Resume, err = session.Rewalk(ctx, first, plan.Walk.Spec, each)
	if errors.Is(err, page.ErrAtEnd) {
		if !f.quiet {
			_, _ = fmt.Fprintf(s.Err, "weir: the walk of %s had reached its end: nothing is left to fetch\n", oneLine(f.resume))
		}
		return true, nil
	}
	if errors.Is(err, sessions.ErrStruckOut) {
		err = fmt.Errorf("%w: walk the list anew, or record with --keep-secrets", err)
	}
	if err != nil && !brokenPipe(err) {
		err = usage(fmt.Errorf("--resume %s: %w", f.resume, err))
	}
	return false, err
}
