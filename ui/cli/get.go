package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"weir/engine"
)

// getFlags are the flags of get.
type getFlags struct {
	policyFlags
	requestFlags
	walkFlags
	output   string
	filter   string
	events   string
	session  string
	noRecord bool
	quiet    bool
	progress string
	repeat   int
	every    time.Duration
}

func newGet(s Streams) *cobra.Command {
	var f getFlags
	cmd := &cobra.Command{
		Use:   "get URL... [flags]",
		Short: "Send requests without a screen, for scripts and pipes",
		Long: `get sends a request under all policies and prints what came of it. With --all it
walks every page of a list and prints one item a line. Several URLs are asked at
once.

Exit codes: 0 success, 1 internal error, 2 wrong usage, 3 the final answer was 4xx
or 5xx, 4 network error or timeout, 5 rejected by an open breaker, 6 the server
asked to wait longer than allowed, 7 a safety rule stopped the walk, 130
interrupted; what was fetched is kept and reported.`,
		Example: `  weir get http://127.0.0.1:8080/items --all --output items
  weir get http://127.0.0.1:8080/items --all --rate 10/s --filter .name
  weir get http://127.0.0.1:8080/health --repeat 10 --every 1s --output headers`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(errors.New("weir get takes a URL, such as 'weir get http://127.0.0.1:8080/items'"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), s, args)
		},
	}
	f.policyFlags.add(cmd)
	f.requestFlags.add(cmd)
	f.walkFlags.add(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.all, "all", false, "walk every page")
	fl.StringVarP(&f.output, "output", "o", "", "body, items, pages, headers or summary (default body, with --all items)")
	fl.StringVar(&f.filter, "filter", "", "a jq program that every body or item passes through")
	fl.StringVar(&f.events, "events", "", "write the engine's events to a file while it runs, one JSON object a line; - is standard output")
	fl.StringVar(&f.session, "session", "", "record the session in this file")
	fl.BoolVar(&f.noRecord, "no-record", false, "record no session")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no messages but errors")
	fl.StringVar(&f.progress, "progress", "auto", "progress on standard error: auto (where it is a terminal), json or off")
	fl.IntVar(&f.repeat, "repeat", 0, "send the request that many times")
	fl.DurationVar(&f.every, "every", 0, "send the request again and again, that far apart")
	return cmd
}

// plan makes the plan that flags and arguments describe.
func (f *getFlags) plan(targets []string, in io.Reader) (engine.Plan, error) {
	var p engine.Plan
	for _, target := range targets {
		req, err := f.request(target, in)
		if err != nil {
			return p, err
		}
		p.Requests = append(p.Requests, req)
	}
	repeats := f.repeat != 0 || f.every != 0
	switch {
	case f.repeat < 0 || f.every < 0:
		return p, usage(errors.New("--repeat and --every must not be negative"))
	case f.all && repeats:
		return p, usage(errors.New("--all walks pages and --repeat asks again: give only one of them"))
	case f.all:
		walk, err := f.walk(engine.AllPages)
		if err != nil {
			return p, err
		}
		p.Walk = walk
	case repeats:
		p.Repeat = &engine.Repeat{Times: f.repeat, Every: f.every}
	}
	return p, nil
}

func (f *getFlags) run(ctx context.Context, s Streams, targets []string) error {
	plan, err := f.plan(targets, s.In)
	if err != nil {
		return err
	}
	policy, err := f.policy()
	if err != nil {
		return err
	}
	form, err := parseOutput(f.output, f.all)
	if err != nil {
		return err
	}
	filter, err := newFilter(ctx, f.filter)
	if err != nil {
		return err
	}
	show, err := newProgress(f.progress, f.quiet, s)
	if err != nil {
		return err
	}
	out := s.Out
	if s.terminal(s.Out) {
		out = guard{s.Out}
	}
	p := &printer{form: form, out: bufio.NewWriterSize(out, 64<<10), filter: filter, pretty: s.terminal(s.Out)}
	plan.OnResult = p.print
	if form == outputBody && filter == nil && plan.Walk == nil {
		plan.Stream = out
	}
	rec, err := f.recorder(s)
	if err != nil {
		return err
	}
	outcome, err := rec.run(ctx, policy, plan, show)
	if err != nil {
		return err
	}
	if form == outputSummary {
		summary(out, outcome)
	}
	return f.verdict(s, outcome, p)
}

// verdict turns how the run ended into the command's error.
func (f *getFlags) verdict(s Streams, out engine.Outcome, p *printer) error {
	if out.Err == nil || brokenPipe(out.Err) {
		return out.Err
	}
	if errors.Is(out.Err, engine.ErrCancelled) && !f.quiet {
		return fmt.Errorf("%w: %d pages, %d items and %d exchanges were had before", engine.ErrCancelled, out.Pages, out.Items, out.Exchanges)
	}
	return out.Err
}
