package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"weir/engine/page"
)

// Run is one execution of a plan. Its methods may be called at any time, also
// after its end, when they do nothing.
type Run struct {
	e       *Engine
	id      uint64
	plan    Plan
	shape   shape
	started time.Time
	values  context.Context //nolint:containedctx // the caller's values, without its end
	ctx     context.Context //nolint:containedctx // the run's own life, ended by hangUp
	hangUp  context.CancelCauseFunc
	unbind  func() bool   // lets go of the caller's context
	notify  chan struct{} // there is something in finished, or more is wanted
	done    chan struct{}
	stopped *page.Stop // why its walk ended; the run's goroutine alone knows it

	// guarded by the engine's lock
	paused   bool
	held     waitList
	live     crowd
	finished []*exchange
	handing  int   // how many of a fan-out's results are being handed on
	want     int   // pages
	again    []int // failed pages to fetch once more
	next     int   // request of a fan-out to start
	filling  bool
	failed   error // the first failure of a fan-out whose results nobody asked for
	why      error // why the run must end
	counts   RunFinished
	outcome  Outcome
}

// Outcome is how a run ended.
type Outcome struct {
	RunFinished
	// Err is nil where the run was completed. A caller can tell what happened
	// by its type: *breaker.OpenError, *RetryAfterError, *WalkError, *PageError,
	// *StatusError, those of package transport, or ErrCancelled.
	Err error
	// Stop is why the walk ended; nil where nothing was walked, or the run ended
	// before its walk.
	Stop *page.Stop
}

func newRun(e *Engine, id uint64, ctx context.Context, p Plan, s shape, now time.Time) *Run { //nolint:revive // the context is the caller's, not ours
	r := &Run{
		e: e, id: id, plan: p, shape: s, started: now,
		notify: make(chan struct{}, 1), done: make(chan struct{}),
	}
	if p.Walk != nil {
		r.want = max(1, p.Walk.Pages)
	}
	r.values = context.WithoutCancel(ctx)
	r.ctx, r.hangUp = context.WithCancelCause(r.values)
	r.unbind = context.AfterFunc(ctx, func() { r.abandon(context.Cause(ctx)) })
	return r
}

// ID returns the run's number, as its events carry it.
func (r *Run) ID() uint64 { return r.id }

// Done returns a channel that is closed when the run has stated its end.
func (r *Run) Done() <-chan struct{} { return r.done }

// Wait waits for the run's end.
func (r *Run) Wait() Outcome {
	<-r.done
	return r.outcome
}

// Cancel ends the run: what waits ends at once, what is on the wire hangs up.
func (r *Run) Cancel() {
	r.e.mu.Lock()
	defer r.e.unlock()
	r.cancel(ErrCancelled)
}

// abandon cancels the run for the caller's context has ended. Its cause is kept
// where it tells more than that.
func (r *Run) abandon(cause error) {
	why := ErrCancelled
	if !errors.Is(cause, context.Canceled) {
		why = fmt.Errorf("%w: %w", ErrCancelled, cause)
	}
	r.e.mu.Lock()
	defer r.e.unlock()
	r.cancel(why)
}

// cancel ends the run for a reason. Its exchanges were cancelled, whatever that
// reason is.
func (r *Run) cancel(why error) {
	if r.why != nil {
		return
	}
	r.why = why
	if !errors.Is(why, ErrCancelled) {
		why = ErrCancelled
	}
	now := r.e.now()
	for x := range r.live.all {
		r.e.end(x, now, why)
	}
	r.e.closeRanks(now)
	r.hangUp(why)
	signal(r.notify)
}

// Pause holds the run before its next attempts. What is on the wire goes on;
// what queues for a slot, a token or the breaker leaves its place to others.
func (r *Run) Pause() {
	r.e.mu.Lock()
	defer r.e.unlock()
	if r.paused || r.over() {
		return
	}
	r.paused = true
	now := r.e.now()
	r.e.publish(RunPaused{Header: r.e.headOfRun(now, r)})
	r.callBack(now)
}

// callBack takes exchanges that queue for their next attempt back to the pause,
// in the order in which they began.
func (r *Run) callBack(now time.Time) {
	for x := range r.live.all {
		if x.stage <= atPause || x.stage >= onWire {
			continue
		}
		r.e.standAside(x, now)
		r.e.endWait(x, now, WaitWoken)
		x.giveUpAt = time.Time{} // it does not wait for the breaker meanwhile
		x.stage = atPause
		r.e.advance(x, now)
	}
	r.e.closeRanks(now)
}

// Resume ends a pause.
func (r *Run) Resume() {
	r.e.mu.Lock()
	defer r.e.unlock()
	if !r.paused || r.over() {
		return
	}
	r.paused = false
	now := r.e.now()
	r.e.publish(RunResumed{Header: r.e.headOfRun(now, r)})
	for r.held.Len() > 0 {
		x := r.held.Front().Value.(*exchange)
		x.leave()
		r.e.endWait(x, now, WaitElapsed)
		r.e.advance(x, now)
	}
}

// over reports whether the run has stated its end.
func (r *Run) over() bool { return r.outcome.Outcome != "" }

// Skip cuts the present wait of an exchange short: a backoff ends now, a wait
// for a token takes the next one, one for a slot the next one free, one for
// the breaker makes it probe now, and one for a paused run lets this exchange
// go. It reports whether there was such a wait.
func (r *Run) Skip(exchange uint64) bool {
	r.e.mu.Lock()
	defer r.e.unlock()
	x := r.live.find(exchange)
	return x != nil && r.e.skip(x, r.e.now())
}

// GiveUp cancels one exchange and reports whether it was still going.
func (r *Run) GiveUp(exchange uint64) bool {
	r.e.mu.Lock()
	defer r.e.unlock()
	x := r.live.find(exchange)
	if x == nil {
		return false
	}
	now := r.e.now()
	r.e.end(x, now, ErrCancelled)
	r.e.moveUp(x.origin, now)
	r.e.retime(x.origin, now)
	return true
}

// Want asks a walk to go on until that many pages are there. It never asks for
// fewer than before.
func (r *Run) Want(pages int) {
	r.e.mu.Lock()
	defer r.e.unlock()
	if pages > r.want {
		r.want = pages
		signal(r.notify)
	}
}

// patient reports whether the run's exchanges wait for an open breaker.
func (r *Run) patient() bool { return r.plan.Walk != nil }

// streamFor returns where the body of a reply goes as it arrives; nil holds it.
func (r *Run) streamFor(status int) io.Writer {
	if status >= 400 || r.shape.mode != ModeSingle {
		return nil
	}
	return r.plan.Stream
}

// drive is the run's one goroutine: it starts exchanges, takes their results,
// and states the end.
func (r *Run) drive() {
	var err error
	switch r.shape.mode {
	case ModeWalk:
		err = r.walk()
	case ModeRepeat:
		err = r.repeat()
	case ModeSingle, ModeFanOut:
		err = r.fanOut()
	}
	r.unbind()
	if err != nil {
		r.giveUp(err)
	}
	r.conclude(err)
	r.hangUp(nil)
	close(r.done)
}

// giveUp ends what is still under way when the run has failed, as when a result
// was refused: nothing more is sent for nobody.
func (r *Run) giveUp(err error) {
	r.e.mu.Lock()
	defer r.e.unlock()
	r.cancel(err)
}

// conclude waits for what is still under way and states the run's end.
func (r *Run) conclude(err error) {
	for r.await() != nil {
		continue // it ended after the run was decided
	}
	e := r.e
	e.mu.Lock()
	defer e.unlock()
	if r.why != nil {
		err = r.why
	}
	now := e.now()
	f := r.counts
	f.Header = e.headOfRun(now, r)
	f.Outcome, f.Elapsed = outcomeOf(err), now.Sub(r.started)
	if err != nil {
		f.Reason, f.Error = err.Error(), facts(err)
	}
	e.publish(f)
	r.outcome = Outcome{RunFinished: f, Err: err, Stop: r.stopped}
	delete(e.runs, r.id)
	if len(e.runs) == 0 {
		e.dismiss()
	}
}

func outcomeOf(err error) RunOutcome {
	var walk *WalkError
	switch {
	case err == nil:
		return RunCompleted
	case errors.Is(err, ErrCancelled):
		return RunCancelled
	case errors.As(err, &walk):
		return RunStopped
	default:
		return RunFailed
	}
}

// start begins an exchange, as Engine.begin does, and returns its number; false
// where the run must end.
func (r *Run) start(req Request, index, page int, w wait) (uint64, bool) {
	r.e.mu.Lock()
	defer r.e.unlock()
	if r.why != nil {
		return 0, false
	}
	return r.e.begin(r, req, index, page, w, r.e.now()).id, true
}

// await waits for the next exchange that has ended, and returns nil once none
// is under way.
func (r *Run) await() *exchange {
	for {
		x, pending := r.pop()
		if x != nil || !pending {
			return x
		}
		<-r.notify
	}
}

func (r *Run) pop() (x *exchange, pending bool) {
	r.e.mu.Lock()
	defer r.e.mu.Unlock()
	if len(r.finished) == 0 {
		return nil, r.live.n > 0
	}
	x = r.finished[0]
	r.finished[0] = nil // and with it its body
	r.finished = r.finished[1:]
	return x, true
}

// ended takes an exchange that has ended from those under way. Where nobody
// asked for results, only the first failure is kept of it.
func (r *Run) ended(x *exchange) {
	r.live.remove(x)
	if !r.unheard() {
		r.finished = append(r.finished, x)
		return
	}
	if r.failed == nil {
		r.failed = x.result.failure()
	}
}

// tell wakes the run's goroutine where it has something to do.
func (r *Run) tell() {
	if !r.unheard() || r.live.n == 0 {
		signal(r.notify)
	}
}

// unheard reports whether the results of a fan-out interest nobody.
func (r *Run) unheard() bool {
	return r.plan.OnResult == nil && (r.shape.mode == ModeFanOut || r.shape.mode == ModeSingle)
}

// deliver gives a result to the plan's owner. An error of theirs ends the run.
func (r *Run) deliver(res *Result) error {
	if r.plan.OnResult == nil {
		return nil
	}
	if err := r.plan.OnResult(*res); err != nil {
		return errors.Join(errResult, err)
	}
	return nil
}

// repeat sends the same request again and again, each round at its time. A
// round that fails does not end the run; the last failure is the run's.
func (r *Run) repeat() error {
	plan := r.plan.Repeat
	timer := time.NewTimer(0)
	defer timer.Stop()
	var last error
	for round := 0; plan.Times == 0 || round < plan.Times; round++ {
		select {
		case <-timer.C:
		case <-r.ctx.Done():
			return last
		}
		timer.Reset(plan.Every)
		if _, ok := r.start(r.plan.Requests[0], round, 0, wait{}); !ok {
			return last
		}
		x := r.await()
		if err := r.deliver(&x.result); err != nil {
			return err
		}
		last = x.result.failure()
	}
	return last
}
