package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions"
	"weir/sessions/book"
)

// walkMemory is the heap in bytes from which a walk is swept more often: what it
// needs is flat, and the collector would let twice as much gather. It is no
// bound: pages that need more have it.
const walkMemory = 64 << 20

// getFlags are the flags of get.
type getFlags struct {
	policyFlags
	requestFlags
	walkFlags
	recordFlags
	bookFlags
	output   string
	filter   string
	events   string
	quiet    bool
	progress string
	resumeFlags
	repeat  int
	every   time.Duration
	version string
}

func newGet(s Streams, version string) *cobra.Command {
	f := getFlags{version: version}
	cmd := &cobra.Command{
		Use:   "get URL|FILE#NAME... [flags]",
		Short: "Send requests without a screen, for scripts and pipes",
		Long: `get sends a request under all policies and prints what came of it. With --all it
walks every page of a list and prints one item a line. Several URLs are asked at
once. FILE#NAME is a request of a .http file, FILE#* all of them, and FILE alone
the only one that it holds.

Exit codes: 0 success, 1 internal error, 2 wrong usage, 3 the final answer was 4xx
or 5xx, 4 network error, timeout or a reply cut at --max-body, 5 rejected by an open
breaker, 6 the server asked to wait longer than allowed, 7 a safety rule stopped the
walk, 23 standard output could not be written, 130 interrupted; what was fetched is
kept and reported.`,
		Example: `  weir get http://127.0.0.1:8080/items --all --output items
  weir get http://127.0.0.1:8080/items --all --rate 10/s --filter .name
  weir get http://127.0.0.1:8080/items --all --session a.weir >> items.ndjson
  weir get http://127.0.0.1:8080/items --all --resume a.weir >> items.ndjson
  weir get api.http#list --env dev --var limit=5
  weir get http://127.0.0.1:8080/health --repeat 10 --every 1s --output headers`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(errors.New("weir get takes a URL, such as 'weir get http://127.0.0.1:8080/items', or a request of a file, such as api.http#list"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd, s, args)
		},
	}
	f.policyFlags.add(cmd)
	f.requestFlags.add(cmd)
	f.walkFlags.add(cmd)
	f.bookFlags.add(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.all, "all", false, "walk every page")
	fl.StringVarP(&f.output, "output", "o", "", "body, items, pages, headers or summary (default body, with --all items)")
	fl.StringVar(&f.filter, "filter", "", "a jq program that every body or item passes through")
	fl.StringVar(&f.events, "events", "", "write the engine's events to a file while it runs, one JSON object a line; - is standard output")
	f.recordFlags.add(cmd)
	f.resumeFlags.add(cmd)
	fl.BoolVar(&f.mustRecord, "must-record", false, "stop the run when the session cannot be written (default: it goes on, and says so)")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no messages but errors")
	fl.StringVar(&f.progress, "progress", "auto", "progress on standard error: auto (where it is a terminal; else long waits alone), json or off")
	fl.IntVar(&f.repeat, "repeat", 0, "send the request that many times")
	fl.DurationVar(&f.every, "every", 0, "send the request again and again, that far apart")
	return cmd
}

// plan makes the plan that flags and arguments describe.
func (f *getFlags) plan(targets []string, s Streams) (engine.Plan, error) {
	p, walk, err := f.requests(targets, s)
	if err != nil {
		return p, err
	}
	repeats := f.repeat != 0 || f.every != 0
	switch {
	case f.repeat < 0 || f.every < 0:
		return p, usage(errors.New("--repeat and --every must not be negative"))
	case f.all && repeats:
		return p, usage(errors.New("--all walks pages and --repeat asks again: give only one of them"))
	case f.all && len(p.Requests) > 1:
		return p, usage(errors.New("--all walks one list: give only one URL with it"))
	case f.all:
		p.Walk = walk
	case repeats:
		p.Repeat = &engine.Repeat{Times: f.repeat, Every: f.every}
	}
	return p, nil
}

// requests makes the requests of a plan, and the walk that flags and files say.
func (f *getFlags) requests(targets []string, s Streams) (engine.Plan, *engine.Walk, error) {
	var p engine.Plan
	walk, err := f.walk(engine.AllPages)
	if err != nil {
		return p, nil, err
	}
	for _, target := range targets {
		file, name, ok := splitTarget(target)
		if ok {
			err = f.addFile(&p, walk, s, file, name)
		} else {
			var req engine.Request
			req, err = f.request(target, s.In)
			p.Requests = append(p.Requests, req)
		}
		if err != nil && len(targets) == 1 {
			err = cmp.Or(f.known.check(f.vars), err) // a name that is missing may be one that was misspelt
		}
		if err != nil {
			return p, nil, err
		}
	}
	return p, walk, f.known.check(f.vars)
}

// addFile adds the requests of a file to a plan.
func (f *getFlags) addFile(p *engine.Plan, walk *engine.Walk, s Streams, file, name string) error {
	b, err := f.book(file, f.settings())
	if err != nil {
		return err
	}
	if !f.quiet {
		tellLosses(s, b.Losses())
	}
	described := b.Format() == book.OpenAPI
	sendings, err := f.sendings(b, name, described && f.hasBody())
	if err != nil {
		return err
	}
	for _, one := range sendings {
		if described {
			f.tellExample(s, one.Request)
		}
		if err := f.complete(&one.Request, described, s.In); err != nil {
			return err
		}
		p.Requests = append(p.Requests, one.Request)
		if len(one.Settings) > 0 {
			p.Policy = &one.Policy
			*walk = one.Walk
			walk.Pages = engine.AllPages
		}
	}
	if len(p.Requests) > 1 && p.Policy != nil {
		return usage(fmt.Errorf("%s says how its requests are sent: send them one at a time", file))
	}
	return nil
}

// tellExample says that the body of an operation is nobody's own.
func (f *getFlags) tellExample(s Streams, r engine.Request) {
	if len(r.Body) > 0 && !f.hasBody() && !f.quiet {
		_, _ = fmt.Fprintf(s.Err, "weir: the body of %s is an example made from the description: give your own with --data or --json\n", oneLine(r.Name))
	}
}

// run sends what the arguments ask for and prints what comes of it.
func (f *getFlags) run(cmd *cobra.Command, s Streams, targets []string) error {
	ctx := cmd.Context()
	cfg, plan, err := f.prepare(cmd, s, targets)
	if err != nil {
		return err
	}
	show, err := newProgress(f.progress, f.quiet, s)
	if err != nil {
		return err
	}
	s = show.beside(s)
	p, err := f.printer(ctx, s)
	if err != nil {
		return err
	}
	if plan.Walk != nil && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(walkMemory)
	}
	plan.OnResult = p.print
	if len(plan.Requests) > 1 {
		plan.OnResult = (&inOrder{to: p.print}).take
	}
	if p.form == outputBody && p.filter == nil && plan.Walk == nil {
		plan.Stream = p.to
	}
	if done, err := f.takeUp(ctx, s, &plan, p); done || err != nil {
		return err
	}
	outcome, unkept, err := f.send(ctx, s, cfg, plan, show)
	if err != nil {
		return err
	}
	f.doubt(s, outcome)
	if p.form == outputSummary {
		err = summary(p.to, outcome)
	}
	return errors.Join(cmp.Or(outcome.Err, p.whole()), err, unkept)
}

// prepare makes the plan, and the engine's configuration.
func (f *getFlags) prepare(cmd *cobra.Command, s Streams, targets []string) (cfg engine.Config, plan engine.Plan, err error) {
	c, err := configured(cmd)
	if err != nil {
		return cfg, plan, err
	}
	if cfg, err = f.engineConfig(c); err != nil {
		return cfg, plan, err
	}
	f.base = cfg.PolicyOf
	secrets, err := f.reveal(cmd.Context(), c, targets)
	if err != nil {
		return cfg, plan, err
	}
	f.met.add(secrets...)
	plan, err = f.plan(targets, s)
	cfg.Policy.Transport.Digest = f.digest
	return cfg, plan, err
}

// send runs a plan on an engine of its own. unkept says what of a run that went
// on to its end could not be written down.
func (f *getFlags) send(ctx context.Context, s Streams, cfg engine.Config, plan engine.Plan, show *progress) (outcome engine.Outcome, unkept, err error) {
	if cfg.Policy.Transport.Insecure {
		_, _ = fmt.Fprintln(s.Err, "weir: WARNING: --insecure: certificates are not checked, anyone on the way can read and change what is sent")
	}
	r, err := f.rig(s, cfg, show)
	if err != nil {
		return outcome, nil, err
	}
	outcome, err = r.run(ctx, s, f.mustRecord, plan)
	if !f.quiet {
		outcome.Err = ended(outcome, plan, r.session)
	}
	return outcome, r.close(), err
}

// printer makes the printer that the flags describe.
func (f *getFlags) printer(ctx context.Context, s Streams) (*printer, error) {
	form, err := parseOutput(f.output, f.all)
	if err != nil {
		return nil, err
	}
	filter, err := newFilter(ctx, f.filter)
	if err != nil {
		return nil, err
	}
	p := &printer{form: form, to: s.Out, filter: filter, pretty: s.terminal(s.Out), itemsAt: f.itemsAt()}
	if p.pretty {
		p.text = &textOnly{to: guard{s.Out}, say: s.Err}
		p.to = p.text
	}
	p.out = bufio.NewWriterSize(p.to, 64<<10)
	return p, nil
}

// rig puts together the engine and what the flags let follow it.
func (f *getFlags) rig(s Streams, cfg engine.Config, show *progress) (*rig, error) {
	session, err := f.open(s, f.version)
	if err != nil {
		return nil, err
	}
	if session != nil && session.Redactor() != nil {
		session.Redactor().Know(f.met.all()...)
	}
	var events *eventLog
	if f.events != "" {
		redactor := sessions.NewRedactor(f.met.all()...)
		if session != nil && session.Redactor() != nil {
			redactor = session.Redactor()
		}
		if events, err = newEventLog(f.events, s.Out, redactor.Event); err != nil {
			return nil, err
		}
	}
	return newRig(cfg, session, events, show)
}

// doubt says where a walk without an error may not have had the whole list.
func (f *getFlags) doubt(s Streams, out engine.Outcome) {
	if out.Err != nil || out.Stop == nil || f.quiet {
		return
	}
	if out.Stop.Reason == page.Unverified || out.Stop.Reason == page.NoPagination && out.Items > 1 {
		_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(out.Stop.Text))
	}
}
