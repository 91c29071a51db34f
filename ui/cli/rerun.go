package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/compare"
)

// rerunFlags are the flags of sessions rerun.
type rerunFlags struct {
	policyFlags
	walkFlags
	recordFlags
	headers  requestFlags
	params   []string
	run      uint64
	yes      bool
	progress string
	version  string
}

func newSessionsRerun(s Streams, version string) *cobra.Command {
	f := rerunFlags{version: version}
	cmd := &cobra.Command{
		Use:   "rerun FILE",
		Short: "Send again what a session sent, live, and say what differs",
		Long: `rerun sends the requests of a recorded session again, into a new session, under the
policies that were recorded; flags override them. At the end it prints how the two
sessions differ, as 'weir sessions compare' does.

Secrets are not in a recording: what was struck out has to be given again with -H,
--auth, --param or -d, or left out with -H 'Name:'. A placeholder is never sent.
Requests that may change something are only sent again with --yes.`,
		Example: `  weir sessions rerun monday.weir --rate 5/s
  weir sessions rerun monday.weir --auth bearer:$TOKEN --param api_key=$KEY`,
		Args: exactly(1, "a session, by file or by name"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.rerun(cmd, s, args[0]) },
	}
	f.policyFlags.add(cmd)
	f.walkFlags.add(cmd)
	f.recordFlags.add(cmd)
	fl := cmd.Flags()
	fl.StringArrayVarP(&f.headers.headers, "header", "H", nil, "a header in place of the recorded one, 'Name: value'; 'Name:' leaves it out")
	fl.StringVar(&f.headers.auth, "auth", "", "basic:USER:PASSWORD, digest:USER:PASSWORD or bearer:TOKEN")
	fl.StringVarP(&f.headers.data, "data", "d", "", "a body in place of the recorded one; @FILE reads a file, @- standard input")
	fl.StringArrayVar(&f.params, "param", nil, "a query parameter in place of the recorded one, name=value; may be given again")
	fl.Uint64Var(&f.run, "run", 0, "only the run of this number (default: all, one after another)")
	fl.BoolVarP(&f.yes, "yes", "y", false, "send again also what may change something, such as POST")
	fl.StringVar(&f.progress, "progress", "auto", "progress on standard error: auto (where it is a terminal; else long waits alone), json or off")
	return cmd
}

func (f *rerunFlags) rerun(cmd *cobra.Command, s Streams, name string) error {
	runs, err := f.recorded(cmd.Context(), name)
	if err != nil {
		return err
	}
	plans, policy, err := f.plans(s, runs)
	if err != nil {
		return err
	}
	policy.Transport.Digest = f.headers.digest
	show, err := newProgress(f.progress, false, s)
	if err != nil {
		return err
	}
	if f.noRecord {
		return usage(errors.New("--no-record: there is nothing to compare without a new session"))
	}
	session, err := f.open(s, f.version)
	if err != nil || session == nil {
		return cmp.Or(err, usage(errors.New("the new session cannot be recorded: name a file with --session")))
	}
	f.hide(session)
	path := session.Path()
	r, err := newRig(engine.Config{Policy: policy}, session, nil, show)
	if err != nil {
		return errors.Join(err, session.Close())
	}
	var ended error
	for _, plan := range plans {
		out, err := r.run(cmd.Context(), s, f.mustRecord, plan)
		if ended = cmp.Or(ended, cmp.Or(err, out.Err)); cmd.Context().Err() != nil {
			break
		}
	}
	if err := r.close(); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(s.Err, "recorded %s\n", path)
	cmd.SetContext(context.WithoutCancel(cmd.Context())) // what was had before an interrupt is compared too
	report, err := compareFiles(cmd, name, path, compare.Options{Show: shownItems})
	if err != nil {
		return cmp.Or(ended, err)
	}
	return cmp.Or(printReport(s, s.Out, report), ended)
}

// recorded reads the runs to send again.
func (f *rerunFlags) recorded(ctx context.Context, name string) ([]sessions.RecordedRun, error) {
	session, err := openSession(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = session.Close() }()
	runs, err := session.Runs(ctx)
	if err != nil {
		return nil, err
	}
	if f.run != 0 {
		runs = slices.DeleteFunc(runs, func(r sessions.RecordedRun) bool { return r.ID != f.run })
	}
	runs = slices.DeleteFunc(runs, func(r sessions.RecordedRun) bool { return len(r.Requests) == 0 })
	if len(runs) == 0 {
		return nil, usage(fmt.Errorf("%s holds no such run that was sent", name))
	}
	return runs, nil
}

// plans makes the plans of all runs, and the policy of the first.
func (f *rerunFlags) plans(s Streams, runs []sessions.RecordedRun) ([]engine.Plan, engine.Policy, error) {
	policy, err := f.policyOf(s, runs[0].Policy)
	if err != nil {
		return nil, policy, err
	}
	var plans []engine.Plan
	var open, unsafe []string
	for _, r := range runs {
		plan, missing, err := f.plan(s, r)
		if err != nil {
			return nil, policy, err
		}
		plans, open = append(plans, plan), append(open, missing...)
		for _, req := range plan.Requests {
			if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY"}, req.Method) {
				unsafe = append(unsafe, req.Method)
			}
		}
		if r.Policy != runs[0].Policy {
			_, _ = fmt.Fprintf(s.Err, "weir: run %d had another policy: that of run %d is used for all\n", r.ID, runs[0].ID)
		}
	}
	if len(open) > 0 {
		slices.Sort(open)
		return nil, policy, usage(fmt.Errorf("struck out of the recording as secrets: %s; give them with -H 'Name: value', --auth, --param name=value or -d, or leave a header out with -H 'Name:'",
			strings.Join(slices.Compact(open), ", ")))
	}
	if f.givesSecrets() && len(originsOf(plans)) > 1 {
		return nil, policy, usage(fmt.Errorf("the runs go to %s, and what is given would go to all of them: choose one with --run", strings.Join(originsOf(plans), ", ")))
	}
	if len(unsafe) > 0 && !f.yes {
		slices.Sort(unsafe)
		return nil, policy, usage(fmt.Errorf("%s may change something where it is sent again: say --yes", strings.Join(slices.Compact(unsafe), ", ")))
	}
	return plans, policy, nil
}

func (f *rerunFlags) givesSecrets() bool {
	return f.headers.auth != "" || f.headers.data != "" || len(f.headers.headers) > 0 || len(f.params) > 0
}

// originsOf lists where plans go to.
func originsOf(plans []engine.Plan) []string {
	var out []string
	for _, p := range plans {
		for _, req := range p.Requests {
			if origin, err := engine.OriginOf(req.URL); err == nil && !slices.Contains(out, origin) {
				out = append(out, origin)
			}
		}
	}
	return out
}

// policyOf is the recorded policy, with what the flags say instead. Unchecked
// certificates are never taken over.
func (f *rerunFlags) policyOf(s Streams, facts engine.PolicyFacts) (engine.Policy, error) {
	p, lost := sessions.PolicyOf(facts)
	for _, err := range lost {
		_, _ = fmt.Fprintf(s.Err, "weir: the recorded policy is not taken over: %s\n", oneLine(err.Error()))
	}
	if err := f.policySettings.apply(p.Set); err != nil {
		return p, err
	}
	if facts.Insecure && !p.Transport.Insecure {
		_, _ = fmt.Fprintln(s.Err, "weir: certificates were not checked then, and are now: --insecure leaves that out again")
	}
	return p, usage(p.Validate())
}

// plan makes a run's plan, and says what of it is struck out and not given.
func (f *rerunFlags) plan(s Streams, r sessions.RecordedRun) (p engine.Plan, missing []string, err error) {
	r.Requests = slices.Clone(r.Requests)
	for i := range r.Requests {
		if err := f.change(&r.Requests[i], s); err != nil {
			return p, nil, usage(err)
		}
		missing = append(missing, sessions.Struck(r.Requests[i])...)
	}
	if len(r.Lost) > 0 && f.headers.data == "" {
		return p, nil, usage(fmt.Errorf("not recorded: %s; give it with -d", strings.Join(r.Lost, ", ")))
	}
	if p, err = r.Plan(engine.AllPages); err != nil {
		return p, nil, usage(err)
	}
	if p.Walk != nil {
		err = f.walkSettings.apply(p.Walk.Set)
	}
	if r.Mode != engine.ModeRepeat && r.Mode != engine.ModeWalk && len(p.Requests) < r.Asked {
		_, _ = fmt.Fprintf(s.Err, "weir: %d of %d requests of run %d were begun: only they are sent again\n", len(p.Requests), r.Asked, r.ID)
	}
	return p, missing, err
}

// change puts what the flags give in the place of what was recorded.
func (f *rerunFlags) change(req *engine.Request, s Streams) error {
	given := http.Header{}
	if err := f.headers.addHeaders(given); err != nil {
		return err
	}
	if err := f.headers.addAuth(given, req.URL); err != nil {
		return err
	}
	for name, values := range given {
		delete(req.Header, name)
		if strings.Join(values, "") != "" {
			req.Header[name] = values
		}
	}
	for _, param := range f.params {
		name, value, ok := strings.Cut(param, "=")
		if !ok {
			return fmt.Errorf("--param: %q is no parameter, write it as name=value", param)
		}
		req.URL = sessions.WithParam(req.URL, name, value)
	}
	if f.headers.digest != nil { // it answers the challenge in place of what was sent
		delete(req.Header, "Authorization")
	}
	if f.headers.data != "" {
		return readBody(&req.Body, "--data", f.headers.data, bufio.NewReader(s.In))
	}
	return nil
}

// hide lets the new session know what was given for a secret, so that it is
// struck out there too.
func (f *rerunFlags) hide(session *sessions.Session) {
	if session.Redactor() == nil {
		return
	}
	for _, line := range f.headers.headers {
		if _, value, ok := strings.Cut(line, ":"); ok {
			session.Redactor().Know(strings.TrimSpace(value))
		}
	}
	for _, param := range f.params {
		if _, value, ok := strings.Cut(param, "="); ok {
			session.Redactor().Know(value)
		}
	}
}
