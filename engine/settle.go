package engine

import (
	"errors"
	"net/http"
	"time"

	"weir/engine/breaker"
	"weir/engine/quota"
	"weir/engine/retry"
)

// settle takes in what an attempt brought back: it tells the breaker, reads
// the server's quota, frees the slot, states the attempt's end, and decides
// whether another attempt follows. It returns an attempt that could start for
// it, or nil.
func (e *Engine) settle(a *attempt, l *landing) *attempt {
	e.mu.Lock()
	defer e.unlock()
	now := e.now()
	x, o := a.x, a.x.origin
	err := l.failure(x)
	e.unset(&a.grace)
	e.endWait(x, now, x.poolEnd())
	outcome := l.outcome(err)
	elapsed := now.Sub(a.started) - a.waited
	change, moved, serr := o.breaker.Settle(now, x.permit, breaker.Result{Outcome: outcome, Elapsed: elapsed, Exchange: x.id})
	x.permit = breaker.Permit{}
	o.inFlight--
	e.handBack(x, now)

	ev := a.finished(l, err, now)
	ev.Outcome = outcome.String()
	ev.Stale = serr != nil
	ev.Slow = slow(o.policy.Breaker, elapsed) && outcome != breaker.Ignored
	e.publish(ev)
	x.run.counts.Bytes += ev.Decoded
	if moved {
		e.breakerMoved(e.head(now, x), o, change, now)
	}
	e.readQuota(x, l, now)
	e.holdLimited(x, l, err, now)
	e.adaptConcurrency(o, outcome, l, err, now)
	x.keep(a, l, err)
	e.decide(x, l, err, now)
	e.moveUp(o, now)
	if x.stage == atEnd && x.run.unheard() {
		e.crew.reuse(x)
	}
	return e.own()
}

// poolEnd says how a wait for a connection ends that is still on when its
// attempt does.
func (x *exchange) poolEnd() WaitEnd {
	if x.ended != nil {
		return WaitCancelled
	}
	return WaitElapsed
}

func slow(s breaker.Settings, elapsed time.Duration) bool {
	return s.SlowCall > 0 && elapsed >= s.SlowCall
}

// finished makes the attempt's last event.
func (a *attempt) finished(l *landing, err error, now time.Time) AttemptFinished {
	o := a.x.origin
	ev := AttemptFinished{
		Header: a.head(now), Status: l.status, Error: facts(err), Fields: FieldLines(l.header),
		Conn: a.conn.ID, Remote: a.conn.Remote, Reused: a.conn.Reused, Silent: a.silent,
		Proto: a.conn.Proto, TLS: o.secure.factsOf(a.conn.TLS), Cut: l.cut, HasBody: l.body.sink != nil,
		Decoded: l.body.size, Sent: int64(len(a.x.req.Body)),
		Tally: o.tally(now), InFlight: o.inFlight, Budget: o.budget.Left(), Bucket: o.level(now),
	}
	if l.reply == nil {
		ev.Timing.Total = now.Sub(a.started)
		return ev
	}
	t := l.reply.Timing()
	ev.Timing = Timing(t)
	ev.Received = l.reply.WireBytes()
	ev.Proto, ev.Trailer = l.reply.Proto, FieldLines(l.reply.Trailer)
	ev.Redirects = len(l.reply.Redirects)
	if ev.Redirects > 0 {
		ev.FinalURL = l.reply.FinalURL
	}
	return ev
}

// keep puts what an attempt brought into the exchange's result; a later
// attempt replaces it.
func (x *exchange) keep(a *attempt, l *landing, err error) {
	r := &x.result
	r.Status, r.Header, r.Proto, r.Cut, r.Err = l.status, l.header, a.conn.Proto, l.cut, err
	r.Body, r.Streamed = l.body.body, l.body.sent
	r.URL = x.req.URL
	if l.reply != nil {
		r.URL, r.Proto = l.reply.FinalURL, l.reply.Proto
	}
}

// decide ends the exchange or schedules its next attempt.
func (e *Engine) decide(x *exchange, l *landing, err error, now time.Time) {
	if x.ended != nil || errors.Is(err, errResult) || l.body.sent > 0 {
		e.finish(x, now)
		return
	}
	if err == nil && l.status < 400 {
		e.finish(x, now)
		return
	}
	v := x.retry.Decide(x.caseOf(l, err, now), e.random.Float64)
	if v.Retry && !x.origin.budget.Retry(now) {
		v.Retry, v.Refusal = false, retry.RefusalBudget
	}
	if !v.Retry {
		e.refuse(x, l, v, now)
		return
	}
	e.schedule(x, l, v, now)
}

func (x *exchange) caseOf(l *landing, err error, now time.Time) retry.Case {
	return retry.Case{
		Method: x.req.Method, IdempotencyKey: x.req.Header.Get("Idempotency-Key") != "", Replayable: true,
		Status: l.status, Header: l.header, Class: classify(err), Attempt: x.attempts,
		Previous: x.delay, Now: now,
	}
}

// refuse states why an exchange that failed is not tried again, and ends it.
func (e *Engine) refuse(x *exchange, l *landing, v retry.Verdict, now time.Time) {
	ev := RetryRefused{Header: e.head(now, x), Why: v.Why, Reason: string(v.Refusal)}
	if v.Refusal == retry.RefusalTooLong {
		ev.Asked, ev.Allowed = v.Floor, x.retry.MaxRetryAfter
		x.result.Err = &RetryAfterError{Asked: v.Floor, Allowed: x.retry.MaxRetryAfter, Status: l.status}
	}
	e.publish(ev)
	x.refusal = v.Refusal
	e.finish(x, now)
}

// schedule lets an exchange wait for its next attempt. It holds no slot, no
// token and no permit meanwhile.
func (e *Engine) schedule(x *exchange, l *landing, v retry.Verdict, now time.Time) {
	until := now.Add(v.Delay)
	x.delay = v.Delay
	x.run.counts.Retries++
	e.publish(RetryScheduled{
		Header: e.head(now, x), Next: x.attempts + 1, Max: x.retry.Attempts, Why: v.Why,
		Delay: v.Delay, Backoff: v.Backoff, Ceiling: v.Ceiling, Floor: v.Floor, Until: until,
		Budget: x.origin.budget.Left(),
	})
	x.result.Body, x.result.Header = nil, nil
	reason := WaitBackoff
	if v.Floor > 0 {
		reason = WaitRetryAfter
	}
	e.backOff(x, now, wait{reason: reason, until: until, detail: v.Why})
}

// backOff keeps an exchange from the gate until its wait is over.
func (e *Engine) backOff(x *exchange, now time.Time, w wait) {
	x.stage = atBackoff
	e.startWait(x, now, w)
	x.alarm.fire = (*exchange).tryAgain
	e.set(&x.alarm, w.until)
}

// tryAgain sends an exchange back to the gate when its backoff is over.
func (x *exchange) tryAgain(now time.Time) {
	e := x.run.e
	e.endWait(x, now, WaitElapsed)
	x.stage = atHold
	e.advance(x, now)
}

// readQuota states what the server tells of its quota where that has changed,
// and holds the bucket where it is used up.
func (e *Engine) readQuota(x *exchange, l *landing, now time.Time) {
	o := x.origin
	for _, q := range quota.Parse(l.header, now) {
		key := q.Dialect + "\x00" + q.Policy
		if last, ok := o.quotas[key]; ok && same(last, q) {
			continue
		}
		if len(o.quotas) < maxQuotas {
			o.quotas[key] = q
		}
		e.publish(QuotaSeen{
			Header: e.head(now, x), Dialect: q.Dialect, Policy: q.Policy, Limit: q.Limit,
			Remaining: q.Remaining, Reset: q.Reset, Window: q.Window, Evidence: q.Evidence,
		})
		if q.Exhausted() && q.Reset.Sub(now) <= x.retry.MaxRetryAfter {
			e.pauseBucket(o, now, q.Reset, "the server's quota is used up")
		}
	}
}

// firstHold is how long a bucket is held after the first reply in a row that
// says "too many requests" and not for how long.
const firstHold = time.Second

// holdLimited holds the bucket after a reply that says "too many requests": for
// as long as it asks, whether this exchange is tried again or not. Where it says
// neither how long to wait nor when the quota is whole again, the bucket is held
// each time in a row twice as long as before, up to the longest backoff. So a walk
// outlasts the server's window instead of spending its attempts within it. Replies
// to what was sent before the bucket was held count once.
func (e *Engine) holdLimited(x *exchange, l *landing, err error, now time.Time) {
	o := x.origin
	if !retry.RateLimited(l.status, l.header) {
		if err == nil && l.status < 400 && !o.held(now) {
			o.untold = 0
		}
		return
	}
	asked, told := retry.RetryAfter(l.header, now)
	switch {
	case told && asked <= x.retry.MaxRetryAfter:
		e.pauseBucket(o, now, now.Add(asked), "the server asked to wait (Retry-After)")
	case told || err != nil || o.held(now):
	default:
		hold := min(firstHold<<min(o.untold, 20), x.retry.Cap)
		o.untold++
		e.pauseBucket(o, now, now.Add(hold), "the server says too many requests, but not for how long")
	}
}

// maxQuotas bounds how many quotas of an origin are compared with their last
// word: their names come from the server.
const maxQuotas = 32

func same(a, b quota.Quota) bool {
	return a.Limit == b.Limit && a.Remaining == b.Remaining && a.Reset.Sub(b.Reset).Abs() < 2*time.Second
}

// pauseBucket holds an origin's bucket as the server wants it.
func (e *Engine) pauseBucket(o *origin, now, until time.Time, why string) {
	if !o.policy.Adapt || !until.After(now) {
		return
	}
	if !until.After(o.bucket.Status(now).PausedUntil) {
		return
	}
	o.bucket.PauseUntil(now, until, why)
	e.bucketChanged(o, now, why)
	e.retime(o, now)
	e.dueOf(o)
}

func (e *Engine) bucketChanged(o *origin, now time.Time, why string) {
	st := o.bucket.Status(now)
	e.publish(BucketChanged{
		Header: e.headOfOrigin(now, o.name), Rate: wireRate(st.Limit.Rate), Burst: st.Limit.Burst,
		PausedUntil: st.PausedUntil, Why: why, Bucket: o.level(now),
	})
}

// adaptConcurrency shrinks the origin's concurrency when it is overloaded and
// lets it grow again.
func (e *Engine) adaptConcurrency(o *origin, outcome breaker.Outcome, l *landing, err error, now time.Time) {
	if !o.policy.Adapt {
		return
	}
	var changed bool
	var why string
	switch {
	case overloaded(l, err):
		changed, why = o.slots.OnOverload(now), "overload: 429, 503 or a timeout"
	case outcome == breaker.Success:
		changed, why = o.slots.OnSuccess(now), "successes"
	}
	if changed {
		e.publish(ConcurrencyChanged{
			Header: e.headOfOrigin(now, o.name), Limit: o.slots.Limit(), Max: o.policy.Concurrency,
			InFlight: o.inFlight, Why: why,
		})
	}
}

func overloaded(l *landing, err error) bool {
	if err != nil {
		return classify(err) == retry.ClassTimeout
	}
	return l.status == http.StatusTooManyRequests || l.status == http.StatusServiceUnavailable
}
