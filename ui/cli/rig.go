package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/sessions"
)

// feedBound is how many events may wait for a follower before the engine
// slows down.
const feedBound = 8192

// rig is an engine with everything that follows it.
type rig struct {
	engine  *engine.Engine
	session *sessions.Session // nil records nothing
	events  *eventLog         // nil writes none
	told    <-chan struct{}   // closed when the progress was told; nil for none
}

// recordFlags say where a session is recorded.
type recordFlags struct {
	session     string
	noRecord    bool
	keepSecrets bool
	mustRecord  bool
}

func (f *recordFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.session, "session", "", "record the session in this file (default: a new one among the others)")
	cmd.Flags().BoolVar(&f.noRecord, "no-record", false, "record no session")
	cmd.Flags().BoolVar(&f.keepSecrets, "keep-secrets", false, "write secrets into the session as they are; the session says so")
}

// open makes the session that the flags ask for; nil where there is none. A
// session that nobody asked for by name is no reason to fail: its error is
// told and the run goes on without.
func (f *recordFlags) open(s Streams, version string) (*sessions.Session, error) {
	if err := f.check(s); err != nil {
		return nil, err
	}
	session, warning, err := f.create(version)
	if warning != nil {
		_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(warning.Error()))
	}
	return session, err
}

// check refuses flags that exclude each other, and warns of what one of them does.
func (f *recordFlags) check(s Streams) error {
	switch {
	case f.session != "" && f.noRecord:
		return usage(errors.New("--session records and --no-record does not: give only one of them"))
	case f.noRecord && f.mustRecord:
		return usage(errors.New("--must-record records and --no-record does not: give only one of them"))
	case f.keepSecrets && !f.noRecord:
		_, _ = fmt.Fprintln(s.Err, "weir: WARNING: --keep-secrets: the session holds passwords and tokens as they are, do not share it")
	}
	return nil
}

// create makes the session; the warning says why there is none though one was
// to be.
func (f *recordFlags) create(version string) (session *sessions.Session, warning, err error) {
	o := sessions.Options{Program: "weir " + version, KeepSecrets: f.keepSecrets}
	switch {
	case f.noRecord:
		return nil, nil, nil
	case f.session != "":
		if session, err = sessions.Create(f.session, o); err != nil {
			return nil, nil, usage(fmt.Errorf("--session: %w", err))
		}
		return session, nil, nil
	}
	session, err = sessions.OpenDefault(sessions.DefaultDir(), o)
	switch {
	case err == nil:
		return session, nil, nil
	case f.mustRecord:
		return nil, nil, usage(fmt.Errorf("--must-record: %w", err))
	}
	return nil, fmt.Errorf("the session is not recorded: %w", err), nil
}

// newRig puts an engine and its followers together.
func newRig(cfg engine.Config, session *sessions.Session, events *eventLog, show *progress) (*rig, error) {
	if session != nil {
		cfg.Bodies = session
	}
	e, err := engine.New(cfg)
	if err != nil {
		return nil, usage(err)
	}
	r := &rig{engine: e, session: session, events: events}
	if session != nil {
		if err := session.Record(e.Follow(feedBound)); err != nil {
			return nil, &internalError{err}
		}
	}
	if events != nil {
		events.follow(e.Follow(feedBound))
	}
	if show != nil {
		r.told = show.watch(e.Follow(feedBound), time.Now)
	}
	return r, nil
}

// run runs a plan to its end. What keeps the session from being written is
// told on the way; with must it also stops the run.
func (r *rig) run(ctx context.Context, s Streams, must bool, plan engine.Plan) (engine.Outcome, error) {
	ctx, stop := context.WithCancelCause(ctx)
	var telling sync.WaitGroup
	defer telling.Wait()
	defer stop(nil)
	telling.Go(func() { r.tellTrouble(ctx, s, must, stop) })
	run, err := r.engine.Start(ctx, plan)
	if err != nil {
		return engine.Outcome{}, err
	}
	outcome := run.Wait()
	var trouble *sessions.TroubleError
	if errors.As(context.Cause(ctx), &trouble) {
		return outcome, &internalError{fmt.Errorf("stopped, as --must-record says: %w", trouble)}
	}
	return outcome, nil
}

// tellTrouble says what keeps the session from being written, as soon as it
// happens, until ctx ends.
func (r *rig) tellTrouble(ctx context.Context, s Streams, must bool, stop context.CancelCauseFunc) {
	if r.session == nil {
		return
	}
	for {
		select {
		case err := <-r.session.Trouble():
			_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(err.Error()))
			if must {
				stop(err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// close ends the engine, and then what follows it. Its error says what is not
// complete.
func (r *rig) close() error {
	err := r.engine.Close()
	if r.told != nil {
		<-r.told
	}
	if r.events != nil {
		err = errors.Join(err, r.events.wait())
	}
	if r.session != nil {
		if serr := r.session.Close(); serr != nil {
			err = errors.Join(err, &internalError{fmt.Errorf("the session is not complete: %w", serr)})
		}
	}
	return err
}
